"""Hygiene of the files under models/: what every rule file and lexicon must be, whatever it holds."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sanxin import data

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
RULES = sorted((MODELS / "rules").glob("*.toml"))
TABLES = sorted([*RULES, *(MODELS / "frameworks").glob("*.toml")])
LEXICONS = sorted((MODELS / "lexicons").glob("*.tsv"))
WRITTEN = sorted(path for path in MODELS.rglob("*") if path.suffix in {".toml", ".tsv", ".json", ".md"})

# The column of a lexicon that holds its words.
WORD_COLUMNS = ("surface", "word", "words", "term", "name")

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[\uff01-\uff5e]")


def name(path: Path) -> str:
    return path.relative_to(MODELS).as_posix()


def lines(path: Path) -> list[list[str]]:
    """The rows of a lexicon as cells, header first."""
    text = path.read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]


def tables(value: Any, place: str = "") -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every array of tables of a TOML file, with its name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from tables(inner, f"{place}.{key}" if place else key)
    elif isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        yield place, value
        for row in value:
            yield from tables(row, place)


def allowed(character: str) -> bool:
    """ASCII, Han, full-width forms, marks, symbols and numbers; nothing invisible, no look-alikes of other scripts."""
    if character.isascii():
        return character.isprintable() or character == "\n"
    return (
        bool(HAN.match(character) or FULL_WIDTH.match(character))
        or character == "\N{IDEOGRAPHIC SPACE}"
        or unicodedata.category(character)[0] in "PSN"
    )


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_characters(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", text) == text
    tab = "\t" if path.suffix == ".tsv" else ""
    strange = {f"U+{ord(character):04X}" for character in text if not (allowed(character) or character == tab)}
    assert not strange, f"write them as escapes: {sorted(strange)}"
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_rule_file_parses(path):
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)
    assert [n for n, line in enumerate(text.split("\n"), 1) if line != line.rstrip()] == []


@pytest.mark.parametrize("path", LEXICONS, ids=name)
def test_lexicon_parses(path):
    header, *rows = lines(path)
    assert rows
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} == {len(header)}
    assert len(data.lexicon(path.stem)) == len(rows)


@pytest.mark.parametrize("path", LEXICONS, ids=name)
def test_lexicon_cells(path):
    rows = lines(path)
    assert [row for row in rows if any(cell != cell.strip() for cell in row)] == [], "blanks at the ends of cells"
    assert [row for row, times in Counter(map(tuple, rows)).items() if times > 1] == [], "rows that stand twice"


def test_ids_are_unique():
    """An id names one rule of its table; times_days.toml and times_years.toml go on where times.toml ends."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for path in TABLES:
        room = path.stem.split("_")[0] if path.stem.startswith("times") else path.stem
        for place, rows in tables(tomllib.loads(path.read_text(encoding="utf-8"))):
            seen.update((room, place, row["id"]) for row in rows if "id" in row)
    assert sum(seen.values()) > 100
    assert [key for key, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("path", LEXICONS, ids=name)
def test_no_twins(path):
    """Of ＡＰＰ and APP only one is listed; of ： and : both may be, but then they mean the same."""
    header, *rows = lines(path)
    column = next(header.index(word) for word in WORD_COLUMNS if word in header)
    meaning: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in rows:
        meaning[row[column]].add(tuple(narrow(cell) for n, cell in enumerate(row) if n != column))
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word in meaning:
        words[narrow(word)].append(word)
    for twins in words.values():
        assert len({without_marks(word) for word in twins}) == 1, f"twins: {twins}"
        assert all(meaning[word] == meaning[twins[0]] for word in twins), f"twins that differ: {twins}"


def narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def without_marks(word: str) -> str:
    return "".join(character for character in word if unicodedata.category(character)[0] not in "PS")


def mentioned() -> Iterator[tuple[str, str]]:
    """(folder, name) of every file that code asks the loaders for by a literal or a constant of its module."""
    for path in sorted((ROOT / "nlp" / "sanxin").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            folder = {"rules": "rules", "lexicon": "lexicons"}.get(called)
            argument = node.args[0]
            value = argument.value if isinstance(argument, ast.Constant) else constants.get(getattr(argument, "id", ""))
            if folder and isinstance(value, str):
                yield folder, value


def test_files_that_code_mentions_are_there():
    wanted = set(mentioned())
    assert len(wanted) > 10
    there = {(path.parent.name, path.stem) for path in [*RULES, *LEXICONS]}
    assert wanted - there == set()


OPENED = """
import os, sys
opened = set()
sys.addaudithook(lambda event, about: opened.add(about[0]) if event == "open" and isinstance(about[0], str) else None)
from sanxin.cli import main
options = ["--what", "all", "--framework", "auto", "--format", "jsonl", "-o", os.devnull, "--quiet"]
code = main(["extract", sys.argv[1], *options]) or main(["framework", "show"])
code = code or main(["newwords", sys.argv[1], "-o", os.devnull, "--format", "jsonl", "--quiet"])
store = sys.argv[2] + "/store"
code = code or main(["batch", sys.argv[1], "-o", store, "--quiet"]) or main(["panel", store, "-o", store + "/p.dta"])
code = code or main(["panel", store, "--fulfilment", "-o", store + "/f.csv"])
print(*sorted(opened), sep="\\n")
sys.exit(code)
"""


def test_every_file_is_used(tmp_path):
    """The main jobs over the samples, and the list of frameworks, open every file of rules, words and weights."""
    models = Path(str(data.model_files()))
    run = subprocess.run(
        [sys.executable, "-c", OPENED, str(ROOT / "corpus" / "samples"), str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert run.returncode == 0, run.stderr
    opened = {Path(line).relative_to(models).as_posix() for line in run.stdout.splitlines() if str(models) in line}
    files = {name(path) for path in [*TABLES, *LEXICONS, *(MODELS / "weights").glob("*.npz")]}
    assert files - opened == set()
