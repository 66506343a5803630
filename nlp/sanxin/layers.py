"""What is known of one text so far: each stage reads the layers below it and lays its own on top."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sanxin.features import Ids, Ints
from sanxin.horizon import Horizon
from sanxin.quantities import Measure
from sanxin.records import Document, DocumentDate, Period, Quantity, Span
from sanxin.structure import Structure
from sanxin.words import Tagged


@dataclass(slots=True)
class Layers:
    """The layers of one text.

    At hand because all stages ask for them all the time: `text` is the document's; word i of `words` begins at
    `starts[i]` and has the ids `ids[i]` and, of its tag, `tags[i]`; `verbs` are the positions of the verbs. `date` is
    what relative times are read against; `horizon` is read when a deadline first asks for it.
    """

    document: Document
    date: DocumentDate | None
    structure: Structure
    words: Tagged
    times: Sequence[Period] = ()
    measures: Sequence[Measure] = ()
    quantities: Sequence[Quantity] = field(default=())
    horizon: Horizon | None = None
    text: str = field(init=False, repr=False)
    starts: Ints = field(init=False, repr=False)
    ids: Ids = field(init=False, repr=False)
    tags: Ids = field(init=False, repr=False)
    verbs: Ints = field(init=False, repr=False)
    _time_starts: list[int] = field(init=False, repr=False)
    _measure_starts: list[int] = field(init=False, repr=False)
    _furniture_starts: list[int] = field(init=False, repr=False)
    _measured: MeasurePlaces | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        self.text = self.document.text
        self.starts, self.verbs = self.words.starts, self.words.verbs
        self.ids = self.words.words.ids[self.words.words.at]
        self.tags = self.words.tags.ids[self.words.tags.at]
        self._time_starts = [period.start for period in self.times]
        self._measure_starts = [measure.start for measure in self.measures]
        self._furniture_starts = [piece.start for piece in self.document.furniture]

    @property
    def measured(self) -> MeasurePlaces:
        """Where the measures stand, looked up when first asked for."""
        if self._measured is None:
            self._measured = MeasurePlaces(self)
        return self._measured

    def clause(self, at: int) -> Span:
        """Return the clause that holds offset `at`."""
        return self.structure.clauses[self.structure.clause_at(at)]

    def paragraph(self, at: int) -> Span:
        """Return the line that holds offset `at`."""
        return self.structure.paragraphs[self.structure.paragraph_at(at)]

    def words_at(self, offsets: Sequence[int] | Ints) -> Ints:
        """Return for each offset the position of the first word that begins there or later."""
        return np.searchsorted(self.starts, np.asarray(offsets, dtype=np.intp))

    def first_verbs(self, spans: Sequence[Span]) -> list[Span | None]:
        """Return for each span the first verb that begins in it."""
        first = self.words_at([span.start for span in spans])
        last = self.words_at([span.end for span in spans])
        place = np.searchsorted(self.verbs, first)
        words = np.append(self.verbs, len(self.starts))[place]
        edges = np.append(self.starts, (len(self.text), len(self.text)))
        spans_of = zip(edges[words].tolist(), edges[words + 1].tolist(), (words < last).tolist(), strict=True)
        return [Span(start, end) if held else None for start, end, held in spans_of]

    def is_furniture(self, at: int) -> bool:
        """Tell whether offset `at` stands on page furniture."""
        index = bisect_right(self._furniture_starts, at) - 1
        return index >= 0 and at < self.document.furniture[index].end

    def times_in(self, start: int, end: int) -> Sequence[Period]:
        """Return the times that begin in [start, end)."""
        starts = self._time_starts
        return self.times[bisect_left(starts, start) : bisect_left(starts, end)]

    def measures_in(self, start: int, end: int) -> Sequence[Measure]:
        """Return the measures that begin in [start, end)."""
        starts = self._measure_starts
        return self.measures[bisect_left(starts, start) : bisect_left(starts, end)]

    def last_time_before(self, at: int) -> Period | None:
        """Return the last time that begins before `at`."""
        index = bisect_right(self._time_starts, at) - 1
        return self.times[index] if index >= 0 else None


class MeasurePlaces:
    """Where the measures of one text stand; entry i is of measure i.

    `starts` and `ends` are offsets; the measure begins with word `first`, and word `last` is the first behind it. In
    the same way for its clause and its sentence: `clause_first`, `clause_last`, `sentence_first`. `clause_numbers` are
    the indices of the `clauses`.
    """

    def __init__(self, layers: Layers) -> None:
        structure, measures = layers.structure, layers.measures
        self.starts = [measure.start for measure in measures]
        self.ends = [measure.end for measure in measures]
        self.clause_numbers = [structure.clause_at(at) for at in self.starts]
        self.clauses = [structure.clauses[number] for number in self.clause_numbers]
        self.sentences = [structure.sentence_at(at) for at in self.starts]
        self.paragraphs = [layers.paragraph(at) for at in self.starts]
        self.kinds = [structure.kind_at(at) for at in self.starts]
        self.first, self.last = layers.words_at(self.starts), layers.words_at(self.ends)
        self.clause_first = layers.words_at([clause.start for clause in self.clauses])
        self.clause_last = layers.words_at([clause.end for clause in self.clauses])
        self.sentence_first = layers.words_at([sentence.start for sentence in self.sentences])
