"""Abbreviations that no list explains: items run together, or a far list of one form."""

from __future__ import annotations

import re
from functools import lru_cache

from sanxin.segment import cut
from sanxin.slogans import rules
from sanxin.slogans.lists import is_verb

_FEWEST = 3
_PAIR = 2


def run_together(before: str, number: int, head: str) -> tuple[str, ...] | None:
    """Return items written without marks before a mention: 省市县“三级”, 耕地林地园地“三图”, 存量增量“双支撑”.

    Levels stand for one character each; else as many words of two characters, which for a pair share one.
    """
    levels = rules.table_pattern("members", "levels")
    tail = before[-number:]
    if head.startswith(rules.table_pattern("members", "level_head").pattern) and len(tail) == number:
        return tuple(tail) if all(levels.fullmatch(one) for one in tail) and len(set(tail)) == number else None
    words = cut(before[-4 * number :])[-number:]
    if len(words) < number or any(len(word) != _PAIR or not word.isalpha() for word in words) or number < _PAIR:
        return None
    # 深化文化“两创”: a verb and its object are no two of a kind.
    if is_verb(words[0]):
        return None
    shared = set.intersection(*map(set, words))
    alike = shared and len({word[-1] for word in words}) == 1
    if len(set(words)) < number or not (alike or (number >= _FEWEST and head[:1] in rules.words("joining_head"))):
        return None
    return tuple(words)


def far_list(text: str, number: int, head: str) -> tuple[str, ...] | None:
    """Return the one list of `number` items of one length that begin or end with `head`: 科创新、产焕新、城更新."""
    if number < _FEWEST or len(head) > 1:
        return None
    if max(text.count(f"{head}、"), text.count(f"、{head}")) < number - 1:
        return None
    for pattern in _lists_of(head, number):
        found = {tuple(match[0].split("、")) for match in pattern.finditer(text)}
        if len(found) == 1 and len(set(items := found.pop())) == number:
            return items
    return None


def words_in_a_row(stretch: str, number: int, head: str) -> tuple[str, ...] | None:
    """Return the words of two characters in a row that share their last one, `head`: 重点|央企民企外企|框架协议."""
    if number < _FEWEST or len(head) > 1:
        return None
    for match in _row_of(head, number).finditer(stretch):
        words = match[0]
        items = tuple(words[at : at + _PAIR] for at in range(0, len(words), _PAIR))
        if len(set(items)) == number:
            return items
    return None


@lru_cache(maxsize=256)
def _row_of(head: str, number: int) -> re.Pattern[str]:
    head = re.escape(head)
    return re.compile(f"(?<!{head})(?:(?!{head})[\u4e00-\u9fff]{head}){{{number}}}(?![\u4e00-\u9fff]{head})")


@lru_cache(maxsize=256)
def _lists_of(head: str, number: int) -> list[re.Pattern[str]]:
    """Return patterns of lists whose items have four, three or two characters, `head` the last or the first of each."""
    key, han = re.escape(head), "[\u4e00-\u9fff]"
    items = [item for size in (4, 3, 2) for item in (f"{han}{{{size - 1}}}{key}", f"{key}{han}{{{size - 1}}}")]
    # Not part of a longer list, whose items may be longer too.
    return [re.compile(f"(?<!、){item}(?:、{item}){{{number - 1}}}(?!{han}{{0,3}}、)") for item in items]
