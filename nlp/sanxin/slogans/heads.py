"""Items that head what is said of them: quotations, clauses, sentences and headings that end like the abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from sanxin.records import Span
from sanxin.slogans import rules
from sanxin.slogans.lists import Members, shared_start
from sanxin.slogans.units import Unit

_REACH = 6000
_SHORT_LINE = 60
_FEWEST = 3
_PAIR = 2
_NEAR = 260
#: No rule reads so far back from the head.
_FARTHEST = 110
_SENTENCES = re.compile("[。！？\n]")
_CLAUSES = re.compile("[，；“”]")
_PHRASES = re.compile("[，、；]")


def one_each(text: str, end: int, number: int, head: str) -> Members | None:
    """Return the items that quotations, sentences or clauses behind a mention name, each ending with its head.

    `启动“三大通道”。畅通“联系通道”，…畅通“服务通道”，…畅通“反映通道”` → 联系通道, 服务通道, 反映通道: exactly as
    many as the numeral says.
    """
    if number < _FEWEST or len(head) < _PAIR:
        return None
    stretch = text[end : end + _REACH]
    tail = head[-_PAIR:]
    if stretch.count(tail) >= number:
        for name in ("quoted_item", "sentence_item"):
            if items := _so_many(number, name, head, stretch):
                return items
        # 四千行动: each 千…行动 holds both ends of the head.
        both = [item for item in _found("sentence_item", tail, stretch) if head[0] in item] if len(head) > _PAIR else []
        if len(both) == number:
            return tuple(both)
    paragraph = _paragraph(stretch)
    keys = (tail, tail[-1]) if tail[-1] in rules.words("place_head") else (tail,)
    sentence = _SENTENCES.split(paragraph)[0]
    for key in keys:
        for name, where in (("clause_head", sentence), ("sentence_head", paragraph), ("clause_head", paragraph)):
            if items := _so_many(number, name, key, where):
                return items
    return None


def groups(text: str, end: int, units: Sequence[Unit]) -> Members | None:
    """Return the items that begin sentences or phrases behind a mention, as many for each numeral as it says.

    `推进“一带两区”。江南产业带…。东部示范区…。西部先导区…。` → 江南产业带, 东部示范区, 西部先导区.
    """
    if len(units) < _PAIR or any(len(unit.head) > 1 for unit in units):
        return None
    paragraph = _paragraph(text[end : end + _REACH])
    for name in ("sentence_head", "phrase_head"):
        found = [_found(name, unit.head, paragraph) for unit in units]
        if all(len(items) == unit.number for items, unit in zip(found, units, strict=True)):
            return tuple(item for items in found for item in items)
    return _in_turn(_SENTENCES.split(paragraph)[1:], units)


def _in_turn(sentences: Sequence[str], units: Sequence[Unit]) -> Members | None:
    """Return the items that sentences in a row begin with, until there are as many for each numeral as it says."""
    found: dict[str, list[str]] = {unit.head: [] for unit in units}
    total = sum(unit.number for unit in units)
    for sentence in sentences[:total]:
        begun = [(unit.head, item) for unit in units for item in _found("sentence_head", unit.head, f"。{sentence}")]
        if not begun:
            return None
        head, item = min(begun, key=lambda pair: len(pair[1]))
        found[head].append(item)
    complete = all(len(set(found[unit.head])) == unit.number for unit in units)
    return tuple(item for items in found.values() for item in items) if complete else None


def begun(text: str, end: int, number: int, head: str) -> Members | None:
    """Return the short clauses that begin with the head: “三稳”。全力稳就业，….着力稳企业，….努力稳预期，…."""
    if number < _FEWEST or len(head) > 1:
        return None
    return _so_many(number, "begun_item", head, text[end : end + _REACH])


def risen(text: str, start: int, end: int, sentence: Span, number: int, head: str) -> Members | None:
    """Return what rises together in one sentence: 产值达到105亿元、税收达到12亿元，实现“双过亿”."""
    if not rules.table_pattern("heads", "rise").search(head):
        return None
    risen_ = rules.table_pattern("heads", "risen")
    before = [risen_.match(phrase) for phrase in _PHRASES.split(text[sentence.start : start])]
    after = [risen_.match(phrase) for phrase in _PHRASES.split(text[end : sentence.end])]
    # One phrase may stand between: …，首次实现“双过亿”; “双倍增”行动，….
    for matches in (before[-number:], before[-number - 1 : -1], after[:number], after[1 : number + 1]):
        items = tuple(match["item"] for match in matches if match)
        if len(items) == number:
            return items
    return None


def ordinal_parts(text: str, end: int, number: int, head: str) -> Members | None:
    """Return what 第一板块为…, 第二板块为… behind “三大板块” say."""
    if number < _PAIR:
        return None
    said = [behind["back"] for _, behind in _around("ordinal_part", head, text[end : end + _REACH])]
    items = tuple(dict.fromkeys(filter(_is_item, said)))
    return items if len(items) == number else None


def clauses_in_a_row(text: str, start: int, end: int, number: int, head: str) -> Members | None:
    """Return the clauses of one sentence beside a mention that all hold its head: 是…重要职责，是…重要举措."""
    if number < _FEWEST or len(head) < _PAIR:
        return None
    copula = rules.table_pattern("heads", "copula")
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    for sentence in (*reversed(_SENTENCES.split(before)), *_SENTENCES.split(after)):
        clauses = [clause for clause in _CLAUSES.split(sentence) if head[-_PAIR:] in clause]
        copulas = [copula.search(clause) for clause in clauses]
        if len(clauses) != number:
            continue
        if all(found and (not at or not found.start()) for at, found in enumerate(copulas)):
            return tuple(found.string[found.end() :] for found in copulas if found)
        if all(clause.endswith(head[-_PAIR:]) for clause in clauses):
            return tuple(clauses)
    return None


def known_heads(text: str, end: int, members: Sequence[Sequence[str]]) -> Members | None:
    """Return what a formulation is known to stand for, if the paragraph behind a mention goes through it.

    `members`: each in all ways to write it; what comes out is as written here.
    """
    if min((len(ways[0]) for ways in members), default=0) < _FEWEST:
        return None
    paragraph = _paragraph(text[end : end + _REACH])
    places = [
        sorted((before.end(), way) for way in ways for before, _ in _around("known_head", way, paragraph))
        for ways in members
    ]
    return tuple(begun[0][1] for begun in places if begun) if all(places) else None


def quoted_alike(text: str, number: int, head: str) -> Members | None:
    """Return the quotations of one length that hold `head` in one place: “两久” for “久拖未办”, “久办未结”."""
    fitting = [items for items in _quoted_with(text).get(head, ()) if len(items) == number]
    return fitting[0] if len(fitting) == 1 else None


@lru_cache(maxsize=2)  # every abbreviation of a text that nothing else explains asks for them
def _quoted_with(text: str) -> Mapping[str, Sequence[Members]]:
    """Return for each character the short quotations that hold it first at one edge, by length and place."""
    found: dict[str, dict[tuple[int, int], list[str]]] = {}
    for item in dict.fromkeys(
        match["item"] for match in rules.table_pattern("heads", "short_quotation").finditer(text)
    ):
        if _is_item(item):
            for head in {item[0], item[-1]}:
                found.setdefault(head, {}).setdefault((len(item), item.index(head)), []).append(item)
    return {head: [tuple(items) for items in by_place.values()] for head, by_place in found.items()}


def governed_list(text: str, number: int, head: str) -> Members | None:
    """Return the one list of `number` items in a text that its last item ends with `head`: 谋划、招引、建成一批."""
    if number < _FEWEST or head not in rules.words("governed_head"):
        return None
    found = {items for items in _lists_ending(text, head) if len(items) == number}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4)
def _lists_ending(text: str, head: str) -> Sequence[Members]:
    lists = [tuple(before["list"].split("、")) for before, _ in _around("list_end", head, text)]
    # 建设一批、提升一批: each carries the head, which is a list like any other.
    return [items for items in lists if not any(head in item for item in items)]


def _paragraph(stretch: str) -> str:
    """Return the rest of a paragraph, with the next one behind a heading."""
    end = stretch.find("\n")
    if 0 <= end < _SHORT_LINE:
        behind = len(stretch) - len(stretch[end:].lstrip())
        end = stretch.find("\n", behind)
    return stretch if end < 0 else stretch[:end]


def _so_many(number: int, name: str, key: str, stretch: str) -> Members | None:
    """Return the items of a pattern if they are as many as the numeral says."""
    items = _found(name, key, stretch)
    return items if len(items) == number else None


def _found(name: str, key: str, stretch: str) -> Members:
    """Return the items of a pattern without the verbs in front; where all share some verbs, without those."""
    places = _around(name, key, stretch)
    pairs = list(
        dict.fromkeys((before["lead"] or "", before["front"] + key + behind["back"]) for before, behind in places)
    )
    pairs = [(lead, item) for lead, item in pairs if _is_item(item)]
    shared = shared_start([lead for lead, _ in pairs]) if pairs else 0
    return tuple(dict.fromkeys(lead[shared:] + item if shared else item for lead, item in pairs))


def _is_item(words: str) -> bool:
    return rules.table_pattern("heads", "no_item").search(words) is None


def _around(name: str, key: str, stretch: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield what stands before and behind each `key` that is where the rule `name` has it, none inside another."""
    before, behind = _surroundings(name)
    free = 0
    at = stretch.find(key)
    while at >= 0:
        back = behind.match(stretch, at + len(key))
        front = before.search(stretch, max(free, at - _FARTHEST), at) if back is not None else None
        if front is not None and back is not None:
            yield front, back
            free = back.end()
        at = stretch.find(key, max(free, at + 1))


@cache
def _surroundings(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a rule, none with a key in it: compiling takes longer than looking through a speech."""
    rule = rules.table_rule("heads", name)
    return rules.pattern(rf"(?:{rule['before']})\Z"), rules.pattern(rule["behind"])
