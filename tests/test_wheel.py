"""What ships: the package, the data under models/ and the sample speeches; no tests, gold or labels."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from importlib.metadata import version
from pathlib import Path
from pkgutil import resolve_name

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LITTER = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*")

# What a folder of the repository may hold that ships, and where the wheel puts it.
SHIPS = {
    "nlp/sanxin": ("sanxin", {".py", ".typed", ".html", ".css", ".js", ".toml", ".txt", ".md"}),
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


def whitelist() -> set[str]:
    """The members that the tree asks for, by their names in the wheel."""
    wanted = {"sanxin/data/corpus/__init__.py"}
    for folder, (target, suffixes) in SHIPS.items():
        files = [path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file()]
        own = [path for path in files if not any(part.startswith((".", "__pycache__")) for part in path.parts)]
        assert {path.suffix for path in own} <= suffixes, folder
        wanted |= {f"{target}/{path.as_posix()}" for path in own}
    return wanted


def test_ships_the_whitelist_and_nothing_else(members):
    shipped = {name for name in members if ".dist-info/" not in name}
    assert shipped - whitelist() == set()
    assert whitelist() - shipped == set()


def test_takes_no_name_but_its_own(members):
    assert {name.split("/")[0].split("-")[0] for name in members} == {"sanxin"}


def test_tests_gold_and_labels_stay_home(members):
    parts = {part for name in members for part in Path(name).parts}
    assert parts & {"tests", "gold", "labels", "scripts", "docs", "conftest.py"} == set()


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
