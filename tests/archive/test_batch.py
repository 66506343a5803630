"""A store is what its archive gives: all of it, whatever breaks, however often it was stopped, whoever did the work."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from villages import IMPATIENT, SETTINGS

from sanxin.archive import tasks
from sanxin.archive.batch import _locked, batch
from sanxin.archive.schema import TABLES
from sanxin.archive.store import open_store
from sanxin.errors import OptionError, UnreadableError

POISON = {
    "坏crash.txt": ("crash", "its process crashed (SIGSEGV)"),
    "坏hang.txt": ("timeout", "took longer than 4 seconds"),
    "坏eat.txt": ("memory", "needs more memory than a document may take"),
    "坏fail.txt": ("analysis", "the analysis failed (ValueError: an odd case of <object object>)"),
    "坏quit.txt": ("crash", "its process ended (exit code 7)"),
}


def failures(store: Path) -> dict[str, tuple[str, str]]:
    rows = open_store(store).arrow("failures").to_pylist()
    return {row["input"]: (row["kind"], row["problem"]) for row in rows}


def documents(store: Path) -> list[str]:
    return open_store(store).arrow("documents").column("doc_id").to_pylist()


def test_every_file_is_accounted_for(troubled) -> None:
    _, store, outcome = troubled
    assert (outcome.files, outcome.read, outcome.set_aside, outcome.skipped) == (36, 29, 6, 1)
    assert (outcome.documents, outcome.duplicates) == (31, 1)
    kinds = {row["input"]: row["outcome"] for row in open_store(store).arrow("failures").to_pylist()}
    assert kinds == dict.fromkeys(POISON, "set aside") | {"空.txt": "set aside", "图.png": "skipped"}


@pytest.mark.parametrize("name", POISON)
def test_a_bad_document_takes_no_other_along(troubled, name) -> None:
    assert failures(troubled[1])[name] == POISON[name]


def test_tables_hold_the_records(filled) -> None:
    store = open_store(filled)
    assert {path.name for path in filled.iterdir()} == {f"{name}.parquet" for name in TABLES} | {"store.json"}
    rows = store.arrow("quantities").to_pylist()
    assert [(row["doc_id"], row["text"]) for row in rows if "桐溪镇" in row["doc_id"]] == [
        ("桐溪镇2031.txt", "12个"),
        ("桐溪镇2031.txt", "30个"),
        ("桐溪镇2032.txt", "15个"),
    ]
    (row,) = (row for row in store.arrow("documents").to_pylist() if row["doc_id"] == "桐溪镇2031.txt")
    assert row["source"].endswith("archive/桐溪镇2031.txt")
    assert (row["year"], row["duplicate_of"]) == (2031, None)
    assert row["text"].startswith("桐溪镇2031年")


def test_the_same_text_is_marked(filled) -> None:
    rows = open_store(filled).arrow("documents").to_pylist()
    assert {row["doc_id"]: row["duplicate_of"] for row in rows if row["duplicate_of"]} == {"副本.txt": "云岫区2031.txt"}


def test_a_bad_row_takes_no_other_along(archive, store, tmp_path, contents, monkeypatch) -> None:
    rows = [f"第{n}篇 {'<crash>' if n in (3, 70) else ''}新建泵站{n}个。" for n in range(120)]
    (archive / "长表.csv").write_text("\n".join(["text", *rows]), encoding="utf-8")
    outcome = batch(archive, store, SETTINGS, workers=1)
    assert (outcome.documents, outcome.parts_set_aside, outcome.set_aside) == (7 + 118, 2, 0)
    assert set(failures(store)) == {"长表.csv#4", "长表.csv#71"}
    assert [name for name in documents(store) if name.startswith("长表")] == [
        f"长表.csv#{n + 1}" for n in range(120) if n not in (3, 70)
    ]
    # A long table in parts, each for a worker of its own, gives the same.
    monkeypatch.setattr(tasks, "PART_BYTES", 1_000)
    seen = []
    batch(archive, tmp_path / "parts", SETTINGS, workers=3, on_progress=seen.append)
    assert contents(tmp_path / "parts") == contents(store)
    assert (seen[-1].done, seen[-1].documents, seen[-1].failures) == (6, 125, 2)


@pytest.mark.parametrize("workers", [2, 8])
def test_the_same_bytes_for_any_number_of_workers(troubled, store, contents, workers) -> None:
    archive, by_one, _ = troubled
    batch(archive, store, IMPATIENT, workers=workers)
    assert contents(store) == contents(by_one)


def test_growing_gives_the_same_bytes_as_beginning_anew(archive, store, tmp_path, contents) -> None:
    kept = archive / "桐溪镇2032.txt"
    text = kept.read_text(encoding="utf-8")
    kept.unlink()
    (archive / "旧.txt").write_text("今年新建渠道9个。", encoding="utf-8")
    (archive / "坏.txt").write_text("<fail>", encoding="utf-8")
    batch(archive, store, SETTINGS, workers=1)
    (archive / "旧.txt").unlink()
    kept.write_text(text, encoding="utf-8")
    outcome = batch(archive, store, SETTINGS, workers=1)
    assert (outcome.files, outcome.documents) == (6, 7)
    batch(archive, tmp_path / "anew", SETTINGS, workers=1)
    assert contents(store) == contents(tmp_path / "anew")


def test_running_again_does_no_work(archive, filled, contents) -> None:
    before = contents(filled)
    seen = []
    outcome = batch(archive, filled, SETTINGS, workers=1, on_progress=seen.append)
    assert [(progress.done, progress.found) for progress in seen] == [(5, 5)]
    assert outcome.documents == 7
    assert contents(filled) == before


def test_other_settings_are_new_work(archive, filled) -> None:
    seen = []
    batch(archive, filled, replace(SETTINGS, date="2040"), workers=1, on_progress=seen.append)
    assert (seen[0].done, seen[-1].done) == (0, 5)
    assert set(open_store(filled).arrow("documents").column("date").to_pylist()) == {"2040"}


def test_what_was_set_aside_is_tried_again_when_asked(archive, store, tmp_path) -> None:
    help_file = tmp_path / "help"
    (archive / "难.txt").write_text(f"<needs {help_file}> 新建渠道9个。", encoding="utf-8")
    assert batch(archive, store, SETTINGS, workers=1).set_aside == 1
    help_file.touch()
    assert batch(archive, store, SETTINGS, workers=1).set_aside == 1
    assert batch(archive, store, SETTINGS, workers=1, retry=True).set_aside == 0
    assert failures(store) == {}


def test_shards_together_give_the_whole(troubled, store, contents) -> None:
    archive, whole, _ = troubled
    outcomes = [batch(archive, store, IMPATIENT, workers=4, shard=(n, 3)) for n in (1, 2, 3)]
    assert [outcome.complete for outcome in outcomes] == [False, False, True]
    assert outcomes[1].missing < outcomes[0].missing < outcomes[0].files
    assert contents(store) == contents(whole)


def test_another_archive_is_refused(archive, filled, tmp_path) -> None:
    other = tmp_path / "other"
    shutil.copytree(archive, other)
    with pytest.raises(OptionError, match=r"holds the tables of 'archive'; choose another folder"):
        batch(other, filled, SETTINGS)


def test_no_store_is_told(tmp_path) -> None:
    with pytest.raises(UnreadableError, match=r"is no store \(without documents\.parquet"):
        open_store(tmp_path)


def test_frames(filled) -> None:
    store = open_store(filled)
    assert list(store.pandas("quantities", ["text"])["text"]) == store.polars("quantities")["text"].to_list()
    with pytest.raises(OptionError, match="'speeches' is no table of a store"):
        store.arrow("speeches")


RUN = """
import sys
from villages import IMPATIENT
from sanxin.archive.batch import batch
batch(sys.argv[1], sys.argv[2], IMPATIENT, workers=2)
"""


def test_killed_at_any_moment_it_goes_on(troubled, store, contents) -> None:
    archive, whole, _ = troubled
    for pieces in (0, 1, 12):
        run = subprocess.Popen(
            [sys.executable, "-c", RUN, archive, store],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        while run.poll() is None and len(list(store.glob(".pieces/??/*"))) < pieces:
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.5))  # noqa: S311
        assert run.poll() is None
        run.send_signal(signal.SIGKILL)
        run.wait()
    outcome = batch(archive, store, IMPATIENT, workers=2)
    assert (outcome.documents, failures(store)) == (31, failures(whole))
    assert contents(store) == contents(whole)


def test_metadata_joined_by_file_name(archive, store) -> None:
    table = archive / "about.csv"
    table.write_text(
        "file,region,date\n桐溪镇2031,松影县,2041\n会议.csv#2,苇塘市,\n没有.txt,苇塘市,\n", encoding="utf-8"
    )
    settings = replace(SETTINGS, metadata=str(table))
    outcome = batch(archive, store, settings, workers=1)
    assert (outcome.files, outcome.unmatched) == (5, ("没有.txt",))
    rows = {row["doc_id"]: row for row in open_store(store).arrow("documents").to_pylist()}
    assert (rows["桐溪镇2031.txt"]["region"], rows["桐溪镇2031.txt"]["year"]) == ("松影县", 2041)
    assert [rows[f"会议.csv#{n}"]["region"] for n in (1, 2, 3)] == [None, "苇塘市", None]
    table.write_text(table.read_text("utf-8").replace("松影县", "云岫区"), encoding="utf-8")
    seen = []
    batch(archive, store, settings, workers=1, on_progress=seen.append)
    assert (seen[0].done, seen[-1].done) == (4, 5)  # only the file of which it says something else
    rows = {row["doc_id"]: row for row in open_store(store).arrow("documents").to_pylist()}
    assert rows["桐溪镇2031.txt"]["region"] == "云岫区"


def test_a_lock_that_its_holder_removes_is_taken_anew(store, tmp_path) -> None:
    store.mkdir()
    held = []

    def hold(number: int) -> None:
        with _locked(store / ".lock"):
            held.append(number)
            time.sleep(0.01)
            assert held[-1] == number  # nobody came in meanwhile
            assert (store / ".lock").exists()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hold, range(24)))
    assert sorted(held) == list(range(24))
    assert list(store.iterdir()) == []
