"""What names a body, and where lists of bodies are cut."""

import pytest

from sanxin.bodies import Kind, cut_list, cut_subject, kind_of


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("县教育局", Kind.NAME),
        ("局", None),
        ("市妇联", Kind.NAME),
        ("妇联", Kind.NAME),
        ("各部门", Kind.CLASS),
        ("国务院", Kind.CLASS),
        ("各级书记", Kind.HOLDER),
        ("各镇（街道）", Kind.PLACE),
        ("镇", None),
        ("党", Kind.WHOLE),
        ("入党", None),
        ("产业布局", None),
        ("营商大局", None),
        ("区域性消费中心", Kind.NAME),
        ("以项目为中心", None),
        ("推动各部门", None),
        ("对各企业", None),
        ("一切在园区工作的党员", Kind.HOLDER),
        ("", None),
        ("县" * 60 + "教育局", None),
    ],
)
def test_kind(phrase, expected):
    assert kind_of(phrase) is expected


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("县教育局、县财政局", ["县教育局", "县财政局"]),
        ("市住建局、审批服务局", ["市住建局", "审批服务局"]),
        ("县教育局和县财政局", ["县教育局", "县财政局"]),
        ("省教育厅，各州、市人民政府", ["省教育厅", "各州、市人民政府"]),
        ("县人社局，各镇、街道办事处", ["县人社局", "各镇、街道办事处"]),
        ("各镇、县教育局", ["各镇", "县教育局"]),
        ("各县（市、区）人民政府", ["各县（市、区）人民政府"]),
        ("各有关部门", ["各有关部门"]),
        ("6月底完成，县水利局", ["县水利局"]),
        ("长期坚持", []),
        ("", []),
    ],
)
def test_list(listed, expected):
    assert [body.of(listed) for body in cut_list(listed, 0, len(listed))] == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("慈善总会、红十字会", ["慈善总会", "红十字会"]),
        ("各镇、各部门", ["各镇、各部门"]),
        ("有关企业、单位", ["有关企业、单位"]),
        ("县教育局", ["县教育局"]),
    ],
)
def test_subject(subject, expected):
    assert [body.of(subject) for body in cut_subject(subject, 0, len(subject))] == expected
