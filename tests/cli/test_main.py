"""The program as a whole: help, version, streams, pipes, signals."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sanxin import __version__

HEAVY = ("spacy", "pandas", "numpy", "pyarrow", "openpyxl", "lxml", "rich", "jieba", "rjieba", "sklearn", "trafilatura")


@pytest.mark.parametrize("words", ["--help", "--version", "extract --help", "show --help", "evaluate --help"])
def test_help_loads_nothing_heavy(words) -> None:
    script = (
        "import sys; from sanxin.cli import main; code = main(sys.argv[1:]); "
        f"print(code, [name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", script, *words.split()], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "0 []"
    assert run.stdout


def test_version(command) -> None:
    assert command("--version").out == f"sanxin {__version__}\n"


@pytest.mark.parametrize("name", ["extract", "show", "evaluate"])
def test_the_help_of_each_command_has_an_example(command, name) -> None:
    assert f"  sanxin {name} " in command(name, "--help").out
    assert name in command("--help").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing command; see: sanxin --help"),
        (["extract"], "see: sanxin extract --help"),
        (["show"], "see: sanxin show --help"),
        (["frobnicate"], "No such command 'frobnicate'; see: sanxin --help"),
        (["--frobnicate"], "see: sanxin --help"),
    ],
)
def test_wrong_usage_is_one_line(command, arguments, message) -> None:
    run = command(*arguments)
    assert (run.code, run.out, len(run.err)) == (2, "", 1)
    assert run.err[0].startswith("sanxin: error: ")
    assert message in run.err[0]


def test_a_fault_of_our_own_is_not_taken_for_done(command, monkeypatch, speech_file) -> None:
    monkeypatch.setattr("sanxin.tables.rows", None)
    run = command("extract", speech_file)
    assert run.code == 2
    assert run.err[0].startswith("Traceback")
    assert run.err[-1].startswith("sanxin: error: this is a fault of sanxin itself")


def test_a_reader_that_closes_the_pipe_ends_the_run_quietly(program, tmp_path) -> None:
    for n in range(400):
        (tmp_path / f"{n}.txt").write_text("新建学校3个，" * 50, encoding="utf-8")
    process = program("extract", tmp_path, "--quiet")
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), err) == (0, b"")


def test_a_full_device_is_one_line(program, speech_file) -> None:
    with Path("/dev/full").open("wb") as full:
        process = program("extract", speech_file, stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.decode().splitlines() == [
        "sanxin: error: standard output: No space left on device; write to a file with -o"
    ]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.xlsx", "out.parquet", None])
def test_ctrl_c_leaves_nothing_half_written(program, tmp_path, name) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "1.txt").write_text("新建学校3个。", encoding="utf-8")
    (texts / "2.txt").write_text("<wait>", encoding="utf-8")
    arguments = [] if name is None else ["-o", tmp_path / name]
    process = program("extract", texts, *arguments)
    assert process.stderr.readline() == b"waiting\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"sanxin: error: interrupted\n")
    assert [path.name for path in tmp_path.iterdir()] == ["texts"]


def test_a_pipe_is_utf8_whatever_the_locale(program, speech_file) -> None:
    process = program("extract", speech_file, env={"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"})
    out, err = process.communicate(timeout=60)
    assert json.loads(out.decode("utf-8").splitlines()[0])["doc_id"] == speech_file.name
    assert process.returncode == 0
    assert err.decode("utf-8").startswith("sanxin: 1 document read")


def _on_terminal(program, *arguments, encoding, **environment) -> tuple[int, str]:
    controller, terminal = pty.openpty()
    settings = {"PYTHONIOENCODING": encoding, "TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1"} | environment
    process = program(*arguments, stdout=terminal, stderr=terminal, env=settings)
    os.close(terminal)
    out = b""
    while True:
        try:
            part = os.read(controller, 65536)
        except OSError:  # Linux says so when the other side has closed
            break
        if not part:
            break
        out += part
    os.close(controller)
    return process.wait(60), out.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_a_table_on_a_terminal_of_any_encoding(program, tmp_path, encoding) -> None:
    (tmp_path / "a.txt").write_text("桐溪镇动员会讲话\n今年新建水塘12个、㎡面积🏠。\n", encoding="utf-8")
    code, out = _on_terminal(program, "extract", tmp_path / "a.txt", encoding=encoding)
    assert code == 0
    assert "12" in out
    assert "2031-12-31" in out
    assert ("水塘" in out) is (encoding != "ascii")
    assert "Traceback" not in out


def test_many_files_show_a_bar_that_goes_again(program, tmp_path) -> None:
    for n in range(30):
        (tmp_path / f"{n}.txt").write_text("新建学校3个。", encoding="utf-8")
    out_file = tmp_path / "out.csv"
    code, out = _on_terminal(program, "extract", tmp_path, "-o", out_file, encoding="utf-8")
    assert code == 0
    assert "documents, 0 set aside" in out
    assert out.rstrip().endswith("sanxin: 30 documents read, 30 targets, 0 set aside")
