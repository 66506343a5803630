"""Speeches and graphs in a notebook: the page in a frame that may run its own scripts only, and a line of text."""

from __future__ import annotations

import re
from html import unescape

import pytest
from speeches import yunxiu

from sanxin.graph import to_graph
from sanxin.graph.page import render as graph_page
from sanxin.pages import render as speech_page

SHOWN = {
    "speech": (
        yunxiu,
        lambda: speech_page(yunxiu()),
        "Speech: 云岫区2031年“双轮三进”攻坚动员会上的讲话: 4 targets, 4 slogans, 3 actions",
    ),
    "graph": (
        lambda: to_graph(yunxiu()),
        lambda: graph_page(to_graph(yunxiu())),
        "KnowledgeGraph: 24 nodes (7 slogan, 4 target, 3 goal, 3 pathway, 3 action, 1 document, 1 framework, 1 region,"
        " 1 indicator), 36 edges",
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_it_draws_itself(name) -> None:
    make, page, text = SHOWN[name]
    bundle = make()._repr_mimebundle_()
    assert bundle["text/plain"] == text
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', bundle["text/html"]))
    assert attributes["sandbox"] == "allow-scripts"
    assert unescape(attributes["srcdoc"]) == page()
    assert bundle["text/html"].count("<") == 2
