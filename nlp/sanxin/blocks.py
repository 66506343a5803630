"""Wide tables of numbers that are narrow ones read from several places: for the item, its neighbours, its sentence.

A linear judge needs no wide table: what it makes of a narrow one is narrower still, a column a label, and is read from
the same places. So 900 numbers of every clause cost as much as a tenth of them. Training lays the tables out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanxin.features import Ints, Numbers

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of a wide table: item i reads row `at[i]` of `table`, less row `less[i]`, times `times[i]`.

    None: its own row; nothing taken away; once.
    """

    table: Numbers | Floats
    at: Ints | None = None
    less: Ints | None = None
    times: Floats | None = None

    def read(self, table: Numbers | Floats) -> Numbers | Floats:
        """Return what every item reads of `table`, which has the rows of the block's own."""
        found = table if self.at is None else table.take(self.at, axis=0)
        if self.less is not None:
            found = found - table.take(self.less, axis=0)
        return found if self.times is None else found * self.times[:, None]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks side by side."""

    blocks: Sequence[Block]

    def table(self) -> Numbers:
        """Return the wide table, (items, columns)."""
        return np.hstack([block.read(block.table).astype(np.float32) for block in self.blocks])

    def scores(self, weights: Floats) -> Floats:
        """Return `table() @ weights`, (items, labels)."""
        scores = np.zeros(weights.shape[1])
        first = 0
        for block in self.blocks:
            last = first + block.table.shape[1]
            scores = scores + block.read(block.table @ weights[first:last].astype(block.table.dtype))
            first = last
        return scores


def sums_before(table: Floats) -> Floats:
    """Return the sums of all rows before each row, and of all: a stretch of rows is one less another."""
    width = table.shape[1]
    sums = np.zeros((len(table) + 1, width + width % 2))
    sums[1:, :width] = table
    add_up(sums)
    return sums[:, :width]


def add_up(table: Floats) -> None:
    """Add to each row all rows before it; `table` has an even number of columns."""
    pairs = table.view(np.complex128)  # two columns as one number: numpy adds them up twice as fast
    np.cumsum(pairs, axis=0, out=pairs)
