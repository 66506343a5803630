"""Which found span stands for which marked one: the best overlaps first, each span once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Protocol

from sanxin.evaluation.marks import NO_PATHWAY, MarkedClause
from sanxin.records import Role
from sanxin.training.figures import LEAST_OVERLAP, overlap


class Spanned(Protocol):
    """Anything with half-open offsets."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """Behind the last character."""


def same_place(first: Spanned, second: Spanned) -> bool:
    """Tell whether two spans share at least half of the stretch that both cover."""
    return overlap(first.start, first.end, second.start, second.end) >= LEAST_OVERLAP


def pairs(gold: Sequence[Spanned], found: Sequence[Spanned]) -> list[tuple[int, int]]:
    """Return the pairs (position in `gold`, position in `found`) that stand for one another, in the order of `gold`."""
    candidates = [
        (overlap(gold[i].start, gold[i].end, found[j].start, found[j].end), i, j)
        for i, j in _meeting(gold, found)
        if same_place(gold[i], found[j])
    ]
    left, right, chosen = set(), set(), []
    for _, i, j in sorted(candidates, reverse=True):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            chosen.append((i, j))
    return sorted(chosen)


def labels_over(gold: Sequence[MarkedClause], found: Sequence[MarkedClause]) -> list[tuple[str, str]]:
    """Return role and pathway of every clause of `gold` by the found clause that covers more than half of it.

    A clause that nothing covers has role other: the tool leaves those out.
    """
    best: list[tuple[int, MarkedClause | None]] = [(0, None)] * len(gold)
    for i, j in _meeting(gold, found):
        shared = min(gold[i].end, found[j].end) - max(gold[i].start, found[j].start)
        if found[j].role != Role.OTHER and shared > best[i][0]:
            best[i] = shared, found[j]
    return [
        (clause.role, clause.pathway)
        if clause is not None and 2 * shared > mark.end - mark.start
        else (Role.OTHER.value, NO_PATHWAY)
        for mark, (shared, clause) in zip(gold, best, strict=True)
    ]


def _meeting(gold: Sequence[Spanned], found: Sequence[Spanned]) -> Iterator[tuple[int, int]]:
    """Yield the positions of all spans that share a character; those of `found` in their order for each of `gold`."""
    order = sorted(range(len(found)), key=lambda j: found[j].start)
    starts = [found[j].start for j in order]
    longest = max((span.end - span.start for span in found), default=0)
    for i, mark in enumerate(gold):
        near = order[bisect_left(starts, mark.start - longest) : bisect_left(starts, mark.end)]
        yield from ((i, j) for j in sorted(near) if found[j].end > mark.start)
