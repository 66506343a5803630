"""A table of facts joined by file name."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from sanxin.cli import main
from sanxin.errors import OptionError
from sanxin.reading import read, read_metadata

SPEECH = "各位代表：现在，我代表政府向大会作报告，请各位审议，也请列席的同志多提意见。今年新建幼儿园12所。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("2025/甲.txt", "2026/甲.txt", "乙.txt", "丙.md"):
        file = tmp_path / "in" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(SPEECH, encoding="utf-8")
    rows = f"title,text\n甲,{SPEECH.strip()}\n乙,{SPEECH.strip()}\n"
    (tmp_path / "in" / "表.csv").write_text(rows, encoding="utf-8")
    return tmp_path / "in"


def table(folder: Path, text: str, name: str = "facts.csv") -> Path:
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    return path


MATCHES = {
    "path": ("2025/甲.txt", ["2025/甲.txt"]),
    "path with dot": ("./2025/甲.txt", ["2025/甲.txt"]),
    "path of Windows": ("2025\\甲.txt", ["2025/甲.txt"]),
    "name": ("甲.txt", ["2025/甲.txt", "2026/甲.txt"]),
    "name without suffix": ("丙", ["丙.md"]),
    "path without suffix": ("2026/甲", ["2026/甲.txt"]),
    "a row of a table": ("表.csv#2", ["表.csv#2"]),
    "all rows of a table": ("表.csv", ["表.csv#1", "表.csv#2"]),
    "none": ("丁.txt", []),
}


@pytest.mark.parametrize(("name", "ids"), MATCHES.values(), ids=MATCHES)
def test_files_are_known_by_their_names(name: str, ids: list[str], folder: Path) -> None:
    metadata = read_metadata(table(folder, f"file,region\n{name},清水县\n"))
    documents = read(folder, metadata=metadata)
    assert [document.id for document in documents if document.facts.region == "清水县"] == ids
    assert metadata.unmatched == (() if ids else (name,))


def test_facts_win_over_those_of_the_text(folder: Path) -> None:
    path = table(
        folder, "文件名,日期,地区,标题,讲话人,会议,备注\n乙.txt,2026年2月3日,河南,全省动员会上的讲话,王五,动员会,好\n"
    )
    metadata = read_metadata(path)
    facts = {document.id: document.facts for document in read(folder, metadata=metadata)}["乙.txt"]
    assert (facts.title, str(facts.date), facts.region, facts.level, facts.speaker, facts.occasion) == (
        "全省动员会上的讲话",
        "2026-02-03",
        "河南省",
        "provincial",
        "王五",
        "动员会",
    )
    assert metadata.unused == ("备注",)


def test_a_year_does_not_coarsen_the_day_of_the_text(folder: Path) -> None:
    (folder / "乙.txt").write_text(f"在全县大会上的讲话\n（2026年2月3日）\n{SPEECH}", encoding="utf-8")
    path = table(folder, "file,year\n乙.txt,2026\n甲.txt,2024\n")
    dates = {document.id: str(document.facts.date) for document in read(folder, metadata=path)}
    assert (dates["乙.txt"], dates["2025/甲.txt"]) == ("2026-02-03", "2024")


def test_workbook(folder: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["file", "year"], ["乙.txt", 2019]):
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    (folder.parent / "facts.xlsx").write_bytes(buffer.getvalue())
    dates = {document.id: str(document.facts.date) for document in read(folder, metadata=folder.parent / "facts.xlsx")}
    assert dates["乙.txt"] == "2019"


def test_the_table_itself_is_no_input(folder: Path) -> None:
    path = folder / "facts.csv"
    path.write_text("file,year\n乙.txt,2019\n", encoding="utf-8")
    assert len(list(read(folder, metadata=path))) == 6


BAD = {
    "no file column": ("name,year\n乙.txt,2019\n", "has no column of file names (columns: name, year)"),
    "twice": ("file,year\n乙.txt,2019\n乙.txt,2020\n", "row 2: names 乙.txt twice"),
    "no date": ("file,date\n乙.txt,去年\n", "row 1: '去年' is no date; write YYYY"),
    "broken row": ("file,date\n乙.txt\n", "has 1 cells, not the 2 of the header"),
}


@pytest.mark.parametrize(("text", "problem"), BAD.values(), ids=BAD)
def test_wrong_table_is_one_clear_line(text: str, problem: str, folder: Path) -> None:
    path = table(folder, text)
    with pytest.raises(OptionError) as caught:
        read_metadata(path)
    assert problem in str(caught.value)
    assert str(caught.value).startswith(path.as_posix())


def test_missing_table() -> None:
    with pytest.raises(OptionError, match=r"没有\.csv: cannot be opened"):
        read_metadata("没有.csv")


def test_command_line_says_what_was_not_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(folder, "file,year,备注\n乙.txt,2019,好\n丁.txt,2018,坏\n")
    assert main(["extract", str(folder / "乙.txt"), "--metadata", str(path), "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert "2019-12-31" in out
    assert f"{path}: columns that say nothing known here, left out: 备注" in err
    assert f"{path}: 1 of its files were not among the documents: 丁.txt" in err
