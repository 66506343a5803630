"""Every form of a graph reads back as the graph that was written, and holds nothing that its readers choke on."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree
from speeches import bare, slogan, target, yunxiu

from sanxin.errors import FormatError, OptionError, OutputError, UnreadableError
from sanxin.graph import read_graph, to_graph, write_graph
from sanxin.graph.export import Form, cleaned, form_of
from sanxin.records import SloganKind

FORMS = [Form.GRAPHML, Form.GEXF, Form.JSON, Form.CSV, Form.JSONLD]


def nasty():
    """A graph whose words hold what XML, CSV or lists cannot."""
    text = "云岫区\x01工作会\n推进“一\t厅\n两;站\x0b三<室>&\"四'院\ufffe”，新建学校３所，发行债券10万亿元。\n"
    words = text[text.index("一") : text.index("”")]
    coined = slogan(text, words, SloganKind.METAPHOR, members=("一;厅", "两\x02站", "三\n室"), meaning=("甲;乙", "丙"))
    sums = (target(text, "３所", 3.0, "所"), target(text, "10万亿元", 1e13, "元", status_score=0.00003))
    return to_graph(replace(bare(text), slogans=(coined,), quantities=sums))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("make", [lambda: to_graph(yunxiu(), results=True), nasty], ids=["speech", "nasty"])
def test_round_trip(tmp_path, form, make) -> None:
    graph = make()
    place = tmp_path / f"graph.{form}"
    write_graph(graph, place)
    back, expected = read_graph(place), cleaned(graph, form)
    assert list(back.nodes(data=True)) == list(expected.nodes(data=True))
    assert list(back.edges(keys=True, data=True)) == list(expected.edges(keys=True, data=True))


@pytest.mark.parametrize("form", FORMS)
def test_a_clean_graph_loses_nothing(form) -> None:
    graph = to_graph(yunxiu())
    assert nx.utils.graphs_equal(cleaned(graph, form), graph)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_graph_gives_the_same_bytes(tmp_path, form) -> None:
    def written(name: str) -> dict[str, bytes]:
        place = tmp_path / f"{name}.{form}"
        write_graph(to_graph(yunxiu()), place)
        files = sorted(place.iterdir()) if place.is_dir() else [place]
        return {file.name.replace(name, ""): file.read_bytes() for file in files}

    assert written("first") == written("second")


def test_neo4j_headers(tmp_path) -> None:
    write_graph(to_graph(yunxiu()), tmp_path / "graph.csv")
    heads = {}
    for file in ("nodes.csv", "edges.csv"):
        with (tmp_path / "graph.csv" / file).open(encoding="utf-8", newline="") as stream:
            heads[file] = next(csv.reader(stream))
    assert heads["nodes.csv"][:3] == ["id:ID", ":LABEL", "label"]
    assert {"start:long", "low:double", "aliases:string[]", "sentence"} <= set(heads["nodes.csv"])
    assert heads["edges.csv"][:3] == [":START_ID", ":END_ID", ":TYPE"]
    assert {"weight:double", "evidence:string[]"} <= set(heads["edges.csv"])


def test_every_row_of_a_table_is_one_line(tmp_path) -> None:
    graph = nasty()
    write_graph(graph, tmp_path / "graph.csv")
    assert len((tmp_path / "graph.csv" / "nodes.csv").read_text(encoding="utf-8").splitlines()) == len(graph) + 1


def test_numbers_of_a_table_are_plain(tmp_path) -> None:
    write_graph(nasty(), tmp_path / "graph.csv")
    content = (tmp_path / "graph.csv" / "nodes.csv").read_text(encoding="utf-8")
    assert ",10000000000000," in content
    assert ",0.00003" in content


def test_gexf_has_colours_and_sizes_and_no_times(tmp_path) -> None:
    write_graph(to_graph(yunxiu()), tmp_path / "graph.gexf")
    root = etree.parse(tmp_path / "graph.gexf").getroot()
    space = {"g": root.tag[1 : root.tag.index("}")]}
    nodes = root.findall(".//g:node", space)
    colours = {node.get("id"): node.find("{*}color").attrib for node in nodes}
    assert colours["pathway:sanxin/industry"] != colours["pathway:sanxin/governance"]
    assert all(float(node.find("{*}size").get("value")) > 0 for node in nodes)
    assert root.find("g:graph", space).get("mode") == "static"
    assert not any(node.get("start") for node in nodes)


def test_graphml_has_an_id_for_each_edge(tmp_path) -> None:
    write_graph(to_graph(yunxiu()), tmp_path / "graph.graphml")
    ids = [edge.get("id") for edge in etree.parse(tmp_path / "graph.graphml").getroot().iter("{*}edge")]
    assert len(ids) == len(set(ids)) > 0


def test_node_link_data_is_that_of_networkx(tmp_path) -> None:
    graph = to_graph(yunxiu())
    write_graph(graph, tmp_path / "graph.json")
    data = json.loads((tmp_path / "graph.json").read_text(encoding="utf-8"))
    assert set(data) == {"directed", "multigraph", "graph", "nodes", "edges"}
    assert nx.node_link_graph(data, edges="edges").number_of_edges() == graph.number_of_edges()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own
def test_linked_data_says_what_was_quoted_from_where(tmp_path) -> None:
    rdflib = pytest.importorskip("rdflib")
    write_graph(to_graph(yunxiu()), tmp_path / "graph.jsonld")
    triples = rdflib.Graph().parse(tmp_path / "graph.jsonld", format="json-ld")
    found = triples.query("""
        PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX : <urn:sanxin:terms:>
        SELECT ?words ?start ?title ?weight WHERE {
            ?action :serves ?pathway ; :words ?words ; :start ?start ; prov:wasQuotedFrom ?document .
            ?document rdfs:label ?title .
            ?edge rdf:subject ?action ; rdf:predicate :serves ; rdf:object ?pathway ; :weight ?weight .
        } ORDER BY ?start
    """)
    text = yunxiu().document.text
    title = "云岫区2031年“双轮三进”攻坚动员会上的讲话"
    assert [tuple(value.toPython() for value in row) for row in found] == [
        (words, text.index(words), title, weight)
        for words, weight in (("新引进亿元以上项目至少45个", 0.88), ("当好“护林员”", 0.5))
    ]


@pytest.mark.parametrize("name", ["graph", "graph.txt", "graph.JPG"])
def test_a_name_without_a_form(name) -> None:
    with pytest.raises(OptionError, match="the name must say the form by its ending"):
        form_of(Path(name))


def test_a_form_in_capitals() -> None:
    assert form_of(Path("a/b.GEXF")) is Form.GEXF


@pytest.mark.parametrize("form", FORMS)
def test_no_such_file(tmp_path, form) -> None:
    with pytest.raises(UnreadableError, match="give a graph that sanxin wrote"):
        read_graph(tmp_path / f"gone.{form}")


@pytest.mark.parametrize("form", [Form.GRAPHML, Form.GEXF, Form.JSON, Form.JSONLD])
def test_something_else(tmp_path, form) -> None:
    (tmp_path / f"other.{form}").write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(FormatError, match=f"is no graph in the form {form}"):
        read_graph(tmp_path / f"other.{form}")


def test_no_place_to_write(tmp_path) -> None:
    with pytest.raises(OutputError, match="choose a place that can be written"):
        write_graph(to_graph([]), tmp_path / "gone" / "graph.json")
