"""The counts of researchers, over five small documents of which two are equal."""

from __future__ import annotations

import json
import math

import networkx as nx
import pytest

from sanxin.archive import attention
from sanxin.archive.store import open_store
from sanxin.cli import main
from sanxin.records import Document, DocumentDate, Facts


def test_shares(filled) -> None:
    frame = attention.shares(filled, ["水塘", "河段", "公园"])
    rows = {(row.region, row.year, row.word): row for row in frame.itertuples()}
    assert rows["桐溪镇", 2031, "水塘"].count == 1
    assert rows["桐溪镇", 2031, "水塘"].share == 0.5
    assert rows["桐溪镇", 2032, "水塘"].share == 1
    assert rows["云岫区", 2031, "公园"].count == 1


def test_indicator_shares_are_of_a_region_and_year(filled) -> None:
    frame = attention.indicator_shares(filled)
    assert list(frame.columns) == ["region", "year", "indicator", "targets", "share"]


def test_cooccurrence_and_gexf(filled, tmp_path) -> None:
    pairs = attention.cooccurrence(filled, ["新建", "水塘", "整治", "公园"])
    found = {(row.first, row.second): (row.sentences, row.ochiai) for row in pairs.itertuples()}
    assert found["水塘", "整治"] == (1, 1 / math.sqrt(2))
    assert ("公园", "整治") not in found
    attention.write_gexf(pairs, tmp_path / "pairs.gexf")
    graph = nx.read_gexf(tmp_path / "pairs.gexf")
    assert graph["水塘"]["整治"]["sentences"] == 1


def test_keywords_set_places_apart(filled) -> None:
    frame = attention.keywords(filled, top=3)
    words = frame[(frame.region == "云岫区") & (frame.year == 2031)].word.tolist()
    assert "公园" in words
    assert not frame.duplicated(["region", "year", "word"]).any()


def test_concordance(filled) -> None:
    frame = attention.concordance(filled, "水塘")
    assert frame.text.tolist() == ["水塘", "水塘"]
    assert frame.before.str.endswith("今年新建").all()


def test_by_year_alone(filled) -> None:
    frame = attention.shares(filled, ["水塘", "公园"], attention.By.YEAR)
    assert frame.region.isna().all()
    assert frame[frame.year == 2031]["count"].tolist() == [1, 1]


def documents(store):
    """The documents of a store as records, those with an equal text too."""
    return [
        Document(row["doc_id"], row["source"], row["text"], Facts(row["title"], date_of(row["date"]), row["region"]))
        for row in open_store(store).arrow("documents").to_pylist()
    ]


def date_of(text):
    return DocumentDate.parse(text) if text else None


@pytest.mark.parametrize(
    "count",
    [
        lambda source: attention.shares(source, ["水塘", "公园"]),
        lambda source: attention.cooccurrence(source, ["新建", "水塘", "整治"]),
        attention.keywords,
        lambda source: attention.concordance(source, ["水塘", "公园"]),
    ],
    ids=["shares", "pairs", "keywords", "lines"],
)
def test_documents_count_as_their_store_does(filled, count) -> None:
    of_store, of_documents = (frame.to_dict("records") for frame in (count(filled), count(documents(filled))))
    assert sorted(map(str, of_documents)) == sorted(map(str, of_store))
    assert of_store


def test_the_command(filled, tmp_path, capfd) -> None:
    words = tmp_path / "words.txt"
    words.write_text("水塘\n整治\n", encoding="utf-8")
    told = ["--words", str(words), "--format", "jsonl"]
    assert main(["attention", str(filled), "--word", "公园", "--by", "year", *told]) == 0
    out, err = capfd.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["year"], row["word"], row["count"]) for row in rows if row["count"]] == [
        (2031, "公园", 1),
        (2031, "水塘", 1),
        (2031, "整治", 1),
        (2032, "水塘", 1),
    ]
    assert err.splitlines() == ["sanxin: 6 rows"]


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        (["--what", "indicators", "-o", "out.csv"], 0),
        (["--what", "pairs", "-w", "新建", "-w", "水塘", "-o", "out.gexf"], 1),
        (["--what", "lines", "-w", "水塘", "-o", "out.xlsx"], 2),
        (["--what", "keywords", "--top", "1", "-o", "out.parquet"], 4),
    ],
)
def test_the_command_writes_files(filled, tmp_path, monkeypatch, capfd, options, rows) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["attention", str(filled), *options]) == 0
    assert capfd.readouterr().err.splitlines() == [f"sanxin: {rows} rows"]
    assert (tmp_path / options[-1]).stat().st_size


def test_the_command_reads_texts(archive, capfd) -> None:
    assert main(["attention", str(archive), "-w", "水塘", "--what", "lines", "--format", "jsonl"]) == 0
    assert [json.loads(line)["doc_id"] for line in capfd.readouterr().out.splitlines()] == [
        "桐溪镇2031.txt",
        "桐溪镇2032.txt",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--what", "pairs"], "--what pairs needs words"),
        (["-w", "水塘", "-o", "out.gexf"], "only --what pairs is a graph"),
        (["--by", "month"], "there is region-year, region, year"),
        (["--words", "nosuch.txt"], "one word a line"),
        (["--date", "2031"], "are for texts"),
    ],
)
def test_wrong_options(filled, capfd, options, message) -> None:
    assert main(["attention", str(filled), *options]) == 2
    assert message in capfd.readouterr().err
