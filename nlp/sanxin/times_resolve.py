"""The days an expression means: takes its parts and what it is counted from, gives a stretch of days or None.

One small function for each `resolve` of models/rules/times.toml; `RESOLVERS` is the closed set.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sanxin import calendars
from sanxin.calendars import Part, Stretch, Unit
from sanxin.numerals import parse_numeral
from sanxin.records import DocumentDate
from sanxin.times_grammar import Tables

Groups = Mapping[str, str | None]

_ZEROS = str.maketrans("〇○◯ＯOo0０零一二三四五六七八九", "00000000" + "0123456789")
_BLANKS = str.maketrans("", "", " \u3000\u00a0\u200b\ufeff")
#: A two-digit year lies at most so far ahead of the speech: 35年 said in 2025 is 2035, 95年 is 1995.
_SHORT_YEAR_AHEAD = 15
#: Terms are of five years since this one; those before it were of several lengths.
_TERM, _FIRST_TERM, _USUAL_TERM = 5, 1993, 2023
#: A report of the first quarter after a term speaks of that term as this one.
_TERM_ENDS = 3
#: 三十年代 said in 2025 are the 2030s, 五十年代 the 1950s.
_DECADE_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is counted from: the document's date, and the year and month stated before it.

    `dated_at`: where the year was stated together with a month, so that it outlives its sentence; None if it was not.
    `named`: the last year named at all, which 当年 goes back to (到2030年底…，当年).
    """

    reference: DocumentDate | None
    year: int | None = None
    month: int | None = None
    dated_at: int | None = None
    named: int | None = None

    @property
    def unstated_year(self) -> int | None:
        """The year of a month or a quarter without one."""
        if self.year is not None:
            return self.year
        return self.reference.year if self.reference else None

    @property
    def reference_day(self) -> dt.date | None:
        """The document's day, if it is known to the day."""
        date = self.reference
        if date is None or date.month is None or date.day is None:
            return None
        return dt.date(date.year, date.month, date.day)


Resolver = Callable[[Groups, Setting, Tables], Stretch | None]


def whole(text: str) -> int | None:
    """Return a numeral as an int: `1 2` → 12, `十八` → 18, `二00八` → 2008, `多` → None."""
    digits = text.translate(_BLANKS)
    if len(digits) == 4:
        digits = digits.translate(_ZEROS)
    value = parse_numeral(digits)
    return None if value is None else int(value)


def year_of(groups: Groups, setting: Setting, tables: Tables, end: str = "") -> int | None:
    """Return the year an expression names (`y`, `ry`) or leaves unsaid; `end` is "2" for a range's far end."""
    if named := groups.get(f"y{end}"):
        return whole(named)
    if word := groups.get(f"ry{end}"):
        word = word.removesuffix("度")
        stated = tables.words["stated_year_word"].get(word)
        if stated is not None:
            said = setting.named or setting.unstated_year
            return None if said is None else said + int(stated)
        return None if setting.reference is None else setting.reference.year + int(tables.words["year_word"][word])
    return setting.unstated_year


def _number(groups: Groups, name: str) -> int | None:
    text = groups.get(name)
    return None if text is None else whole(text)


def _month_number(groups: Groups, name: str) -> int | None:
    return 1 if groups.get(name) == "元" else _number(groups, name)


def _count(groups: Groups) -> int | None:
    """Return how many years or days an expression counts, the larger of two (三至五年 → 5); None if it is vague."""
    if groups.get("more"):
        return None
    return _number(groups, "n2") or _number(groups, "n")


def _century(groups: Groups, setting: Setting, tables: Tables) -> int | None:
    """Return the first year of the century named (二十一世纪 → 2001), or of the reference year's own."""
    number = _number(groups, "n")
    if number is not None:
        return number * 100 - 99
    word = groups.get("century")
    if word is None or setting.reference is None:
        return None
    own = (setting.reference.year - 1) // 100 + 1
    offset = tables.words["century_word"].get(word)
    # 新世纪 is the twenty-first to those who wrote before it and after
    return 2001 if offset is None else (own + int(offset)) * 100 - 99


