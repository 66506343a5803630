"""Parts of a graph: by region, year, pathway, indicator and score."""

from __future__ import annotations

import pytest
from speeches import yunxiu
from test_graph_build import other

from sanxin.errors import OptionError
from sanxin.graph import KnowledgeGraph, subgraph, to_graph
from sanxin.graph.looks import pathway_colours


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return to_graph([yunxiu(), other()], results=True)


def labels(graph, kind: str) -> list[str]:
    return [graph.nodes[node]["label"] for node in graph.of_kind(kind)]


@pytest.mark.parametrize(
    ("asked", "kind", "expected"),
    [
        ({"year": 2032}, "document", ["云岫区2032年工作会上的讲话"]),
        ({"year": 2032}, "target", ["地区生产总值 5%"]),
        ({"year": 2032}, "slogan", ["青禾行动"]),
        (
            {"year": range(2031, 2033)},
            "document",
            ["云岫区2031年“双轮三进”攻坚动员会上的讲话", "云岫区2032年工作会上的讲话"],
        ),
        ({"region": "云岫区", "year": [2031]}, "region", ["云岫区"]),
        ({"pathway": "新产业"}, "action", ["新引进亿元以上项目至少45个", "实施“青禾行动”"]),
        ({"pathway": "新产业"}, "target", ["≥ 45个"]),
        ({"pathway": "industry"}, "pathway", ["构建新产业"]),
        ({"pathway": ["新产业", "推进新治理"], "year": 2031}, "action", ["新引进亿元以上项目至少45个", "当好“护林员”"]),
        ({"indicator": "地区生产总值"}, "target", ["地区生产总值 ≥ 6% ↑", "地区生产总值 5%"]),
        ({"indicator": "地区生产总值"}, "result", ["地区生产总值 312.6亿元", "地区生产总值 6.2%"]),
        ({"indicator": "地区生产总值", "year": 2031}, "target", ["地区生产总值 ≥ 6% ↑"]),
        ({"indicator": "地区生产总值"}, "slogan", []),
        ({"score": 0.7}, "slogan", ["双轮三进", "护林员", "青禾行动"]),
        ({"year": 1999}, "document", []),
    ],
    ids=str,
)
def test_part(graph, asked, kind, expected) -> None:
    assert labels(subgraph(graph, **asked), kind) == expected


def test_nothing_asked_gives_the_whole(graph) -> None:
    part = subgraph(graph)
    assert list(part.nodes(data=True)) == list(graph.nodes(data=True))
    assert part.number_of_edges() == graph.number_of_edges()


def test_a_part_may_be_changed_and_the_whole_stays(graph) -> None:
    before = graph.number_of_nodes(), graph.number_of_edges()
    part = subgraph(graph, year=2032)
    assert isinstance(part, KnowledgeGraph)
    part.add_edge("document:later.txt", "slogan:青禾行动", "mine", kind="mentions")
    part.remove_node("region:云岫区")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == before


def test_a_part_has_the_colours_of_the_whole(graph) -> None:
    part = subgraph(graph, pathway="推进新治理")
    assert pathway_colours(part) == {"pathway:sanxin/governance": "#4f6bed"}
    assert pathway_colours(part.copy()) == pathway_colours(part)
    assert pathway_colours(graph)["pathway:sanxin/governance"] == "#4f6bed"


def test_a_copy_of_a_part_has_attributes_of_its_own(graph) -> None:
    part = subgraph(graph, year=2032)
    copy = part.copy()
    assert isinstance(copy, KnowledgeGraph)
    assert list(copy.nodes(data=True)) == list(part.nodes(data=True))
    copy.nodes["document:later.txt"]["label"] = "changed"
    assert graph.nodes["document:later.txt"]["label"] != "changed"


def test_a_part_is_the_same_read_forwards_and_backwards(graph) -> None:
    part = subgraph(graph, pathway="新产业")
    assert set(part.in_edges(keys=True)) == set(part.out_edges(keys=True)) <= set(graph.edges(keys=True))
    assert [node for node in graph if node in part] == list(part)


def test_edges_that_are_unsure_go(graph) -> None:
    weights = [weight for *_, weight in subgraph(graph, score=0.6).edges(data="weight") if weight is not None]
    assert weights == [0.88, 0.9]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"region": "无名市"}, "'无名市' is no region of this graph; it has '云岫区'"),
        ({"pathway": "新天地"}, "'新天地' is no pathway of this graph; it has '构建新产业'"),
        ({"indicator": "粮食"}, "'粮食' is no indicator of this graph; it has '地区生产总值'"),
    ],
    ids=["region", "pathway", "indicator"],
)
def test_unknown_names(graph, asked, message) -> None:
    with pytest.raises(OptionError, match=message):
        subgraph(graph, **asked)
