"""A stretch of words → the items of the list it holds, taken apart and tidied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from sanxin.segment import cut
from sanxin.slogans import rules

Members = tuple[str, ...]

LONGEST_ITEM = 48
OPEN, CLOSE = "（(【[《", "）)】]》"
QUOTES = "“”‘’\"'＂「」『』"
_ALL_ONE = str.maketrans("，,；;", "、、、、")
_QUOTED_END = re.compile('[“"‘「『＂]([^“”"’」』＂]{2,16})[”"’」』＂]?$')
_BRACKETED = re.compile("（[^（）]*）")
_OPENING = re.compile("[（(《]")
MOST_PLAIN = 3
_PAIR = 2


def table(key: str) -> re.Pattern[str]:
    """Return the pattern `key` of the rules on members."""
    return rules.table_pattern("members", key)


def split_list(words: str, number: int) -> list[str] | None:
    """Return exactly `number` items of a list, whatever joins them: `甲、乙和丙` → 甲 / 乙 / 丙."""
    plain = split_plain(words, number)
    if plain:
        return plain
    # 改厕、改水、改路，提产业、提颜值: groups of one list.
    words = table("and_also").sub(table("and_plain").pattern, words)
    parts = split_outside_brackets(words.translate(_ALL_ONE), "、")
    return parts if len(parts) == number and all(_is_item(part, "") for part in parts) else None


def split_plain(words: str, number: int) -> list[str] | None:
    """Return exactly `number` items that one kind of mark joins: `甲、乙和丙` → 甲 / 乙 / 丙."""
    words = table("and_also").sub(table("and_plain").pattern, words)
    for separator in ("、", "；", ";", "，", ","):
        parts = split_outside_brackets(words, separator)
        if len(parts) == number - 1 and number > 1:
            parts[-1:] = _split_at_and(parts[-1])
        if separator not in "、":
            parts[-1] = table("and_first").sub("", parts[-1])
        if len(parts) == number and all(_is_item(part, separator) for part in parts):
            return parts
    return None


def _is_item(part: str, separator: str) -> bool:
    """Tell whether a part can be one item: short, and no comma in it where the weaker 、 joins the list."""
    item = clean(part)
    return 0 < len(item) <= LONGEST_ITEM and not (separator == "、" and ("，" in item or "," in item))


@cache
def _and_word() -> re.Pattern[str]:
    return rules.pattern("{and_word}")


def split_outside_brackets(words: str, separator: str) -> list[str]:
    """Split at a mark, but not inside brackets: `甲（一、二）、乙` → 甲（一、二） / 乙."""
    parts = [""]
    depth = 0
    for character in words:
        depth += (character in OPEN) - (character in CLOSE)
        if character == separator and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _split_at_and(words: str) -> list[str]:
    """Split in two at the joining word that leaves the most equal halves: `保增长和惠民生` → 保增长 / 惠民生."""
    masked = _and_word().sub(lambda match: "□" * len(match[0]), words)
    cuts = [at for at, character in enumerate(masked) if character in rules.words("and") and 0 < at < len(words) - 1]
    if not cuts or len(words) > LONGEST_ITEM:
        return [words]
    best = min(cuts, key=lambda at: abs(at - (len(words) - at - 1)))
    return [words[:best], words[best + 1 :]]


def shared_start(items: Sequence[str]) -> int:
    """Return by how many characters all items begin alike: 坚定实施兴产战略, 坚定实施数字战略 → 4."""
    return next(
        (at for at, column in enumerate(zip(*items, strict=False)) if len(set(column)) > 1), min(map(len, items))
    )


def clean(item: str) -> str:
    """Return an item without quotation marks, blanks and the marks at its ends."""
    kept = [character for character in item if character not in QUOTES and not character.isspace()]
    return "".join(kept).strip("，,、：:。；;\u200b")


def tidied(items: Sequence[str]) -> Members | None:
    """Return the clean items, without a leading verb that governs the whole list: 打造|宜居环境、宜业环境."""
    cleaned = [table("item_tail").sub("", clean(item)) for item in _quoted_parts(items)]
    terms = [table("item_term").match(item) for item in cleaned]
    if all(terms):
        return unless_empty([term["term"] for term in terms if term])
    cleaned[0] = table("item_lead").sub("", cleaned[0])
    stripped = [without_verb(item) for item in cleaned]
    if all(short != item for short, item in zip(stripped, cleaned, strict=True)):
        return unless_empty(cleaned)
    first, rest = cleaned[0], cleaned[1:]
    if rest and 2 * _with_verbs(rest) <= len(rest):
        usual = min(len(item) for item in rest)
        shorter = stripped[0]
        nearer = shorter != first and abs(len(shorter) - usual) <= abs(len(first) - usual)
        if nearer and _may_part(first, len(first) - len(shorter)):
            cleaned[0] = shorter
    return unless_empty(cleaned)


def _quoted_parts(items: Sequence[str]) -> Sequence[str]:
    """Return what is quoted of each item where every one ends in a quotation: 招商“百日突击”、项目“百日夺旗”."""
    ends = [_QUOTED_END.search(item.strip()) for item in items]
    return [end[1] for end in ends if end] if all(ends) else items


def unless_empty(items: Sequence[str]) -> Members | None:
    """Return the items if each says something and none twice, else None."""
    # One character beside a phrase is a piece of something cut: 三、集中力量.
    sizes = [len(_BRACKETED.sub("", item)) for item in items]
    uneven = min(sizes, default=0) == 1 and max(sizes) > MOST_PLAIN
    return tuple(items) if all(items) and not uneven and len(set(items)) == len(items) else None


def without_verb(item: str) -> str:
    """Return an item without the verbs at its beginning: 做强创新链 → 创新链."""
    match = _plain_verb().match(item)
    return item[match.end() :] if match else item


@cache
def _plain_verb() -> re.Pattern[str]:
    return rules.pattern("(?:{member_verb}){1,3}(?=.{2})")


def after_lead(items: Sequence[str]) -> str:
    """Return the first item without the words up to the list's verb, if that makes it more like the rest."""
    first = items[0]
    usual = min(len(clean(item)) for item in items[1:])
    best = first
    bracket = _OPENING.search(first)
    # Where the others begin with verbs too, the verb is the item's own: 出台的|建立联动机制、开展督察、深化服务.
    own = 2 * _with_verbs(items[1:]) > len(items) - 1
    for match in table("any_verb").finditer(first, 0, bracket.start() if bracket else len(first)):
        if not _may_part(first, match.end()):
            continue
        rest = first[match.start() if own else match.end() :]
        if len(rest) >= min(usual, 2) and abs(len(clean(rest)) - usual) <= abs(len(clean(best)) - usual):
            best = rest
    return _like_rest(best, [clean(item) for item in items[1:]])


