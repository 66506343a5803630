"""Finding times: takes a text and its date, gives every time expression with its first and last day.

The grammar is data: models/rules/times.toml, whose head lists the decisions that the words alone do not force.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from sanxin import calendars
from sanxin.calendars import Part, Stretch, Unit
from sanxin.records import DocumentDate, Period
from sanxin.times_grammar import Grammar, Sighting, Tables, grammar
from sanxin.times_resolve import RESOLVERS, Setting

#: A speech of the first quarter looks back on whole years: 2020年以来, said in February 2026, ends with 2025.
_LOOKING_BACK_UNTIL = 3
#: 2023年11月…。12月8日…: dates told one after another stand this near; some texts have no paragraphs at all.
_DATES_REACH = 300


def find_times(text: str, reference: DocumentDate | None) -> list[Period]:
    """Return the time expressions of `text` in its order, none inside another.

    Said in 2025: `今年` → 2025-01-01 to 2025-12-31, `6月底前` → up to 2025-06-30, `“十五五”末` → 2030-01-01 to
    2030-12-31, `三年内` → 2025-01-01 to 2027-12-31, `过去五年` → 2020-01-01 to 2024-12-31, `240小时` → no days.

    A month, quarter or 年底 without a year takes the year stated before it in the sentence, else that of `reference`;
    without `reference`, what would need it has no days but is found all the same.
    """
    rules = grammar(frozenset(RESOLVERS))
    setting = Setting(reference)
    periods: list[Period] = []
    read_to = 0
    for sighting in rules.scan(text):
        if _forgets(rules, text, read_to, sighting.start, setting):
            setting = Setting(reference)
        read_to = sighting.end
        stretch = _stretch(sighting, setting, rules.tables)
        periods.append(_period(text, sighting, stretch, setting))
        setting = _after(rules, text, sighting, stretch, setting)
    return periods


def parse_time(text: str, reference: DocumentDate | None = None) -> Period | None:
    """Return `text` as one time expression, None if it is not just that: ` 2025年底前 ` → up to 2025-12-31."""
    found = find_times(text, reference)
    if len(found) == 1 and found[0].text == text.strip():
        return found[0]
    return None


def looked_back(period: Period, reference: DocumentDate | None) -> Period:
    """Return what a review of the year before `reference` means by a period that says no year: `全年` of 2025 → 2024.

    A period that says its year, or took another one from its sentence, comes back as it is.
    """
    day = period.last or period.first
    yearless = grammar(frozenset(RESOLVERS)).yearless
    if reference is None or day is None or day.year != reference.year or period.rule not in yearless:
        return period
    again = _said_in(period.text, reference.year - 1)
    return period if again is None else replace(period, first=again.first, last=again.last)


@lru_cache(maxsize=1 << 12)
def _said_in(text: str, year: int) -> Period | None:
    return parse_time(text, DocumentDate(year))


def _stretch(sighting: Sighting, setting: Setting, tables: Tables) -> Stretch | None:
    """Return the days of the expression without its 前, 起 or 以来."""
    try:
        stretch = RESOLVERS[sighting.rule.resolve](sighting.groups, setting, tables)
    except (ValueError, OverflowError):
        # a day or year the calendar does not have: 2月30日, 9999年前
        return None
    edge = sighting.groups.get("edge")
    if stretch is None or not edge:
        return stretch
    return calendars.part_of(stretch, Part(tables.words["edge_word"][edge]))


def _period(text: str, sighting: Sighting, stretch: Stretch | None, setting: Setting) -> Period:
    groups = sighting.groups
    first: dt.date | None = None
    last: dt.date | None = None
    open_start = bool(groups.get("to") or groups.get("by"))
    if stretch is not None:
        first, last = stretch.first, stretch.last
        if open_start:
            first = None
        elif groups.get("since"):
            until = _until_now(first, setting.reference)
            last = until if until is not None and until >= first else None
        elif groups.get("from"):
            last = None
        elif groups.get("after"):
            first, last = last + dt.timedelta(days=1), None
    start, end = sighting.start, sighting.end
    return Period(start, end, text[start:end], first, last, sighting.rule.id, open_start)


def _until_now(first: dt.date, reference: DocumentDate | None) -> dt.date | None:
    """Return the day a speech looks back from: 2020年以来 in 2026 → 2025-12-31, 今年以来 → the day of the speech."""
    if reference is None:
        return None
    if first.year < reference.year and (reference.month or 1) <= _LOOKING_BACK_UNTIL:
        return dt.date(reference.year - 1, 12, 31)
    if reference.month is None:
        return dt.date(reference.year, 12, 31)
    if reference.day is None:
        return calendars.months(reference.year, reference.month).last
    return dt.date(reference.year, reference.month, reference.day)


def _forgets(rules: Grammar, text: str, read_to: int, start: int, setting: Setting) -> bool:
    """Return whether what was stated up to `read_to` no longer holds at `start`."""
    if setting.year is None and setting.month is None and setting.named is None:
        return False
    if rules.paragraph_end.search(text, read_to, start):
        return True
    if setting.dated_at is not None:
        return start - setting.dated_at > _DATES_REACH
    return bool(rules.sentence_end.search(text, read_to, start))


def _after(rules: Grammar, text: str, sighting: Sighting, stretch: Stretch | None, setting: Setting) -> Setting:
    """Return what a later month or quarter of the sentence is counted from, now that this expression has been read."""
    groups, start = sighting.groups, sighting.start
    if stretch is None or rules.aside.search(text, max(0, start - 1), start):
        return setting
    named = any(groups.get(name) for name in ("y", "ry", "short"))
    bounded = any(groups.get(name) for name in ("to", "by", "since", "from", "after"))
    dated = bool(groups.get("m"))
    states_year = named and not (stretch.unit is Unit.YEAR and bounded) and (dated or stretch.unit is not Unit.SPAN)
    said = stretch.last.year if named else setting.named
    if not states_year and not dated:
        return replace(setting, named=said)
    return Setting(
        setting.reference,
        stretch.last.year if states_year else setting.year,
        stretch.last.month if dated else None,
        (start if dated else None) if states_year else setting.dated_at,
        said,
    )
