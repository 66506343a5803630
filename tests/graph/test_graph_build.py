"""What the graph of a speech holds, where its words stand, and that the same input gives the same graph."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from speeches import TEXT, action, bare, document, quantity, slogan, span, target, yunxiu

import sanxin
from sanxin.errors import FormatError, OptionError
from sanxin.frameworks import Framework, Passage, Pathway
from sanxin.graph import to_graph
from sanxin.records import Body, DocumentDate, Facts, Part, Role, SloganKind, Speech, Status
from sanxin.tables import to_dict


def kinds(graph) -> dict[str, int]:
    """How many nodes there are of each kind."""
    held = [kind for _, kind in graph.nodes(data="kind")]
    return {kind: held.count(kind) for kind in dict.fromkeys(held)}


def links(graph, kind: str) -> set[tuple[str, str]]:
    """The labels at both ends of the edges of a kind."""
    label = graph.nodes(data="label")
    return {(label[a], label[b]) for a, b, held in graph.edges(data="kind") if held == kind}


def attributes(graph, kind: str, label: str) -> dict:
    (found,) = (values for _, values in graph.nodes(data=True) if (values["kind"], values["label"]) == (kind, label))
    return found


@pytest.fixture(scope="module")
def graph():
    return to_graph(yunxiu())


def test_nodes_of_a_speech(graph) -> None:
    assert kinds(graph) == {
        "document": 1,
        "framework": 1,
        "goal": 3,
        "pathway": 3,
        "region": 1,
        "target": 4,
        "indicator": 1,
        "slogan": 7,
        "action": 3,
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("serves", {("新引进亿元以上项目至少45个", "构建新产业"), ("当好“护林员”", "推进新治理")}),
        ("sets", {("新引进亿元以上项目至少45个", "≥ 45个")}),
        ("measures", {("地区生产总值 ≥ 6% ↑", "地区生产总值")}),
        ("expands_to", {("三进", "进企业"), ("三进", "进社区"), ("三进", "进田头")}),
        ("about", {("云岫区2031年“双轮三进”攻坚动员会上的讲话", "云岫区")}),
        ("responsible_for", set()),
        ("fulfils", set()),
    ],
)
def test_edges_of_a_speech(graph, kind, expected) -> None:
    assert links(graph, kind) == expected


def test_pathways_achieve_the_goals_of_the_framework(graph) -> None:
    assert len(links(graph, "achieves")) == 9
    assert ("构建新产业", "强产争先") in links(graph, "achieves")


def test_a_document_mentions_all_that_it_says(graph) -> None:
    mentioned = {graph.nodes[b]["kind"] for _, b in graph.out_edges("document:yunxiu.txt")}
    assert mentioned == {"framework", "region", "target", "slogan", "action"}


def test_serves_carries_probability_and_evidence(graph) -> None:
    edges = [values for _, _, values in graph.edges(data=True) if values["kind"] == "serves"]
    assert edges[0] == {"kind": "serves", "weight": 0.88, "evidence": ["项目"], "doc_id": "yunxiu.txt"}


def test_a_target_carries_its_fields(graph) -> None:
    values = attributes(graph, "target", "地区生产总值 ≥ 6% ↑")
    assert {
        name: values[name] for name in ("low", "unit", "comparator", "direction", "modality", "deadline", "year")
    } == {
        "low": 6.0,
        "unit": "%",
        "comparator": "ge",
        "direction": "increase",
        "modality": "soft",
        "deadline": "2031-12-31",
        "year": 2031,
    }
    assert values["sentence"] == TEXT.split("\n")[5]


def test_words_stand_where_they_are_said_to(graph) -> None:
    placed = [values for _, values in graph.nodes(data=True) if "start" in values]
    edges = [values for _, _, values in graph.edges(data=True) if "start" in values]
    assert len(placed) == 17
    for values in (*placed, *edges):
        assert TEXT[values["start"] : values["end"]] == values["words"]
    texts = {"action", "target", "indicator", "slogan"}
    assert all(
        "doc_id" in values and "start" in values for _, values in graph.nodes(data=True) if values["kind"] in texts
    )


def test_attributes_are_plain_values(graph) -> None:
    rows = [*(values for _, values in graph.nodes(data=True)), *(values for *_, values in graph.edges(data=True))]
    for values in rows:
        assert all(type(value) in (str, int, float, list) and value not in ("", []) for value in values.values())


def test_the_same_input_gives_the_same_graph() -> None:
    def written() -> str:
        graph = to_graph([yunxiu(), other()])
        return json.dumps([list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))])

    assert written() == written()


# --- several documents ---

OTHER = "云岫区2032年工作会上的讲话\n去年，全区经济增长6.2%。实施“青禾行动”。力争GDP增长5%。\n"


def other() -> Speech:
    """What the same district said a year later."""
    named = {"indicator_name": "地区生产总值", "dimension": "ratio"}
    facts = Facts(title=OTHER.split("\n")[0], date=DocumentDate(2032), region="云岫区")
    return Speech(
        document(OTHER, id="later.txt", facts=facts),
        "sanxin",
        quantities=(
            quantity(OTHER, "6.2%", 6.2, "%", status=Status.ACHIEVEMENT, indicator=span(OTHER, "经济"), **named),
            target(OTHER, "5%", 5.0, "%", indicator=span(OTHER, "GDP"), deadline=dt.date(2032, 12, 31), **named),
        ),
        slogans=(slogan(OTHER, "青禾行动", SloganKind.CAMPAIGN, score=0.9),),
        actions=(action(OTHER, "实施“青禾行动”", Role.ACTION, pathway="industry", pathway_score=0.9),),
    )


def test_things_of_one_name_are_one_node() -> None:
    graph = to_graph([yunxiu(), other()])
    assert {kind: n for kind, n in kinds(graph).items() if kind in ("document", "region", "indicator")} == {
        "document": 2,
        "region": 1,
        "indicator": 1,
    }
    mentions = [values["doc_id"] for *_, values in graph.in_edges("slogan:青禾行动", data=True)]
    assert mentions == ["yunxiu.txt", "later.txt", "later.txt"]


def test_results_are_there_where_they_are_asked_for() -> None:
    graph = to_graph([yunxiu(), other()], results=True)
    assert kinds(graph)["result"] == 3
    assert ("地区生产总值 6.2%", "地区生产总值") in links(graph, "measures")


def test_fulfilments_join_documents() -> None:
    first, second = yunxiu(), other()
    promised, reported = first.targets[0].id, second.quantities[0].id
    graph = to_graph([first, second], fulfilments=[(("later.txt", reported), ("yunxiu.txt", promised))])
    assert kinds(graph)["result"] == 1
    assert links(graph, "fulfils") == {("地区生产总值 6.2%", "地区生产总值 ≥ 6% ↑")}


def test_the_body_that_is_responsible() -> None:
    text = "云岫区工作会\n由区发改局牵头，加快建设园区。区发改局要推进项目开工。\n"

    def body(since: int) -> Body:
        start = text.index("区发改局", since)
        return Body(start, start + 4, "区发改局", Part.LEAD)

    speech = replace(
        bare(text),
        actions=(
            action(text, "加快建设园区", Role.ACTION, actor="区发改局", bodies=(body(0),)),
            action(text, "区发改局要推进项目开工", Role.ACTION, actor="区发改局", bodies=(body(15),)),
        ),
    )
    graph = to_graph(speech)
    assert links(graph, "responsible_for") == {("区发改局", "加快建设园区"), ("区发改局", "区发改局要推进项目开工")}
    places = [values["start"] for *_, values in graph.out_edges("organisation:区发改局", data=True)]
    assert places == [text.index("区发改局"), text.rindex("区发改局")]


def test_a_body_known_by_its_name_only() -> None:
    text = "云岫区工作会\n由区发改局牵头，加快建设园区。\n"
    graph = to_graph(replace(bare(text), actions=(action(text, "加快建设园区", Role.ACTION, actor="区发改局"),)))
    assert links(graph, "responsible_for") == {("区发改局", "加快建设园区")}


def test_a_slogan_stands_for_pathways() -> None:
    text = "云岫区工作会\n“三新”就是新产业、新环境、新治理。\n"
    three = slogan(text, "三新", SloganKind.ABBREVIATION, members=("新产业", "新环境", "新治理"))
    graph = to_graph(replace(bare(text), slogans=(three,)))
    assert links(graph, "expands_to") == {("三新", "构建新产业"), ("三新", "打造新环境"), ("三新", "推进新治理")}


def test_an_indicator_keeps_its_name_without_its_scope() -> None:
    text = "云岫区工作会\n新建全区口袋公园8个，全市达到9个。\n"
    targets = tuple(
        target(text, words, 1.0, "个", indicator=span(text, name))
        for words, name in (("8个", "全区口袋公园"), ("9个", "全市"))
    )
    graph = to_graph(replace(bare(text), quantities=targets))
    assert [graph.nodes[node]["label"] for node in graph.of_kind("indicator")] == ["口袋公园", "全市"]


# --- frameworks ---


def test_a_framework_that_nobody_knows_has_the_pathways_that_actions_name() -> None:
    speech = replace(yunxiu(), framework="三筑")
    graph = to_graph(speech)
    assert [graph.nodes[node]["label"] for node in graph.of_kind("pathway")] == ["industry", "governance"]
    assert len(links(graph, "serves")) == 2


def test_the_framework_that_a_speech_sets_up_itself() -> None:
    (read,) = sanxin.read("corpus/samples/a01_xiuchuan_district_2024.txt")
    speech = sanxin.analyse(sanxin.load("auto"), read)
    graph = to_graph(speech)
    assert [graph.nodes[node]["label"] for node in graph.of_kind("pathway")] == ["筑链兴业", "筑境兴城", "筑基兴治"]
    assert {b for _, b in links(graph, "serves")} <= {"筑链兴业", "筑境兴城", "筑基兴治"}
    for node in graph.of_kind("pathway"):
        values = graph.nodes[node]
        assert read.text[values["start"] : values["end"]] == values["words"]


def test_frameworks_may_be_given() -> None:
    at = span(TEXT, "“三进”就是进企业、进社区、进田头")
    own = Framework("三筑", (Pathway("industry", "筑链", passages=(Passage(at.start, at.end, at.of(TEXT)),)),))
    graph = to_graph(replace(yunxiu(), framework="三筑"), frameworks=[own])
    values = graph.nodes["pathway:三筑/industry"]
    assert TEXT[values["start"] : values["end"]] == values["words"]
    assert links(graph, "serves") == {("新引进亿元以上项目至少45个", "筑链")}


# --- what it is made of ---


@pytest.fixture(scope="module")
def sample():
    (read,) = sanxin.read("corpus/samples/a04_qingyu_subdistrict_2023.txt")
    return read


def test_docs_speeches_and_records_give_the_same(sample) -> None:
    from sanxin.pipeline import read

    doc = read(sanxin.load(), sample)
    graph = to_graph(doc)
    same = [to_graph([doc]), to_graph(doc._.speech), to_graph(json.loads(json.dumps(to_dict(doc._.speech, True))))]
    for twin in same:
        assert list(twin.nodes(data=True)) == list(graph.nodes(data=True))
        assert list(twin.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))


def test_records_without_their_text_give_the_same_nodes(sample) -> None:
    speech = sanxin.analyse(sanxin.load(), sample)
    graph, blind = to_graph(speech), to_graph(to_dict(speech))
    lost = {node for node in graph if node not in blind}
    assert lost == set()
    assert not any("sentence" in values for _, values in blind.nodes(data=True))


@pytest.mark.parametrize("nothing", [[], ()], ids=["list", "tuple"])
def test_nothing_gives_an_empty_graph(nothing) -> None:
    assert len(to_graph(nothing)) == 0


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        (["新建学校3所"], OptionError, "str holds no speech"),
        ([{"id": "a", "source": "a.txt"}], FormatError, r"a\.txt: is no record of a document \(KeyError"),
    ],
    ids=["text", "record"],
)
def test_what_cannot_be_a_graph(source, error, message) -> None:
    with pytest.raises(error, match=message):
        to_graph(source)
