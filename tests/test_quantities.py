"""Quantities in their sentences: what is found, whole, and what is left alone."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanxin.quantities import find_quantities
from sanxin.records import DocumentDate
from sanxin.times import find_times


def surfaces(text):
    times = find_times(text, DocumentDate(2031))
    return [text[measure.start : measure.end] for measure in find_quantities(text, times)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新签约5亿元以上项目至少30个，总投资200亿元左右。", ["5亿元以上", "至少30个", "200亿元左右"]),
        ("粮食总产由41.2万吨提高到45万吨。", ["41.2万吨", "45万吨"]),
        ("三次产业投资分别增长6%、7.5%和8%。", ["6%", "7.5%", "8%"]),
        ("培育规上企业100至120家，引进资金3000—5000万元。", ["100至120家", "3000—5000万元"]),
        ("综合排名居全省第7位，前移2位，力争进入前五名。", ["第7位", "2位", "前五名"]),
        ("空气优良天数增加12天，PM2.5浓度降至28微克/立方米。", ["12天", "28微克/立方米"]),
        ("失业率控制在5.5%以内，比全国低0.3个百分点。", ["5.5%以内", "0.3个百分点"]),
        ("开工率、投产率分别提高0.6个和1.2个百分点。", ["0.6个", "1.2个百分点"]),
        ("全县二十三万人口中，近三成外出务工。", ["二十三万", "近三成"]),
        ("今年再造林一万二千亩，户均增收三五千元。", ["一万二千亩", "三五千元"]),
        ("棉布产量增长一点二倍，建设单位一九四个，桑园二五四万亩。", ["一点二倍", "一九四个", "二五四万亩"]),
        ("建成万吨级泊位3个，上百家企业受益。", ["万吨级", "3个", "上百家"]),
        ("游客超千万人次，收入突破百亿元大关。", ["超千万人次", "百亿元"]),
        ("2031年3月，第12届县运会在308国道旁的5G体验馆开幕，历时三年筹备。", []),
        ("坚持三个不变，做到五个带头，落实“四个一批”。", []),
        ("一批项目、一流环境、第一书记、三农工作、千方百计。", []),
        ("全村百余户人家，每户花了万把块钱，只有一两家没有参加。", ["百余户", "万把块钱", "一两家"]),
        ("考核列全市倒数第二，注册人数首次过千。", ["第二", "过千"]),
        ("总投资10亿元以上项目，均价跌破3000元。", ["10亿元以上", "3000元"]),
        ("全县六万万斤粮食，占全省1/4、全国1/9。", ["六万万斤", "1/4", "1/9"]),
        ("为39万65岁以上老人体检，补贴1亿2000万元。", ["39万", "65岁以上", "1亿2000万元"]),
        ("出口增速为-3.2%，投资增长-1.5个百分点，规模3-5亿元。", ["-3.2%", "-1.5个百分点", "3-5亿元"]),
        ("云政发〔2031〕12号文件明确，热线12345全天受理。", []),
    ],
)
def test_found_in_a_sentence(text, expected):
    assert surfaces(text) == expected


def test_a_line_break_behind_is_not_in_the_span():
    assert surfaces("实施重大项目106个\n总投资30亿元\n") == ["106个", "30亿元"]


def test_shared_comparator_and_unit():
    text = "入园率、达产率分别不低于85%和60%。"
    assert [(m.low, m.comparator.value) for m in find_quantities(text)] == [(85, "ge"), (60, "ge")]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("四百～五百亿立方米", 40_000_000_000, 50_000_000_000),
        ("五到八万人", 50_000, 80_000),
        ("五百到三万人", 500, 30_000),
        ("一百到三千户", 100, 3000),
        ("3000-5000万元", 30_000_000, 50_000_000),
    ],
)
def test_scale_written_once(text, low, high):
    assert [(m.low, m.high) for m in find_quantities(text)] == [(low, high)]


def test_comparator_of_a_verb_is_outside_the_span():
    (measure,) = find_quantities("财政收入突破30亿元。")
    assert (measure.low, measure.unit, measure.comparator.value, measure.start) == (3_000_000_000, "元", "gt", 6)


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="一二三十百万亿0123456789.,%％个元人第前“”（）、，。至—到不低于超以上左右翻番成 \n", max_size=60)
)
def test_spans_lie_in_the_text_in_order_and_apart(text):
    measures = find_quantities(text)
    assert all(0 <= m.start <= m.number < m.end <= len(text) and m.low <= m.high for m in measures)
    assert all(a.end <= b.start for a, b in itertools.pairwise(measures))


@pytest.mark.parametrize(
    "unit",
    ["一", "1", "、", "(", "“", "第", "%", "—", "一、", "1一", "第1", "(1", "“零", "1—", "%1", "1,", "1.", "数百"],
)
def test_cost_is_linear(unit):
    def cost(size):
        begun = time.process_time()
        find_quantities(unit * size)
        return time.process_time() - begun

    cost(100)
    # ten times the text may cost no more than thirty times as much: a quadratic pattern costs a hundred times
    assert cost(40_000) <= 30 * max(cost(4_000), 0.002)
