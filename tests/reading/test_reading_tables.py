"""CSV, TSV, JSONL: the text column found, rows counted, bad rows set aside by themselves."""

import json

import pytest

from sanxin.errors import EmptyError, FormatError, InputError
from sanxin.reading import read_bytes
from sanxin.reading.page import Hints, Options, Page
from sanxin.reading.tables import is_table_header, read_csv, read_jsonl, read_tsv
from sanxin.records import DocumentDate

LONG = (
    "各位代表：现在，我代表县人民政府向大会作报告，请各位审议，也请列席的同志多提意见。全县经济稳中有进，民生持续改善。"
)


def pages(text: str, column: str | None = None) -> list[Page | InputError]:
    return list(read_csv(text.encode(), "表.csv", Options(column)))


def texts(text: str, column: str | None = None) -> list[str]:
    return [page.text for page in pages(text, column) if isinstance(page, Page)]


HEADERS = {
    "text": ("title,text", f"题,{LONG}"),
    "full_text": ("full_text,year", f"{LONG},2024"),
    "正文": ("标题,正文", f"题,{LONG}"),
    "upper case": ("Title,Content", f"题,{LONG}"),
    "unknown name, longest wins": ("编号,备注,报告文字", f"1,好,{LONG}"),
    "quoted, with line breaks": ("id,text", f'1,"{LONG}\n第二段"'),
    "semicolons": ("id;text", f"1;{LONG.replace(';', '')}"),
    "tabs": ("id\ttext", f"1\t{LONG}"),
    "blank first line": ("\nid,text", f"1,{LONG}"),
}


@pytest.mark.parametrize(("header", "row"), HEADERS.values(), ids=HEADERS)
def test_text_column_is_found(header: str, row: str) -> None:
    (text,) = texts(f"{header}\n{row}\n")
    assert text.startswith(LONG)


def test_table_without_header() -> None:
    assert texts(f"1,云河县,{LONG}\n2,清水县,{LONG}\n") == [LONG, LONG]


def test_column_asked_for() -> None:
    assert texts(f"text,短文\n{LONG},全县动员\n", "短文") == ["全县动员"]


def test_column_asked_for_is_missing() -> None:
    with pytest.raises(FormatError, match="has no column '正本'; choose one of its columns: title, text"):
        pages(f"title,text\n题,{LONG}\n", "正本")


@pytest.mark.parametrize(
    "table", ["a,b\n1,2\n", "县,年\n云河县,2024\n", "a,b\n"], ids=["numbers", "names", "header only"]
)
def test_table_without_texts(table: str) -> None:
    with pytest.raises(FormatError, match="has no column of Chinese texts"):
        pages(table)


def test_long_field() -> None:
    body = "云" * 500_000
    assert texts(f'id,text\n1,"{body}"\n') == [body]


def test_line_separators_inside_a_field_split_nothing() -> None:
    assert texts(f'id,text\n1,"{LONG}\u2028\x0c第二段"\n2,{LONG}\n') == [f"{LONG}\u2028\x0c第二段", LONG]


def test_rows_are_counted_from_one_and_bad_ones_set_aside() -> None:
    found = pages(f'id,text\n1,{LONG}\n2,\n3\n4,"没有"收好"的引号"\n5,{LONG}\n')
    assert [page.row if isinstance(page, Page) else str(page).split(":")[0] for page in found] == [
        1,
        "表.csv#2",
        "表.csv#3",
        "表.csv#4",
        5,
    ]
    assert isinstance(found[1], EmptyError)
    assert "has 1 cells, not the 2 of the header" in str(found[2])
    assert isinstance(found[3], FormatError)


def test_the_lines_of_a_broken_row_are_no_rows() -> None:
    found = pages(f'id,year,text\n1,2024,"全县"动员"大会\n第一行，很长。\n第二行,有逗号"\n2,2024,{LONG}\n')
    assert [page.row if isinstance(page, Page) else page.source for page in found] == ["表.csv#1", 2]


def test_text_split_by_its_own_commas_is_not_cut_silently() -> None:
    (error,) = pages("id,text\n1,推进产业,推进城建\n")
    assert isinstance(error, FormatError)


def test_a_cut_last_row_is_not_taken_for_a_whole_one() -> None:
    found = pages(f'id,text\n1,{LONG}\n2,"{LONG[:30]}')
    assert isinstance(found[0], Page)
    assert isinstance(found[1], FormatError)


FACTS = {
    "english": (
        "province,year,title,publish_date,full_text",
        f"云河省,2024,工作报告,2024-02-03,{LONG}",
        Hints(title="工作报告", date=DocumentDate(2024), published=DocumentDate(2024, 2, 3), region="云河省"),
    ),
    "chinese": (
        "地区,级别,讲话人,会议,日期,正文",
        f"清水县,县级,李山,全县大会,2024年3月5日,{LONG}",
        Hints(date=DocumentDate(2024, 3, 5), region="清水县", level="county", speaker="李山", occasion="全县大会"),
    ),
    "smallest place wins": ("province,county,text", f"云河省,清水县,{LONG}", Hints(region="清水县")),
    "day before year": ("year,date,text", f"2024,20240118,{LONG}", Hints(date=DocumentDate(2024, 1, 18))),
    "empty cells": ("title,year,text", f",,{LONG}", Hints()),
}


@pytest.mark.parametrize(("header", "row", "hints"), FACTS.values(), ids=FACTS)
def test_other_columns_give_facts(header: str, row: str, hints: Hints) -> None:
    (page,) = pages(f"{header}\n{row}\n")
    assert isinstance(page, Page)
    assert page.hints == hints


def test_tsv() -> None:
    (page,) = read_tsv(f"id\ttext\n1\t{LONG},再说\n".encode(), "表.tsv", Options())
    assert isinstance(page, Page)
    assert page.text == f"{LONG},再说"


def test_jsonl() -> None:
    rows = [
        {"title": "题", "text": LONG, "year": 2024},
        {"text": [LONG, "第二段"]},
        {"text": None},
        {"text": "山\ud800河"},
    ]
    data = "\n".join(
        [*(json.dumps(row, ensure_ascii=False) for row in rows[:3]), json.dumps(rows[3]), "[1]", "{破", ""]
    )
    found = list(read_jsonl(data.encode(), "表.jsonl", Options()))
    assert [page.text if isinstance(page, Page) else type(page).__name__ for page in found] == [
        LONG,
        f"{LONG}\n第二段",
        "EmptyError",
        "山?河",
        "FormatError",
        "FormatError",
    ]


def test_jsonl_of_broken_lines_reports_each() -> None:
    found = list(read_jsonl(b'{"a"\n{"b"\n' + b"[" * 50_000, "表.jsonl", Options()))
    assert [type(error).__name__ for error in found] == ["FormatError"] * 3


def test_ids_and_sources_of_rows() -> None:
    documents = list(read_bytes(f"id,text\n1,{LONG}\n2,{LONG}\n".encode("utf-8-sig"), "表.csv"))
    assert [(document.id, document.source, document.format) for document in documents] == [
        ("表.csv#1", "表.csv#1", "csv"),
        ("表.csv#2", "表.csv#2", "csv"),
    ]


@pytest.mark.parametrize(
    ("line", "is_header"),
    [
        ("province,year,full_text", True),
        ('"标题","正文"', True),
        ("id\tcontent", True),
        ("text", False),
        ("各位代表,同志们", False),
    ],
)
def test_is_table_header(line: str, is_header: bool) -> None:
    assert is_table_header(line) is is_header
