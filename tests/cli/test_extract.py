"""Input, options and exit codes of `sanxin extract`, over a stand-in analysis."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import openpyxl
import pyarrow.parquet as pq
import pytest

# ---- what is printed ----


def test_rows_are_json_lines_in_a_pipe(command, speech_file) -> None:
    run = command("extract", speech_file)
    first, second = map(json.loads, run.out.splitlines())
    assert run.code == 0
    assert (first["doc_id"], first["low"], first["text"], second["text"]) == (speech_file.name, 12, "12个", "30个")
    assert next(iter(first)) == "doc_id"
    assert list(first)[-1] == "sentence"
    assert run.err == ["sanxin: 1 document read, 2 targets, 0 set aside"]


def test_all_is_one_object_a_document(command, speech_file) -> None:
    run = command("extract", speech_file, "--what", "all")
    (document,) = map(json.loads, run.out.splitlines())
    text = speech_file.read_text(encoding="utf-8")
    assert [text[q["start"] : q["end"]] for q in document["quantities"]] == ["12个", "30个"]
    assert "text" not in document
    assert run.err == ["sanxin: 1 document read, 2 records, 0 set aside"]


def test_the_text_is_added_on_demand(command, speech_file) -> None:
    (line,) = command("extract", speech_file, "--what", "all", "--with-text").out.splitlines()
    assert json.loads(line)["text"] == speech_file.read_text(encoding="utf-8")


@pytest.mark.parametrize("what", ["quantities", "slogans", "actions"])
def test_other_kinds_of_rows(command, speech_file, what) -> None:
    run = command("extract", speech_file, "--what", what)
    assert run.code == 0
    assert len(run.out.splitlines()) == (2 if what == "quantities" else 0)


def test_the_date_given_wins(command, speech_file) -> None:
    run = command("extract", speech_file, "--date", "2029-05")
    assert json.loads(run.out.splitlines()[0])["doc_date"] == "2029-05"


def test_the_framework_is_passed_on(command, speech_file) -> None:
    run = command("extract", speech_file, "--what", "all", "--framework", "four_linked")
    assert json.loads(run.out)["framework"] == "four_linked"


def test_nothing_is_hidden_by_default_and_unsure_records_on_demand(command, speech_file) -> None:
    assert len(command("extract", speech_file).out.splitlines()) == 2
    assert command("extract", speech_file, "--min-score", "0.95").out == ""


def test_quiet_leaves_no_summary(command, speech_file) -> None:
    assert command("extract", speech_file, "--quiet").err == []


def test_quiet_still_names_what_was_set_aside(command, speech_file, tmp_path) -> None:
    run = command("extract", speech_file, tmp_path / "gone.txt", "-q")
    assert (run.code, len(run.err)) == (1, 1)


def test_a_document_without_targets_is_done(command, tmp_path) -> None:
    (tmp_path / "a.txt").write_text("坚定信心，团结奋斗。", encoding="utf-8")
    run = command("extract", tmp_path / "a.txt")
    assert (run.code, run.out) == (0, "")


def test_ids_shared_by_two_folders_are_told_apart(command, tmp_path) -> None:
    for name in ("east", "west"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.txt").write_text("新建学校3个。", encoding="utf-8")
    run = command("extract", tmp_path / "east", tmp_path / "west")
    ids = [json.loads(line)["doc_id"] for line in run.out.splitlines()]
    assert ids[0] == "report.txt"
    assert ids[1].endswith("west/report.txt")


def test_the_same_path_twice_is_read_once(command, speech_file) -> None:
    assert len(command("extract", speech_file, speech_file).out.splitlines()) == 2


def test_standard_input(program) -> None:
    process = program("extract", "-", stdin=-1)
    out, _ = process.communicate("新建学校3个。".encode("gb18030"), timeout=60)
    assert json.loads(out)["text"] == "3个"


def test_an_analysis_that_fails_loses_one_document(command, speech_file, tmp_path) -> None:
    (tmp_path / "bad.txt").write_text("这里<fail>。", encoding="utf-8")
    run = command("extract", tmp_path / "bad.txt", speech_file)
    assert run.code == 1
    assert len(run.out.splitlines()) == 2
    assert "bad.txt: the analysis failed (ValueError: an odd case); please report it" in run.err[0]


# ---- formats ----


def test_csv_in_a_pipe_has_no_mark(command, speech_file) -> None:
    run = command("extract", speech_file, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert run.out.startswith("doc_id,")
    assert [row["low"] for row in rows] == ["12", "30"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.csv", b"\xef\xbb\xbfdoc_id,"),
        ("a.jsonl", b'{"doc_id": '),
        ("a.txt", "■ ".encode()),
        ("a.parquet", b"PAR1"),
        ("A.XLSX", b"PK"),
    ],
)
def test_the_name_of_the_file_says_the_format(command, speech_file, tmp_path, name, start) -> None:
    run = command("extract", speech_file, "-o", tmp_path / name)
    assert (run.code, run.out) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_chosen_format_wins_over_the_name(command, speech_file, tmp_path) -> None:
    command("extract", speech_file, "-o", tmp_path / "a.txt", "--format", "csv")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8-sig").startswith("doc_id,")


@pytest.mark.parametrize(("form", "suffix"), [("csv", ".csv"), ("parquet", ".parquet")])
def test_all_goes_to_a_folder_one_file_a_kind(command, speech_file, tmp_path, form, suffix) -> None:
    out = tmp_path / "tables" / "new"
    run = command("extract", speech_file, "--what", "all", "--format", form, "-o", out)
    names = ["actions", "documents", "quantities", "sections", "slogans"]
    assert run.code == 0
    assert sorted(file.name for file in out.iterdir()) == [name + suffix for name in names]
    if form == "parquet":
        assert pq.read_table(out / "quantities.parquet").column("low").to_pylist() == [12.0, 30.0]


def test_all_in_excel_is_one_sheet_a_kind(command, speech_file, tmp_path) -> None:
    command("extract", speech_file, "--what", "all", "--with-text", "-o", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["documents", "quantities", "slogans", "actions", "sections"]
    assert book["documents"]["A2"].value == speech_file.name
    assert book["quantities"].max_row == 3


# ---- input that is no good: one line, the right code, the others still done ----


def _word_file(path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")


BAD = {
    "empty.txt": lambda path: path.write_bytes(b""),
    "blank.txt": lambda path: path.write_text(" \n\u3000\n", encoding="utf-8"),
    "binary.txt": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "no_text.html": lambda path: path.write_text("<html><body><img src='a.png'></body></html>", encoding="utf-8"),
    "broken.docx": _word_file,
    "cut.docx": lambda path: path.write_bytes(b"PK\x03\x04 no archive"),
    "no_column.csv": lambda path: path.write_text("year,code\n2031,7\n2032,8\n", encoding="utf-8"),
    "missing.txt": lambda path: None,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_alone(command, tmp_path, name) -> None:
    BAD[name](tmp_path / name)
    run = command("extract", tmp_path / name, "-o", tmp_path / "out.csv")
    assert (run.code, run.out) == (2, "")
    assert len(run.err) == 1
    assert run.err[0].startswith(f"sanxin: error: {tmp_path / name}")
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("name", BAD)
def test_bad_input_beside_good(command, tmp_path, name, speech_file) -> None:
    BAD[name](tmp_path / name)
    run = command("extract", tmp_path / name, speech_file)
    assert run.code == 1
    assert len(run.out.splitlines()) == 2
    assert [line.startswith("sanxin: error: ") for line in run.err] == [True, False]
    assert run.err[1] == "sanxin: 1 document read, 2 targets, 1 set aside"


def test_a_folder_with_bad_files_is_done_but_for_them(command, tmp_path) -> None:
    for name, make in BAD.items():
        make(tmp_path / name)
    (tmp_path / "good.txt").write_text("新建学校3个。", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    run = command("extract", tmp_path)
    assert run.code == 1
    assert [json.loads(line)["doc_id"] for line in run.out.splitlines()] == ["good.txt"]
    assert run.err[-1] == "sanxin: 1 document read, 1 targets, 7 set aside, 1 skipped (no format with text)"
    assert len(run.err) == 8


@pytest.mark.parametrize("files", [[], ["a.png"]], ids=["empty", "no_format"])
def test_a_folder_without_anything_readable(command, tmp_path, files) -> None:
    for name in files:
        (tmp_path / name).write_bytes(b"\x89PNG")
    run = command("extract", tmp_path, "--format", "csv")
    assert (run.code, run.out, len(run.err)) == (2, "", 1)
    assert str(tmp_path) in run.err[0]


def test_a_file_name_cannot_break_the_line(command, tmp_path) -> None:
    run = command("extract", tmp_path / "a\nsanxin: 1 document read\x1b[31m.txt")
    assert (run.code, len(run.err)) == (2, 1)
    assert "\x1b" not in run.err[0]


# ---- options that cannot be ----


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "pdf"], "'pdf' is not one of 'table', 'jsonl', 'csv', 'xlsx', 'parquet'"),
        (["--what", "verbs"], "'verbs' is not one of 'targets', 'quantities', 'slogans', 'actions', 'all'"),
        (["--date", "2031-13"], "'2031-13' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"),
        (["--date", "last year"], "'last year' is not a date"),
        (["--min-score", "7"], "--min-score"),
        (["--min-score", "high"], "--min-score"),
        (["--no-such"], "--no-such"),
        (["-o", "out.docx"], "out.docx: no format goes with this name; end it in .txt, .jsonl"),
        (["-o", "out"], "out: no format goes with this name"),
        (["-o", "gone/out.csv"], "gone/out.csv: No such file or directory; choose a place that can be written"),
        (["-o", "folder", "--format", "csv"], "folder: is a folder; give a file name"),
        (["-o", "file/out.csv"], "file/out.csv: Not a directory"),
        (["--format", "xlsx"], "xlsx is not text: give a file with -o"),
        (["--format", "parquet"], "parquet is not text: give a file with -o"),
        (["--what", "all", "--format", "csv"], "csv holds one table a file: give a folder"),
        (["--what", "all", "-o", "out.csv"], "csv holds one table a file: give a folder"),
        (["--what", "all", "-o", "out.parquet"], "parquet holds one table a file: give a folder"),
        (["--what", "all", "-o", "folder"], "folder: a folder can hold csv or parquet; add --format"),
        (["--what", "all", "-o", "file", "--format", "csv"], "file: File exists; give a folder"),
        (["--with-text"], "--with-text goes with --what all"),
        (["--with-text", "--what", "all", "--format", "table"], "--with-text goes with --what all"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_options_that_cannot_be(command, tmp_path, monkeypatch, arguments, message) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "good.txt").write_text("新建学校3个。", encoding="utf-8")
    run = command("extract", "good.txt", *arguments)
    assert (run.code, run.out, len(run.err)) == (2, "", 1)
    assert run.err[0].startswith("sanxin: error: ")
    assert message in run.err[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder", "good.txt"]
    assert list((tmp_path / "folder").iterdir()) == []
