"""Texts nobody would write: whatever stands in them, every record stands at its offsets and no odd error comes out."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanxin import analysis, parse_quantity, parse_time
from sanxin.errors import SanxinError
from sanxin.reading import read_bytes
from sanxin.reading.furniture import find_furniture
from sanxin.records import Document

#: What the patterns look for, whole and in halves, so that they meet in odd orders.
PIECES = (
    *"一二三十百万亿两双零〇点几多余近约超",
    *"“”‘’「」（）()《》、，。；：:%％+-—～~至到\n\t \u3000\u200b\x00",
    *("增长", "达到", "以上", "左右", "不低于", "力争", "确保", "完成", "实施", "打造", "推进", "是", "的", "和"),
    *(
        "2026年",
        "“十五五”",
        "到2030年",
        "上半年",
        "同比",
        "由",
        "提高",
        "百分点",
        "万元",
        "亿元",
        "平方公里",
        "倍",
        "名",
    ),
    *(
        "三大工程",
        "五大行动",
        "三位一体",
        "双提升",
        "一是",
        "二是",
        "三是",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "即",
        "包括",
    ),
    *("产业", "环境", "治理", "企业", "项目", "指标", "县委", "市政府", "责任单位：", "名词解释", "各位代表："),
)
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(), st.integers(0, 10**9).map(str)), max_size=60).map(
    "".join
)
#: `SANXIN_FUZZ=20000 pytest tests/hostile/test_fuzz.py` looks for ten minutes and more.
QUICK = settings(
    max_examples=int(os.environ.get("SANXIN_FUZZ", "150")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def analyser():
    return analysis.load()


@QUICK
@given(text=TEXTS)
def test_every_record_stands_at_its_offsets(analyser, text):
    document = Document("odd.txt", "odd.txt", text, furniture=find_furniture(text))
    speech = analysis.analyse(analyser, document)
    records = (*speech.quantities, *speech.slogans, *speech.actions)
    assert [record.text for record in records] == [text[record.start : record.end] for record in records]
    assert all(0 <= record.start < record.end <= len(text) for record in records)


@QUICK
@given(text=TEXTS)
def test_the_same_text_gives_the_same_records(analyser, text):
    document = Document("odd.txt", "odd.txt", text)
    assert analysis.analyse(analyser, document) == analysis.analyse(analyser, document)


@QUICK
@given(text=TEXTS)
@pytest.mark.parametrize("parse", [parse_quantity, parse_time], ids=["quantity", "time"])
def test_parsing_ends_with_one_of_our_errors_or_none(parse, text):
    faults = []
    try:
        parse(text)
    except SanxinError as error:
        faults.append(str(error))
    assert all("\n" not in fault for fault in faults)


@QUICK
@given(
    data=st.binary(max_size=400), name=st.sampled_from(["a.txt", "a.html", "a.csv", "a.json", "a.docx", "a.pdf", "a"])
)
def test_any_bytes_are_read_or_set_aside_in_one_line(data, name):
    faults = []
    documents = list(read_bytes(data, name, on_error=faults.append, on_skip=lambda _: None))
    assert all(isinstance(document.text, str) for document in documents)
    assert all("\n" not in str(fault) for fault in faults)
