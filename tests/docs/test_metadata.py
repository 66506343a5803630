"""What is said of the software beside the code agrees with the code: citation, codemeta, conduct, draft of a paper."""

from __future__ import annotations

import json
import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from sanxin.about import __version__

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).resolve().parents[2]
PAPER = (ROOT / "docs" / "paper" / "paper.md").read_text(encoding="utf-8")
BIBLIOGRAPHY = (ROOT / "docs" / "paper" / "paper.bib").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def setup() -> ConfigParser:
    found = ConfigParser()
    found.read(ROOT / "setup.cfg", encoding="utf-8")
    return found


def test_citation(setup):
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert (citation["version"], citation["license"]) == (__version__, setup["metadata"]["license"])


def test_codemeta(setup):
    meta = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert meta["name"] == setup["metadata"]["name"]
    assert meta["version"] == __version__
    assert meta["description"] == setup["metadata"]["description"]
    assert meta["license"].endswith(f"/{setup['metadata']['license']}")
    pythons = re.findall(r":: (3\.\d+)$", setup["metadata"]["classifiers"], re.MULTILINE)
    assert meta["programmingLanguage"]["version"] == ", ".join(pythons)


def test_paper_has_the_parts_the_journal_asks_for():
    head = yaml.safe_load(PAPER.split("---\n")[1])
    assert {"title", "tags", "authors", "affiliations", "date", "bibliography"} <= head.keys()
    parts = re.findall(r"^# (.+)$", PAPER, re.MULTILINE)
    wanted = ["Summary", "Statement of need", "State of the field", "Design", "Research impact", "AI usage disclosure"]
    assert parts == [*wanted, "References"]
    assert 700 < len(PAPER.split()) < 1750


def test_what_the_paper_cites_is_what_the_bibliography_holds():
    cited = set(re.findall(r"@(\w+)", PAPER.split("---\n", 2)[2]))
    assert cited == set(re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY, re.MULTILINE))


@pytest.mark.parametrize(
    ("words", "judge"),
    [("a number is right for", "status"), ("a clause for", "roles"), ("its pathway for", "pathways")],
)
def test_figures_of_the_paper_are_those_of_the_judges(words, judge):
    accuracy = json.loads((ROOT / "models" / "weights" / f"{judge}.json").read_text(encoding="utf-8"))["accuracy"]
    assert f"{words} {accuracy:.2f}" in PAPER


def test_community_files_are_there():
    assert "Contributor Covenant" in (ROOT / "CODE_OF_CONDUCT.md").read_text(encoding="utf-8")
    assert "CODE_OF_CONDUCT.md" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
