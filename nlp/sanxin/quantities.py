"""Finding quantities: takes the text and its times, gives every number with its unit and comparator (annotation §1).

Finding only: what a number measures, and whether it is promised, is judged in `targets`. The grammar is data, read by
`quantities_grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sanxin.numerals import parse_numeral
from sanxin.quantities_grammar import Grammar, Refusal, Rule, Unit, grammar, lenient_grammar
from sanxin.records import Comparator, Period

_BARE_SCALES = frozenset("十百千万亿萬億")
#: A round number from here on that names no unit is a sum of money: 产值突破百亿.
_GREAT_SUM = 10**10
_HALF = Decimal("0.5")
_MYRIADS = frozenset("万亿萬億")
_ENDS = frozenset('，。、；：！？,;!?)）”"’】\n \u3000的和及与等以')
#: What may stand between the parts of a quantity, but never ends it.
_BLANKS = frozenset(" \n\u3000\xa0\u2009\u200b\u200c\u200d\ufeff")
#: What a round number of two characters measures by itself: 百万吨, 千万千瓦.
_MATERIAL = frozenset(("mass", "volume", "area", "length", "power", "energy"))
#: What is measured so is never a count of the speaker's own list, an article or a name.
_NEVER_REFUSED = frozenset(("rank", "multiple", "ratio", "event", "percent", "percentage_point"))
_ROUGHLY = frozenset("来把")
_DASHES = frozenset("—–－-―~～〜")
#: Two values of one list stand no further apart.
_JOINT = 3
#: How far left of a number a rule may look.
_LEFT = 24
#: How far right of its start the character may stand on which a rule turns.
_REACH = 40


class Measure(NamedTuple):
    """A quantity found but not yet judged. `number` is where its numeral begins, after any comparator."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    dimension: str
    comparator: Comparator
    rule: str
    number: int


def find_quantities(text: str, times: Sequence[Period] = ()) -> list[Measure]:
    """Return every quantity of `text` in order, none overlapping another or one of `times`.

    `新签约亿元以上项目至少80个` gives 亿元以上 (1e8 元, ge) and 至少80个 (80 个, ge).
    """
    rules = grammar()
    blocked = iter([*((period.start, period.end) for period in times), (len(text), len(text))])
    limit, blocked_to = next(blocked)
    marks = [*(mark.start() for mark in rules.marks.finditer(text)), len(text) + _REACH]
    mark = 0
    found: list[Measure] = []
    cursor = free = behind = 0  # `behind`: where the quantity before ends
    for gate in _gates(text, rules):
        at = gate.start()
        while limit <= at:
            free = blocked_to
            limit, blocked_to = next(blocked)
        if at < cursor or at < free:
            continue
        while marks[mark] < at:
            mark += 1
        marked = marks[mark] < at + _REACH
        measure = _read(text, at, rules, limit, marked)
        if measure is not None and behind and 0 < measure.start - behind <= _JOINT:
            measure = _joined(text, found, measure, rules)
        if measure is not None and measure.start >= cursor:
            found.append(measure)
            cursor = behind = measure.end
        elif gate.lastgroup == "han":
            cursor = gate.end() if measure is None and gate.end() - at > 1 else cursor
        elif gate.lastgroup in ("digit", "ordinal"):
            cursor = gate.end()
    return found


def _gates(text: str, rules: Grammar) -> Iterator[re.Match[str]]:
    """Yield every place where a quantity may begin: those of the gate, tried only where its characters stand."""
    gate = rules.gate.match
    for run in rules.gate_characters.finditer(text):
        at, end = run.span()
        while at < end:
            found = gate(text, at)
            if found is not None:
                yield found
            at = found.end() if found is not None else at + 1


def read_whole(text: str) -> Measure | None:
    """Return the whole of `text` as one quantity, None if it is not just that: `不低于3.5%` → 3.5 %, ge."""
    rules = lenient_grammar()
    if text[:1] in rules.signs:
        measure = read_whole(text[1:])
        return _negative(measure._replace(start=0, end=len(text), number=0)) if measure and measure.low > 0 else None
    for at in range(min(len(text), rules.longest_before + 2)):
        if _before(text, at, rules)[0] != 0:
            continue
        for rule in rules.rules.get(text[at], rules.rules["han"]):
            match = rule.pattern.fullmatch(text, at)
            measure = _READERS[rule.id](match, text, rules, rule) if match else None
            if measure is not None and measure.start == 0 and measure.end == len(text):
                return measure
    return None


