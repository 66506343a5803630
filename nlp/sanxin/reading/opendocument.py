"""ODT, the text format of LibreOffice: paragraphs and table cells of its main part, in document order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sanxin.errors import EmptyError, UnreadableError
from sanxin.reading.layout import Line, Lines
from sanxin.reading.page import Options, Page
from sanxin.reading.parts import BROKEN, local_name, short, unpack, xml_root

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_PARAGRAPHS = frozenset({"p", "h"})
# Deleted text, comments, foot notes, reading aids over a word: not the running text.
_SKIPPED = frozenset({"tracked-changes", "annotation", "note", "ruby-text", "forms", "sequence-decls"})
_MOST_BLANKS = 200


def read_odt(data: bytes, source: str, _options: Options) -> Iterator[Page]:
    """Yield the one text of an ODT: a line a paragraph, the cells of a table row split by tabs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = unpack(archive, "content.xml", source)
    except BROKEN as error:
        remedy = "open it in LibreOffice and save it again"
        raise UnreadableError(source, f"is no sound ODT ({short(error)})", remedy) from error
    text = "\n".join(line.text for line in _walk(xml_root(part, source)))
    if not text.strip():
        raise EmptyError(source, "holds no text (perhaps only pictures)", "give the text itself or run OCR first")
    yield Page(text, "utf-8")


def _walk(root: _Element) -> list[Line]:
    from lxml import etree  # type: ignore[import-untyped]

    lines = Lines()
    open_paragraphs: list[list[str]] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = local_name(element)
        if event == "start":
            if name in _SKIPPED:
                walk.skip_subtree()
            else:
                _start(name, element, lines, open_paragraphs)
        else:
            _end(name, lines, open_paragraphs)
            if open_paragraphs and element.tail:
                open_paragraphs[-1].append(element.tail)
    return lines.finish()


def _start(name: str, element: _Element, lines: Lines, open_paragraphs: list[list[str]]) -> None:
    if name in _PARAGRAPHS:
        open_paragraphs.append([])
    elif name == "table-row":
        lines.start_row()
    elif name == "table-cell":
        lines.start_cell()
    if not open_paragraphs:
        return
    if name == "s":
        count = next((value for key, value in element.attrib.items() if key.endswith("}c")), "1")
        open_paragraphs[-1].append(" " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS))
    elif name in ("tab", "line-break"):
        open_paragraphs[-1].append("\t" if name == "tab" else "\n")
    open_paragraphs[-1].append(element.text or "")


def _end(name: str, lines: Lines, open_paragraphs: list[list[str]]) -> None:
    if name == "table-row":
        lines.end_row()
    elif name in _PARAGRAPHS:
        for text in "".join(open_paragraphs.pop()).split("\n"):
            lines.add(Line(text))
