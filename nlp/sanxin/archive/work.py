"""What a guarded child does with one file: read, analyse, write its pieces, and say all the while where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sanxin.archive.edges import edge_rows
from sanxin.archive.pieces import RANGE, Pieces
from sanxin.archive.schema import DOCUMENTS, EDGES, FAILURES, RECORDS, document_row
from sanxin.archive.tasks import Fault, Task
from sanxin.errors import EmptyError, FormatError, InputError, UnreadableError
from sanxin.limits import limits
from sanxin.reading import read_bytes
from sanxin.reading.inputs import InputFile, read_file
from sanxin.reading.page import Options
from sanxin.records import Document, Speech
from sanxin.tables import Row, rows

Analyse = Callable[[Document], Speech]
READING = "reading"
ANALYSING = "analysing"
WRITING = "writing"
#: Called with what the child is about to do, one of these, and the position of the document in its file.
Tell = Callable[[str, int], None]

_Aside = tuple[str, Fault]

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_KINDS = {EmptyError: "empty", FormatError: "format", UnreadableError: "unreadable"}
UNKNOWN_FORMAT = Fault("format", "is of a format not known here", "convert it to one that is read")
_OURS = "please report it with this file"


@dataclass(slots=True)
class _Range:
    """The rows of the documents whose piece is not yet written, and how many the whole file gave."""

    number: int = 0
    tables: dict[str, list[Row]] = field(default_factory=dict)
    documents: int = 0
    failures: int = 0

    def add(self, table: str, found: list[Row]) -> None:
        self.tables.setdefault(table, []).extend(found)
        self.documents += len(found) if table == DOCUMENTS else 0
        self.failures += len(found) if table == FAILURES else 0


def work(task: Task, analyse: Analyse, pieces: Pieces, options: Options, tell: Tell) -> tuple[int, int]:
    """Write the pieces of one file that are not there; return how many documents and failures these hold."""
    held = _Range()
    aside = dict(task.aside)
    position, failed = 0, False
    tell(READING, 0)
    for found in _found(task, options):
        if position // RANGE > held.number:
            tell(WRITING, position)
            _flush(pieces, task, held, last=False)
        mine = task.has_range(held.number)
        if not isinstance(found, Document):
            if mine:
                held.add(FAILURES, [_failure(task, *found)])
            failed = True
            continue
        document = _named(found, task)
        if mine and not pieces.has(task.key, held.number, last=False):
            tell(ANALYSING, position)
            _add(held, task, document, aside.get(position), analyse)
        position += 1
        tell(READING, position)
    if not position and not failed and task.has_range(0):
        empty = Fault("empty", "no document in it", "give a file with text in it")
        held.add(FAILURES, [_failure(task, task.id, empty)])
    tell(WRITING, position)
    _flush(pieces, task, held, last=True)
    return held.documents, held.failures


def _flush(pieces: Pieces, task: Task, held: _Range, last: bool) -> None:
    if task.has_range(held.number) and not pieces.has(task.key, held.number, last):
        pieces.write(task.key, held.number, last, held.tables)
    held.tables = {}
    held.number += 1


def _found(task: Task, options: Options) -> Iterator[Document | _Aside]:
    """Yield the documents of the file and what cannot be read of it, in the order of the file."""
    aside: list[_Aside] = []
    position = 0

    def failed(error: InputError) -> None:
        # A row or a member has a name of its own, behind that of its file.
        aside.append((error.source if error.source.startswith(task.id) else task.id, fault_of(error)))

    def skipped(member: InputFile) -> None:
        aside.append((member.id, UNKNOWN_FORMAT))

    try:
        if task.stop is None or task.stop[0] > 0:
            data = read_file(InputFile(Path(task.path), task.id, task.source), limits().file_bytes)
            documents = read_bytes(
                data,
                task.id,
                text_column=options.text_column,
                metadata=options.metadata,
                on_error=failed,
                on_skip=skipped,
            )
            for document in documents:
                yield from _emptied(aside)
                yield document
                position += 1
                if task.stop is not None and task.stop[0] == position:
                    break
        yield from _emptied(aside)
    except Exception as error:  # whatever a reader of a broken file raises: the other files go on
        yield from _emptied(aside)
        yield task.id, fault_of(error)
    if task.stop is not None:
        yield task.id, task.stop[1]


def _emptied(aside: list[_Aside]) -> list[_Aside]:
    """Return what was set aside since the last time."""
    found = aside.copy()
    aside.clear()
    return found


def _named(document: Document, task: Task) -> Document:
    """Return the document with the source that a person needs: the reader of bytes knows their name only."""
    return replace(document, source=task.source + document.source.removeprefix(task.id))


def _add(held: _Range, task: Task, document: Document, fault: Fault | None, analyse: Analyse) -> None:
    """Add the rows of one document, or the row that says why there are none."""
    found: dict[str, list[Row]] = {}
    if fault is None:
        try:
            found = rows_of(analyse(document), task.key)
        except Exception as error:  # a slip of ours over one document must not lose the others
            fault = fault_of(error, analysing=True)
    if fault is not None:
        found = {FAILURES: [_failure(task, document.id, fault)]}
    for table, several in found.items():
        held.add(table, several)


def rows_of(speech: Speech, key: str) -> dict[str, list[Row]]:
    """Return what one speech adds to each table of a store."""
    found = {name: list(rows([speech], name)) for name in RECORDS}
    return found | {DOCUMENTS: [document_row(speech, key)], EDGES: edge_rows(speech)}


def fault_of(error: Exception, analysing: bool = False) -> Fault:
    """Return why an exception sets a document aside, in words that are the same in every run."""
    if isinstance(error, InputError):
        return Fault(_KINDS.get(type(error), "unreadable"), error.problem, error.remedy)
    if isinstance(error, MemoryError):
        return Fault("memory", "needs more memory than a document may take", "raise --memory, or split the file")
    problem = _ADDRESS.sub("", f"{type(error).__name__}: {error}")
    if analysing:
        return Fault("analysis", f"the analysis failed ({problem})", _OURS)
    return Fault("unreadable", f"reading stopped ({problem})", _OURS)


def _failure(task: Task, name: str, fault: Fault) -> Row:
    return failure_row(name, task.source + name.removeprefix(task.id), fault, task.key)


def failure_row(name: str, source: str, fault: Fault, key: str | None) -> Row:
    """Return the row of `failures` of a file, or of what is in it; `key` None: it was never read."""
    return {
        "input": name,
        "source": source,
        "outcome": "skipped" if fault is UNKNOWN_FORMAT else "set aside",
        "kind": fault.kind,
        "problem": fault.problem,
        "remedy": fault.remedy,
        "input_key": key,
    }
