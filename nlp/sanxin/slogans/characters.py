"""Characters as numbers: tables of characters, and 64-bit ids of stretches, the same on every machine.

An id is read from sums at once (Karp and Rabin's rolling hash): thousands of stretches are looked up and compared in a
few numpy operations, and no string is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from sanxin.features import Ids, Ints, codes_of

#: Odd, so that it has an inverse modulo 2**64 (Knuth's multiplier of MMIX).
_BASE = 6364136223846793005
_INVERSE = pow(_BASE, -1, 1 << 64)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_BLOCK = 1 << 12
LARGEST = 0xFFFF


class Characters:
    """Characters as numbers, those above 65,535 as one and the same, and the ids of their stretches.

    `ended`: the same with the number `end` behind the last.
    """

    def __init__(self, codes: Ints, end: int = 0) -> None:
        self.ended = np.append(np.minimum(codes, LARGEST), end)
        self.codes = self.ended[:-1]
        mixed = (codes.astype(np.uint64) + np.uint64(1)) * _SPREAD
        mixed ^= mixed >> np.uint64(32)
        self._sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        mixed *= _powers(_INVERSE, len(codes))
        np.cumsum(mixed, out=self._sums[1:])
        self._powers = _powers(_BASE, len(codes) + 1)

    def ids(self, start: Ints, end: Ints) -> Ids:
        """Return the ids of the stretches [start, end); 0 if empty."""
        return (self._sums.take(end) - self._sums.take(start)) * self._powers.take(start)


def _powers(base: int, count: int) -> Ids:
    """Return base ** 0 to base ** (count - 1) modulo 2**64, from the powers below 4096 and those of base ** 4096."""
    high = _power_table(pow(base, _BLOCK, 1 << 64), 1 + count // _BLOCK)
    return np.multiply.outer(high, _power_table(base, _BLOCK)).ravel()[:count]


@lru_cache(maxsize=64)
def _power_table(base: int, size: int) -> Ids:
    factors = np.full(size, base, dtype=np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def ids_of(names: Sequence[str]) -> Ids:
    """Return the ids of strings in folded form, the same as of such stretches of a text."""
    ends = np.cumsum([len(name) for name in names], dtype=np.intp)
    return Characters(codes_of("".join(names))).ids(np.append(0, ends[:-1]).astype(np.intp)[: len(names)], ends)


def places_in(table: Ids, wanted: Ids) -> Ints:
    """Return where each wanted id stands in a table in order; -1: nowhere."""
    if not len(table):
        return np.full(len(wanted), -1, dtype=np.intp)
    place = np.searchsorted(table, wanted)
    return np.where(table.take(place, mode="clip") == wanted, place, -1)


def character_table(values: Iterable[tuple[str, int]]) -> Ints:
    """Return a table of 65,536 entries with the value of each character; 0 for all others."""
    table = np.zeros(LARGEST + 1, dtype=np.intp)
    for character, value in values:
        table[ord(character)] = value
    return table


def looked_up(table: Ints, codes: Ints) -> Ints:
    """Return the value of each character of a text in a table of characters."""
    return table.take(codes)
