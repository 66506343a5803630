"""What the choice of an indicator looks at: the edges of each span around a number, the span, and the number.

Everything is a numpy array over (measures, places) or (measures, spans), so that no word is touched in Python. A place
is a gap between two words, counted from the measure: `left` places end at its first character, `right` places begin at
its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.features import Ids, Ints, Row, codes_of, ids_of, salt, salted_columns, word_columns, word_id
from sanxin.indicators import Indicator
from sanxin.layers import Layers
from sanxin.records import Span

BITS = 18
COLUMNS = 1 << BITS
#: How many words a span may begin before the number, end behind it, and begin behind it.
LEFT, RIGHT, RIGHT_STARTS = 12, 10, 2
#: Spans as (first place, last place): on the left counted from LEFT words before the number, on the right from its end.
LEFT_SPANS = np.array([(a, b) for a in range(LEFT) for b in range(a + 1, LEFT + 1)]).T
RIGHT_SPANS = np.array([(a, b) for a in range(RIGHT_STARTS) for b in range(a + 1, RIGHT + 1)]).T

#: What stands at a word: a mark, or part of a number or a time; anything else is 0.
_MARKS = {"、": 1, "，": 2, ",": 2, "“": 3, "‘": 3, "「": 3, "”": 4, "’": 4, "」": 4, "（": 5, "(": 5, "）": 6, ")": 6}
_STOPS = "；;。：:！!？?\n"
_LISTED, _COMMA, _OPENED, _CLOSED, _STOP, _NUMBER, _TIME, _VERB = 1, 2, 3, 4, 7, 8, 9, 10
_TALLIED = (_LISTED, _COMMA, _OPENED, _CLOSED, _STOP, _NUMBER, _TIME, _VERB)
_KINDS = 16
#: What a word of each kind adds to the tallies, which have a byte for each: a span has no more words than fit there.
_TALLIES = np.array([1 << 8 * _TALLIED.index(kind) if kind in _TALLIED else 0 for kind in range(_KINDS)])
_FARTHEST = 12
_LONG_BETWEEN = 8
#: The words of the sentence before the number that count, wherever they stand.
_REACH = 8
_OFF = -99
_SOURCES = ("none", "last", "left", "back", "right")

Columns = NDArray[np.intp]
Floats = NDArray[np.float64]


def columns(values: Ints | Ids, name: str) -> Columns:
    """Return the column of each value of the feature `name`."""
    return word_columns(values.astype(np.uint64), name, BITS)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of places, spans or numbers: the values of each feature, (features, ...), under its name."""

    names: tuple[str, ...]
    values: Ids

    @classmethod
    def of(cls, features: Sequence[tuple[str, Ints | Ids]]) -> Seen:
        """Return what is seen, given with its names; all of one shape."""
        names, arrays = zip(*features, strict=True)
        values = np.empty((len(features), *arrays[0].shape), dtype=np.uint64)
        for row, array in zip(values, arrays, strict=True):
            row[...] = array
        return cls(names, values)

    def columns(self, of: str) -> Columns:
        """Return the columns of all features along a last axis; `of` goes before their names (left-first)."""
        return np.moveaxis(self._columns(of), 0, -1)

    def scores(self, of: str, weights: Floats) -> Floats:
        """Return the sum of the weights of all features."""
        total: Floats = weights.take(self._columns(of)).sum(axis=0)
        return total

    def _columns(self, of: str) -> Columns:
        salts = _salts(of, self.names).reshape(-1, *(1,) * (self.values.ndim - 1))
        return salted_columns(self.values, salts, BITS)


