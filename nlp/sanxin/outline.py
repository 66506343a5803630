"""The outline of a speech: which heading encloses which, and how far each one's section reaches.

No form has a fixed level. What counts is what the document does: a count that goes on (（二） after （一）) closes all
that was opened in between, a new count opens below. Where the document leaves it open, the forms' usual rank decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sanxin.headings import Heading, rules
from sanxin.records import Span

#: Deeper than any speech; a text that nests further is none, and must not cost more for it.
MAX_DEPTH = 12

#: Forms that head their own paragraph and no more, where text follows them in it.
_OF_ONE_PARAGRAPH = frozenset({"lead", "dash"})
_ADDRESS_MARK = re.compile(r"[^。]{0,8}[！!，,]")


@dataclass(frozen=True, slots=True)
class Node:
    """A heading in its place: `level` from 1, `parent` an index into the outline, `end` where its section ends."""

    heading: Heading
    level: int
    parent: int | None
    end: int


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading whose section is not closed; `until` where it closes at the latest."""

    index: int
    heading: Heading
    rank: float
    until: int


def outline(text: str, headings: Sequence[Heading], paragraphs: Sequence[Span]) -> tuple[Node, ...]:
    """Return `headings` with level, parent and end of section.

    一、 （一） 1. 2. （二） 二、 get the levels 1 2 3 3 2 1; an excerpt that opens with （三） gives it level 1.
    """
    walk = _Walk(text, headings, paragraphs)
    walk.run()
    levels: list[int] = []
    for parent in walk.parents:
        levels.append(1 if parent is None else levels[parent] + 1)
    return tuple(map(Node, headings, levels, walk.parents, walk.ends))


class _Walk:
    """One walk through the headings with a stack of those still open."""

    def __init__(self, text: str, headings: Sequence[Heading], paragraphs: Sequence[Span]) -> None:
        self.text = text
        self.headings = headings
        self.paragraphs = paragraphs
        self.starts = [paragraph.start for paragraph in paragraphs]
        self.addresses = [p.start for p in paragraphs if _is_address(text, p)]
        self.places: dict[tuple[str, int | None], list[int]] = {}
        for index, heading in enumerate(headings):
            self.places.setdefault((heading.form, heading.number), []).append(index)
        self.stack: list[_Open] = []
        self.parents: list[int | None] = []
        self.ends: list[int] = []

    def run(self) -> None:
        """Fill `parents` and `ends`."""
        for index, heading in enumerate(self.headings):
            while self.stack and self.stack[-1].until <= heading.start:
                self._close(len(self.stack) - 1, self.stack[-1].until)
            rank = self._make_room(index, heading)
            outer = self.stack[-1] if self.stack else None
            until = self._until(index, heading)
            self.parents.append(outer.index if outer else None)
            self.ends.append(until)
            self.stack.append(_Open(index, heading, rank, min(until, outer.until) if outer else until))
        self._close(0, len(self.text))

    def _close(self, depth: int, offset: int) -> None:
        for entry in self.stack[depth:]:
            self.ends[entry.index] = min(entry.until, offset)
        del self.stack[depth:]

    def _make_room(self, index: int, heading: Heading) -> float:
        """Close the sections that this heading closes; return the rank it takes."""
        same = [depth for depth, entry in enumerate(self.stack) if entry.heading.form == heading.form]
        if same and not self._opens_inside(heading, same[-1]):
            depth = self._continued(heading, same)
            rank = min(self.stack[depth].rank, self._rank(index))
        else:
            rank = self._rank(index)
            depth = len(self.stack)
            while depth and not same and not self._holds(self.stack[depth - 1], rank, index):
                depth -= 1
        self._close(depth, heading.start)
        return rank

    def _holds(self, entry: _Open, rank: float, index: int) -> bool:
        """Does an open section take in a heading that opens a count of this rank?"""
        if entry.rank < rank or entry.until < len(self.text):
            return True
        in_line = self.headings[index].in_line and not entry.heading.in_line
        return in_line or self._goes_on(entry.heading, index)

    def _opens_inside(self, heading: Heading, depth: int) -> bool:
        """一、 again, below other forms and in another dress (run into a paragraph) or in mid-line: a list inside."""
        last = self.stack[depth].heading
        other_dress = depth + 1 < len(self.stack) and heading.run_in != last.run_in
        inside = other_dress or (heading.in_line and not last.in_line)
        return inside and heading.number == 1 and len(self.stack) < MAX_DEPTH

    def _continued(self, heading: Heading, same: list[int]) -> int:
        """The depth of the open heading of this form that it follows in the count, else of the innermost."""
        for depth in reversed(same):
            number = self.stack[depth].heading.number
            if number is not None and number + 1 == heading.number:
                return depth
        return same[-1]

    def _goes_on(self, heading: Heading, index: int) -> bool:
        """Does the count of `heading` go on at or after `index`, before it starts anew?"""
        if heading.number is None:
            return False
        following = self._place_from((heading.form, heading.number + 1), index)
        restart = self._place_from((heading.form, 1), index)
        return following is not None and (restart is None or following < restart)

    def _place_from(self, key: tuple[str, int | None], index: int) -> int | None:
        places = self.places.get(key, [])
        place = bisect_left(places, index)
        return places[place] if place < len(places) else None

    def _rank(self, index: int) -> float:
        """The form's rank; a line without number stands just above the outermost count that opens under it."""
        heading = self.headings[index]
        rank = float(rules().forms[heading.form].rank)
        if heading.form != "line":
            return rank
        counting = {(entry.heading.form, entry.heading.number) for entry in self.stack}
        for place in range(index + 1, len(self.headings)):
            following = self.headings[place]
            if following.form == "line" or (following.form, (following.number or 0) - 1) in counting:
                break
            if following.number == 1:
                rank = min(rank, rules().forms[following.form].rank - 0.5)
        return rank

    def _until(self, index: int, heading: Heading) -> int:
        """Where the section ends at the latest: with its paragraph, at the next address to the hearers, or the text."""
        place = bisect_right(self.starts, heading.start) - 1
        if heading.in_line or (heading.run_in and (heading.form in _OF_ONE_PARAGRAPH or self._ends_list(index, place))):
            return self.paragraphs[place].end
        if self.stack:
            address = bisect_left(self.addresses, heading.start)
            if address < len(self.addresses):
                return self.addresses[address]
        return len(self.text)

    def _ends_list(self, index: int, place: int) -> bool:
        """Is this the last item of a list whose items are one paragraph each? Then what follows it is not its own."""
        heading = self.headings[index]
        if not heading.number or heading.number == 1 or self._goes_on(heading, index + 1):
            return False
        before = self.places.get((heading.form, heading.number - 1), [])
        last = bisect_left(before, index) - 1
        if last < 0:
            return False
        previous = self.headings[before[last]]
        return previous.run_in and bisect_right(self.starts, previous.start) == place


def _is_address(text: str, paragraph: Span) -> bool:
    """各位代表！ at the head of a paragraph, which closes a part of the speech (with a colon it opens the speech)."""
    match = rules().address.match(text, paragraph.start, paragraph.end)
    return bool(match and _ADDRESS_MARK.match(text, match.end(), paragraph.end))
