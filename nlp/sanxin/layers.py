"""What is known of one text so far: each stage reads the layers below it and lays its own on top."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from sanxin.quantities import Measure
from sanxin.records import Document, DocumentDate, Period, Quantity, Span
from sanxin.structure import Structure


@dataclass(slots=True)
class Layers:
    """The layers of one text. `starts[i]` is where word i begins; `date` is what relative times are read against."""

    document: Document
    date: DocumentDate | None
    structure: Structure
    starts: Sequence[int]
    words: Sequence[str]
    tags: Sequence[str]
    times: Sequence[Period] = ()
    measures: Sequence[Measure] = ()
    quantities: Sequence[Quantity] = field(default=())

    @property
    def text(self) -> str:
        """The text as read."""
        return self.document.text

    def clause(self, at: int) -> Span:
        """Return the clause that holds offset `at`."""
        return self.structure.clauses[self.structure.clause_at(at)]

    def paragraph(self, at: int) -> Span:
        """Return the line that holds offset `at`."""
        return self.structure.paragraphs[self.structure.paragraph_at(at)]

    def words_in(self, start: int, end: int) -> range:
        """Return the positions of the words that begin in [start, end)."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def times_in(self, start: int, end: int) -> Sequence[Period]:
        """Return the times that begin in [start, end)."""
        key = _start
        return self.times[bisect_left(self.times, start, key=key) : bisect_left(self.times, end, key=key)]

    def measures_in(self, start: int, end: int) -> Sequence[Measure]:
        """Return the measures that begin in [start, end)."""
        key = _measure_start
        return self.measures[bisect_left(self.measures, start, key=key) : bisect_left(self.measures, end, key=key)]

    def last_time_before(self, at: int) -> Period | None:
        """Return the last time that begins before `at`."""
        index = bisect_right(self.times, at, key=_start) - 1
        return self.times[index] if index >= 0 else None


def _start(period: Period) -> int:
    return period.start


def _measure_start(measure: Measure) -> int:
    return measure.start
