"""Archives and their stores, each filled once: that costs the start of a host. Tests that write get a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from villages import IMPATIENT, SETTINGS, write_archive

from sanxin.archive.batch import Outcome, batch


@pytest.fixture
def archive(tmp_path) -> Path:
    return write_archive(tmp_path / "archive")


@pytest.fixture
def store(tmp_path) -> Path:
    return tmp_path / "store"


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    batch(write_archive(folder / "archive"), folder / "store", SETTINGS, workers=1)
    return folder / "store"


@pytest.fixture
def filled(filled_once, store) -> Path:
    """The store of `archive`."""
    return shutil.copytree(filled_once, store)


@pytest.fixture(scope="session")
def troubled(tmp_path_factory) -> tuple[Path, Path, Outcome]:
    """An archive in which all goes wrong that can, with two dozen files that take a moment; its store by one worker."""
    folder = tmp_path_factory.mktemp("troubled")
    archive = write_archive(folder / "archive")
    for word in ("crash", "hang", "eat", "fail", "quit"):
        (archive / f"坏{word}.txt").write_text(f"坏文件 <{word}>", encoding="utf-8")
    for n in range(24):
        (archive / f"慢{n:02}.txt").write_text(f"<slow> 新建渠道{n}个。" * 3, encoding="utf-8")
    (archive / "图.png").write_bytes(b"\x89PNG")
    (archive / "空.txt").write_text("", encoding="utf-8")
    outcome = batch(archive, folder / "store", IMPATIENT, workers=1)
    return archive, folder / "store", outcome


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """The bytes of a store, file by file."""
    return lambda store: {path.name: path.read_bytes() for path in store.iterdir()}
