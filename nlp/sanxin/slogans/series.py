"""Items that ordinals head: 三个转变：一是…；二是…；三是…, and （一）…（二）…（三）… over several sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from sanxin import data
from sanxin.slogans import rules
from sanxin.slogans.lists import QUOTES, Members, clean, shared_start, table, unless_empty
from sanxin.slogans.units import Mention

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_HAN_NUMBERS = "一二三四五六七八九"
_MOST = 40
_SENTENCE_ENDS = "。；;！!？?\n"
_ORDINAL_UNIT = re.compile(r"\(\?P<unit>(.*?)\)\?")
_CLAUSE_ENDS = re.compile("[，,：:；;]")
_LONGEST_HEADING = 90
_NEAR, _FIRST, _NEXT = 16, 80, 6000
_LONGEST_SHARED = 12
_FEWEST = 3
_PAIR = 2


def numbered(text: str, mention: Mention, number: int) -> Members | None:
    """三个转变：一是…；二是…；三是… and headings （一）…（二）… below: what follows each ordinal in its sentence."""
    if number > _MOST:
        return None
    reach = mention.end + _FIRST
    if any_first().search(text, mention.end, reach) is None:
        return None
    for family in _ordinals():
        first = _ordinal(family, 1).search(text, mention.end, reach)
        if first is None or not _announces(text, mention, first.start()):
            continue
        marks = [first]
        for k in range(2, number + 1):
            at = marks[-1].end()
            following = _ordinal(family, k, first).search(text, at, at + _NEXT)
            if following is None:
                break
            marks.append(following)
        if len(marks) == number:
            return unless_empty(_without_shared_verb(_items_after(text, marks)))
    return None


def _without_shared_verb(items: Sequence[str]) -> Sequence[str]:
    """Leave out the verb that short items with one ending share: 进一步强化|规范意识, 进一步强化|质量意识."""
    alike = len({item[-1:] for item in items}) == 1 and max(map(len, items)) <= _LONGEST_SHARED
    # Only the verb: 强 is shared too in 实施强师工程, 实施强校工程.
    verb = table("shared_verb").match(items[0][: shared_start(items)])
    if verb is None or not alike:
        return items
    return [item[verb.end() :] for item in items]


def _announces(text: str, mention: Mention, first: int) -> bool:
    """Tell whether ordinals behind a mention are its own: in its sentence, or it announces a list (以下三点。)."""
    gap = text[mention.end : first]
    if len(gap) <= _NEAR and not any(mark in gap for mark in "。；"):
        return True
    if table("following").search(text, max(0, mention.start - _NEAR), mention.start):
        return True
    return table("announcing").search(text[mention.start : mention.end].strip(QUOTES)) is not None


@cache
def _ordinals() -> tuple[str, ...]:
    return tuple(data.rules(rules.FILE)["members"]["ordinals"])


@cache
def any_first() -> re.Pattern[str]:
    """Return the pattern of any first ordinal: most abbreviations have none behind them, and one search is cheap."""
    families = (_ORDINAL_UNIT.sub(r"(?:\1)?", family) for family in _ordinals())
    return re.compile("|".join(_ordinal(family, 1).pattern for family in families))


def _ordinal(family: str, k: int, first: re.Match[str] | None = None) -> re.Pattern[str]:
    """The pattern of the k-th ordinal of a family; behind 第一句话 only 第二句话 counts, not 第二点."""
    unit = None if first is None else first.groupdict().get("unit") or ""
    return _ordinal_pattern(family, k, unit)


@cache
def _ordinal_pattern(family: str, k: int, unit: str | None) -> re.Pattern[str]:
    digits = f"(?:{k}|{str(k).translate(_FULL_WIDTH)})"
    family = family.replace("{k}", _in_han(k)).replace("{d}", digits)
    return re.compile(family if unit is None else _ORDINAL_UNIT.sub(re.escape(unit), family))


def _in_han(k: int) -> str:
    """Write an ordinal: 1 → 一, 15 → 十五, 20 → 二十."""
    tens, ones = divmod(k, 10)
    return ("" if tens < 2 else _HAN_NUMBERS[tens - 1]) + "十" * (tens > 0) + (_HAN_NUMBERS[ones - 1] if ones else "")


def _items_after(text: str, marks: Sequence[re.Match[str]]) -> Sequence[str]:
    """Return what each ordinal heads, to the end of its sentence or line.

    Items of one sentence are named by their first clause (一是西城通车，…；二是…), headings are named whole.
    """
    items, ends = zip(*(_item_after(text, mark.end()) for mark in marks), strict=True)
    one_sentence = all(end in "；;" for end in ends[:-1])
    return [
        clean(_CLAUSE_ENDS.split(item)[0] if one_sentence or len(item) > _LONGEST_HEADING else item) for item in items
    ]


def _item_after(text: str, start: int) -> tuple[str, str]:
    end = start
    while end < len(text) and end - start < _LONGEST_HEADING + 30 and text[end] not in _SENTENCE_ENDS:
        end += 1
    return text[start:end].strip(), text[end : end + 1] or "。"


def headed(text: str, number: int, head: str) -> Members | None:
    """Return the clauses of numbered lines that end like an abbreviation: “五大战略”, and lines 一是…战略，… to 五是….

    As many lines of one series as the numeral says hold it, and they are most of that series.
    """
    if number < _FEWEST:
        return None
    key = head[-_PAIR:]
    found = {items for series in _series_ending(text).get(key, ()) if (items := _holding(series, key, number))}
    if len(found) != 1:
        return None
    return unless_empty([clean(item) for item in _without_verbs(found.pop())])


def named(items: Members, head: str) -> Members:
    """Return of each item the clause that ends with the head, if all have one: 实施道路工程，…; 实施水网工程，…."""
    if len(head) < _PAIR or (table("announcing").search(head) and not all(head in item for item in items)):
        return items
    clauses = _holding([_CLAUSE_ENDS.split(item) for item in items], head[-_PAIR:], len(items))
    return tuple(_without_verbs(clauses)) if clauses and clauses != items else items


def _holding(lines: Sequence[Sequence[str]], key: str, number: int) -> Members | None:
    clauses = (next((clause for clause in line if clause.endswith(key)), None) for line in lines)
    items = tuple(dict.fromkeys(clause for clause in clauses if clause is not None))
    return items if len(items) == number and len(lines) < 2 * number else None


@lru_cache(maxsize=2)
def _series_ending(text: str) -> dict[str, list[list[list[str]]]]:
    """Return the series of a text by the last two characters, and the last one, of each of their clauses."""
    found: dict[str, list[list[list[str]]]] = {}
    for series in _series(text):
        clauses = {clause for line in series for clause in line}
        for key in {clause[-length:] for clause in clauses for length in (1, _PAIR)}:
            found.setdefault(key, []).append(series)
    return found


def _series(text: str) -> list[list[list[str]]]:
    """Return the series of numbered lines of a text, each line as the clauses of its first sentence."""
    open_series: dict[str, list[list[str]]] = {}
    found = []
    for match in rules.table_pattern("heads", "numbered_line").finditer(text):
        kind = match["kind"]
        if match["number"] in ("一", "1") or kind not in open_series:
            open_series[kind] = []
            found.append(open_series[kind])
        open_series[kind].append(_CLAUSE_ENDS.split(match["line"]))
    return found


def _without_verbs(items: Sequence[str]) -> Sequence[str]:
    """Leave out the verbs that all items share: 坚定实施|产业兴区战略; else the verb of each, if each has one."""
    verbs = rules.table_pattern("heads", "verbs")
    shared = verbs.match(items[0][: shared_start(items)])
    if shared:
        return [item[shared.end() :] for item in items]
    leads = [verbs.match(item) for item in items]
    return [lead.string[lead.end() :] for lead in leads if lead] if all(leads) else items
