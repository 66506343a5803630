"""From counts to figures: precision, recall, F1 and the share that agrees, each with a bootstrap interval.

Documents are resampled, not records: the records of one speech are alike, and an interval over records would be too
narrow.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sanxin.evaluation.marks import NO_PATHWAY
from sanxin.evaluation.tally import TARGETS, Count, Line, Tally
from sanxin.frameworks import default
from sanxin.records import Comparator, Direction, Modality, Role, SloganKind, Status

#: The label of the mean over the labels of a field, each weighing the same.
MACRO = "macro"
#: How much of the resampled figures an interval holds.
LEVEL = 0.95

_Table = np.ndarray[Any, np.dtype[np.float64]]

#: Layer -> fields in the order they are told, each with its labels; those of pathways are the framework's.
_ORDER: Mapping[str, Mapping[str, Sequence[str]]] = {
    "quantities": {
        "span": (),
        "exact_span": (),
        "value": (),
        "unit": (),
        "comparator": tuple(Comparator),
        "direction": tuple(Direction),
        "status": tuple(Status),
        "deadline": (),
        "indicator": (),
        "modality": tuple(Modality),
        "target": tuple(TARGETS),
    },
    "slogans": {"span": (), "kind": tuple(SloganKind), "members": ()},
    "clauses": {"role": tuple(Role), "pathway": ()},
}
#: Fields of which the mean over labels is told, and the label that is not among them.
_MEANS: Mapping[tuple[str, str], str | None] = {
    ("quantities", "status"): None,
    ("slogans", "kind"): None,
    ("clauses", "role"): None,
    ("clauses", "pathway"): NO_PATHWAY,
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the interval of its resamples; None where there is nothing to divide by, or one document only."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """All figures of one line; `count` is the sum over the documents, None for a mean over labels."""

    line: Line
    documents: int
    count: Count | None
    precision: Estimate
    recall: Estimate
    f1: Estimate
    accuracy: Estimate


def figures(tallies: Sequence[Tally], resamples: int, seed: int) -> list[Figure]:
    """Return the figures of every line that occurs, in the order of _ORDER."""
    lines = _lines(tallies)
    means = _means(lines)
    table = np.zeros((len(tallies), len(lines), 5))
    for row, one in enumerate(tallies):
        for column, line in enumerate(lines):
            c = one.counts.get(line)
            if c is not None:
                table[row, column] = c.marked, c.found, c.right, c.compared, c.agreed
    values = _figures_of(table.sum(axis=0), list(means.values()))
    spread = intervals(table, lambda sums: _figures_of(sums, list(means.values())), resamples, seed)
    sums = table.sum(axis=0).astype(int)
    found = []
    for row, line in enumerate([*lines, *means]):
        estimates = [Estimate(_or_none(values[n, row]), *spread[n][row]) for n in range(4)]
        count = Count(*sums[row].tolist()) if row < len(lines) else None
        documents = sum(any(other.layer == line.layer for other in one.counts) for one in tallies)
        found.append(Figure(line, documents, count, *estimates))
    return sorted(found, key=lambda figure: _place(figure.line))


def intervals(
    table: _Table, statistic: Callable[[_Table], _Table], resamples: int, seed: int
) -> list[list[tuple[float | None, float | None]]]:
    """Return the interval of every value that `statistic` makes of the summed rows of `table`, in its shape (2-d).

    `statistic` takes sums over documents, shape (resamples, ...) or (...), and keeps the leading axis first.
    """
    documents = len(table)
    shape = statistic(table.sum(axis=0)).shape
    if documents < 2 or resamples == 0:
        return [[(None, None)] * shape[1] for _ in range(shape[0])]
    from scipy.stats import DegenerateDataWarning, bootstrap

    def of_documents(chosen: Any, axis: int = -1) -> _Table:
        values: _Table = statistic(table[chosen].sum(axis=-table.ndim))
        return values if chosen.ndim == 1 else np.moveaxis(values, 0, -1)  # scipy wants the resamples last

    with warnings.catch_warnings():
        # A figure that every resample gives the same has an interval all the same: that point.
        warnings.simplefilter("ignore", DegenerateDataWarning)
        result = bootstrap(
            (np.arange(documents),), of_documents, vectorized=True, n_resamples=resamples, batch=100,
            method="percentile", rng=seed,
        )  # fmt: skip
    tail = (1 - LEVEL) / 2
    return [[_interval(draws, tail) for draws in row] for row in result.bootstrap_distribution]


def _interval(draws: _Table, tail: float) -> tuple[float | None, float | None]:
    known = draws[~np.isnan(draws)]  # a resample may hold nothing that the figure divides by
    if not known.size:
        return None, None
    low, high = np.quantile(known, (tail, 1 - tail))
    return float(low), float(high)


def _figures_of(sums: _Table, means: Sequence[Sequence[int]]) -> _Table:
    """Return precision, recall, F1 and agreement of summed counts, shape (..., 4, lines and means)."""
    marked, found, right, compared, agreed = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, recall, accuracy = right / found, right / marked, agreed / compared
        p, r = np.nan_to_num(precision), np.nan_to_num(recall)
        f1 = np.where(p + r > 0, 2 * p * r / (p + r), np.where(marked + found > 0, 0.0, np.nan))
        of_labels = [_mean(f1[..., list(columns)]) for columns in means]
    nothing = [np.full_like(mean, np.nan) for mean in of_labels]
    rows = [(precision, nothing), (recall, nothing), (f1, of_labels), (accuracy, nothing)]
    return np.stack(
        [np.concatenate([row, *(mean[..., None] for mean in more)], axis=-1) for row, more in rows], axis=-2
    )


def _mean(values: _Table) -> _Table:
    """Return the mean over the last axis of what is a number; labels that nobody used do not count."""
    known = ~np.isnan(values)
    mean: _Table = np.where(known, values, 0).sum(axis=-1) / known.sum(axis=-1)
    return mean


def _lines(tallies: Sequence[Tally]) -> list[Line]:
    return sorted({line for one in tallies for line in one.counts}, key=_place)


def _means(lines: Sequence[Line]) -> Mapping[Line, Sequence[int]]:
    """Return the columns of the labels that each mean is over."""
    found = {}
    for (layer, name), left_out in _MEANS.items():
        columns = [
            n
            for n, line in enumerate(lines)
            if (line.layer, line.field) == (layer, name) and line.label not in ("", left_out)
        ]
        if columns:
            found[Line(layer, name, MACRO)] = columns
    return found


def _place(line: Line) -> tuple[int, int, int, str]:
    layers = list(_ORDER)
    fields = _ORDER[line.layer]
    labels = ["", MACRO, *(fields[line.field] or [pathway.id for pathway in default().pathways])]
    label = labels.index(line.label) if line.label in labels else len(labels) + (line.label == NO_PATHWAY)
    return layers.index(line.layer), list(fields).index(line.field), label, line.label


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
