"""Our figures are those of ../shared/tools/score.py, digit for digit, on every marked text at hand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sanxin import analysis
from sanxin.evaluation import evaluate, predict, read_gold
from sanxin.evaluation.predictions import Predictions
from sanxin.evaluation.report import Report

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "tools" / "score.py"

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="no ../shared/tools")

#: What a line of score.py names -> our layer, field, label and measure.
NAMES = {
    "quantities F1": ("quantities", "span", "", "f1"),
    "quantities P": ("quantities", "span", "", "precision"),
    "quantities R": ("quantities", "span", "", "recall"),
    **{
        f"fields {name}": ("quantities", name, "", "accuracy")
        for name in [
            "exact_span",
            "value",
            "unit",
            "comparator",
            "direction",
            "status",
            "deadline",
            "indicator",
            "modality",
        ]
    },
    "commitments F1": ("quantities", "target", "", "f1"),
    "commitments comparator": ("quantities", "target", "value, unit, comparator", "f1"),
    "commitments deadline": ("quantities", "target", "… and indicator, deadline", "f1"),
    "slogans F1": ("slogans", "span", "", "f1"),
    "slogans kind": ("slogans", "kind", "", "accuracy"),
    "slogans abbreviations F1": ("slogans", "kind", "abbreviation", "f1"),
    "slogans members F1": ("slogans", "members", "", "f1"),
    "clause accuracy": ("clauses", "role", "", "accuracy"),
    **{f"clause {name}": ("clauses", "role", name, "f1") for name in ["action", "goal", "achievement", "other"]},
    "pathways accuracy": ("clauses", "pathway", "", "accuracy"),
    "pathways found": ("clauses", "pathway", "", "precision"),
    "pathways macro-F1 of the three": ("clauses", "pathway", "macro", "f1"),
    **{
        f"pathways {name}": ("clauses", "pathway", name, "f1")
        for name in ["industry", "environment", "governance", "none"]
    },
}
_FIGURE = re.compile(r"(abbreviations F1|members F1|macro-F1 of the three|[\w-]+) (\d\.\d{3})")


def printed(pairs: list[str]) -> dict[str, str]:
    """What score.py prints: `quantities F1` -> `0.997`."""
    run = subprocess.run([sys.executable, str(SCORER), *pairs], capture_output=True, text=True, check=True)
    found = {}
    for line in run.stdout.splitlines():
        first = line.split()[0]
        for name, figure in _FIGURE.findall(line):
            found.setdefault(f"{first} {name.removeprefix('F1 ')}", figure)
    return found


def ours(report: Report) -> dict[str, str]:
    figures = {tuple(figure.line): figure for figure in report.figures}
    values = {name: getattr(figures[line[:3]], line[3]).value for name, line in NAMES.items()}
    return {name: f"{value:.3f}" for name, value in values.items()}


def refuse(error):
    raise error


@pytest.fixture(scope="module")
def nlp():
    return analysis.load()


@pytest.mark.parametrize("folder", [SHARED / "gold", ROOT / "corpus" / "gold"], ids=["shared", "own"])
def test_the_figures_are_those_of_the_scorer(nlp, folder, tmp_path) -> None:
    gold = list(read_gold(folder, None, refuse))
    both = [(marks, predict(marks, nlp)) for marks in gold]
    arguments = []
    for marks in gold:
        record = _record(nlp, marks)
        (tmp_path / f"{marks.name}.json").write_text(json.dumps(record), encoding="utf-8")
        arguments += [str(folder / marks.name / "gold.json"), str(tmp_path / f"{marks.name}.json")]
    expected = printed(arguments)
    assert set(expected) == set(NAMES)
    assert ours(evaluate(both, resamples=0)) == expected


def _record(nlp, marks) -> dict:
    """The record that `sanxin extract --what all` prints for the text."""
    from sanxin import reading, tables
    from sanxin.records import DocumentDate

    document = next(iter(reading.read(marks.text_file)))
    return tables.to_dict(analysis.analyse(nlp, document, date=DocumentDate(marks.year)))


def test_two_annotators_score_as_the_scorer_says(tmp_path) -> None:
    folders = sorted((SHARED / "gold").glob("*/"))[:2]
    gold = [marks for folder in folders for marks in read_gold(folder, None, refuse)]
    sources = [json.loads((folder / "gold.json").read_text(encoding="utf-8")) for folder in folders]
    for source in sources:  # the other annotator leaves out every fifth record and takes actions for goals
        source["quantities"] = [row for n, row in enumerate(source["quantities"]) if n % 5]
        source["slogans"] = [row for n, row in enumerate(source["slogans"]) if n % 5]
        source["clauses"] = [row | {"role": "goal"} if n % 7 == 0 else row for n, row in enumerate(source["clauses"])]
    file = tmp_path / "other.jsonl"
    file.write_text("".join(json.dumps(source) + "\n" for source in sources), encoding="utf-8")
    others = Predictions(file)
    arguments = []
    for folder, source in zip(folders, sources, strict=True):
        (tmp_path / f"{folder.name}.json").write_text(json.dumps(source), encoding="utf-8")
        arguments += [str(folder / "gold.json"), str(tmp_path / f"{folder.name}.json")]
    expected = printed(arguments)
    assert ours(evaluate([(marks, others.of(marks)) for marks in gold], resamples=0)) == expected
