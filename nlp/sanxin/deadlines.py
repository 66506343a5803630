"""By when, or during which period, a value holds: takes the times around a number, gives the last day (annotation §1).

Looked for in this order: a time in its clause, in its sentence, in the bracket that closes its item, one that opened an
earlier sentence of its paragraph, the line or heading above, and last what the document as a whole plans for or looks
back on (`horizon`). The words are models/rules/deadlines.toml. All looking back is bounded: cost is linear in the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

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


class Deadlines:
    """Tells by when each measure of one text holds. What holds for all numbers of a sentence is looked up once."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._rules = deadline_rules()
        self._horizon = horizon_of(layers)
        self._governing: dict[tuple[int, str], bool] = {}
        self._opening: dict[int, bool] = {}
        self._from_above: dict[tuple[int, int, int | None, Status, bool], dt.date | None] = {}

    def of(self, index: int, stated: Status) -> dt.date | None:
        """Return the last day of the period in which measure `index` holds or is to hold; None if none is stated.

        `2025年达到80亿元` → 2025-12-31; in a plan of 2026 `新建幼儿园12所` → 2026-12-31; a reference without a time →
        None.
        """
        measure, horizon = self._layers.measures[index], self._horizon
        promised = stated is Status.COMMITMENT
        if stated is Status.REFERENCE and self._is_threshold(measure):
            return None
        if promised and measure.dimension in _PAID and self._is_standing(index):
            return None
        if not promised and self._is_base(measure):
            return self._base_day(index)
        yearly = promised and self._rules.yearly.search(self._clause_before(index)) is not None
        last = self._first_day(self._near(index, stated), stated, yearly)
        if last is None and stated is not Status.REFERENCE:
            last = self._day_above(index, stated, yearly)
        if last is not None or horizon is None or stated is Status.REFERENCE:
            return last
        if yearly and (last := self._plan_above(measure)) is not None:
            return last
        if stated is Status.ACHIEVEMENT:
            return None if self._rules.always.search(self._clause_before(index)) else horizon.reached
        return horizon.planned

    def _first_day(self, periods: Iterable[Period], stated: Status, yearly: bool) -> dt.date | None:
        """Return the last day of the first of `periods` that can be meant; a `yearly` mean is not for one year."""
        date = self._layers.date
        for period in periods:
            last = self._last_day(period, stated)
            if last is not None and not (yearly and date is not None and last.year == date.year):
                return last
        return None

    def _day_above(self, index: int, stated: Status, yearly: bool) -> dt.date | None:
        """Return the day that stands above the sentence of measure `index`, the same for all numbers in it."""
        at = self._layers.measured
        sentence, paragraph = self._sentence(at.starts[index]), at.paragraphs[index]
        section = self._layers.structure.section_at(at.starts[index])
        key = sentence.start, paragraph.start, section, stated, yearly
        if key not in self._from_above:
            periods = chain(
                self._above(sentence, paragraph, section, stated), self._remembered(paragraph, section, stated)
            )
            self._from_above[key] = self._first_day(periods, stated, yearly)
        return self._from_above[key]

    def _near(self, index: int, stated: Status) -> Iterator[Period]:
        """Yield the times in the sentence or item of measure `index` that may govern it, nearest first."""
        yield from self._in_sentence(index, stated)
        if stated is Status.COMMITMENT:
            yield from self._closing_item(index)

    def _candidates(self, index: int, stated: Status) -> Iterator[Period]:
        """Yield the times that may govern measure `index`, nearest first."""
        at = self._layers.measured
        section = self._layers.structure.section_at(at.starts[index])
        yield from self._near(index, stated)
        yield from self._above(self._sentence(at.starts[index]), at.paragraphs[index], section, stated)
        yield from self._remembered(at.paragraphs[index], section, stated)

    def _clause_before(self, index: int) -> str:
        at = self._layers.measured
        return self._layers.text[max(at.clauses[index].start, at.starts[index] - _SENTENCE) : at.starts[index]]

    def _is_threshold(self, measure: Measure) -> bool:
        """Does the number stand in a name (亿元以上项目, 50亿元企业), which holds at all times?"""
        bound = measure.comparator in _BOUNDS or measure.dimension == "money"
        return bound and self._rules.named.match(self._layers.text, measure.end) is not None

    def _is_standing(self, index: int) -> bool:
        """Is it what a rule pays to whoever meets its terms (一次性奖补50万元)? Then it holds as long as the rule."""
        at = self._layers.measured
        sentence = at.sentences[index]
        start, end = max(sentence.start, at.starts[index] - _ITEM), min(sentence.end, at.ends[index] + _ITEM)
        return self._rules.standing.search(self._layers.text, start, end) is not None

    # --- where a change began -------------------------------------------------------------------------------------

    def _is_base(self, measure: Measure) -> bool:
        """Is this number where a change began (由7.34万元提升至10.26万元)?"""
        layers = self._layers
        found = self._rules.base.search(layers.text, max(0, measure.start - 20), measure.start)
        if found is None or any(
            other.end <= measure.start for other in layers.measures_in(found.start(), measure.start)
        ):
            return False
        return self._rules.changes.match(layers.text, measure.end) is not None

    def _base_day(self, index: int) -> dt.date | None:
        """Return the day of the number a change began with.

        That is the time attached to it, or that of an earlier such number, or the eve of the period it changed in:
        五年来由12所增至20所 of 2031 → 2025-12-31.
        """
        layers, rules, horizon = self._layers, self._rules, self._horizon
        measure = layers.measures[index]
        promised = layers.measured.kinds[index] is not SectionKind.REVIEW
        stated = self._stated_base(measure)
        if stated is not None:
            if horizon is not None and not promised and rules.year_before.match(stated.text):
                return horizon.before
            return self._last_day(stated, Status.ACHIEVEMENT)
        for period in self._candidates(index, Status.ACHIEVEMENT):
            if period.last is None or self._last_day(period, Status.ACHIEVEMENT) != period.last:
                break
            if layers.date is not None and period.last.year >= layers.date.year:
                break
            first = period.first or period.last
            return dt.date(first.year - (rules.begins_with.match(period.text) is None), 12, 31)
        if horizon is None:
            return None
        return horizon.reached if promised else horizon.before

    def _stated_base(self, measure: Measure) -> Period | None:
        """Return the time that dates what changes began with: of the number itself, else the last one stated before."""
        layers, rules = self._layers, self._rules
        sentence = self._sentence(measure.start)
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
            if not in_sentence and self._opens(period) and period.rule in rules.lasting:
                return None
        return None

    # --- in the sentence ------------------------------------------------------------------------------------------

    def _sentence(self, at: int) -> Span:
        """Return the sentence at `at`; where the page has wrapped its lines, from the line it begins in."""
        layers, structure = self._layers, self._layers.structure
        sentence = structure.sentence_at(at)
        start = sentence.start
        while start and at - start < _SENTENCE and layers.text[start - 1] == "\n":
            line = layers.paragraph(start - 1)
            if line.start >= start:  # before the first line are line ends alone
                break
            if line.end - line.start < _WRAPPED or self._rules.wraps.search(layers.text, line.start, line.end) is None:
                break
            start = structure.sentence_at(line.end - 1).start
        if start == sentence.start and at - start <= _SENTENCE:
            return sentence
        return Span(max(start, at - _SENTENCE), sentence.end)

    def _in_sentence(self, index: int, stated: Status) -> Iterator[Period]:
        layers = self._layers
        measure, clause = layers.measures[index], layers.measured.clauses[index]
        earlier = self._earlier(index, stated)
        inside = [period for period in earlier if period.start >= clause.start]
        for period in layers.times_in(max(clause.start, measure.start - _ATTACHED), measure.start):
            if period.last is not None and self._is_attached(period, measure):
                yield period
        yield from reversed(inside)
        if stated is not Status.REFERENCE:
            following = layers.measures[index + 1].start if index + 1 < len(layers.measures) else len(layers.text)
            for period in layers.times_in(measure.end, min(clause.end, following, measure.end + _ITEM)):
                if self._governs(period):
                    yield period
        yield from reversed(earlier[: len(earlier) - len(inside)])

    def _earlier(self, index: int, stated: Status) -> list[Period]:
        """Return the times of the sentence before measure `index` that may govern it."""
        layers = self._layers
        measure, clause = layers.measures[index], layers.measured.clauses[index]
        times = layers.times_in(self._sentence(measure.start).start, measure.start)
        return [
            period
            for period in self._told(times, stated)
            if self._governs(period)
            and not self._of_base(period, measure)
            and (period.start >= clause.start or self._reaches_on(period))
            and not (measure.dimension == "multiple" and measure.start - period.end <= 1)
        ]

    def _is_attached(self, period: Period, measure: Measure) -> bool:
        """Does the number say what was at that time: 比2030年的12万吨, not 是2030年的1.5倍, 快于2030年1.8个百分点?"""
        between = measure.start - period.end
        if between > 1 or measure.dimension == "multiple":
            return False
        compared = self._rules.compared.search(self._layers.text, max(0, period.start - 4), period.start)
        return between == 1 or compared is None

    def _reaches_on(self, period: Period) -> bool:
        """Does the time hold for the clauses behind its own? A day or a month does only where it opens its clause."""
        opens = period.start - self._layers.clause(period.start).start <= _CLAUSE_OPENING
        return period.rule in self._rules.lasting or opens

    def _told(self, periods: Sequence[Period], stated: Status) -> Iterator[Period]:
        """Yield `periods`; in a review 四年中 and 五年累计 with the day they are counted up to."""
        horizon = self._horizon
        for period in periods:
            told = stated is Status.ACHIEVEMENT and period.rule == "duration" and horizon is not None
            if told and horizon is not None and self._rules.told.match(self._layers.text, period.start):
                yield replace(period, last=horizon.reached, rule="back")
            else:
                yield period

    def _of_base(self, period: Period, measure: Measure) -> bool:
        """Does the time date another number that a change began with (从2020年的A提高到B)?"""
        layers = self._layers
        if self._rules.base.search(layers.text[max(0, period.start - 3) : period.start]) is None:
            return False
        return any(period.end <= other.start < measure.start for other in layers.measures_in(period.end, measure.start))

    def _governs(self, period: Period) -> bool:
        """Does the time say when something holds, rather than how long, how often or compared with what?"""
        key = period.start, period.rule  # one that is counted up to a day has a rule of its own
        known = self._governing.get(key)
        if known is None:
            known = self._governing[key] = _governs(self._layers.text, period, self._rules)
        return known

    def _closing_item(self, index: int) -> Iterator[Period]:
        """Yield the time that closes the item of a measure: 新建泊位300个。（6月底前完成）, 派干部，3月底前到岗."""
        layers, at = self._layers, self._layers.measured
        end = at.ends[index]
        for period in layers.times_in(end, min(at.paragraphs[index].end, end + _ITEM)):
            before = layers.text[max(end, period.start - 8) : period.start]
            if not self._governs(period) or self._rules.item_end.search(before) is None:
                continue
            clause = layers.clause(period.start)
            in_bracket = before.rstrip()[-1:] in "(（：:"
            in_sentence = period.start < at.sentences[index].end and period.open_start
            if in_bracket or (in_sentence and not layers.measures_in(clause.start, clause.end)):
                yield period
                return

    # --- above the sentence ---------------------------------------------------------------------------------------

    def _above(self, sentence: Span, paragraph: Span, section: int | None, stated: Status) -> Iterator[Period]:
        """Yield the times that opened earlier sentences of the paragraph, that head its list, then the headings'."""
        layers, structure, rules = self._layers, self._layers.structure, self._rules
        lasting = rules.lasting | rules.counted_until if stated is Status.ACHIEVEMENT else rules.lasting
        for period in self._openings(max(paragraph.start, sentence.start - _PARAGRAPH), sentence.start, lasting):
            if period.rule in rules.lasting or period.open_start:
                yield period
        line = paragraph
        for _ in range(_LIST_LINES):
            if line.end - line.start > _LONG_LINE or line.start == 0:
                break
            line = layers.paragraph(line.start - 1)
            if rules.heads.search(layers.text, line.start, line.end):
                last = structure.sentence_at(line.end - 1)
                times = layers.times_in(last.start, line.end)
                yield from (period for period in reversed(times) if self._governs(period))
                break
        while section is not None:
            heading = structure.sections[section]
            times = layers.times_in(heading.start, structure.headings[section].end)
            named = [period for period in times if self._governs(period) or period.rule in rules.plan]
            if len({period.last for period in named}) == 1:
                yield named[0]  # “十六五”时期的目标和2031年的工作: what stands below is of either
            section = heading.parent

    def _remembered(self, paragraph: Span, section: int | None, stated: Status) -> Iterator[Period]:
        """Yield the times that opened sentences above in the section: a review goes on with the period it has named.

        Of promises only a plan's period is remembered: “十六五”时期的主要目标 stands above a whole list of them.
        """
        layers, rules = self._layers, self._rules
        start = 0
        while section is not None and stated is Status.ACHIEVEMENT:
            start = layers.structure.sections[section].start
            section = layers.structure.sections[section].parent
        for period in self._openings(max(start, paragraph.start - _MEMORY), paragraph.start, rules.lasting):
            if stated is Status.ACHIEVEMENT or period.rule in rules.plan:
                yield period
            elif layers.date is not None and period.last is not None and period.last.year == layers.date.year:
                return

    def _plan_above(self, measure: Measure) -> dt.date | None:
        """Return the end of the last plan named above, which a yearly mean is promised for (年均增长5%)."""
        date = self._layers.date
        for period in reversed(self._layers.times_in(max(0, measure.start - _MEMORY), measure.start)):
            if period.rule not in self._rules.plan or period.last is None or date is None:
                continue
            if period.last.year > date.year:
                return period.last
        return None

    def _openings(self, start: int, end: int, lasting: frozenset[str]) -> Iterator[Period]:
        for period in reversed(self._layers.times_in(start, end)):
            if period.rule in lasting and self._opens(period) and self._governs(period):
                yield period

    def _opens(self, period: Period) -> bool:
        """Does the time open its sentence, or say that a plan's aims follow (以下是“十六五”时期的主要目标)?"""
        known = self._opening.get(period.start)
        if known is None:
            known = self._opening[period.start] = self._looks_opening(period)
        return known

    def _looks_opening(self, period: Period) -> bool:
        layers, rules = self._layers, self._rules
        if rules.base.search(layers.text, max(0, period.start - 3), period.start):
            return False
        announces = period.rule in rules.plan and rules.announces.match(layers.text, period.end) is not None
        return announces or period.start - layers.structure.sentence_at(period.start).start <= _OPENING

    # --- which day ------------------------------------------------------------------------------------------------

    def _last_day(self, period: Period, stated: Status) -> dt.date | None:
        """Return the day the period ends, moved to the year looked back on where it states none; None if it cannot be.

        A promise is not for the past and a result not of the future: such a time belongs to something else.
        """
        date, horizon = self._layers.date, self._horizon
        if period.last is None or date is None or horizon is None:
            return period.last
        if stated is Status.COMMITMENT:
            last = self._of_plan(period, date, horizon) or period.last
            return last if last.year >= date.year else None
        if stated is Status.ACHIEVEMENT:
            reached = _reached(period, date.year, horizon, self._rules)
            over = reached is not None and reached.year <= date.year and period.rule not in self._rules.ahead
            return reached if over else None
        return period.last

    def _of_plan(self, period: Period, date: DocumentDate, horizon: Horizon) -> dt.date | None:
        """Return the last day of the plan whose years are meant by 五年内: one just named, else that of an outline."""
        if not self._rules.five_years.match(period.text):
            return None
        for named in reversed(self._layers.times_in(max(0, period.start - _ITEM), period.start)):
            if named.rule not in self._rules.plan or named.first is None or named.last is None:
                continue
            if named.first.year - 1 <= date.year <= named.last.year:
                return named.last
        return horizon.planned if horizon.planned.year > date.year else None


def _governs(text: str, period: Period, rules: DeadlineRules) -> bool:
    if period.last is None or period.rule in rules.not_governing:
        return False
    before = text[max(0, period.start - 4) : period.start]
    after = text[period.end : period.end + 16]
    if rules.compared.search(before) or rules.compared_after.match(after) or rules.attributive.match(after):
        return False
    if period.rule in rules.whole_year and rules.of_year.match(after):
        return False
    return rules.beginning.search(period.text) is None


def _reached(period: Period, year: int, horizon: Horizon, rules: DeadlineRules) -> dt.date | None:
    """Return the last day of a result's period: what says no year, or counts back, ends where the review does."""
    if horizon.reached.year < year and period.rule in rules.closing:
        return looked_back(period, DocumentDate(year)).last
    if period.last is not None and period.rule in rules.same_part and horizon.reached.month < 12:
        return horizon.reached.replace(year=period.last.year)
    if period.rule in rules.counted_back and period.last == dt.date(year - 1, 12, 31):
        return horizon.reached
    return period.last
