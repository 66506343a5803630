"""From marked texts to examples: each text goes through the stages below a judge; what they found meets its mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sanxin import roles, status, vectors
from sanxin.analysis import find_layers
from sanxin.features import Features
from sanxin.layers import Layers
from sanxin.passes import Groups
from sanxin.quantities import Measure
from sanxin.reading.furniture import find_furniture
from sanxin.records import Document, DocumentDate, Quantity, Role, Status
from sanxin.training.figures import LEAST_OVERLAP, overlap
from sanxin.training.fit import Example
from sanxin.training.marked import MarkedText

_DOING = (Role.ACTION, Role.GOAL)


def found_layers(texts: Iterable[MarkedText]) -> Iterator[tuple[MarkedText, Layers]]:
    """Yield each text with its layers up to the measures."""
    for text in texts:
        document = Document(text.group, text.group, text.text, furniture=find_furniture(text.text))
        date = DocumentDate(text.year) if text.year is not None else None
        yield text, find_layers(document, date)


def status_examples(texts: Iterable[MarkedText]) -> Iterator[Example]:
    """Yield one example a text for the status judge; measures that were never marked have no mark."""
    for text, layers in found_layers(texts):
        marks = tuple(_value(row, "status") for row in matched(layers.measures, text.quantities))
        yield Example(text.group, status.features(layers), (), marks, measured=not text.partial)


def clause_examples(texts: Iterable[MarkedText]) -> Iterator[tuple[Example, Example]]:
    """Yield for each text whose clauses are marked an example for roles and one for pathways.

    Numbers carry their marked status: the status judge saw these texts, and would be too sure of them. Where they were
    not marked they carry what the judge says.
    """
    for text, layers in found_layers(text for text in texts if text.clauses):
        marks = matched(layers.measures, text.quantities)
        known = text.quantities and not text.partial
        judged = replace(layers, quantities=_as_marked(layers, marks) if known else _as_judged(layers, marks))
        clauses = layers.structure.clauses
        seen, seen_of_pathways = roles.features(judged)
        within = roles.groups(layers)
        by_start = {row["start"]: row for row in text.clauses}
        found = [by_start.get(clause.start) for clause in clauses]
        doing = tuple(_value(row, "pathway") if _value(row, "role") in _DOING else None for row in found)
        for_roles = tuple(_value(row, "role") for row in found)
        yield (
            _clause_example(text, seen, within, for_roles),
            _clause_example(text, seen_of_pathways, within, doing),
        )


def _clause_example(text: MarkedText, seen: Features, within: Groups, marks: tuple[str | None, ...]) -> Example:
    measured = not text.partial
    marked = [item for item, mark in enumerate(marks) if mark]
    seen = seen.laid_out()
    if seen.stretches is None:
        return Example(text.group, seen, within, marks, measured=measured)
    means = vectors.means(vectors.load(), seen.stretches.only(marked)).astype(np.float32)
    return Example(text.group, seen, within, marks, means, measured)


def _value(row: Mapping[str, Any] | None, field: str) -> str | None:
    return None if row is None or row.get(field) is None else str(row[field])


def _as_marked(layers: Layers, marks: Sequence[Mapping[str, Any] | None]) -> list[Quantity]:
    pairs = zip(layers.measures, marks, strict=True)
    return [_quantity(measure, Status(row["status"])) for measure, row in pairs if row is not None]


def _as_judged(layers: Layers, marks: Sequence[Mapping[str, Any] | None]) -> list[Quantity]:
    """Return the quantities with the status that the judge gives them, where nobody has marked another."""
    judged = zip(layers.measures, status.judge(layers)[0], marks, strict=True)
    return [_quantity(measure, Status(_value(row, "status") or said)) for measure, said, row in judged]


def _quantity(measure: Measure, stated: Status) -> Quantity:
    return Quantity(
        id="", start=measure.start, end=measure.end, text="", low=measure.low, high=measure.high, unit=measure.unit,
        dimension=measure.dimension, comparator=measure.comparator, status=stated,
    )  # fmt: skip


def _meets(span: Any, row: Mapping[str, Any]) -> bool:
    return overlap(span.start, span.end, row["start"], row["end"]) >= LEAST_OVERLAP


def matched(found: Sequence[Any], rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any] | None]:
    """Return for each found span (it has start and end) the marked row it stands for, or None."""
    marks: list[Mapping[str, Any] | None] = []
    rest = sorted(rows, key=lambda row: row["start"])
    at = 0
    for span in found:
        while at < len(rest) and rest[at]["end"] <= span.start:
            at += 1
        row = rest[at] if at < len(rest) else None
        marks.append(row if row is not None and _meets(span, row) else None)
    return marks
