"""Where the clauses of a text stand: their words, sentence, line and section, looked up for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sanxin.features import Ints
from sanxin.layers import Layers
from sanxin.records import Section, Span


class ClausePlaces:
    """The places of all clauses of one text that has clauses; row i is clause i.

    `starts` and `ends` are offsets. The clause begins with word `first`; word `last` is the first behind it.
    `sentence_from` to `sentence_to` is its sentence and `line_from` to `line_to` its line in offsets; `line` is the
    index of the line and `section` that of the innermost section, -1 outside all sections. `groups`: the sentence, line
    and section that each clause belongs to.
    """

    def __init__(self, layers: Layers) -> None:
        structure = layers.structure
        self.starts, self.ends = _bounds(structure.clauses)
        self.item = np.arange(len(self.starts))
        self.first, self.last = layers.words_at(self.starts), layers.words_at(self.ends)
        sentences, behind = _bounds(structure.sentences)
        sentence = _last_before(sentences, self.starts)
        self.sentence_from, self.sentence_to = sentences[sentence], behind[sentence]
        lines, behind = _bounds(structure.paragraphs)
        self.line = _last_before(lines, self.starts)
        self.line_from, self.line_to = lines[self.line], behind[self.line]
        self.section = innermost(structure.sections, self.starts)
        self.groups = self.sentence_from, self.line, self.section


def _bounds(spans: Iterable[Span | Section]) -> tuple[Ints, Ints]:
    """Return where spans begin and end."""
    held = list(spans)
    return np.array([span.start for span in held], dtype=np.intp), np.array([span.end for span in held], dtype=np.intp)


def _last_before(begins: Ints, offsets: Ints) -> Ints:
    """Return for each offset the last of `begins` that is not behind it, else the first."""
    return np.maximum(0, np.searchsorted(begins, offsets, side="right") - 1)


def innermost(sections: Iterable[Section], offsets: Ints) -> Ints:
    """Return for each offset the index of the innermost section that holds it, else -1."""
    found = list(sections)
    begins, ends = _bounds(found)
    above = np.array([-1 if section.parent is None else section.parent for section in found] + [-1], dtype=np.intp)
    ends = np.append(ends, np.iinfo(np.intp).max)  # -1 stands for the whole text, which never ends
    place = np.searchsorted(begins, offsets, side="right") - 1
    while (over := ends[place] <= offsets).any():
        place = np.where(over, above[place], place)
    return place
