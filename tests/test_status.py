"""Status: the forms that decide it alone, the cue words, and loosely what the learned judge says of plain cases."""

from __future__ import annotations

import numpy as np
import pytest

from sanxin import data, pipeline, status
from sanxin.cues import Cues, cue_words
from sanxin.features import Row
from sanxin.records import Document, DocumentDate
from sanxin.segment import cut

RULES = data.rules("status")["rule"]


def judged(text: str) -> list[tuple[str, str]]:
    nlp = pipeline.assemble((*pipeline.FINDERS, "sanxin_targets"))
    doc = pipeline.read(nlp, Document("t", "t", text), date=DocumentDate(2031))
    return [(quantity.text, str(quantity.status)) for quantity in doc._.quantities]


def _cases(key: str) -> list[object]:
    return [pytest.param(rule, text, id=f"{rule['id']}: {text}") for rule in RULES for text in rule[key]]


@pytest.mark.parametrize(("rule", "text"), _cases("examples"))
def test_a_sure_form_decides(rule: dict[str, str], text: str) -> None:
    assert [said for _, said in judged(text)] == [rule["status"]]


@pytest.mark.parametrize(("rule", "text"), _cases("counterexamples"))
def test_a_sure_form_is_not_found_in_its_counterexamples(rule: dict[str, str], text: str) -> None:
    pattern, _ = status.sure()[RULES.index(rule)]
    assert pattern.search(text) is None


@pytest.mark.parametrize("row", data.lexicon("status_cues"), ids=lambda row: row["word"])
def test_a_cue_is_one_word_to_jieba(row: dict[str, str]) -> None:
    assert cut(row["word"]) == [row["word"]]


def test_a_cue_word_stands_once() -> None:
    words = [row["word"] for row in data.lexicon("status_cues")]
    assert len(set(words)) == len(words)


def test_cues_are_counted_by_group_and_stretch() -> None:
    words = ["力争", "园区", "确保", "已", "投产"]
    cues = Cues(Row.of(words))
    counts = cues.counts(np.array([0, 2]), np.array([3, 5]))
    groups = cue_words().groups
    assert counts[:, groups.index("strive")].tolist() == [2, 1]
    assert counts[:, groups.index("already")].tolist() == [0, 1]


def test_a_text_without_words_holds_no_cues() -> None:
    none = np.zeros(0, dtype=np.intp)
    assert Cues(Row.of([])).counts(none, none).shape == (0, len(cue_words().groups))


@pytest.mark.parametrize(
    ("surface", "exact"),
    [
        ("500个", "1False"),
        ("4.56亿亩", "3True"),
        ("百分之六十三点七", "3True"),
        ("1300亿元", "2False"),
        ("86521人", "4False"),
    ],
)
def test_how_exact_a_number_is(surface: str, exact: str) -> None:
    assert status._precision(surface) == exact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年，全区完成工业投资86.53亿元，同比增长12.7%。", ["achievement", "achievement"]),
        ("今年，要力争新建标准厂房20万平方米，确保新增就业5000人以上。", ["commitment", "commitment"]),
    ],
)
def test_plain_cases(text: str, expected: list[str]) -> None:
    assert [said for _, said in judged(text)] == expected
