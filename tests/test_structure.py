"""Clauses, sentences, paragraphs, and the look-ups over them; the parts are tested in test_headings and test_kinds."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanxin.clauses import divide
from sanxin.records import Furniture, SectionKind, Span
from sanxin.structure import Structure, read_structure

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_shared = pytest.mark.skipif(not (SHARED / "archive").is_dir(), reason="../shared is not beside this checkout")


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(text) for span in spans]


CLAUSES = {
    "marks": (
        "抓招商，稳增长；促就业。好！行？真的:对：是",
        ["抓招商", "稳增长", "促就业", "好", "行", "真的", "对", "是"],
    ),
    "half-width marks": ("抓招商,稳增长;促就业!行?好", ["抓招商", "稳增长", "促就业", "行", "好"]),
    "a pause mark parts nothing": ("抓招商、稳增长", ["抓招商、稳增长"]),
    "a full stop of another script parts nothing": ("增长3.5%.好", ["增长3.5%.好"]),
    "marks inside numbers": ("1,200人，9:30开会，3，5号", ["1,200人", "9:30开会", "3，5号"]),
    "digits that only count as such": ("²,②好", ["²,②好"]),
    "a comma after a digit": ("增长3%,5个", ["增长3%", "5个"]),
    "quotation marks": ("实行“一月一调度，一季一比武”，见效。", ["实行“一月一调度，一季一比武”", "见效"]),
    "straight quotation marks": ('实行"一月一调度,一季一比武",见效', ['实行"一月一调度,一季一比武"', "见效"]),
    "an odd straight mark protects nothing": ('实行"一月一调度,见效', ['实行"一月一调度', "见效"]),
    "brackets": ("云澜（含开发区，下同）增长", ["云澜（含开发区，下同）增长"]),
    "nested": ("建“甲（乙，丙）丁，戊”园，好", ["建“甲（乙，丙）丁，戊”园", "好"]),
    "more opened than closed": ("建（甲，乙", ["建（甲", "乙"]),
    "closed before opened": ("甲）乙，丙（丁，戊", ["甲）乙", "丙（丁，戊"]),
    "lines end all": ("建“甲，\n乙”，丙", ["建“甲", "乙”", "丙"]),
    "odd line breaks": ("甲\r\n乙\x0b丙\x0c丁\u2028戊\x85己", list("甲乙丙丁戊己")),
    "blanks are trimmed": ("　甲 乙　，\t丙 ", ["甲 乙", "丙"]),
    "signs alone are no clause": ("——，甲，……。", ["甲"]),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), CLAUSES.values(), ids=CLAUSES.keys())
def test_clauses_of(text: str, expected: list[str]) -> None:
    assert words(text, divide(text).clauses) == expected


SENTENCES = {
    "stops": ("甲好。乙好！丙好？丁", ["甲好。", "乙好！", "丙好？", "丁"]),
    "several stops": ("真好！！真的？！好", ["真好！！", "真的？！", "好"]),
    "a semicolon ends none": ("甲好；乙好。", ["甲好；乙好。"]),
    "a half-width point ends none": ("增长3.5%.好", ["增长3.5%.好"]),
    "stops in quotation marks": ("他说：“甲好。乙好。”大家同意。", ["他说：“甲好。乙好。”大家同意。"]),
    "stops in brackets": ("甲好（乙好。）丙好。", ["甲好（乙好。）丙好。"]),
    "a closing mark stays": ("甲好。”乙好。", ["甲好。”", "乙好。"]),
    "an opening straight mark does not": ('甲好。"乙"好。', ["甲好。", '"乙"好。']),
    "lines": ("一、工作回顾\n　成绩不少。 \n", ["一、工作回顾", "成绩不少。"]),
    "blank lines": ("甲。\n\n \n乙。", ["甲。", "乙。"]),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences_of(text: str, expected: list[str]) -> None:
    assert words(text, divide(text).sentences) == expected


def test_paragraphs_are_lines_without_their_blanks() -> None:
    text = "　　甲。乙。\r\n\n \t丙\x0c丁 "
    assert words(text, divide(text).paragraphs) == ["甲。乙。", "丙", "丁"]


def reference_clauses(text: str) -> Iterator[tuple[int, int]]:
    """The annotators' own division (annotation guide §4), sign by sign."""
    offset = 0
    for whole in text.splitlines(keepends=True):
        line = whole.rstrip("\r\n")
        even = line.count('"') % 2 == 0
        balanced = sum(c in "“‘（(【[《「『" for c in line) == sum(c in "”’）)】]》」』" for c in line)
        depth, quoted, start = 0, False, 0
        for place, sign in enumerate(f"{line}\n"):
            if sign == '"' and even:
                quoted = not quoted
            elif balanced and sign in "“‘（(【[《「『":
                depth += 1
            elif balanced and sign in "”’）)】]》」』":
                depth = max(0, depth - 1)
            elif place == len(line) or (sign in "。！？；，,;!?：:" and not quoted and not depth):
                inside = 0 < place < len(line) - 1 and line[place - 1].isdigit() and line[place + 1].isdigit()
                if sign in ",:：，" and inside:
                    continue
                piece = line[start:place]
                if any(c.isalnum() for c in piece):
                    yield offset + start + len(piece) - len(piece.lstrip()), offset + start + len(piece.rstrip())
                start = place + 1
        offset += len(whole)


