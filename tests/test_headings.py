"""Headings: every rule against its examples and counterexamples, then as they stand in a speech, then their outline."""

from __future__ import annotations

import pytest

from sanxin import data, headings
from sanxin.clauses import paragraph_spans
from sanxin.errors import DataError
from sanxin.headings import find_headings
from sanxin.outline import outline
from sanxin.records import Furniture

FORMS = data.rules("headings")["form"]
MARKED = [form for form in FORMS if "pattern" in form]


def _rows(key: str) -> list[object]:
    return [pytest.param(form["id"], text, id=f"{form['id']}: {text}") for form in MARKED for text in form[key]]


def _texts(form: str, key: str) -> list[str]:
    return next(list(entry[key]) for entry in FORMS if entry["id"] == form)


@pytest.mark.parametrize(("form", "text"), _rows("examples"))
def test_an_example_has_the_mark_of_its_form_and_of_no_other(form: str, text: str) -> None:
    match = headings.rules().at_line.match(text)
    assert match is not None
    assert match.lastgroup == form


@pytest.mark.parametrize(("form", "text"), _rows("counterexamples"))
def test_a_counterexample_has_no_such_mark(form: str, text: str) -> None:
    match = headings.rules().at_line.match(text)
    assert match is None or match.lastgroup != form


@pytest.mark.parametrize("text", _texts("lead", "examples"))
def test_a_run_in_heading_without_number(text: str) -> None:
    found = find_headings(f"{text}\n优化园区服务。推行帮办代办，一窗受理，当天办结，让企业少跑路。")
    assert [heading.form for heading in found] == ["lead", "lead"]
    assert found[0].title == text.partition("。")[0]


@pytest.mark.parametrize("text", _texts("lead", "counterexamples"))
def test_no_run_in_heading_without_number(text: str) -> None:
    assert find_headings(f"{text}\n优化园区服务。推行帮办代办，一窗受理，当天办结，让企业少跑路。") == ()


BEFORE = "现在，我代表区人民政府报告工作，请予审议，并请区政协委员提出意见。"
AFTER = "全区上下要咬定目标，聚力攻坚，推动各项工作走在前、作表率，不断开创新局面，让发展更有质量、治理更有效能。"


@pytest.mark.parametrize("text", _texts("line", "examples"))
def test_a_heading_line_without_number(text: str) -> None:
    found = find_headings(f"{BEFORE}\n{text}\n{AFTER}")
    assert [(heading.form, heading.title) for heading in found] == [("line", text)]


@pytest.mark.parametrize("text", _texts("line", "counterexamples"))
def test_no_heading_line_without_number(text: str) -> None:
    assert find_headings(f"{BEFORE}\n{text}\n{AFTER}") == ()


def test_a_rule_without_examples_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "rules", lambda name: {"form": [{"id": "bare", "rank": 1}], "parts": {}})
    with pytest.raises(DataError, match=r"\$\.form\[0\]: needs counterexamples, examples, id, rank"):
        headings.rules.__wrapped__()


