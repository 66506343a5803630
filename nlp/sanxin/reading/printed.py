"""From characters with their places on a page to lines in reading order: what PDF, OFD and OCR have in common.

Places are in points, y upwards. The order in which characters were drawn does not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

# Of the height of a row's highest character: base lines closer than this are one.
_SAME_ROW = 0.4
# In em, the width of a Chinese character of that line.
# Two blanks as wide as a Chinese character stand inside a line: 县长　　李大山
_CELL_GAP = 2.3
_WORD_GAP = 0.15
_WIDE_GAP = 0.8
_COLUMN_WIDTH = 8.0
_COLUMN_EDGE = 2.0
_FEWEST_ROWS = 5
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


class Glyph(NamedTuple):
    """One character: where it begins and ends, the base line it stands on, how high its box is."""

    char: str
    left: float
    right: float
    base: float
    height: float

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is to be seen: blanks of every width."""
        return self.char.isspace() or self.char in _INVISIBLE


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a page; `em` is the size of its type, `column` counts from 1 on pages set in columns, else 0."""

    text: str
    left: float
    right: float
    base: float
    em: float
    column: int = 0

    @property
    def is_row(self) -> bool:
        """Tell whether this is the row of a table."""
        return "\t" in self.text


def glued(first: str, second: str) -> str:
    """Return two pieces of a text as one: a blank between Latin words, none between Chinese ones."""
    latin = first[-1:].isascii() and first[-1:].isalpha() and second[:1].isascii() and second[:1].isalpha()
    return f"{first} {second}" if latin else first + second


def lines_of(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """Return the lines of a page from top to bottom, column by column, the cells of a table row split by tabs."""
    visible = [glyph for glyph in glyphs if glyph.right > glyph.left or not glyph.is_blank]
    cells = _digit_gap(visible)
    rows = [_segments(row, cells) for row in _rows(visible)]
    rows = [row for row in rows if row]
    edges = _column_edges(rows)
    if not edges:
        return [_joined(row) for row in rows]
    return _by_column(rows, edges)


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the characters of each row, from top to bottom: those whose base lines lie close together."""
    rows: list[list[Glyph]] = []
    base = height = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.base):
        if rows and base - glyph.base < _SAME_ROW * max(height, glyph.height):
            rows[-1].append(glyph)
            height = max(height, glyph.height)
        else:
            rows.append([glyph])
            base, height = glyph.base, glyph.height
    return rows


def _segments(row: Sequence[Glyph], cells: float) -> list[PrintedLine]:
    """Return the pieces of a row that wide gaps hold apart."""
    ordered = sorted(row, key=lambda glyph: (glyph.left, glyph.right))
    em = _em(ordered)
    pieces: list[list[Glyph]] = []
    for glyph in ordered:
        if glyph.is_blank and not pieces:
            continue
        if pieces and _is_shadow(pieces[-1][-1], glyph):
            continue
        if pieces and glyph.left - pieces[-1][-1].right < _CELL_GAP * em:
            pieces[-1].append(glyph)
        elif not glyph.is_blank:
            pieces.append([glyph])
    return [_line(piece, em, cells) for piece in pieces]


def _em(glyphs: Sequence[Glyph]) -> float:
    """Return the width of a Chinese character in this row; without one, most of its height."""
    wide = [glyph.right - glyph.left for glyph in glyphs if glyph.char >= "\u2e80"]
    if wide:
        return max(median(wide), 1.0)
    return max(0.75 * median(glyph.height for glyph in glyphs), 1.0)


def _is_shadow(first: Glyph, second: Glyph) -> bool:
    """Tell whether a character is drawn twice, a hair apart: what some programs do for bold type."""
    # Two dashes are one glyph in some fonts, and stand in one place.
    same = first.char == second.char and first.char.isalnum()
    return same and second.left - first.left < 0.3 * (first.right - first.left)


