"""What a document plans for and looks back on where a sentence says no time: takes its times, gives the days.

A report of the new year plans for that year and looks back on the one before; an outline plans for the years of its
plan; a speech of July looks back on the half-year. The words are the section [horizon] of models/rules/deadlines.toml.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sanxin import data
from sanxin.records import Period, SectionKind
from sanxin.times import find_times

if TYPE_CHECKING:
    from sanxin.layers import Layers

#: Titles stand so near the beginning of a text.
_HEAD = 600
#: A document whose date is known to be of this month or later looks back on its own year.
_LATE = 6
#: How much must speak for a document's own year as the one looked back on.
_ENOUGH = 3
#: So many of its days must be told of, or one of a later month than reviews of the year before are given in, where that
#: year is not spoken of at all.
_DAYS = 2
_EARLY = 3
#: A plan's last year must be named so often, where the document's own year never is.
_OFTEN = 2
#: An outline that does name its own year names the last year of its plan so many times as often.
_FAR_MORE = 8
#: A plan is published so many years before or after its first.
_PUBLISHED = 2
#: A report at the end of a term looks back on so many years, and says 五年 so often.
_TERM = 5
#: Plans run no longer.
_LONGEST_PLAN = 15


@dataclass(frozen=True, slots=True)
class Horizon:
    """The last day of what a document plans for, of what it looks back on, and of what changes in that began from."""

    planned: dt.date
    reached: dt.date
    before: dt.date


@dataclass(frozen=True, slots=True)
class HorizonRules:
    """The section [horizon] of models/rules/deadlines.toml."""

    outline: re.Pattern[str]
    compared: re.Pattern[str]
    since: re.Pattern[str]
    five_years: re.Pattern[str]
    so_far: frozenset[str]
    days: frozenset[str]
    stated: frozenset[str]
    own: frozenset[str]
    whole_year: frozenset[str]
    ahead: frozenset[str]


@cache
def horizon_rules() -> HorizonRules:
    """Return the rules, compiled."""
    source = data.rules("deadlines")["horizon"]
    return HorizonRules(
        outline=re.compile(source["outline"], re.MULTILINE),
        compared=re.compile(data.rules("deadlines")["deadline"]["compared"]),
        since=re.compile(source["since"]),
        five_years=re.compile(source["five_years"]),
        so_far=frozenset(source["so_far"]),
        days=frozenset(source["days"]),
        stated=frozenset(source["stated"]),
        own=frozenset(source["own"]),
        whole_year=frozenset(source["whole_year"]),
        ahead=frozenset(source["ahead"]),
    )


def horizon_of(layers: Layers) -> Horizon | None:
    """Return the horizon of `layers`, read once for each text; None without a date.

    A report of 2031 → 2031-12-31, 2030-12-31, 2029-12-31; an outline of 2031—2035 → 2035-12-31, 2030-12-31, 2025-12-31;
    a speech of 2031 on the first half of the year → 2031-12-31, 2031-06-30, 2030-06-30.
    """
    if layers.horizon is None and layers.date is not None:
        layers.horizon = _read(layers, layers.date.year)
    return layers.horizon


def _read(layers: Layers, year: int) -> Horizon:
    rules = horizon_rules()
    plan = _titled(layers, year, rules) or _planned(layers, year, rules)
    if plan is not None:
        first, last = plan
        return Horizon(_end(last), _end(first - 1), _end(2 * first - 2 - last))
    so_far = _so_far(layers, year, rules)
    if so_far is not None:
        return Horizon(_end(year), so_far, so_far.replace(year=year - 1))
    span = _TERM if _of_a_term(layers, year, rules) else 1
    return Horizon(_end(year), _end(year - 1), _end(year - 1 - span))


def _end(year: int) -> dt.date:
    return dt.date(year, 12, 31)


def _titled(layers: Layers, year: int, rules: HorizonRules) -> tuple[int, int] | None:
    """Return the first and last year of the plan that the document is by its title: 第十五个五年规划纲要."""
    head = f"{layers.document.facts.title or ''}\n{layers.text[:_HEAD]}"
    for title in rules.outline.finditer(head):
        for period in find_times(title[0], layers.date):
            if period.first is not None and period.last is not None and period.last.year - period.first.year > 1:
                first, last = period.first.year, period.last.year
                if abs(year - first) <= _PUBLISHED:
                    return first, last
    return None


def _planned(layers: Layers, year: int, rules: HorizonRules) -> tuple[int, int] | None:
    """Return the years of a plan that the document speaks of from end to end while it hardly names its own year."""
    own = sum(_is_year(period, year, rules) for period in layers.times)
    back = sum(period.last is not None and period.last.year == year - 1 for period in layers.times)
    places: dict[int, list[int]] = {}
    for period in layers.times:
        if period.last is None or period.rule not in rules.ahead:
            continue
        begun = period.first is None or period.first.year <= year + 1 or period.first.year == period.last.year
        if begun and year < period.last.year <= year + _LONGEST_PLAN:
            places.setdefault(period.last.year, []).append(period.start)
    if not places:
        return None
    last, named = max(places.items(), key=lambda item: len(item[1]))
    rivals = sum(len(others) == len(named) for others in places.values())
    middle = len(layers.text) // 2
    throughout = named[0] < middle <= named[-1]
    enough = len(named) >= max(_OFTEN, _FAR_MORE * own, back)
    return (year, last) if enough and throughout and rivals == 1 else None


def _is_year(period: Period, year: int, rules: HorizonRules) -> bool:
    return period.last is not None and period.last.year == year and period.rule in rules.own


def _so_far(layers: Layers, year: int, rules: HorizonRules) -> dt.date | None:
    """Return the last day of the part of its own year that the document looks back on; None for a year that is over."""
    half = dt.date(year, 6, 30)
    told = [
        period
        for period in layers.times
        if period.last is not None and period.last.year == year and _looks_back(layers, period, rules)
    ]
    ends = [period.last for period in told if period.last is not None and not rules.since.search(period.text)]
    end = half if ends and max(ends) == half else _end(year)
    month = layers.document.facts.date
    if month is not None and month.year == year and (month.month or 1) >= _LATE:
        return end
    last_year = sum(_tells_of_last_year(layers, period, year, rules) for period in layers.times)
    days = [period.last for period in layers.times if _is_day_told(layers, period, year, rules) and period.last]
    if last_year == 0 and days and (len(days) >= _DAYS or max(days).month > _EARLY):
        return _end(year)
    weight = sum(2 if period.rule in rules.stated else 1 for period in told)
    return end if weight >= _ENOUGH and weight > last_year else None


def _looks_back(layers: Layers, period: Period, rules: HorizonRules) -> bool:
    """Is it a part of the year that is told of (上半年, 今年1至9月, 今年以来), not planned?"""
    if period.first is None or layers.structure.kind_at(period.start) is SectionKind.PLAN:
        return False
    if rules.since.search(period.text):
        return period.first.year == layers.date.year if layers.date else False
    return period.rule in rules.so_far and period.last != dt.date(period.first.year, 12, 31)


def _of_a_term(layers: Layers, year: int, rules: HorizonRules) -> bool:
    """Does the document look back on the five years of a term (五年来, 这五年) more than on the year before?"""
    reviewed = [period for period in layers.times if layers.structure.kind_at(period.start) is SectionKind.REVIEW]
    terms = sum(rules.five_years.match(period.text) is not None for period in reviewed)
    return terms >= _OFTEN and terms > sum(_is_year(period, year - 1, rules) for period in reviewed)


def _is_day_told(layers: Layers, period: Period, year: int, rules: HorizonRules) -> bool:
    """Is it a day or month of the year that is told of (9月6日，我们…), not set as a term (9月底前)?"""
    if period.rule not in rules.days or period.last is None or period.last.year != year or period.open_start:
        return False
    return layers.structure.kind_at(period.start) is not SectionKind.PLAN


def _tells_of_last_year(layers: Layers, period: Period, year: int, rules: HorizonRules) -> bool:
    """Is the year before told of, by its number or as the 全年 of a review, and not only compared with?"""
    if period.rule in rules.whole_year:
        return layers.structure.kind_at(period.start) is SectionKind.REVIEW
    before = layers.text[max(0, period.start - 4) : period.start]
    return _is_year(period, year - 1, rules) and rules.compared.search(before) is None
