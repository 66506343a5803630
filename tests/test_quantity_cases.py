"""Sentences of the genre with all their quantities and with numbers that are none: quantity_cases.tsv."""

from pathlib import Path

import pytest

from sanxin.quantities import find_quantities
from sanxin.records import DocumentDate
from sanxin.times import find_times

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("quantity_cases.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
][1:]


def number(value):
    return str(int(value)) if value == int(value) else repr(value)


def written(text, measure):
    low, high = number(measure.low), number(measure.high)
    value = low if low == high else f"{low}..{high}"
    return f"{text[measure.start : measure.end]}|{value}|{measure.unit}|{measure.comparator}"


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row, id=row[0]) for row in ROWS])
def test_all_quantities_of_a_sentence(text, expected):
    times = find_times(text, DocumentDate(2025))
    assert [written(text, measure) for measure in find_quantities(text, times)] == expected.split()
