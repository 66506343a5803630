"""Corrections beside their texts, and as marks that judges learn from."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace

import pytest

from sanxin.records import Document, DocumentDate, Facts, Span
from sanxin.review.corrections import Correction
from sanxin.review.items import Kind, quote_hash
from sanxin.review.marks import Unused, taught
from sanxin.review.texts import Corrected, with_texts
from sanxin.training.marked import MarkedText

TEXT = "云杉县2031年工作会议讲话\n今年，新建水塘12个，整治河段30个。\n去年，新建学校3所。\n擦亮“三清三美”品牌。\n"


def said(kind: Kind, words: str, labels: dict[str, str], *changed: str, text: str = TEXT, path: str = "") -> Correction:
    start = text.index(words)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Correction(
        "云杉.txt", path, digest, "sanxin", kind, start, start + len(words), quote_hash(words), labels,
        frozenset(changed), f"row of {words}", words,
    )  # fmt: skip


def corrected(*corrections: Correction) -> Corrected:
    return Corrected(Document("云杉.txt", "云杉.txt", TEXT, Facts(date=DocumentDate(2031))), corrections)


# ---- texts ----


def test_the_text_is_read_where_it_was(tmp_path) -> None:
    file = tmp_path / "云杉.txt"
    file.write_text(TEXT, encoding="gb18030")
    told: list[Exception] = []
    (one,) = with_texts([said(Kind.QUANTITY, "12个", {}, path=str(file))], None, told.append)
    assert (one.document.text, len(one.corrections), told) == (TEXT, 1, [])


def test_a_row_of_a_table_is_found_again(tmp_path) -> None:
    file = tmp_path / "all.jsonl"
    other = TEXT.replace("云杉", "金桥")
    file.write_text("\n".join(json.dumps({"text": text}) for text in (other, TEXT)), encoding="utf-8")
    first = said(Kind.QUANTITY, "12个", {}, path=f"{file}#2")
    (one,) = with_texts([first], None, lambda error: None)
    assert one.document.id == "all.jsonl#2"


def test_a_moved_text_is_found_in_the_folder(tmp_path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "云杉.txt").write_text(TEXT, encoding="utf-8")
    first = said(Kind.QUANTITY, "12个", {}, path="/gone/云杉.txt")
    (one,) = with_texts([first], tmp_path, lambda error: None)
    assert one.document.text == TEXT


def test_a_text_that_is_gone_is_told(tmp_path) -> None:
    told: list[Exception] = []
    first = said(Kind.QUANTITY, "12个", {}, path="/gone/云杉.txt")
    assert list(with_texts([first], None, told.append)) == []
    assert [str(error) for error in told] == [
        "/gone/云杉.txt: the text that was reviewed is not there; name the folder of the texts with --texts"
    ]


def test_a_changed_text_is_told_in_one_line_and_what_fits_is_used(tmp_path) -> None:
    file = tmp_path / "云杉.txt"
    file.write_text(TEXT.replace("整治", "全面整治"), encoding="utf-8")
    told: list[Exception] = []
    both = [said(Kind.QUANTITY, words, {}, path=str(file)) for words in ("12个", "30个")]
    (one,) = with_texts(both, None, told.append)
    assert [each.words for each in one.corrections] == ["12个"]
    assert [str(error) for error in told] == [
        f"{file}: has changed since the review: 1 of 2 corrections no longer fit its words, the others are used; "
        "review it anew, or give the text of then with --texts"
    ]


def test_of_a_changed_text_and_that_of_then_the_latter_is_taken(tmp_path) -> None:
    file = tmp_path / "a#b" / "云杉.txt"
    for folder, text in (("a#b", TEXT.replace("整治", "全面整治")), ("then", TEXT)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "云杉.txt").write_text(text, encoding="utf-8")
    told: list[Exception] = []
    (one,) = with_texts([said(Kind.QUANTITY, "30个", {}, path=str(file))], tmp_path / "then", told.append)
    assert (one.document.text, told) == (TEXT, [])


def test_a_member_of_an_archive_is_found_again(tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("村/金桥.txt", TEXT.replace("云杉", "金桥"))
        archive.writestr("县/云杉.txt", TEXT)
    first = said(Kind.QUANTITY, "30个", {}, path=str(tmp_path / "all.zip" / "县" / "云杉.txt"))
    (one,) = with_texts([first], None, lambda error: None)
    assert one.document.id == "all.zip/县/云杉.txt"


# ---- marks ----


def marks(*corrections: Correction, texts: tuple[MarkedText, ...] = ()) -> tuple[MarkedText, list[Unused]]:
    lesson = taught(texts, [corrected(*corrections)])
    return lesson.texts[-1], list(lesson.unused)


def test_a_text_of_ones_own_is_partial() -> None:
    text, unused = marks(said(Kind.QUANTITY, "12个", {"status": "reference", "indicator": "水塘"}, "status"))
    at = TEXT.index("水塘")
    assert (text.partial, text.group, text.year, unused) == (True, "云杉", 2031, [])
    start = TEXT.index("12个")
    assert text.quantities == ({"start": start, "end": start + 3, "status": "reference", "indicator": [at, at + 2]},)


LEARNED = {
    "status and indicator": (
        said(Kind.QUANTITY, "12个", {"status": "reference", "indicator": "none"}),
        ["status", "indicators"],
    ),
    "status alone": (said(Kind.QUANTITY, "12个", {"status": "reference"}), ["status"]),
    "slogan": (said(Kind.SLOGAN, "三清三美", {"kind": "campaign"}), ["slogans"]),
    "no slogan": (said(Kind.SLOGAN, "三清三美", {}), ["slogans"]),
    "no action": (said(Kind.CLAUSE, "新建水塘12个", {}), ["roles", "pathways"]),
    "role": (said(Kind.CLAUSE, "新建水塘12个", {"role": "achievement", "pathway": "none"}), ["roles"]),
    "pathway by its name": (
        said(Kind.CLAUSE, "新建水塘12个", {"role": "goal", "pathway": "构建新产业"}),
        ["roles", "pathways"],
    ),
    "a new role says nothing of the pathway": (
        said(Kind.CLAUSE, "新建水塘12个", {"role": "goal", "pathway": "none"}, "role"),
        ["roles"],
    ),
}


@pytest.mark.parametrize(("correction", "judges"), LEARNED.values(), ids=LEARNED)
def test_the_judges_concerned(correction, judges) -> None:
    lesson = taught((), [corrected(correction)])
    assert (lesson.judges, lesson.used, lesson.unused) == (tuple(judges), 1, ())


UNUSED = {
    "no quantity": (said(Kind.QUANTITY, "12个", {}), "no judge learns what is no quantity"),
    "a rule's field": (
        said(Kind.QUANTITY, "12个", {"status": "reference", "modality": "hard"}, "modality"),
        "no judge learns modality, rules decide it (models/lexicons/modality.tsv or --modality)",
    ),
    "words elsewhere": (
        said(Kind.QUANTITY, "12个", {"status": "reference", "indicator": "水库"}, "indicator"),
        "the words '水库' do not stand in the text",
    ),
    "no number there": (said(Kind.QUANTITY, "讲话", {"status": "reference"}), "no rule finds a quantity there"),
    "no clause there": (said(Kind.CLAUSE, "水塘12个", {"role": "goal"}), "no clause begins there"),
    "no proposal there": (
        said(Kind.SLOGAN, "新建学校3所。\n擦", {"kind": "campaign"}),
        "no rule proposes a slogan there",
    ),
    "no pathway": (
        said(Kind.CLAUSE, "新建水塘12个", {"role": "goal", "pathway": "筑基"}, "pathway"),
        "'筑基' is no pathway of the default framework",
    ),
}


@pytest.mark.parametrize(("correction", "line"), UNUSED.values(), ids=UNUSED)
def test_what_no_judge_can_use_is_told(correction, line) -> None:
    _, unused = marks(correction)
    assert len(unused) == 1
    assert (unused[0].document, unused[0].place) == ("云杉.txt", f"row of {correction.words}")
    assert line in unused[0].reason


def test_a_correction_wins_over_the_mark_in_the_same_words() -> None:
    begin = TEXT.index("今年")
    excerpt = TEXT[begin:]
    at = excerpt.index("12个")
    row = {"start": at, "end": at + 3, "status": "commitment", "unit": "个", "indicator": None}
    other = {"start": at + 9, "end": at + 12, "status": "commitment", "indicator": None}
    marked = MarkedText("archive/云杉", excerpt, 2031, Span(0, len(excerpt)), (row, other))
    correction = said(Kind.QUANTITY, "12个", {"status": "reference", "indicator": "水塘"}, "status", "indicator")
    known, partial = taught([marked], [corrected(correction)]).texts
    named = excerpt.index("水塘")
    assert known.quantities == ({**row, "status": "reference", "indicator": [named, named + 2]}, other)
    assert (partial.group, known.partial) == ("archive/云杉", False)


def test_no_slogan_takes_the_mark_away() -> None:
    at = TEXT.index("三清三美")
    marked = MarkedText(
        "x", TEXT, 2031, Span(0, len(TEXT)), (), (), ({"start": at, "end": at + 4, "kind": "campaign"},)
    )
    known, _ = taught([marked], [corrected(said(Kind.SLOGAN, "三清三美", {}))]).texts
    assert known.slogans == ()


def test_pathways_of_another_framework_are_told() -> None:
    one = said(Kind.CLAUSE, "新建水塘12个", {"role": "goal", "pathway": "筑基"}, "pathway")
    _, unused = marks(replace(one, framework="三筑"))
    assert "pathways of the framework 三筑 are linked by its words, no judge learns them" in unused[0].reason
