"""The archive as one run of characters on disk, so that counting it in passes holds a few megabytes of it at a time.

Only Han characters are kept, a zero stands for whatever is between two runs of them. Beside the characters lies, for
strings of one length, the number of the string that begins at each of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sanxin.records import Document

Codes = NDArray[np.uint16]
Labels = NDArray[np.int32]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

#: Characters read at a time.
CHUNK = 1 << 21
#: Where no string of the length begins.
NONE = -1


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the spool that begins at character `start`, with what stands before and behind it.

    `labels[i]` is the number of the string that begins at character `start + i`.
    """

    start: int
    labels: Labels
    _codes: Codes
    _length: int

    def behind(self) -> Codes:
        """Return the character behind each string."""
        first = 1 + self._length
        return self._codes[first : first + len(self.labels)]

    def before(self) -> Codes:
        """Return the character before each string."""
        return self._codes[: len(self.labels)]


class Spool:
    """Takes documents one by one; then gives their characters and labels in chunks."""

    def __init__(self, folder: Path, kept_furniture: Collection[str] = ()) -> None:
        self._codes = folder / "characters"
        self._labels = folder / "labels"
        self._kept = kept_furniture
        self.frequencies: Numbers = np.zeros(1 << 16, dtype=np.int64)
        self.starts: list[int] = []
        self.years: list[int] = []
        self.size = 1
        # Strings at either end have a neighbour too.
        self._write(self._codes, np.zeros(1, dtype=np.uint16))

    @property
    def characters(self) -> int:
        """How many Han characters there are."""
        return int(self.frequencies[1:].sum())

    def add(self, document: Document, same: bool = False) -> None:
        """Append the text of a document, without its page furniture; `same`: it goes on with the one before."""
        if not (same and self.starts):
            self.starts.append(self.size)
            self.years.append(0 if document.facts.date is None else document.facts.date.year)
        codes = _han(self._speech(document))
        self._write(self._codes, codes)
        self.frequencies += np.bincount(codes, minlength=1 << 16)
        self.size += len(codes)

    def _speech(self, document: Document) -> str:
        pieces, at = [], 0
        for piece in document.furniture:
            if piece.kind not in self._kept:
                pieces.append(document.text[at : piece.start])
                at = max(at, piece.end)
        pieces.append(document.text[at:])
        return "\n".join(pieces)

    def documents(self, places: Numbers) -> Numbers:
        """Return the number of the document that each place is in."""
        return np.searchsorted(np.asarray(self.starts, dtype=np.int64), places, side="right") - 1

    def label_characters(self, numbers: Labels) -> None:
        """Give each character its number in the table `numbers`."""
        with self._labels.open("wb") as stream:
            for start in range(0, self.size, CHUNK):
                numbers[self._read(start, CHUNK)].tofile(stream)

    def relabel(self, chunks: Iterator[Labels]) -> None:
        """Put new labels in the place of the old; `chunks` may be made from the old while it goes on."""
        fresh = self._labels.with_suffix(".new")
        with fresh.open("wb") as stream:
            for labels in chunks:
                labels.tofile(stream)
        fresh.replace(self._labels)

    def chunks(self, length: int) -> Iterator[Chunk]:
        """Yield the whole spool; `length` is that of the strings labelled."""
        size = np.dtype(np.int32).itemsize
        for start in range(0, self.size, CHUNK):
            labels = np.fromfile(self._labels, dtype=np.int32, count=CHUNK, offset=start * size)
            before = self._read(start - 1, 1) if start else np.zeros(1, dtype=np.uint16)
            behind = self._read(start, len(labels) + length)
            margin = np.zeros(len(labels) + length - len(behind), dtype=np.uint16)
            yield Chunk(start, labels, np.concatenate([before, behind, margin]), length)

    def _read(self, start: int, count: int) -> Codes:
        size = np.dtype(np.uint16).itemsize
        return np.fromfile(self._codes, dtype=np.uint16, count=count, offset=start * size)

    @staticmethod
    def _write(path: Path, values: Codes) -> None:
        with path.open("ab") as stream:
            values.tofile(stream)


def _han(text: str) -> Codes:
    """Return the Han characters of `text`, with one zero behind each run of them."""
    codes = np.frombuffer((text + "\n").encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    codes = np.where(_is_han()[codes], codes, np.uint16(0))
    first = np.ones(1, dtype=np.bool_)
    kept: Codes = codes[(codes != 0) | np.concatenate([first, codes[:-1] != 0])]
    return kept


@cache
def _is_han() -> Flags:
    # Those beyond U+FFFF are two codes each; names of places and people hold them, formulations do not.
    table = np.zeros(1 << 16, dtype=np.bool_)
    table[0x3400:0x4DC0] = True
    table[0x4E00:0xA000] = True
    return table
