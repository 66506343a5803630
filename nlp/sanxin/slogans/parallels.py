"""Clauses → rallying formulas without quotation marks: phrases of one length that answer one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from sanxin.records import SloganKind, Span
from sanxin.slogans import rules
from sanxin.slogans.candidates import Candidate

_MARKS = re.compile("[“”‘’\"'＂\\s]")
_LIST_MARK = "、"
_COMMAS = ",，"
_SHORTEST, _LONGEST = 3, 14
#: Longer clauses of one length are rhetoric.
_SHORTEST_CLAUSE, _LONGEST_CLAUSE = 5, 8
_NOWHERE = Span(-9, -9)
#: A formula is shouted, not read from a table.
_MOST = 8


def find_parallels(text: str, clauses: Sequence[Span]) -> list[Candidate]:
    """Return the unquoted formulas of `text`, inside a clause or over neighbouring clauses.

    `着力强产业、优环境、聚人才` → 强产业、优环境、聚人才; `以水兴城、以城护水` ; `干在难处，走在前处`. A list of things
    (新材料、新能源) or phrases that merely share a word (重点企业、重点项目) give nothing.
    """
    found: list[Candidate] = []
    mark = text.find(_LIST_MARK)
    first = 0
    for at, (one, two) in enumerate(zip(clauses, [*clauses[1:], _NOWHERE], strict=False), 1):
        start, end = one.start, one.end
        if 0 <= mark < end:
            if start <= mark:
                found += _in_clause(text[start:end], start)
            mark = text.find(_LIST_MARK, end)
        if two.start == end + 1 and two.end - two.start == end - start and _answers(text, one, two):
            continue
        if 1 < at - first <= _MOST:
            found += _over_clauses(text, clauses[first:at])
        first = at
    return found


def _in_clause(words: str, offset: int) -> Iterator[Candidate]:
    """Yield the formulas among the phrases that 、 joins in one clause that begins at `offset`."""
    raw = words.split(_LIST_MARK)
    phrases = [_MARKS.sub("", phrase) for phrase in raw] if _MARKS.search(words) else raw
    lengths = [len(phrase) for phrase in phrases]
    extra = _tail(phrases, lengths)
    if extra:
        phrases = [*phrases[:-1], phrases[-1][:-extra]]
        lengths[-1] -= extra
    for first, last in _equal_runs(lengths):
        run = phrases[first:last]
        begin = first
        if first and lengths[first - 1] > lengths[first] and raw[first - 1] == phrases[first - 1]:
            lead = _after_lead(phrases[first - 1], lengths[first], run[0][0])
            if lead is not None:
                run, begin = [lead, *run], first - 1
        score = _formula_score(run)
        if score:
            skipped = len(raw[begin]) - lengths[first] if begin < first else 0
            start = offset + sum(len(phrase) + 1 for phrase in raw[:begin]) + skipped
            end = offset + sum(len(phrase) + 1 for phrase in raw[:last]) - 1
            if extra and last == len(raw):
                end -= len(raw[-1]) - _reach(raw[-1], lengths[-1])
            yield Candidate(start, end, SloganKind.PARALLEL, score, "formula")


def _tail(phrases: Sequence[str], lengths: Sequence[int]) -> int:
    """Return how many characters of the last phrase follow the formula: 产业强、生态美、百姓富|的新云山."""
    size = lengths[-2]
    if lengths[-1] > size and phrases[-1][size] in rules.words("formula_end"):
        return lengths[-1] - size
    return 0


def _reach(raw: str, size: int) -> int:
    """Return how far `size` characters reach in a phrase as written, quotation marks and blanks not counted."""
    at = 0
    while size:
        size -= _MARKS.match(raw, at) is None
        at += 1
    return at


def _equal_runs(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the index ranges of equal lengths; single ones too behind a longer phrase, which may begin with a lead."""
    first = 0
    for at in range(1, len(lengths) + 1):
        if at < len(lengths) and lengths[at] == lengths[first]:
            continue
        lead = first > 0 and lengths[first - 1] > lengths[first]
        if _SHORTEST <= lengths[first] <= _LONGEST and 1 <= at - first <= _MOST and (at - first > 1 or lead):
            yield first, at
        first = at


def _after_lead(phrase: str, size: int, verb: str) -> str | None:
    """Return the last `size` characters of a phrase if words that lead into a formula stand before them (着力|强产业).

    A formula that repeats its `verb` needs no such words: 审批|减环节、减材料.
    """
    if phrase[-size] == verb and size == _SHORTEST:
        return phrase[-size:]
    return phrase[-size:] if _lead().fullmatch(phrase, 0, len(phrase) - size) else None


@cache
def _lead() -> re.Pattern[str]:
    return rules.pattern(".{0,12}?{formula_lead}{1,3}")


def _over_clauses(text: str, run: Sequence[Span]) -> list[Candidate]:
    """Return the formula that neighbouring clauses of one length with a comma between them make, if any."""
    score = _cry_score([clause.of(text) for clause in run])
    return [Candidate(run[0].start, run[-1].end, SloganKind.PARALLEL, score, "formula-clauses")] if score else []


def _answers(text: str, one: Span, two: Span) -> bool:
    size = one.end - one.start
    return (
        _SHORTEST_CLAUSE <= size <= _LONGEST_CLAUSE
        and text[one.end] in _COMMAS
        and _LIST_MARK not in text[one.start : two.end]
    )


