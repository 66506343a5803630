"""Quotation marks → quoted stretches, and titles in 《》, of every style found in real files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sanxin.records import Span

_MARKS = re.compile("[“”＂\"‘’「」『』《》]|(?<![A-Za-z])'(?![A-Za-z])")
_CLOSING = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》"}
_OPENING = {close: open_ for open_, close in _CLOSING.items()}
_STRAIGHT = "\"＂'"
_DOUBLE = {'"': "“", "”": '"'}
_EDGE = " \t\u3000\xa0\u200b\n"
# `三包五定（包任务、包进度、包质量）`: the bracket explains the formulation and is no part of it.
_BRACKET_TAIL = re.compile(r"[（(][^（()）]{1,120}[)）]$")
# Between the quotations of one run: “甲”“乙”、“丙”和“丁”.
_JOINT = re.compile(r"[、和及与\s]{0,2}")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch: `start`, `end` are the marks' outer edges, `inner` the words between them.

    `run_start`, `run_end` are the outer edges of the run of quotations it belongs to (“甲”“乙”、“丙”).
    """

    start: int
    end: int
    inner: Span
    run_start: int
    run_end: int


@dataclass(frozen=True, slots=True)
class Quotations:
    """All quotations of a text that are not inside another, and its titles in 《》, both in order."""

    quoted: tuple[Quotation, ...]
    titles: tuple[Span, ...]


def read_quotations(text: str, longest: int) -> Quotations:
    """Return the quotations of `text` of up to `longest` characters, and its titles.

    `“三新”` and `"三新"` give 三新; `"'上下楼'就是上下游"` gives the outer one; a pair may span one line break, because
    files wrap lines; a mark without its partner gives nothing.
    """
    pairs, titles = _pairs(text, longest)
    outer: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
        elif end > outer[-1][1]:
            # Crossing pairs come from a stray mark; the earlier one is kept.
            continue
    return Quotations(_with_runs(text, outer), tuple(sorted(titles)))


def _pairs(text: str, longest: int) -> tuple[list[tuple[int, int]], list[Span]]:
    """Match every closing mark with the nearest opening one; straight marks open and close in turn."""
    pairs: list[tuple[int, int]] = []
    titles: list[Span] = []
    opened: dict[str, int] = {}
    for match in _MARKS.finditer(text):
        mark, at = match[0], match.start()
        opening = mark if mark in _STRAIGHT else _OPENING.get(mark)
        start = opened.pop(opening, None) if opening else None
        if start is None and mark in _DOUBLE:
            # “三新" and "三新”: typed with two keyboards.
            start = opened.pop(_DOUBLE[mark], None)
        if mark == "》" and start is not None:
            titles.append(Span(start, at + 1))
        elif start is not None and _one_stretch(text, start, at, longest):
            if at > start + 1:
                pairs.append((start, at + 1))
        elif mark in _CLOSING or mark in _STRAIGHT:
            opened[mark] = at
    return pairs, titles


def _one_stretch(text: str, start: int, end: int, longest: int) -> bool:
    """Tell whether what stands between two marks can be one quotation: short, and over one wrapped line at most."""
    return end - start <= longest and text.count("\n", start, end) <= 1


def _with_runs(text: str, outer: Sequence[tuple[int, int]]) -> tuple[Quotation, ...]:
    quotations: list[Quotation] = []
    first = 0
    for at, (_, end) in enumerate(outer):
        if at + 1 < len(outer) and _JOINT.fullmatch(text, end, outer[at + 1][0]):
            continue
        run_start = outer[first][0]
        quotations += [Quotation(a, b, _trimmed(text, a + 1, b - 1), run_start, end) for a, b in outer[first : at + 1]]
        first = at + 1
    return tuple(quotations)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave out blanks at the edges and an explaining bracket at the end."""
    tail = _BRACKET_TAIL.search(text, start, end) if text[end - 1] in ")）" else None
    if tail is not None and tail.start() > start + 1:
        end = tail.start()
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)
