"""What may be a slogan: stretches with a kind, a score and a rule, and which of them stay where they overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanxin.features import Ints
from sanxin.records import SloganKind, Span

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that a rule takes for a slogan, or refuses (`kind` None).

    `established`: its other mentions in the document count too.
    """

    start: int
    end: int
    kind: SloganKind | None
    score: float
    rule: str
    established: bool = False


@dataclass(frozen=True, slots=True)
class Spots:
    """Stretches of one text as arrays: entry i is [start[i], end[i])."""

    start: Ints
    end: Ints

    @classmethod
    def of(cls, start: Ints, end: Ints, held: Bools) -> Spots:
        """Return the stretches i where held[i]."""
        return cls(start[held], end[held])

    @classmethod
    def joined(cls, parts: Sequence[Spots]) -> Spots:
        """Return the stretches of all `parts` in order, each once, those without a character left out."""
        keys = np.unique(np.concatenate([part.start << _END_BITS | part.end for part in parts]))
        start, end = keys >> _END_BITS, keys & ((1 << _END_BITS) - 1)
        return cls.of(start, end, end > start)


#: A stretch is one number, its start above its end; a text is shorter than 2**31 characters.
_END_BITS = 31


def longest_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates that stay, in order: the longest wins, of equals the surer, and none overlaps another."""
    ranked = sorted(candidates, key=lambda c: (c.start - c.end, -c.score, c.start))
    starts: list[int] = []
    chosen: list[Candidate] = []
    for candidate in ranked:
        at = bisect_right(starts, candidate.start)
        if at and chosen[at - 1].end > candidate.start:
            continue
        if at < len(chosen) and chosen[at].start < candidate.end:
            continue
        starts.insert(at, candidate.start)
        chosen.insert(at, candidate)
    return chosen


def outside(candidates: Iterable[Candidate], stretches: Sequence[Span], around: bool = False) -> list[Candidate]:
    """Return the candidates that touch none of `stretches` (in order, not overlapping).

    With `around`, those stay too that hold whole stretches: 向上"争项目"、向外"引资金".
    """
    starts, ends = [stretch.start for stretch in stretches], [stretch.end for stretch in stretches]
    kept = []
    for candidate in candidates:
        first = bisect_right(ends, candidate.start)
        last = bisect_left(starts, candidate.end, lo=first)
        free = first == last
        if around and not free:
            free = candidate.start < stretches[first].start and stretches[last - 1].end < candidate.end
        if free:
            kept.append(candidate)
    return kept


def stands_alone(text: str, at: int, surface: str) -> bool:
    """Tell whether a mention is not the tail of a longer number or Latin word: 三新 in 十三新, 1+N in 11+N."""
    before, after = text[at - 1 : at], text[at + len(surface) : at + len(surface) + 1]
    if before in _NUMBER_BEFORE and surface[0] in _NUMBER_BEFORE and before:
        return False
    return not (before.isascii() and before.isalnum() and surface[0].isascii()) and not (
        after.isascii() and after.isalnum() and surface[-1].isascii()
    )


_NUMBER_BEFORE = "第零〇一二两三四五六七八九十百千万亿0123456789"
