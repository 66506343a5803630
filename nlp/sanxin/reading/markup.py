"""Structured text: Markdown, XML, translation memories (TMX), saved web pages (MHT) and e-books (EPUB)."""

from __future__ import annotations

import io
import posixpath
import re
import urllib.parse
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sanxin.errors import EmptyError, FormatError, InputError, UnreadableError
from sanxin.limits import limits
from sanxin.reading.dates import read_date
from sanxin.reading.page import Hints, Options, Page
from sanxin.reading.parts import BROKEN, local_name, short, unpack, xml_root
from sanxin.reading.plain import decoded
from sanxin.reading.tables import NamedRow, hints_of, texts
from sanxin.reading.web import read_html
from sanxin.records import Furniture

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

# --- Markdown ---

_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:[^\n]{0,2000}\n){1,60}?)(?:---|\.\.\.)[ \t]*\n")
_FIELD = re.compile(r"([\w-]{1,40})[ \t]*[:：][ \t]*[\"']?(.*?)[\"']?[ \t]*")
_MARKS = (
    (re.compile(r"^[ ]{0,3}(?:>[ ]?){1,5}"), ""),
    (re.compile(r"^[ ]{0,3}#{1,6}[ \t\u3000]+(.*?)[ \t]*#*$"), r"\1"),
    (re.compile(r"^[ ]{0,8}[*+-][ \t]+"), ""),
    (re.compile(r"!\[[^\]]{0,200}\]\([^)]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]]{1,500})\]\([^)]{0,2000}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![0-9A-Za-z*])\*(?=\S)([^*\n]{1,2000})(?<=\S)\*(?![0-9A-Za-z*])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ ]?){3,}|(?:\*[ ]?){3,}|(?:_[ ]?){3,}|`{3,}.{0,40}|~{3,}.{0,40}|={3,})[ ]*")
_TABLE_RULE = re.compile(r"[ ]{0,3}\|?(?:[ ]?:?-{1,200}:?[ ]?\|?){1,100}")


def read_markdown(data: bytes, source: str, _options: Options) -> Iterator[Page]:
    """Yield the text without its marks: `## 一、**总体**要求` gives `一、总体要求`; facts from a head between `---`."""
    found = decoded(data, source)
    text, hints = found.text, Hints()
    head = _FRONT_MATTER.match(text)
    if head:
        fields = (_FIELD.fullmatch(line) for line in head[1].split("\n"))
        hints = hints_of({field[1]: field[2] for field in fields if field})
        text = text[head.end() :]
    lines = (_unmarked(line) for line in text.split("\n"))
    plain = "\n".join(line for line in lines if line is not None)
    if not plain.strip():
        raise EmptyError(source, "holds no text", "check that the file was saved in full")
    yield Page(plain, found.encoding, hints=hints, warnings=found.warnings)


def _unmarked(line: str) -> str | None:
    """Return a line of Markdown as its reader sees it; None for a rule or the line under a table's header."""
    if _RULE.fullmatch(line) or (line.count("|") and _TABLE_RULE.fullmatch(line)):
        return None
    for pattern, instead in _MARKS:
        line = pattern.sub(instead, line)
    if line.startswith("|") and line.rstrip().endswith("|"):
        return "\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line


# --- XML ---


def read_xml(data: bytes, source: str, options: Options) -> Iterator[Page | InputError]:
    """Yield one text a record of a list of records (each with a field of text), else the one text of the file."""
    found = decoded(data, source)
    root = xml_root(found.text.encode(), source, "utf-8")
    records = _records(root)
    try:
        yield from texts(iter(records), source, options, found)
    except FormatError:
        if options.text_column is not None:
            raise
    else:
        return
    text = "\n".join(_blocks(root))
    if not text.strip():
        raise EmptyError(source, "is XML without text", "check that the file was saved in full")
    yield Page(text, found.encoding, warnings=found.warnings)


def _records(root: _Element) -> list[NamedRow]:
    """Return the children of the root as rows, if they are all of one kind and hold fields; else none."""
    children = [child for child in root if local_name(child)]
    if len({local_name(child) for child in children}) != 1 or not all(len(child) for child in children):
        return []
    return [
        {local_name(field): "\n".join(_blocks(field)) for field in child if local_name(field)} for child in children
    ]


def _blocks(root: _Element) -> Iterator[str]:
    """Yield the lines of an element: one for each that holds words of its own, with all that stands inside it."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        mixed = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
        if mixed:
            yield from (line.strip() for line in "".join(element.itertext()).split("\n") if line.strip())
        else:
            waiting.extend(child for child in reversed(element) if local_name(child))


# --- TMX ---

_CHINESE = re.compile(r"zh|cmn|chi", re.IGNORECASE)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Codes of the translator's program inside a segment.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})


def read_tmx(data: bytes, source: str, _options: Options) -> Iterator[Page]:
    """Yield the Chinese side of a translation memory, a line a segment."""
    found = decoded(data, source)
    root = xml_root(found.text.encode(), source, "utf-8")
    lines = []
    for unit in (element for element in root.iter() if local_name(element) == "tuv"):
        if _CHINESE.match(unit.get(_LANGUAGE) or unit.get("lang") or ""):
            lines += ["".join(_said(segment)).strip() for segment in unit if local_name(segment) == "seg"]
    text = "\n".join(line for line in lines if line)
    if not text:
        raise FormatError(source, "holds no Chinese segments (xml:lang zh)", "check its languages")
    yield Page(text, found.encoding, warnings=found.warnings)


def _said(segment: _Element) -> Iterator[str]:
    yield segment.text or ""
    for child in segment:
        if local_name(child) not in _CODES:
            yield from _said(child)
        yield child.tail or ""


# --- saved web pages ---


def read_mht(data: bytes, source: str, options: Options) -> Iterator[Page]:
    """Yield the text of a web page saved in one file, as Word and old browsers save it."""
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        content = part.get_payload(decode=True) if part.get_content_maintype() == "text" else None
        if isinstance(content, bytes) and content.strip():
            yield from read_html(content, source, options)
            return
    raise EmptyError(source, "is a saved page without text", "save the page again, or copy its text")


# --- e-books ---

_CONTAINER = "META-INF/container.xml"


def read_epub(data: bytes, source: str, options: Options) -> Iterator[Page]:
    """Yield the one text of an e-book, its chapters in the order in which they are read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = _package_place(archive, source)
            root = xml_root(unpack(archive, package, source), source)
            chapters = list(_chapters(archive, root, posixpath.dirname(package), source, options))
    except BROKEN as error:
        remedy = "open it in an e-book reader and export its text"
        raise UnreadableError(source, f"is no sound EPUB ({short(error)})", remedy) from error
    if not chapters:
        raise EmptyError(source, "is an e-book without text", "give the text itself")
    furniture: list[Furniture] = []
    position = 0
    for chapter in chapters:
        furniture += [Furniture(span.start + position, span.end + position, span.kind) for span in chapter.furniture]
        position += len(chapter.text) + 1
    stated = {local_name(field): (field.text or "").strip() for field in root.iter() if local_name(field)}
    hints = Hints(title=stated.get("title") or None, published=read_date(stated.get("date", "")))
    yield Page("\n".join(chapter.text for chapter in chapters), "utf-8", hints=hints, furniture=tuple(furniture))


def _package_place(archive: zipfile.ZipFile, source: str) -> str:
    """Return where the book's package file is."""
    container = xml_root(unpack(archive, _CONTAINER, source), source)
    files = (element.get("full-path", "") for element in container.iter() if local_name(element) == "rootfile")
    return next(files, "")


def _chapters(
    archive: zipfile.ZipFile, package: _Element, folder: str, source: str, options: Options
) -> Iterator[Page]:
    items = {item.get("id"): item.get("href", "") for item in package.iter() if local_name(item) == "item"}
    unpacked = 0
    for place in (spot.get("idref") for spot in package.iter() if local_name(spot) == "itemref"):
        name = posixpath.normpath(posixpath.join(folder, urllib.parse.unquote(items.get(place, ""))))
        part = unpack(archive, name, source)
        unpacked += len(part)
        if unpacked > limits().workbook_bytes:
            raise UnreadableError(source, f"unpacks to more than {limits().workbook_bytes >> 20} MB", "split it")
        try:
            for page in read_html(part, source, options):
                # The page's title, set above it, is that of the book or the chapter once more.
                shift = page.furniture[0].end + 1 if page.furniture[:1] and page.furniture[0].kind == "header" else 0
                spans = (Furniture(s.start - shift, s.end - shift, s.kind) for s in page.furniture if s.start >= shift)
                yield Page(page.text[shift:], page.encoding, furniture=tuple(spans))
        except EmptyError:
            continue  # a cover with nothing but a picture
