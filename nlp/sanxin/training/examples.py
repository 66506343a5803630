"""From marked texts to examples: every text goes through the finding stages, and what they found meets its mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sanxin import classify, pipeline, status
from sanxin.quantities import Measure
from sanxin.reading.furniture import find_furniture
from sanxin.records import Document, DocumentDate
from sanxin.training.fit import Example
from sanxin.training.marked import MarkedText

#: A found number is the marked one if they share at least half of the stretch both cover.
_LEAST_OVERLAP = 0.5


def status_examples(texts: Iterable[MarkedText]) -> Iterator[Example]:
    """Yield one example a text; measures outside the marked window, or never marked, have no mark."""
    finders = pipeline.assemble(pipeline.FINDERS)
    for text in texts:
        document = Document(text.group, text.group, text.text, furniture=find_furniture(text.text))
        date = DocumentDate(text.year) if text.year is not None else None
        layers = pipeline.layers_of(pipeline.read(finders, document, date=date))
        rows = tuple(classify.hashed(status.features(layers, i)) for i in range(len(layers.measures)))
        yield Example(text.group, layers, rows, tuple(marks_of(layers.measures, text.quantities)))


def marks_of(measures: Sequence[Measure], quantities: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """Return the marked status of each measure; None where no mark stands."""
    marks: list[str | None] = []
    rest = sorted(quantities, key=lambda row: row["start"])
    at = 0
    for measure in measures:
        while at < len(rest) and rest[at]["end"] <= measure.start:
            at += 1
        row = rest[at] if at < len(rest) else None
        marks.append(row["status"] if row is not None and _overlap(measure, row) >= _LEAST_OVERLAP else None)
    return marks


def _overlap(measure: Measure, row: Mapping[str, Any]) -> float:
    shared = min(measure.end, row["end"]) - max(measure.start, row["start"])
    return shared / (max(measure.end, row["end"]) - min(measure.start, row["start"]))
