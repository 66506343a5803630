"""What a clause and its surroundings speak of: shares of topics tell the pathway where single words are too rare.

The topics and their words are data: models/lexicons/topics.tsv. They are found as strings: 稻虾共作基地 is known
by its 稻虾, although no list holds the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from sanxin import data
from sanxin.blocks import Block, Blocks, sums_before
from sanxin.features import Ints, ranges
from sanxin.layers import Layers
from sanxin.places import ClausePlaces
from sanxin.segment import without_surrogates
from sanxin.structure import Structure

#: How many clauses to either side are read.
_NEAR = (0, 1, 3, 8)
#: How much of its paragraph and section is read on either side of a clause, in characters.
_PARAGRAPH, _SECTION = 400, 1500


@dataclass(frozen=True, slots=True)
class TopicWords:
    """The lexicon: word i of `finder` speaks of topics[first[i]] to topics[first[i + 1] - 1], indices into `names`."""

    names: tuple[str, ...]
    finder: AhoCorasick
    first: Ints
    topics: Ints


@cache
def topic_words() -> TopicWords:
    """Return the lexicon of topics."""
    rows = sorted((row["word"], row["topic"]) for row in data.lexicon("topics"))
    names = tuple(dict.fromkeys(row["topic"] for row in data.lexicon("topics")))
    groups = [(word, [names.index(topic) for _, topic in same]) for word, same in groupby(rows, key=lambda row: row[0])]
    first = np.cumsum([0, *(len(topics) for _, topics in groups)])
    topics = np.array([topic for _, topics in groups for topic in topics], dtype=np.intp)
    finder = AhoCorasick([word for word, _ in groups], matchkind=MatchKind.LeftmostLongest)
    return TopicWords(names, finder, first, topics)


def topic_shares(layers: Layers, at: ClausePlaces) -> Blocks:
    """Return for each clause the share of each topic in it and in the stretches around it, side by side.

    Stretches: the clause, one, three and eight clauses around, the sentence, the paragraph, the section, its heading,
    and all headings above. 发展稻虾共作30万亩 under 建设和美乡村: agriculture in the clause, rural life in the heading.
    """
    starts = at.starts
    places, topics, weights = _found(layers.text)
    width = len(topic_words().names)
    held = np.searchsorted(starts, places, side="right") - 1
    cells = np.maximum(0, held) * width + topics
    counts = np.bincount(cells, weights, len(starts) * width).reshape(len(starts), width).astype(np.float64, copy=False)
    sums = sums_before(counts)
    whole = sums.sum(axis=1)
    around = [
        Block(sums, last, first, 1 / np.maximum(1, whole[last] - whole[first]))
        for first, last in _stretches(layers, at)
    ]
    return Blocks([*around, *_of_headings(layers.structure, at, places, topics, weights)])


def _found(text: str) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Return where words of topics begin, their topics, and how much each counts."""
    lexicon = topic_words()
    matches = lexicon.finder.find_matches_as_indexes(without_surrogates(text))
    found = np.fromiter(chain.from_iterable(matches), np.intp, 3 * len(matches)).reshape(-1, 3)
    first, last = lexicon.first[found[:, 0]], lexicon.first[found[:, 0] + 1]
    many = last - first
    return np.repeat(found[:, 1], many), lexicon.topics[ranges(first, last)], np.repeat(1 / many, many)


def _stretches(layers: Layers, at: ClausePlaces) -> list[tuple[Ints, Ints]]:
    """Return the stretches around each clause as its first clause and the one behind its last."""
    starts, item, count = at.starts, at.item, len(at.starts)
    found = [(np.maximum(0, item - reach), np.minimum(count, item + reach + 1)) for reach in _NEAR]
    sections = np.array(
        [(section.start, section.end) for section in layers.structure.sections] + [(0, len(layers.text))]
    )[at.section]
    bounds = (
        (at.sentence_from, at.sentence_to),
        (np.maximum(at.line_from, starts - _PARAGRAPH), np.minimum(at.line_to, starts + _PARAGRAPH)),
        (np.maximum(sections[:, 0], starts - _SECTION), np.minimum(sections[:, 1], starts + _SECTION)),
    )
    for begin, end in bounds:
        first, last = np.searchsorted(starts, begin), np.searchsorted(starts, end)
        found.append((np.minimum(first, item), np.maximum(last, item + 1)))
    return found


def _of_headings(
    structure: Structure, at: ClausePlaces, places: Ints, topics: Ints, weights: NDArray[np.float64]
) -> list[Block]:
    """Return the shares of the innermost heading over each clause, and of all headings over it."""
    width = len(topic_words().names)
    rows = len(structure.sections) + 1  # the last: outside all sections
    first = np.searchsorted(places, [heading.start for heading in structure.headings])
    last = np.searchsorted(places, [heading.end for heading in structure.headings])
    held = ranges(first, last)
    cells = np.repeat(np.arange(rows - 1), last - first) * width + topics[held]
    own = np.bincount(cells, weights[held], rows * width).reshape(rows, width).astype(np.float64, copy=False)
    path = own.copy()
    for index, section in enumerate(structure.sections):
        if section.parent is not None:
            path[index] += path[section.parent]
    return [Block(counts / np.maximum(1, counts.sum(axis=1, keepdims=True)), at.section) for counts in (own, path)]
