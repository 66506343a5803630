"""The pictures are what the program shows today; scripts/pictures.py draws them."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

import pictures
import pytest

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


@pytest.mark.skipif(sys.platform != "linux", reason="needs a pseudo-terminal")
def test_the_terminal_shows_what_is_printed(monkeypatch, tmp_path):
    program = tmp_path / "sanxin"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sanxin "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(pictures, "program", lambda: str(program))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    lines = [line for arguments, most in pictures.SCREEN for line in pictures.screen(arguments, most)]
    drawn = (IMAGES / "extract.svg").read_text(encoding="utf-8")
    assert drawn == pictures.svg(lines[:-1]), "draw it anew: scripts/pictures.py"


@pytest.mark.parametrize("name", [name for _, name in pictures.PAGES])
def test_pages_are_pictures_of_the_size_asked_for(name):
    head = (IMAGES / name).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert ",".join(map(str, struct.unpack(">II", head[16:]))) == pictures.PAGE_SIZE
