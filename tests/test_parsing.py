"""One quantity by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sanxin
from sanxin.parsing import parse_quantity


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "comparator"),
    [
        ("不低于3.5%", 3.5, 3.5, "%", "ge"),
        (" 3 000 亩\n", 3000, 3000, "亩", "eq"),
        ("1.2万亿元", 1_200_000_000_000, 1_200_000_000_000, "元", "eq"),
        ("100至120个", 100, 120, "个", "range"),
        ("三分之二以上", 66.67, 66.67, "%", "ge"),
        ("前三名", 3, 3, "名", "le"),
        ("第三", 3, 3, "名", "eq"),
        ("近千亩", 1000, 1000, "亩", "approx"),
        ("数十项", 10, 10, "项", "approx"),
        ("一个", 1, 1, "个", "eq"),
        ("14市", 14, 14, "市", "eq"),
        ("2.5:1", 2.5, 2.5, "", "eq"),
        ("过半", 50, 50, "%", "gt"),
        ("零的突破", 0, 0, "", "gt"),
        ("60", 60, 60, "", "eq"),
        ("-0.8%", -0.8, -0.8, "%", "eq"),
        ("负13.5千米", -13.5, -13.5, "千米", "eq"),
        ("≥95%", 95, 95, "%", "ge"),
        ("小于或等于5项", 5, 5, "项", "le"),
        ("十余万", 100_000, 100_000, "", "gt"),
        ("3亿5000万元", 350_000_000, 350_000_000, "元", "eq"),
        ("六成三", 63, 63, "%", "eq"),
        ("百万分之五", 0.0005, 0.0005, "%", "eq"),
        ("1/3以上", 33.33, 33.33, "%", "ge"),
        ("两萬個", 20_000, 20_000, "个", "eq"),
        ("壹佰万元", 1_000_000, 1_000_000, "元", "eq"),
        ("2×35万千瓦", 700_000, 700_000, "千瓦", "eq"),
        ("六到八万人", 60_000, 80_000, "人", "range"),
        ("4500套（间）", 4500, 4500, "套（间）", "eq"),
        ("2个多百分点", 2, 2, "百分点", "gt"),
        ("最高100万元", 1_000_000, 1_000_000, "元", "le"),
        ("前1‰", 0.1, 0.1, "%", "le"),
        ("数以万计", 10_000, 10_000, "", "approx"),
    ],
)
def test_value(text, low, high, unit, comparator):
    quantity = parse_quantity(text)
    assert (quantity.low, quantity.high, quantity.unit, quantity.comparator) == (low, high, unit, comparator)
    assert (quantity.text, quantity.start, quantity.end) == (text.strip(), 0, len(text.strip()))


@pytest.mark.parametrize(
    "text", ["", " ", "产值500亿元", "500亿元产值", "6%、7%", "不低于", "亩", "力争80个", "8" * 99]
)
def test_nothing_else_is_a_quantity(text):
    assert parse_quantity(text) is None


def test_public_names():
    assert sanxin.parse_quantity("三十强").rule == "rank-strong"
    assert sanxin.parse_time("2030年").last.isoformat() == "2030-12-31"


@given(st.text(alphabet="一二三十百万亿0123456789.,%％个元第前“”、至—不低于以上成半-负 \n", max_size=30))
def test_whatever_is_read_is_the_whole(text):
    quantity = parse_quantity(text)
    assert quantity is None or (quantity.text == text.strip() and quantity.low <= quantity.high)
