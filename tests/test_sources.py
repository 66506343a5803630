"""What source files must be: short, without hidden words, clean by ruff and mypy, importing only what is declared."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = sorted((ROOT / "nlp" / "sanxin").rglob("*.py"))
SOURCES = [*PACKAGE, *sorted((ROOT / "scripts").glob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]
LONGEST = 600

HAN = re.compile(r"[〇\u3400-\u4dbf\u4e00-\u9fff]+")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_size(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


# --- words belong in models/ ---


def literals(path: Path) -> Iterator[str]:
    """The string literals of a module; docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def reviewed() -> tuple[frozenset[str], set[tuple[str, str]]]:
    """The Han characters that any module may hold, and the (module, word) pairs that have been looked at."""
    with (ROOT / "tests" / "han_in_code.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader((line for line in stream if line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE)
        pairs = [(row["module"], row["word"]) for row in rows]
    anywhere = frozenset("".join(word for module, word in pairs if module == "*"))
    return anywhere, {pair for pair in pairs if pair[0] != "*"}


def hidden(path: Path, anywhere: frozenset[str]) -> set[tuple[str, str]]:
    """The (module, word) pairs of a module: runs of Han in its literals that hold other characters than those."""
    module = path.relative_to(ROOT / "nlp" / "sanxin").as_posix()
    return {(module, word) for text in literals(path) for word in HAN.findall(text) if not anywhere.issuperset(word)}


@pytest.mark.parametrize("path", PACKAGE, ids=name)
def test_no_words_in_code(path):
    """Words and rules are data under models/; tests/han_in_code.tsv lists the few that are not, and why."""
    anywhere, known = reviewed()
    assert hidden(path, anywhere) - known == set()


def test_known_words_are_still_there():
    anywhere, known = reviewed()
    gone = known.difference(*(hidden(path, anywhere) for path in PACKAGE))
    assert gone == set(), "take them out of tests/han_in_code.tsv"


# --- imports ---


def test_imports_are_declared():
    """Whatever the package imports, pip installs with it, or with the extra of those who want it."""
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = [lines for name, lines in setup["options.extras_require"].items() if name != "test"]
    required = "\n".join([setup["options"]["install_requires"], *extras]).split("\n")
    declared = {canonicalize_name(Requirement(line).name) for line in required if line}
    found = {
        module.split(".")[0]
        for path in PACKAGE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    foreign = found - sys.stdlib_module_names - {"sanxin"}
    distributions = packages_distributions()
    undeclared = {
        module
        for module in foreign
        if not declared & {canonicalize_name(owner) for owner in distributions.get(module, [module])}
    }
    assert undeclared == set()


# --- the same commands as in CONTRIBUTING.md ---

CHECKS = {
    "ruff check": ["ruff", "check", "--quiet", "--output-format=concise"],
    "ruff format": ["ruff", "format", "--check", "--quiet"],
    "mypy": ["mypy", "--no-error-summary"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_clean_by(check):
    run = subprocess.run([sys.executable, "-m", *CHECKS[check]], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, f"{check}:\n{run.stdout}{run.stderr}"
