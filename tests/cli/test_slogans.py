"""`sanxin slogans`: mentions as `extract` gives them; with --over-time the diffusion table in every format."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sanxin.archive.schema import TABLES
from sanxin.records import DocumentDate, Slogan, SloganKind, Speech


@pytest.fixture
def slogans(command, monkeypatch, tmp_path):
    """Run `sanxin slogans` over three years of a town that does not exist; every “…” is a campaign."""

    def analyse(nlp, document, *, date=None):
        year = DocumentDate.parse(document.id[3:7])
        facts = replace(document.facts, date=date or year, region="桐溪镇", level="township")
        found = []
        at = document.text.find("“")
        while at >= 0:
            end = document.text.index("”", at)
            words = document.text[at + 1 : end]
            score = 0.5 if words == "麦浪行动" else 0.9
            found.append(Slogan(f"s{at}", at + 1, end, words, words, SloganKind.CAMPAIGN, score=score))
            at = document.text.find("“", end)
        return Speech(replace(document, facts=facts), nlp, slogans=tuple(found))

    monkeypatch.setattr(sys.modules["sanxin.analysis"], "analyse", analyse)
    folder = tmp_path / "archive"
    folder.mkdir()
    for year, words in ((2031, "抓“青禾行动”。"), (2032, "抓“青禾行动”，推“麦浪行动”。"), (2034, "抓“青禾行动”。")):
        (folder / f"桐溪镇{year}.txt").write_text(words, encoding="utf-8")
    return lambda *options: command("slogans", folder, *options)


def test_mentions(slogans, command, tmp_path):
    run = slogans()
    assert [json.loads(line)["text"] for line in run.out.splitlines()] == [
        "青禾行动",
        "青禾行动",
        "麦浪行动",
        "青禾行动",
    ]
    assert run.err == ["sanxin: 3 documents read, 4 slogans, 0 set aside"]
    assert run == command("extract", tmp_path / "archive", "--what", "slogans")


def test_over_time(slogans):
    run = slogans("--over-time")
    first, second = map(json.loads, run.out.splitlines())
    assert (first["canonical"], first["count"], first["first_date"], first["last_date"]) == (
        "青禾行动",
        3,
        "2031",
        "2034",
    )
    assert {name: first[name] for name in first if name.startswith("in_")} == {
        "in_2031": 1,
        "in_2032": 1,
        "in_2033": 0,
        "in_2034": 1,
    }
    assert second["canonical"] == "麦浪行动"
    assert run.err == ["sanxin: 3 documents read, 2 slogans, 0 set aside"]


def test_formats(slogans, tmp_path):
    (row, _) = csv.DictReader(io.StringIO(slogans("--over-time", "--format", "csv").out))
    assert (row["by_region"], row["in_2034"]) == ("桐溪镇 3", "1")
    slogans("--over-time", "-o", tmp_path / "table.xlsx")
    slogans("--over-time", "-o", tmp_path / "table.parquet")
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx")["slogans"]
    assert sheet.cell(2, 1).value == "青禾行动"
    assert pq.read_table(tmp_path / "table.parquet")["in_2031"].to_pylist() == [1, 0]


def test_the_table_shows_the_chief_columns(slogans):
    _, head, _, row, *_ = slogans("--over-time", "--format", "table").out.splitlines()
    assert "in 2031" not in head
    assert row.split() == ["青禾行动", "campaign", "3", "3", "1", "2031", "桐溪镇", "2034"]


@pytest.mark.parametrize(
    "options", [["--min-documents", "2"], ["--min-score", "0.8"]], ids=["min-documents", "min-score"]
)
def test_rare_and_unsure_ones_are_left_out_on_demand(slogans, options):
    (row,) = slogans("--over-time", *options).out.splitlines()
    assert json.loads(row)["canonical"] == "青禾行动"


@pytest.fixture
def store(tmp_path):
    """A store of one town's two years; the third document is the first again."""
    folder = tmp_path / "store"
    folder.mkdir()
    about = {"date": ["2031", "2032-02", "2031"], "region": ["桐溪镇"] * 3, "level": ["township"] * 3}
    documents = {"doc_id": ["a", "b", "c"], "duplicate_of": [None, None, "a"], **about}
    said = {"doc_id": ["a", "b", "b", "c"], "canonical": ["青禾行动", "青禾行动", "三进", "青禾行动"]}
    more = {
        "text": ["“青禾行动”", "青禾行动", "三进", "“青禾行动”"],
        "kind": ["campaign", "campaign", "abbreviation", "campaign"],
        "members": pa.array([None, None, ["进企业", "进社区", "进田头"], None], pa.list_(pa.string())),
        "score": [0.9, 0.9, 0.5, 0.9],
    }
    for name in TABLES:
        table = {"documents": documents, "slogans": said | more}.get(name, {"doc_id": []})
        pq.write_table(pa.table(table), folder / f"{name}.parquet")
    return folder


def test_a_store(command, store):
    run = command("slogans", store, "--over-time")
    first, second = map(json.loads, run.out.splitlines())
    assert [
        first[name] for name in ("canonical", "count", "documents", "first_document", "last_date", "first_level")
    ] == [
        "青禾行动",
        2,
        2,
        "a",
        "2032-02",
        "township",
    ]
    assert (second["canonical"], second["readings"], second["in_2031"], second["in_2032"]) == ("三进", 1, 0, 1)
    assert run.err == ["sanxin: 2 documents read, 2 slogans, 0 set aside"]


def test_a_store_and_options(command, store):
    (row,) = command("slogans", store, "--over-time", "--min-score", "0.8").out.splitlines()
    assert json.loads(row)["canonical"] == "青禾行动"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "with --over-time"),
        (["--over-time", "--date", "2031"], "without --date"),
        (["--over-time", "x.txt"], "alone"),
    ],
    ids=["mentions", "date", "and texts"],
)
def test_what_a_store_cannot_do(command, store, options, says):
    run = command("slogans", store, *options)
    assert (run.code, run.out) == (2, "")
    assert says in run.err[0]


def test_nothing_readable(command, tmp_path):
    run = command("slogans", tmp_path / "missing", "--over-time")
    assert (run.code, run.out) == (2, "")