def _short_year(text: str, setting: Setting) -> int | None:
    number = whole("".join("0123456789"[int(character.translate(_ZEROS))] for character in text))
    if number is None or setting.reference is None:
        return None
    latest = setting.reference.year + _SHORT_YEAR_AHEAD
    return latest - (latest - number) % 100


def nothing(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """三年, 每年, 近年来, 75周年: a time that names no days."""
    return None


def year(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """2025年, 今年, 上年同期."""
    number = year_of(groups, setting, tables)
    return None if number is None else calendars.years(number, number)


def short_year(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """08年, 25年3月, 95年底."""
    number = _short_year(groups["short"] or "", setting)
    if number is None:
        return None
    month_number = _month_number(groups, "m")
    if month_number is not None:
        return calendars.months(number, month_number)
    whole_year = calendars.years(number, number)
    edge = groups.get("edge_year")
    return calendars.part_of(whole_year, Part(tables.words["edge_word"][edge])) if edge else whole_year


def year_range(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """2023—2025年, 2021-25年: None where the second comes before the first."""
    first = _number(groups, "y") or _number(groups, "y_scanned")
    last = _number(groups, "y2") or _number(groups, "y2_scanned")
    if first is not None and groups.get("short2"):
        last = first // 100 * 100 + int(groups["short2"] or 0)
    if first is None or last is None or last < first:
        return None
    return calendars.years(first, last, Unit.SPAN)


def years_word(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """今明两年."""
    if setting.reference is None:
        return None
    first, last = tables.words["years_word"][groups["years_word"] or ""]
    return calendars.years(setting.reference.year + first, setting.reference.year + last, Unit.SPAN)


def school_year(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """2023—2024学年: September to August; the first term to January, the second from February."""
    number = _number(groups, "y")
    if number is None:
        return None
    term = _number(groups, "term")
    start, length = {None: (9, 12), 1: (9, 5), 2: (14, 7)}[term]
    return calendars.months(number, start, length, Unit.SPAN)


def decade(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """上世纪九十年代; without a century the latest such decade that has begun or soon will."""
    number = _number(groups, "decade")
    if number is None:
        return None
    start = _century(groups, setting, tables)
    if start is not None:
        first = start - 1 + number
    elif setting.reference is not None and not groups.get("century"):
        latest = setting.reference.year + _DECADE_AHEAD
        first = latest - (latest - number) % 100
    else:
        return None
    return calendars.years(first, first + 9, Unit.DECADE)


def year_decade(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """1990年代."""
    number = _number(groups, "y")
    return None if number is None else calendars.years(number, number + 9, Unit.DECADE)


def century(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """本世纪, 二十一世纪."""
    first = _century(groups, setting, tables)
    return None if first is None else calendars.years(first, first + 99, Unit.CENTURY)


def century_years(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """本世纪头二十年, 本世纪最后十年."""
    first, count = _century(groups, setting, tables), _number(groups, "count")
    if first is None or count is None:
        return None
    if Part(tables.words["side_word"][groups["side"] or ""]) is Part.END:
        return calendars.years(first + 100 - count, first + 99, Unit.SPAN)
    return calendars.years(first, first + count - 1, Unit.SPAN)


def whole_year(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """全年, 年底: of the year left unsaid."""
    number = setting.unstated_year
    return None if number is None else calendars.years(number, number)


def half(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """2024年上半年."""
    number = year_of(groups, setting, tables)
    which = int(tables.words["half_word"][groups["half"] or ""])
    return None if number is None else calendars.months(number, which * 6 - 5, 6, Unit.HALF)


def quarter(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """三季度, 首季."""
    number, which = year_of(groups, setting, tables), _number(groups, "q") or 1
    return None if number is None else calendars.months(number, which * 3 - 2, 3, Unit.QUARTER)


def quarter_range(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """前三季度, 二、三季度."""
    number = year_of(groups, setting, tables)
    first, last = _number(groups, "q") or 1, _number(groups, "q2") or _number(groups, "n")
    if number is None or last is None or last < first:
        return None
    return calendars.months(number, first * 3 - 2, (last - first + 1) * 3, Unit.SPAN)


def near_quarter(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """本季度, 上季度末: of the reference month."""
    date = setting.reference
    if date is None or date.month is None:
        return None
    first = (date.month - 1) // 3 * 3 + 1
    return calendars.months(
        date.year, first + 3 * int(tables.words["quarter_word"][groups["quarter_word"] or ""]), 3, Unit.QUARTER
    )


def season(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """2024年秋季, 今春."""
    if near := groups.get("near"):
        number = year_of({"ry": near}, setting, tables)
    else:
        number = year_of(groups, setting, tables)
    word = groups.get("season") or groups.get("season_near") or ""
    return None if number is None else calendars.months(number, int(tables.words["season_word"][word]), 3, Unit.SPAN)


def two_seasons(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """去冬今春: from December to May."""
    number = year_of(groups, setting, tables)
    return None if number is None else calendars.months(number, 12, 6, Unit.SPAN)


def month(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """2024年9月, 9月."""
    number, month_number = year_of(groups, setting, tables), _month_number(groups, "m")
    if number is None or month_number is None:
        return None
    return calendars.months(number, month_number)


def month_range(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """1—9月, 2023年10月至2024年3月, 前10个月; 11月至2月 runs into the next year."""
    number = year_of(groups, setting, tables)
    first, last = _month_number(groups, "m") or 1, _month_number(groups, "m2") or _number(groups, "n")
    if number is None or last is None:
        return None
    far = year_of(groups, setting, tables, "2") if groups.get("y2") or groups.get("ry2") else None
    if far is None:
        far = number if last >= first else number + 1
    return calendars.months(number, first, (far - number) * 12 + last - first + 1, Unit.SPAN)


def near_month(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """上个月, 本月; 月底: of the month stated before."""
    if word := groups.get("month_word"):
        date = setting.reference
        if date is None or date.month is None:
            return None
        return calendars.months(date.year, date.month + int(tables.words["month_word"][word]))
    place = _unstated_month(setting)
    return None if place is None else calendars.months(*place)


def _unstated_month(setting: Setting) -> tuple[int, int] | None:
    """Return the year and month of a day without a month."""
    if setting.month is not None and setting.unstated_year is not None:
        return setting.unstated_year, setting.month
    date = setting.reference
    if date is None or date.month is None:
        return None
    return date.year, date.month


def day(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """2024年5月18日, 5月18日, 本月18日."""
    number = _number(groups, "d")
    if groups.get("m"):
        place = year_of(groups, setting, tables), _month_number(groups, "m")
    else:
        found = near_month(groups, setting, tables)
        place = (found.first.year, found.first.month) if found else (None, None)
    if number is None or place[0] is None or place[1] is None:
        return None
    return calendars.day(place[0], place[1], number)


def day_range(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """5月8日至12日, 12月28日—1月3日."""
    first = day(groups, setting, tables)
    number = _number(groups, "d2")
    if first is None or number is None:
        return None
    month_number = _month_number(groups, "m2") or first.first.month
    if groups.get("y2") or groups.get("ry2"):
        far = year_of(groups, setting, tables, "2")
    else:
        far = first.first.year + (month_number < first.first.month)
    if far is None:
        return None
    last = calendars.day(far, month_number, number).last
    return Stretch(first.first, last, Unit.SPAN) if last >= first.first else None


def near_day(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """今天, 昨日."""
    date = setting.reference_day
    if date is None:
        return None
    date += dt.timedelta(days=int(tables.words["day_word"][groups["day_word"] or ""]))
    return Stretch(date, date, Unit.DAY)


def near_week(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """上周, 下个星期."""
    date = setting.reference_day
    return None if date is None else calendars.week(date, int(tables.words["week_word"][groups["week_word"] or ""]))


def plan(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """“十四五”时期, 第六个五年计划, “十五五”开局之年, “十四五”前四年."""
    name = groups.get("plan") or groups.get("plan_bare") or groups.get("plan_long")
    rows = tables.lexicons["plan_periods"]
    row = rows[name] if name else next(row for row in rows.values() if row["ordinal"] == groups.get("ordinal"))
    first, last = int(row["first"]), int(row["last"])
    if word := groups.get("plan_year") or groups.get("plan_year_bare"):
        number = first if int(tables.words["plan_year_word"][word]) > 0 else last
        return calendars.years(number, number)
    if count := _number(groups, "n"):
        return calendars.years(first, min(first + count - 1, last), Unit.SPAN)
    if count := _number(groups, "n_last"):
        return calendars.years(max(first, last - count + 1), last, Unit.SPAN)
    return calendars.years(first, last, Unit.PLAN)


def ahead(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """未来五年, 三年内: the reference year is the first."""
    count = _count(groups)
    if not count or setting.reference is None:
        return None
    return calendars.years(setting.reference.year, setting.reference.year + count - 1, Unit.SPAN)


def spent(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """用三年时间: the year stated before it is the first, else the reference year."""
    count, first = _count(groups), setting.unstated_year
    if not count or first is None:
        return None
    return calendars.years(first, first + count - 1, Unit.SPAN)


def back(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """过去五年, 五年来: the year before the reference year is the last."""
    count = _count(groups)
    if not count or setting.reference is None:
        return None
    return calendars.years(setting.reference.year - count, setting.reference.year - 1, Unit.SPAN)


def ago(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """五年前: that whole year, for speeches name the year and not the day."""
    count = _count(groups)
    if not count or setting.reference is None:
        return None
    return calendars.years(setting.reference.year - count, setting.reference.year - count)


def within(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """三个月内, 半年内, 100天内; None for working days and hours."""
    date, count = setting.reference_day, _count(groups)
    if date is not None and groups.get("half_year"):
        return Stretch(date, calendars.later(date, 6), Unit.SPAN)
    length = tables.words["within_word"].get((groups["unit"] or "").lstrip("个"))
    if date is None or count is None or length is None:
        return None
    kind, size = length
    last = calendars.later(date, size * count) if kind == "month" else date + dt.timedelta(days=size * count)
    return Stretch(date, last, Unit.SPAN)


def landmark(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """党的二十大以来, 解放前: 以前 ends on the eve of the event, 以后 begins with its first day."""
    date = dt.date.fromisoformat(tables.lexicons["landmarks"][groups["landmark"] or ""]["day"])
    if not groups.get("since"):
        date -= dt.timedelta(days=1)
    return Stretch(date, date, Unit.DAY)


def term(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """本届政府任期内: five years; said in early 2028 by a province, those up to 2027."""
    date = setting.reference
    if date is None:
        return None
    start = int(tables.words["term_level"].get(groups.get("level") or "", _USUAL_TERM))
    first = date.year - (date.year - start) % _TERM
    if first == date.year and (date.month or 1) <= _TERM_ENDS:
        first -= _TERM
    first += _TERM * int(tables.words["term_word"].get(groups.get("which") or "", 0))
    return calendars.years(first, first + _TERM - 1, Unit.SPAN) if first >= _FIRST_TERM else None


def holiday(groups: Groups, setting: Setting, tables: Tables) -> Stretch | None:
    """元旦, 国庆; 国庆前 ends on its eve; None for holidays of the moon."""
    row = tables.lexicons["holidays"][groups.get("holiday") or groups.get("holiday_closed") or ""]
    number = year_of(groups, setting, tables)
    if number is None or row["month"] == "-":
        return None
    date = dt.date(number, int(row["month"]), int(row["day"])) - dt.timedelta(days=1 if groups.get("by") else 0)
    return Stretch(date, date, Unit.DAY)


RESOLVERS: Mapping[str, Resolver] = {
    function.__name__: function
    for function in (
        ago,
        ahead,
        back,
        century,
        century_years,
        day,
        day_range,
        decade,
        half,
        holiday,
        landmark,
        month,
        month_range,
        near_day,
        near_month,
        near_quarter,
        near_week,
        nothing,
        plan,
        quarter,
        quarter_range,
        school_year,
        season,
        short_year,
        spent,
        term,
        two_seasons,
        whole_year,
        within,
        year,
        year_decade,
        year_range,
        years_word,
    )
}
