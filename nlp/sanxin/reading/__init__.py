"""The reading room: a file, a folder or standard input in, Documents out.

    for document in read("archive/"):
        document.id, document.text, document.facts.date

A new format is a module with a Reader and a line in `formats.FORMATS`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sanxin.errors import EmptyError, InputError, SanxinError, UnreadableError
from sanxin.limits import limits
from sanxin.reading.bundles import Budget
from sanxin.reading.facts import read_facts
from sanxin.reading.formats import FORMATS, Unpacker, format_of
from sanxin.reading.furniture import find_furniture, merge
from sanxin.reading.inputs import STDIN, InputFile, Listing, find_inputs, read_file, suffix
from sanxin.reading.metadata import Metadata, read_metadata
from sanxin.reading.page import Options, Page
from sanxin.reading.parts import short
from sanxin.records import Document, Facts
from sanxin.traditional import simplified

__all__ = [
    "FORMATS",
    "InputFile",
    "Listing",
    "Metadata",
    "find_furniture",
    "inputs",
    "read",
    "read_bytes",
    "read_facts",
    "read_metadata",
]

OnError = Callable[[InputError], None]
OnSkip = Callable[[InputFile], None]


@dataclass(frozen=True, slots=True)
class _Calls:
    """Whom to tell of what is not read."""

    on_error: OnError | None = None
    on_skip: OnSkip | None = None

    def report(self, error: InputError) -> None:
        """Pass an error on, or raise it."""
        if self.on_error is None:
            raise error
        self.on_error(error)

    def skip(self, file: InputFile) -> None:
        """Pass on a file of a format with no text in it."""
        if self.on_skip is not None:
            self.on_skip(file)


@dataclass(frozen=True, slots=True)
class _Input:
    """The bytes of a file or of a member of an archive, and what is left to that archive."""

    data: bytes
    id: str
    source: str
    budget: Budget = field(default_factory=Budget)
    depth: int = 0


def inputs(path: str | os.PathLike[str]) -> Listing:
    """Return the files that `read(path)` would read, in its order, and those it would skip."""
    return find_inputs(path, frozenset(FORMATS))


def read(
    path: str | os.PathLike[str],
    *,
    text_column: str | None = None,
    metadata: Metadata | str | os.PathLike[str] | None = None,
    on_error: OnError | None = None,
    on_skip: OnSkip | None = None,
) -> Iterator[Document]:
    """Yield the documents of a file, of all files below a folder, or of standard input ("-").

    Args:
        path: what to read.
        text_column: the column of tables that holds the texts, if their headers do not say.
        metadata: a table of facts joined by file name, as `read_metadata` reads it, or its path.
        on_error: called with each InputError, and reading goes on; without it the error is raised.
        on_skip: called with each file of a folder or an archive whose format nobody knows.
    """
    if os.fspath(path) == STDIN:
        yield from read_bytes(
            _standard_input(),
            STDIN,
            text_column=text_column,
            metadata=metadata,
            on_error=on_error,
            on_skip=on_skip,
        )
        return
    calls, options = _Calls(on_error, on_skip), Options(text_column, _table(metadata))
    try:
        listing = inputs(path)
    except InputError as error:
        calls.report(error)
        return
    for file in listing.skipped:
        calls.skip(file)
    for failure in listing.failed:
        calls.report(failure)
    for file in listing.files:
        if options.metadata is not None and file.path.resolve() == options.metadata.path:
            continue  # it stands beside the files it tells of
        try:
            data = read_file(file, limits().file_bytes)
        except InputError as error:
            calls.report(error)
            continue
        yield from _documents(_Input(data, file.id, file.source), options, calls)


def _standard_input() -> bytes:
    most = limits().file_bytes
    data = sys.stdin.buffer.read(most + 1)
    if len(data) > most:
        raise UnreadableError(STDIN, f"is larger than {most >> 20} MB", "split it, or give it as a file or an archive")
    return data


def read_bytes(
    data: bytes,
    name: str,
    *,
    text_column: str | None = None,
    metadata: Metadata | str | os.PathLike[str] | None = None,
    on_error: OnError | None = None,
    on_skip: OnSkip | None = None,
) -> Iterator[Document]:
    """Yield the documents in `data`; the format follows from its first bytes, the suffix of `name`, or its looks."""
    identity = "stdin" if name == STDIN else name
    yield from _documents(
        _Input(data, identity, name), Options(text_column, _table(metadata)), _Calls(on_error, on_skip)
    )


def _documents(given: _Input, options: Options, calls: _Calls) -> Iterator[Document]:
    """Yield the documents of one file; what cannot be read is reported."""
    try:
        if not given.data.strip():
            raise EmptyError(given.source, "is empty", "check that the file was saved in full")
        form = format_of(given.data, given.id, given.source, options)
        if form.unpacker is not None:
            yield from _members(given, form.unpacker, options, calls)
        elif form.reader is not None:
            for page in form.reader(given.data, given.source, options):
                if isinstance(page, InputError):
                    calls.report(page)
                else:
                    yield _document(page, form.name, given, options.metadata)
    except InputError as error:
        calls.report(error)
    except SanxinError:
        raise  # no fault of this file: every other would meet it too
    except Exception as error:  # a slip of ours over one file must not lose the others
        problem = f"could not be read ({type(error).__name__}: {short(error)})"
        calls.report(UnreadableError(given.source, problem, "please report it with this file"))


def _members(given: _Input, unpacker: Unpacker, options: Options, calls: _Calls) -> Iterator[Document]:
    """Yield the documents of an archive's members; a broken one does not lose the others."""
    if given.depth >= limits().depth:
        raise UnreadableError(
            given.source, f"is an archive inside {limits().depth} others", "unpack it and give the folder"
        )
    names: set[str] = set()
    empty = True
    for member in unpacker(given.data, given.source, given.budget):
        empty = False
        if isinstance(member, InputError):
            calls.report(member)
            continue
        name = member.name
        # One archive may hold two members of one name.
        while name in names:
            name += "~"
        names.add(name)
        inner = _Input(member.data, f"{given.id}/{name}", f"{given.source}/{name}", given.budget, given.depth + 1)
        if suffix(member.name) in FORMATS:
            yield from _documents(inner, options, calls)
        else:
            calls.skip(InputFile(Path(given.source), inner.id, inner.source))
    if empty:
        calls.report(EmptyError(given.source, "is an archive without files", "check that it was packed in full"))


