"""Direction, modality and the rest of a quantity's fields, through the whole pipeline."""

import pytest

import sanxin
from sanxin.records import Document, DocumentDate


@pytest.fixture(scope="module")
def quantities():
    nlp = sanxin.load()

    def run(text):
        return sanxin.analyse(nlp, Document("t", "t", text), date=DocumentDate(2031)).quantities

    return run


PLAN = "二、2031年工作安排\n今年要做好以下工作。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("地区生产总值增长7%。", ["increase"], id="change"),
        pytest.param("森林覆盖率达到62%。", [None], id="level"),
        pytest.param("森林覆盖率提高到62%。", [None], id="raised to is a level"),
        pytest.param("森林覆盖率提高2个百分点。", ["increase"], id="raised by"),
        pytest.param("单位能耗下降3%。", ["decrease"], id="fall"),
        pytest.param("新增泊位1000个、绿道18公里。", ["increase", "increase"], id="new, over a list"),
        pytest.param("居民消费价格涨幅3%左右。", ["increase"], id="rate by name"),
        pytest.param("实现增加值28亿元。", [None], id="value added is no increase"),
        pytest.param("产值翻一番。", ["increase"], id="doubling"),
        pytest.param("增速高于全市1.2个百分点。", [None], id="margin"),
    ],
)
def test_direction(quantities, text, expected):
    assert [q.direction for q in quantities(PLAN + text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("力争引进项目30个。", ["soft"], id="adverb"),
        pytest.param("确保引进项目30个。", ["hard"], id="firm adverb"),
        pytest.param("引进项目至少30个。", ["hard"], id="bound"),
        pytest.param("引进项目30个左右。", ["soft"], id="about"),
        pytest.param("引进项目30个。", ["plain"], id="none"),
        pytest.param("力争引进项目30个以上。", ["soft"], id="the adverb wins over the bound"),
        pytest.param("全年奋力冲刺项目30个。", ["stretch"], id="stretch"),
        pytest.param(
            "主要预期目标是：地区生产总值增长7%，财政收入增长5%以上。", ["soft", "soft"], id="label over a list"
        ),
        pytest.param(
            "力争接待游客90万人次，旅游收入达到5亿元；新建公厕20座。", ["soft", "soft", "plain"], id="to the semicolon"
        ),
    ],
)
def test_modality(quantities, text, expected):
    found = [q for q in quantities(PLAN + text) if q.status == "commitment"]
    assert [q.modality for q in found] == expected


def test_hedge_is_kept_as_written(quantities):
    (quantity,) = quantities(PLAN + "力争引进项目30个左右。")
    assert quantity.modality_words == ("力争",)
    assert quantity.text == "30个左右"
    assert quantity.comparator == "approx"


def test_promise_and_result_are_told_apart(quantities):
    text = (
        "一、2030年工作回顾\n过去一年，我们完成固定资产投资86亿元，新建改建农村公路120公里。\n"
        "二、2031年工作安排\n今年，力争完成固定资产投资95亿元，确保新建农村公路80公里。"
    )
    assert [(q.text, str(q.status)) for q in quantities(text)] == [
        ("86亿元", "achievement"),
        ("120公里", "achievement"),
        ("95亿元", "commitment"),
        ("80公里", "commitment"),
    ]
