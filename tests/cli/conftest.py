from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import stub

import sanxin
from sanxin.cli import main


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    out: str
    err: list[str]


@pytest.fixture
def command(monkeypatch, capfdbinary) -> Callable[..., Run]:
    """Run a command in this process, over the stand-in analysis."""
    module = stub.module()
    monkeypatch.setitem(sys.modules, "sanxin.analysis", module)
    monkeypatch.setattr(sanxin, "analysis", module, raising=False)

    def run(*arguments: object) -> Run:
        code = main([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Run(code, out.decode(), err.decode().splitlines())

    return run


@pytest.fixture
def program() -> Callable[..., subprocess.Popen[bytes]]:
    """Start the program in a process of its own, over the stand-in analysis."""

    def start(*arguments: object, **options) -> subprocess.Popen[bytes]:
        here = Path(__file__).parent
        environment = os.environ | {"PYTHONPATH": str(here.parent)} | options.pop("env", {})
        words = [sys.executable, str(here / "stub.py"), *map(str, arguments)]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | options
        return subprocess.Popen(words, env=environment, **streams)

    return start


@pytest.fixture
def speech_file(tmp_path) -> Path:
    file = tmp_path / "桐溪镇.txt"
    file.write_text("桐溪镇2031年工作动员会讲话\n今年新建水塘12个，整治河段30个。\n", encoding="utf-8")
    return file
