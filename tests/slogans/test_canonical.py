"""Variants of one slogan share `canonical`: other quotation marks or none, broken lines, blanks, widths."""

from __future__ import annotations

import pytest

from sanxin.pipeline import assemble
from sanxin.slogans.rules import canonical

PASSAGE = "会议指出，{}。\n所谓“双联三促”，就是干部联村、干部联企，促增收、促就业、促和谐。"

#: What is wrong today.
PAUSES = pytest.mark.xfail(reason="a list inside a longer name keeps its pauses")
CONTEST = pytest.mark.xfail(reason="打擂台 inside the quotation marks stays")


@pytest.fixture(scope="module")
def nlp():
    return assemble(("sanxin_structure", "sanxin_slogans"))


@pytest.mark.parametrize(
    "words",
    [
        "要推进双联三促工作",
        "要推进“双联三促”工作",
        '要推进"双联三促"工作',
        "要推进'双联三促'工作",
        "要推进‘双联三促’工作",
        "要推进「双联三促」工作",
        "要推进『双联三促』工作",
        "要推进｢双联三促｣工作",
        "要推进〝双联三促〞工作",
        "要推进＂双联三促＂工作",
        "要推进”双联三促”工作",
        "要推进“‘双联三促’”工作",
        "要推进“ 双联三促 ”工作",
        "要推进“双联 三促”工作",
        "要推进“双联\u3000三促”工作",
        "要推进“双联\u200b三促”工作",
        "要推进“双联\n三促”工作",
        "开展“双联三促”打擂台活动",
        "开展双联三促打擂台活动",
        pytest.param("开展“双联三促打擂台”活动", marks=CONTEST),
        "要推进“双联、三促”工作",
        "要推进“双联·三促”工作",
        "要推进“双联\u2009三促”工作",
        "要推进“双联\ufeff三促”工作",
        "要推进“双联\f三促”工作",
    ],
)
def test_every_mention_has_one_form(nlp, words):
    text = PASSAGE.format(words)
    behind = text.index("\n所谓")
    said = [slogan.canonical for slogan in nlp(text)._.slogans if slogan.start < behind]
    assert said == ["双联三促"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("厚植全县“稻香谷”行动", "厚植全县稻香谷行动"),
        ("“一灯照百村”、“百灯连一心”", "一灯照百村、百灯连一心"),
        ("算力＋", "算力+"),
        ("春有花,秋有果", "春有花，秋有果"),
        ("春有花，秋有果", "春有花、秋有果"),
        ("林、田、湖、草", "林田湖草"),
        pytest.param("蓝河、青山、绿园保卫行动", "蓝河青山绿园保卫行动", marks=PAUSES),
        ("１３５８", "1358"),
        ("1+３+Ｎ", "1+3+N"),
        ("一镇(街)一策", "一镇（街）一策"),
    ],
)
def test_two_writings_are_one(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"), [("三进", "三促"), ("双百", "双百工程"), ("1+3+N", "13N")], ids=["morpheme", "name", "code"]
)
def test_two_slogans_stay_two(one, other):
    assert canonical(one) != canonical(other)
