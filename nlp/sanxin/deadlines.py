"""By when, or during which period, a value holds: takes the times around a number, gives the last day (annotation §1).

Looked for in this order: a time in its clause, in its sentence, one that opened an earlier sentence of its paragraph,
the line or heading above, and last the year planned for or looked back on. The words are models/rules/targets.toml.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sanxin import data
from sanxin.layers import Layers
from sanxin.quantities import Measure
from sanxin.records import Period, Status

#: A time that begins so near the beginning of a sentence holds for the sentences after it.
_OPENING = 8
#: How many lines up a line may stand that heads a list.
_LIST_LINES = 14
_LONG_LINE = 140
#: How far before a number a time may begin that is attached to it (二○三○年的).
_ATTACHED = 12
#: How far back, in characters, a review's period is looked for.
_MEMORY = 3000


@dataclass(frozen=True, slots=True)
class DeadlineRules:
    """The section [deadline] of models/rules/targets.toml."""

    compared: re.Pattern[str]
    compared_after: re.Pattern[str]
    base: re.Pattern[str]
    heads: re.Pattern[str]
    not_governing: frozenset[str]
    closing: frozenset[str]
    lasting: frozenset[str]


@cache
def deadline_rules() -> DeadlineRules:
    """Return the rules, compiled."""
    source = data.rules("targets")["deadline"]
    return DeadlineRules(
        compared=re.compile(source["compared"]),
        compared_after=re.compile(source["compared_after"]),
        base=re.compile(source["from"]),
        heads=re.compile(source["heads"]),
        not_governing=frozenset(source["not_governing"]),
        closing=frozenset(source["closing"]),
        lasting=frozenset(source["lasting"]),
    )


def deadline(layers: Layers, index: int, stated: Status) -> dt.date | None:
    """Return the last day of the period in which measure `index` holds or is to hold; None if none is stated.

    `2025年达到80亿元` → 2025-12-31; in a plan of 2026 `新建幼儿园12所` → 2026-12-31; a reference without a time → None.
    """
    measure = layers.measures[index]
    rules = deadline_rules()
    base = _is_base(layers, index, rules)
    for period in _candidates(layers, index, stated):
        last = _last_day(layers, period, stated)
        if last is None:
            continue
        if base and period.first is not None and not 0 <= measure.start - period.end <= 2:
            return dt.date(period.first.year - 1, 12, 31)
        return last
    if layers.date is None or stated is Status.REFERENCE:
        return None
    year = layers.date.year - (stated is Status.ACHIEVEMENT)
    return dt.date(year - base, 12, 31)


def _candidates(layers: Layers, index: int, stated: Status) -> Iterator[Period]:
    """Yield the times that may govern measure `index`, nearest first."""
    measure = layers.measures[index]
    yield from _in_sentence(layers, index)
    if stated is not Status.REFERENCE:
        yield from _above(layers, measure)
    if stated is Status.ACHIEVEMENT:
        yield from _looked_back_on(layers, measure)


def _is_base(layers: Layers, index: int, rules: DeadlineRules) -> bool:
    """Is this number where a change began (由7.34万元提升至10.26万元)?"""
    measure = layers.measures[index]
    before = layers.text[max(0, measure.start - 20) : measure.start]
    after = layers.text[measure.end : measure.end + 4]
    return rules.base.search(before) is not None and not after.startswith(("，", "。", "；", ","))


def _in_sentence(layers: Layers, index: int) -> Iterator[Period]:
    measure = layers.measures[index]
    rules = deadline_rules()
    clause = layers.clause(measure.start)
    sentence = layers.structure.sentence_at(measure.start)
    earlier = [
        period
        for period in layers.times_in(sentence.start, measure.start)
        if governs(layers, period, rules) and not _of_base(layers, period, measure, rules)
    ]
    inside = [period for period in earlier if period.start >= clause.start]
    for period in layers.times_in(max(clause.start, measure.start - _ATTACHED), measure.start):
        if period.last is not None and measure.start - period.end <= 1:
            yield period  # 比2030年的12万吨: what is compared with has its own time
    yield from reversed(inside)
    following = layers.measures[index + 1].start if index + 1 < len(layers.measures) else len(layers.text)
    for period in layers.times_in(measure.end, min(clause.end, following)):
        if governs(layers, period, rules):
            yield period
    yield from reversed(earlier[: len(earlier) - len(inside)])


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
    after = layers.text[period.end : period.end + 6]
    return rules.compared.search(before) is None and rules.compared_after.match(after) is None


def _last_day(layers: Layers, period: Period, stated: Status) -> dt.date | None:
    """Return the day the period ends, moved to the year looked back on where it states none; None if it cannot be.

    A promise is not for the past and a result not of the future: such a time belongs to something else.
    """
    if period.last is None or layers.date is None:
        return period.last
    year = layers.date.year
    rules = deadline_rules()
    if stated is Status.COMMITMENT:
        return period.last if period.last.year >= year else None
    if stated is Status.ACHIEVEMENT:
        if period.last.year == year and period.rule in rules.closing:
            return period.last.replace(year=year - 1)
        return period.last if period.last.year <= year else None
    return period.last


def _above(layers: Layers, measure: Measure) -> Iterator[Period]:
    """Yield the times that opened earlier sentences of the paragraph, that head its list, and those of the headings."""
    structure = layers.structure
    rules = deadline_rules()
    paragraph = layers.paragraph(measure.start)
    sentence = structure.sentence_at(measure.start)
    yield from _openings(layers, paragraph.start, sentence.start, rules)
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
        times = layers.times_in(heading.start, heading.start + len(heading.title) + 8)
        yield from (period for period in reversed(times) if period.last is not None and period.rule != "duration")
        section = heading.parent


def _looked_back_on(layers: Layers, measure: Measure) -> Iterator[Period]:
    """Yield the times that opened sentences above in the section: a review goes on with the period it has named."""
    paragraph = layers.paragraph(measure.start)
    section = layers.structure.section_at(measure.start)
    start = 0
    while section is not None:
        start = layers.structure.sections[section].start
        section = layers.structure.sections[section].parent
    yield from _openings(layers, max(start, paragraph.start - _MEMORY), paragraph.start, deadline_rules())


def _openings(layers: Layers, start: int, end: int, rules: DeadlineRules) -> Iterator[Period]:
    for period in reversed(layers.times_in(start, end)):
        opened = layers.structure.sentence_at(period.start)
        opens = period.start - opened.start <= _OPENING
        if opens and period.rule in rules.lasting and governs(layers, period, rules):
            yield period