def _joined(text: str, found: list[Measure], measure: Measure, rules: Grammar) -> Measure:
    """The measure with what the one before it, in the same list, says for both; that one gets its share too.

    不低于85%和60%, 分别突破3亿元和20亿元: the first one's comparator. 分别增长7%和8%左右: the last one's.
    0.7个和0.4个百分点: the last one's unit.
    """
    before = found[-1]
    if text[before.end : measure.start].strip() not in rules.joints:
        return measure
    if before.unit == "个" and measure.unit == "百分点":
        before = found[-1] = before._replace(unit=measure.unit, dimension=measure.dimension)
    if before.unit != measure.unit:
        return measure
    dealt = rules.dealt in text[max(0, before.start - _LEFT) : before.start]
    if measure.comparator is not Comparator.EQ:
        if dealt and measure.comparator is not Comparator.RANGE:
            _bound_all(text, found, measure, rules)
    elif before.comparator is not Comparator.RANGE and (dealt or before.number > before.start):
        return measure._replace(comparator=before.comparator)
    return measure


def _bound_all(text: str, found: list[Measure], last: Measure, rules: Grammar) -> None:
    """分别达到95%、85%和80%以上: what is said of the last holds for all of the list."""
    behind = last
    for index in range(len(found) - 1, -1, -1):
        measure = found[index]
        joined = text[measure.end : behind.start].strip() in rules.joints and measure.unit == last.unit
        if not joined or measure.comparator is not Comparator.EQ:
            break
        behind = found[index] = measure._replace(comparator=last.comparator)


def _read(text: str, at: int, rules: Grammar, limit: int, marked: bool) -> Measure | None:
    """Return the quantity whose numeral begins at `at`, by the first rule that reads it; `marked`: see `Rule`."""
    tried = rules.rules if marked else rules.unmarked
    for rule in tried.get(text[at], tried["han"]):
        if rule.led_by and text.find(rule.led_by, at - _LEFT if at > _LEFT else 0, at) < 0:
            continue
        match = rule.pattern.match(text, at, limit)
        if match is None or (rule.left is not None and rule.left.search(text, max(0, at - _LEFT), at) is None):
            continue
        measure = _READERS[rule.id](match, text, rules, rule)
        if measure is None or (rules.refusals and measure.dimension not in _NEVER_REFUSED and _refused(text, measure)):
            continue
        signed = measure.start > 0 and text[measure.start - 1] in rules.signs
        return _signed(text, measure, rules) if signed else measure
    return None


def _signed(text: str, measure: Measure, rules: Grammar) -> Measure:
    """The measure, less than nothing if the dash before it is a sign."""
    sign = measure.start - 1
    if not rules.sign_left.search(text, max(0, sign - _LEFT), sign):
        return measure
    return _negative(measure._replace(start=sign, number=sign))


def _negative(measure: Measure) -> Measure:
    return measure._replace(low=-measure.high, high=-measure.low)


def _refused(text: str, measure: Measure) -> bool:
    left = text[max(0, measure.start - _LEFT) : measure.start]
    near = text[max(0, measure.number - 2) : measure.number]
    right = text[measure.end : measure.end + 8]
    for rule in _refusing(text[measure.number : measure.end]):
        if (rule.right is None or rule.right.match(right) is not None) and (
            rule.left is None
            or rule.left.search(left) is not None
            or (near != left[-2:] and rule.left.search(near) is not None)
        ):
            return True
    return False


@lru_cache(maxsize=1 << 14)  # 一个, 两项, 10个: most numbers come again
def _refusing(number: str) -> tuple[Refusal, ...]:
    """Return the refusals that such a number can fall under."""
    return tuple(
        rule for rule in grammar().refusals if rule.number is None or rule.number.fullmatch(number) is not None
    )


def _make(
    match: re.Match[str],
    text: str,
    rules: Grammar,
    rule: Rule,
    values: tuple[Decimal | float, Decimal | float],
    unit: str,
    dimension: str,
) -> Measure:
    """Put a measure together: the span with the comparator before it, and the comparator that holds."""
    number, end = match.span()
    start, comparator = _before(text, number, rules)
    if rule.range_group and match[rule.range_group]:
        comparator = Comparator.RANGE
    elif comparator is None:
        comparator = _comparator(text, start, match, rules, rule)
    while text[end - 1] in _BLANKS:
        end -= 1
    low = float(values[0])
    high = low if values[0] is values[1] else float(values[1])
    # every quantity of an archive passes here, and the constructor of a NamedTuple costs twice as much
    return tuple.__new__(Measure, (start, end, low, high, unit, dimension, comparator, rule.id, number))


