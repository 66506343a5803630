"""Agreement of two annotators beyond chance: Cohen's kappa and Krippendorff's alpha, of each field's labels.

Both are worked out from the table of which label met which, so that the intervals need no second look at the records;
the tests hold them against scikit-learn and against Krippendorff's own examples. (The package krippendorff is GPL.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sanxin.evaluation.figures import Estimate, intervals
from sanxin.evaluation.tally import MISSED, SPURIOUS, Tally

_Table = np.ndarray[Any, np.dtype[np.float64]]

#: Layer of each field whose labels are compared, in the order they are told.
FIELDS = {
    "comparator": "quantities",
    "direction": "quantities",
    "status": "quantities",
    "modality": "quantities",
    "unit": "quantities",
    "deadline": "quantities",
    "kind": "slogans",
    "role": "clauses",
    "pathway": "clauses",
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two annotators give the same label to what both marked; `pairs` were compared."""

    layer: str
    field: str
    pairs: int
    same: Estimate
    kappa: Estimate
    alpha: Estimate


def agreement(tallies: Sequence[Tally], resamples: int, seed: int) -> list[Agreement]:
    """Return the agreement on every field that occurs; records that only one of the two has are left out."""
    found = []
    for name, layer in FIELDS.items():
        table = _table(tallies, name)
        if table.sum() == 0:
            continue
        values = _coefficients(table.sum(axis=0))
        spread = intervals(table, _coefficients, resamples, seed)
        estimates = [Estimate(None if np.isnan(values[n, 0]) else float(values[n, 0]), *spread[n][0]) for n in range(3)]
        found.append(Agreement(layer, name, int(table.sum()), *estimates))
    return found


def kappa(table: _Table) -> _Table:
    """Return Cohen's kappa of tables of counts, shape (..., labels, labels); NaN where both use one label only."""
    total = table.sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        same = np.trace(table, axis1=-2, axis2=-1) / total
        by_chance = (table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1) / total**2
        found: _Table = (same - by_chance) / (1 - by_chance)
    return found


def alpha(table: _Table) -> _Table:
    """Return Krippendorff's alpha for nominal data of two coders, none missing; the shapes are those of kappa."""
    total = 2 * table.sum(axis=(-2, -1))  # values, two a unit
    used = table.sum(axis=-1) + table.sum(axis=-2)
    with np.errstate(divide="ignore", invalid="ignore"):
        differing = total - 2 * np.trace(table, axis1=-2, axis2=-1)
        by_chance = (total**2 - (used**2).sum(axis=-1)) / (total - 1)
        found: _Table = 1 - differing / by_chance
    return found


def _coefficients(table: _Table) -> _Table:
    with np.errstate(divide="ignore", invalid="ignore"):
        same = np.trace(table, axis1=-2, axis2=-1) / table.sum(axis=(-2, -1))
    return np.stack([same, kappa(table), alpha(table)], axis=-1)[..., None]


def _table(tallies: Sequence[Tally], name: str) -> _Table:
    """Return for every document how often each label met each, shape (documents, labels, labels)."""
    met = [
        {pair: n for pair, n in one.labels.get(name, {}).items() if not {MISSED, SPURIOUS} & set(pair)}
        for one in tallies
    ]
    labels = sorted({label for counts in met for pair in counts for label in pair})
    place = {label: n for n, label in enumerate(labels)}
    table = np.zeros((len(tallies), len(labels), len(labels)))
    for document, counts in enumerate(met):
        for (first, second), n in counts.items():
            table[document, place[first], place[second]] = n
    return table
