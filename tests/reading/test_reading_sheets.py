"""Workbooks and Parquet: one document a row, facts from the other columns."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from sanxin.errors import FormatError, InputError, UnreadableError
from sanxin.reading import read_bytes
from sanxin.records import Document

TEXT = "各位代表：现在，我代表县人民政府向大会作报告，请各位审议，也请列席的同志多提意见。全县经济稳中有进。"


def book(content: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in content.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def read(data: bytes, name: str = "表.xlsx") -> tuple[list[Document], list[InputError]]:
    errors: list[InputError] = []
    return list(read_bytes(data, name, on_error=errors.append)), errors


def test_a_row_is_a_document() -> None:
    rows = [
        ["县", "年份", "日期", "全文"],
        ["云河县", 2025.0, dt.datetime(2025, 1, 20), TEXT],
        ["清水县", 2026, "2026年2月3日", TEXT + "\n第二段。"],
        ["无文县", 2026, None, None],
    ]
    documents, errors = read(book({"Sheet1": rows}))
    assert [(found.id, found.facts.region, str(found.facts.date)) for found in documents] == [
        ("表.xlsx#1", "云河县", "2025-01-20"),
        ("表.xlsx#2", "清水县", "2026-02-03"),
    ]
    assert documents[1].text == TEXT + "\n第二段。"
    assert [error.source for error in errors] == ["表.xlsx#3"]


def test_a_title_above_the_header_is_left_out() -> None:
    documents, errors = read(book({"Sheet1": [["全省各县报告汇编"], [], ["县", "全文"], ["云河县", TEXT]]}))
    assert [found.facts.region for found in documents] == ["云河县"]
    assert errors == []


def test_one_column_without_a_header() -> None:
    documents, _ = read(book({"Sheet1": [[TEXT], [TEXT]]}))
    assert [found.text for found in documents] == [TEXT, TEXT]


def test_sheets_are_told_apart_and_those_without_texts_left_out() -> None:
    rows = [["县", "全文"], ["云河县", TEXT]]
    documents, errors = read(book({"2025": rows, "说明": [["项", "值"], ["甲", 1]], "2026": rows}))
    assert [found.id for found in documents] == ["表.xlsx#2025!1", "表.xlsx#2026!1"]
    assert errors == []
    assert [found.warnings for found in documents] == [(), ()]


def test_a_book_that_is_a_zip_is_known_without_its_suffix() -> None:
    documents, _ = read(book({"Sheet1": [["县", "全文"], ["云河县", TEXT]]}), "表")
    assert documents[0].format == "workbook"


DISGUISED = {
    "page": (f"<html><body><p>{TEXT}</p></body></html>", "html"),
    "table of text": (f"县\t全文\n云河县\t{TEXT}\n", "tsv"),
}


@pytest.mark.parametrize(("content", "form"), DISGUISED.values(), ids=DISGUISED)
def test_text_under_the_name_of_a_workbook(content: str, form: str) -> None:
    documents, _ = read(content.encode("gb18030"), "表.xls")
    assert [(found.format, TEXT in found.text) for found in documents] == [(form, True)]


def test_parquet() -> None:
    table = pa.table({"县": ["云河县", "清水县"], "日期": [dt.date(2025, 1, 20), None], "全文": [TEXT, TEXT]})
    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    documents, errors = read(buffer.getvalue(), "表.parquet")
    assert [(found.id, found.facts.region, str(found.facts.date)) for found in documents] == [
        ("表.parquet#1", "云河县", "2025-01-20"),
        ("表.parquet#2", "清水县", "None"),
    ]
    assert errors == []


def fake_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "none")
    return buffer.getvalue()


BAD = {
    "no workbook": (fake_zip(), "表.xlsx", UnreadableError, "is no sound workbook or has a password"),
    "old, cut": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "表.xls", UnreadableError, "is no sound workbook"),
    "no zip": (b"PK\x03\x04 none", "表.xlsx", UnreadableError, "is no sound workbook"),
    "numbers": (book({"Sheet1": [["项", "值"], ["甲", 1]]}), "表.xlsx", FormatError, "has no column of Chinese texts"),
    "nothing": (book({"Sheet1": []}), "表.xlsx", FormatError, "has no column of Chinese texts"),
    "no parquet": (b"PAR1 none", "表.parquet", UnreadableError, "is no sound Parquet file"),
}


@pytest.mark.parametrize(("data", "name", "error", "problem"), BAD.values(), ids=BAD)
def test_bad_table_is_one_clear_line(data: bytes, name: str, error: type[InputError], problem: str) -> None:
    with pytest.raises(error, match=problem) as caught:
        list(read_bytes(data, name))
    assert "\n" not in str(caught.value)


def test_what_a_workbook_unpacks_to_is_bounded(limited: Callable[..., None]) -> None:
    limited(workbook_bytes=1000)
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        list(read_bytes(book({"Sheet1": [["全文"], [TEXT]]}), "表.xlsx"))