SIGNS = '“”‘’（）()【】[]《》「」『』""，。！？；：,;!?:12²①⒈１ 　一二三甲乙第、是要\n\r\x0b\x1c\u2028_—abc'


@given(st.text(alphabet=SIGNS, max_size=60))
@settings(max_examples=500, deadline=None)
def test_clauses_are_those_of_the_annotators(text: str) -> None:
    assert [(span.start, span.end) for span in divide(text).clauses] == list(reference_clauses(text))


def test_every_digit_keeps_its_comma() -> None:
    digits = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isdigit()]
    assert [digit for digit in digits if len(divide(f"{digit},{digit}").clauses) != 1] == []


def check(text: str, structure: Structure) -> None:
    """Everything that holds of the structure of any text."""
    for spans in (structure.clauses, structure.sentences, structure.paragraphs):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(span.of(text) == span.of(text).strip() for span in spans)
        assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    assert len(structure.paragraph_kinds) == len(structure.paragraphs)
    assert len(structure.sections) == len(structure.headings)
    for index, (section, heading) in enumerate(zip(structure.sections, structure.headings, strict=True)):
        assert section.start == heading.start < heading.end <= section.end <= len(text)
        if section.parent is None:
            assert section.level == 1
        else:
            above = structure.sections[section.parent]
            assert section.parent < index
            assert above.level == section.level - 1
            assert above.start <= section.start
            assert section.end <= above.end
    for index, clause in enumerate(structure.clauses):
        assert structure.clause_at(clause.start) == structure.clause_at(clause.end - 1) == index
    for sentence in structure.sentences:
        assert structure.sentence_at(sentence.start) == structure.sentence_at(sentence.end - 1) == sentence
    for index, paragraph in enumerate(structure.paragraphs):
        assert structure.paragraph_at(paragraph.start) == structure.paragraph_at(paragraph.end - 1) == index
    for offset in range(0, len(text) + 1, 1 + len(text) // 200):
        holding = [n for n, section in enumerate(structure.sections) if section.start <= offset < section.end]
        assert structure.section_at(offset) == (holding[-1] if holding else None)
        assert structure.heading_path(offset) == tuple(structure.sections[n].title for n in holding)
        assert structure.kind_at(offset) in SectionKind


PIECES = st.sampled_from(
    [
        *(
            "一、",
            "二、",
            "三、",
            "（一）",
            "（二）",
            "(三)",
            "1.",
            "2．",
            "（1）",
            "①",
            "②",
            "第一，",
            "第二，",
            "一是",
            "二是",
            "一要",
        ),
        *(
            "第一章",
            "第二章",
            "第一节",
            "第二个问题，",
            "首先，",
            "其次，",
            "——",
            "各位代表！",
            "各位代表：",
            "所谓“甲”，就是",
        ),
        *("强化招商", "2031年工作安排", "过去一年", "成绩不少", "力争增长6%以上", "建成了大桥", "园区", "项目", "附件"),
        *("。", "，", "；", "：", "\n", "\n", "　　", " ", "“", "”", "\x0c", "\u200b"),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from([None, 2031]))
@settings(max_examples=300, deadline=None)
def test_what_holds_of_any_text(text: str, year: int | None) -> None:
    check(text, read_structure(text, year=year))


@given(st.lists(PIECES, min_size=1, max_size=40).map("".join), st.data())
@settings(max_examples=150, deadline=None)
def test_what_holds_with_any_furniture(text: str, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(text) - 1))
    end = draw.draw(st.integers(start, len(text)))
    structure = read_structure(text, [Furniture(start, end, "page")])
    check(text, structure)
    assert structure.clauses == divide(text).clauses
    assert all(not start <= heading.start < end for heading in structure.headings)


SPEECH = """各位代表：
现在，我向大会报告工作，请予审议。
一、2030年工作回顾
一年来，成绩不少。
（一）产业。建成了园区“三区（东、中、西）”，投产9家。
二、2031年工作安排
要做到：一是招商，二是安商。
"""


@pytest.fixture(scope="module")
def speech() -> Structure:
    return read_structure(SPEECH, year=2031)


def test_a_speech_as_a_whole(speech: Structure) -> None:
    check(SPEECH, speech)
    assert [(section.level, section.title, section.kind.value, section.parent) for section in speech.sections] == [
        (1, "2030年工作回顾", "review", None),
        (2, "产业", "review", 0),
        (1, "2031年工作安排", "plan", None),
        (2, "招商", "plan", 2),
        (2, "安商", "plan", 2),
    ]


@pytest.mark.parametrize(
    ("word", "path", "kind"),
    [
        ("现在", (), "other"),
        ("成绩", ("2030年工作回顾",), "review"),
        ("投产", ("2030年工作回顾", "产业"), "review"),
        ("要做到", ("2031年工作安排",), "plan"),
        ("安商", ("2031年工作安排", "安商"), "plan"),
    ],
)
def test_where_a_word_stands(speech: Structure, word: str, path: tuple[str, ...], kind: str) -> None:
    offset = SPEECH.index(word)
    assert speech.heading_path(offset) == path
    assert speech.kind_at(offset).value == kind


def test_places_between_belong_to_what_is_before(speech: Structure) -> None:
    comma = SPEECH.index("，成绩")
    assert speech.clauses[speech.clause_at(comma)].of(SPEECH) == "一年来"
    line_break = SPEECH.index("\n一、")
    assert speech.sentence_at(line_break).of(SPEECH) == "现在，我向大会报告工作，请予审议。"
    assert speech.paragraphs[speech.paragraph_at(line_break)].of(SPEECH) == "现在，我向大会报告工作，请予审议。"


def test_places_before_the_first_belong_to_it() -> None:
    structure = read_structure("\n\n　甲好。")
    assert structure.clause_at(0) == structure.paragraph_at(0) == 0
    assert structure.sentence_at(0) == Span(3, 6)
    assert structure.section_at(0) is None


def test_an_empty_text() -> None:
    structure = read_structure("")
    check("", structure)
    assert structure.sentence_at(0) == Span(0, 0)
    assert structure.heading_path(0) == ()


@needs_shared
def test_clauses_over_the_archive() -> None:
    files = sorted((SHARED / "archive" / "text").glob("*.txt")) + sorted((SHARED / "gold").glob("*/text.txt"))
    differing = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        found = [(span.start, span.end) for span in divide(text).clauses]
        if found != list(reference_clauses(text)):
            differing.append(file.name)
    assert files
    assert differing == []


@needs_shared
def test_what_holds_of_the_archive() -> None:
    for file in sorted((SHARED / "archive" / "text").glob("*.txt"))[::6]:
        text = file.read_text(encoding="utf-8")
        check(text, read_structure(text))
