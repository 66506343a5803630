"""Unquoted names of campaigns and numerals with a head, wherever grammar allows one: for the judge to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sanxin.slogans import rules
from sanxin.slogans.candidates import Candidate
from sanxin.slogans.words import Words

_LONGEST = 22
_STOPS = re.compile("[\\s，。、；：！？“”‘’《》（）,;:!?()\"'＂]")
_VERB_TAGS = frozenset(("v", "vd", "d", "p", "c", "ad"))


def find_names(text: str, words: Words) -> list[Candidate]:
    """Return the stretches that may name a campaign: 深入开展|爱国卫生运动, 打赢|疫情防控阻击战.

    A name ends with a noun of campaigns; it may begin at any word behind a verb, a mark or 的.
    """
    return [
        Candidate(start, match.end(), None, 0.0, "name")
        for match in rules.table_pattern("candidates", "campaign_end").finditer(text)
        for start in _starts(text, words, match.start())
        if match.end() - start > len(match[0]) + 1
    ]


def _starts(text: str, words: Words, at: int) -> Iterator[int]:
    """Yield where a name that ends behind `at` may begin: behind marks and verbs, at most four places of jieba's."""
    governing = _governing().search(text, max(0, at - _LONGEST), at)
    if governing is not None:
        yield governing.end()
    count = 0
    for index in reversed(words.before(at, 12)):
        start = words.starts[index]
        word = words.words[index]
        if at - start > _LONGEST or count > 3:
            return
        if _STOPS.match(word) or rules.table_pattern("candidates", "name_edge").fullmatch(word):
            if words.starts[index + 1] < at:
                yield words.starts[index + 1]
            return
        if _governs(word, words.tags[index]) and words.starts[index + 1] < at:
            count += 1
            yield words.starts[index + 1]


def _governs(word: str, name: str) -> bool:
    return name in _VERB_TAGS or word in rules.words("governing_verb") or word in rules.words("launch_verb")


@cache
def _governing() -> re.Pattern[str]:
    """The last verb that governs a name, with nothing behind it that ends a name."""
    return rules.table_pattern("candidates", "governing")


def find_numerals(text: str, words: Words) -> list[Candidate]:
    """Return numerals with a head of one or two words: 两种资源, 双循环, 三大先导产业, 9个方面工作."""
    found = []
    for match in _numeral().finditer(text):
        measured = match["measure"] is not None
        for index in words.after(match.end(), 4 if measured else 2):
            word, name = words.words[index], words.tags[index]
            if words.starts[index] - match.start() > 12 or _STOPS.match(word) or name[0] in "mpcudxr":
                break
            if not measured or _counted().search(word):
                found.append(Candidate(match.start(), words.starts[index + 1], None, 0.0, "numeral"))
        for short in (match.end() + 1, match.end() + 2):
            if measured or short > len(text) or _STOPS.match(text, short - 1):
                break
            found.append(Candidate(match.start(), short, None, 0.0, "numeral"))
    return found


@cache
def _counted() -> re.Pattern[str]:
    return rules.pattern("(?:{own_noun}|{counted_noun}|{own_item}|{list_noun})$")


@cache
def _numeral() -> re.Pattern[str]:
    return rules.table_pattern("candidates", "numeral")
