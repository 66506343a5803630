"""What is proposed to the judge: runs of phrases, unquoted names, numerals, other mentions of what is quoted."""

import numpy as np
import pytest

from sanxin.slogans import names, proposals, runs
from sanxin.slogans.letters import Letters
from sanxin.slogans.words import Words


def found_by(find, text):
    """What a finder of stretches finds in `text`."""
    spots = find(Letters(text), Words.of_text(text))
    return {text[start:end] for start, end in zip(spots.start.tolist(), spots.end.tolist(), strict=True)}


def proposed(text):
    """Everything that is proposed in `text`, whatever a glance tells."""
    found = proposals.find_proposals(text, (), (), (), Words.of_text(text))
    return found.among(np.ones(len(found.weak_rule), dtype=bool))


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("着力强产业、优环境、聚人才，云山县开新篇。", "强产业、优环境、聚人才"),
        ("坚持强产业、优环境、聚人才的思路。", "强产业、优环境、聚人才"),
        ("县里要求干在难处，走在前处。", "干在难处，走在前处"),
        ("做到早谋划、早部署、早见成效。", "早谋划、早部署、早见成效"),
        ("推动管理大提升和作风大转变。", "管理大提升和作风大转变"),
        ("“云湖模式”再深化、水乡振兴再出发。", "水乡振兴再出发"),
    ],
)
def test_runs_of_phrases(text, run):
    found = found_by(runs.find_runs, text)
    assert any(run in one for one in found) if run.startswith("水乡") else run in found


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("县里要求干在难处，想在别处。", "干在难处，想在别处。"),
        ("坚持强产业、优环境，云山县开新篇。", "强产业、优环境"),
        ("加强领导。统筹安排、部署工作。", "加强领导。统筹安排"),
    ],
    ids=["not over its mark", "two without a common character", "not over a full stop"],
)
def test_no_run(text, none):
    assert none not in found_by(runs.find_runs, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("深入开展爱水护河运动，云湖更清。", "爱水护河运动"),
        ("全县打赢治水保卫战。", "治水保卫战"),
        ("完成营商环境提升三年行动任务。", "营商环境提升三年行动"),
    ],
)
def test_unquoted_names(text, name):
    assert name in found_by(names.find_names, text)


@pytest.mark.parametrize(
    ("text", "numeral"),
    [("统筹两个市场、两种资源。", "两种资源"), ("国内外双循环畅通。", "双循环"), ("抓好9个方面工作。", "9个方面工作")],
)
def test_numerals(text, numeral):
    assert numeral in found_by(names.find_numerals, text)


def test_what_is_quoted_is_proposed_without_marks_too():
    text = "推行“亮码入园”。亮码入园已有三年。办好“一带一路”论坛。"
    found = [(one.start, one.end) for one in proposed(text)]
    assert [(start, end) for start, end in found if text[start:end] == "亮码入园"] == [(3, 7), (9, 13)]
    assert "一带一路" not in {text[start:end] for start, end in found}