def _cry_score(phrases: Sequence[str]) -> float:
    """Return the score of whole clauses: they need crossed words or two framing words to be a formula."""
    if not _formula_score(phrases):
        return 0.0
    shared = {characters[0] for characters in zip(*phrases, strict=True) if len(set(characters)) == 1}
    crossed = len(phrases) == 2 and _crosses(phrases[0], phrases[1])
    return 0.55 if crossed or len(shared & rules.words("frame")) > 1 else 0.0


def _formula_score(phrases: Sequence[str]) -> float:
    """Return how sure it is that phrases of one length are a formula; 0: they are a list."""
    if len(phrases) < 2:
        return 0.0
    shared = [at for at, characters in enumerate(zip(*phrases, strict=True)) if len(set(characters)) == 1]
    if len(phrases) == 2 and _crosses(phrases[0], phrases[1]):
        score = 0.7
    elif len(phrases[0]) == _SHORTEST:
        score = _three_characters(phrases, shared)
    else:
        score = 0.6 if _framed(phrases, shared) or _four_characters(phrases, shared) else 0.0
    if not score or len(set(phrases)) < len(phrases) or any(_is_number(phrase) for phrase in phrases):
        return 0.0
    return score


def _four_characters(phrases: Sequence[str], shared: Sequence[int]) -> bool:
    """工业强县、生态立县、旅游活县 (a verb in third place), 稳粮增收、强基富民 (two verbs)."""
    if len(phrases[0]) != 4:
        return False
    verbs = rules.words("mobilising_verb")
    if any(phrase[2] not in verbs for phrase in phrases):
        return False
    if all(phrase[0] in verbs for phrase in phrases):
        return True
    return len(phrases) > 2 and shared == [3]


def _framed(phrases: Sequence[str], shared: Sequence[int]) -> bool:
    """Tell whether the shared places make a frame rather than a shared word (重点企业、重点项目).

    A word fills neighbouring places at one end. A frame has gaps and a word that frames (抓X促Y), or it stands inside
    and holds a coverb (X在一线Y, X往一处Y).
    """
    phrase, size = phrases[0], len(phrases[0])
    if len(shared) < 2 or size - len(shared) < 2:
        return False
    if shared[0] > 0 and shared[-1] < size - 1 and any(phrase[at] in rules.words("coverb") for at in shared):
        return True
    gaps = any(two - one > 1 for one, two in pairwise(shared))
    dense = 3 * len(shared) >= size - 1 or all(_echoes(phrase) for phrase in phrases)
    return gaps and dense and any(phrase[at] in rules.words("frame") for at in shared if at < size - 1)


def _echoes(phrase: str) -> bool:
    """Tell whether a phrase says a word twice: 在改革中推进改革."""
    return any(phrase.find(phrase[at : at + 2], at + 2) >= 0 for at in range(len(phrase) - 3))


def _three_characters(phrases: Sequence[str], shared: Sequence[int]) -> float:
    """强产业、优环境、聚人才 (verbs), 产业强、生态美、百姓富 (states), 能者上、庸者下 (a frame)."""
    if shared == [1] and (len(phrases) > 2 or phrases[0][1] in rules.words("three_frame")):
        return 0.6
    if len(phrases) < _SHORTEST:
        return 0.0
    if all(phrase[0] in rules.words("mobilising_verb") for phrase in phrases):
        return 0.6
    return 0.6 if not shared and all(phrase[-1] in rules.words("state") for phrase in phrases) else 0.0


def _is_number(phrase: str) -> bool:
    """Tell whether a phrase counts something: 三季度增长, 坚持两个维护, 增加四千万吨."""
    numerals = [character for character in phrase if character in rules.words("numeral")]
    counts = bool(numerals) and phrase[0] == numerals[0] and phrase[:2] not in rules.words("number_word")
    told = any(character.isdecimal() or character in rules.words("counter") for character in phrase)
    return counts or len(numerals) > 1 or told


def _crosses(one: str, two: str) -> bool:
    """Tell whether two characters change places from one phrase to the other, up to its end: 以水兴城、以城护水."""
    if len(one) < 4 or one[-1] not in two or two[-1] not in one:
        return False
    common = [character for character in dict.fromkeys(one) if one.count(character) == 1 == two.count(character)]
    order = [two.index(character) for character in common]
    return any(a > b for a, b in pairwise(order)) and 2 * len(common) >= len(one)


def merged(text: str, parallels: Sequence[Candidate]) -> list[Candidate]:
    """Join parallels with nothing but a comma or 、 between them into one: 稳中求进、以进促稳，先立后破、不立不破."""
    joined: list[Candidate] = []
    for candidate in parallels:
        if joined and _one_mark_between(text, joined[-1], candidate):
            last = joined.pop()
            score = min(last.score, candidate.score)
            candidate = Candidate(last.start, candidate.end, candidate.kind, score, last.rule)
        joined.append(candidate)
    return joined


def _one_mark_between(text: str, one: Candidate, two: Candidate) -> bool:
    between = text[one.end : two.start]
    return one.kind is two.kind is SloganKind.PARALLEL and len(between) == 1 and between in _COMMAS + _LIST_MARK
