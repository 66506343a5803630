"""Tables of commitments as they come out of Word and web pages: who answers for each row.

A line of column names (序号, 工作任务, 牵头单位, 责任单位; split by tabs, or each a line of its own) opens a table. A
row of cells is charged to the bodies in its columns; where the cells came apart into lines, a line that is nothing
but bodies closes its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sanxin.bodies import Kind, cut_list, kind_of
from sanxin.charges import Charge, charge_rules, part_bodies
from sanxin.records import Body, Span
from sanxin.structure import Structure

_BLANKS = re.compile(r"\s+")
#: So many lines without cells may stand inside a table (一、产业发展), before it is over.
_GAP = 2
#: A line of bodies is shorter than this, in characters; column names are no longer than that.
_LONGEST_LIST, _LONGEST_NAME = 160, 12

#: For each column how much its bodies weigh; None: it holds none.
Columns = list[int | None]


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph with its cells."""

    span: Span
    cells: tuple[Span, ...]


def table_charges(text: str, structure: Structure) -> list[Charge]:
    """Return the charges of all rows of all tables of commitments, in the order of the text."""
    if not _has_header(text):
        return []
    lines = [_Line(line, tuple(_cells(text, line))) for line in structure.paragraphs]
    return [*_rows(text, lines), *_stacked_rows(text, lines)]


def _has_header(text: str) -> bool:
    """Is the name of a column with bodies a whole cell somewhere?"""
    for label in charge_rules().name.finditer(text):
        before, after = (
            text[max(0, label.start() - 4) : label.start()].rstrip(" \u3000"),
            text[label.end() : label.end() + 4].lstrip(" \u3000"),
        )
        if before[-1:] in ("", "\t", "\n") and after[:1] in ("", "\t", "\n"):
            return True
    return False


def _cells(text: str, line: Span) -> Iterator[Span]:
    """Yield the cells of a line between its tabs, empty ones too."""
    start = line.start
    while text[start - 1 : start] == "\t":  # a paragraph is trimmed of its first cells if they are empty
        start -= 1
    for piece in text[start : line.end].split("\t"):
        yield Span(start, start + len(piece))
        start += len(piece) + 1


def _column(text: str, cell: Span) -> tuple[bool, int | None]:
    """Return whether a cell is the name of a column, and how much the bodies in that column weigh."""
    rules = charge_rules()
    name = _BLANKS.sub("", cell.of(text)) if cell.end - cell.start <= _LONGEST_NAME else ""
    return name in rules.columns or name in rules.groups, rules.groups.get(name)


def _header(text: str, line: _Line) -> Columns | None:
    """Return the columns of a line of column names, at least one of which holds bodies; None for any other line."""
    if len(line.cells) < 2:
        return None
    named = [_column(text, cell) for cell in line.cells]
    weights = [weight for _, weight in named]
    enough = sum(is_name for is_name, _ in named) * 2 >= len(named)
    return weights if enough and any(weight is not None for weight in weights) else None


def _rows(text: str, lines: Sequence[_Line]) -> Iterator[Charge]:
    """Yield the charge of each row under a line of column names; a row that names no body goes on with those above."""
    columns: Columns | None = None
    above: tuple[Body, ...] = ()
    gap = 0
    for line in lines:
        header = _header(text, line)
        if header is not None:
            columns, above, gap = header, (), 0
            continue
        if columns is None or len(line.cells) < 2:
            gap += 1
            columns = columns if gap <= _GAP else None
            continue
        gap = 0
        weighed = [
            (weight, body)
            for weight, cell in zip(columns, line.cells, strict=False)
            if weight is not None
            for body in cut_list(text, cell.start, cell.end)
        ]
        above = part_bodies(text, weighed) or above
        if above:
            yield Charge(above, line.span, Span(line.span.end, line.span.end))


def _stacked_rows(text: str, lines: Sequence[_Line]) -> Iterator[Charge]:
    """Yield the charge of each row of a table whose cells are lines: 序号, 工作任务, 责任单位, then line by line."""
    weights: list[int] = []
    begin = 0
    run: list[Span] = []
    opened = False
    for line in lines:
        is_name, weight = _column(text, line.span) if len(line.cells) == 1 else (False, None)
        if is_name:
            weights = (
                [*weights, weight] if opened and weight is not None else [weight] if weight is not None else weights
            )
            opened, run, begin = True, [], line.span.end
            continue
        opened = False
        if not weights:
            continue
        if _is_list(text, line):
            run.append(line.span)
        if run and (not _is_list(text, line) or len(run) == len(weights)):
            yield from _stacked_row(text, begin, run, weights)
            begin, run = run[-1].end, []


def _is_list(text: str, line: _Line) -> bool:
    """Is a line nothing but names of bodies?"""
    if len(line.cells) > 1 or line.span.end - line.span.start > _LONGEST_LIST:
        return False
    bodies = cut_list(text, line.span.start, line.span.end)
    held = sum(body.end - body.start for body in bodies) + len(bodies) - 1
    return held >= line.span.end - line.span.start and any(kind_of(body.of(text)) is Kind.NAME for body in bodies)


def _stacked_row(text: str, begin: int, run: Sequence[Span], weights: Sequence[int]) -> Iterator[Charge]:
    weighed = [
        (weight, body)
        for line, weight in zip(run, weights, strict=False)
        for body in cut_list(text, line.start, line.end)
    ]
    bodies = part_bodies(text, weighed)
    if bodies:
        yield Charge(bodies, Span(begin, run[0].start), Span(run[0].start, run[-1].end))
