"""By when, or during which period, a value holds: takes the times around a number, gives the last day (annotation §1).

Looked for in this order: a time in its clause, in its sentence, in the bracket that closes its item, one that opened an
earlier sentence of its paragraph, the line or heading above, and last what the document as a whole plans for or looks
back on (`horizon`). The words are models/rules/deadlines.toml. All looking back is bounded: cost is linear in the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sanxin import data
from sanxin.horizon import Horizon, horizon_of
from sanxin.layers import Layers
from sanxin.quantities import Measure
from sanxin.records import Comparator, DocumentDate, Period, SectionKind, Span, Status
from sanxin.times import looked_back

#: A time that begins so near the beginning of a sentence holds for the sentences after it.
_OPENING = 8
#: A day or a month that begins so near the beginning of a clause holds for the clauses after it.
_CLAUSE_OPENING = 4
#: How many lines up a line may stand that heads a list.
_LIST_LINES = 14
_LONG_LINE = 140
#: A line at least so long that ends without a stop was wrapped by the page: its sentence goes on in the next line.
_WRAPPED = 18
#: How far before a number a time may begin that is attached to it (二○三○年的).
_ATTACHED = 12
#: How far back, in characters, a sentence, a paragraph and a review's period are looked through.
_SENTENCE = 600
_PARAGRAPH = 2000
_MEMORY = 3000
#: How far behind a number the time may stand that closes its item.
_ITEM = 300
_PAID = ("money", "percent")
_BOUNDS = (Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT)


@dataclass(frozen=True, slots=True)
class DeadlineRules:
    """The section [deadline] of models/rules/deadlines.toml."""

    compared: re.Pattern[str]
    compared_after: re.Pattern[str]
    attributive: re.Pattern[str]
    of_year: re.Pattern[str]
    told: re.Pattern[str]
    base: re.Pattern[str]
    changes: re.Pattern[str]
    heads: re.Pattern[str]
    announces: re.Pattern[str]
    wraps: re.Pattern[str]
    named: re.Pattern[str]
    yearly: re.Pattern[str]
    standing: re.Pattern[str]
    always: re.Pattern[str]
    item_end: re.Pattern[str]
    beginning: re.Pattern[str]
    begins_with: re.Pattern[str]
    year_before: re.Pattern[str]
    five_years: re.Pattern[str]
    not_governing: frozenset[str]
    plan: frozenset[str]
    closing: frozenset[str]
    same_part: frozenset[str]
    counted_back: frozenset[str]
    ahead: frozenset[str]
    whole_year: frozenset[str]
    counted_until: frozenset[str]
    lasting: frozenset[str]


@cache
def deadline_rules() -> DeadlineRules:
    """Return the rules, compiled."""
    source = data.rules("deadlines")["deadline"]
    return DeadlineRules(
        compared=re.compile(source["compared"]),
        compared_after=re.compile(source["compared_after"]),
        attributive=re.compile(source["attributive"]),
        of_year=re.compile(source["of_year"]),
        told=re.compile(source["told"]),
        base=re.compile(source["from"]),
        changes=re.compile(source["changes"]),
        heads=re.compile(source["heads"]),
        announces=re.compile(source["announces"]),
        wraps=re.compile(source["wraps"]),
        named=re.compile(source["named"]),
        yearly=re.compile(source["yearly"]),
        standing=re.compile(source["standing"]),
        always=re.compile(source["always"]),
        item_end=re.compile(source["item_end"]),
        beginning=re.compile(source["beginning"]),
        begins_with=re.compile(source["begins_with"]),
        year_before=re.compile(source["year_before"]),
        five_years=re.compile(source["five_years"]),
        not_governing=frozenset(source["not_governing"]),
        plan=frozenset(source["plan"]),
        closing=frozenset(source["closing"]),
        same_part=frozenset(source["same_part"]),
        counted_back=frozenset(source["counted_back"]),
        ahead=frozenset(source["ahead"]),
        whole_year=frozenset(source["whole_year"]),
        counted_until=frozenset(source["counted_until"]),
        lasting=frozenset(source["lasting"]),
    )


def deadline(layers: Layers, index: int, stated: Status) -> dt.date | None:
    """Return the last day of the period in which measure `index` holds or is to hold; None if none is stated.

    `2025年达到80亿元` → 2025-12-31; in a plan of 2026 `新建幼儿园12所` → 2026-12-31; a reference without a time → None.
    """
    measure = layers.measures[index]
    rules = deadline_rules()
    horizon = horizon_of(layers)
    if stated is Status.REFERENCE and _is_threshold(layers, measure, rules):
        return None
    if stated is Status.COMMITMENT and measure.dimension in _PAID and _is_standing(layers, measure, rules):
        return None
    base = stated is not Status.COMMITMENT and _is_base(layers, measure, rules)
    if base:
        return _base_day(layers, index, horizon, rules)
    yearly = stated is Status.COMMITMENT and rules.yearly.search(_clause_before(layers, measure)) is not None
    for period in _candidates(layers, index, stated):
        last = _last_day(layers, period, stated, horizon)
        if last is not None and not (yearly and layers.date is not None and last.year == layers.date.year):
            return last
    if horizon is None or stated is Status.REFERENCE:
        return None
    if yearly and (last := _plan_above(layers, measure, rules)) is not None:
        return last
    if stated is Status.ACHIEVEMENT:
        return None if rules.always.search(_clause_before(layers, measure)) else horizon.reached
    return horizon.planned


def _candidates(layers: Layers, index: int, stated: Status) -> Iterator[Period]:
    """Yield the times that may govern measure `index`, nearest first."""
    measure = layers.measures[index]
    yield from _in_sentence(layers, index, stated)
    if stated is Status.COMMITMENT:
        yield from _closing_item(layers, index)
    if stated is not Status.REFERENCE:
        yield from _above(layers, measure, stated)
        yield from _remembered(layers, measure, stated)


def _clause_before(layers: Layers, measure: Measure) -> str:
    return layers.text[max(layers.clause(measure.start).start, measure.start - _SENTENCE) : measure.start]


def _is_threshold(layers: Layers, measure: Measure, rules: DeadlineRules) -> bool:
    """Does the number stand in a name (亿元以上项目, 50亿元企业), which holds at all times?"""
    bound = measure.comparator in _BOUNDS or measure.dimension == "money"
    return bound and rules.named.match(layers.text, measure.end) is not None


def _is_standing(layers: Layers, measure: Measure, rules: DeadlineRules) -> bool:
    """Is the number what a rule pays to whoever meets its terms (一次性奖补50万元)? It holds as long as the rule."""
    sentence = layers.structure.sentence_at(measure.start)
    start, end = max(sentence.start, measure.start - _ITEM), min(sentence.end, measure.end + _ITEM)
    return rules.standing.search(layers.text, start, end) is not None


# --- where a change began -----------------------------------------------------------------------------------------


def _is_base(layers: Layers, measure: Measure, rules: DeadlineRules) -> bool:
    """Is this number where a change began (由7.34万元提升至10.26万元)?"""
    start = max(0, measure.start - 20)
    found = rules.base.search(layers.text, start, measure.start)
    if found is None or any(other.end <= measure.start for other in layers.measures_in(found.start(), measure.start)):
        return False
    return rules.changes.match(layers.text, measure.end) is not None


def _base_day(layers: Layers, index: int, horizon: Horizon | None, rules: DeadlineRules) -> dt.date | None:
    """Return the day of the number a change began with.

    That is the time attached to it, or that of an earlier such number, or the eve of the period it changed in:
    五年来由12所增至20所 of 2031 → 2025-12-31.
    """
    measure = layers.measures[index]
    promised = layers.structure.kind_at(measure.start) is not SectionKind.REVIEW
    stated = _stated_base(layers, measure, rules)
    if stated is not None:
        if horizon is not None and not promised and rules.year_before.match(stated.text):
            return horizon.before
        return _last_day(layers, stated, Status.ACHIEVEMENT, horizon)
    for period in _candidates(layers, index, Status.ACHIEVEMENT):
        if period.last is None or _last_day(layers, period, Status.ACHIEVEMENT, horizon) != period.last:
            break
        if layers.date is not None and period.last.year >= layers.date.year:
            break
        first = period.first or period.last
        return dt.date(first.year - (rules.begins_with.match(period.text) is None), 12, 31)
    if horizon is None:
        return None
    return horizon.reached if promised else horizon.before


def _stated_base(layers: Layers, measure: Measure, rules: DeadlineRules) -> Period | None:
    """Return the time that dates what changes began with: of the number itself, else the last one stated before."""
    sentence = _sentence(layers, measure.start)
    for period in reversed(layers.times_in(max(0, measure.start - _MEMORY), measure.start)):
        if period.last is None:
            continue
        if measure.start - period.end <= 2:
            return period
        dates_base = rules.base.search(layers.text, max(0, period.start - 3), period.start) is not None
        if dates_base and layers.measures_in(period.end, period.end + 3):
            return period
        in_sentence = period.start >= sentence.start
        if in_sentence and rules.compared.search(layers.text, max(0, period.start - 4), period.start):
            return period
        if not in_sentence and _opens(layers, period, rules) and period.rule in rules.lasting:
            return None
    return None


# --- in the sentence ----------------------------------------------------------------------------------------------


def _sentence(layers: Layers, at: int) -> Span:
    """Return the sentence at `at`; where the page has wrapped its lines, from the line it begins in."""
    structure = layers.structure
    sentence = structure.sentence_at(at)
    start = sentence.start
    rules = deadline_rules()
    while start and at - start < _SENTENCE and layers.text[start - 1] == "\n":
        line = layers.paragraph(start - 1)
        if line.start >= start:  # before the first line are line ends alone
            break
        if line.end - line.start < _WRAPPED or rules.wraps.search(layers.text, line.start, line.end) is None:
            break
        start = structure.sentence_at(line.end - 1).start
    return Span(max(start, at - _SENTENCE), sentence.end)


def _in_sentence(layers: Layers, index: int, stated: Status) -> Iterator[Period]:
    measure = layers.measures[index]
    rules = deadline_rules()
    clause = layers.clause(measure.start)
    sentence = _sentence(layers, measure.start)
    earlier = [
        period
        for period in _told(layers, layers.times_in(sentence.start, measure.start), stated)
        if governs(layers, period, rules) and not _of_base(layers, period, measure, rules)
    ]
    earlier = [period for period in earlier if period.start >= clause.start or _reaches_on(layers, period, rules)]
    if measure.dimension == "multiple":
        earlier = [period for period in earlier if measure.start - period.end > 1]
    inside = [period for period in earlier if period.start >= clause.start]
    for period in layers.times_in(max(clause.start, measure.start - _ATTACHED), measure.start):
        if period.last is not None and _is_attached(layers, period, measure, rules):
            yield period
    yield from reversed(inside)
    if stated is not Status.REFERENCE:
        following = layers.measures[index + 1].start if index + 1 < len(layers.measures) else len(layers.text)
        for period in layers.times_in(measure.end, min(clause.end, following, measure.end + _ITEM)):
            if governs(layers, period, rules):
                yield period
    yield from reversed(earlier[: len(earlier) - len(inside)])


def _is_attached(layers: Layers, period: Period, measure: Measure, rules: DeadlineRules) -> bool:
    """Does the number say what was at that time: 比2030年的12万吨, but not 是2030年的1.5倍, 快于2030年1.8个百分点?"""
    between = measure.start - period.end
    if between > 1 or measure.dimension == "multiple":
        return False
    return between == 1 or rules.compared.search(layers.text, max(0, period.start - 4), period.start) is None


def _reaches_on(layers: Layers, period: Period, rules: DeadlineRules) -> bool:
    """Does the time hold for the clauses behind its own? A day or a month does only where it opens its clause."""
    return period.rule in rules.lasting or period.start - layers.clause(period.start).start <= _CLAUSE_OPENING


def _told(layers: Layers, periods: Sequence[Period], stated: Status) -> Iterator[Period]:
    """Yield `periods`; in a review 四年中 and 五年累计 with the day they are counted up to."""
    horizon = horizon_of(layers)
    for period in periods:
        told = stated is Status.ACHIEVEMENT and period.rule == "duration" and horizon is not None
        if told and horizon is not None and deadline_rules().told.match(layers.text, period.start):
            yield replace(period, last=horizon.reached, rule="back")
        else:
            yield period


def _of_base(layers: Layers, period: Period, measure: Measure, rules: DeadlineRules) -> bool:
    """Does the time date another number that a change began with (从2020年的A提高到B)?"""
    if rules.base.search(layers.text[max(0, period.start - 3) : period.start]) is None:
        return False
    return any(period.end <= other.start < measure.start for other in layers.measures_in(period.end, measure.start))


def governs(layers: Layers, period: Period, rules: DeadlineRules) -> bool:
    """Does the time say when something holds, rather than how long, how often or compared with what?"""
    if period.last is None or period.rule in rules.not_governing:
        return False
    before = layers.text[max(0, period.start - 4) : period.start]
    after = layers.text[period.end : period.end + 16]
    if rules.compared.search(before) or rules.compared_after.match(after) or rules.attributive.match(after):
        return False
    if period.rule in rules.whole_year and rules.of_year.match(after):
        return False
    return rules.beginning.search(period.text) is None


def _closing_item(layers: Layers, index: int) -> Iterator[Period]:
    """Yield the time that closes the item of measure `index`: 新建泊位300个。（6月底前完成）, 派干部，3月底前到岗."""
    measure = layers.measures[index]
    rules = deadline_rules()
    paragraph = layers.paragraph(measure.start)
    sentence = layers.structure.sentence_at(measure.start)
    end = min(paragraph.end, measure.end + _ITEM)
    for period in layers.times_in(measure.end, end):
        before = layers.text[max(measure.end, period.start - 8) : period.start]
        if not governs(layers, period, rules) or rules.item_end.search(before) is None:
            continue
        clause = layers.clause(period.start)
        in_bracket = before.rstrip()[-1:] in "(（：:"
        if in_bracket or (
            period.start < sentence.end and period.open_start and not layers.measures_in(clause.start, clause.end)
        ):
            yield period
            return


# --- above the sentence -------------------------------------------------------------------------------------------


def _above(layers: Layers, measure: Measure, stated: Status) -> Iterator[Period]:
    """Yield the times that opened earlier sentences of the paragraph, that head its list, and those of the headings."""
    structure = layers.structure
    rules = deadline_rules()
    paragraph = layers.paragraph(measure.start)
    sentence = _sentence(layers, measure.start)
    lasting = rules.lasting | rules.counted_until if stated is Status.ACHIEVEMENT else rules.lasting
    for period in _openings(layers, max(paragraph.start, sentence.start - _PARAGRAPH), sentence.start, lasting):
        if period.rule in rules.lasting or period.open_start:
            yield period
    line = paragraph
    for _ in range(_LIST_LINES):
        if line.end - line.start > _LONG_LINE or line.start == 0:
            break
        line = layers.paragraph(line.start - 1)
        if rules.heads.search(layers.text[line.start : line.end]):
            last = structure.sentence_at(line.end - 1)
            times = layers.times_in(last.start, line.end)
            yield from (period for period in reversed(times) if governs(layers, period, rules))
            break
    section = structure.section_at(measure.start)
    while section is not None:
        heading = structure.sections[section]
        times = layers.times_in(heading.start, structure.headings[section].end)
        named = [period for period in times if governs(layers, period, rules) or period.rule in rules.plan]
        if len({period.last for period in named}) == 1:
            yield named[0]  # “十六五”时期的目标和2031年的工作: what stands below is of either
        section = heading.parent


def _remembered(layers: Layers, measure: Measure, stated: Status) -> Iterator[Period]:
    """Yield the times that opened sentences above in the section: a review goes on with the period it has named.

    Of promises only a plan's period is remembered: “十六五”时期的主要目标 stands above a whole list of them.
    """
    paragraph = layers.paragraph(measure.start)
    section = layers.structure.section_at(measure.start)
    rules = deadline_rules()
    start = 0
    while section is not None and stated is Status.ACHIEVEMENT:
        start = layers.structure.sections[section].start
        section = layers.structure.sections[section].parent
    for period in _openings(layers, max(start, paragraph.start - _MEMORY), paragraph.start, rules.lasting):
        if stated is Status.ACHIEVEMENT or period.rule in rules.plan:
            yield period
        elif layers.date is not None and period.last is not None and period.last.year == layers.date.year:
            return


def _plan_above(layers: Layers, measure: Measure, rules: DeadlineRules) -> dt.date | None:
    """Return the end of the last plan named above, which a yearly mean is promised for (年均增长5%)."""
    for period in reversed(layers.times_in(max(0, measure.start - _MEMORY), measure.start)):
        if period.rule not in rules.plan or period.last is None or layers.date is None:
            continue
        if period.last.year > layers.date.year:
            return period.last
    return None


def _openings(layers: Layers, start: int, end: int, lasting: frozenset[str]) -> Iterator[Period]:
    rules = deadline_rules()
    for period in reversed(layers.times_in(start, end)):
        if period.rule in lasting and _opens(layers, period, rules) and governs(layers, period, rules):
            yield period


def _opens(layers: Layers, period: Period, rules: DeadlineRules) -> bool:
    """Does the time open its sentence, or say that a plan's aims follow (以下是“十六五”时期的主要目标)?"""
    if rules.base.search(layers.text, max(0, period.start - 3), period.start):
        return False
    announces = period.rule in rules.plan and rules.announces.match(layers.text, period.end) is not None
    return announces or period.start - layers.structure.sentence_at(period.start).start <= _OPENING


