"""Which reader a file needs: by its first bytes where they say, else by its suffix, else by how the text looks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sanxin.errors import FormatError, InputError, UnreadableError
from sanxin.reading.bundles import Budget, Member, read_tar, read_zip
from sanxin.reading.convert import read_rtf, read_word
from sanxin.reading.inputs import suffix
from sanxin.reading.markup import read_epub, read_markdown, read_mht, read_tmx, read_xml
from sanxin.reading.ofd import read_ofd
from sanxin.reading.office import read_docx
from sanxin.reading.opendocument import read_odt
from sanxin.reading.page import Options, Reader
from sanxin.reading.parts import BROKEN
from sanxin.reading.pdf import read_pdf
from sanxin.reading.plain import read_plain
from sanxin.reading.sheets import read_parquet, read_workbook
from sanxin.reading.tables import is_table_header, read_csv, read_json, read_jsonl, read_tsv
from sanxin.reading.web import looks_like_html, read_html

Unpacker = Callable[[bytes, str, Budget], Iterator[Member | InputError]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format's name in Document.format and what reads it: pages out of it, or members where it is an archive."""

    name: str
    reader: Reader | None = None
    unpacker: Unpacker | None = None


_TEXT = Format("text", read_plain)
_HTML = Format("html", read_html)
_DOCX = Format("docx", read_docx)
_WORKBOOK = Format("workbook", read_workbook)
_ZIP = Format("zip", unpacker=read_zip)
_TAR = Format("tar", unpacker=read_tar)

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        **dict.fromkeys(("", ".txt", ".text"), _TEXT),
        **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml", ".aspx", ".asp", ".jsp", ".php"), _HTML),
        **dict.fromkeys((".docx", ".docm"), _DOCX),
        **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"), _WORKBOOK),
        **dict.fromkeys((".jsonl", ".ndjson"), Format("jsonl", read_jsonl)),
        **dict.fromkeys((".tar", ".tgz", ".gz", ".bz2", ".tbz2", ".xz", ".txz"), _TAR),
        **dict.fromkeys((".doc", ".dot", ".wps"), Format("doc", read_word)),
        **dict.fromkeys((".md", ".markdown"), Format("markdown", read_markdown)),
        **dict.fromkeys((".mht", ".mhtml"), Format("mht", read_mht)),
        ".rtf": Format("rtf", read_rtf),
        ".odt": Format("odt", read_odt),
        ".ofd": Format("ofd", read_ofd),
        ".epub": Format("epub", read_epub),
        ".tmx": Format("tmx", read_tmx),
        ".xml": Format("xml", read_xml),
        ".json": Format("json", read_json),
        ".csv": Format("csv", read_csv),
        ".tsv": Format("tsv", read_tsv),
        ".parquet": Format("parquet", read_parquet),
        ".pdf": Format("pdf", read_pdf),
        ".zip": _ZIP,
    }
)
"""Suffix -> format. A new format is a module with a reader and a line here."""

_MAGIC = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"MIME-Version:", ".mht"),
    (b"PAR1", ".parquet"),
    (b"\x1f\x8b", ".gz"),
    (b"BZh9", ".bz2"),
    (b"\xfd7zXZ\0", ".xz"),
)
_OLE = b"\xd0\xcf\x11\xe0"
# Parts by which one zip container is told from another, and streams by which one old Office file is.
_PARTS = (
    ("word/document.xml", ".docx"),
    ("xl/workbook.xml", ".xlsx"),
    ("xl/workbook.bin", ".xlsb"),
    ("OFD.xml", ".ofd"),
    ("META-INF/container.xml", ".epub"),
)
_STREAMS = (("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls"))
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# mimetype is the first member of OpenDocument files, unpacked.
_ODT, _ODS = b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.spreadsheet"
_CONTAINERS = frozenset({".docx", ".docm", ".xlsx", ".xlsm", ".xlsb", ".ods", ".odt", ".ofd", ".epub"})
_WORD = frozenset({".doc", ".dot", ".wps"})
_EXCEL = frozenset({".xls", ".et"})


def format_of(data: bytes, name: str, source: str, options: Options) -> Format:
    """Return the format of a file, or raise FormatError: `讲话.txt` that begins with %PDF- is a PDF all the same."""
    ending = suffix(name)
    if ending not in FORMATS:
        known = " ".join(sorted(set(FORMATS) - {""}))
        raise FormatError(source, f"is of a format not known here ({ending})", f"convert it to one of {known}")
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    magic = next((other for mark, other in _MAGIC if start.startswith(mark)), None)
    if magic is not None:
        return FORMATS[magic]
    if start.startswith(b"PK\x03\x04"):
        return FORMATS[_container(data, ending)]
    if start.startswith(_OLE):
        return FORMATS[_old_office(data, ending, source)]
    if ending in _WORD | _EXCEL:
        # Programs of offices save web pages and tables of text under these names.
        return _HTML if looks_like_html(start) else FORMATS[".tsv" if ending in _EXCEL else ""]
    return FORMATS[ending] if ending else _sniffed(start, options)


def _container(data: bytes, ending: str) -> str:
    """Return what a zip container holds, as a suffix."""
    if ending in _CONTAINERS:
        return ending
    head = data[:200]
    if _ODT in head or _ODS in head:
        return ".odt" if _ODT in head else ".ods"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    except BROKEN:
        return ".zip"
    return next((other for part, other in _PARTS if part in names), ".zip")


def _old_office(data: bytes, ending: str, source: str) -> str:
    """Return what an old Office file holds, as a suffix; newer ones look like it when they have a password."""
    if _LOCKED in data:
        raise UnreadableError(source, "has a password", "save it without the password")
    if ending in _WORD | _EXCEL:
        return ending
    return next((other for stream, other in _STREAMS if stream.encode("utf-16-le") in data), ending)


def _sniffed(start: bytes, options: Options) -> Format:
    """Return the format of text without a suffix."""
    if looks_like_html(start):
        return _HTML
    if re.match(rb'\{\s*"', start):
        return FORMATS[".jsonl"]
    if re.match(rb'\[\s*[{"]', start):
        return FORMATS[".json"]
    first_line = start.partition(b"\n")[0].decode("utf-8", "replace")
    if options.text_column or is_table_header(first_line):
        return FORMATS[".csv"]
    return _TEXT
