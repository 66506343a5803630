"""What a part of a speech is for: the words and forms that tell, and the paragraphs they tell it of."""

from __future__ import annotations

import unicodedata

import pytest

from sanxin import data, kinds
from sanxin.errors import DataError
from sanxin.kinds import heading_says
from sanxin.records import SectionKind
from sanxin.structure import read_structure

REVIEW, PLAN, DEFINE, OTHER = SectionKind.REVIEW, SectionKind.PLAN, SectionKind.DEFINE, SectionKind.OTHER


def _patterns(key: str) -> list[object]:
    return [
        pytest.param(entry, text, id=f"{entry['id']}: {text}")
        for entry in data.rules("section_kinds")["pattern"]
        for text in entry[key]
    ]


@pytest.mark.parametrize(("entry", "text"), _patterns("examples"))
def test_a_form_is_found_in_its_examples(entry: dict[str, object], text: str) -> None:
    pattern = kinds.patterns()[data.rules("section_kinds")["pattern"].index(entry)][0]
    assert pattern.search(text)


@pytest.mark.parametrize(("entry", "text"), _patterns("counterexamples"))
def test_a_form_is_not_found_in_its_counterexamples(entry: dict[str, object], text: str) -> None:
    pattern = kinds.patterns()[data.rules("section_kinds")["pattern"].index(entry)][0]
    assert not pattern.search(text)


def test_the_lexicon_is_tidy() -> None:
    rows = data.lexicon("section_kinds")
    assert {row["place"] for row in rows} == {"heading", "body", "switch"}
    keys = [(row["place"], row["words"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["words"] == unicodedata.normalize("NFC", row["words"].strip()) for row in rows)
    assert all(0 <= float(row["weight"]) <= 3 for row in rows)


def test_a_faulty_lexicon_names_all_its_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        {"place": "body", "kind": "maybe", "words": "要", "weight": "1"},
        {"place": "tail", "kind": "plan", "words": "要", "weight": "1"},
        {"place": "heading", "kind": "plan", "words": "安排", "weight": "1"},
    )
    monkeypatch.setattr(data, "lexicon", lambda name: rows)
    with pytest.raises(DataError, match=r"row 1: .*maybe.*row 2: 'tail'.*row 3: a heading's weight"):
        kinds._words.__wrapped__()


def test_a_faulty_rule_names_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "rules", lambda name: {"pattern": [{"pattern": "了", "kind": "maybe", "weight": 1}]})
    with pytest.raises(DataError, match=r"\$\.pattern\[0\]: .*maybe"):
        kinds.patterns.__wrapped__()


@pytest.mark.parametrize(
    ("title", "year", "expected"),
    [
        ("2030年工作回顾", None, REVIEW),
        ("过去五年的工作", 2031, REVIEW),
        ("主要指标完成情况", None, REVIEW),
        ("2031年工作安排", None, PLAN),
        ("今后五年的奋斗目标", None, PLAN),
        ("切实加强政府自身建设", None, PLAN),
        ("怎样推进“两强一优”行动", None, PLAN),
        ("怎么理解“两强一优”", None, DEFINE),
        ("为什么要开展“两强一优”行动", None, OTHER),
        ("当前存在的问题", None, OTHER),
        ("2030年工作", 2031, REVIEW),
        ("2031年工作", 2031, PLAN),
        ("２０３０年的工作", 2031, REVIEW),
        ("一九八六年的工作", 1987, REVIEW),
        ("二〇三一年的工作", 2031, PLAN),
        ("2030年工作", None, None),
        ("2030年工作安排", 2031, PLAN),
        ("2030年工作回顾和2031年工作安排", 2031, None),
        ("把改革推向纵深", 2031, None),
    ],
)
def test_what_a_heading_says(title: str, year: int | None, expected: SectionKind | None) -> None:
    assert heading_says(title, year)[0] is expected


REPORT = """各位代表：
现在，我代表区人民政府向大会报告工作，请予审议。
一、2030年工作
一年来，我们建成了云澜大桥，地区生产总值增长6.37%。
（一）产业发展。新增企业4387户，居全省第12位。
我们也清醒看到，发展不足仍是主要矛盾。
二、2031年工作
今年是攻坚之年。主要预期目标是：地区生产总值增长6.5%左右。
（一）聚力招商引资。新签约项目120个，总投资300亿元以上。
（二）2030年工作回顾的启示。去年的经验要坚持好。
"""


def kinds_of(text: str, year: int | None = None) -> list[SectionKind]:
    return list(read_structure(text, year=year).paragraph_kinds)


def test_headings_decide_for_what_stands_under_them() -> None:
    assert kinds_of(REPORT, 2031) == [OTHER, OTHER, *[REVIEW] * 4, *[PLAN] * 3, REVIEW]


