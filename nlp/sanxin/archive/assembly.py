"""Putting the tables together: pieces and the tables of the run before in, one Parquet file a table out.

Rows stand in the order of the files' ids, in groups of fixed size, so that the bytes follow from the archive and the
settings alone. The new tables are written beside the old and then take their names; a run that is killed between two
names is finished by the next.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from sanxin import arrow
from sanxin.archive.edges import ACROSS, edge_rows_across
from sanxin.archive.pieces import Pieces
from sanxin.archive.schema import ABOUT, DOCUMENTS, EDGES, FAILURES, TABLES, path_of, table_columns
from sanxin.archive.tasks import Task
from sanxin.tables import Row

_NEXT = ".next"
_READY = "ready"
#: Rows of a group in the file; those of documents carry whole texts.
_GROUP = {DOCUMENTS: 256}
_GROUP_OTHERS = 50_000
_BATCH = 1_000  # rows held when the tables of an earlier run are read
_TABLES = 256  # small tables held before they are made one: each takes more room than its rows


def finish(store: Path) -> None:
    """Give new tables their names if an earlier run was ended while it did; remove half-written ones."""
    folder = store / _NEXT
    if (folder / _READY).exists():
        for file in sorted(folder.iterdir()):
            if file.name != _READY:
                file.replace(store / file.name)
    shutil.rmtree(folder, ignore_errors=True)


def assemble(store: Path, pieces: Pieces, tasks: Sequence[Task], passed: Sequence[Row], about: dict[str, Any]) -> None:
    """Write the tables of these files, in this order, from their pieces or from the store's own tables.

    Args:
        store: The folder of the tables.
        pieces: What was worked out since the tables were last written.
        tasks: All files of the archive.
        passed: Rows of `failures` that belong to no task: skipped files, folders that cannot be opened.
        about: What store.json says.
    """
    folder = store / _NEXT
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    complete = pieces.complete()
    old = _Old(store, {task.key for task in tasks} - complete)
    with _Writer(folder, EDGES) as edges:
        with ExitStack() as stack:
            writers = {name: stack.enter_context(_Writer(folder, name)) for name in TABLES if name != EDGES}
            writers[EDGES] = edges
            twins = _Twins()
            for task in tasks:
                for tables in pieces.read(task.key) if task.key in complete else old.tables(task.key):
                    for name, found in tables.items():
                        writers[name].write(twins.marked(found) if name == DOCUMENTS else found)
            writers[FAILURES].write(arrow.table(passed, table_columns()[FAILURES]))
        # What follows from several documents is asked of the tables, which are whole only now.
        edges.write(arrow.table(edge_rows_across(folder), table_columns()[EDGES]))
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    (folder / _READY).touch()
    finish(store)


class _Writer:
    """Writes one table in groups of fixed size."""

    def __init__(self, folder: Path, name: str) -> None:
        self._group = _GROUP.get(name, _GROUP_OTHERS)
        self._schema = arrow.schema(table_columns()[name])
        self._writer = pq.ParquetWriter(path_of(folder, name), self._schema, compression="zstd")
        self._held: list[pa.Table] = []
        self._small: list[pa.Table] = []
        self._rows = 0

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush(self._rows)
        self._writer.close()

    def write(self, table: pa.Table) -> None:
        if table.num_rows:
            self._small.append(table)
            self._rows += table.num_rows
        if len(self._small) >= _TABLES:
            self._join()
        while self._rows >= self._group:
            self._flush(self._group)

    def _flush(self, rows: int) -> None:
        self._join()
        if rows:
            whole = pa.concat_tables(self._held).combine_chunks()
            self._writer.write_table(whole.slice(0, rows), row_group_size=rows)
            self._held = [whole.slice(rows)] if whole.num_rows > rows else []
            self._rows -= rows

    def _join(self) -> None:
        if self._small:
            self._held.append(pa.concat_tables(self._small).combine_chunks())
            self._small = []


@dataclass(slots=True)
class _Twins:
    """Marks each document whose text an earlier one has, in whatever format: blanks and line ends do not count."""

    first: dict[bytes, str] = field(default_factory=dict)

    def marked(self, documents: pa.Table) -> pa.Table:
        texts = documents.column("text").to_pylist()
        ids = documents.column("doc_id").to_pylist()
        found = []
        for text, name in zip(texts, ids, strict=True):
            content = hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).digest()
            first = self.first.setdefault(content, name)
            found.append(None if first == name else first)
        place = documents.schema.get_field_index("duplicate_of")
        return documents.set_column(place, documents.schema.field(place), pa.array(found, pa.string()))


class _Old:
    """The tables of the run before, read once from the front to the back, for the files that are kept."""

    def __init__(self, store: Path, kept: set[str]) -> None:
        self._names: dict[str, list[str]] = {}
        self._runs: dict[str, _Runs] = {}
        if not path_of(store, DOCUMENTS).exists():
            return
        about = pq.read_table(path_of(store, DOCUMENTS), columns=["doc_id", "input_key"])
        for name, key in zip(*(about.column(n).to_pylist() for n in ("doc_id", "input_key")), strict=True):
            if key in kept:
                self._names.setdefault(key, []).append(name)
        names = {name for found in self._names.values() for name in found}
        for table in TABLES:
            whole = table in (DOCUMENTS, FAILURES)
            runs = _runs(path_of(store, table), "input_key" if whole else "doc_id")
            self._runs[table] = _Runs(runs, kept if whole else names)

    def tables(self, key: str) -> Iterator[dict[str, pa.Table]]:
        """Yield the rows of one file: its documents, their records, its failures."""
        for table, runs in self._runs.items():
            wanted = [key] if table in (DOCUMENTS, FAILURES) else self._names.get(key, [])
            yield from ({table: found} for name in wanted for found in runs.take(name))


class _Runs:
    """Runs of rows with the same value, taken in their order; those of no value in `kept` are passed over."""

    def __init__(self, runs: Iterator[tuple[str, pa.Table]], kept: set[str]) -> None:
        self._runs = ((value, table) for value, table in runs if value in kept)
        self._next = next(self._runs, None)

    def take(self, value: str) -> Iterator[pa.Table]:
        """Yield the rows with this value, if they are the next."""
        while self._next is not None and self._next[0] == value:
            yield self._next[1]
            self._next = next(self._runs, None)


def _runs(path: Path, column: str) -> Iterator[tuple[str, pa.Table]]:
    """Yield the runs of rows with the same value in a column; a long run may come in several parts."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            table = pa.Table.from_batches([batch])
            if path.stem == EDGES:  # those between documents are worked out anew
                table = table.filter([kind not in ACROSS for kind in table.column("kind").to_pylist()])
            start = 0
            for value, group in groupby(table.column(column).to_pylist()):
                rows = sum(1 for _ in group)
                yield value, table.slice(start, rows)
                start += rows
