from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.numerals import parse_numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,100万", 11_000_000),
        ("１２．５", "12.5"),
        ("3.7万亿", 3_700_000_000_000),
        ("1 9 9 3", 1993),
        ("三百二十", 320),
        ("一百零五", 105),
        ("两万五", 25_000),
        ("一点二亿", 120_000_000),
        ("三万五千亿", 3_500_000_000_000),
        ("贰拾", 20),
        ("廿", 20),
        ("二〇二五", 2025),
        ("十五", 15),
        ("千亿", 100_000_000_000),
        ("六、○○○", 6000),
        ("一四二·七亿", 14_270_000_000),
        ("二五四万", 2_540_000),
        ("四万万", 400_000_000),
        ("5万4千6百", 54_600),
        ("2千零30万", 20_300_000),
        ("3亿5000万", 350_000_000),
        ("2万3500", 23_500),
        ("兩億零六萬", 200_060_000),
        (".5", "0.5"),
        ("负1.1", "-1.1"),
        ("－３", -3),
        ("五分之一", "0.2"),
        ("1/8", "0.125"),
        ("三又二分之一", "3.5"),
        ("负一又二分之一", "-1.5"),
    ],
)
def test_value(text, value):
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "新",
        "百分",
        "1.2.3",
        "12人",
        "九" * 50,
        "分之二",
        "三分之",
        "1/",
        "又",
        "-",
        "负",
        "1万.5",
        "第3",
    ],
)
def test_no_numeral(text):
    assert parse_numeral(text) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_arabic_numeral_keeps_its_value(number):
    assert parse_numeral(f"{number:,}") == number


@given(st.text(alphabet="零一二三四五六七八九十百千万亿两〇点123.,/又分之", max_size=45))
def test_any_run_of_numeral_characters_is_read_or_refused(text):
    value = parse_numeral(text)
    assert value is None or value >= 0
