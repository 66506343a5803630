"""Abbreviations that no list explains: items run together, or a far list of one form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from sanxin.segment import cut
from sanxin.slogans import rules
from sanxin.slogans.lists import is_verb

_FEWEST = 3
_PAIR = 2
#: The lengths of the items of a far list; behind its last item something may stand that is longer than this.
_SIZES, _SHORT_TAIL = (4, 3, 2), 3
_LIST_MARK = "、"
_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_ONLY = re.compile("[\u4e00-\u9fff]+")


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
    if number < _FEWEST:
        return None
    for lists in _lists_of_one_form(text).get((head, number), {}).values():
        if len(lists) == 1 and len(set(lists[0])) == number:
            return lists[0]
    return None


def words_in_a_row(stretch: str, number: int, head: str) -> tuple[str, ...] | None:
    """Return the words of two characters in a row that share their last one, `head`: 重点|央企民企外企|框架协议."""
    if number < _FEWEST or len(head) > 1 or stretch.count(head) < number:
        return None
    ends = [at for at, character in enumerate(stretch) if character == head and _HAN.match(stretch, at - 1)]
    shared = {at for at in ends if stretch[at - 1] != head}
    for at in ends:
        row = range(at, at + _PAIR * number, _PAIR)
        if shared.issuperset(row) and stretch[at - _PAIR : at - 1] != head and row.stop not in ends:
            items = tuple(stretch[end - 1 : end + 1] for end in row)
            if len(set(items)) == number:
                return items
    return None


#: By the character they share and their number; then by their length and its place, the preferred ones first.
Lists = dict[tuple[str, int], dict[tuple[int, int], list[tuple[str, ...]]]]


@lru_cache(maxsize=2)  # every abbreviation of a text that nothing else explains asks for them
def _lists_of_one_form(text: str) -> Lists:
    """Return the lists of a text, three items and more, whose items have one length and share their last character.

    Or their first. What stands before the first item and behind the last is cut off: 推动|科创新、产焕新、城更新.
    """
    pieces = text.split(_LIST_MARK)
    found: Lists = {}
    for size in _SIZES:
        inner = [at for at in range(1, len(pieces) - 1) if len(pieces[at]) == size]
        for place in (size - 1, 0):
            for first, last in _runs(pieces, inner, place):
                items = _whole_list(pieces, first, last, size)
                if items is not None and all(item[place] == items[1][place] for item in items):
                    lists = found.setdefault((items[1][place], len(items)), {}).setdefault((size, place), [])
                    lists += [items] if items not in lists else []
    return found


def _runs(pieces: Sequence[str], inner: Sequence[int], place: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of the pieces `inner` that follow one another and share the character at `place`."""
    first = 0
    for nth, at in enumerate(inner):
        following = inner[nth + 1] if nth + 1 < len(inner) else -1
        if following != at + 1 or pieces[following][place] != pieces[at][place]:
            yield inner[first], at
            first = nth + 1


def _whole_list(pieces: Sequence[str], first: int, last: int, size: int) -> tuple[str, ...] | None:
    """Return the pieces `first` to `last` with the item before them and the one behind, `size` characters of each."""
    behind = pieces[last + 1]
    items = (pieces[first - 1][-size:], *pieces[first : last + 1], behind[:size])
    # Not part of a longer list, whose items may be longer too.
    goes_on = last + 2 < len(pieces) and len(behind) <= size + _SHORT_TAIL and _HAN_ONLY.fullmatch(behind)
    opens = len(pieces[first - 1]) > size or first == 1
    whole = opens and not goes_on and all(len(item) == size and _HAN_ONLY.fullmatch(item) for item in items)
    return items if whole else None