def _line(piece: Sequence[Glyph], em: float, cells: float) -> PrintedLine:
    last = next(n for n in range(len(piece) - 1, -1, -1) if not piece[n].is_blank)
    words: list[str] = []
    previous: Glyph | None = None
    for glyph in piece[: last + 1]:
        if previous is not None and _is_apart(previous, glyph, em, cells):
            words.append(" ")
        words.append(glyph.char)
        previous = glyph
    base = median(glyph.base for glyph in piece)
    return PrintedLine("".join(words), piece[0].left, piece[last].right, base, em)


def _is_apart(first: Glyph, second: Glyph, em: float, cells: float) -> bool:
    """Tell whether a gap between two characters is a blank between words."""
    if first.is_blank or second.is_blank:
        return False
    gap = second.left - first.right
    if first.char.isdigit() and second.char.isdigit():
        return gap - cells > _WORD_GAP * em
    latin = first.char.isascii() and second.char.isascii() and (first.char.isalpha() or second.char.isalpha())
    return gap > (_WORD_GAP if latin else _WIDE_GAP) * em


def _digit_gap(glyphs: Sequence[Glyph]) -> float:
    """Return the usual gap between two digits of a page: half a character where 2001 is set into Chinese cells."""
    gaps = [
        second.left - first.right
        for first, second in pairwise(glyphs)
        if first.char.isdigit() and second.char.isdigit() and first.base == second.base and first.left < second.left
    ]
    return max(0.0, median(gaps)) if gaps else 0.0


def _joined(row: Sequence[PrintedLine]) -> PrintedLine:
    """Return the pieces of a row as one line, split by tabs."""
    first, last = row[0], row[-1]
    # A title spread over the line: 政    府    工    作    报    告
    between = "" if len(row) > 2 and all(len(piece.text) == 1 for piece in row) else "\t"
    return PrintedLine(between.join(piece.text for piece in row), first.left, last.right, first.base, first.em)


def _column_edges(rows: Sequence[Sequence[PrintedLine]]) -> list[float]:
    """Return where the columns of a page begin, [] if it has but one: long pieces side by side, well aligned."""
    split = [row for row in rows if len(row) > 1 and all(_is_long(piece) for piece in row[:-1])]
    if len(split) < _FEWEST_ROWS or 2 * len(split) < len(rows):
        return []
    em = median(row[0].em for row in split)
    counts: Counter[int] = Counter(round(piece.left / em) for row in split for piece in row)
    edges: list[float] = []
    for place, count in sorted(counts.items()):
        enough = count + counts[place - 1] + counts[place + 1] >= _FEWEST_ROWS
        if enough and (not edges or place * em - edges[-1] > _COLUMN_WIDTH * em):
            edges.append((place - _COLUMN_EDGE) * em)
    return edges if len(edges) > 1 else []


def _is_long(piece: PrintedLine) -> bool:
    return piece.right - piece.left >= _COLUMN_WIDTH * piece.em


def _by_column(rows: Sequence[Sequence[PrintedLine]], edges: Sequence[float]) -> list[PrintedLine]:
    """Return the lines column by column; a line across columns ends those above it."""
    lines: list[PrintedLine] = []
    columns: list[list[PrintedLine]] = [[] for _ in edges]
    for row in rows:
        if len(row) == 1 and _crosses(row[0], edges):
            lines.extend(line for column in columns for line in column)
            columns = [[] for _ in edges]
            lines.append(row[0])
            continue
        for number, column in enumerate(columns):
            end = edges[number + 1] if number + 1 < len(edges) else float("inf")
            begin = edges[number] if number else float("-inf")
            inside = [piece for piece in row if begin <= piece.left < end]
            if inside:
                whole = _joined(inside)
                column.append(PrintedLine(whole.text, whole.left, whole.right, whole.base, whole.em, number + 1))
    lines.extend(line for column in columns for line in column)
    return lines


def _crosses(line: PrintedLine, edges: Sequence[float]) -> bool:
    return any(line.left < edge and line.right > edge + (_COLUMN_EDGE + 1) * line.em for edge in edges[1:])
