"""By when a number holds: one row a rule, with the times around it; statuses are given, not judged."""

import datetime as dt

import pytest
from layered import layers

from sanxin.deadlines import Deadlines
from sanxin.records import Status

PROMISED, REACHED, NAMED = Status.COMMITMENT, Status.ACHIEVEMENT, Status.REFERENCE


def deadlines(text, status, year=2031):
    laid = layers(text, year)
    return [str(Deadlines(laid).of(index, status)) for index in range(len(laid.measures))]


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        pytest.param("力争全年新建幼儿园12所。", PROMISED, ["2031-12-31"], id="whole year, planned"),
        pytest.param("全年新建幼儿园12所。", REACHED, ["2030-12-31"], id="whole year, looked back on"),
        pytest.param("新建幼儿园12所。", PROMISED, ["2031-12-31"], id="no time in a plan"),
        pytest.param("新建幼儿园12所。", REACHED, ["2030-12-31"], id="no time in a review"),
        pytest.param("6月底前完成改造20处。", PROMISED, ["2031-06-30"], id="month"),
        pytest.param("到2035年，森林覆盖率达到62%。", PROMISED, ["2035-12-31"], id="stated year"),
        pytest.param("今后三年，新建公路90公里。", PROMISED, ["2033-12-31"], id="years ahead"),
        pytest.param("用三年时间，新建公路90公里。", PROMISED, ["2033-12-31"], id="years to be spent"),
        pytest.param("本届政府任期内新建公路90公里。", PROMISED, ["2032-12-31"], id="term of office"),
        pytest.param("五一前完成改造20处。", PROMISED, ["2031-04-30"], id="before a holiday"),
        pytest.param("到2033年，产值突破百亿元大关。规上企业达到90家。", PROMISED, ["2033-12-31"] * 2, id="inherited"),
        pytest.param("聚焦12家龙头企业。", NAMED, ["None"], id="reference"),
        pytest.param(
            "今年新引进亿元以上项目30个。", NAMED, ["None", "2031-12-31"], id="a bound in a name holds always"
        ),
        pytest.param("全国有12万个村。我国有80万个村民小组。", REACHED, ["None"] * 2, id="what everyone knows"),
        pytest.param(
            "对首次达标的企业，给予一次性奖补50万元。", PROMISED, ["None"], id="paid as long as the rule holds"
        ),
    ],
)
def test_deadline(text, status, expected):
    assert deadlines(text, status) == expected


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        pytest.param("收入由2028年的12亿元提高到15亿元。", REACHED, ["2028-12-31", "2030-12-31"], id="its own time"),
        pytest.param(
            "收入由2028年的12亿元提高到15亿元，企业由30家增至40家。",
            REACHED,
            ["2028-12-31", "2030-12-31", "2028-12-31", "2030-12-31"],
            id="the time of the one before",
        ),
        pytest.param(
            "2026—2030年，企业由30家增至40家。", REACHED, ["2025-12-31", "2030-12-31"], id="eve of the period"
        ),
        pytest.param(
            "从2026年到2030年，企业由30家增至40家。", REACHED, ["2026-12-31", "2030-12-31"], id="first of the period"
        ),
        pytest.param(
            "2030年同2025年相比，企业由30家增至40家。",
            REACHED,
            ["2025-12-31", "2030-12-31"],
            id="what is compared with",
        ),
        pytest.param("自贸区9项成果推广到全省。", REACHED, ["2030-12-31"], id="a word that only begins like one"),
        pytest.param("普及率由30%提高到42%\n", REACHED, ["2030-12-31"] * 2, id="end of a line is no base"),
    ],
)
def test_where_a_change_began(text, status, expected):
    assert deadlines(text, status) == expected


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        pytest.param("比2029年增长12%。", REACHED, ["2030-12-31"], id="compared with"),
        pytest.param("比2029年的3万吨增加1万吨。", REACHED, ["2029-12-31", "2030-12-31"], id="time of the base"),
        pytest.param("是2025年的1.5倍。", REACHED, ["2030-12-31"], id="a multiple is of now"),
        pytest.param("增速快于2029年1.8个百分点。", REACHED, ["2030-12-31"], id="a margin is of now"),
        pytest.param("总量按2025年不变价格计算，增长6%。", REACHED, ["2030-12-31"], id="price base"),
        pytest.param("圆满完成年初确定的目标，新建学校12所。", REACHED, ["2030-12-31"], id="beginning of the year"),
        pytest.param("2028年我们提出整治目标，已整治河道30条。", REACHED, ["2030-12-31"], id="year of a decision"),
        pytest.param("三年内，新建公路90公里。", REACHED, ["2030-12-31"], id="a result is not ahead"),
        pytest.param("五年累计新建公路90公里。", REACHED, ["2030-12-31"], id="years told of"),
        pytest.param("只完成全年任务的四成。", REACHED, ["2030-12-31"], id="share of the year's task"),
    ],
)
def test_times_that_date_something_else(text, status, expected):
    assert deadlines(text, status)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("新建停车泊位300个。（8月底前完成，市住建局）", ["2031-08-31"], id="bracket behind the item"),
        pytest.param("选派100名干部进企业，3月底前到岗。", ["2031-03-31"], id="clause behind"),
        pytest.param("20公里管网9月底前改造完，绿地达到90公顷。", ["2031-09-30", "2031-12-31"], id="not carried on"),
        pytest.param("9月底前改造管网20公里，新增绿地90公顷。", ["2031-09-30"] * 2, id="carried on from the opening"),
        pytest.param(
            "到2035年底，全镇村集体经营性收入要突破3000万元，力争新\n增示范村3个，冲刺全省五十强。",
            ["2035-12-31"] * 3,
            id="wrapped line",
        ),
    ],
)
def test_what_a_time_reaches(text, expected):
    assert deadlines(text, PROMISED) == expected


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        pytest.param(
            "“十六五”时期经济社会发展的主要目标是这样的。\n产业结构更优，服务业比重提高3个百分点。",
            PROMISED,
            "2035-12-31",
            id="aims of a plan above",
        ),
        pytest.param(
            "“十六五”时期要实现主要目标。\n今年是开局之年。\n服务业比重提高3个百分点。",
            PROMISED,
            "2031-12-31",
            id="until the year is spoken of",
        ),
        pytest.param(
            "《第十六个五年规划纲要》已经编制。地区生产总值年均增长5%。", PROMISED, "2035-12-31", id="yearly mean"
        ),
        pytest.param(
            "一、2030年工作和今年以来情况\n新建幼儿园12所。", REACHED, "2030-12-31", id="heading with two times"
        ),
        pytest.param("截至4月底，开工项目30个。完工12个。", REACHED, "2031-04-30", id="as counted"),
    ],
)
def test_times_above(text, status, expected):
    assert deadlines(text, status)[-1] == expected


def test_five_years_of_the_plan_just_named():
    assert deadlines("按照“十六五”规划，五年内新建公路90公里。", PROMISED, year=2032) == ["2035-12-31"]


def test_without_a_year_nothing_is_resolved():
    assert deadlines("力争全年新建幼儿园12所。", PROMISED, year=None) == ["None"]


def test_last_day_of_february():
    laid = layers("2月底前完成改造20处。", 2032)
    assert Deadlines(laid).of(0, PROMISED) == dt.date(2032, 2, 29)


def test_a_long_sentence_is_looked_back_on_only_so_far():
    text = "到2033年，" + "绿化道路，" * 700 + "新建公园12座。"
    assert deadlines(text, PROMISED) == ["2031-12-31"]


def test_a_text_may_begin_with_an_empty_line():
    text = "\n主办单位：县教育局、县交通局，各镇、街道办事处和城西新区管委会\n年度目标：新建幼儿园12所。"
    assert deadlines(text, PROMISED) == ["2031-12-31"]
