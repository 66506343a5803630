"""The counts of researchers, over five small documents of which two are equal."""

from __future__ import annotations

import math

import networkx as nx

from sanxin.archive import attention


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
