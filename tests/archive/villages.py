"""The archive that tests of archives read, and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sanxin.archive.batch import batch
from sanxin.archive.settings import Settings

#: The analysis of tests/archive/poison.py.
SETTINGS = Settings(analyser="poison", megabytes=500)
#: For the troubled archive, in which a document hangs.
IMPATIENT = replace(SETTINGS, seconds=4)


def write_archive(folder: Path) -> Path:
    """Write five files: three reports, one of them again under another name, and a table of three."""
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


def store_of(folder: Path, reports: Mapping[str, str]) -> Path:
    """Return the store of these texts, each under its name."""
    (folder / "in").mkdir()
    for name, text in reports.items():
        (folder / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    batch(folder / "in", folder / "store", Settings(), workers=1)
    return folder / "store"
