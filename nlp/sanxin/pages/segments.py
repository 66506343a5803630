"""Overlapping marks cut into segments that do not overlap, as markup needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark(Generic[T]):
    """What is said of one stretch of the text."""

    start: int
    end: int
    about: T


@dataclass(frozen=True, slots=True)
class Segment(Generic[T]):
    """A stretch over which the same marks hold; `begins` are those of them that start with it."""

    start: int
    end: int
    marks: tuple[Mark[T], ...]
    begins: tuple[Mark[T], ...]


def cut(marks: Iterable[Mark[T]], lines: Sequence[tuple[int, int]]) -> Iterator[list[Segment[T]]]:
    """Yield the segments of each line; together they are the line, with no gap and nothing twice.

    `lines` are (start, end) in order. A mark over several lines is continued in each; one outside of all is left out.
    """
    waiting = sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: (mark.start, -mark.end))
    waiting.reverse()
    active: list[Mark[T]] = []
    for start, end in lines:
        segments: list[Segment[T]] = []
        at = start
        while at < end:
            active = [mark for mark in active if mark.end > at]
            begins: list[Mark[T]] = []
            while waiting and waiting[-1].start <= at:
                mark = waiting.pop()
                if mark.end > at:
                    begins.append(mark)
            active += begins
            stops = [mark.end for mark in active] + ([waiting[-1].start] if waiting else [])
            stop = min([end, *stops])
            segments.append(Segment(at, stop, tuple(active), tuple(begins)))
            at = stop
        yield segments
