"""Targets that are said not to be set: every rule against its examples, then what surrounds the phrase."""

import datetime as dt

import pytest

import sanxin
from sanxin import data
from sanxin.clauses import divide
from sanxin.indicator_names import without_scope
from sanxin.no_targets import find_no_targets
from sanxin.records import Document, DocumentDate, Facts
from sanxin.tables import human

RULES = data.rules("no_targets")["rule"]


def found(text):
    return find_no_targets(text, divide(text).sentences)


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule["id"], example, id=f"{rule['id']}: {example['text']}")
        for rule in RULES
        for example in rule["examples"]
    ],
)
def test_example_is_found_whole_by_its_own_rule(rule, example):
    text = example.get("context", example["text"])
    (phrase,) = found(text)
    assert text[phrase.start : phrase.end] == example["text"]
    assert phrase.rule == rule
    assert phrase.indicator is not None
    assert phrase.indicator.of(text) == example["is"]
    assert phrase.sentence.start <= phrase.start < phrase.end <= phrase.sentence.end


@pytest.mark.parametrize(
    "text",
    [pytest.param(text, id=f"{rule['id']}: {text}") for rule in RULES for text in rule["counterexamples"]],
)
def test_counterexample_sets_a_target_or_speaks_of_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("今年不设经济增长目标，主要因为汛情尚未过去。就业要稳。", "主要因为汛情尚未过去"),
        ("今年不设经济增长目标。这主要是考虑到市场波动，也留有余地。", "这主要是考虑到市场波动"),
        ("今年不设经济增长目标。全力保就业。主要是稳住企业。", None),
        ("因为汛情，今年不设经济增长目标。", None),
    ],
)
def test_reason(text, reason):
    (phrase,) = found(text)
    assert (phrase.reason and phrase.reason.of(text)) == reason


def test_nothing_is_named():
    (phrase,) = found("不设具体目标。")
    assert phrase.indicator is None
    assert find_no_targets("", []) == []


def test_several_in_order():
    text = "不设经济增长目标，财政收入增长目标不再下达。"
    assert [phrase.rule for phrase in found(text)] == ["no-growth", "target-first"]


SPEECH = """青禾县政府工作报告
二、今年的工作安排
今年主要预期目标是：粮食产量稳定在30万吨以上，没有提出全年经济增速具体目标，主要因为汛情尚未过去。新建学校3所。
"""


def test_record_without_a_value():
    document = Document("a", "a", SPEECH, Facts(date=DocumentDate(2024)))
    speech = sanxin.analyse(sanxin.load(), document)
    assert [quantity.id for quantity in speech.quantities] == ["q1", "q2", "q3"]
    target = speech.quantities[1]
    assert (target.text, target.low, target.high, target.rule) == (
        "没有提出全年经济增速具体目标",
        None,
        None,
        "no-target",
    )
    assert (target.status, target.modality, target.indicator_name) == ("commitment", "plain", "地区生产总值")
    assert target.deadline == dt.date(2024, 12, 31)
    assert target in speech.targets
    assert human(target) == target.text


@pytest.mark.parametrize(("phrase", "start"), [("全年经济增速", 2), ("经济增速", 0), ("今年全市粮食产量", 4)])
def test_without_scope(phrase, start):
    assert without_scope(phrase) == start
