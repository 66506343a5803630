"""What `sanxin doctor` finds, on a machine that lacks this or that."""

from __future__ import annotations

import json
from importlib import metadata

import pytest

from sanxin import doctor
from sanxin.archive.settings import models_hash
from sanxin.cli import main
from sanxin.doctor import Finding, State, examine
from sanxin.reading.programs import PROGRAMS


def found() -> dict[str, Finding]:
    return {each.name: each for each in examine()}


def test_every_part_is_looked_at() -> None:
    these = found()
    assert {each.part for each in these.values()} == {
        "versions", "libraries", "models", "programs", "fonts", "room", "terminal",
    }  # fmt: skip
    assert {program.name for program in PROGRAMS} <= set(these)
    assert models_hash().startswith(these["rules, lists and weights"].found.removeprefix("sha256 "))
    assert these["analysis of a sample"].state is State.OK
    assert all(each.purpose and each.remedy for each in these.values() if each.state is not State.OK)


def test_programs_are_not_needed(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert {each.state for each in doctor._programs()} == {State.ABSENT}


def test_tesseract_without_chinese_is_told(monkeypatch, tmp_path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho eng\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    from sanxin.reading import ocr

    ocr.is_there.cache_clear()
    (one,) = (each for each in doctor._programs() if each.name == "tesseract")
    ocr.is_there.cache_clear()
    assert (one.state, one.found) == (State.ABSENT, f"{program}, without chi_sim")


REQUIRED = {
    "there": ("numpy>=1", State.OK),
    "too old": ("numpy>=999", State.MISSING),
    "not there": ("no-such-library", State.MISSING),
    "extra not there": ('no-such-library; extra == "dask"', State.ABSENT),
}


@pytest.mark.parametrize(("line", "state"), REQUIRED.values(), ids=REQUIRED)
def test_libraries(monkeypatch, line, state) -> None:
    monkeypatch.setattr(metadata, "requires", lambda name: [line])
    (one,) = doctor._libraries()
    assert one.state is state
    assert one.remedy.startswith("pip install ")


def test_models_that_cannot_be_read_are_missing(monkeypatch) -> None:
    def broken() -> str:
        raise OSError("gone")

    monkeypatch.setattr("sanxin.archive.settings.models_hash", broken)
    (one,) = doctor._models()
    assert (one.state, one.found) == (State.MISSING, "gone")


@pytest.mark.parametrize(("encoding", "state"), [("utf-8", State.OK), ("gbk", State.OK), ("ascii", State.MISSING)])
def test_the_terminal_shows_chinese(monkeypatch, encoding, state) -> None:
    class Stream:
        def __init__(self) -> None:
            self.encoding = encoding

    monkeypatch.setattr("sys.stdout", Stream())
    assert doctor._terminal().state is state


@pytest.mark.parametrize(("state", "code"), [(State.ABSENT, 0), (State.MISSING, 1)])
def test_exit_code_and_forms(monkeypatch, capsys, state, code) -> None:
    one = Finding("programs", "abacus", state, "", "counting", "buy one")
    monkeypatch.setattr(doctor, "examine", lambda: iter([one]))
    assert main(["doctor", "--format", "jsonl"]) == code
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "part": "programs", "name": "abacus", "state": str(state), "found": "", "purpose": "counting",
        "remedy": "buy one",
    }  # fmt: skip
    assert "abacus" in err
    assert main(["doctor", "--format", "table"]) == code
    assert "for counting; buy one" in capsys.readouterr().out
