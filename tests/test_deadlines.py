import datetime as dt

import pytest
from layered import layers

from sanxin.deadlines import deadline
from sanxin.records import Status

PROMISED, REACHED, NAMED = Status.COMMITMENT, Status.ACHIEVEMENT, Status.REFERENCE


def deadlines(text, status, year=2031):
    laid = layers(text, year)
    return [str(deadline(laid, index, status)) for index in range(len(laid.measures))]


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
        pytest.param("收入由2028年的12亿元提高到15亿元。", REACHED, ["2028-12-31", "2030-12-31"], id="from and to"),
        pytest.param("比2029年增长12%。", REACHED, ["2030-12-31"], id="compared with"),
        pytest.param("比2029年的3万吨增加1万吨。", REACHED, ["2029-12-31", "2030-12-31"], id="time of the base"),
        pytest.param("到2033年，产值突破百亿元大关。规上企业达到90家。", PROMISED, ["2033-12-31"] * 2, id="inherited"),
        pytest.param("聚焦12家龙头企业。", NAMED, ["None"], id="reference"),
    ],
)
def test_deadline(text, status, expected):
    assert deadlines(text, status) == expected


def test_without_a_year_nothing_is_resolved():
    assert deadlines("力争全年新建幼儿园12所。", PROMISED, year=None) == ["None"]


def test_last_day_of_february():
    laid = layers("2月底前完成改造20处。", 2032)
    assert deadline(laid, 0, PROMISED) == dt.date(2032, 2, 29)
