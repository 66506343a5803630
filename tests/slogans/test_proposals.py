"""What is proposed to the judge: runs of phrases, unquoted names, numerals, other mentions of what is quoted."""

import pytest

from sanxin.slogans import names, proposals, runs
from sanxin.slogans.quotes import read_quotations
from sanxin.slogans.words import Words


def texts(found, text):
    return {text[one.start : one.end] for one in found}


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
    found = texts(runs.find_runs(text, Words(text)), text)
    assert any(run in one for one in found) if run.startswith("水乡") else run in found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("深入开展爱水护河运动，云湖更清。", "爱水护河运动"),
        ("全县打赢治水保卫战。", "治水保卫战"),
        ("完成营商环境提升三年行动任务。", "营商环境提升三年行动"),
    ],
)
def test_unquoted_names(text, name):
    assert name in texts(names.find_names(text, Words(text)), text)


@pytest.mark.parametrize(
    ("text", "numeral"),
    [("统筹两个市场、两种资源。", "两种资源"), ("国内外双循环畅通。", "双循环"), ("抓好9个方面工作。", "9个方面工作")],
)
def test_numerals(text, numeral):
    assert numeral in texts(names.find_numerals(text, Words(text)), text)


def test_what_is_quoted_is_proposed_without_marks_too():
    text = "推行“亮码入园”。亮码入园已有三年。办好“一带一路”论坛。"
    words, quotations = Words(text), read_quotations(text, 90)
    found = proposals.propose(text, (), (), quotations, words, [])
    assert [(one.start, one.end) for one in found if text[one.start : one.end] == "亮码入园"] == [(3, 7), (9, 13)]
    assert "一带一路" not in texts(found, text)
