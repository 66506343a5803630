import csv
import datetime as dt
import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sanxin.cli.writers import Format, choose, csv_cell, dumps, open_sink
from sanxin.errors import OptionError, OutputError
from sanxin.tables import Column, Kind

COLUMNS = (
    Column("doc_id"),
    Column("start", Kind.INTEGER),
    Column("low", Kind.NUMBER),
    Column("deadline", Kind.DATE),
    Column("members", Kind.LIST),
    Column("sentence"),
)
ROW = {
    "doc_id": "a.txt",
    "start": 3,
    "low": 1e11,
    "deadline": dt.date(2031, 12, 31),
    "members": ["进企业", "进社区"],
    "sentence": "总投资1000亿元。",
}
EMPTY = dict.fromkeys(ROW) | {"doc_id": "b.txt"}


def write(form, path, *rows, tables=None, then=None):
    """Write the rows, and give the warnings; `then` is an error raised before the end."""
    warnings: list[str] = []
    with open_sink(form, path, tables or {"targets": COLUMNS}, warnings.append) as sink:
        for row in rows:
            sink.write("targets", row)
        if then is not None:
            raise then
    return warnings


# ---- which format ----


@pytest.mark.parametrize(
    ("chosen", "path", "terminal", "expected"),
    [
        (None, None, True, Format.TABLE),
        (None, None, False, Format.JSONL),
        (None, Path("a.ndjson"), True, Format.JSONL),
        (None, Path("a.CSV"), True, Format.CSV),
        (Format.CSV, Path("a.xlsx"), True, Format.CSV),
        (Format.CSV, None, True, Format.CSV),
    ],
)
def test_the_format_follows_from_choice_name_and_terminal(chosen, path, terminal, expected) -> None:
    assert choose(chosen, path, terminal) is expected


def test_a_name_without_a_format_is_refused() -> None:
    with pytest.raises(OptionError, match=r"a\.doc: no format goes with this name; end it in \.txt, \.jsonl"):
        choose(None, Path("a.doc"), True)


# ---- json ----


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1e11, "100000000000"),
        (3e-05, "0.00003"),
        (True, "true"),
        (None, "null"),
        ('甲\n"乙"', r'"甲\n\"乙\""'),
        (dt.date(2031, 12, 31), '"2031-12-31"'),
        ({"a": [1, 2.5, {"b": None}]}, '{"a": [1, 2.5, {"b": null}]}'),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_json_with_plain_decimals(value, expected) -> None:
    assert dumps(value) == expected
    json.loads(dumps(value))


# ---- csv ----


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1+1", "'＝1+1"),
        ("-3.5", "-3.5"),
        ("-3.5%", "-3.5%"),
        (-3.5, "-3.5"),
        (-1e11, "-100000000000"),
        ("增长=快", "增长=快"),
        ("", ""),
        (None, ""),
        (["进企业", "进社区"], "进企业|进社区"),
        (["=1"], "'=1"),
        (dt.date(2031, 12, 31), "2031-12-31"),
        ("-" + "1" * 50 + "=", "'-" + "1" * 50 + "="),
    ],
)
def test_csv_cells_are_no_formulas(value, expected) -> None:
    assert csv_cell(value) == expected


def test_csv_reads_back(tmp_path) -> None:
    odd = ROW | {"sentence": '他说："干，\n就是",'}
    write(Format.CSV, tmp_path / "a.csv", ROW, odd, EMPTY)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["low"] == "100000000000"
    assert rows[1]["sentence"] == odd["sentence"]
    assert rows[2] == dict.fromkeys(ROW, "") | {"doc_id": "b.txt"}


