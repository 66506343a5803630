"""Graphs with all that attributes may hold: written, opened by others, and read back as they were."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from sanxin.graph import read_graph, write_graph
from sanxin.graph.export import Form, cleaned
from sanxin.graph.model import KnowledgeGraph

#: Ids that a reader may take for numbers, dates, nothing or markup.
IDS = [
    "007",
    "1",
    "1.0",
    "1e5",
    "-0",
    "0x1F",
    "2031-01-02",
    "None",
    "null",
    "nan",
    "true",
    "",
    " 甲 ",
    "甲\n乙",
    "<a&b>",
]
TEXTS = [
    "=1+1",
    "甲\x00乙\x1b丙\x0b丁",
    "\ud800",
    "\ufffe",
    "a;b|c",
    "]]>",
    "&amp;",
    "“四比四看”——㎡",
    "007",
    "1e5",
    "𠀀",
]


def odd() -> KnowledgeGraph:
    """Nodes and edges with None, empty and full lists, control characters and numbers of every size."""
    graph = KnowledgeGraph()
    for n, name in enumerate(IDS):
        text = TEXTS[n % len(TEXTS)]
        graph.add_node(
            name,
            kind="slogan",
            label=text,
            name=None,
            unit="",
            start=n,
            year=None,
            low=[1e13, 0.1, -3.0, 1e-9][n % 4],
            aliases=[[], ["甲", text], ["1", "2"], [""]][n % 4],
        )
    for n, name in enumerate(IDS[1:]):
        graph.add_edge(
            IDS[0], name, kind="mentions", weight=n / 7, evidence=[TEXTS[n % len(TEXTS)], "007"], sentence=None
        )
    return graph


def same(found: KnowledgeGraph, expected: KnowledgeGraph) -> bool:
    nodes = list(found.nodes(data=True)) == list(expected.nodes(data=True))
    return nodes and list(found.edges(keys=True, data=True)) == list(expected.edges(keys=True, data=True))


@pytest.mark.parametrize("form", [Form.GEXF, Form.GRAPHML])
def test_odd_attributes_come_back(tmp_path, form) -> None:
    file = tmp_path / f"graph.{form}"
    write_graph(odd(), file)
    assert same(read_graph(file), cleaned(odd(), form))


@pytest.mark.parametrize(("form", "read"), [(Form.GEXF, nx.read_gexf), (Form.GRAPHML, nx.read_graphml)], ids=str)
def test_others_open_them(tmp_path: Path, form, read) -> None:
    file = tmp_path / f"graph.{form}"
    write_graph(odd(), file)
    root = etree.parse(file, etree.XMLParser(resolve_entities=False, huge_tree=False)).getroot()
    assert root.tag.endswith(form)
    opened = read(file)
    assert set(opened.nodes) == set(cleaned(odd(), form).nodes)
    assert opened.number_of_edges() == len(IDS) - 1
    assert opened.nodes["007"]["label"] == "=1+1"