# --- which day ----------------------------------------------------------------------------------------------------


def _last_day(layers: Layers, period: Period, stated: Status, horizon: Horizon | None) -> dt.date | None:
    """Return the day the period ends, moved to the year looked back on where it states none; None if it cannot be.

    A promise is not for the past and a result not of the future: such a time belongs to something else.
    """
    if period.last is None or layers.date is None or horizon is None:
        return period.last
    year = layers.date.year
    rules = deadline_rules()
    if stated is Status.COMMITMENT:
        last = _of_plan(layers, period, horizon, rules) or period.last
        return last if last.year >= year else None
    if stated is Status.ACHIEVEMENT:
        reached = _reached(period, year, horizon, rules)
        over = reached is not None and reached.year <= year and period.rule not in rules.ahead
        return reached if over else None
    return period.last


def _reached(period: Period, year: int, horizon: Horizon, rules: DeadlineRules) -> dt.date | None:
    """Return the last day of a result's period: what says no year, or counts back, ends where the review does."""
    if horizon.reached.year < year and period.rule in rules.closing:
        return looked_back(period, DocumentDate(year)).last
    if period.last is not None and period.rule in rules.same_part and horizon.reached.month < 12:
        return horizon.reached.replace(year=period.last.year)
    if period.rule in rules.counted_back and period.last == dt.date(year - 1, 12, 31):
        return horizon.reached
    return period.last


def _of_plan(layers: Layers, period: Period, horizon: Horizon, rules: DeadlineRules) -> dt.date | None:
    """Return the last day of the plan whose years are meant by 五年内: one just named, else that of an outline."""
    if layers.date is None or not rules.five_years.match(period.text):
        return None
    for named in reversed(layers.times_in(max(0, period.start - _ITEM), period.start)):
        if named.rule not in rules.plan or named.first is None or named.last is None:
            continue
        if named.first.year - 1 <= layers.date.year <= named.last.year:
            return named.last
    return horizon.planned if horizon.planned.year > layers.date.year else None
