"""Abbreviation → the items it stands for, as this document writes them: brackets, 即…, lists, headings, series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from sanxin.numerals import parse_numeral
from sanxin.slogans import glossary, heads, rules, series
from sanxin.slogans.lists import (
    CLOSE,
    LONGEST_ITEM,
    MOST_PLAIN,
    OPEN,
    QUOTES,
    Members,
    after_lead,
    clean,
    is_verb,
    split_list,
    split_outside_brackets,
    split_plain,
    table,
    tidied,
    unless_empty,
    without_launch,
    without_tail,
    without_verb,
)
from sanxin.slogans.spelled import far_list, run_together, words_in_a_row
from sanxin.slogans.units import Mention, Unit, value_of

_CODE_NUMBER = re.compile("[0-9]+")
_CLAUSE_ENDS = re.compile("[，,。；;：:\n！？]")
_BACK, _LONGEST_JOINT = 260, 24
_JUST_BEFORE, _NEAR = 16, 500
_PAIR = 2
_MOST_UNEVEN = 3
_LONGEST_VERB = 5
#: Two items may hold lists of their own: `产业兴、百姓富和生态美、环境优“双目标”`.
_MOST_MARKS_OF_TWO = 6
#: An abbreviation is explained where it is first used, not at its tenth mention.
_MENTIONS = 8


def decode(text: str, name: str, mentions: Sequence[Mention], units: Sequence[Unit]) -> Members | None:
    """Return the items that the abbreviation `name` stands for, or None if the document does not say.

    `“三台”（站台、柜台、灶台）` → the three; `“双核”，即东城和西城` → 东城, 西城; `路长、河长、林长“三长”` →
    the three before it; `三个转变：一是…；二是…；三是…` → the numbered items; and for 三强 a list near it whose
    three items all hold 强.
    """
    known = rules.formulations().get(name)
    told = _straight(text, mentions, units) or _from_glossary(text, name, mentions, units)
    if told:
        return told
    if not units:
        return _decode_code(text, name, mentions) or _thousands(text, name, mentions)
    if items := _listed(text, mentions, units, known):
        return items
    if table("one_body").fullmatch(name) and (items := _one_body(text, mentions, units[0])):
        return items
    if known and known.bare:
        return _first(heads.known_heads(text, mention.end, known.members or ()) for mention in mentions[:_MENTIONS])
    return _loose(text, mentions, units[0]) if len(units) == 1 else _grouped(text, mentions, units)


def _listed(
    text: str, mentions: Sequence[Mention], units: Sequence[Unit], known: rules.Formulation | None
) -> Members | None:
    """Return the items of a list beside a mention."""
    famous = known is not None and known.bare and known.members is None
    head = units[0].head if len(units) == 1 else ""
    for number in _counts(units):
        for reader in (_in_bracket, _announced, series.numbered, _before):
            if reader is _before and number == _PAIR and famous:
                # What everyone knows is seldom explained by a mere neighbour: 拉近邻邦、共建“一带一路”国家距离.
                reader = _opposites_before
            for mention in mentions[:_MENTIONS]:
                items = reader(text, mention, number)
                if items and head and reader is _in_bracket:
                    items = tuple(_without_head(items, head))
                if items and head and reader is series.numbered:
                    items = series.named(items, head)
                items = _as_known(items, known) if items and known is not None else items
                if items:
                    return items
    return None


def _grouped(text: str, mentions: Sequence[Mention], units: Sequence[Unit]) -> Members | None:
    return _first(heads.groups(text, mention.end, units) for mention in mentions[:_MENTIONS])


def _first(ways: Iterable[Members | None]) -> Members | None:
    return next(filter(None, ways), None)


def _loose(text: str, mentions: Sequence[Mention], unit: Unit) -> Members | None:
    """Return the items of an abbreviation that no list explains in so many words."""
    for mention in mentions[:_MENTIONS]:
        items = (
            _just_before(text, mention, unit)
            or heads.ordinal_parts(text, mention.end, unit.number, unit.head)
            or heads.one_each(text, mention.end, unit.number, unit.head)
            or heads.begun(text, mention.end, unit.number, unit.head)
            or heads.risen(text, mention.start, mention.end, mention.sentence, unit.number, unit.head)
            or heads.clauses_in_a_row(text, mention.start, mention.end, unit.number, unit.head)
        )
        if items:
            return unless_empty([clean(item) for item in items])
    return _sharing(text, mentions, unit)


def _one_body(text: str, mentions: Sequence[Mention], unit: Unit) -> Members | None:
    """Return what 三位一体 makes one where it stands right before without marks: 事业产业文化“三位一体”."""
    return _first(_just_before(text, mention, unit) for mention in mentions[:_MENTIONS])


def _just_before(text: str, mention: Mention, unit: Unit) -> Members | None:
    before = text[max(mention.sentence.start, mention.start - _JUST_BEFORE) : mention.start].rstrip(QUOTES)
    return run_together(before, unit.number, unit.surface[1:])


def _thousands(text: str, name: str, mentions: Sequence[Mention]) -> Members | None:
    """Return the items of 四千行动, which is no number of thousands: four, each 千…行动."""
    match = table("thousands").fullmatch(name)
    return _loose(text, mentions, Unit(value_of(match["number"]), match["head"], name)) if match else None


def _straight(text: str, mentions: Sequence[Mention], units: Sequence[Unit]) -> Members | None:
    """Return the items that 即 right behind a mention gives, wherever it stands: “三级”即省、市、县，“三类”即…."""
    for mention in mentions:
        if table("straight").match(text, mention.end):
            for number in _counts(units):
                items = _announced(text, mention, number)
                if items:
                    return items
    return None


def _from_glossary(text: str, name: str, mentions: Sequence[Mention], units: Sequence[Unit]) -> Members | None:
    """Return the items of the glossary entry on `name`, if there is one."""
    for mention in reversed(mentions):
        body = glossary.entry(text, mention.start, mention.end)
        told = _from_entry(body, name, units) if body is not None else None
        if told:
            return told
    return None


def _from_entry(body: str, name: str, units: Sequence[Unit]) -> Members | None:
    if not units:
        code = glossary.digits(body, name) if name.isdecimal() else glossary.sum_code(body, name, split_list)
        if code is None:
            return None
        code = glossary.without_lead([table("item_end").sub("", item) for item in code])
        return tidied([after_lead(code), *code[1:]])
    groups = glossary.groups(body, [unit.number for unit in units], split_plain)
    if groups:
        return tuple(item for group in groups for item in _group(group)) or None
    for number in _counts(units):
        for items in glossary.lists(body, number, (split_plain, split_list)):
            first, *rest = glossary.without_lead(items)
            # 金沙江、雅砻江、大渡河|三江水电基地: the name itself ends the list.
            rest[-1] = clean(rest[-1]).partition(name)[0] or rest[-1]
            found: Sequence[str] = [after_lead([first, *rest]), *rest]
            found = _without_head(found, units[-1].head) if len(units) == 1 else found
            tidy = tidied(_trimmed(found, units[0].head))
            if tidy:
                return tidy
    return None


def _group(items: Sequence[str]) -> Sequence[str]:
    tidy = tidied([after_lead(items), *items[1:]])
    verb = table("any_verb").match(tidy[0]) if tidy else None
    return [tidy[0][verb.end() :] or tidy[0], *tidy[1:]] if tidy and verb else tidy or ()


def _without_head(items: Sequence[str], head: str) -> Sequence[str]:
    """Cut the head that only the last item carries, for all of them: 饮净水、控噪声、强体魄|专项行动."""
    tail = head[-2:] if len(head) > 1 else ""
    if not tail or any(item.endswith(tail) for item in items[:-1]) or not items[-1].endswith(tail):
        return items
    last = items[-1].removesuffix(head).removesuffix(tail).removesuffix(rules.table_text("members", "of"))
    usual = max(len(clean(item)) for item in items[:-1])
    return [*items[:-1], last[:usual] if len(clean(last)) == usual + len(tail) else last]


def _trimmed(items: Sequence[str], head: str) -> Sequence[str]:
    """Cut what is not of the list where all items begin with the head: 慢性病|早预防、早发现、早诊治|工程."""
    key = head[:1]
    rest = [item if item.startswith(key) else without_verb(item) for item in items[1:]]
    if any(item[:1] != key for item in rest) or key not in items[0]:
        return items
    first = items[0][items[0].rindex(key) :]
    if len(items) < MOST_PLAIN:
        # Verbs before both show that the head begins what they govern: 实施千项合作、开展千名人才交流.
        return items if rest == items[1:] else [first, *rest]
    sizes = {len(item) for item in rest[:-1]}
    return [first, *rest[:-1], rest[-1][: sizes.pop()] if len(sizes) == 1 else rest[-1]]


def _decode_code(text: str, name: str, mentions: Sequence[Mention]) -> Members | None:
    """Return the items behind a formulation without heads: “3515”，即3个…、5家…、15户…; “十百千”; “2+3”（…）.

    Digits and numerals must come back in the items, so that the list is told from its neighbours.
    """
    numbers = _CODE_NUMBER.findall(name)
    total = sum(int(number) for number in numbers) if "+" in name and "N" not in name else 0
    for mention in mentions[:_MENTIONS]:
        for reader in (_in_bracket, _announced):
            for number in [total] if total else range(2, 7):
                items = reader(text, mention, number)
                if items and (total or _spells(name, items)):
                    return items
    return None


def _spells(name: str, items: Members) -> bool:
    """Tell whether the numbers of the items make up a code; a name without numbers needs an item a character."""
    digits = "".join("".join(_CODE_NUMBER.findall(item)[:1]) for item in items)
    code = _CODE_NUMBER.match(name)
    if code:
        return digits == code[0]
    if name[0] in rules.words("numeral"):
        values = [parse_numeral(character) for character in name if character in rules.words("numeral")]
        return digits in ("", "".join(str(value) for value in values))
    return len(items) == len(name)


def _counts(units: Sequence[Unit]) -> list[int]:
    """Return how many items may explain an abbreviation: all its numerals together, or each (一岗双责: three, two)."""
    return [n for n in dict.fromkeys([sum(unit.number for unit in units), *(unit.number for unit in units)]) if n > 1]


def _as_known(items: Members, known: rules.Formulation) -> Members | None:
    """Return the items of a formulation everyone knows if they are like its known members, cut to them: 农民|问题."""
    if known.members is None:
        return items
    cut = []
    for item in items:
        like = [way for ways in known.members for way in ways if way in item or item in way]
        if not like:
            # The national 新三样 are not the province's: its own list counts where it is too long for chance.
            return items if len(items) >= MOST_PLAIN and len(known.members) == len(items) else None
        cut.append(like[0] if like[0] in item else item)
    return tuple(cut) if len(set(cut)) == len(cut) else None


def decode_beside(text: str, mention: Mention, number: int) -> Members | None:
    """Return the items of the bracket behind an abbreviation, or of the list before it."""
    if text[mention.end : mention.end + 1] in OPEN:
        return _in_bracket(text, mention, number)
    return _before(text, mention, number)


def decode_pair(text: str, mention: Mention, head: str) -> Members | None:
    """Return the two that stand before 双提升: 入园率和就业率, 存量增量."""
    return _before(text, mention, _PAIR) or _just_before(
        text, mention, Unit(_PAIR, head, text[mention.start : mention.end])
    )


# --- lists ----------------------------------------


def decode_counted(text: str, mention: Mention, number: int) -> Members | None:
    """Return the items of the list before or behind a number of things: 环保、安全这两条红线, 讲三句话：A，B，C."""
    if number < 2:
        return None
    behind = text[mention.end : mention.end + 1]
    if behind and behind in "：:。，,（(":
        items = _in_bracket(text, mention, number) or series.numbered(text, mention, number)
        return items or (_announced(text, mention, number) if behind in "：:" else _before(text, mention, number))
    return _before(text, mention, number)


# --- readers ----------------------------------------


def _in_bracket(text: str, mention: Mention, number: int) -> Members | None:
    match = table("bracket").match(text, mention.end, mention.end + 340)
    items = split_list(match["list"], number) if match else None
    return tidied(items) if items else None


def _announced(text: str, mention: Mention, number: int) -> Members | None:
    """“六好”，即A、B、C…: the list up to the end of its clause, else of its sentence."""
    match = table("announced").match(text, mention.end, max(mention.sentence.end, mention.end))
    if match is None:
        return None
    # 金沙江、大渡河|“两江”水电基地: the name itself ends the list.
    words = match["list"].partition(text[mention.start : mention.end])[0]
    if series.any_first().match(words):
        return None
    if "、" not in words and "；" not in words and len(words) > 2 * LONGEST_ITEM:
        return None
    stops = [at for at in (words.find("，"), words.find(","), words.find("；"), len(words)) if at > 0]
    for stop in sorted(set(stops)):
        items = split_list(table("list_tail").sub("", words[:stop]), number)
        if items:
            return tidied(items)
    return None


def _opposites_before(text: str, mention: Mention, number: int) -> Members | None:
    """国内国外“两个市场”: the two opposites right before a pair."""
    return _twins(_last_clause(_words_before(text, mention))) if number == _PAIR else None


def _words_before(text: str, mention: Mention) -> str:
    start = max(mention.sentence.start, mention.start - _BACK)
    words = text[start : mention.start]
    words = words[max(map(words.rfind, "；;\n")) + 1 :].rstrip(QUOTES + " ")
    return table("other_count").sub("", words)


def _before(text: str, mention: Mention, number: int) -> Members | None:
    """A、B、C“三X”: the list that ends where the abbreviation begins."""
    words = _words_before(text, mention)
    if number == _PAIR and (twins := _twins(_last_clause(words))):
        return twins
    if words[-1:] in rules.words("and") or words[-1:] == "、":
        # “甲、乙和‘三丙’”: the abbreviation is the last item of the list, not its sum.
        return None
    joint = table("joint").search(words, max(0, len(words) - _LONGEST_JOINT))
    words = words[: joint.start()] if joint else words
    clause = _last_clause(words)
    items = split_list(clause, number) if _may_hold(clause, number) else None
    if items is None:
        return None
    if len(clean(items[-1])) <= _LONGEST_VERB and is_verb(clean(items[-1])):
        return None
    items[-1] = without_tail(items)
    items[0] = after_lead([without_launch(items), *items[1:]])
    last = clean(items[-1])
    if _uneven(items[0], last) if number == _PAIR else _attribute(items, last):
        return None
    return tidied(items)


def _uneven(first: str, last: str) -> bool:
    """Tell whether two are no pair: 幼儿视力普查、妇女“两癌”; or three: 城镇低保、孤儿津贴和残疾人“两项补贴”."""
    three = split_list(last, _PAIR) is not None and split_list(first, _PAIR) is None
    return three or (len(first) > _MOST_UNEVEN * len(last) and first[-1:] != last[-1:])


def _attribute(items: Sequence[str], last: str) -> bool:
    """Tell whether the last is no item but says whose the abbreviation is: 水源保护、噪声防控和工业“三废”治理."""
    return len(last) <= MOST_PLAIN and 2 * len(last) <= min(len(clean(item)) for item in items[:-1])


def _may_hold(clause: str, number: int) -> bool:
    """Tell by its marks whether a clause can be a list of `number`, before it is taken apart."""
    marks = clause.count("、")
    most = _MOST_MARKS_OF_TWO if number == 2 or any(mark in clause for mark in OPEN) else number - 1
    return number - 2 <= marks <= max(most, number - 1)


def _twins(clause: str) -> Members | None:
    """国内国外“两个市场”: two opposites side by side."""
    pair = clause[-4:]
    return (pair[:2], pair[2:]) if pair in rules.words("opposites") else None


def _last_clause(words: str) -> str:
    """Return what follows the last comma outside brackets."""
    if not any(mark in words for mark in CLOSE):
        return words[max(words.rfind(mark) for mark in "，,：:") + 1 :]
    depth = 0
    for at in range(len(words) - 1, -1, -1):
        depth += (words[at] in CLOSE) - (words[at] in OPEN)
        if words[at] in "，,：:" and depth <= 0:
            return words[at + 1 :]
    return words


# --- items that share the head ----------------------------------------


def _sharing(text: str, mentions: Sequence[Mention], unit: Unit) -> Members | None:
    """三强: the list of three near a mention that all hold 强, else the three that 所谓“…” defines."""
    if unit.number < 2 or not unit.head:
        return None
    key = unit.head if len(unit.head) < 3 else unit.head[-2:]
    for mention in mentions[:_MENTIONS]:
        for items in _lists_near(text, mention, key, unit.number):
            if all(key in item for item in items):
                return _nouns(items, key)
        stretch = text[max(0, mention.start - _NEAR) : mention.end + _NEAR]
        if row := words_in_a_row(stretch, unit.number, key):
            return row
    for reader in (_defined, far_list, series.headed, heads.quoted_alike, heads.governed_list):
        found = reader(text, unit.number, key)
        if found:
            return found
    return None


def _lists_near(text: str, mention: Mention, key: str, number: int) -> Iterator[list[str]]:
    """Yield the lists of `number` items around a mention, the following ones first."""
    after = text[mention.end : mention.end + _NEAR]
    before = text[max(0, mention.start - _NEAR) : mention.start]
    for stretch in (after, before):
        if stretch.count(key) < number:
            continue
        for clause in _CLAUSE_ENDS.split(stretch):
            if clause.count(key) < number or clause.count("、") < number - 1:
                continue
            items = [clean(item) for item in split_outside_brackets(clause, "、")]
            if len(items) == number and items[0]:
                items = glossary.without_lead(items)
                items[0] = after_lead(items)
                yield [table("item_tail").sub("", item) for item in items]


def _nouns(items: Sequence[str], key: str) -> Members | None:
    """做强创新链、优化供应链 → 创新链, 供应链: every item begins with a verb and ends with the head."""
    if all(item.endswith(key) for item in items[:-1]):
        # 科技创新、产业焕新、城市更新|协同发力: what the list does is not its last item's.
        items = [*items[:-1], items[-1][: items[-1].rindex(key) + len(key)]]
    stripped = [without_verb(item) for item in items]
    ends = all(item.endswith(key) for item in items)
    changed = all(short != item for short, item in zip(stripped, items, strict=True))
    return unless_empty(stripped) if ends and changed else tidied(items)


def _defined(text: str, number: int, key: str) -> Members | None:
    """所谓“养新苗”，就是…所谓“种新田”，就是…: as many defined terms that hold the head as the numeral says."""
    terms = list(dict.fromkeys(term for term in _so_called().findall(text) if key in term))
    return tuple(terms) if len(terms) == number else None


@cache
def _so_called() -> re.Pattern[str]:
    return rules.table_pattern("members", "defined")
