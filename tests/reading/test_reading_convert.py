"""DOC and RTF through programs that may be there or not; the programs are stood in for by scripts."""

from __future__ import annotations

import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from sanxin.errors import EmptyError, UnreadableError
from sanxin.reading import read_bytes

WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
RTF = rb"{\rtf1\ansi\ansicpg936 \'d4\'c6\'ba\'d3\'cf\'d8\par}"
LINE = "各位代表：现在，我代表县人民政府向大会作报告。"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of programs, and nothing but it on the path."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def test_office_gets_a_profile_of_its_own_and_its_output_is_read(programs: Path, tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph(LINE)
    made.save(str(tmp_path / "made.docx"))
    program(programs, "soffice", f'echo "$@" >> {tmp_path}/said; cp {tmp_path}/made.docx in.docx')
    for name, data in (("报告.doc", WORD), ("报告.wps", WORD), ("报告.rtf", RTF), ("报告.doc", RTF)):
        (document,) = read_bytes(data, name)
        assert document.text == LINE
    profiles = {word for word in (tmp_path / "said").read_text().split() if "UserInstallation" in word}
    assert len(profiles) == 4


def test_antiword_is_asked_where_there_is_no_office(programs: Path) -> None:
    program(programs, "antiword", f"echo '{LINE}'")
    (document,) = read_bytes(WORD, "报告.doc")
    assert document.text == LINE + "\n"


def test_a_converter_that_hangs_is_ended_with_all_it_started(
    programs: Path, tmp_path: Path, limited: Callable[..., None]
) -> None:
    limited(converter_seconds=1)
    program(programs, "soffice", f"sleep 60 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(UnreadableError, match=r"took soffice more than 1 seconds; save it as \.docx"):
        list(read_bytes(WORD, "报告.doc"))
    child = int((tmp_path / "child").read_text())
    ends = time.monotonic() + 20
    while time.monotonic() < ends and _runs(child):
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process: int) -> bool:
    """Tell whether a process runs; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


FAILURES = {
    "nothing for doc": (
        "",
        WORD,
        UnreadableError,
        "neither LibreOffice nor antiword is installed; install LibreOffice",
    ),
    "nothing for rtf": ("", RTF, UnreadableError, "LibreOffice is not installed; install LibreOffice"),
    "office gives nothing": ("soffice", WORD, UnreadableError, "could not be converted by LibreOffice"),
    "antiword gives nothing": ("antiword", WORD, EmptyError, "holds no text that antiword finds"),
}


@pytest.mark.parametrize(("name", "data", "error", "problem"), FAILURES.values(), ids=FAILURES)
def test_failure_is_one_clear_line(
    name: str, data: bytes, error: type[Exception], problem: str, programs: Path
) -> None:
    if name:
        program(programs, name, "exit 0")
    with pytest.raises(error, match=problem):
        list(read_bytes(data, "报告.doc"))


def test_nothing_is_left_behind(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    program(programs, "soffice", "exit 1")
    with pytest.raises(UnreadableError):
        list(read_bytes(WORD, "报告.doc"))
    assert [file.name for file in tmp_path.iterdir()] == ["programs"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_real_office_reads_rtf() -> None:
    (document,) = read_bytes(RTF, "报告.rtf")
    assert document.text.strip() == "云河县"
