"""The table that a person edits: written, edited as people and spreadsheets do, read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from speeches import target

from sanxin.errors import DataError, InputError
from sanxin.records import Action, Document, Quantity, Role, Slogan, SloganKind, Speech
from sanxin.review import table
from sanxin.review.corrections import Correction, read_corrections
from sanxin.review.items import ALL, Item, Kind, choose, items

TEXT = "桐溪镇动员会讲话\n新建水塘12个，=1+1，整治河段30个。\n擦亮“三清三美”品牌。\n"


def speech() -> Speech:
    quantities: list[Quantity] = [target(TEXT, "12个", 12, "个"), target(TEXT, "30个", 30, "个")]
    at = TEXT.index("新建水塘12个")
    action = Action("a1", at, at + 7, "新建水塘12个", Role.ACTION, 0.9, pathway="environment", pathway_score=0.4)
    at = TEXT.index("三清三美")
    slogan = Slogan("s1", at, at + 4, "三清三美", "三清三美", SloganKind.ABBREVIATION, score=0.6)
    return Speech(Document("村/桐溪.txt", "/讲话/村/桐溪.txt", TEXT), "sanxin", tuple(quantities), (slogan,), (action,))


def found() -> list[Item]:
    return list(items(speech(), ALL))


def rows() -> list[dict[str, str]]:
    """The table as strings, as every reader of tables gives it."""
    made = table.rows(found(), list(Kind), "李")
    return [{name: "" if value is None else str(value) for name, value in row.items()} for row in made]


def edited(number: int, **cells: str) -> list[dict[str, str]]:
    table = rows()
    table[number] |= cells
    return table


def test_records_with_what_is_said_of_them() -> None:
    first, _, slogan, action = found()
    assert (first.kind, first.text, first.said["status"], first.said["indicator"]) == (
        Kind.QUANTITY,
        "12个",
        "commitment",
        "none",
    )
    assert first.line_text == "新建水塘12个，=1+1，整治河段30个。"
    assert (slogan.score, slogan.said) == (0.6, {"kind": "abbreviation"})
    assert (action.score, action.said) == (0.4, {"role": "action", "pathway": "environment"})


def test_which_are_shown() -> None:
    def shown(**options) -> list[str]:
        return [item.text for item in choose(found(), **options)]

    assert shown(max_score=0.6) == ["新建水塘12个", "三清三美"]
    assert shown(lowest=1) == ["新建水塘12个"]
    assert shown(sample=3, seed=4) == shown(sample=3, seed=4)
    assert len({tuple(shown(sample=2, seed=seed)) for seed in range(20)}) > 1
    assert shown(sample=99) == shown()


def one(table_rows: list[dict[str, str]]) -> Correction:
    (correction,) = table.read(table_rows, "t.csv").corrections
    return correction


SAID = {
    "right": (2, {"verdict": "right"}, {"kind": "abbreviation"}, set()),
    "right in chinese": (2, {"verdict": "对"}, {"kind": "abbreviation"}, set()),
    "what is said already, written again": (2, {"new_kind": "abbreviation"}, {"kind": "abbreviation"}, set()),
    "wrong": (2, {"verdict": "WRONG"}, {}, set()),
    "changed": (2, {"verdict": "changed", "new_kind": "campaign"}, {"kind": "campaign"}, {"kind"}),
    "a new value alone": (2, {"new_kind": "campaign"}, {"kind": "campaign"}, {"kind"}),
    "wrong, with what is right": (2, {"verdict": "错", "new_kind": "行动名称"}, {"kind": "campaign"}, {"kind"}),
    "the rest is confirmed": (
        3,
        {"new_pathway": "industry"},
        {"role": "action", "pathway": "industry"},
        {"pathway"},
    ),
    "no pathway": (3, {"new_pathway": "无"}, {"role": "action", "pathway": "none"}, {"pathway"}),
}


@pytest.mark.parametrize(("number", "cells", "labels", "changed"), SAID.values(), ids=SAID)
def test_what_a_row_says(number, cells, labels, changed) -> None:
    correction = one(edited(number, **cells))
    assert (correction.labels, correction.changed) == (labels, changed)
    assert (correction.document, correction.path) == ("村/桐溪.txt", "/讲话/村/桐溪.txt")
    assert (correction.annotator, correction.place) == ("李", f"row {number + 2}")


def test_a_date_of_any_spreadsheet() -> None:
    assert one(edited(0, new_deadline="2031/06/30")).labels["deadline"] == "2031-06-30"


def test_rows_that_say_nothing_are_counted() -> None:
    review = table.read(rows(), "t.csv")
    assert (review.corrections, review.untouched) == ((), 4)


FAULTS = {
    "no verdict": (2, {"verdict": "maybe"}, "row 4 (三清三美): verdict 'maybe' is none of right, wrong, changed"),
    "no label": (0, {"new_status": "promise"}, "new_status 'promise' is none of commitment, achievement, reference"),
    "no date": (0, {"new_deadline": "soon"}, "new_deadline 'soon' is no date; write YYYY-MM-DD"),
    "right and changed": (2, {"verdict": "right", "new_kind": "metaphor"}, "is called right, but has a new kind"),
    "changed to nothing": (2, {"verdict": "changed"}, "is called changed, but has no new value"),
    "key lost": (1, {"verdict": "right", "key": "1"}, "key '1' is not as sanxin review wrote it"),
}


@pytest.mark.parametrize(("number", "cells", "fault"), FAULTS.values(), ids=FAULTS)
def test_faults_are_told_with_their_rows(number, cells, fault) -> None:
    with pytest.raises(DataError) as raised:
        table.read(edited(number, **cells), "t.csv")
    assert fault in str(raised.value)


# ---- files ----


def saved(tmp_path: Path, encoding: str, delimiter: str, order: list[str]) -> Path:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, order, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows([*edited(2, verdict="错"), {}])
    file = tmp_path / "改.csv"
    file.write_bytes(stream.getvalue().encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_as_excel_saves_it(tmp_path, encoding, delimiter) -> None:
    """In any encoding, with other delimiters, columns in another order, one added and one left out."""
    order = ["my own", *reversed([column.name for column in table.columns(list(Kind)) if column.name != "sentence"])]
    review = read_corrections(saved(tmp_path, encoding, delimiter, order))
    assert [(each.kind, each.labels) for each in review.corrections] == [(Kind.SLOGAN, {})]
    assert review.untouched == 3


def test_a_workbook_saved_anew(tmp_path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    names = list(rows()[0])
    sheet.append([name.upper() for name in names])
    for row in edited(0, new_status="参照", new_deadline=""):
        sheet.append([row[name] or None for name in names])
    file = tmp_path / "review.xlsx"
    book.save(file)
    (each,) = read_corrections(file).corrections
    assert (each.labels["status"], each.start) == ("reference", TEXT.index("12个"))


NO_REVIEW = {
    "missing": (None, "cannot be opened (No such file or directory); give a file that sanxin review has written"),
    "another table": ("a,b\n1,2\n", "is no review table (no column verdict, key, doc_id, path, text_sha256)"),
    "a text": ("各位代表，今年新建学校。\n", "is no review table"),
}


@pytest.mark.parametrize(("content", "problem"), NO_REVIEW.values(), ids=NO_REVIEW)
def test_a_file_that_is_no_review(tmp_path, content, problem) -> None:
    file = tmp_path / "x.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_corrections(file)
    assert problem in str(raised.value)


def test_two_annotators_must_agree(tmp_path) -> None:
    names = list(rows()[0])
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names)
    writer.writeheader()
    writer.writerows([*edited(2, verdict="right"), *edited(2, verdict="wrong")])
    file = tmp_path / "two.csv"
    file.write_text(stream.getvalue(), encoding="utf-8")
    with pytest.raises(DataError, match="row 4 and row 8 say different things of '三清三美'; settle it"):
        read_corrections(file)
