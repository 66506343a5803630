"""Batches that meet the worst: endless loops, two runs at once, full disks, any order, one text in many forms."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import made
import pytest
from villages import SETTINGS

from sanxin.archive import assembly, engines, settings
from sanxin.archive.batch import batch
from sanxin.archive.store import open_store
from sanxin.errors import OutputError

RUN = """
import sys
from villages import SETTINGS
from sanxin.archive.batch import batch
from sanxin.errors import OutputError
try:
    print(batch(sys.argv[1], sys.argv[2], SETTINGS, workers=2).documents)
except OutputError as error:
    print(error)
    sys.exit(2)
"""


def started(archive: Path, store: Path) -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-c", RUN, archive, store],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_an_endless_loop_is_ended(archive, store) -> None:
    (archive / "坏.txt").write_text("<loop>", encoding="utf-8")
    outcome = batch(archive, store, replace(SETTINGS, seconds=1), workers=1)
    assert (outcome.documents, outcome.set_aside) == (7, 1)
    (row,) = open_store(store).arrow("failures").to_pylist()
    assert (row["input"], row["problem"]) == ("坏.txt", "took longer than 1 seconds")


def test_a_second_run_on_a_store_is_refused(archive, store, tmp_path, contents) -> None:
    for n in range(12):
        (archive / f"慢{n:02}.txt").write_text(f"<slow> 新建渠道{n}个。", encoding="utf-8")
    first = started(archive, store)
    while not (store / ".running-1-1").exists():
        assert first.poll() is None
    with started(archive, store) as second:
        said = second.stdout.read()
    assert (second.returncode, said) == (
        2,
        f"{store}: another run is filling this store; wait for its end\n",
    )
    with first:
        assert first.stdout.read() == "19\n"
    assert first.returncode == 0
    batch(archive, tmp_path / "alone", SETTINGS, workers=1)
    assert contents(store) == contents(tmp_path / "alone")


def test_shuffled_input_gives_the_same_bytes(archive, tmp_path, contents, monkeypatch) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    files = {file: file.read_bytes() for file in archive.iterdir()}
    in_order = engines.local

    def shuffled(tasks, *others):
        return in_order(chance.sample(tasks, len(tasks)), *others)

    batch(archive, tmp_path / "ordered", SETTINGS, workers=1)
    monkeypatch.setattr(engines, "local", shuffled)
    for workers in (1, 2, 8):
        for file in files:
            file.unlink()
        for file in chance.sample(list(files), len(files)):  # the order in which a folder lists them
            file.write_bytes(files[file])
        batch(archive, tmp_path / str(workers), SETTINGS, workers=workers)
        assert contents(tmp_path / str(workers)) == contents(tmp_path / "ordered")


def test_changed_rules_are_new_work(archive, filled, tmp_path, monkeypatch) -> None:
    models = tmp_path / "models"
    for name, words in (("rules/a.toml", "a = 1"), ("lexicons/b.tsv", "b")):
        (models / name).parent.mkdir(parents=True)
        (models / name).write_text(words, encoding="utf-8")
    monkeypatch.setattr(settings, "model_files", lambda: models)
    hashes = []
    for words in ("a = 1", "a = 2"):
        (models / "rules/a.toml").write_text(words, encoding="utf-8")
        settings.models_hash.cache_clear()
        hashes.append(settings.models_hash())
        seen = []
        batch(archive, filled, SETTINGS, workers=1, on_progress=seen.append)
        assert (seen[0].done, seen[-1].done) == (0, 5)
    monkeypatch.undo()
    settings.models_hash.cache_clear()
    assert hashes[0] != hashes[1]


def test_the_same_text_in_any_form_is_grouped(store, tmp_path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    text = "云岫区2031年政府工作报告\n今年建成公园3个。\n"
    (archive / "0.txt").write_text(text, encoding="utf-8")
    for name in ("bom.txt", "gb.txt", "utf16.txt", "page.html", "word.docx", "print.pdf"):
        (archive / name).write_bytes(made.SINGLE[name](text))
    batch(archive, store, SETTINGS, workers=1)
    rows = open_store(store).arrow("documents").to_pylist()
    assert {row["duplicate_of"] for row in rows if row["doc_id"] != "0.txt"} == {"0.txt"}
    assert len(rows) == 7


def test_a_full_disk_leaves_the_old_store(archive, filled, contents, monkeypatch) -> None:
    before = contents(filled)
    (archive / "新.txt").write_text("今年新建渠道9个。", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(assembly.pq.ParquetWriter, "write_table", full)
        with pytest.raises(OutputError, match="No space left on device; make room"):
            batch(archive, filled, SETTINGS, workers=1)
    assert {name: (filled / name).read_bytes() for name in before} == before
    assert batch(archive, filled, SETTINGS, workers=1).documents == 8
