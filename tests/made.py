"""Files of every format made of texts, as people and programs make them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html import escape

import docx
import openpyxl
from reading.printing import CHARACTERS, pdf, set_lines

_ON_A_PAGE = 24
_CLOSING = "，。、；：！？”’）》%％,.;:!?)"


def html(text: str) -> bytes:
    """A web page, a paragraph for each line."""
    lines = "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n"))
    return f'<html><head><meta charset="utf-8"></head><body>{lines}</body></html>'.encode()


def word(text: str) -> bytes:
    """A DOCX, a paragraph for each line."""
    made, buffer = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        made.add_paragraph(line)
    made.save(buffer)
    return buffer.getvalue()


def printed(text: str) -> bytes:
    """A PDF, a paragraph for each line, without heads and page numbers."""
    cut = [part for line in text.split("\n") if line for part in _wrapped("\u3000\u3000" + line)]
    return pdf([set_lines(cut[n : n + _ON_A_PAGE]) for n in range(0, len(cut), _ON_A_PAGE)])


def _wrapped(line: str) -> Iterator[str]:
    """Yield the lines of a paragraph as a printer breaks it: by width, and no line begins with a closing mark."""
    start, width = 0, 0.0
    for n, character in enumerate(line):
        width += 0.5 if character.isascii() else 1
        if width > CHARACTERS and character not in _CLOSING:
            yield line[start:n]
            start, width = n, 0.5 if character.isascii() else 1
    yield line[start:]


def workbook(*texts: str) -> bytes:
    """An XLSX, a row for each text."""
    made, buffer = openpyxl.Workbook(), io.BytesIO()
    for words in ("text", *texts):
        made.worksheets[0].append([words])
    made.save(buffer)
    return buffer.getvalue()


def table(*texts: str) -> bytes:
    """A CSV, a row for each text."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["text"], *([words] for words in texts)])
    return buffer.getvalue().encode()


def lines(*texts: str) -> bytes:
    """JSON lines, one for each text."""
    return "\n".join(json.dumps({"text": words}) for words in texts).encode()


def array(*texts: str) -> bytes:
    """A JSON array, an object for each text."""
    return json.dumps([{"text": words} for words in texts]).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def taped(members: Mapping[str, bytes]) -> bytes:
    """A TAR.GZ of these members."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


#: One text as a file, by a name that says how.
SINGLE: Mapping[str, Callable[[str], bytes]] = {
    "utf8.txt": str.encode,
    "bom.txt": lambda text: text.encode("utf-8-sig"),
    "gb.txt": lambda text: text.encode("gb18030"),
    "utf16.txt": lambda text: text.encode("utf-16"),
    "page.html": html,
    "word.docx": word,
    "print.pdf": printed,
    "notes.md": str.encode,
    "packed.txt.gz": lambda text: gzip.compress(text.encode()),
}
#: Several texts as one file.
TABLES: Mapping[str, Callable[..., bytes]] = {
    "rows.csv": table,
    "rows.xlsx": workbook,
    "rows.jsonl": lines,
    "rows.json": array,
}
