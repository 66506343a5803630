"""Labels that head a list and set the tone of all of it: 主要预期目标是：, 要努力实现以下目标： (annotation §1).

A label governs what follows in its paragraph, and the short lines below where it opens a list, up to the end of its
section or to the words that turn to something else (实现上述目标，要…).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sanxin import data
from sanxin.layers import Layers
from sanxin.records import Span

#: How many lines down a label governs, and how long such a line may be, in characters.
_LIST_LINES = 40
_LONG_LINE = 140
#: How far behind a label the words may stand that make it one.
_OPENS_WITHIN = 12


@dataclass(frozen=True, slots=True)
class LabelRules:
    """The patterns of [modality] in models/rules/targets.toml."""

    announces: re.Pattern[str]
    opens_list: re.Pattern[str]
    aims: re.Pattern[str]
    closes: re.Pattern[str]


@cache
def label_rules() -> LabelRules:
    """Return the rules, compiled."""
    source = data.rules("targets")["modality"]
    return LabelRules(**{name: re.compile(source[name]) for name in ("announces", "opens_list", "aims", "closes")})


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of tone in the text."""

    start: int
    end: int
    word: str


class Labels:
    """Looks up the label that governs a place of one text; made in one pass over the text."""

    def __init__(self, layers: Layers, labels: Sequence[Hit], adverbs: Sequence[Hit]) -> None:
        self._layers = layers
        self._headings = sorted(heading.start for heading in layers.structure.headings)
        self._heading_lines = {layers.structure.paragraph_at(heading.start) for heading in layers.structure.headings}
        found: list[tuple[int, str | None]] = [(hit.start, hit.word) for hit in labels if self._announces(hit)]
        found += _headed_by_adverbs(layers, adverbs)
        turns = label_rules().closes.finditer("\n" + layers.text)  # the text begins as a line does
        found += [(match.start("turn") - 1, None) for match in turns]
        self._marks = sorted(found, key=lambda mark: mark[0])
        self._places = [place for place, _ in self._marks]
        self._above = self._of_lines()

    def at(self, place: int) -> str | None:
        """Return the label that governs `place`; None if none does."""
        line = self._layers.structure.paragraph_at(place)
        index = bisect_left(self._places, place) - 1
        if index >= 0 and self._places[index] >= self._layers.structure.paragraphs[line].start:
            return self._marks[index][1]
        return self._above[line]

    def _announces(self, hit: Hit) -> bool:
        """Is the word a label here, and not just a thing that is spoken of (完成预期目标的基础上)?"""
        if label_rules().announces.match(self._layers.text, hit.end, hit.end + _OPENS_WITHIN) is not None:
            return True
        return self._heads_section(hit.start)

    def _heads_section(self, place: int) -> bool:
        line = self._layers.structure.paragraph_at(place)
        span = self._layers.structure.paragraphs[line]
        return line in self._heading_lines and span.end - span.start <= _LONG_LINE

    def _of_lines(self) -> list[str | None]:
        """Return for every line the label above that governs it."""
        structure = self._layers.structure
        above: list[str | None] = []
        label: str | None = None
        until = lines = 0
        for number, line in enumerate(structure.paragraphs):
            lines += 1
            if line.start >= until or lines > _LIST_LINES or line.end - line.start > _LONG_LINE:
                label = None
            above.append(label)
            marks = self._marks[bisect_left(self._places, line.start) : bisect_left(self._places, line.end)]
            if marks:
                place, label = marks[-1]
                lines = 0
                until = self._end_of_list(place, number) if label is not None else 0
        return above

    def _end_of_list(self, place: int, number: int) -> int:
        """Return where the list ends that the label at `place` heads in line `number`; 0 if it ends with the line.

        A list that begins in its own line ends at the next heading; one that stands wholly below may have headings.
        """
        structure = self._layers.structure
        line = structure.paragraphs[number]
        if not self._opens_list(place, line):
            return 0
        section = structure.section_at(place)
        end = len(self._layers.text) if section is None else structure.sections[section].end
        if not self._layers.measures_in(place, line.end):
            return end
        following = bisect_right(self._headings, place)
        return min(end, self._headings[following]) if following < len(self._headings) else end

    def _opens_list(self, place: int, line: Span) -> bool:
        return (
            self._heads_section(place)
            or label_rules().opens_list.search(self._layers.text, place, line.end) is not None
        )


def _headed_by_adverbs(layers: Layers, adverbs: Sequence[Hit]) -> list[tuple[int, str | None]]:
    """Return the adverbs that head a list as a label does (要努力实现以下目标：)."""
    rules = label_rules()
    structure = layers.structure
    found: list[tuple[int, str | None]] = []
    for hit in adverbs:
        clause = structure.clauses[structure.clause_at(hit.start)]
        colon = layers.text[clause.end : clause.end + 2].strip()[:1] in ("：", ":")
        if colon and rules.aims.search(layers.text, hit.end, clause.end) is not None:
            found.append((hit.start, hit.word))
    return found
