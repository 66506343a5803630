"""The exit codes: every way to end, and that the docs list these codes and no others."""

from __future__ import annotations

import os
import pty
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs/hardening.md").read_text(encoding="utf-8")


def ended(process) -> int:
    process.communicate(timeout=60)
    return process.returncode


def done(program, folder: Path) -> int:
    return ended(program("extract", folder / "good.txt"))


def some_set_aside(program, folder: Path) -> int:
    return ended(program("extract", folder))


def standard_input(program, folder: Path) -> int:
    process = program("extract", "-", stdin=-1)
    process.communicate((folder / "good.txt").read_bytes(), timeout=60)
    return process.returncode


def closed_pipe(program, folder: Path) -> int:
    for n in range(200):
        (folder / f"{n}.txt").write_text("新建学校3个，" * 50, encoding="utf-8")
    (folder / "bad.docx").unlink()
    process = program("extract", folder, "--quiet")
    process.stdout.readline()
    process.stdout.close()
    process.stderr.read()
    process.stderr.close()
    return process.wait(60)


def terminal_in_gbk(program, folder: Path) -> int:
    controller, terminal = pty.openpty()
    settings = {"PYTHONIOENCODING": "gbk", "TERM": "xterm"}
    process = program("extract", folder / "good.txt", stdout=terminal, stderr=terminal, env=settings)
    os.close(terminal)
    try:
        while os.read(controller, 65536):
            pass
    except OSError:  # Linux says so when the other side has closed
        pass
    os.close(controller)
    return process.wait(60)


def wrong_usage(program, folder: Path) -> int:
    return ended(program("extract", "--frobnicate"))


def nothing_readable(program, folder: Path) -> int:
    return ended(program("extract", folder / "bad.docx"))


def no_place_to_write(program, folder: Path) -> int:
    return ended(program("extract", folder / "good.txt", "-o", folder / "no" / "such" / "a.csv"))


def interrupted(program, folder: Path) -> int:
    (folder / "wait.txt").write_text("<wait>", encoding="utf-8")
    process = program("extract", folder / "wait.txt")
    assert process.stderr.readline() == b"waiting\n"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    return process.returncode


#: Each way to end, with its code. The docs have the same rows.
WAYS: dict[str, tuple[int, Callable[..., int]]] = {
    "all inputs done": (0, done),
    "standard input done": (0, standard_input),
    "the reader of a pipe has closed it": (0, closed_pipe),
    "done on a terminal in GBK": (0, terminal_in_gbk),
    "done, but some inputs were set aside": (1, some_set_aside),
    "wrong usage": (2, wrong_usage),
    "nothing readable": (2, nothing_readable),
    "no place to write": (2, no_place_to_write),
    "interrupted (Ctrl-C)": (130, interrupted),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_end(program, tmp_path, way) -> None:
    (tmp_path / "good.txt").write_text("新建学校3个。", encoding="utf-8")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 none")
    code, end = WAYS[way]
    assert end(program, tmp_path) == code


def test_the_docs_have_this_table() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|$", DOCS, re.M)
    assert [(int(code), way) for code, way in rows] == [(code, way) for way, (code, _) in WAYS.items()]
