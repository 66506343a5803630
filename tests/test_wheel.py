"""What ships: the package, the data under models/ and the sample speeches; no tests, gold or labels."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from pkgutil import resolve_name

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LITTER = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*")

# What a folder of the repository may hold that ships, and where the wheel puts it.
SHIPS = {
    "nlp/sanxin": ("sanxin", {".py", ".typed", ".html", ".css", ".js", ".toml"}),
    "models": ("sanxin/data/models", {".py", ".toml", ".tsv", ".npz", ".json", ".md"}),
    "corpus/samples": ("sanxin/data/corpus/samples", {".txt", ".html", ".docx", ".csv", ".jsonl"}),
}

pytestmark = pytest.mark.skipif(
    Version(version("setuptools")) < Version("77"),
    reason="wheels are built with setuptools 77 or newer: pip install '.[test]'",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of a copy of the tree: one built in place would take up what an earlier build left in build/."""
    tree = tmp_path_factory.mktemp("tree") / "sanxin"
    for folder in ("nlp", "models", "corpus"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=LITTER)
    for file in ("setup.py", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, tree)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tree.parent)]
    build = subprocess.run(command, cwd=tree, capture_output=True, text=True, env=os.environ | {"PIP_NO_INDEX": "1"})
    assert build.returncode == 0, build.stdout + build.stderr
    (file,) = tree.parent.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        yield archive


@pytest.fixture(scope="module")
def members(wheel):
    return {name for name in wheel.namelist() if not name.endswith("/")}


def tree_files(folder: str) -> list[Path]:
    litter = ("__pycache__", ".egg-info")
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return [path for path in files if not any(part.startswith(".") or part.endswith(litter) for part in path.parts)]


@pytest.mark.parametrize("folder", SHIPS)
def test_all_of_a_folder_ships(folder, members):
    target, suffixes = SHIPS[folder]
    expected = {f"{target}/{path.relative_to(ROOT / folder).as_posix()}" for path in tree_files(folder)}
    shipped = {name for name in members if name.startswith(f"{target}/") and owner(name) == folder}
    assert shipped == expected
    assert {PurePosixPath(name).suffix for name in shipped} <= suffixes


def owner(name: str) -> str | None:
    """The folder a member of the wheel comes from; the innermost that fits."""
    fitting = [folder for folder, (target, _) in SHIPS.items() if name.startswith(f"{target}/")]
    return max(fitting, key=lambda folder: len(SHIPS[folder][0]), default=None)


def test_nothing_else_ships(members):
    others = {name for name in members if owner(name) is None}
    metadata = {name for name in others if ".dist-info/" in name}
    assert {PurePosixPath(name).parts[0].split("-")[0] for name in members} == {"sanxin"}
    assert others - metadata == set()
    assert {name for name in members if name.startswith("sanxin/data/corpus/")} == {
        "sanxin/data/corpus/__init__.py",
        *(name for name in members if name.startswith("sanxin/data/corpus/samples/")),
    }


def test_licence_and_readme_are_in_the_metadata(wheel, members):
    (metadata,) = (name for name in members if name.endswith(".dist-info/METADATA"))
    text = wheel.read(metadata).decode()
    assert "License-Expression: MIT" in text or "License: MIT" in text
    assert (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[0] in text
    assert any(name.endswith("/LICENSE") for name in members)


def test_entry_points_lead_somewhere(wheel, members):
    (listed,) = (name for name in members if name.endswith(".dist-info/entry_points.txt"))
    parser = ConfigParser()
    parser.optionxform = str
    parser.read_string(wheel.read(listed).decode())
    targets = [target for group in parser.sections() for target in parser[group].values()]
    assert "sanxin.cli:main" in targets
    for target in targets:
        assert callable(resolve_name(target)), target