def _before(text: str, at: int, rules: Grammar) -> tuple[int, Comparator | None]:
    """Return where the quantity begins, with the comparator word before the number if one stands there."""
    stop = at - 1 if at and text[at - 1] in " \u3000" else at
    if not stop or text[stop - 1] not in rules.before_ends:
        return at, None
    for length in range(rules.longest_before, 0, -1):
        word = text[max(0, stop - length) : stop]
        bound = rules.before.get(word) if len(word) == length else None
        if bound is None:
            continue
        if bound.needs_scale and text[at] not in _BARE_SCALES:
            continue
        if stop - length > 0 and text[stop - length - 1] in bound.unless:
            continue
        return stop - length, bound.comparator
    return at, None


def _bound(text: str, match: re.Match[str], rules: Grammar) -> bool:
    """Does a comparator word stand before the number?"""
    return _before(text, match.start(), rules)[1] is not None


def _led(text: str, at: int, rules: Grammar) -> bool:
    """Does a word stand before the number that makes it count without a unit (达到60)?"""
    return text.endswith(rules.bare_left, 0, at - (text[at - 1 : at] in " \u3000"))


def _comparator(text: str, start: int, match: re.Match[str], rules: Grammar, rule: Rule) -> Comparator:
    """How the value bounds what it measures, by the words behind the number, else by the verb before it."""
    if match.lastgroup == "after":
        return rules.after[match["after"]]
    if not rules.more.isdisjoint(match[0]):
        for more in match.group(0, 0, *rule.more_groups)[2:]:
            if more:
                return Comparator.APPROX if more in _ROUGHLY else Comparator.GT
    left = text[start - 14 if start > 14 else 0 : start]
    verb = None if rules.verb_starts.isdisjoint(left) else rules.verbs.search(left)
    return rules.verb_comparators[verb[1] or verb[2]] if verb else Comparator.EQ


# --- readers: one a rule, each gives the values of a match or None -------------------------------------------------


