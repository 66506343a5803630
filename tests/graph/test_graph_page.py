"""The page of a graph, without a browser: what it holds, that it may fetch nothing, and that text stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest
from speeches import bare, document, slogan, yunxiu
from test_graph_build import other

from sanxin.graph import to_graph
from sanxin.graph.layout import positions
from sanxin.graph.page import render
from sanxin.records import Facts, SloganKind


def data(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


@pytest.fixture(scope="module")
def page() -> str:
    return render(to_graph([yunxiu(), other()]))


def test_every_node_and_edge_is_there(page) -> None:
    graph = to_graph([yunxiu(), other()])
    held = data(page)
    assert held["nodes"]["label"] == [label for _, label in graph.nodes(data="label")]
    assert len(held["edges"]["source"]) == len({(a, b, kind) for a, b, kind in graph.edges(data="kind")})
    assert len({len(column) for column in held["nodes"].values()}) == 1


def test_words_stand_in_their_sentences(page) -> None:
    held = data(page)
    nodes = held["nodes"]
    placed = [n for n, at in enumerate(nodes["at"]) if at is not None]
    assert len(placed) == 13
    for n in placed:
        sentence, at, words = held["sentences"][nodes["sentence"][n]], nodes["at"][n], nodes["words"][n]
        assert sentence[at : at + len(words)] == words


def test_the_policy_names_every_script_and_forbids_connections(page) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(scripts) == 4
    for content in (*scripts, style):
        assert base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "connect-src" not in policy


def test_nothing_is_loaded_from_elsewhere(page) -> None:
    outside = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r'(?:src|href|action)="(?!data:,)[^"#]*"', outside) == []
    assert "sourceMappingURL" not in page


def test_the_licences_of_the_libraries_are_in_the_page(page) -> None:
    for owner in ("Alexis Jacomy", "Guillaume Plique", "Joyent"):
        assert owner in page


def test_filters_count_what_there_is(page) -> None:
    assert re.findall(r'name="kind" value="\d+" checked>.*?<span class="count">(\d+)</span>', page) == [
        *("2", "1", "1", "3", "3", "4", "5", "1", "7")
    ]
    assert re.findall(r"<option[^>]*>(\d+)</option>", page) == ["2031", "2032", "2031", "2032"]


def test_one_year_needs_no_filter() -> None:
    assert "<select" not in render(to_graph(yunxiu()))


def test_the_same_graph_gives_the_same_page(page) -> None:
    assert render(to_graph([yunxiu(), other()])) == page


WORDS = ["</script><script>x()</script>", "<img src=x onerror=x()>", "]]>--><b>", "x\u202ey", "\ud800"]


@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_text_stays_text(word) -> None:
    text = f"{word}\n“{word}”。\n"
    speech = replace(
        bare(text, facts=Facts(title=word, region=word), id=word),
        slogans=(slogan(text, word, SloganKind.METAPHOR),),
        framework=word,
    )
    page = render(to_graph(speech))
    assert page.count("<script>") == 4
    assert "<img" not in page
    assert "<b>" not in page
    assert "\u202e" not in page
    assert page.encode()
    assert data(page)["nodes"]["words"].count(word) == 3


def test_of_a_large_graph_the_strongest_are_shown() -> None:
    graph = to_graph([yunxiu(), other()])
    page = render(graph, most=20)
    labels = data(page)["nodes"]["label"]
    assert len(labels) <= 20
    assert {"构建新产业", "强产争先", "新引进亿元以上项目至少45个", "≥ 45个"} <= set(labels)
    assert f"{len(labels)} / {len(graph)}" in page


def test_an_empty_graph_has_a_page() -> None:
    assert data(render(to_graph([])))["nodes"]["label"] == []


# --- layout ---


def test_no_two_nodes_lie_on_each_other() -> None:
    places = list(positions(to_graph([yunxiu(), other()])).values())
    gaps = [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for n, (a, b) in enumerate(places) for c, d in places[:n]]
    assert min(gaps) > 0.3


def test_actions_lie_nearest_to_the_pathway_that_they_serve() -> None:
    graph = to_graph([yunxiu(), other()])
    place = positions(graph)

    def distance(a: str, b: str) -> float:
        return sum((x - y) ** 2 for x, y in zip(place[a], place[b], strict=True))

    for action, pathway in ((a, b) for a, b, kind in graph.edges(data="kind") if kind == "serves"):
        assert min(graph.of_kind("pathway"), key=lambda name: distance(action, name)) == pathway


def test_a_document_without_title_is_named_by_its_id() -> None:
    assert "<h1>yunxiu.txt</h1>" in render(to_graph(replace(bare("空"), document=document("空", facts=Facts()))))
