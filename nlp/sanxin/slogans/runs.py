"""Phrases of one length in a row, quoted or not: whatever could be a matched formula, for the judge to choose from.

Everything is an array with one entry a phrase (a stretch between two commas) or a run of phrases; lengths and places
count folded characters, so that quotation marks and blanks do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from sanxin.features import Ids, Ints
from sanxin.slogans import rules
from sanxin.slogans.candidates import Bools, Spots
from sanxin.slogans.characters import character_table, ids_of, looked_up, places_in
from sanxin.slogans.letters import Letters, members
from sanxin.slogans.words import Words

RULE = "run"
_LIST, _COMMA, _AND, _STOP = 1, 2, 3, 4
_SHORTEST, _LONGEST, _MOST = 3, 16, 8
_OPENING, _CLOSING = "“‘\"'", "”’\"'"
_WINDOW = np.arange(_LONGEST)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a text, one entry each.

    `start`, `end`: in the text, blanks at the edges left out; `first`, `last`: in folded characters. `follows`:
    whether it stands in one sentence with the phrase before it; `mark`: what parts them.
    """

    start: Ints
    end: Ints
    first: Ints
    last: Ints
    follows: Bools
    mark: Ints

    def only(self, kept: Bools) -> Phrases:
        """Return the phrases `kept`."""
        start, end, first, last, mark = (
            values[kept] for values in (self.start, self.end, self.first, self.last, self.mark)
        )
        return Phrases(start, end, first, last, self.follows[kept], mark)

    @property
    def size(self) -> Ints:
        """The lengths without marks and blanks."""
        return self.last - self.first


def find_runs(letters: Letters, words: Words) -> Spots:
    """Return every run of two to eight phrases of one length between commas, or that repeat their first or last word.

    `坚持强产业、优环境、聚人才的思路` → 强产业、优环境、聚人才: the first phrase may lose words that lead into the run,
    the last one words that follow it, both at the edge of a word. Two phrases must share a character at one place.
    """
    found = []
    for phrases in _both_cuts(letters):
        same = phrases.follows & (phrases.size == np.append(0, phrases.size[:-1]))
        found += _Runs(letters, words, phrases, same).spots()
        # 甲、乙，丙、丁 → 甲、乙 and 丙、丁 too
        found.append(_whole(letters, phrases, same & (phrases.mark != _COMMA)))
        found += _echoing(letters, words, phrases)
    return Spots.joined(found)


def _both_cuts(letters: Letters) -> list[Phrases]:
    """Return the phrases of the text twice: parted by commas, and by 和 and the like as well."""
    kinds = looked_up(_mark_table(), letters.written.codes)
    joint = kinds == _AND
    marks = (kinds > 0) & ~joint
    beside = np.append(True, marks[:-1]) | np.append(marks[1:], True)
    joined = _phrases(letters, kinds, marks | (joint & ~beside))
    # all other sentences are cut the same both times
    sentence = np.cumsum(~joined.follows)
    kept = np.isin(sentence, sentence[joined.mark == _AND])
    return [_phrases(letters, kinds, marks), *([joined.only(kept)] if kept.any() else [])]


@cache
def _mark_table() -> Ints:
    kinds = [("、", _LIST), ("，", _COMMA), (",", _COMMA)]
    kinds += [(mark, _STOP) for mark in "。！？!?：:；;（）()《》[]【】\n"]
    kinds += [(mark, _AND) for mark in rules.table_text("candidates", "phrase_joint")]
    return character_table(kinds)


def _phrases(letters: Letters, kinds: Ints, cuts: Bools) -> Phrases:
    cut = np.flatnonzero(cuts)
    start, end = np.append(0, cut + 1), np.append(cut, len(kinds))
    mark = np.append(_STOP, kinds[cut])
    place, at = letters.place, letters.solid
    return Phrases(
        start=at.later(start),
        end=at.earlier(end),
        first=place[start],
        last=place[end],
        follows=mark != _STOP,
        mark=mark,
    )


