from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sanxin.archive.batch import batch
from sanxin.archive.settings import Settings

#: The analysis of tests/archive/poison.py.
SETTINGS = Settings(analyser="poison", megabytes=500)


@pytest.fixture
def archive(tmp_path) -> Path:
    """Five files: three reports, the same report under another name, and a table of three."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, text in (
        ("桐溪镇2031", "桐溪镇2031年政府工作报告\n今年新建水塘12个，整治河段30个。"),
        ("桐溪镇2032", "桐溪镇2032年政府工作报告\n今年新建水塘15个。"),
        ("云岫区2031", "云岫区2031年政府工作报告\n今年建成公园3个。"),
        ("副本", "云岫区2031年政府工作报告\n今年建成公园3个。"),
    ):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = [f"2031-0{n},青禾县{n}月部署会讲话。今年新建泵站{n}个。" for n in (1, 2, 3)]
    (folder / "会议.csv").write_text("\n".join(["date,text", *rows]), encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def filled(archive, store) -> Path:
    """The store of `archive`."""
    batch(archive, store, SETTINGS, workers=1)
    return store


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """The bytes of a store, file by file."""
    return lambda store: {path.name: path.read_bytes() for path in store.iterdir()}
