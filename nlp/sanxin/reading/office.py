"""DOCX: the paragraphs and table cells of the main part, in document order.

The archive is untrusted: sizes are bounded before unpacking, document type declarations (entities) are refused, nothing
outside the main part is followed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sanxin.errors import EmptyError, UnreadableError
from sanxin.reading.detect import newlines
from sanxin.reading.layout import Line, Lines
from sanxin.reading.page import Options, Page
from sanxin.reading.parts import BROKEN, short, unpack

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_REMEDY = "open it in Word or LibreOffice and save it again as .docx"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# The other reading of a drawing, words moved away or struck out, the reading aid over a word: not the author's text.
_SKIPPED = frozenset({"Fallback", "moveFrom", "del", "rt"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WATCHED = ("t", "p", "tr", "tc", "numPr", *_CHARACTERS, *_SKIPPED)


def read_docx(data: bytes, source: str, _options: Options) -> Iterator[Page]:
    """Yield the one text of a DOCX: a line a paragraph, the cells of a table row split by tabs."""
    part = _main_part(data, source)
    # Without its NULs UTF-16 reads as ASCII here.
    if _DOCTYPE.search(part[:8192].replace(b"\0", b"")):
        raise UnreadableError(source, "declares XML entities, which no Word file does", "do not trust this file")
    lines, numbered = _walk(part, source)
    text = newlines("\n".join(line.text for line in lines))
    if not text.strip():
        raise EmptyError(source, "holds no text (perhaps only pictures)", "give the text itself or run OCR first")
    warnings = (f"{numbered} paragraphs are numbered by Word; those numbers are not in the text",) if numbered else ()
    yield Page(text, "utf-8", warnings=warnings)


def _main_part(data: bytes, source: str) -> bytes:
    """Return the XML of the document, unpacked within bounds."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(source, "is an old .doc or has a password", "save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            name = _main_name(archive)
            return unpack(archive, name, source)
    except BROKEN as error:
        raise UnreadableError(source, f"is no sound DOCX ({short(error)})", _REMEDY) from error


def _main_name(archive: zipfile.ZipFile) -> str:
    """Return where the document is: word/document.xml, or what the package's relations say."""
    usual = "word/document.xml"
    if usual in archive.namelist():
        return usual
    relations = archive.open("_rels/.rels").read(1 << 20).decode("utf-8", "replace")
    for tag in re.findall(r"<Relationship\b[^<>]{0,2000}>", relations):
        target = re.search(r'Target="([^"]{1,500})"', tag)
        if target and "/officeDocument" in tag and 'TargetMode="External"' not in tag:
            return posixpath.normpath(target[1].lstrip("/"))
    return usual


def _walk(part: bytes, source: str) -> tuple[list[Line], int]:
    """Return the lines of the document and how many paragraphs Word numbers by itself."""
    from lxml import etree  # type: ignore[import-untyped]

    tags = [f"{{*}}{name}" for name in _WATCHED]
    lines = Lines()
    open_paragraphs: list[list[str]] = []
    skipping = numbered = 0
    try:
        for event, element in etree.iterparse(
            io.BytesIO(part), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
        ):
            name = element.tag.rpartition("}")[2]
            if name in _SKIPPED:
                skipping += 1 if event == "start" else -1
            elif skipping:
                continue
            elif event == "start":
                _start(name, lines, open_paragraphs)
            else:
                numbered += name == "numPr"
                _end(name, element, lines, open_paragraphs)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(source, f"holds broken XML ({short(error)})", _REMEDY) from error
    return lines.finish(), numbered


def _start(name: str, lines: Lines, open_paragraphs: list[list[str]]) -> None:
    if name == "p":
        open_paragraphs.append([])
    elif name == "tr":
        lines.start_row()
    elif name == "tc":
        lines.start_cell()


def _end(name: str, element: _Element, lines: Lines, open_paragraphs: list[list[str]]) -> None:
    if name == "tr":
        lines.end_row()
    elif name == "p":
        # A text box inside a paragraph closes first and so comes before the words around it.
        for text in "".join(open_paragraphs.pop()).split("\n"):
            lines.add(Line(text))
        _forget(element)
    elif open_paragraphs and name == "t":
        open_paragraphs[-1].append(element.text or "")
    elif open_paragraphs and name in _CHARACTERS:
        open_paragraphs[-1].append(_CHARACTERS[name])


def _forget(element: _Element) -> None:
    """Free a finished paragraph and what stands before it: a large document never stands in memory as a tree."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