def test_csv_without_rows_has_its_header(tmp_path) -> None:
    write(Format.CSV, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == "doc_id,start,low,deadline,members,sentence\n"


# ---- xlsx ----


def sheet(path):
    return openpyxl.load_workbook(path)["targets"]


def test_excel_cells_are_typed(tmp_path) -> None:
    write(Format.XLSX, tmp_path / "a.xlsx", ROW, ROW | {"low": 66.67}, EMPTY)
    head, first, second, empty = sheet(tmp_path / "a.xlsx").iter_rows()
    assert [cell.value for cell in head] == list(ROW)
    assert [cell.value for cell in first] == [
        "a.txt",
        3,
        100_000_000_000,
        dt.datetime(2031, 12, 31, 0, 0),
        "进企业|进社区",
        "总投资1000亿元。",
    ]
    assert [first[2].number_format, second[2].number_format, first[3].number_format] == ["0", "0.00", "yyyy-mm-dd"]
    assert [cell.value for cell in empty] == ["b.txt", None, None, None, None, None]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\tx", '=HYPERLINK("http://x.invalid")', "#N/A"])
def test_excel_cells_are_no_formulas(tmp_path, words) -> None:
    write(Format.XLSX, tmp_path / "a.xlsx", ROW | {"sentence": words})
    cell = sheet(tmp_path / "a.xlsx")["F2"]
    assert (cell.value, cell.data_type) == (words, "s")


def test_excel_takes_characters_it_may_not_hold(tmp_path) -> None:
    write(Format.XLSX, tmp_path / "a.xlsx", ROW | {"sentence": "一\x0b二\x00三\ufffe四\udc80五"})
    assert sheet(tmp_path / "a.xlsx")["F2"].value == "一\ufffd二\ufffd三\ufffd四\ufffd五"


@pytest.mark.parametrize(
    ("words", "cut"),
    [("字" * 32_767, False), ("字" * 32_768, True), ("𠀀" * 16_383, False), ("𠀀" * 16_384, True)],
    ids=["full", "over", "full_pairs", "over_pairs"],
)
def test_excel_never_cuts_in_silence(tmp_path, words, cut) -> None:
    warnings = write(Format.XLSX, tmp_path / "a.xlsx", ROW | {"sentence": words})
    value = sheet(tmp_path / "a.xlsx")["F2"].value
    assert len(value.encode("utf-16-le")) // 2 <= 32_767
    assert (value == words) is not cut
    assert value.endswith(f"…[cut: {len(words)} characters]") is cut
    assert len(warnings) == cut
    assert all("sentence of a.txt" in warning and "cut and marked" in warning for warning in warnings)


def test_excel_refuses_more_rows_than_a_sheet_holds(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("sanxin.cli.writers._ROW_LIMIT", 3)
    with pytest.raises(OutputError, match="a sheet holds 3 rows and targets has more; choose csv or parquet"):
        write(Format.XLSX, tmp_path / "a.xlsx", ROW, ROW, ROW)
    assert list(tmp_path.iterdir()) == []


# ---- parquet ----


def test_parquet_is_typed_and_compressed(tmp_path) -> None:
    write(Format.PARQUET, tmp_path / "a.parquet", ROW, EMPTY)
    table = pq.read_table(tmp_path / "a.parquet")
    expected = [pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.list_(pa.string()), pa.string()]
    assert [field.type for field in table.schema] == expected
    assert table.to_pylist() == [ROW, EMPTY]
    assert pq.ParquetFile(tmp_path / "a.parquet").metadata.row_group(0).column(0).compression == "ZSTD"


def test_parquet_takes_large_whole_numbers_and_odd_names(tmp_path) -> None:
    write(Format.PARQUET, tmp_path / "a.parquet", ROW | {"low": 10**17 + 1, "doc_id": "\udcb0.txt"})
    (row,) = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert (row["low"], row["doc_id"]) == (1e17, r"\udcb0.txt")


def test_parquet_writes_in_groups(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("sanxin.cli.writers._GROUP", 2)
    write(Format.PARQUET, tmp_path / "a.parquet", *[ROW] * 5)
    assert pq.ParquetFile(tmp_path / "a.parquet").metadata.num_row_groups == 3


def test_parquet_without_rows_has_its_columns(tmp_path) -> None:
    write(Format.PARQUET, tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").column_names == list(ROW)


# ---- whole or not at all ----


@pytest.mark.parametrize("form", [Format.JSONL, Format.CSV, Format.XLSX, Format.PARQUET])
@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
@pytest.mark.parametrize("old", [None, b"old"], ids=["new", "replaced"])
def test_an_interrupted_file_leaves_what_was_there(tmp_path, form, error, old) -> None:
    path = tmp_path / "out"
    if old is not None:
        path.write_bytes(old)
    with pytest.raises(error):
        write(form, path, ROW, then=error)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == ([] if old is None else [old])


@pytest.mark.parametrize("form", [Format.CSV, Format.PARQUET])
def test_an_interrupted_folder_goes_again(tmp_path, form) -> None:
    tables = {"targets": COLUMNS, "slogans": COLUMNS}
    with pytest.raises(KeyboardInterrupt):
        write(form, tmp_path / "out", ROW, tables=tables, then=KeyboardInterrupt)
    assert list(tmp_path.iterdir()) == []
