"""HTML: all text of the page in document order, one line a block, table cells split by tabs.

The whole page is kept, since losing a paragraph costs more than keeping a menu; what the markup calls page frame (nav,
footer, lists of links) is marked as furniture beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sanxin.errors import EmptyError, UnreadableError
from sanxin.limits import limits
from sanxin.reading.dates import read_date
from sanxin.reading.detect import decode
from sanxin.reading.layout import Line, Lines
from sanxin.reading.page import Hints, Options, Page
from sanxin.records import Furniture

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body|meta|title|div|p|table)\b",
    re.IGNORECASE | re.DOTALL,
)
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody",
    "tfoot", "thead", "ul",
})
_DROPPED = frozenset({
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "button", "textarea",
    "head", "rt", "rp",
})
# fmt: on
_FRAME = frozenset({"nav", "footer", "aside", "menu"})
# Standard meta names of Chinese government sites (GB/T and the State Council's rules for web sites).
_META_TITLE = ("ArticleTitle", "og:title")
_META_DATE = ("PubDate", "article:published_time", "publishdate")
_SITE_NAME = re.compile(r"\s*(?:--|__|[_|｜]|\s[-–—]\s).*", re.DOTALL)

_TAG = re.compile(r"<[A-Za-z!/]")
# Entities declared in the page itself: HTML knows none, the parser would take them for text.
_INTERNAL_SUBSET = re.compile(r"<!DOCTYPE[^\[>]{0,300}\[[^\]]{0,20000}\]\s{0,9}>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
# A line break in the source between two Chinese characters is no space.
_WIDE = "[⺀-鿿　-〿＀-￯“”‘’—…]"
_SOFT_BREAK = re.compile(rf"(?<={_WIDE})[ \t\r\f]*\n[ \t\n\r\f]*(?={_WIDE})")
_FEWEST_LINKS = 3
_LINK_SHARE = 0.8


def looks_like_html(start: bytes) -> bool:
    """Tell whether bytes begin as a page does."""
    return _HTML.match(start) is not None


def read_html(data: bytes, source: str, _options: Options) -> Iterator[Page]:
    """Yield the one text of a page."""
    from lxml import etree  # type: ignore[import-untyped]

    if len(data) > limits().html_bytes:
        raise UnreadableError(
            source, f"is a page of more than {limits().html_bytes >> 20} MB", "split it or give the text itself"
        )
    found = decode(data, source)
    if not _TAG.search(found.text):
        yield Page(found.text, found.encoding, warnings=found.warnings)
        return
    # Encoded anew, so that a wrong charset in the page's own meta tag cannot mislead the parser.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(_INTERNAL_SUBSET.sub("", found.text).replace("\0", "�").encode(), parser)
    except etree.LxmlError as error:
        raise UnreadableError(
            source, f"is a broken page ({error})", "open it in a browser and save it again"
        ) from error
    if any("depth" in fault.message for fault in parser.error_log):
        raise UnreadableError(source, "nests its elements too deep to be read whole", "copy the text out of a browser")
    if root is None:
        raise EmptyError(source, "is a page without text", "save the page after it has loaded, or copy its text")
    lines = _Walker().lines(root)
    if not any(line.text.strip() for line in lines):
        raise EmptyError(source, "is a page without text", "save the page after it has loaded, or copy its text")
    title = _title(root)
    header: tuple[Furniture, ...] = ()
    if title and not any(title in line.text for line in lines):
        lines.insert(0, Line(title))
        header = (Furniture(0, len(title), "header"),)
    text = "\n".join(line.text for line in lines)
    hints = _hints(root, title)
    yield Page(text, found.encoding, hints=hints, furniture=(*header, *_frame(lines)), warnings=found.warnings)


class _Walker:
    """Goes through the tree once, without recursion: a page may nest thousands deep."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._pieces: list[str] = []
        self._linked = 0
        self._links = self._frames = self._kept_breaks = 0

    def lines(self, root: _Element) -> list[Line]:
        """Return the lines of the page."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _DROPPED:
                    walk.skip_subtree()
                else:
                    self._open(tag)
                    self._say(element.text)
            else:
                if tag not in _DROPPED:
                    self._close(tag)
                self._say(element.tail)
        self._end_line()
        return self._lines.finish()

    def _say(self, words: str | None) -> None:
        if words:
            self._pieces.append(words)
            if self._links:
                self._linked += len(words.strip())

    def _open(self, tag: str) -> None:
        if tag in _BLOCKS or tag in ("tr", "td", "th", "br"):
            self._end_line()
        if tag == "tr":
            self._lines.start_row()
        elif tag in ("td", "th"):
            self._lines.start_cell()
        self._count(tag, 1)

    def _close(self, tag: str) -> None:
        if tag in _BLOCKS or tag in ("tr", "td", "th"):
            self._end_line()
        if tag == "tr":
            self._lines.end_row()
        self._count(tag, -1)

    def _count(self, tag: str, step: int) -> None:
        self._links += step * (tag == "a")
        self._frames += step * (tag in _FRAME)
        self._kept_breaks += step * (tag == "pre")

    def _end_line(self) -> None:
        """Finish the line: blanks collapse as a browser collapses them; full-width and no-break spaces stay."""
        words = "".join(self._pieces)
        texts = words.split("\n") if self._kept_breaks else [_SPACES.sub(" ", _SOFT_BREAK.sub("", words))]
        for text in texts:
            if text.strip():
                self._lines.add(Line(text.strip(" \t\r\f"), self._linked, self._frames > 0))
        self._pieces.clear()
        self._linked = 0


def _title(root: _Element) -> str | None:
    element = root.find(".//title")
    words = "".join(element.itertext()) if element is not None else ""
    return _SPACES.sub(" ", words).strip() or None


def _hints(root: _Element, title: str | None) -> Hints:
    """Return what the head of the page says: `讲话--要闻-云河市政府网` gives the title 讲话."""
    stated = {
        (meta.get("name") or meta.get("property") or "").casefold(): meta.get("content") or ""
        for meta in root.iter("meta")
    }

    def first(names: tuple[str, ...]) -> str:
        return next((value for name in names if (value := stated.get(name.casefold(), "").strip())), "")

    named = first(_META_TITLE) or _SITE_NAME.sub("", title or "")
    return Hints(title=named or None, published=read_date(first(_META_DATE)))


def _frame(lines: list[Line]) -> tuple[Furniture, ...]:
    """Return what the markup shows to be page frame: nav and footer elements, runs of links."""
    found: list[Furniture] = []
    run: list[tuple[int, int]] = []
    position = 0
    for line in [*lines, Line("")]:
        end = position + len(line.text)
        if line.text and line.linked >= _LINK_SHARE * len(line.text.strip()):
            run.append((position, end))
        else:
            if len(run) >= _FEWEST_LINKS:
                found.append(Furniture(run[0][0], run[-1][1], "menu"))
            run = []
        if line.chrome:
            found.append(Furniture(position, end, "menu"))
        position = end + 1
    return tuple(found)
