"""Days of the calendar: takes years, months and counts, gives the first and last day. Knows no words."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What kind of period a stretch of days is; decides what its beginning, middle and end are."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    PLAN = "plan"
    DECADE = "decade"
    CENTURY = "century"
    SPAN = "span"


class Part(StrEnum):
    """Which part of a period: 初, 中, 底; of a month also 上半月, 下半月."""

    START = "start"
    MIDDLE = "middle"
    END = "end"
    FIRST_HALF = "first_half"
    SECOND_HALF = "second_half"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `first` to `last`, both in."""

    first: dt.date
    last: dt.date
    unit: Unit


#: Months to a step, then the first and last step of the start, the middle and the end. 年初 is January, 年底 December;
#: 初 and 末 of a five-year plan are its first and last year; 本世纪中叶 ends in its fiftieth year, as in plans.
_PIECES: Mapping[Unit, tuple[int, Mapping[Part, tuple[int, int]]]] = {
    Unit.QUARTER: (1, {Part.START: (1, 1), Part.MIDDLE: (2, 2), Part.END: (3, 3)}),
    Unit.HALF: (1, {Part.START: (1, 1), Part.MIDDLE: (3, 3), Part.END: (6, 6)}),
    Unit.YEAR: (1, {Part.START: (1, 1), Part.MIDDLE: (6, 6), Part.END: (12, 12)}),
    Unit.PLAN: (12, {Part.START: (1, 1), Part.MIDDLE: (3, 3), Part.END: (5, 5)}),
    Unit.DECADE: (12, {Part.START: (1, 3), Part.MIDDLE: (4, 7), Part.END: (8, 10)}),
    Unit.CENTURY: (12, {Part.START: (1, 10), Part.MIDDLE: (41, 50), Part.END: (91, 100)}),
}
_OF_MONTH = {
    Part.START: (1, 10),
    Part.MIDDLE: (11, 20),
    Part.END: (21, 31),
    Part.FIRST_HALF: (1, 15),
    Part.SECOND_HALF: (16, 31),
}


def months(year: int, month: int, count: int = 1, unit: Unit = Unit.MONTH) -> Stretch:
    """Return `count` whole months from the given one; 13 is January of the next year."""
    first = _month_start(year * 12 + month - 1)
    after = _month_start(year * 12 + month - 1 + count)
    return Stretch(first, after - dt.timedelta(days=1), unit)


def years(first: int, last: int, unit: Unit = Unit.YEAR) -> Stretch:
    """Return the whole years from `first` to `last`."""
    return Stretch(dt.date(first, 1, 1), dt.date(last, 12, 31), unit)


def day(year: int, month: int, number: int) -> Stretch:
    """Return one day; raise ValueError for one the calendar does not have (2月30日)."""
    date = dt.date(year, month, number)
    return Stretch(date, date, Unit.DAY)


def week(date: dt.date, offset: int) -> Stretch:
    """Return Monday to Sunday of the week `offset` weeks from that of `date`."""
    monday = date - dt.timedelta(days=date.weekday()) + dt.timedelta(weeks=offset)
    return Stretch(monday, monday + dt.timedelta(days=6), Unit.WEEK)


def later(date: dt.date, month_count: int) -> dt.date:
    """Return the same day `month_count` months on, or that month's last: 31 January and one month → 28 February."""
    start = _month_start(date.year * 12 + date.month - 1 + month_count)
    return start.replace(day=min(date.day, calendar.monthrange(start.year, start.month)[1]))


def part_of(stretch: Stretch, part: Part) -> Stretch:
    """Return the start, middle or end of a period: the end of 2025 → December; a day or a week stays whole."""
    if stretch.unit is Unit.MONTH:
        low, high = _OF_MONTH[part]
        return Stretch(
            stretch.first.replace(day=low), stretch.first.replace(day=min(high, stretch.last.day)), Unit.SPAN
        )
    if stretch.unit not in _PIECES:
        return stretch
    step, pieces = _PIECES[stretch.unit]
    low, high = pieces[part]
    month = stretch.first.month + (low - 1) * step
    return months(stretch.first.year, month, (high - low + 1) * step, Unit.SPAN)


def _month_start(index: int) -> dt.date:
    return dt.date(index // 12, index % 12 + 1, 1)
