"""Our values against a peer's own cases (../shared/specs, Recognizers-Text, MIT), where both mean the same by a value.

The cases are read from outside the project and never copied into it; without them this file skips. What their suite
holds and policy texts do not is left out by kind, in `OUT_OF_SCOPE`, each kind with its reason.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from sanxin.numerals import parse_numeral
from sanxin.parsing import parse_quantity

SPECS = Path(__file__).parents[2] / "shared" / "specs"
HAN = "零一二两三四五六七八九十百千"
SHARE = 0.99

#: file: type of result compared (a file may hold none that carries over)
FILES = {
    "Number.NumberModel": "number",
    "Number.OrdinalModel": "ordinal",
    "Number.PercentModel": "percentage",
    "Number.NumberRangeModel": "numberrange",
    "Number.NumberRangeModelExperimentalMode": "numberrange",
    "NumberWithUnit.CurrencyModel": "currency",
    "NumberWithUnit.DimensionModel": "dimension",
}

#: kind of case: (types, what its text looks like, why it is not ours to read)
OUT_OF_SCOPE = {
    "programmer's number": (
        "number percentage numberrange",
        r"[0-9０-９]k|[0-9]e|\^",
        "40k, 2e5, 2^-1: notation of computing, in no policy text",
    ),
    "blank in a mixed number": (
        "number",
        r"[0-9０-９] +[0-9０-９]+[/／]",
        "1 3/5: a blank between digits is a PDF's here and joins them",
    ),
    "dozen": ("number", "打$", "一打: a shop's count; 打 after a number is a verb here"),
    "discount": ("percentage", "折", "9.9折 is a price cut: it says how little is paid, not a share of anything"),
    "two bounds": (
        "numberrange",
        r"同时|[于於][^,，]+[少小大]于|之间|以上.+以下",
        "大于10并小于20, 在10与20之间: two quantities here, each with its comparator, or words around a range",
    ),
    "verb in the span": (
        "numberrange",
        r"^等于|[至]少有|^比.+大",
        "annotation.md §1: a verb (有, 等于, 比…大) is never in the span",
    ),
    "coins": (
        "currency",
        r"[角分]|[銭]",
        "50元6角3分: sums to the coin; budgets are in 万元",
    ),
    "symbol or name before": ("currency", r"^[$￥]|^人民币", "$20, 人民币50元: the span begins with the number"),
    "spoken money": ("currency", rf"[{HAN}]块$", "三块: 块 counts plots and plates here; money is 块钱"),
    "token money": ("currency", "比特币", "no money of any budget"),
    "too long": ("currency", r"[0-9]{16}", "more digits than a float, the type of our values, can hold"),
    "bit": ("dimension", "^一位$", "位 counts people"),
}

#: their name of a unit: (ours, as written, what one of theirs is worth in it)
UNITS = {
    "Chinese yuan": ("元", 1),
    "United States dollar": ("美元", 1),
    "New Taiwan dollar": ("新台币", 1),
    "Mu": ("亩", 1),
    "Centimeter": ("公分 cm 厘米", 1),
    "Meter": ("米 m", 1),
    "Kilometer": ("千米", 1),
    "Jin": ("斤", 1),
    "Liang": ("两", 1),
    "Kilogram": ("千克", 1),
    "Kilowatt": ("千瓦", 1),
    "Megahertz": ("兆赫 兆赫兹", 1),
    "Kilobit": ("比特", 1000),
    "Kilobyte": ("字节", 1000),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One expected value: the words it is written in, and their own reading of them."""

    id: str
    type: str
    words: str
    value: str
    unit: str | None


def load() -> list[Case]:
    cases = []
    for file, kind in FILES.items():
        path = SPECS / f"{file}.json"
        entries = json.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else []
        for number, entry in enumerate(entries):
            for place, result in enumerate(entry["Results"]):
                resolution = result.get("Resolution") or {}
                if result.get("TypeName") == kind and resolution.get("value") is not None:
                    words = surface(entry["Input"], result)
                    cases.append(
                        Case(f"{file} {number}.{place}", kind, words, resolution["value"], resolution.get("unit"))
                    )
    return cases


def surface(text: str, result: dict) -> str:
    """The words as they stand in the text; their own `Text` is normalised."""
    if "Start" in result and "End" in result:
        return text[result["Start"] : result["End"] + 1]
    return result["Text"]


def kind_left_out(case: Case) -> str | None:
    for kind, (types, pattern, _) in OUT_OF_SCOPE.items():
        if case.type in types.split() and re.search(pattern, case.words):
            return kind
    return None


def near(ours: Decimal | float | None, theirs: Decimal) -> bool:
    """Equal to all the digits they print (15); shares that do not end are rounded to two places here."""
    if ours is None:
        return False
    return abs(Decimal(str(ours)) - theirs) <= abs(theirs) * Decimal("1e-14")


def reading(case: Case) -> bool:
    if case.type == "numberrange":
        return ends_agree(case)
    theirs = Decimal(case.value.removesuffix("%"))
    if case.type == "number":
        value = parse_numeral(case.words)
        if value is not None:
            return near(value, theirs)
    quantity = parse_quantity(case.words)
    if quantity is None or quantity.low != quantity.high:
        return False
    if case.type == "percentage":
        return quantity.unit in ("%", "百分点") and near(quantity.low, theirs)
    if case.unit is None:
        return near(quantity.low, theirs)
    units, factor = UNITS[case.unit]
    return quantity.unit in units.split() and near(quantity.low, theirs * factor)


def ends_agree(case: Case) -> bool:
    """Their `(20,35]` against our low, high and comparator; whether an end is inside is another's choice."""
    low, high = (Decimal(end) if end else None for end in case.value.strip("()[]").split(","))
    quantity = parse_quantity(case.words)
    if quantity is None:
        return False
    if quantity.unit == "%" and low is not None and "分" not in case.words:
        low *= 100  # a plain fraction is a share here, in percent
    if low is not None and high is not None:
        return near(quantity.low, low) and near(quantity.high, high)
    if low is None:
        return near(quantity.low, high) and quantity.comparator in ("lt", "le")
    return near(quantity.low, low) and quantity.comparator in ("gt", "ge")


CASES = load()
IN_SCOPE = [case for case in CASES if kind_left_out(case) is None]

pytestmark = pytest.mark.skipif(not CASES, reason="../shared/specs is not there")


def test_share_read_as_the_peer_does():
    missed = [f"{case.id}: {case.words!r} {case.value}" for case in IN_SCOPE if not reading(case)]
    assert 1 - len(missed) / len(IN_SCOPE) >= SHARE, "\n".join(missed)


def test_most_of_the_suite_is_in_scope():
    assert len(IN_SCOPE) >= 0.8 * len(CASES)


@pytest.mark.parametrize("kind", OUT_OF_SCOPE)
def test_kind_left_out_occurs(kind):
    assert Counter(map(kind_left_out, CASES))[kind] > 0
