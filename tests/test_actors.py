"""Who is to do it: the forms of the rule file, then what each body is responsible for."""

import pytest

from sanxin import data
from sanxin.actors import find_actors
from sanxin.pipeline import FINDERS, assemble, layers_of
from sanxin.records import Part

RULES = data.rules("actors")


@pytest.fixture(scope="module")
def nlp():
    return assemble(FINDERS[:1])


def actors(nlp, text):
    """The first words of each clause that has bodies, with their names."""
    layers = layers_of(nlp(text))
    clauses = layers.structure.clauses
    return [(c.of(text), [b.text for b in bodies]) for c, bodies in zip(clauses, find_actors(layers), strict=True)]


@pytest.mark.parametrize("example", RULES["example"], ids=lambda example: example["text"])
def test_example_names_its_bodies(nlp, example):
    found = [bodies for _, bodies in actors(nlp, example["text"]) if bodies]
    assert found
    assert found[0] == example["is"]


@pytest.mark.parametrize("example", RULES["counterexample"], ids=lambda example: example["text"])
def test_counterexample_names_none(nlp, example):
    assert [bodies for _, bodies in actors(nlp, example["text"]) if bodies] == []


SCOPES = [
    pytest.param(
        "县财政局要管好资金，提高效益，严防浪费。加强审计监督。",
        [["县财政局"], ["县财政局"], ["县财政局"], []],
        id="a subject holds to the end of its sentence",
    ),
    pytest.param(
        "各镇要抓好春耕，做好防汛；各部门要主动配合，形成合力。",
        [["各镇"], ["各镇"], ["各部门"], ["各部门"]],
        id="until the next subject",
    ),
    pytest.param(
        "各级党委要加强领导，我们要真抓实干，",
        [["各级党委"], []],
        id="we are another subject",
    ),
    pytest.param(
        "县供销社要备足农资；粮食储备规模达到3万吨；同时做好调运。",
        [["县供销社"], [], []],
        id="behind a semicolon it must go on with a doing",
    ),
    pytest.param(
        "所有审批部门，都要公开流程。",
        [[], ["所有审批部门"]],
        id="the subject fills a clause of its own",
    ),
    pytest.param(
        "成立专班，由县发改局牵头，制定清单。",
        [[], ["县发改局"], ["县发改局"]],
        id="by",
    ),
    pytest.param(
        "理事会由企业和农户组成，商品房由此热销。",
        [[], []],
        id="by, but nothing done",
    ),
    pytest.param(
        "一、产业\n1．引进项目20个，培育企业9家。（责任单位：县工信局）\n2．改造厂房3万平方米。（责任单位：县住建局）",
        [[], ["县工信局"], ["县工信局"], [], ["县住建局"], []],
        id="a bracket governs its item",
    ),
    pytest.param(
        "（一）改善民生（牵头单位：县民政局）\n建设食堂8个。\n新增床位200张。\n（二）其他\n抓好落实。",
        [["县民政局"], ["县民政局"], ["县民政局"], [], []],
        id="a bracket in a heading governs its section",
    ),
    pytest.param(
        "一、扩大就业\n年度目标：新增就业5万人。\n主办单位：县人社局，各镇、街道办事处\n二、修路\n修路80公里。",
        [["县人社局", "各镇、街道办事处"]] * 3 + [[], [], [], [], []],
        id="a line of its own governs what stands above it in its section",
    ),
    pytest.param(
        "（一）做强产业\n责任单位：县工信局\n引进项目20个。\n（二）其他\n抓好落实。",
        [["县工信局"], [], [], ["县工信局"], [], []],
        id="right below the heading it governs what follows",
    ),
    pytest.param(
        "推进改革。（县发改局负责）\n各镇要修好水渠。（责任单位：县水利局）",
        [["县发改局"], [], ["各镇"], []],
        id="the subject of the clause is nearer than the charge",
    ),
]


@pytest.mark.parametrize(("text", "expected"), SCOPES)
def test_scope(nlp, text, expected):
    assert [bodies for _, bodies in actors(nlp, text)] == expected


def test_parts(nlp):
    text = "新建学校2所。（配合单位：县财政局；牵头单位：县教育局、县住建局）"
    bodies = find_actors(layers_of(nlp(text)))[0]
    assert [(b.text, b.part) for b in bodies] == [
        ("县教育局", Part.LEAD),
        ("县住建局", Part.SHARED),
        ("县财政局", Part.HELPER),
    ]
    assert all(text[b.start : b.end] == b.text for b in bodies)


TABLE = "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{TABLE}1\t新建幼儿园3所\t县教育局\t县财政局、各镇人民政府\t12月底\n2\t改造小区12个\t县住建局\t\t10月底",
            {"新建幼儿园": ["县教育局", "县财政局", "各镇人民政府"], "改造小区": ["县住建局"]},
            id="cells",
        ),
        pytest.param(
            f"{TABLE}1\t新建幼儿园3所\t县教育局\n\t扩建小学2所\n",
            {"新建幼儿园": ["县教育局"], "扩建小学": ["县教育局"]},
            id="a cell over several rows",
        ),
        pytest.param(
            "工作任务\n牵头单位\n配合单位\n新建幼儿园3所\n县教育局\n县财政局\n改造小区12个\n县住建局\n县发改局\n",
            {"新建幼儿园": ["县教育局", "县财政局"], "改造小区": ["县住建局", "县发改局"]},
            id="each cell a line",
        ),
        pytest.param(
            "工作任务\t责任单位\n修路9公里\t县交通局\n\n以上任务要抓好。\n务求实效。\n再接再厉。\n建桥\t2座",
            {"修路": ["县交通局"], "建桥": []},
            id="the table is over",
        ),
    ],
)
def test_table(nlp, text, expected):
    found = actors(nlp, text)
    told = {words: [bodies for clause, bodies in found if words in clause] for words in expected}
    assert told == {words: [bodies] for words, bodies in expected.items()}


@pytest.mark.parametrize(
    "unit", ["责任单位：", "由各部门", "各部门要", "（县教育局负责", "县教育局、", "责任单位\t", "各"]
)
def test_long_repeats_are_read(nlp, unit):
    layers = layers_of(nlp(unit * 3000))
    assert len(find_actors(layers)) == len(layers.structure.clauses)
