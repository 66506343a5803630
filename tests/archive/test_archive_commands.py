"""`sanxin batch` and what asks the store it has made, as they are typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from sanxin.cli import main

TEXT = "桐溪镇2031年政府工作报告\n今年新建水塘12个，力争整治河段30个。\n"


@pytest.fixture
def run(capfd):
    def command(*arguments: object) -> tuple[int, str, list[str]]:
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return code, out, err.splitlines()

    return command


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "in"
    path.mkdir()
    (path / "桐溪镇2031.txt").write_text(TEXT, encoding="utf-8")
    return path


def test_batch_and_query(run, folder, store) -> None:
    code, out, err = run("batch", folder, "-o", store, "--workers", 1)
    assert (code, out) == (0, "")
    assert err == [
        "sanxin: 1 files in = 1 read + 0 set aside + 0 skipped",
        f"sanxin: 1 documents (0 of them duplicates) in {store}",
    ]
    code, out, _ = run("query", store, "SELECT text, modality FROM targets ORDER BY start", "--format", "jsonl")
    assert [json.loads(line) for line in out.splitlines()] == [
        {"text": "12个", "modality": "plain"},
        {"text": "30个", "modality": "soft"},
    ]


def test_query_writes_files(run, filled, tmp_path) -> None:
    for name in ("rows.csv", "rows.xlsx", "rows.parquet", "rows.jsonl", "rows.txt"):
        assert run("query", filled, "FROM quantities", "-o", tmp_path / name)[0] == 0
        assert (tmp_path / name).stat().st_size
    assert (tmp_path / "rows.csv").read_text("utf-8-sig").startswith("doc_id,doc_title,")
    assert "30个" in (tmp_path / "rows.txt").read_text("utf-8")


def test_a_file_set_aside_gives_exit_code_1_and_metadata_is_checked(run, folder, store) -> None:
    (folder / "空.txt").write_text("", encoding="utf-8")
    table = folder.parent / "about.csv"
    table.write_text("file,region,colour\n桐溪镇2031.txt,松影县,red\n没有.txt,松影县,red\n", encoding="utf-8")
    code, _, err = run("batch", folder, "-o", store, "--workers", 1, "--metadata", table)
    assert code == 1
    assert [line.rpartition(": ")[2] for line in err[:2]] == ["colour", "没有.txt"]
    assert err[2] == "sanxin: 2 files in = 1 read + 1 set aside + 0 skipped"
    assert err[-1].startswith("sanxin: the table failures says why: ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--shard", "3/2"], "write I/N with I from 1 to N"),
        (["--engine", "spark"], "there is local, dask"),
        (["--framework", "nosuch"], "'nosuch' is no framework"),
        (["--date", "someday"], "is not a date"),
        (["--workers", "0"], "see: sanxin batch --help"),
    ],
)
def test_wrong_options_are_told_before_work_begins(run, folder, store, options, message) -> None:
    code, _, err = run("batch", folder, "-o", store, *options)
    assert (code, len(err)) == (2, 1)
    assert message in err[0]
    assert not store.exists()


def test_interrupted_it_leaves_nothing_half_written(folder, store) -> None:
    for n in range(300):
        (folder / f"{n}.txt").write_text(TEXT * 20, encoding="utf-8")
    words = [sys.executable, "-m", "sanxin", "batch", folder, "-o", store, "--workers", "1"]
    started = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=os.environ)
    while not list(store.glob(".pieces/??/*")):
        time.sleep(0.1)
    started.send_signal(signal.SIGINT)
    assert started.communicate()[1].splitlines() == ["sanxin: error: interrupted"]
    assert started.returncode == 130
    assert not list(store.glob("*.parquet"))
    assert not list(store.glob("**/*.part"))
