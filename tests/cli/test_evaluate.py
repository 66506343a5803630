"""`sanxin evaluate`: where marks and records come from, what is printed, what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import marking
import pytest


@pytest.fixture
def gold(tmp_path) -> Path:
    """Two marked documents."""
    for name in ("first", "second"):
        marking.write(tmp_path / "gold" / name, marking.gold(id=name))
    return tmp_path / "gold"


@pytest.fixture
def records(tmp_path) -> Path:
    """What was extracted of them before, one quantity of the second missed."""
    less = marking.gold(id="second/text.txt", quantities=marking.gold()["quantities"][1:])
    lines = [json.dumps(source) for source in (marking.gold(id="first/text.txt"), less)]
    file = tmp_path / "records.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def rows(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_predictions_that_were_made_before(command, gold, records) -> None:
    run = command("evaluate", gold, "--predictions", records, "--resamples", 50)
    assert (run.code, run.err) == (0, [f"sanxin: 2 documents read, {len(rows(run.out))} figures, 0 set aside"])
    span = rows(run.out)[0]
    assert (span["layer"], span["field"], span["marked"], span["found"], span["right"]) == (
        "quantities",
        "span",
        6,
        5,
        5,
    )
    assert span["recall"] == pytest.approx(5 / 6)
    assert span["recall_low"] == pytest.approx(2 / 3)
    assert span["recall_high"] == 1


def test_predictions_are_made_of_the_texts(command, gold) -> None:
    # The stand-in of these tests finds every N个, and nothing else.
    found = rows(command("evaluate", gold, "--resamples", 0).out)[0]
    assert (found["marked"], found["found"], found["right"]) == (6, 2, 2)


def test_two_annotators(command, gold, tmp_path) -> None:
    other = marking.write(tmp_path / "hers", marking.gold(clauses=marking.gold()["clauses"][1:])) / "gold.json"
    run = command("evaluate", gold / "first" / "gold.json", "--against", other)
    role = next(row for row in rows(run.out) if row["field"] == "role")
    assert (role["pairs"], role["same"], role["kappa_low"]) == (5, 0.8, None)
    assert 0 < role["kappa"] < 1


@pytest.mark.parametrize("what", ["figures", "confusions", "disagreements", "documents", "all"])
@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_everything_in_every_form(command, gold, records, what, form) -> None:
    run = command("evaluate", gold, "--predictions", records, "--what", what, "--format", form, "--resamples", 20)
    assert (run.code, len(run.err)) == (0, 1)
    assert len(run.out.splitlines()) >= 1


def test_csv_for_a_spreadsheet(command, gold, records, tmp_path) -> None:
    run = command("evaluate", gold, "--predictions", records, "-o", tmp_path / "figures.csv", "-q")
    table = list(csv.DictReader(io.StringIO((tmp_path / "figures.csv").read_text(encoding="utf-8-sig"))))
    assert (run.code, run.out, table[0]["field"], table[0]["found"]) == (0, "", "span", "5")


def test_a_table_says_how_the_intervals_were_made(command, gold, records) -> None:
    run = command("evaluate", gold, "--predictions", records, "--format", "table", "--seed", 7)
    assert "2 documents; intervals: 95% of 2,000 draws of 2 documents, seed 7" in run.out


def test_a_page(command, gold, records, tmp_path) -> None:
    run = command("evaluate", gold, "--predictions", records, "-o", tmp_path / "report.html")
    assert (run.code, run.out) == (0, "")
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_document_without_records_is_set_aside(command, gold, records) -> None:
    marking.write(gold / "third", marking.gold(id="third"), marking.TEXT)
    records.write_text(records.read_text(encoding="utf-8").replace(marking.TEXT, ""), encoding="utf-8")
    run = command("evaluate", gold, "--predictions", records)
    assert run.code == 1
    assert run.err[0].startswith(f"sanxin: error: third: {records} has no record of it")
    assert "1 set aside" in run.err[-1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone"], "gone: is not there; give a gold.json"),
        (["gold", "--predictions", "gone.jsonl"], "gone.jsonl: No such file"),
        (["gold", "--predictions", "gold/first/text.txt"], "gold/first/text.txt, line 1: is no JSON"),
        (["gold", "--what", "agreement"], "add --against OTHER"),
        (["gold", "gold"], "first was given before"),
        (["gold", "--against", "gold", "--predictions", "records.jsonl"], "exclude each other"),
        (["gold", "--predictions", "records.jsonl", "-o", "x.pdf"], "no format goes with this name"),
        (["gold", "--predictions", "records.jsonl", "--what", "all", "--format", "csv"], "csv holds one table a file"),
    ],
)
def test_what_cannot_be_is_one_line(command, gold, records, tmp_path, monkeypatch, arguments, message) -> None:
    monkeypatch.chdir(tmp_path)
    run = command("evaluate", *arguments)
    assert (run.code, run.out, len(run.err)) == (2, "", 1)
    assert message in run.err[0]
