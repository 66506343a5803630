"""Direction of every number of a text: a change up or down, or a level."""

import pytest
from layered import layers

from sanxin.directions import find_directions
from sanxin.indicators import propose
from sanxin.regions import regions

UP, DOWN, LEVEL = "increase", "decrease", None


def directions(text):
    laid = layers(text)
    indicators = [indicator.span for indicator in propose(laid)]
    return find_directions(laid, regions(laid), indicators)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("地区生产总值增长7%。", [UP], id="grown by"),
        pytest.param("亩均税收由12万元提高到15万元。", [LEVEL, LEVEL], id="from, to"),
        pytest.param(
            "新增劳动力平均受教育年限从11.5年提高到12年。", [LEVEL, LEVEL], id="from, though a word of change opens"
        ),
        pytest.param("单产提高30公斤。", [UP], id="raised by"),
        pytest.param("产值翻一番。", [UP], id="doubled"),
        pytest.param("压缩审批时限60%，减少材料200份。", [DOWN, DOWN], id="cut by"),
        pytest.param("减免厂房租金800万元。", [DOWN], id="let off"),
        pytest.param("增速放缓0.8个百分点。", [DOWN], id="slower by"),
        pytest.param("工业投资增幅回落2.4个百分点。", [DOWN], id="the verb tells more than the noun"),
        pytest.param("工业增加值增速回升到8%。", [UP], id="a rate that reached a value is still a rate"),
        pytest.param("增速高于全市1.2个百分点。", [LEVEL], id="a margin between rates"),
        pytest.param("增速落后全市1.2个百分点。", [LEVEL], id="behind by"),
        pytest.param("增幅高出全市两个百分点。", [LEVEL], id="above by"),
        pytest.param("实现7%的增长速度。", [UP], id="the rate is named behind"),
        pytest.param("人口自然增长率控制在5‰以内。", [LEVEL], id="a rate that is a level"),
        pytest.param("全市排名上升6位。", [UP], id="ranks gained"),
        pytest.param("全市排名上升到第6位。", [LEVEL], id="a rank reached"),
        pytest.param("提升120所学校办学水平。", [LEVEL], id="the things improved"),
        pytest.param("出台促进消费增长的12条措施。", [LEVEL], id="measures for growth"),
        pytest.param("出台提高低保标准等12项政策。", [LEVEL], id="policies, one of them for raising"),
        pytest.param("减少开支的单位占12%。", [LEVEL], id="a share"),
        pytest.param("新增成果转化项目20项。", [UP], id="the object begins with 成"),
        pytest.param("新增泊位1000个、绿道18公里。", [UP, UP], id="goes on in the list"),
        pytest.param("新增绿地50万平方米、总量达到600万平方米。", [UP, LEVEL], id="a verb of its own in the list"),
        pytest.param("新增泊位100个，其中立体泊位60个。", [UP, UP], id="a part of it"),
        pytest.param(
            "债务比上年增加4亿元，其中区级债务9亿元。", [UP, LEVEL], id="a part of the sum, not of its change"
        ),
        pytest.param("工业增加值增长8%，力争10%。", [UP, UP], id="the value again, higher"),
        pytest.param("工业增加值增长8%，税收占比75%。", [UP, LEVEL], id="another indicator"),
        pytest.param("办理时限再压减三成，80%以上的事项网上办。", [DOWN, LEVEL], id="another subject"),
    ],
)
def test_direction(text, expected):
    assert directions(text) == expected
