"""What clauses do, and to what."""

import pytest

from sanxin.pipeline import FINDERS, assemble, layers_of
from sanxin.verbs import find_deeds


@pytest.fixture(scope="module")
def nlp():
    return assemble(FINDERS[:1])


def deed(nlp, clause, task, begin=0):
    """Verb and object of a text of one clause."""
    layers = layers_of(nlp(clause))
    (found,) = find_deeds(layers, [begin], [task])
    if found is None:
        return None
    return found.verb, found.object


TASKS = [
    ("积极完善监督机制", ("完善", "监督机制")),
    ("不断总结经验", ("总结", "经验")),
    ("严肃查处违规占地", ("查处", "违规占地")),
    ("集中力量办两件大事", ("办", "两件大事")),
    ("让村民有更强的获得感", ("让", "村民有更强的获得感")),
    ("健全农资储备制度", ("健全", "农资储备制度")),
    ("合理确定供水价格", ("确定", "供水价格")),
    ("大力发展设施农业", ("发展", "设施农业")),
    ("二是促进村企结对", ("促进", "村企结对")),
    ("一、继续巩固脱贫成果", ("巩固", "脱贫成果")),
    ("落实渔民安置政策", ("落实", "渔民安置政策")),
    ("建设滨河公园3处", ("建设", "滨河公园3处")),
    ("建成48个村级驿站", ("建成", "48个村级驿站")),
    ("推动形成共建格局", ("推动形成", "共建格局")),
    ("加快发展冷链物流", ("加快发展", "冷链物流")),
    ("加快发展方式转变", ("加快", "发展方式转变")),
    ("巩固提高灌溉能力", ("巩固提高", "灌溉能力")),
    ("开发和保护古镇资源", ("开发和保护", "古镇资源")),
    ("实施培育新优势的措施", ("实施", "培育新优势的措施")),
    ("完成了水库除险加固", ("完成", "水库除险加固")),
    ("为扩大就业提供支撑", ("提供", "支撑")),
    ("把群众冷暖放在心头", ("放在", "群众冷暖")),
    ("沿江产业要做强龙头企业", ("做强", "龙头企业")),
    ("做优做强苗木产业", ("做优做强", "苗木产业")),
    ("把补助资金全部用于村庄整治", ("用于", "补助资金")),
    ("构筑起防汛屏障", ("构筑", "防汛屏障")),
    ("提供更多更新的培训课程", ("提供", "更多更新的培训课程")),
    ("新建幼儿园3所\t县教育局\t12月底", ("新建", "幼儿园3所")),
]


@pytest.mark.parametrize(("clause", "expected"), TASKS, ids=[clause for clause, _ in TASKS])
def test_task(nlp, clause, expected):
    assert deed(nlp, clause, task=True) == expected


STATES = [
    ("居民人均可支配收入增长6%以上", ("增长", "居民人均可支配收入")),
    ("对外开放进一步扩大", ("扩大", "对外开放")),
    ("服务贸易稳步发展", ("发展", "服务贸易")),
    ("入学率由八成提高到九成", ("提高", "入学率")),
    ("达到95%", ("达到", None)),
    ("自来水普及率达到百分之九十", ("达到", "自来水普及率")),
    ("同志们", None),
    ("第二", None),
]


@pytest.mark.parametrize(("clause", "expected"), STATES, ids=[clause for clause, _ in STATES])
def test_state(nlp, clause, expected):
    assert deed(nlp, clause, task=False) == expected


def test_the_subject_has_no_verb(nlp):
    clause = "县发展改革局加强监测"
    assert deed(nlp, clause, task=True, begin=len("县发展改革局")) == ("加强", "监测")


@pytest.mark.parametrize("unit", ["推进", "推进和", "把", "要", "的", "1"])
def test_long_repeats_are_read(nlp, unit):
    layers = layers_of(nlp(unit * 5000))
    count = len(layers.structure.clauses)
    assert len(find_deeds(layers, [c.start for c in layers.structure.clauses], [True] * count)) == count
