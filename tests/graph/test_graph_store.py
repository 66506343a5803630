"""The graph of a store is that of its documents, and the part of a store that of the whole graph."""

from __future__ import annotations

from pathlib import Path

import pytest

import sanxin
from sanxin.archive.batch import batch
from sanxin.archive.settings import Settings
from sanxin.archive.store import open_store
from sanxin.cli import main
from sanxin.errors import OptionError
from sanxin.graph import read_graph, subgraph, to_graph

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
NAMES = ("a04_qingyu_subdistrict_2023.txt", "c07_news_city_2023.html", "a02_jianglin_county_2021.txt")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Three samples."""
    place = tmp_path_factory.mktemp("archive")
    for name in NAMES:
        (place / name).write_bytes((SAMPLES / name).read_bytes())
    return place


@pytest.fixture(scope="module")
def store(folder):
    batch(folder, folder.parent / "store", Settings(), workers=1)
    return open_store(folder.parent / "store")


@pytest.fixture(scope="module")
def whole(store):
    return to_graph(store, results=True)


def edges(graph) -> set:
    return set(graph.edges(keys=True))


def test_it_is_the_graph_of_the_documents(folder, whole) -> None:
    nlp = sanxin.load()
    graph = to_graph([sanxin.analyse(nlp, document) for document in sanxin.read(folder)], results=True)
    assert dict(whole.nodes(data=True)) == dict(graph.nodes(data=True))
    assert edges(whole) == edges(graph)


@pytest.mark.parametrize(
    "asked",
    [
        {"region": "江临县"},
        {"year": 2023},
        {"year": range(2000, 2022)},
        {"pathway": "新产业"},
        {"pathway": ["environment", "推进新治理"], "year": 2023},
        {"indicator": "地区生产总值"},
        {"score": 0.8},
    ],
    ids=str,
)
def test_a_part_of_a_store_is_the_part_of_its_graph(store, whole, asked) -> None:
    part, cut = to_graph(store, results=True, **asked), subgraph(whole, **asked)
    assert set(part) == set(cut)
    assert edges(part) == edges(cut)
    claims = part.of_kind("action") + part.of_kind("target")
    assert [part.nodes[node] for node in claims] == [cut.nodes[node] for node in claims]
    assert 0 < len(part) < len(whole)


PLEDGE = "松岭县2031年政府工作报告\n今年的主要预期目标是：地区生产总值增长6%，一般公共预算收入增长5%。\n"
ANSWER = (
    "松岭县2032年政府工作报告\n一、工作回顾\n2031年，全县地区生产总值增长6.3%，一般公共预算收入增长4%。\n"
    "二、主要任务\n今年的主要预期目标是：地区生产总值增长5%。\n"
)


def test_promises_that_were_kept_are_linked(tmp_path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for name, text in (("2031", PLEDGE), ("2032", ANSWER)):
        (archive / f"松岭县{name}年政府工作报告.txt").write_text(text, encoding="utf-8")
    batch(archive, tmp_path / "store", Settings(), workers=1)
    graph = to_graph(open_store(tmp_path / "store"))
    label = graph.nodes(data="label")
    assert [(label[a], label[b]) for a, b, kind in graph.edges(data="kind") if kind == "fulfils"] == [
        ("地区生产总值 6.3% ↑", "地区生产总值 6% ↑")
    ]


def test_a_name_is_no_sql(store) -> None:
    with pytest.raises(OptionError, match="is no region of this graph"):
        to_graph(store, region="江临县' OR '1'='1")


def test_the_command_reads_a_store(store, tmp_path, capsys) -> None:
    asked = ["--year", "2021", "--pathway", "新产业"]
    assert main(["graph", str(store.folder), "-o", str(tmp_path / "graph.json"), *asked]) == 0
    assert capsys.readouterr().err.startswith("sanxin: 1 document read")
    assert set(read_graph(tmp_path / "graph.json")) == set(subgraph(to_graph(store), year=2021, pathway="新产业"))