@cache
def _salts(of: str, names: tuple[str, ...]) -> Ids:
    return np.array([salt(f"{of}-{name}") for name in names])


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as arrays, one entry each and one for the end: what the edges of a span look at.

    `tallies`: how many words of each kind in _TALLIED stand before, a byte each, of which only differences mean
    anything; `clauses`: how many clauses begin before.
    """

    ids: Ids
    starts: Ints
    kinds: Ints
    uses: Ints
    tags: Ids
    first: Ints
    last: Ints
    lengths: Ints
    opens: Ints
    tallies: Ints
    clauses: Ints


def words_of(layers: Layers) -> Words:
    """Return the arrays for the words of `layers`."""
    count = len(layers.starts)
    starts = np.append(layers.starts, len(layers.text))
    codes = np.append(codes_of(layers.text), 0)
    first, last = codes[starts], codes[np.maximum(0, starts - 1)]
    opens = np.zeros(count + 1, dtype=np.intp)
    opens[np.minimum(count, layers.words_at([clause.start for clause in layers.structure.clauses]))] = 1
    ids = np.append(layers.ids, np.uint64(1))
    kinds = _kinds(layers, first, count)
    return Words(
        ids=ids,
        starts=starts,
        kinds=kinds,
        uses=np.append(_uses(layers.words.words), 0),
        tags=np.append(layers.tags, np.uint64(1)),
        first=first,
        last=last,
        lengths=np.append(np.diff(starts), 0),
        opens=opens,
        tallies=np.append(0, np.cumsum(_TALLIES[kinds])),
        clauses=np.append(0, np.cumsum(opens)),
    )


def _kinds(layers: Layers, first: Ints, count: int) -> Ints:
    marks = _mark_table()
    kinds: Ints = marks[np.minimum(first, len(marks) - 1)]
    verbs = np.zeros(count + 1, dtype=bool)
    verbs[layers.verbs] = True
    kinds = np.where(verbs & (kinds == 0), _VERB, kinds)
    for kind, spans in ((_TIME, layers.times), (_NUMBER, layers.measures)):
        begins = layers.words_at([span.start for span in spans])
        ends = layers.words_at([span.end for span in spans])
        depth = np.zeros(count + 2, dtype=np.intp)
        np.add.at(depth, begins, 1)
        np.add.at(depth, ends, -1)
        kinds = np.where(np.cumsum(depth)[: count + 1] > 0, kind, kinds)
    return kinds


@cache
def _mark_table() -> Ints:
    """Return the kind of each mark by its code; the last, and all that are no marks, are 0."""
    table = np.zeros(1 << 16, dtype=np.intp)
    for mark, kind in (*_MARKS.items(), *((stop, _STOP) for stop in _STOPS)):
        table[ord(mark)] = kind
    return table


def _uses(words: Row) -> Ints:
    """Return the uses of each word in indicator_words.tsv, a bit each."""
    known, bits = _use_table()
    place = np.minimum(np.searchsorted(known, words.ids), len(known) - 1)
    uses: Ints = np.where(known[place] == words.ids, bits[place], 0)[words.at]
    return uses


@cache
def _use_table() -> tuple[Ids, Ints]:
    uses = sorted({row["use"] for row in data.lexicon("indicator_words")})
    table: dict[int, int] = {}
    for row in data.lexicon("indicator_words"):
        key = word_id(row["word"])
        table[key] = table.get(key, 0) | 1 << uses.index(row["use"])
    known = sorted(table)
    return np.array(known, dtype=np.uint64), np.array([table[key] for key in known])


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the measures of a text stand among its words; arrays with one entry a measure.

    `begin`, `end`: its first word and the word behind it. `sentence`, `clause`: where these begin; `limit`: where the
    clause or the way to the next measure ends. `before`: the end of the measure before it. `rule_begin`, `rule_end`:
    the span that the rules propose in words (_OFF if none), `rule_from`, `rule_to` in characters (-1); `source`: where
    that stands.
    """

    words: Words
    begin: Ints
    end: Ints
    sentence: Ints
    clause: Ints
    limit: Ints
    before: Ints
    rule_begin: Ints
    rule_end: Ints
    rule_from: Ints
    rule_to: Ints
    source: Ints
    numbers: dict[str, Ids]

    def block(self, first: int, last: int) -> Frame:
        """Return the same for the measures first to last - 1."""
        parts = {name: getattr(self, name)[first:last] for name in self.__slots__ if name not in ("words", "numbers")}
        numbers = {name: values[first:last] for name, values in self.numbers.items()}
        return Frame(words=self.words, numbers=numbers, **parts)


def frame_of(layers: Layers, proposals: Sequence[Indicator]) -> Frame:
    """Return the frame of `layers`, whose measures have the rules' `proposals`."""
    at = layers.measured
    spans = [proposal.span for proposal in proposals]
    rule_from = np.array([span.start if span else -1 for span in spans], dtype=np.intp)
    rule_to = np.array([span.end if span else -1 for span in spans], dtype=np.intp)
    sources = [
        _source(spans, index, clause.start, start)
        for index, (clause, start) in enumerate(zip(at.clauses, at.starts, strict=True))
    ]
    return Frame(
        words=words_of(layers),
        begin=at.first,
        end=at.last,
        sentence=at.sentence_first,
        clause=at.clause_first,
        limit=np.minimum(at.clause_last, np.append(at.first[1:], len(layers.starts))),
        before=np.append(0, at.last[:-1]),
        rule_begin=np.where(rule_from >= 0, layers.words_at(rule_from), _OFF),
        rule_end=np.where(rule_from >= 0, layers.words_at(rule_to), _OFF),
        rule_from=rule_from,
        rule_to=rule_to,
        source=np.array([_SOURCES.index(source) for source in sources], dtype=np.intp),
        numbers=_numbers(layers),
    )


