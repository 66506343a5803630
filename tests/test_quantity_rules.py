"""Every rule of the grammar against its own examples and counterexamples, both ways."""

import pytest

from sanxin import data
from sanxin.quantities import Measure, find_quantities

RULES = data.rules("quantities")["rule"]
REFUSALS = data.rules("not_quantities")["rule"]


def found(text: str) -> list[Measure]:
    return find_quantities(text)


def surfaces(text: str) -> list[str]:
    return [text[measure.start : measure.end] for measure in found(text)]


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule["id"], example, id=f"{rule['id']}: {example['text']}")
        for rule in RULES
        for example in rule["examples"]
    ],
)
def test_example_is_read_whole_by_its_own_rule(rule, example):
    context = example.get("context", example["text"])
    measures = [measure for measure in found(context) if context[measure.start : measure.end] == example["text"]]
    assert [measure.rule for measure in measures] == [rule]
    measure = measures[0]
    assert [measure.low, measure.high, measure.unit, measure.comparator.value] == example["is"]


@pytest.mark.parametrize(
    ("rule", "text"),
    [pytest.param(rule["id"], text, id=f"{rule['id']}: {text}") for rule in RULES for text in rule["counterexamples"]],
)
def test_counterexample_is_not_read_by_the_rule(rule, text):
    assert rule not in [measure.rule for measure in found(text)]


@pytest.mark.parametrize(
    ("rule", "text"),
    [pytest.param(rule["id"], text, id=f"{rule['id']}: {text}") for rule in REFUSALS for text in rule["examples"]],
)
def test_refused_number_is_no_quantity(rule, text):
    assert surfaces(text) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        pytest.param(rule["id"], text, id=f"{rule['id']}: {text}")
        for rule in REFUSALS
        for text in rule["counterexamples"]
    ],
)
def test_refusal_lets_a_real_quantity_pass(rule, text):
    assert len(surfaces(text)) == 1


def test_every_rule_has_examples_and_counterexamples():
    assert [rule["id"] for rule in [*RULES, *REFUSALS] if not (rule["examples"] and rule["counterexamples"])] == []


def test_rule_ids_are_unique():
    ids = [rule["id"] for rule in RULES] + [rule["id"] for rule in REFUSALS]
    assert len(ids) == len(set(ids))
