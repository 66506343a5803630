"""`sanxin newwords`: formats, options, exit codes."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pyarrow.parquet as pq
import pytest

from sanxin.newwords import COLUMNS, parts

LINES = [f"{a}星链共育{b}，" for a, b in zip("甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未", strict=True)]
NAMES = [column.name for column in COLUMNS]


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for n in range(3):
        said_once = "".join(map(chr, range(0x5000 + 500 * n, 0x5000 + 500 * n + 500)))
        text = "\n".join([f"桐溪镇203{n}年讲话", *LINES[n:], said_once])
        (folder / f"桐溪镇203{n}.txt").write_text(text, encoding="utf-8")
    return folder


def test_json_lines_in_a_pipe(command, archive):
    run = command("newwords", archive)
    (row,) = map(json.loads, run.out.splitlines())
    assert list(row) == NAMES
    assert (row["text"], row["count"], row["documents"], row["known"]) == ("星链共育", 21, 3, 0)
    assert run.code == 0
    assert run.err == ["sanxin: 3 documents read, 1 new words, 0 set aside"]


def test_csv(command, archive):
    (row,) = csv.DictReader(io.StringIO(command("newwords", archive, "--format", "csv").out))
    assert row["text"] == "星链共育"


def test_table(command, archive):
    _, head, _, row, *_ = command("newwords", archive, "--format", "table").out.splitlines()
    assert head.split()[:3] == ["text", "count", "documents"]
    assert row.split()[:3] == ["星链共育", "21", "3"]


def test_files(command, archive, tmp_path):
    command("newwords", archive, "-o", tmp_path / "words.xlsx")
    command("newwords", archive, "-o", tmp_path / "words.parquet")
    head, row = openpyxl.load_workbook(tmp_path / "words.xlsx")["newwords"].iter_rows(values_only=True)
    assert (list(head), row[0]) == (NAMES, "星链共育")
    assert pq.read_table(tmp_path / "words.parquet")["text"].to_pylist() == ["星链共育"]


@pytest.mark.parametrize(
    ("options", "rows"),
    [(["--min-count", "22"], 0), (["--min-documents", "3"], 1), (["--max-length", "3"], 0), (["--top", "1"], 1)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_options(command, archive, options, rows):
    assert len(command("newwords", archive, *options).out.splitlines()) == rows


def test_a_large_file_is_read_in_parts_and_is_one_document(command, archive, monkeypatch):
    monkeypatch.setattr(parts, "LARGE", 10)
    monkeypatch.setattr(parts, "PART", 40)
    run = command("newwords", archive)
    assert json.loads(run.out)["documents"] == 3
    assert run.err == ["sanxin: 3 documents read, 1 new words, 0 set aside"]


@pytest.mark.parametrize(
    ("options", "says"),
    [(["missing.txt"], "missing.txt"), ([], "PATH"), (["-", "--max-length", "1"], "max-length")],
    ids=["missing", "no path", "too short"],
)
def test_wrong_usage(command, options, says):
    run = command("newwords", *options)
    assert run.code == 2
    assert says in run.err[0]
    assert run.out == ""
