"""Unquoted names of campaigns and numerals with a head, wherever grammar allows one: for the judge to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np

from sanxin.features import Ids, Ints, ids_of
from sanxin.slogans import rules
from sanxin.slogans.candidates import Bools, Spots
from sanxin.slogans.characters import character_table, looked_up, places_in
from sanxin.slogans.letters import Letters
from sanxin.slogans.terms import Terms
from sanxin.slogans.words import Words

_LONGEST = 22
_STOPS = " \t\n\r\u3000\xa0，。、；：！？“”‘’《》（）,;:!?()\"'＂"
#: How many words before its last noun are looked at, and how many places are taken for the beginning of a name.
_REACH, _MOST = 12, 4
_LONGEST_NUMERAL, _HEAD_WORDS = 12, 4


def find_names(letters: Letters, words: Words) -> Spots:
    """Return the stretches that may name a campaign: 深入开展|爱国卫生运动, 打赢|疫情防控阻击战.

    A name ends with a noun of campaigns; it may begin at any word behind a verb, a mark or 的.
    """
    at, end = _matches(rules.table_pattern("candidates", "campaign_end").finditer(letters.text))
    if not len(at):
        return Spots(at, end)
    last = np.searchsorted(words.starts, at, side="right") - 1
    taken = np.zeros(len(at), dtype=np.intp)
    looking = np.arange(len(at))
    found = [_governed(letters, at, end)]
    for distance in range(1, _REACH + 1):
        index = last[looking] - distance
        near = (index >= 0) & (taken[looking] < _MOST)
        near &= at[looking] - words.starts[np.maximum(0, index)] <= _LONGEST
        looking, index = looking[near], index[near]
        stops, governs = _word_kinds(letters, words, index)
        start = words.starts[index + 1]
        held = (stops | governs) & (start < at[looking])
        found.append(Spots.of(start, end[looking], held))
        taken[looking] += held
        looking = looking[~stops]
    return Spots.joined(found)


def _governed(letters: Letters, at: Ints, end: Ints) -> Spots:
    """Return the names that begin behind the last verb that governs one, though jieba may cut across: 开展爱|水护河."""
    verbs = np.array([-1, *sorted(start + len(verb) for start, verb in _verbs().find(letters.text))], dtype=np.intp)
    stops = np.append(-1, np.flatnonzero(looked_up(_edge_table(), letters.written.codes)))
    start = verbs[np.searchsorted(verbs, at - 2, side="right") - 1]
    stop = stops[np.searchsorted(stops, at) - 1]
    return Spots.of(start, end, (start > stop) & (at - start <= _LONGEST))


@cache
def _verbs() -> Terms:
    return Terms.of(rules.words("governing_verb") | rules.words("launch_verb"))


@cache
def _edge_table() -> Ints:
    return character_table((mark, 1) for mark in _STOPS + rules.table_text("candidates", "name_edge"))


def _matches(matches: Iterable[re.Match[str]]) -> tuple[Ints, Ints]:
    places = np.array([match.span() for match in matches], dtype=np.intp).reshape(-1, 2)
    return places[:, 0], places[:, 1]


def _word_kinds(letters: Letters, words: Words, index: Ints) -> tuple[Bools, Bools]:
    """Return of the words `index` which end what stands before a name, and which may govern one."""
    begins, ids = letters.written.codes[words.starts[index]], words.ids[index]
    stops = (looked_up(_stop_table(), begins) > 0) | (places_in(_edge_ids(), ids) >= 0)
    governs = (looked_up(_verb_tags(), words.tags[index]) > 0) | (places_in(_verb_ids(), ids) >= 0)
    return stops, governs


@cache
def _verb_tags() -> Ints:
    return character_table((letter, 1) for letter in "vdpc")


@cache
def _stop_table() -> Ints:
    return character_table((mark, 1) for mark in _STOPS)


@cache
def _edge_ids() -> Ids:
    return _ids_of_words(rules.table_text("candidates", "name_edge"))


@cache
def _verb_ids() -> Ids:
    return _ids_of_words(rules.words("governing_verb") | rules.words("launch_verb"))


def _ids_of_words(words: Iterable[str]) -> Ids:
    return np.sort(ids_of(words))


def find_numerals(letters: Letters, words: Words) -> Spots:
    """Return numerals with a head of one or two words: 两种资源, 双循环, 三大先导产业, 9个方面工作."""
    matches = [
        match
        for name in ("numeral", "figure")
        for match in rules.table_pattern("candidates", name).finditer(letters.text)
    ]
    start, end = _matches(matches)
    if not len(start):
        return Spots(start, end)
    measured = np.array([match["measure"] is not None for match in matches])
    codes = letters.written.ended
    found = []
    for size in (1, 2):
        held = ~measured & (end + size < len(codes)) & (looked_up(_stop_table(), codes[end]) == 0)
        held &= looked_up(_stop_table(), codes[np.minimum(end + size - 1, len(codes) - 1)]) == 0
        found.append(Spots.of(start, end + size, held))
    return Spots.joined([*found, *_heads(letters, words, start, end, measured)])


def _heads(letters: Letters, words: Words, start: Ints, end: Ints, measured: Bools) -> list[Spots]:
    """Return the numerals with whole words; behind a measure only up to a word that a speaker counts."""
    count = len(words.ids)
    first = np.searchsorted(words.starts, end)
    open_ = np.ones(len(start), dtype=bool)
    found = []
    for distance in range(_HEAD_WORDS):
        index = np.minimum(first + distance, count - 1)
        begins = letters.written.codes[words.starts[index]]
        open_ &= (first + distance < count) & (words.starts[index] - start <= _LONGEST_NUMERAL)
        open_ &= (looked_up(_stop_table(), begins) == 0) & ~np.isin(words.tags[index], [ord(c) for c in "mpcudxr"])
        stop = words.starts[index + 1]
        held: Bools = open_ & ~measured & (distance < _HEAD_WORDS // 2)
        counted = np.flatnonzero(open_ & measured)
        held[counted] = [
            _is_counted(letters.text[a:b]) for a, b in zip(words.starts[index[counted]], stop[counted], strict=True)
        ]
        found.append(Spots.of(start, stop, held))
    return found


@lru_cache(maxsize=1 << 12)
def _is_counted(word: str) -> bool:
    """Tell whether a word ends like what a speaker counts."""
    return _counted().search(word) is not None


@cache
def _counted() -> re.Pattern[str]:
    return rules.pattern("(?:{own_noun}|{counted_noun}|{own_item}|{list_noun})$")
