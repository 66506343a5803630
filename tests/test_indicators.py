import pytest
from layered import layers

from sanxin.indicators import propose


def indicators(text):
    laid = layers(text)
    return [found.span.of(text) if found.span else None for found in propose(laid)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("全县地区生产总值增长7%以上。", ["地区生产总值"], id="before, verb and scope taken off"),
        pytest.param("启动36个老旧街区改造项目。", ["老旧街区改造项目"], id="after the count"),
        pytest.param("城镇新增就业2.1万人。", ["城镇新增就业"], id="scope that is part of the name"),
        pytest.param("工业投资完成80亿元、增长6%。", ["工业投资", "工业投资"], id="shared by two values"),
        pytest.param("财政收入由12亿元提高到15亿元。", ["财政收入", "财政收入"], id="from and to"),
        pytest.param("规上工业增加值增长8%，高于全市1.2个百分点。", ["规上工业增加值"] * 2, id="margin"),
        pytest.param("水稻、玉米和大豆分别增产3%、4%和5%。", ["水稻", "玉米", "大豆"], id="distributive"),
        pytest.param("新签约亿元以上项目至少80个。", ["项目", "新签约亿元以上项目"], id="threshold inside the name"),
        pytest.param("为480名困难职工发放救助金96万元。", ["困难职工", "救助金"], id="object of a verb"),
        pytest.param("拿出60%的时间抓招商。", ["时间"], id="attribute"),
    ],
)
def test_indicator(text, expected):
    assert indicators(text) == expected


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        pytest.param("全县地区生产总值增长7%以上。", "全县", id="taken off the name"),
        pytest.param("城镇新增就业2.1万人。", "城镇", id="part of the name"),
        pytest.param("全县规上工业增加值增长8%。", "全县规上", id="both"),
        pytest.param("园区亩均税收达到20万元。", "园区", id="a kind of place"),
        pytest.param("新增就业2.1万人。", None, id="none"),
    ],
)
def test_scope(text, scope):
    laid = layers(text)
    assert [found.scope for found in propose(laid)] == [scope]


def test_distributed_twice_in_step():
    text = "甲镇和乙镇总收入分别达到1.2亿元、9600万元，分别增长4%和7%。"
    assert indicators(text) == ["甲镇", "乙镇总收入"] * 2
