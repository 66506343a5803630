"""Canonical names of indicators: the lexicon against its own examples, and what must not be taken for a name."""

from collections import defaultdict
from dataclasses import replace

import pytest

from sanxin import data
from sanxin.indicator_names import dealt, indicator_name, level, name_of, names
from sanxin.records import Comparator, Quantity, Span

ROWS = data.lexicon("indicators")
MODIFIERS = data.lexicon("indicator_modifiers")
DIMENSIONS = {row["dimension"] for row in data.lexicon("units")} | {"rank"}


def a_dimension(row):
    return next(iter(row["dimensions"].split()), "percent")


@pytest.mark.parametrize("row", [pytest.param(row, id=row["alias"]) for row in ROWS])
def test_alias_has_its_name(row):
    assert indicator_name(row["alias"], a_dimension(row)) == row["name"]
    assert set(row["dimensions"].split()) <= DIMENSIONS


@pytest.mark.parametrize("row", [pytest.param(row, id=row["example"]) for row in ROWS if row["example"]])
def test_example_has_its_name(row):
    assert indicator_name(row["example"], a_dimension(row)) == row["name"]


@pytest.mark.parametrize(
    ("name", "phrase", "dimension"),
    [
        pytest.param(row["name"], phrase, a_dimension(row), id=f"{row['name']}: {phrase}")
        for row in ROWS
        for phrase in row["counterexamples"].split(";")
        if phrase
    ],
)
def test_counterexample_has_another_name_or_none(name, phrase, dimension):
    assert indicator_name(phrase, dimension) != name


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['place']}: {row['word']}") for row in MODIFIERS])
def test_modifier_leaves_the_name(row):
    phrase, word = row["example"], row["word"]
    assert word in phrase[2:] if row["place"] == "after" else phrase.startswith(word)
    assert indicator_name(phrase, "percent") is not None or indicator_name(phrase, "mass") is not None


def test_every_name_has_examples_both_ways():
    shown = defaultdict(set)
    for row in ROWS:
        shown[row["name"]] |= {kind for kind in ("example", "counterexamples") if row[kind]}
    assert len(shown) >= 60
    assert {name for name, kinds in shown.items() if kinds != {"example", "counterexamples"}} == set()


def test_levelled_aliases_do_not_clash():
    meanings = defaultdict(set)
    for row in ROWS:
        meanings[level(row["alias"])].add((row["name"], row["dimensions"]))
    assert {alias: found for alias, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("phrase", "dimension", "name"),
    [
        ("全市地区生产总值年均增长", "percent", "地区生产总值"),
        ("经济", "percent", "地区生产总值"),
        ("国民经济", "money", None),
        ("经济总量", "money", "地区生产总值"),
        ("ＧＤＰ", "percent", "地区生产总值"),
        ("ＰＭ２．５ 年均浓度", "concentration", "PM2.5平均浓度"),
        ("细颗粒物（PM2.5）平均浓度", "percent", "PM2.5平均浓度"),
        ("专精特新“小巨人", "count", "专精特新“小巨人”企业"),
        ("粮食", "mass", "粮食产量"),
        ("粮食", "money", None),
        ("收入", "money", None),
        ("全市", "percent", None),
        ("增长", "percent", None),
        ("", "percent", None),
        ("地区生产总值占比", "percent", None),
        ("城镇居民人均可支配收入和农村居民人均可支配收入", "percent", None),
        ("全市" * 40 + "粮食", "mass", None),
    ],
)
def test_phrases(phrase, dimension, name):
    assert indicator_name(phrase, dimension) == name


def test_name_of_a_span():
    text = "我县粮食产量稳定"
    assert name_of(Span(1, 6), text, "mass") is None
    assert name_of(Span(2, 6), text, "mass") == "粮食产量"
    assert name_of(None, text, "mass") is None
    assert name_of(Span(3, 7), "全年新增城镇就业5万人", "people") is None
    assert name_of(Span(4, 8), "全年新增城镇就业5万人", "people") == "城镇新增就业"
    assert names() is names()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([("%", 5.1), ("%", 6.3)], ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ([("%", 5.1)], ["城乡居民人均可支配收入"]),
        ([("%", 5.1), ("元", 30000)], ["城乡居民人均可支配收入"] * 2),
    ],
    ids=["one each", "one for both", "not alike"],
)
def test_joint_names_are_dealt_out(values, expected):
    both = [
        Quantity(f"q{n}", n, n + 1, "x", low, low, unit, "", Comparator.EQ, indicator=Span(0, 1))
        for n, (unit, low) in enumerate(values)
    ]
    named = [replace(each, indicator_name="城乡居民人均可支配收入") for each in both]
    assert [each.indicator_name for each in dealt(named)] == expected


def test_parts_of_joint_names_are_names():
    known = {row["name"] for row in ROWS}
    assert {part for row in data.lexicon("joint_indicators") for part in (row["name"], *row["parts"].split())} <= known
