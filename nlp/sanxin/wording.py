"""How a clause is worded: which kinds of words open it, end it and stand around it, the tags of its words, its shape.

The kinds of words are data: models/lexicons/clause_words.tsv. 要, 务必 and 必须 say the same of a clause, and say it of
all clauses behind them in the sentence; the judge of roles learns what each kind speaks for in each place.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.blocks import Block, Blocks, sums_before
from sanxin.features import Ids, Ints, Row, codes_of, ids_of, ranges, word_id
from sanxin.layers import Layers
from sanxin.places import ClausePlaces
from sanxin.records import Status

Table = NDArray[np.float32]

#: jieba's tags that are told apart; the rest are one.
_TAGS = (
    *("n", "v", "vn", "a", "d", "p", "r", "m", "q", "c", "u", "f", "t", "ns", "nr", "nz", "i", "l", "j", "b"),
    *("x", "y", "uj", "ul", "uz", "ug", "ud", "z", "s", "zg"),
)
#: The marks before and behind a clause that are told apart; all others are one more.
_MARKS = "，；。：、！？\n"
_STATUSES = tuple(Status)
#: How many clauses around are counted together, to the left and to the right.
_AROUND = ((4, 4), (10, -1), (20, 20), (80, 80))
#: So many words open a clause.
_OPENING = 3
#: A line shorter than this, in characters, may be a heading.
_SHORT_LINE = 40
#: Shares of words are small; they are lengthened so that they weigh as much as what is held or not.
_LONGER = 6.0


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The lexicon: word i has the id `ids[i]` (ascending) and belongs to the groups where `member[i]` is one."""

    groups: tuple[str, ...]
    ids: Ids
    member: Table

    def rows(self, words: Row) -> Ints:
        """Return for each word its row in `member`; that of a word in no group is the last, which holds none."""
        place = np.minimum(np.searchsorted(self.ids, words.ids), len(self.ids) - 1)
        rows: Ints = np.where(self.ids[place] == words.ids, place, len(self.ids))[words.at]
        return rows


@cache
def clause_words() -> ClauseWords:
    """Return the lexicon of clause words."""
    rows = [(word_id(row["word"]), row["group"]) for row in data.lexicon("clause_words")]
    groups = tuple(dict.fromkeys(group for _, group in rows))
    ids = sorted({word for word, _ in rows})
    member = np.zeros((len(ids) + 1, len(groups)), dtype=np.float32)  # the last row: in no group
    place = {word: index for index, word in enumerate(ids)}
    for word, group in rows:
        member[place[word], groups.index(group)] = 1
    return ClauseWords(groups, np.array(ids, dtype=np.uint64), member)


@cache
def _tag_ids() -> tuple[Ids, Ints]:
    ids = ids_of(_TAGS)
    order = np.argsort(ids)
    return ids[order], order


def wording(layers: Layers, at: ClausePlaces) -> Blocks:
    """Return for each clause how it is worded, (clauses, columns)."""
    places = _Places(layers, at)
    return Blocks(
        [*_groups(layers, places), *_tags(layers, places), *_shape(layers, places), *_numbers(layers, places)]
    )


class _Places:
    """Where each clause stands: its first word and the one behind its last, its sentence and line in clauses."""

    def __init__(self, layers: Layers, at: ClausePlaces) -> None:
        words = len(layers.starts)
        self.at, self.item = at, at.item
        self.first = np.minimum(at.first, words - 1)
        self.last = np.clip(at.last, self.first + 1, words)
        self.sentence = self._runs(at.sentence_from)
        self.paragraph = self._runs(at.line)

    def _runs(self, groups: Ints) -> tuple[Ints, Ints]:
        """Return for each clause the first clause of its group and the one behind the last; groups are in order."""
        edges = np.flatnonzero(np.diff(groups)) + 1
        first, last = np.append(0, edges), np.append(edges, len(groups))
        place = np.searchsorted(first, self.item, side="right") - 1
        return first[place], last[place]

    def beside(self, by: int) -> Ints:
        """Return for each clause the one `by` clauses before it; where there is none, the one behind the last."""
        beside = self.item - by
        return np.where((beside >= 0) & (beside < len(beside)), beside, len(beside))


