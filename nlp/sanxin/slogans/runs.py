"""Phrases of one length in a row, quoted or not: whatever could be a matched formula, for the judge to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sanxin.slogans import rules
from sanxin.slogans.candidates import Candidate
from sanxin.slogans.words import Words

RULE = "run"
_HARD = re.compile(r"[。！？!?：:；;（）()《》\[\]【】\n]")
_MARKS = re.compile("[“”‘’\"'＂\\s]")
_SHORTEST, _LONGEST, _MOST = 3, 16, 8


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch between two commas: `size` is its length without quotation marks and blanks."""

    start: int
    end: int
    words: str

    @property
    def size(self) -> int:
        """The length without marks and blanks."""
        return len(self.words)


def find_runs(text: str, words: Words) -> list[Candidate]:
    """Return every run of two to eight phrases of one length between commas, or that repeat their first or last word.

    `坚持强产业、优环境、聚人才的思路` → 强产业、优环境、聚人才: the first phrase may lose words that lead into the run,
    the last one words that follow it, both at the edge of a word.
    """
    found: dict[tuple[int, int], Candidate] = {}
    for start, end in _stretches(text):
        cuts = {tuple(_split(mark, text, start, end)) for mark in _soft_marks()}
        for cut in cuts:
            phrases = [_phrase(text, a, b) for a, b in cut]
            for first, last in {*_runs(text, words, phrases), *_echoing(text, words, phrases)}:
                found[first, last] = Candidate(first, last, None, 0.0, RULE)
    return [found[place] for place in sorted(found)]


@cache
def _soft_marks() -> tuple[re.Pattern[str], ...]:
    return rules.table_pattern("candidates", "comma"), rules.table_pattern("candidates", "comma_or_and")


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _HARD.finditer(text):
        if match.start() - at > 2 * _SHORTEST:
            yield at, match.start()
        at = match.end()
    if len(text) - at > 2 * _SHORTEST:
        yield at, len(text)


def _split(mark: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in mark.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    yield at, end


def _phrase(text: str, start: int, end: int) -> Phrase:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Phrase(start, end, _MARKS.sub("", text[start:end]))


def _runs(text: str, words: Words, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield the runs of phrases of one length, with and without what leads into them and follows them."""
    first = 0
    while first < len(phrases):
        size, last = phrases[first].size, first + 1
        while last < len(phrases) and phrases[last].size == size:
            last += 1
        if _SHORTEST <= size <= _LONGEST:
            yield from _around(text, words, phrases, first, last)
        first = last


def _around(text: str, words: Words, phrases: Sequence[Phrase], first: int, last: int) -> Iterator[tuple[int, int]]:
    size = phrases[first].size
    starts, ends = [], []
    if last - first > 1:
        starts.append(phrases[first].start)
        ends.append(phrases[last - 1].end)
    left = _tail_start(text, words, phrases[first - 1], size) if first else None
    right = _head_end(text, words, phrases[last], size) if last < len(phrases) else None
    if last - first <= _MOST:
        if starts:
            yield starts[0], ends[0]
            yield from _by_list_mark(text, phrases[first:last])
        if left is not None:
            yield left, phrases[last - 1].end
        if right is not None:
            yield phrases[first].start, right
        if left is not None and right is not None:
            yield left, right


def _by_list_mark(text: str, run: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a run between commas: 甲、乙，丙、丁 → 甲、乙 and 丙、丁."""
    first = 0
    for at in range(1, len(run) + 1):
        if at == len(run) or text[run[at - 1].end] in "，,":
            if 1 < at - first < len(run):
                yield run[first].start, run[at - 1].end
            first = at


def _tail_start(text: str, words: Words, phrase: Phrase, size: int) -> int | None:
    """Return where the last `size` characters of a phrase begin, if a word begins there: 坚持|强产业."""
    if phrase.size <= size:
        return None
    at, left = phrase.end, size
    while left:
        at -= 1
        left -= _MARKS.match(text, at) is None
    while _MARKS.match(text, at - 1) and text[at - 1] in "“‘\"'":
        at -= 1
    if words.begins(at) or text[at - 1] in "“‘\"'" or _lead().search(text, max(phrase.start, at - 5), at):
        return at
    return None


@cache
def _lead() -> re.Pattern[str]:
    """What leads into a formula; jieba may cut across its edge: 以为|党 in 以为党育人."""
    return rules.pattern("{formula_lead}$")


def _head_end(text: str, words: Words, phrase: Phrase, size: int) -> int | None:
    """Return where the first `size` characters of a phrase end, if a word ends there: 聚人才|的思路."""
    if phrase.size <= size:
        return None
    at, left = phrase.start, size
    while left:
        left -= _MARKS.match(text, at) is None
        at += 1
    while at < phrase.end and text[at] in "”’\"'":
        at += 1
    return at if words.begins(at) or text[at] in rules.words("formula_end") else None


def _echoing(text: str, words: Words, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield runs of unequal phrases that all begin or all end alike: 投早、投小、投长期; 走得稳、走得更远."""
    first = 0
    while first < len(phrases) - 1:
        last = first + 1
        mark = phrases[last].words[:1]
        while last < len(phrases) and mark and phrases[last].words[:1] == mark and phrases[last].size <= _LONGEST:
            last += 1
        lead = phrases[first].words.rfind(mark) if mark else -1
        if last - first > 1 and lead >= 0 and phrases[first].size - lead <= _LONGEST:
            start = (
                _tail_start(text, words, phrases[first], phrases[first].size - lead) if lead else phrases[first].start
            )
            sizes = [phrase.size for phrase in phrases[first + 1 : last]] + [phrases[first].size - lead]
            if start is not None and len(set(sizes)) > 1 and min(sizes) > 1 and last - first <= _MOST:
                yield start, phrases[last - 1].end
                if last - first > 2 and phrases[last - 1].size > sizes[0]:
                    end = _head_end(text, words, phrases[last - 1], sizes[0])
                    if end is not None:
                        yield start, end
        first = max(last - 1, first + 1)