def _zero(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    return Measure(match.start(), match.end(), 0.0, 0.0, "", "event", Comparator.GT, rule.id, match.start())


def _fold(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    times = parse_numeral(match["n1"]) if match["n1"] else Decimal(1)
    value = Decimal(2) ** (times or 1)
    return _make(match, text, rules, rule, (value, value), "倍", "multiple")


def _fraction(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    whole, part = parse_numeral(match["n1"]), parse_numeral(match["n2"])
    if not whole or part is None:
        return None
    upper = parse_numeral(match["n3"]) if match["n3"] else part
    low, high = (_share(value, whole) for value in (part, upper if upper is not None else part))
    return _make(match, text, rules, rule, (low, high), "%", "percent")


def _slash_fraction(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    part, whole = parse_numeral(match["n2"]), parse_numeral(match["n1"])
    if not whole or part is None or part >= whole:
        return None
    share = _share(part, whole)
    return _make(match, text, rules, rule, (share, share), "%", "percent")


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """Return percent: 三分之二 → 66.67, and exactly what 百分之, 千分之 and 万分之 say."""
    percent = part * 100 / whole
    return percent if set(str(int(whole))) <= set("10") else round(percent, 2)


def _half(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    found = _make(match, text, rules, rule, (Decimal(50), Decimal(50)), "%", "percent")
    return found._replace(comparator=Comparator.GT) if match[0].startswith("过") else found


def _spoken_money(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    value = parse_numeral(match["n1"])
    if value is None:
        return None
    return _make(match, text, rules, rule, (value * 10**8, value * 10**8), "元", "money")


def _between_digits(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    low, high = parse_numeral(match["n1"]), parse_numeral(match["n2"])
    unit = rules.units[match["unit"]]
    apart = 1 if match["dash"] else 2
    if low is None or high is None or not low < high <= low + apart or unit.strength == "weak":
        return None
    scale = _scale(match["m1"]) * unit.factor
    found = _make(match, text, rules, rule, (low * scale, high * scale), unit.name, unit.dimension)
    return found._replace(comparator=Comparator.RANGE) if found else None


def _bare_han(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    value = parse_numeral(match["n1"].replace(match["x1"] or " ", ""))
    # 上千万农户, but not 亿万人民
    if value is None or (set(match["n1"]) <= _BARE_SCALES - {"十"} and not _bound(text, match, rules)):
        return None
    great = set(match["n1"]) <= _BARE_SCALES and value >= _GREAT_SUM
    unit, dimension = ("元", "money") if great else ("", "count")
    return _make(match, text, rules, rule, (value, value), unit, dimension)


def _numberless(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    value = parse_numeral("一" + match["n1"])
    if value is None:
        return None
    return _make(match, text, rules, rule, (value, value), "", "count")._replace(comparator=Comparator.APPROX)


def _single(unit: str, dimension: str, parts: int = 1) -> Callable[[re.Match[str], str, Grammar, Rule], Measure | None]:
    """Return the reader of a number whose unit the rule itself says, each worth one of so many `parts` of it."""

    def read(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
        value = parse_numeral(match["n1"])
        if value is None:
            return None
        return _make(match, text, rules, rule, (value / parts, value / parts), unit, dimension)

    return read


def _listed(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    value = parse_numeral(match["n1"])
    unit = rules.units[match["unit"]]
    if value is None or unit.strength == "weak":
        return None
    value = value * _scale(match["m1"] or match["m2"]) * unit.factor
    return _make(match, text, rules, rule, (value, value), unit.name, unit.dimension)


def _share_front(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    value = parse_numeral(match["n1"])
    if value is None:
        return None
    value *= rules.units[match["unit"]].factor
    return _make(match, text, rules, rule, (value, value), "%", "percent")._replace(comparator=Comparator.LE)


def _past_scale(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    value = parse_numeral("一" + match["n1"])
    if value is None:
        return None
    unit, dimension = ("元", "money") if value >= _GREAT_SUM else ("", "count")
    return _make(match, text, rules, rule, (value, value), unit, dimension)._replace(comparator=Comparator.GT)


def _tenths(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    value = parse_numeral(match["n1"]) if match["n1"] else Decimal("0.5")
    rest = parse_numeral(match["n2"]) if match["n2"] else Decimal(5 if match["half"] else 0)
    if value is None or rest is None:
        return None
    value = value * 10 + rest
    return _make(match, text, rules, rule, (value, value), "%", "percent")


def _rank(comparator: Comparator) -> Callable[[re.Match[str], str, Grammar, Rule], Measure | None]:
    def read(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
        place = parse_numeral(match["n1"])
        if place is None:
            return None
        return Measure(
            match.start(), match.end(), float(place), float(place), "名", "rank", comparator, rule.id, match.start()
        )

    return read


def _ratio(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    left, right = parse_numeral(match["n1"]), parse_numeral(match["n2"])
    if left is None or not right:
        return None
    value = round(left / right, 4)
    return _make(match, text, rules, rule, (value, value), "", "ratio")


def _product(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    many, each = parse_numeral(match["n1"]), parse_numeral(match["n2"] + (match["m2"] or ""))
    unit = rules.units[match["unit"]]
    if many is None or each is None or unit.strength != "strong":
        return None
    value = many * each * unit.factor
    return _make(match, text, rules, rule, (value, value), unit.name, unit.dimension)


def _measure(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    unit = rules.units[match["unit"]]
    more = match.lastgroup != "unit"  # something follows the unit
    values = _values(match, text, rules, unit, half=more and bool(match["half"]))
    plain = unit.strength != "weak" and match[0][0].isdecimal()
    if values is None or not (plain or _counts(match, text, unit, rules)):
        return None
    name, dimension = unit.name, unit.dimension
    if name == "人" and not match["crowd"] and text.startswith("口", match.end()):
        return None  # 13亿人口 counts 人口, not 人; read by the rule `bare`
    if more:
        name += match["or"] or ""
        if match["per"]:
            name, dimension = match["unit"] + match["per"], "ratio"
    return _make(match, text, rules, rule, values, name, dimension)


def _values(
    match: re.Match[str], text: str, rules: Grammar, unit: Unit | None = None, *, half: bool = False
) -> tuple[float, float] | None:
    """Return low and high of a number or range in its unit; `half`: 两米半."""
    numeral, more, multiplier, dash = match.group("n1", "x1", "m1", "dash")
    if not dash:
        return _single_values(numeral, more, multiplier, unit, half)
    if dash[0] not in _DASHES and rules.from_words.search(text[max(0, match.start() - 2) : match.start()]):
        return None  # 从5%到6% is two values
    values = _range_values(numeral, multiplier, *match.group("n2", "m2"))
    return values and (_in_unit(values[0], unit, half), _in_unit(values[1], unit, half))


def _in_unit(value: Decimal, unit: Unit | None, half: bool) -> float:
    value = value + _HALF if half else value
    return float(value if unit is None else value * unit.factor)


@lru_cache(maxsize=4096)
def _single_values(
    numeral: str, more: str | None, multiplier: str | None, unit: Unit | None, half: bool
) -> tuple[float, float] | None:
    """Return twice what a numeral with its multiplier is worth; behind 多 it is the last part's (一亿一千多万)."""
    if more and multiplier and "亿" in numeral:
        value = parse_numeral(numeral + multiplier)
    else:
        value = parse_numeral(numeral)
        value = value if value is None or not multiplier else value * _scale(multiplier)
    return None if value is None else (_in_unit(value, unit, half),) * 2


def _range_values(
    low: str, multiplier: str | None, high: str, upper_multiplier: str | None
) -> tuple[Decimal, Decimal] | None:
    """Return the ends of a range; the multiplier written once holds for both (3000-5000万元)."""
    first, second = parse_numeral(low), parse_numeral(high)
    if first is None or second is None:
        return None
    scale, upper = _scale(multiplier), _scale(upper_multiplier)
    written = _written_scale(high)
    shared = written if _written_scale(low) == 1 else _written_scale(high, _MYRIADS)
    if scale == 1 and shared > 1 and first < second / shared and not _MYRIADS & set(low):
        scale = shared  # 五到八万, 四百至五百亿
    elif scale == 1 and first < second:
        scale = upper
    elif upper == 1 and not upper_multiplier and first * scale > second:
        upper = scale if first < second else Decimal(1)
    return (first * scale, second * upper) if first * scale <= second * upper else None


def _written_scale(numeral: str, scales: Set[str] = frozenset("百千万亿")) -> Decimal:
    """Return what the scales at the end of a Chinese numeral multiply by: 八万 → 10000, 十五 → 1."""
    value = Decimal(1)
    for character in reversed(numeral):
        if character not in scales:
            break
        value *= _scale(character)
    return value


def _scale(multiplier: str | None) -> Decimal:
    value = Decimal(1)
    for character in multiplier or "":
        value *= parse_numeral("一" + character) or 1
    return value


def _counts(match: re.Match[str], text: str, unit: Unit, rules: Grammar) -> bool:
    """Does a weak unit, or any unit behind a Chinese numeral, measure something here?"""
    arabic = match[0][0].isdecimal()
    bounded = any(match.group("after", "level", "x1", "per")) or _bound(text, match, rules)
    if not arabic and set(match["n1"]) <= _BARE_SCALES and match["n1"][0] != "十":
        # 万元生产总值能耗, 千家万户: a bare scale counts only beside a comparator or before what it grades
        if unit.dimension == "money":
            return bounded or _led(text, match.start(), rules) or rules.graded.match(text, match.end()) is not None
        return bounded or (unit.dimension in _MATERIAL and len(match["n1"]) > 1)  # 百万吨乙烯, but 万亩茶园
    if unit.strength == "weak":
        follows = text[match.end() : match.end() + 1]
        return arabic and (bounded or not follows or follows in _ENDS)
    return True


def _level(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    """千亿级产业: what it grades is output, in 元."""
    value = parse_numeral(match["n1"] + (match.groupdict().get("m1") or ""))
    if value is None or value < 10**8:
        return None
    return _make(match, text, rules, rule, (value, value), "元", "money")


def _bare(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    scaled = bool(match["m1"]) and match["m1"][-1] in "万亿"
    if not scaled and not (_led(text, match.start(), rules) and rules.bare_right.match(text, match.end())):
        return None
    return _whole(match, text, rules, rule)


def _whole(match: re.Match[str], text: str, rules: Grammar, rule: Rule) -> Measure | None:
    values = _values(match, text, rules)
    return None if values is None else _make(match, text, rules, rule, values, "", "count")


_READERS: Mapping[str, Callable[[re.Match[str], str, Grammar, Rule], Measure | None]] = {
    "zero": _zero,
    "fold": _fold,
    "fraction": _fraction,
    "slash-fraction": _slash_fraction,
    "half": _half,
    "tenths": _tenths,
    "rank-ordinal": _rank(Comparator.EQ),
    "rank-bare": _rank(Comparator.EQ),
    "rank-front": _rank(Comparator.LE),
    "rank-front-bare": _rank(Comparator.LE),
    "rank-strong": _rank(Comparator.LE),
    "rank-shift": _rank(Comparator.EQ),
    "ratio": _ratio,
    "product": _product,
    "measure": _measure,
    "level": _level,
    "spoken-money": _spoken_money,
    "between-digits": _between_digits,
    "bare-han": _bare_han,
    "numberless": _numberless,
    "graded": _level,
    "years": _single("年", "duration"),
    "great-things": _single("", "count"),
    "per-100000": _single("%", "percent", parts=1000),
    "listed": _listed,
    "share-front": _share_front,
    "past-scale": _past_scale,
    "bare": _bare,
    "whole": _whole,
}