def _groups(layers: Layers, places: _Places) -> list[Block]:
    """Which groups of words stand where."""
    lexicon = clause_words()
    member, rows = lexicon.member, lexicon.rows(layers.words.words)
    counts = _by_clause(member, rows, places)
    sums = sums_before(counts)
    words = np.append(0, np.cumsum(places.last - places.first))
    held = _with_none(np.minimum(1, counts))
    opens, ends = rows[places.first], rows[places.last - 1]
    opening = np.maximum.reduce(
        [member[rows[np.minimum(places.first + nth, places.last - 1)]] for nth in range(_OPENING)]
    )
    (first, last), (line, end), item = places.sentence, places.paragraph, places.item
    before, after = places.beside(1), places.beside(-1)
    blocks = [Block(held, item), Block(member, opens), Block(opening), Block(member, ends)]
    blocks += [Block(held, beside) for beside in (before, after)]
    blocks += [
        Block(member, np.append(edge, len(member) - 1)[beside]) for edge in (opens, ends) for beside in (before, after)
    ]
    blocks += [Block(opening, first), Block(opening, line)]
    blocks += [Block(np.minimum(1, sums[item] - sums[first])), Block(np.minimum(1, sums[last] - sums[item + 1]))]
    stretches = [(np.maximum(0, item - left), np.minimum(len(item), item + right + 1)) for left, right in _AROUND]
    for begin, behind in ((first, last), (line, end), *stretches):
        blocks.append(Block(sums, behind, begin, _LONGER / np.maximum(1, words[behind] - words[begin])))
    return blocks


def _by_clause(member: Table, rows: Ints, places: _Places) -> NDArray[np.float64]:
    """Return how many words of each group each clause has."""
    words = np.flatnonzero(rows < len(member) - 1)
    hit, group = np.nonzero(member[rows[words]])
    word = words[hit]
    clause = np.searchsorted(places.first, word, side="right") - 1
    inside = (clause >= 0) & (word < places.last[clause])
    width = member.shape[1]
    cells = clause[inside] * width + group[inside]
    return np.bincount(cells, minlength=len(places.item) * width).reshape(-1, width).astype(np.float64)


def _with_none(table: NDArray[np.generic]) -> Table:
    """Return the table with a last row of zeros, for clauses that have no neighbour to read from."""
    return np.vstack([table, np.zeros((1, table.shape[1]))]).astype(np.float32)


def _tags(layers: Layers, places: _Places) -> list[Block]:
    """The tags of the first and last words, of the neighbours' edges, and how the clause's words are shared out."""
    ids, order = _tag_ids()
    row = layers.words.tags
    place = np.minimum(np.searchsorted(ids, row.ids), len(ids) - 1)
    tags = np.where(ids[place] == row.ids, order[place], len(ids))[row.at]
    width = len(ids) + 1
    which = _with_none(np.eye(width))
    first, last = places.first, places.last
    opens, ends = tags[first], tags[last - 1]
    lengths = last - first
    cells = np.repeat(places.item, lengths) * width + tags[ranges(first, last)]
    counts = np.bincount(cells, minlength=len(first) * width).reshape(-1, width)
    shares = (counts / lengths[:, None]).astype(np.float32)
    blocks = [Block(which, opens)]
    blocks += [Block(which, tags[np.minimum(first + nth, last - 1)]) for nth in range(1, _OPENING)]
    blocks += [Block(which, ends), Block(which, tags[np.maximum(first, last - 2)]), Block(shares)]
    for edge, by in ((opens, -1), (opens, 1), (ends, 1)):
        blocks.append(Block(which, np.append(edge, width)[places.beside(by)]))
    return blocks


def _shape(layers: Layers, places: _Places) -> list[Block]:
    """How long the clause is, where it stands in its sentence, its line and the text, and the marks around it."""
    at = places.at
    length, line, into = at.ends - at.starts, at.line_to - at.line_from, at.starts - at.line_from
    (first, last), item = places.sentence, places.item
    nth, many = item - first, last - first
    columns = [np.minimum(length, 40) / 20, length <= 4, length <= 8, length >= 25, np.minimum(nth, 8) / 4, nth == 0]
    columns += [many == 1, np.minimum(many, 10) / 5, item == last - 1, np.minimum(line, 600) / 300, line < _SHORT_LINE]
    columns += [into == 0, into < _SHORT_LINE, at.starts / len(layers.text)]
    which = _with_none(np.eye(len(_MARKS) + 1))
    behind = np.append(codes_of(layers.text), 0)[at.ends]
    marks = np.argmax(np.append(behind[:, None] == codes_of(_MARKS), np.ones((len(behind), 1)), axis=1), axis=1)
    before = np.append(marks, len(_MARKS) + 1)[places.beside(1)]
    return [Block(np.stack(columns, axis=1).astype(np.float32)), Block(which, marks), Block(which, before)]


def _numbers(layers: Layers, places: _Places) -> list[Block]:
    """Which statuses the numbers have in the clause, beside it, and in fifteen clauses to either side."""
    starts = [clause.start for clause in layers.structure.clauses]
    held = np.zeros((len(starts), len(_STATUSES)), dtype=np.float32)
    for quantity in layers.quantities:
        held[max(0, bisect_right(starts, quantity.start) - 1), _STATUSES.index(quantity.status)] = 1
    item, sums, read = places.item, sums_before(held.astype(np.float64)), _with_none(held)
    fifth = np.full(len(item), 1 / 5)
    around = Block(sums, np.minimum(len(item), item + 16), np.maximum(0, item - 15), fifth)
    return [Block(read, beside) for beside in (item, places.beside(1), places.beside(-1))] + [around]
