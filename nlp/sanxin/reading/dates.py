"""Dates as documents write them, and where in a document its own date stands."""

from __future__ import annotations

import datetime as dt
import re

from sanxin.reading.factrules import DateRule, fact_rules
from sanxin.records import DocumentDate

_DIGITS = str.maketrans("０１２３４５６７８９○ＯО〇", "0123456789〇〇〇〇")
_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
# 2 0 0 1年2月1 6日 and 2010 年, but not 2026-01-31 07:00
_BLANKS = re.compile(
    r"(?<=(?<!\d)\d)[ \u3000](?=\d(?!\d))|(?<=\d)[ \u3000]{1,2}(?=[年月日])|(?<=[年月])[ \u3000]{1,2}(?=\d)"
)


def normalise(text: str) -> str:
    """Return text whose dates the rules can read: `２ ０ ０ １年` gives `2001年`."""
    return _BLANKS.sub("", text.translate(_DIGITS))


def read_date(text: str) -> DocumentDate | None:
    """Return the first date in a cell or a file's name, if any: `2026/2/9`, `20260209`, `2026年1月`, `云河市2003`."""
    if not text:
        return None
    text = normalise(text[:200])
    for pattern in fact_rules().date_formats:
        match = pattern.search(text)
        if match:
            return date_of(match)
    return None


def date_of(match: re.Match[str], year: int | None = None) -> DocumentDate:
    """Return the date in the groups year, month and day of a match; a day that the month has not is left out.

    Args:
        match: of a pattern with the parts {year}, {month}, {day}.
        year: the year of a pattern without {year}.
    """
    groups = match.groupdict()
    year = _number(groups["year"]) if year is None else year
    month = _number(groups["month"]) if groups.get("month") else None
    day = _number(groups["day"]) if groups.get("day") and month else None
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        day = None
    return DocumentDate(year, month, day)


def apply(rule: DateRule, text: str) -> DocumentDate | None:
    """Return the date that one rule reads from a line or passage, None if it reads none."""
    match = rule.pattern.search(text)
    if not match:
        return None
    if not rule.years:
        date = date_of(match)
        return DocumentDate(date.year + rule.add) if rule.add else date
    place = _number(match["number"]) - rule.first
    return DocumentDate(rule.years[place]) if 0 <= place < len(rule.years) else None


def _number(words: str) -> int:
    """Return 2024 for 2024 and 二〇二四, 18 for 18 and 十八."""
    if words.isdecimal() and words.isascii():
        return int(words)
    if "十" in words:
        tens, _, ones = words.partition("十")
        return 10 * (_CHINESE[tens] if tens else 1) + (_CHINESE[ones] if ones else 0)
    return int("".join(str(_CHINESE[char]) for char in words))