def _like_rest(first: str, rest: Sequence[str]) -> str:
    """Leave out what stands before the first item and is no part of it, told by the form of the others.

    坚决防止|拍脑袋决策 (拍胸脯保证, 拍屁股走人): they begin alike. 儿童青少年|体重 (视力, 心理): they have one length,
    and a word begins there. 着力形成|投资需求 (消费需求): they end alike too.
    """
    first = _after_function_word(first, rest)
    if len(rest) >= _PAIR:
        start = rest[0][:1]
        at = first.rfind(start)
        if at > 0 and all(item.startswith(start) for item in rest) and 2 * (len(first) - at) >= len(rest[0]):
            return first[at:]
    size = len(rest[0])
    if len(rest) < _PAIR and size > _PAIR and len(first) > size + 1 and first[-size] == rest[0][0]:
        return first[-size:]
    short = size == _PAIR and len(rest) >= _PAIR and len(first) > size + 1
    far = size > MOST_PLAIN and len(first) >= _PAIR * size + MOST_PLAIN
    alike = (
        1 < size < len(first)
        and not _with_verbs(rest)
        and (first[-size - 1] == rules.table_text("members", "of") or _end_alike(first, rest))
    )
    if (short or far or alike) and all(len(item) == size for item in rest) and _word_begins(first, len(first) - size):
        return first[-size:]
    return first


def _end_alike(first: str, rest: Sequence[str]) -> bool:
    """Tell whether all items end in the same word of two characters, and are longer than that."""
    return all(len(item) > _PAIR and item[-_PAIR:] == first[-_PAIR:] for item in rest)


def _after_function_word(first: str, rest: Sequence[str]) -> str:
    """Leave out what no list of names begins with: 我们先后进行了|土地普查, 在|山区 (平原, 湖滨).

    Where another item has such a word too, it is theirs: 在家、在校.
    """
    leading = rules.words("before_list")
    words = cut(_OPENING.split(first)[0])
    ends = [end for word, end in zip(words[:-1], accumulate(map(len, words)), strict=False) if word in leading]
    if not ends or len(first) - ends[-1] < _PAIR or any(word in leading for item in rest for word in cut(item)):
        return first
    return first[ends[-1] :]


def without_tail(items: Sequence[str]) -> str:
    """Return the last item without what is said of the whole list: 民主 (和平)|是当前“两大主题”."""
    words = cut(items[-1])
    tails = rules.words("behind_list")
    starts = [end for word, end in zip(words[1:], accumulate(map(len, words)), strict=False) if word in tails]
    if not starts or starts[0] < _PAIR or any(word in tails for item in items[:-1] for word in cut(item)):
        return items[-1]
    return items[-1][: starts[0]]


def _may_part(words: str, at: int) -> bool:
    """Tell whether a verb may end there: not 指 of 指令性计划; what never begins a list is seldom part of a word."""
    return _word_begins(words, at) or words[at - 1] in rules.words("before_list")


def _word_begins(words: str, at: int) -> bool:
    return at in accumulate(map(len, cut(words)))


def without_launch(items: Sequence[str]) -> str:
    """Return the first item without the verb whose object is the abbreviation: 实施|强企、兴茶、护绿“三大行动”."""
    making = table("making").match(items[0])
    if making and not any(table("making").match(item) for item in items[1:]):
        return items[0][making.end() :]
    match = table("launch").match(items[0])
    return items[0][match.end() :] if match and not _with_verbs(items[1:]) else items[0]


def _with_verbs(items: Sequence[str]) -> int:
    """Return how many items begin with verbs."""
    return sum(bool(table("any_verb").match(clean(item))) for item in items)


def is_verb(item: str) -> bool:
    """Tell whether an item is a verb, or ends in one."""
    tails = (item, item[-2:], item[-3:])
    return any(tail in rules.words("member_verb") or tail in rules.words("governing_verb") for tail in tails)
