"""Our days against a peer's own cases (../shared/specs, Recognizers-Text, MIT), where both mean the same by a day.

The cases are read from outside the project and never copied into it; without them this file skips. What their suite
holds and policy texts do not is left out by kind, in `OUT_OF_SCOPE`, each kind with its reason.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from sanxin.records import DocumentDate, Period
from sanxin.times import find_times

SPECS = Path(__file__).parents[2] / "shared" / "specs"
FILES = ("DateParser", "DatePeriodParser", "DateTimeModel", "DurationParser")
HAN = "一二两三四五六七八九十"

#: kind of case: (what its text looks like, why it is not ours to read)
OUT_OF_SCOPE = {
    "clock": (
        r"[点點]|[0-9十][时分秒]|:|[晚晨早]|[上下]午|小时|分钟|立刻|马上",
        "times of the day: policy texts give days and longer, a meeting's hour is no deadline",
    ),
    "weekday": (
        rf"(?:周|星期|週|禮拜)[{HAN}日末]",
        "days of the week and 周末: no plan is dated by them, and 上周三 depends on where a week begins",
    ),
    "lunar": (
        r"初|正月|大年|农历|十五$",
        "days of the moon's calendar: the peer itself reads them as days of the sun's",
    ),
    "reign": (r"康熙|雍正|神龙", "years of an emperor's reign"),
    "ancient": (
        rf"(?<![0-9{HAN}])(?:[0-9]{{3}}|[{HAN}]{{3}})年",
        "years before 1500: numbers of three digits are lengths",
    ),
    "foreign order": (
        r"^[0-9]{1,2}[-/][0-9]{1,2}(?:[-/]|$)",
        "12/1, 27-7-3: the order of day and month is anybody's guess, and 3-7 is a range here",
    ),
    "no 年 or 日": (
        rf"^[从=]? ?[0-9]{{4}}(?:$|到)|[0-9]{{4}} [0-9]{{2}} [0-9]{{2}}|月[{HAN}]+$",
        "numbers that are dates by position only: 2016到2018 is a range of anything in a report",
    ),
    "day counted": (
        r"^[前后上下](?:[0-9]+|[一二两三])(?:个月|周|年)|^[0-9]+[年天]前$",
        "lengths counted to the day from today: 五年前 names the year in a speech, 上两个月 and 后一年 are not written",
    ),
    "ordinal part": (
        r"第[二九]?个?[周月週]|最[后後]|前10天|上半月",
        "the second week, the first ten days of a year, 上半月 without its month (7月上半月 is read): not written",
    ),
    "leap day": (
        r"^2月29日",
        "29 February without a year: the peer looks for a year that has it, ours takes the reference year's",
    ),
    "two in one": (
        r"之后.+之前|又一个|去年本月|夏天",
        "two expressions that the peer reads as one, or a season it does not resolve",
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One expected result: where it stands, and the readings it may have."""

    id: str
    text: str
    start: int
    words: str
    reference: DocumentDate
    kind: str
    readings: tuple[dict[str, str], ...]

    @property
    def left_out(self) -> str | None:
        return next((name for name, (shape, _) in OUT_OF_SCOPE.items() if re.search(shape, self.words)), None)


def cases() -> list[Case]:
    found = []
    for name in FILES:
        path = SPECS / f"DateTime.{name}.json"
        for number, entry in enumerate(json.loads(path.read_text(encoding="utf-8-sig"))):
            for result in entry["Results"]:
                words = result["Text"].replace(",", "，")
                day = dt.date.fromisoformat(entry["Context"]["ReferenceDateTime"][:10])
                found.append(
                    Case(
                        f"{name}-{number}",
                        entry["Input"],
                        max(entry["Input"].find(words), 0),
                        words,
                        DocumentDate(day.year, day.month, day.day),
                        (result.get("TypeName") or result["Type"]).rpartition(".")[2],
                        readings_of(result),
                    )
                )
    return found


def readings_of(result: dict) -> tuple[dict[str, str], ...]:
    """Bring the two shapes of the peer's files to one: value, or start and end, and a Mod."""
    if "Value" in result:
        both = [result["Value"].get("PastResolution", {}), result["Value"].get("FutureResolution", {})]
        return tuple(
            {"value": one.get("date", ""), "start": one.get("startDate", ""), "end": one.get("endDate", "")}
            for one in both
        )
    return tuple(result["Resolution"]["values"])


def agrees(period: Period, case: Case, reading: dict[str, str]) -> bool:
    """Whether both mean the same days. Their end is the first day no longer meant, ours the last that is."""
    if (
        case.kind in ("duration", "set")
        or reading.get("value") == "not resolved"
        or reading.get("value", "")[:4] == "0001"
    ):
        return period.first is period.last is None
    if value := reading.get("value"):
        return period.first == period.last == dt.date.fromisoformat(value)
    start, end = (dt.date.fromisoformat(reading[side]) if reading.get(side) else None for side in ("start", "end"))
    first, last = period.first, period.last
    if end is None:
        # after a day: the peer gives the day itself
        return (
            first is not None
            and start is not None
            and first - start in (dt.timedelta(0), dt.timedelta(reading["Mod"] == "after"))
        )
    if last is None or (start is not None and start != first):
        return False
    # A到B, B以前: they give where B begins, ours counts B in
    begins = (last, last.replace(day=1), last.replace(month=1, day=1))
    named_end = bool(reading.get("Mod")) or re.search(r"[到至和与\-~]", case.words)
    return end in begins if named_end else last == end - dt.timedelta(days=1)


def is_right(case: Case) -> bool:
    end = case.start + len(case.words)
    found = [p for p in find_times(case.text, case.reference) if p.start < end and case.start < p.end]
    return len(found) == 1 and any(agrees(found[0], case, reading) for reading in case.readings)


@pytest.mark.skipif(not SPECS.is_dir(), reason="the peer's cases are not beside this checkout")
def test_agrees_with_the_peer_where_policy_texts_date() -> None:
    inside = [case for case in cases() if case.left_out is None]
    wrong = [f"{case.id} {case.words}" for case in inside if not is_right(case)]
    assert len(inside) >= 100
    assert len(wrong) <= 0.05 * len(inside), wrong


@pytest.mark.skipif(not SPECS.is_dir(), reason="the peer's cases are not beside this checkout")
@pytest.mark.parametrize("kind", OUT_OF_SCOPE)
def test_every_kind_left_out_has_cases(kind: str) -> None:
    assert Counter(case.left_out for case in cases())[kind] > 0
