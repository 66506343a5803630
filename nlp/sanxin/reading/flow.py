"""From printed lines to running text: paragraphs whole across lines and pages, what repeats at the edges set aside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from sanxin.reading.furniturerules import furniture_rules
from sanxin.reading.printed import PrintedLine, glued
from sanxin.records import Furniture

# A running head or foot is one of so many lines at the edge of its page, and stands on so many pages.
_EDGE_LINES = 2
_REPEATS = 3
_NUMBER = re.compile(r"\W{0,4}(\d{1,4})\W{0,4}")
_DIGITS = re.compile(r"\d+")
# The end of a sentence, also 。” and 。（鼓掌）
_STOP = re.compile(r"[。！？!?；;：:][”’」』]{0,2}(?:[（(][^（）()]{1,12}[）)])?$")
_LEADER = re.compile(r"[.．…·]{3,}\s{0,5}\d{0,4}$")
# What may not be parted at the end of a line: a Latin word, a number with its signs, a character with the points
# behind it and brackets before the next: 93.5%、98.3%、 or 利。”（一.
_OPENING = r"[“‘（《(\[【「『]"
_CLOSING = r"[，。、；：？！％‰℃”’）》)\],.;:%」』]{0,3}"
_PIECE = rf"(?:(?:[A-Za-z0-9.,%/:+\-—…~～]{{1,30}}{_CLOSING}){{1,3}}|.{_CLOSING})"
_TOKEN = re.compile(rf"{_OPENING}{{0,3}}{_PIECE}(?:{_OPENING}{{1,3}}{_PIECE})?")
# In em.
_INDENT = 0.8
_SLACK = 0.9
# In usual distances between two lines.
_WIDE_LEADING = 1.35
_SPACED = 1.1
_FEWEST_LINES = 5
_SIZES_DIFFER = 0.12
_INDENTS = 0.03


@dataclass(frozen=True, slots=True)
class _Frame:
    """The edges between which the lines of a column stand."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the document's pages have in common: frames by (page, column), and how paragraphs are told apart.

    `widest` is the greatest distance between two lines of a paragraph; `indents` and `spaced` tell whether a paragraph
    begins further right, or further down.
    """

    frames: Mapping[tuple[int, int], _Frame]
    widest: float
    indents: bool
    spaced: bool


def flow(pages: Sequence[Sequence[PrintedLine]]) -> tuple[str, tuple[Furniture, ...]]:
    """Return the text of the pages, a line a paragraph, and where in it page numbers, heads and feet stand.

    A foot and a head in the middle of a sentence are put behind its paragraph, so that the sentence stays whole.
    """
    kinds = _edges(pages)
    spoken = [[line for n, line in enumerate(page) if (number, n) not in kinds] for number, page in enumerate(pages)]
    layout = _layout(spoken)
    paragraphs: list[tuple[str, str | None]] = []
    words = ""
    waiting: list[tuple[str, str | None]] = []
    previous: tuple[int, PrintedLine] | None = None
    for number, page in enumerate(pages):
        for n, line in enumerate(page):
            kind = kinds.get((number, n))
            if kind is not None:
                waiting.append((line.text, kind))
                continue
            if previous is not None and _continues(previous, (number, line), layout):
                words = glued(words, line.text)
            else:
                if words:
                    paragraphs.append((words, None))
                paragraphs += waiting
                waiting.clear()
                words = line.text
            previous = (number, line)
    if words:
        paragraphs.append((words, None))
    return _text([*paragraphs, *waiting])


def _text(paragraphs: Sequence[tuple[str, str | None]]) -> tuple[str, tuple[Furniture, ...]]:
    furniture: list[Furniture] = []
    position = 0
    for words, kind in paragraphs:
        if kind is not None:
            furniture.append(Furniture(position, position + len(words), kind))
        position += len(words) + 1
    return "\n".join(words for words, _ in paragraphs), tuple(furniture)


# --- what repeats at the edges of pages ---


def _edges(pages: Sequence[Sequence[PrintedLine]]) -> dict[tuple[int, int], str]:
    """Return the kind of the lines (page, place) that are page numbers, running heads and feet."""
    outer = list(_outer_lines(pages))
    places = {(side, _DIGITS.sub("#", line.text), page) for side, page, _, line in outer}
    alike = Counter((side, words) for side, words, _ in places)
    numbers = _page_numbers(outer)
    needed = min(_REPEATS, max(2, len(pages)))
    found: dict[tuple[int, int], str] = {}
    for side, page, place, line in outer:
        kind = furniture_rules().line_kind(line.text, edges=False)
        if kind == "page_number" or (page, place) in numbers:
            found[page, place] = "page_number"
        elif not _NUMBER.fullmatch(line.text) and alike[side, _DIGITS.sub("#", line.text)] >= needed:
            found[page, place] = "header" if side > 0 else "footer"
    return found


def _outer_lines(pages: Sequence[Sequence[PrintedLine]]) -> Iterator[tuple[int, int, int, PrintedLine]]:
    """Yield (1 for top or -1 for bottom, page, place, line) for the outermost lines of each page."""
    for number, page in enumerate(pages):
        order = sorted(range(len(page)), key=lambda n: -page[n].base)
        top, bottom = order[:_EDGE_LINES], order[max(_EDGE_LINES, len(order) - _EDGE_LINES) :]
        for side, places in ((1, top), (-1, bottom)):
            for place in places:
                yield side, number, place, page[place]


def _page_numbers(outer: Sequence[tuple[int, int, int, PrintedLine]]) -> set[tuple[int, int]]:
    """Return the bare numbers that count the pages: on two pages at least as far apart as the pages are."""
    bare = [(page, place, side, match) for side, page, place, line in outer if (match := _NUMBER.fullmatch(line.text))]
    offsets = Counter((side, int(match[1]) - page) for page, _, side, match in bare)
    return {(page, place) for page, place, side, match in bare if offsets[side, int(match[1]) - page] > 1}


# --- paragraphs ---


def _layout(pages: Sequence[Sequence[PrintedLine]]) -> _Layout:
    frames: dict[tuple[int, int], _Frame] = {}
    few: list[tuple[int, int]] = []
    for number, page in enumerate(pages):
        columns: defaultdict[int, list[PrintedLine]] = defaultdict(list)
        for line in page:
            columns[line.column].append(line)
        for column, lines in columns.items():
            frames[number, column] = _Frame(_left_edge(lines), max(line.right for line in lines))
            if len(lines) < _FEWEST_LINES:
                few.append((number, column))
    usual = _usual_frames({key: frame for key, frame in frames.items() if key not in set(few)})
    for key in few:
        # The last page may hold three short lines: its frame is that of the pages before.
        frames[key] = usual.get(key[1], frames[key])
    placed = [(number, line) for number, page in enumerate(pages) for line in page if not line.is_row]
    indented = sum(line.left - frames[number, line.column].left >= _INDENT * line.em for number, line in placed)
    inside, between = _steps(pages, frames)
    spaced = bool(inside and between) and median(between) > _SPACED * median(inside)
    leading = median(inside or between or [0.0])
    widest = (median(inside) + median(between)) / 2 if spaced else _WIDE_LEADING * leading
    return _Layout(frames, widest, indented > _INDENTS * len(placed), spaced)


def _steps(
    pages: Sequence[Sequence[PrintedLine]], frames: Mapping[tuple[int, int], _Frame]
) -> tuple[list[float], list[float]]:
    """Return the distances to the next line behind full lines, and behind short ones, which end a paragraph."""
    inside: list[float] = []
    between: list[float] = []
    for number, page in enumerate(pages):
        for above, below in pairwise(page):
            step = above.base - below.base
            if step > 0 and abs(above.em - below.em) <= _SIZES_DIFFER * above.em:
                full = _is_full(above, below, frames[number, above.column])
                (inside if full else between).append(step)
    return inside, between


def _left_edge(lines: Sequence[PrintedLine]) -> float:
    """Return where lines begin that are not set in: the leftmost place at which enough of them do."""
    places = sorted(line.left for line in lines)
    near = 0.5 * median(line.em for line in lines)
    enough = max(2, len(lines) // 8)
    shared = (first for first, last in zip(places, places[enough - 1 :], strict=False) if last - first < near)
    return next(shared, places[0])


def _usual_frames(frames: Mapping[tuple[int, int], _Frame]) -> dict[int, _Frame]:
    by_column: defaultdict[int, list[_Frame]] = defaultdict(list)
    for (_, column), frame in frames.items():
        by_column[column].append(frame)
    return {
        column: _Frame(median(frame.left for frame in found), median(frame.right for frame in found))
        for column, found in by_column.items()
    }


def _continues(first: tuple[int, PrintedLine], second: tuple[int, PrintedLine], layout: _Layout) -> bool:
    """Tell whether the second line goes on with the first one's paragraph."""
    (page, above), (next_page, below) = first, second
    if above.is_row or below.is_row or _LEADER.search(above.text):
        return False
    if abs(above.em - below.em) > _SIZES_DIFFER * above.em:
        return False
    step = above.base - below.base
    if page == next_page and step > layout.widest:
        return False
    frame, next_frame = layout.frames[page, above.column], layout.frames[next_page, below.column]
    if not _is_full(above, below, frame):
        return False
    ends = _STOP.search(above.text[-20:]) is not None
    if below.left - next_frame.left >= _INDENT * below.em:
        return False
    return layout.indents or not ends or (layout.spaced and page == next_page)


def _is_full(above: PrintedLine, below: PrintedLine, frame: _Frame) -> bool:
    """Tell whether a line ends only because what comes next had no room: a character, or a number of seven digits."""
    match = _TOKEN.match(below.text)
    token = match[0][:30] if match else ""
    width = sum(0.55 if char.isascii() else 1.0 for char in token) * below.em
    return frame.right - above.right <= width + _SLACK * above.em