#: Text, and of each heading: number, title, run into a paragraph (R), on its own (S), inside a line (i).
CASES = {
    "on a line": ("一、2030年工作回顾\n成绩不少。", [(1, "2030年工作回顾", "S")]),
    "run in": ("（一）强化招商。全年落地项目9个。", [(1, "强化招商", "R")]),
    "half-width brackets, blanks inside": ("( 二 ) 2031 年 工作 安排\n要实干。", [(2, "2031年工作安排", "S")]),
    "full-width digits": ("１２．抓好招商\n要实干。", [(12, "抓好招商", "S")]),
    "Latin words keep their blanks": ("三、推进 AI Plus 行动\n要实干。", [(3, "推进AI Plus行动", "S")]),
    "title with a stop": ("（二）守牢底线，稳中求进。\n要实干。", [(2, "守牢底线，稳中求进", "S")]),
    "number and words on two lines": ("第二节\n畜牧业\n要实干，推动畜牧业发展。", [(2, "畜牧业", "S")]),
    "a number without words": (
        "第二节\n要实干，推动畜牧业和种植业、渔业以及林业一起发展，确保农业增效、农民增收、农村发展。",
        [],
    ),
    "a heading over two lines": (
        f"三、不断提高政务\n服务效率和办事质量\n{AFTER}",
        [(3, "不断提高政务服务效率和办事质量", "S")],
    ),
    "a question": ("第二个问题，怎样推进“两强”行动？\n要实干。", [(2, "怎样推进“两强”行动", "S")]),
    "glued to the one above": (
        "第三篇振兴云澜产业第十三章做强茶叶加工\n要实干。",
        [(3, "振兴云澜产业", "R"), (13, "做强茶叶加工", "S")],
    ),
    "behind an indent in a text of one line": (
        "各位同事。　　一、认清形势　　形势逼人。　　二、明确任务　　任务不轻。",
        [(1, "认清形势", "R"), (2, "明确任务", "R")],
    ),
    "inside a paragraph": (
        "要做好三件事：一是招商；二是安商；三是富商。",
        [(1, "招商", "Ri"), (2, "安商", "Ri"), (3, "富商", "Si")],
    ),
    "one alone inside a paragraph is none": ("我们说话算话。一是一，二是二。要做到一是招商。", []),
    "a single count inside a line is none": ("详见文件。（三）号楼由园区使用。", []),
    "an excerpt that begins with a later number": ("第五，作风要硬。干部要实干。", [(5, "作风要硬", "R")]),
    "three sectors": ("一、二、三产业协调发展。", []),
    "a list without its neighbour": ("一抓五年，不换频道。要实干。", []),
    "a list of deeds": (
        "一抓任务分解。各级要扛责。\n二抓督查问效。每月通报。",
        [(1, "任务分解", "R"), (2, "督查问效", "R")],
    ),
    "words that count": ("首先，要认清形势。其次，要抓住重点。", [(1, "要认清形势", "R"), (2, "要抓住重点", "Si")]),
    "footnote signs far apart": (f"他说。①见附录。{AFTER * 10}他又说。②见附录。", []),
    "a dash that leads": ("——综合实力跃升。全区总量突破千亿元。", [(None, "综合实力跃升", "R")]),
    "a subtitle with a dash": ("——在云澜区第八届人民代表大会上", []),
    "the agenda is no heading": (
        "下面，我讲两点：一是回顾；二是安排。\n一、回顾\n成绩不少。\n二、安排\n任务不轻。",
        [(1, "回顾", "S"), (2, "安排", "S")],
    ),
    "a table of contents": (
        "一、形势\n二、任务\n三、保障\n一、形势\n形势很好，要坚定信心。\n二、任务\n任务很重，要下定决心。\n三、保障\n要加强领导。",
        [(1, "形势", "S"), (2, "任务", "S"), (3, "保障", "S")],
    ),
    "front matter": (
        f"云澜区人民政府工作报告。\n奋力谱写云澜新篇章\n{BEFORE * 2}\n各位代表：\n{BEFORE}{AFTER * 4}",
        [],
    ),
    "an appendix": (f"{BEFORE}\n附件\n2031年十件民生实事\n{AFTER}", [(None, "2031年十件民生实事", "S")]),
    "a menu": ("首页\n新闻中心\n校务公开\n要实干，推动学校发展。", []),
    "a broken sentence": (f"{BEFORE}\n今年要重点抓好\n改革开放创新\n{AFTER}", []),
    "a line of a link": (f"{BEFORE}\n区域合作伙伴协定\n（协定）生效，{AFTER}", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_headings_of(text: str, expected: list[tuple[int | None, str, str]]) -> None:
    found = find_headings(text)
    assert [
        (heading.number, heading.title, "RS"[not heading.run_in] + "i" * heading.in_line) for heading in found
    ] == expected
    assert all(text[heading.start : heading.end].strip() == text[heading.start : heading.end] for heading in found)


def test_page_furniture_gives_no_heading_and_splits_none() -> None:
    head, foot = "一、招商热线\n", "\n— 3 —\n云澜区政府网\n"
    text = f"{head}二、{foot}2031年工作安排\n要实干。"
    found = find_headings(
        text, [Furniture(0, len(head), "menu"), Furniture(len(head) + 2, len(head) + 2 + len(foot), "foot")]
    )
    assert [(heading.number, heading.title) for heading in found] == [(2, "2031年工作安排")]


def test_furniture_inside_a_heading_is_not_in_its_title() -> None:
    text = "一、加快[12]园区建设\n要实干。"
    assert find_headings(text, [Furniture(4, 8, "page")])[0].title == "加快园区建设"


def tree(text: str) -> list[tuple[int, str]]:
    """Level and title of each heading."""
    nodes = outline(text, find_headings(text), paragraph_spans(text))
    return [(node.level, node.heading.title) for node in nodes]


def under(text: str) -> dict[str, str]:
    """Each title with the text of its section."""
    nodes = outline(text, find_headings(text), paragraph_spans(text))
    return {node.heading.title: text[node.heading.start : node.end].strip() for node in nodes}


TREES = {
    "numbers close what is below": (
        "一、甲事项\n（一）乙事项\n1.丙事项\n2.丁事项\n（二）戊事项\n二、己事项",
        [(1, "甲事项"), (2, "乙事项"), (3, "丙事项"), (3, "丁事项"), (2, "戊事项"), (1, "己事项")],
    ),
    "the order of the document counts, not the form": (
        "（一）甲事项\n一、乙事项。要办好。\n二、丙事项。要办好。\n（二）丁事项",
        [(1, "甲事项"), (2, "乙事项"), (2, "丙事项"), (1, "丁事项")],
    ),
    "an excerpt that begins below": (
        "（三）甲事项\n要办好。\n（四）乙事项\n二、丙事项\n（一）丁事项",
        [(1, "甲事项"), (1, "乙事项"), (1, "丙事项"), (2, "丁事项")],
    ),
    "questions hold bracketed numbers": (
        "第五，作风要硬。要实干。\n第二个问题，怎么理解？\n(一)甲是目标。要办好。\n第三个问题，怎样推进？\n(一)乙是关键。",
        [(1, "作风要硬"), (1, "怎么理解"), (2, "甲是目标"), (1, "怎样推进"), (2, "乙是关键")],
    ),
    "a list inside with the mark of the outer form": (
        "三、甲事项\n（一）乙事项\n一、丙要办好，还要办快；\n二、丁要办好，还要办快；\n（二）戊事项\n四、己事项",
        [
            (1, "甲事项"),
            (2, "乙事项"),
            (3, "丙要办好，还要办快"),
            (3, "丁要办好，还要办快"),
            (2, "戊事项"),
            (1, "己事项"),
        ],
    ),
    "numbers in mid-line close no heading": (
        "（二）甲事项。要做到：一、办好；二、办快。还要防偏。\n第一，乙事项。\n第二，丙事项。",
        [(1, "甲事项"), (2, "办好"), (2, "办快"), (2, "乙事项"), (2, "丙事项")],
    ),
    "heading lines above numbers": (
        f"{BEFORE}\n2030年工作回顾\n一是甲事项。要办好。\n二是乙事项。要办好。\n2031年工作安排\n（一）丙事项\n{AFTER}\n（二）丁事项\n{AFTER}",
        [(1, "2030年工作回顾"), (2, "甲事项"), (2, "乙事项"), (1, "2031年工作安排"), (2, "丙事项"), (2, "丁事项")],
    ),
    "an address ends all but the outermost": (
        "一、甲事项\n（一）乙事项\n要办好。\n各位代表！\n一是丙事项。要办好。\n二是丁事项。要办好。",
        [(1, "甲事项"), (2, "乙事项"), (2, "丙事项"), (2, "丁事项")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TREES.values(), ids=TREES.keys())
def test_outline_of(text: str, expected: list[tuple[int, str]]) -> None:
    assert tree(text) == expected


def test_sections_reach_to_the_next_of_their_level() -> None:
    sections = under("一、甲事项\n导语。\n（一）乙事项\n正文。\n二、丙事项\n结语。")
    assert sections["甲事项"] == "一、甲事项\n导语。\n（一）乙事项\n正文。"
    assert sections["乙事项"] == "（一）乙事项\n正文。"
    assert sections["丙事项"] == "二、丙事项\n结语。"


def test_the_last_of_a_list_of_paragraphs_ends_with_its_own() -> None:
    sections = under("一、甲事项\n（一）乙事项。办好了。\n（二）丙事项。办快了。\n一年来，成绩不少。")
    assert sections["丙事项"] == "（二）丙事项。办快了。"
    assert sections["甲事项"].endswith("一年来，成绩不少。")


def test_an_item_in_a_paragraph_ends_with_it() -> None:
    sections = under("一、甲事项\n要做到：一是办好，二是办快。\n另一段。")
    assert sections["办快"] == "二是办快。"


def test_a_run_in_heading_without_number_heads_its_paragraph() -> None:
    lead, other = _texts("lead", "examples")
    sections = under(f"一、甲事项\n{lead}\n{other}\n另一段话。")
    assert sections[lead.partition("。")[0]] == lead
