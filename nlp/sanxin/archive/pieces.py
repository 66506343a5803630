"""Pieces: what one file gave, in files of at most `RANGE` documents each, until the tables are put together.

A piece appears whole or not at all, and its bytes follow from the file and the settings alone. So a run that was
killed goes on from the pieces that are there, whoever wrote them. `KEY.000002.last` is the last of its file.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]

from sanxin import arrow
from sanxin.archive.schema import TABLES, table_columns
from sanxin.tables import Row

#: Documents in a piece of a file that holds many.
RANGE = 50
FOLDER = ".pieces"
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Pieces:
    """The folder of pieces of one store."""

    folder: Path

    def path(self, key: str, number: int, last: bool) -> Path:
        """Return where a piece stands."""
        return self.folder / key[:2] / f"{key}.{number:06d}.{'last' if last else 'more'}"

    def has(self, key: str, number: int, last: bool) -> bool:
        """Tell whether a piece is there."""
        return self.path(key, number, last).exists()

    def write(self, key: str, number: int, last: bool, tables: Mapping[str, Sequence[Row]]) -> None:
        """Write one piece."""
        path = self.path(key, number, last)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
        with temporary.open("wb") as stream:
            for name in TABLES:
                plain, packed = _encoded(arrow.table(tables.get(name, ()), table_columns()[name]))
                stream.write(plain.to_bytes(_LENGTH, "big") + len(packed).to_bytes(_LENGTH, "big") + packed)
        temporary.replace(path)

    def complete(self) -> set[str]:
        """Return the keys of the files of which every piece is there."""
        numbers: dict[str, set[int]] = defaultdict(set)
        last: dict[str, int] = {}
        for path in self.folder.glob("??/*"):
            key, number, kind = [*path.name.split("."), "", ""][:3]
            if kind in ("more", "last") and path.name.count(".") == 2:
                numbers[key].add(int(number))
                if kind == "last":
                    last[key] = int(number)
        return {key for key, end in last.items() if numbers[key] >= set(range(end))}

    def read(self, key: str) -> Iterator[dict[str, pa.Table]]:
        """Yield the tables of the pieces of one file, in order."""
        number, last = 0, False
        while not last:
            last = self.has(key, number, last=True)
            yield _read(self.path(key, number, last))
            number += 1

    def clean(self, pid: int) -> None:
        """Remove the half-written piece of a process that is gone."""
        for path in self.folder.glob(f"??/*.{pid}.part"):
            path.unlink()

    def remove(self) -> None:
        """Remove all pieces: the tables hold what they held."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def drop(self, keys: set[str]) -> None:
        """Remove all pieces of these files."""
        for path in self.folder.glob("??/*"):
            if path.name.partition(".")[0] in keys:
                path.unlink()


def _encoded(table: pa.Table) -> tuple[int, bytes]:
    """Return a table as bytes, with their number before they were packed.

    Arrow's own compression packs each of a hundred small buffers by itself, which takes ten times as long.
    """
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    plain = sink.getvalue()
    return plain.size, _codec().compress(plain, asbytes=True)


def _read(path: Path) -> dict[str, pa.Table]:
    found = {}
    with path.open("rb") as stream:
        for name in TABLES:
            plain, packed = (int.from_bytes(stream.read(_LENGTH), "big") for _ in range(2))
            found[name] = pa.ipc.open_stream(_codec().decompress(stream.read(packed), plain)).read_all()
    return found


def _codec() -> pa.Codec:
    return pa.Codec("zstd", compression_level=1)
