"""The reading room: a file, a folder or standard input in, Documents out.

    for document in read("archive/"):
        document.id, document.text, document.facts.date

A new format is a module with a Reader and a line in FORMATS.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from sanxin.errors import EmptyError, FormatError, InputError
from sanxin.reading.facts import read_facts
from sanxin.reading.furniture import find_furniture, merge
from sanxin.reading.inputs import STDIN, InputFile, Listing, find_inputs, read_file, suffix
from sanxin.reading.office import read_docx
from sanxin.reading.page import Options, Page, Reader
from sanxin.reading.plain import read_plain
from sanxin.reading.tables import is_table_header, read_csv, read_jsonl, read_tsv
from sanxin.reading.web import looks_like_html, read_html
from sanxin.records import Document

__all__ = ["FORMATS", "InputFile", "Listing", "find_furniture", "inputs", "read", "read_bytes", "read_facts"]

MAX_FILE = 1 << 30
"""Most bytes of one file; a table of 10,000 reports has 0.6 GB."""

# Suffix -> the format's name in Document.format, and its reader.
FORMATS: Mapping[str, tuple[str, Reader]] = MappingProxyType(
    {
        "": ("text", read_plain),
        ".txt": ("text", read_plain),
        ".text": ("text", read_plain),
        ".md": ("text", read_plain),
        ".html": ("html", read_html),
        ".htm": ("html", read_html),
        ".xhtml": ("html", read_html),
        ".shtml": ("html", read_html),
        ".aspx": ("html", read_html),
        ".asp": ("html", read_html),
        ".jsp": ("html", read_html),
        ".php": ("html", read_html),
        ".docx": ("docx", read_docx),
        ".docm": ("docx", read_docx),
        ".csv": ("csv", read_csv),
        ".tsv": ("tsv", read_tsv),
        ".jsonl": ("jsonl", read_jsonl),
        ".ndjson": ("jsonl", read_jsonl),
    }
)

OnError = Callable[[InputError], None]


def inputs(path: str | os.PathLike[str]) -> Listing:
    """Return the files that `read(path)` would read, in its order, and those it would skip."""
    return find_inputs(path, frozenset(FORMATS))


def read(
    path: str | os.PathLike[str],
    *,
    text_column: str | None = None,
    on_error: OnError | None = None,
    on_skip: Callable[[InputFile], None] | None = None,
) -> Iterator[Document]:
    """Yield the documents of a file, of all files below a folder, or of standard input ("-").

    Args:
        path: what to read.
        text_column: the column of tables that holds the texts, if their headers do not say.
        on_error: called with each InputError, and reading goes on; without it the error is raised.
        on_skip: called with each file of a folder whose format nobody knows.
    """
    if os.fspath(path) == STDIN:
        yield from read_bytes(sys.stdin.buffer.read(), STDIN, text_column=text_column, on_error=on_error)
        return
    try:
        listing = inputs(path)
    except InputError as error:
        _report(error, on_error)
        return
    if on_skip is not None:
        for file in listing.skipped:
            on_skip(file)
    for failure in listing.failed:
        _report(failure, on_error)
    for file in listing.files:
        try:
            data = read_file(file, MAX_FILE)
        except InputError as error:
            _report(error, on_error)
            continue
        yield from _documents(data, file.id, file.source, Options(text_column), on_error)


def read_bytes(
    data: bytes, name: str, *, text_column: str | None = None, on_error: OnError | None = None
) -> Iterator[Document]:
    """Yield the documents in `data`; the format follows from the suffix of `name`, or from the bytes if it has none."""
    identity = "stdin" if name == STDIN else name
    yield from _documents(data, identity, name, Options(text_column), on_error)


def _report(error: InputError, on_error: OnError | None) -> None:
    if on_error is None:
        raise error
    on_error(error)


def _documents(
    data: bytes, identity: str, source: str, options: Options, on_error: OnError | None
) -> Iterator[Document]:
    """Yield the documents of one file; what cannot be read goes to `on_error`."""
    try:
        if not data.strip():
            raise EmptyError(source, "is empty", "check that the file was saved in full")
        name, reader = _format_of(data, identity, source, options)
        for page in reader(data, source, options):
            if isinstance(page, InputError):
                _report(page, on_error)
            else:
                yield _document(page, name, identity, source)
    except InputError as error:
        _report(error, on_error)


def _document(page: Page, format_name: str, identity: str, source: str) -> Document:
    row = f"#{page.row}" if page.row is not None else ""
    furniture = merge(find_furniture(page.text), page.furniture)
    # The file's name says nothing about the single rows of a table.
    name = "" if row else identity
    return Document(
        id=identity + row,
        source=source + row,
        text=page.text,
        facts=read_facts(page.text, name, furniture, page.hints),
        furniture=furniture,
        format=format_name,
        encoding=page.encoding,
        warnings=page.warnings,
    )


def _format_of(data: bytes, identity: str, source: str, options: Options) -> tuple[str, Reader]:
    """Return the format by the suffix; by the bytes where there is none."""
    ending = suffix(identity)
    if ending not in FORMATS:
        known = " ".join(sorted(set(FORMATS) - {""}))
        raise FormatError(source, f"is of a format not known here ({ending})", f"convert it to one of {known}")
    return FORMATS[ending] if ending else _sniff(data, options)


def _sniff(data: bytes, options: Options) -> tuple[str, Reader]:
    """Return the format of bytes without a name."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"PK\x03\x04"):
        return FORMATS[".docx"]
    if looks_like_html(start):
        return FORMATS[".html"]
    if re.match(rb'\{\s*"', start):
        return FORMATS[".jsonl"]
    first_line = start.partition(b"\n")[0].decode("utf-8", "replace")
    if options.text_column or is_table_header(first_line):
        return FORMATS[".csv"]
    return FORMATS[""]