def _source(spans: Sequence[Span | None], index: int, clause: int, at: int) -> str:
    span = spans[index]
    if span is None:
        return "none"
    if index and spans[index - 1] == span:
        return "last"
    if span.start >= at:
        return "right"
    return "left" if span.start >= clause else "back"


def _numbers(layers: Layers) -> dict[str, Ids]:
    """Return what the measures themselves are, as codes."""
    names = ("dimension", "unit", "comparator", "rule")
    return {name: ids_of(str(getattr(measure, name)) for measure in layers.measures) for name in names}


# --- edges --------------------------------------------------------------------------------------------------------


def places(frame: Frame, side: str) -> Ints:
    """Return the places where spans of one side begin and end, (measures, places): they begin at none but the first.

    Those are all but the last on the left, and RIGHT_STARTS on the right; they end at all but the first of all.
    """
    if side == "left":
        return frame.begin[:, None] - LEFT + np.arange(LEFT + 1)
    return frame.end[:, None] + np.arange(RIGHT + 1)


def edges(frame: Frame, side: str) -> dict[str, Seen]:
    """Return what is seen of every place of one side as the `first` and as the `last` edge of a span."""
    words, dimension = frame.words, frame.numbers["dimension"][:, None]
    position = places(frame, side)
    at = np.clip(position, 0, len(words.ids) - 1)
    before = np.maximum(0, at - 1)
    common = _around(frame, side, position, at, before)
    found = {}
    for edge, own, rule in (("first", at, frame.rule_begin), ("last", before, frame.rule_end)):
        starts = LEFT if side == "left" else RIGHT_STARTS
        kept = np.s_[:, :starts] if edge == "first" else np.s_[:, 1:]
        from_rule = position[kept] - rule[:, None]
        found[edge] = Seen.of(
            [
                *((name, values[kept]) for name, values in common.items()),
                ("rule", from_rule == 0),
                ("from-rule", np.clip(from_rule, -4, 4) + 4),
                ("dimension+own", words.ids[own[kept]] * np.uint64(7) + dimension),
            ]
        )
    return found


def _around(frame: Frame, side: str, position: Ints, at: Ints, before: Ints) -> dict[str, Ints | Ids]:
    """Return what is seen of places whichever edge they are: `at` is the word behind each, `before` the one before."""
    words = frame.words
    anchor = frame.begin if side == "left" else frame.end
    distance = np.minimum(_FARTHEST, np.abs(position - anchor[:, None]))
    kind, kind_before = words.kinds[at], words.kinds[before]
    kind_after = words.kinds[np.minimum(at + 1, len(words.ids) - 1)]
    kind_two_before = words.kinds[np.maximum(0, at - 2)]
    first, last = words.first[at], words.last[at]
    use, use_before = words.uses[at], words.uses[before]
    word, word_before = words.ids[at], words.ids[before]
    known = (
        (position == frame.before[:, None])
        + (position == frame.clause[:, None]) * 2
        + (position == frame.begin[:, None]) * 4
        + (position == frame.end[:, None]) * 8
    )
    return {
        "word": word,
        "word-before": word_before,
        "words": word_before * np.uint64(31) + word,
        "tags": words.tags[before] * np.uint64(31) + words.tags[at],
        "kinds": kind * _KINDS + kind_before,
        "kinds-after": (kind * _KINDS + kind_before) * _KINDS + kind_after,
        "kinds-before": (kind_two_before * _KINDS + kind_before) * _KINDS + kind,
        "use": use,
        "use-before": use_before,
        "uses": (use << 20) + use_before,
        "distance": distance,
        "opens-at": words.opens[at] * _KINDS + distance,
        "lengths": np.minimum(4, words.lengths[at]) * 8 + np.minimum(4, words.lengths[before]),
        "edges": known,
        "character-before": last,
        "character": first,
        "characters": (last << 20) + first,
        "character-before+kind": (last << 4) + kind,
        "character+kind-before": (first << 4) + kind_before,
    }


# --- spans --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of one side, (measures, spans): their places, which of them there are, and their features."""

    begin: Ints
    end: Ints
    held: NDArray[np.bool_]


