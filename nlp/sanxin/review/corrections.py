"""What a person said of one record, and the files that say so: a review table, an export of a tool for annotation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sanxin.errors import DataError, FormatError, InputError, UnreadableError
from sanxin.limits import limits
from sanxin.reading.detect import decode
from sanxin.reading.inputs import suffix
from sanxin.reading.sheets import rows_of_workbook
from sanxin.reading.tables import NamedRow, rows_of_csv
from sanxin.review.items import Kind

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_TASKS = frozenset({".jsonl", ".json", ".ndjson"})
#: So many faults of a file are told; whoever sorted one column alone has thousands.
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody said of the words from `start` to `end` of a document.

    `labels` are those that hold: confirmed or new, by field; `changed` names the new ones. Nothing in `labels`: there
    is no record of this kind here. `quote` is the hash of the words, `sha256` that of the whole text; `place` is where
    it is said (`row 7`), `words` what a message quotes.
    """

    document: str
    path: str
    sha256: str
    framework: str
    kind: Kind
    start: int
    end: int
    quote: str
    labels: Mapping[str, str]
    changed: frozenset[str]
    place: str
    words: str = ""
    annotator: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What a file says: its corrections, and how many records nobody has said anything of."""

    source: str
    corrections: tuple[Correction, ...]
    untouched: int = 0


@dataclass(slots=True)
class Faults:
    """Collects what is wrong in a file, to be told together."""

    found: list[str] = field(default_factory=list)

    def refuse(self, source: str) -> None:
        """Raise a DataError that tells the first faults and how many more there are, if there are any."""
        rest = len(self.found) - _TOLD
        if self.found:
            raise DataError(source, [*self.found[:_TOLD], *([f"and {rest} more faults"] if rest > 0 else [])])


def read_corrections(path: Path) -> Review:
    """Return what a person said in a review file, whatever program has saved it.

    Raises:
        InputError: It cannot be read, or is no review file.
        DataError: Its faults: labels that do not exist, rows that contradict themselves.
    """
    from sanxin.review import doccano, labelstudio, table

    source = str(path)
    data = _bytes(path)
    if suffix(source) in _TASKS:
        tasks = _json(decode(data, source).text, source)
        form = labelstudio if labelstudio.is_export(tasks) else doccano
        review = form.read(tasks, source)
    else:
        rows = rows_of_workbook(data, source) if suffix(source) in _WORKBOOKS else rows_of_csv(data, source)
        review = table.read(_sound(rows), source)
    return Review(review.source, tuple(_settled(review.corrections, source)), review.untouched)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limits().file_bytes)
    except OSError as error:
        problem = f"cannot be opened ({error.strerror})"
        raise UnreadableError(str(path), problem, "give a file that sanxin review has written") from error


def _sound(rows: Iterable[NamedRow | InputError]) -> Iterator[NamedRow]:
    for row in rows:
        if isinstance(row, InputError):
            raise row
        yield row


def _json(text: str, source: str) -> list[Mapping[str, Any]]:
    """Return the objects of a JSON list, or of a file with one a line."""
    try:
        value = (
            json.loads(text)
            if text.lstrip().startswith("[")
            else [json.loads(line) for line in text.splitlines() if line.strip()]
        )
    except (ValueError, RecursionError) as error:
        raise FormatError(source, f"is no JSON ({error})", "export it anew") from error
    if not isinstance(value, list) or not all(isinstance(task, dict) for task in value):
        raise FormatError(source, "is no list of tasks", "export it anew")
    return value


def _settled(corrections: Sequence[Correction], source: str) -> Iterator[Correction]:
    """Yield one correction of each record; two that say different things of it are a fault."""
    faults = Faults()
    first: dict[tuple[str, Kind, int, int], Correction] = {}
    for each in corrections:
        key = (f"{each.path}\0{each.document}", each.kind, each.start, each.end)
        other = first.setdefault(key, each)
        if other is each:
            continue
        if other.labels != each.labels:
            faults.found.append(
                f"{other.place} and {each.place} say different things of {each.words!r}; settle it, keep one"
            )
    faults.refuse(source)
    yield from first.values()