def test_two_years_in_headings_need_no_year_of_the_document() -> None:
    assert kinds_of(REPORT) == kinds_of(REPORT, 2031)


def test_sections_inherit_their_kind() -> None:
    structure = read_structure(REPORT, year=2031)
    assert [section.kind for section in structure.sections] == [REVIEW, REVIEW, PLAN, PLAN, REVIEW]


#: Reports whose headings do not say all; the last paragraph's kind is what counts.
UNDER_HEADINGS = {
    "a weak word below a review": (
        "一、2030年工作回顾\n主要目标质效双升。全年地区生产总值增长6.37%，居全省第12位。",
        REVIEW,
    ),
    "a weak word with nothing above": ("（一）主要目标\n地区生产总值800亿元，城镇化率65%。", PLAN),
    "a strong word below a review": ("一、2030年工作回顾\n（一）下一步打算\n培育企业40家。", PLAN),
    "a weak main heading is outweighed": (
        "一、为完成第一个五年计划而奋斗\n几年来，我们已经修通了公路，建立了四十座农场，产量由八百吨增加到一千二百吨。",
        REVIEW,
    ),
    "a strong heading is not outweighed by a sentence": ("一、2031年工作安排\n去年的成绩来之不易。", PLAN),
}


@pytest.mark.parametrize(("text", "expected"), UNDER_HEADINGS.values(), ids=UNDER_HEADINGS.keys())
def test_headings_weigh_more_than_words_but_not_all(text: str, expected: SectionKind) -> None:
    assert kinds_of(text, 2031)[-1] is expected


def test_a_sentence_that_turns_to_another_time_is_judged_by_itself() -> None:
    text = (
        "一、2031年的工作\n2031年是开局之年，做好工作十分重要。过去一年，我们的各项工作取得了很大成绩。"
        "生产总值增长9.37%。\n今年的主要预期目标是：生产总值增长8%左右。"
    )
    structure = read_structure(text, year=2031)
    assert structure.kind_at(text.index("9.37")) is REVIEW
    assert structure.kind_at(text.index("8%")) is PLAN


#: Paragraphs of excerpts without headings, and the kind each is to have.
EXCERPTS = {
    "review, then plan": (
        ("全年新建改建道路37.6公里，改造老旧小区126个，城镇新增就业4387人，同比增长4.3%。", REVIEW),
        ("云澜茶谷获评国家级示范园区，游客接待量突破358万人次，增幅居全市第2位。", REVIEW),
        ("这些成绩来之不易，是全区上下团结奋斗的结果。在此，表示衷心感谢！", REVIEW),
        ("今年是“十六五”开局之年。主要预期目标是：地区生产总值增长6%左右。", PLAN),
        ("要聚力招商引资，力争新签约项目100个以上，让好项目落得下、建得快。", PLAN),
        ("提升园区承载力，完善路网，建好标准厂房。", PLAN),
    ),
    "what says nothing goes with what is before": (
        ("过去一年，我们战胜了洪涝灾害，夺取了丰收。", REVIEW),
        ("云澜湖畔，峄山脚下。", REVIEW),
        ("新的一年，我们将大力发展现代农业，确保粮食面积稳定。", PLAN),
        ("云澜湖畔，峄山脚下。", PLAN),
    ),
    "a greeting changes nothing": (
        ("去年，全镇工业产值达到12.8亿元，比上年增长9.6%，居全县第3位。", REVIEW),
        ("各位代表！", REVIEW),
        ("我们圆满完成了各项目标，成绩来之不易。", REVIEW),
    ),
    "definitions": (
        ("所谓“强镇”，就是产业进镇、人口进镇；所谓“富村”，就是分红到户、就业到家。", DEFINE),
        ("要抓好落实，确保年底前见效，力争走在全县前列，让群众满意。", PLAN),
    ),
}


@pytest.mark.parametrize("excerpt", EXCERPTS.values(), ids=EXCERPTS.keys())
def test_without_headings_the_words_decide(excerpt: tuple[tuple[str, SectionKind], ...]) -> None:
    text = "\n".join(paragraph for paragraph, _ in excerpt)
    assert kinds_of(text) == [kind for _, kind in excerpt]


def test_a_long_paragraph_is_judged_in_pieces() -> None:
    review = "全年建成了道路37.6公里，解决了4387人就业，居全市第2位。" * 24
    plan = "今年要力争新签约项目100个以上，确保年底前开工，让群众满意。" * 24
    structure = read_structure(review + plan)
    assert structure.kind_at(10) is REVIEW
    assert structure.kind_at(len(review) + len(plan) - 10) is PLAN
    assert len(structure.paragraphs) == len(structure.paragraph_kinds) == 1


def test_an_empty_text_is_of_no_kind() -> None:
    assert read_structure("").kind_at(0) is OTHER
    assert kinds_of(" \n ") == []