def spans_of(frame: Frame, side: str, first: Ints, last: Ints) -> Spans:
    """Return the spans from place `first` to place `last` of one side, given as in LEFT_SPANS, (measures, spans)."""
    size = len(frame.words.ids) - 1
    start = frame.begin[:, None] - LEFT if side == "left" else frame.end[:, None]
    begin, end = start + first, start + last
    held = begin >= frame.sentence[:, None] if side == "left" else end <= frame.limit[:, None]
    return Spans(np.clip(begin, 0, size), np.clip(end, 0, size), held)


def wholes(frame: Frame, spans: Spans) -> Seen:
    """Return what is seen of whole spans, (measures, spans)."""
    words = frame.words
    begin, end = spans.begin, spans.end

    counts = words.tallies[end] - words.tallies[begin]

    def inside(kind: int) -> Ints:
        return counts >> 8 * _TALLIED.index(kind) & 255

    clauses = words.clauses
    size = len(words.ids) - 1
    breaks = np.clip(clauses[end] - clauses[np.minimum(size, begin + 1)], 0, 3)
    to_number = np.clip(clauses[np.minimum(size, frame.begin[:, None] + 1)] - clauses[np.minimum(size, end + 1)], 0, 3)
    length = np.minimum(_FARTHEST, end - begin)
    last = np.maximum(0, end - 1)
    rule = (begin == frame.rule_begin[:, None]) + (end == frame.rule_end[:, None]) * 2
    values = {
        "length": length,
        "characters": np.minimum(24, words.starts[end] - words.starts[begin]),
        "listed": np.minimum(3, inside(_LISTED)) * 4 + np.minimum(3, inside(_COMMA)),
        "verbs": np.minimum(3, inside(_VERB)) * _KINDS + length,
        "numbers": np.minimum(3, inside(_NUMBER)) * 4 + np.minimum(3, inside(_TIME)),
        "breaks": breaks * 4 + to_number,
        "quotes": np.clip(inside(_OPENED) - inside(_CLOSED), -3, 3) + 3,
        "stops": np.minimum(3, inside(_STOP)),
        "rule": rule,
        "ends": words.ids[begin] * np.uint64(13) + words.ids[last],
        "tags": words.tags[begin] * np.uint64(13) + words.tags[last],
        "last-character": words.last[end] * _KINDS + length,
    }
    return Seen.of(list(values.items()))


# --- the number ---------------------------------------------------------------------------------------------------


def facts(frame: Frame) -> Seen:
    """Return what is seen of each measure itself, whatever the option (left, right, last, rule, none), (measures,)."""
    words = frame.words
    size = len(words.ids) - 1
    begin, end = frame.begin, frame.end
    between = np.minimum(_LONG_BETWEEN, words.starts[begin] - words.starts[frame.before])
    near = between < _LONG_BETWEEN
    same = (frame.before > frame.clause) * 2 + (frame.before > frame.sentence)
    dimension, source = frame.numbers["dimension"], frame.source
    next_word, next_kind = words.ids[end], words.kinds[end]
    gap = np.minimum(10, begin - frame.clause)
    last_two = words.ids[np.maximum(0, begin - 2)] * np.uint64(31) + words.ids[np.maximum(0, begin - 1)]
    joint = np.where(near, words.ids[frame.before], np.uint64(0))
    values = {
        "always": np.zeros(len(begin), dtype=np.intp),
        "dimension": dimension,
        "unit": frame.numbers["unit"],
        "comparator": frame.numbers["comparator"],
        "grammar": frame.numbers["rule"],
        "source": source,
        "next": next_word,
        "next-kind": next_kind,
        "next-tag": words.tags[end],
        "next-character": words.first[end],
        "source+dimension": dimension * np.uint64(7) + source.astype(np.uint64),
        "source+next-kind": source * _KINDS + next_kind,
        "source+same": source * 4 + same,
        "source+between": source * _KINDS + between,
        "between": between,
        "between-opens": joint,
        "between-closes": np.where(near, words.ids[np.maximum(0, begin - 1)], np.uint64(0)),
        "between+dimension": joint * np.uint64(7) + dimension,
        "same": same,
        "last-word": words.ids[np.maximum(0, begin - 1)],
        "last-words": last_two,
        "last-character": words.last[begin],
        "gap": gap,
    }
    seen = list(values.items())
    from_ = np.where(same % 2 == 1, frame.before, frame.clause)
    for distance in range(1, _REACH + 1):
        position = begin - distance
        word = np.where(position >= from_, words.ids[np.clip(position, 0, size)], np.uint64(0))
        seen.append(("before", word))
    return Seen.of(seen)