def _groups(joined: Bools) -> tuple[Ints, Ints]:
    """Return where each group of joined entries begins and ends; `joined[i]`: entry i belongs to the one before it."""
    first = np.flatnonzero(~joined)
    return first, np.append(first[1:], len(joined))


class _Runs:
    """The runs of phrases of one length, with and without what leads into them and follows them."""

    def __init__(self, letters: Letters, words: Words, phrases: Phrases, same: Bools) -> None:
        first, last = _groups(same)
        size = phrases.size[first]
        kept = (size >= _SHORTEST) & (size <= _LONGEST) & (last - first <= _MOST)
        self.letters, self.words, self.phrases = letters, words, phrases
        self.first, self.last, self.size = first[kept], last[kept], size[kept]

    def spots(self) -> list[Spots]:
        """Return the runs."""
        phrases, first, last = self.phrases, self.first, self.last
        number = last - first
        tail, start, led = self._tails()
        head, end, left = self._heads()
        after, before = phrases.first[first], phrases.first[last - 1]
        second = phrases.first[np.minimum(first + 1, last - 1)]
        return [
            Spots.of(phrases.start[first], phrases.end[last - 1], self._answer(after, second, number > 1, number > 2)),
            Spots.of(start, phrases.end[last - 1], self._answer(tail, after, led, number > 1)),
            Spots.of(phrases.start[first], end, self._answer(before, head, left, number > 1)),
            Spots.of(start, end, led & left),
        ]

    def _answer(self, one: Ints, two: Ints, held: Bools, many: Bools) -> Bools:
        """Tell which runs of those `held` have `many` phrases, or two that share a character at one place.

        `one` and `two`: where the two begin, in folded characters.
        """
        codes = self.letters.told.codes
        most = len(codes) - 1
        pairs = np.flatnonzero(held & ~many)
        places = one[pairs, None] + _WINDOW, two[pairs, None] + _WINDOW
        alike = codes[np.minimum(places[0], most)] == codes[np.minimum(places[1], most)]
        answer = held.copy()
        answer[pairs] = (alike & (self.size[pairs, None] > _WINDOW)).any(axis=1)
        return answer

    def _tails(self) -> tuple[Ints, Ints, Bools]:
        """Return where the last characters of the phrase before begin, as many as the run's phrases have."""
        phrases = self.phrases
        before = np.maximum(0, self.first - 1)
        held = phrases.follows[self.first] & (phrases.size[before] > self.size)
        tail = np.where(held, phrases.last[before] - self.size, 0)
        start, fits = _start_at(self.letters, self.words, tail, phrases.start[before])
        return tail, start, held & fits

    def _heads(self) -> tuple[Ints, Ints, Bools]:
        """Return where the first characters of the phrase behind begin and end."""
        phrases = self.phrases
        after = np.minimum(self.last, len(phrases.first) - 1)
        held = (self.last < len(phrases.first)) & phrases.follows[after] & (phrases.size[after] > self.size)
        head = phrases.first[after]
        end, fits = _end_at(self.letters, self.words, np.where(held, head + self.size, 1), phrases.end[after])
        return head, end, held & fits


def _start_at(letters: Letters, words: Words, tail: Ints, earliest: Ints) -> tuple[Ints, Bools]:
    """Return where stretches that begin with folded character `tail` begin, and whether a word begins there.

    A word may also be cut behind what leads into a formula: 以为|党 in 以为党育人.
    """
    codes = letters.written.codes
    start = letters.at[tail]
    for _ in range(2):
        start = start - looked_up(_marks(_OPENING), codes[np.maximum(0, start - 1)]) * (start > 0)
    led = words.edges[start]
    unsure = np.flatnonzero(~led)
    for size, leads in _leads().items():
        begin = start[unsure] - size
        ids = letters.written.ids(np.maximum(0, begin), start[unsure])
        led[unsure] |= (begin >= earliest[unsure]) & (places_in(leads, ids) >= 0)
    return start, led