def _table(given: Metadata | str | os.PathLike[str] | None) -> Metadata | None:
    return given if given is None or isinstance(given, Metadata) else read_metadata(given)


def _document(page: Page, format_name: str, given: _Input, metadata: Metadata | None) -> Document:
    row = f"#{page.row}" if page.row is not None else ""
    # Rules and word lists are written in simplified characters.
    text = simplified(page.text)
    furniture = merge(find_furniture(text), page.furniture)
    # The file's name says nothing about the single rows of a table.
    facts = read_facts(text, "" if row else given.id, furniture, page.hints)
    if text is not page.text:
        facts = _as_written(facts, text, page.text)
    return Document(
        id=given.id + row,
        source=given.source + row,
        text=page.text,
        facts=facts if metadata is None else metadata.over(facts, given.id + row),
        furniture=furniture,
        format=format_name,
        encoding=page.encoding,
        warnings=page.warnings,
    )


def _as_written(facts: Facts, text: str, original: str) -> Facts:
    """Return facts found in the simplified text with title and speaker as the original writes them."""

    def words(said: str | None) -> str | None:
        place = text.find(said) if said else -1
        return said if said is None or place < 0 else original[place : place + len(said)]

    return replace(facts, title=words(facts.title), speaker=words(facts.speaker), occasion=words(facts.occasion))
