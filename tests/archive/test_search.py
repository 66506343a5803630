"""A phrase is found wherever it stands, at its very place, and nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from villages import SETTINGS, write_archive

from sanxin.archive.batch import batch
from sanxin.archive.search import INDEX
from sanxin.archive.store import open_store
from sanxin.errors import OptionError

TEXT = "桐溪镇2031年工作报告\n新增学位800个，办好“家门口”的学位。ＧＤＰ增长6%，稳中求进、以进促稳；甲乙，乙丙。\n"


@pytest.fixture(scope="session")
def with_places(tmp_path_factory) -> Path:
    """The folder of an archive and its store."""
    folder = tmp_path_factory.mktemp("search")
    archive = write_archive(folder / "archive")
    (archive / "学位.txt").write_text(TEXT, encoding="utf-8")
    batch(archive, folder / "store", SETTINGS, workers=1)
    return folder


@pytest.fixture
def places(with_places, store):
    shutil.copytree(with_places / "store", store)
    return lambda phrase: [(hit.doc_id, TEXT[hit.start : hit.end]) for hit in open_store(store).search(phrase)]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("学位", ["学位", "学位"]),
        ("学位800", ["学位800"]),
        ("gdp", ["ＧＤＰ"]),
        ("稳中求进 以进促稳", ["稳中求进、以进促稳"]),
        ("增长6%", ["增长6"]),
        ("00个", []),
        ("甲乙丙", []),
        ("没有的话", []),
    ],
)
def test_phrases(places, phrase, found) -> None:
    assert places(phrase) == [("学位.txt", words) for words in found]


def test_equal_texts_are_searched_once(places) -> None:
    assert [name for name, _ in places("建成公园")] == ["云岫区2031.txt"]


def test_the_words_around(places, store) -> None:
    first = next(open_store(store).search("学位"))
    assert (first.before, first.text, first.after[:4]) == (TEXT[: first.start], "学位", "800个")
    assert (store / INDEX).exists()


def test_the_index_follows_the_store(places, archive, store) -> None:
    assert len(places("学位")) == 2
    batch(archive, store, SETTINGS, workers=1)
    assert places("学位") == []


@pytest.mark.parametrize("phrase", ["学", "", "，。", "一 二"])
def test_too_short(places, phrase) -> None:
    with pytest.raises(OptionError, match="two characters or more"):
        places(phrase)