@cache
def _leads() -> dict[int, Ids]:
    """Return the ids of what leads into a formula by their lengths."""
    leads = rules.words("formula_lead")
    return {size: np.sort(ids_of([lead for lead in leads if len(lead) == size])) for size in {*map(len, leads)}}


def _end_at(letters: Letters, words: Words, head: Ints, latest: Ints) -> tuple[Ints, Bools]:
    """Return where stretches whose last folded character is `head` - 1 end, and whether a word ends there."""
    codes = letters.written.ended
    end = letters.at[head - 1] + 1
    for _ in range(2):
        end = end + looked_up(_marks(_CLOSING), codes[end]) * (end < latest)
    return end, words.edges[end] | (looked_up(members("formula_end"), codes[end]) > 0)


@cache
def _marks(characters: str) -> Ints:
    return character_table((mark, 1) for mark in characters)


def _whole(letters: Letters, phrases: Phrases, same: Bools) -> Spots:
    """Return the groups of joined phrases."""
    first, last = _groups(same)
    size = phrases.size[first]
    held = (size >= _SHORTEST) & (size <= _LONGEST) & (last - first <= _MOST) & (last - first > 1)
    return Spots.of(phrases.start[first], phrases.end[last - 1], held)


def _echoing(letters: Letters, words: Words, phrases: Phrases) -> list[Spots]:
    """Return runs of unequal phrases that all begin alike: 投早、投小、投长期; 走得稳、走得更远.

    The first phrase may begin with other words (坚持|投早).
    """
    size = phrases.size
    begins = np.append(letters.told.codes, -1)[phrases.first]
    fits = (size > 0) & (size <= _LONGEST)
    alike = phrases.follows & fits & np.append(False, fits[:-1]) & (begins == np.append(-1, begins[:-1]))
    first, last = _groups(alike)
    fewest, most = np.minimum.reduceat(size, first), np.maximum.reduceat(size, first)
    led = phrases.follows[first]
    before = np.maximum(0, first - 1)
    tail_size = np.zeros(len(first), dtype=np.intp)
    asked = np.flatnonzero(led & fits[first])
    tail_size[asked] = _last_place(letters, phrases, before[asked], begins[first[asked]])
    kept = np.flatnonzero(fits[first] & (last - first <= _MOST) & np.where(led, tail_size > 0, last - first > 1))
    first, last, before, tail_size = (values[kept] for values in (first, last, before, tail_size))
    led = led[kept]
    start, cut = _start_at(letters, words, np.where(led, phrases.last[before] - tail_size, 0), phrases.start[before])
    entire = tail_size == size[before]
    start = np.where(led, np.where(entire, phrases.start[before], start), phrases.start[first])
    fewest = np.where(led, np.minimum(fewest[kept], tail_size), fewest[kept])
    held = (fewest > 1) & (np.where(led, np.maximum(most[kept], tail_size), most[kept]) > fewest)
    number = last - first + led
    held &= (~led | entire | cut) & (number <= _MOST)
    pattern = size[np.minimum(first + ~led, last - 1)]
    longer = held & (number > 2) & (size[last - 1] > pattern)
    head = np.where(longer, phrases.first[last - 1] + pattern, 1)
    end, ends = _end_at(letters, words, head, phrases.end[last - 1])
    return [Spots.of(start, phrases.end[last - 1], held), Spots.of(start, end, longer & ends)]


def _last_place(letters: Letters, phrases: Phrases, before: Ints, begins: Ints) -> Ints:
    """Return how many characters from its end the phrase `before` last holds a character; 0: not among the last 16."""
    place = phrases.last[before, None] - 1 - _WINDOW
    held = letters.told.ended.take(np.maximum(0, place)) == begins[:, None]
    held &= place >= phrases.first[before, None]
    return np.where(held.any(axis=1), held.argmax(axis=1) + 1, 0)
