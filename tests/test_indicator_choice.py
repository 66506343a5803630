import numpy as np
import pytest

import sanxin
from sanxin import indicator_choice, pipeline
from sanxin.classify import LinearModel
from sanxin.indicator_choice import choose
from sanxin.indicator_features import COLUMNS, columns
from sanxin.indicators import propose

#: The value of the features left-rule and right-rule for the very span that the rules propose.
BOTH_EDGES = 3


@pytest.fixture(scope="module")
def nlp():
    return sanxin.load()


def model(**liked):
    """A model that knows nothing but that it likes some features; their names have _ for -, and the value liked."""
    weights = np.zeros((COLUMNS, 1))
    for name, value in liked.items():
        weights[columns(np.array([value]), name.replace("_", "-")), 0] = 50.0
    return LinearModel(("span",), weights, np.zeros(1))


def spans(text, layers, choices):
    assert len(choices) == len(layers.measures)
    return [choice.span.of(text) if choice.span else None for choice in choices]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("全县地区生产总值增长7%以上。", ["地区生产总值"], id="before the number"),
        pytest.param("启动36个老旧街区改造项目。", ["老旧街区改造项目"], id="behind the count"),
        pytest.param("旅游收入达到12亿元、增长9%。", ["旅游收入", "旅游收入"], id="as the number before"),
        pytest.param(
            "十一是维修农村饮水工程130处。", ["农村饮水工程"], id="ordinal and verb taken off, which no rule does"
        ),
        pytest.param(
            "森林覆盖率达到62%，空气优良天数比例保持在95%以上。", ["森林覆盖率", "空气优良天数比例"], id="two clauses"
        ),
    ],
)
def test_shipped_choice(nlp, text, expected):
    doc = nlp(text)
    assert [quantity.indicator and quantity.indicator.of(text) for quantity in doc._.quantities] == expected


def test_without_evidence_for_nothing_the_rules_proposal_can_win(nlp):
    text = "全年发放育儿补贴181万元，惠及家庭900户。"
    layers = pipeline.layers_of(nlp(text))
    proposals = propose(layers)
    chosen = choose(layers, proposals, model(left_rule=BOTH_EDGES, right_rule=BOTH_EDGES, rule_always=0))
    assert spans(text, layers, chosen) == spans(text, layers, proposals)


def test_nothing_is_chosen_where_nothing_is_likeliest(nlp):
    text = "新建学校3所、改建5所。"
    layers = pipeline.layers_of(nlp(text))
    assert spans(text, layers, choose(layers, propose(layers), model(none_always=0))) == [None, None]


def test_following_numbers_take_over_what_the_first_measures(nlp):
    text = "粮食产量12万吨、增长3%、高于全市1个百分点。"
    layers = pipeline.layers_of(nlp(text))
    chosen = spans(text, layers, choose(layers, propose(layers), model(last_always=0, left_rule=BOTH_EDGES)))
    assert chosen == [chosen[0]] * 3


def test_cut_into_blocks_the_choice_is_the_same(nlp, monkeypatch):
    text = "工业增加值增长8%，固定资产投资增长9%，新增就业3000人，建成幼儿园6所、食堂9个。" * 4
    layers = pipeline.layers_of(nlp(text))
    whole = choose(layers, propose(layers))
    monkeypatch.setattr(indicator_choice, "_BLOCK", 3)
    assert choose(layers, propose(layers)) == whole


def test_a_text_without_numbers_has_no_choices(nlp):
    layers = pipeline.layers_of(nlp("抓好落实。"))
    assert choose(layers, []) == []
