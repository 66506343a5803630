"""What a whole document plans for and looks back on."""

from dataclasses import replace

import pytest
from layered import layers

from sanxin.horizon import horizon_of
from sanxin.records import DocumentDate, Facts

ANNUAL = ("2031-12-31", "2030-12-31", "2029-12-31")
OUTLINE = ("2035-12-31", "2030-12-31", "2025-12-31")
HALF_YEAR = ("2031-12-31", "2031-06-30", "2030-06-30")
LATE = ("2031-12-31", "2031-12-31", "2030-12-31")
TERM = ("2031-12-31", "2030-12-31", "2025-12-31")


def days(laid):
    horizon = horizon_of(laid)
    return str(horizon.planned), str(horizon.reached), str(horizon.before)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2030年，全区完成投资80亿元。今年，新建学校3所。", ANNUAL, id="report of the new year"),
        pytest.param(
            "岚溪县国民经济和社会发展第十六个五年规划纲要\n推进新型城镇化。", OUTLINE, id="outline by its title"
        ),
        pytest.param(
            "岚溪县工业互联网行动计划（2031—2035年）\n推进上云。", ANNUAL, id="years behind the word: by use only"
        ),
        pytest.param("岚溪县工业互联网2031—2035年行动计划\n推进上云。", OUTLINE, id="years before the word"),
        pytest.param(
            "一、发展目标\n到2035年，森林覆盖率达到62%。推进绿化。" + "夯实基础。" * 20 + "到2035年，绿道达到90公里。",
            OUTLINE,
            id="outline by what it speaks of",
        ),
        pytest.param(
            "一、发展目标\n到2035年，森林覆盖率达到62%，到2035年，绿道达到90公里。" + "夯实基础。" * 40,
            ANNUAL,
            id="a plan in one passage",
        ),
        pytest.param(
            "2030年工作回顾\n今年是“十六五”规划的第一年，2030年完成投资80亿元。", ANNUAL, id="a plan named in a report"
        ),
        pytest.param(
            "一、上半年工作回顾\n上半年，完成投资40亿元。上半年，新增企业12家。今年上半年，收入增长6%。",
            HALF_YEAR,
            id="half-year",
        ),
        pytest.param(
            "一、前十个月工作回顾\n今年1—10月，完成投资80亿元。今年以来，新增企业12家。", LATE, id="late in the year"
        ),
        pytest.param("8月12日，我们派出医疗队3支，救治群众900人。", LATE, id="a day told of"),
        pytest.param("8月12日前，派出医疗队3支，救治群众900人。", ANNUAL, id="a day set"),
        pytest.param(
            "五年来，新建学校30所。过去五年，新建公路90公里。这五年，新增企业12家。", TERM, id="end of a term"
        ),
    ],
)
def test_horizon(text, expected):
    assert days(layers(text, 2031)) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        pytest.param(DocumentDate(2031, 2), ANNUAL, id="February"),
        pytest.param(DocumentDate(2031, 11, 3), LATE, id="November"),
        pytest.param(DocumentDate(2030, 11, 3), ANNUAL, id="of another year"),
    ],
)
def test_month_of_the_document(date, expected):
    laid = layers("新建学校3所。", 2031)
    laid.document = replace(laid.document, facts=Facts(date=date))
    assert days(laid) == expected


def test_title_from_the_file():
    laid = layers("推进新型城镇化。", 2031)
    laid.document = replace(laid.document, facts=Facts(title="岚溪县第十六个五年规划纲要"))
    assert days(laid) == OUTLINE


def test_no_date_no_horizon():
    assert horizon_of(layers("新建学校3所。", None)) is None
