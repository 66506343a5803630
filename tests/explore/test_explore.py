"""What a graph answers: frames with the right rows, which stay pandas and draw themselves."""

from __future__ import annotations

import datetime as dt
import warnings
from dataclasses import replace

import networkx as nx
import pandas as pd
import pytest
from speeches import action, bare, document, quantity, slogan, span, target

from sanxin import explore
from sanxin.errors import MissingDependencyError, OptionError
from sanxin.explore.centrality import betweenness, pagerank
from sanxin.graph import KnowledgeGraph, to_graph
from sanxin.records import Body, Direction, DocumentDate, Facts, Part, Role, SloganKind, Speech, Status

FIRST = "松岭县2031年工作会\n由县工信局牵头，实施“青禾行动”，新签项目20个。财政收入增长6%。新建学校3所。\n"
SECOND = "松岭县2032年工作会\n去年财政收入增长5.5%。县工信局新签项目30个，实施“青禾行动”。财政收入增长4%。\n"


def speech(text: str, year: int, **records) -> Speech:
    facts = Facts(title=text.split("\n")[0], date=DocumentDate(year), region="松岭县")
    return replace(bare(text), document=document(text, id=f"{year}.txt", facts=facts), **records)


def promise(text: str, words: str, low: float, unit: str, name: str, year: int, **fields):
    at = span(text, words)
    start = text.rindex(name, 0, at.start)
    indicator = replace(at, start=start, end=start + len(name))
    return target(text, words, low, unit, indicator=indicator, deadline=dt.date(year, 12, 31), **fields)


def body(text: str) -> Body:
    at = span(text, "县工信局")
    return Body(at.start, at.end, "县工信局", Part.LEAD)


def first() -> Speech:
    projects = promise(FIRST, "20个", 20.0, "个", "项目", 2031)
    return speech(
        FIRST,
        2031,
        quantities=(
            projects,
            promise(FIRST, "6%", 6.0, "%", "财政收入", 2031, direction=Direction.INCREASE),
            promise(FIRST, "3所", 3.0, "所", "学校", 2031),
        ),
        slogans=(slogan(FIRST, "青禾行动", SloganKind.CAMPAIGN, score=0.9),),
        actions=(
            action(FIRST, "实施“青禾行动”", Role.ACTION, pathway="industry", pathway_score=0.7, bodies=(body(FIRST),)),
            action(
                FIRST, "新签项目20个", Role.ACTION, pathway="industry", pathway_score=0.9, quantities=(projects.id,)
            ),
            action(FIRST, "新建学校3所", Role.ACTION, pathway="environment", pathway_score=0.9),
        ),
    )


def second() -> Speech:
    reached = replace(
        quantity(SECOND, "5.5%", 5.5, "%", status=Status.ACHIEVEMENT, direction=Direction.INCREASE),
        indicator=span(SECOND, "财政收入"),
        deadline=dt.date(2031, 12, 31),
    )
    return speech(
        SECOND,
        2032,
        quantities=(
            reached,
            promise(SECOND, "30个", 30.0, "个", "项目", 2032),
            promise(SECOND, "4%", 4.0, "%", "财政收入", 2032, direction=Direction.INCREASE),
        ),
        actions=(
            action(
                SECOND, "实施“青禾行动”", Role.ACTION, pathway="governance", pathway_score=0.6, bodies=(body(SECOND),)
            ),
        ),
    )


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return to_graph([first(), second()], results=True)


def test_summary(graph) -> None:
    counts = explore.summary(graph).set_index("kind")["nodes"].to_dict()
    assert counts == {
        "document": 2, "region": 1, "organisation": 1, "framework": 1, "pathway": 3, "goal": 3,
        "action": 4, "target": 5, "result": 1, "indicator": 3, "slogan": 1,
    }  # fmt: skip


def test_pathway(graph) -> None:
    frames = explore.pathway(graph, "新产业")
    assert frames.name == "构建新产业"
    assert list(frames.actions["label"]) == ["新签项目20个", "实施“青禾行动”"]
    assert list(frames.targets["label"]) == ["项目 20个"]
    assert frames.bodies.to_dict("records") == [{"body": "县工信局", "actions": 1}]
    assert frames.slogans.to_dict("records") == [{"slogan": "青禾行动", "actions": 1}]
    assert "actions (2)" in frames._repr_html_()


def test_find(graph) -> None:
    found = explore.find(graph, "青禾")
    assert list(found["label"])[:3] == ["青禾行动", "实施“青禾行动”", "实施“青禾行动”"]
    assert set(explore.find(graph, "新签", "target")["label"]) >= {"项目 20个", "项目 30个"}
    assert explore.find(graph, "没有的词").empty


def test_around(graph) -> None:
    near = explore.around(graph, "县工信局")
    assert {graph.nodes[node]["label"] for node in near} == {"县工信局", "实施“青禾行动”"}
    farther = explore.around(graph, "县工信局", 2)
    assert {"构建新产业", "推进新治理", "青禾行动"} <= {graph.nodes[node]["label"] for node in farther}
    assert "学校 3所" not in {graph.nodes[node]["label"] for node in explore.around(graph, "县工信局", 4)} - {
        "学校 3所"
    }


def test_around_does_not_lead_through_documents(graph) -> None:
    assert "学校" not in {graph.nodes[node]["label"] for node in explore.around(graph, "青禾行动", 2)}


def test_path_between(graph) -> None:
    way = explore.path_between(graph, "县工信局", "新产业")
    assert list(way["source"]) == ["县工信局", "实施“青禾行动”"]
    assert list(way["edge"]) == ["responsible_for →", "serves →"]
    assert list(way["target"]) == ["实施“青禾行动”", "构建新产业"]


def test_compare() -> None:
    table = explore.compare(to_graph(first()), to_graph(second()))
    rows = table[["indicator", "before", "after", "change"]].astype(object).where(table.notna(), None)
    assert rows.to_dict("records") == [
        {"indicator": "项目", "before": 20.0, "after": 30.0, "change": "raised"},
        {"indicator": "财政收入", "before": 6.0, "after": 4.0, "change": "lowered"},
        {"indicator": "学校", "before": 3.0, "after": None, "change": "dropped"},
    ]


def elsewhere(speech: Speech) -> Speech:
    """The same, said in another county."""
    facts = replace(speech.document.facts, region="柏溪县")
    return replace(speech, document=replace(speech.document, id="elsewhere.txt", facts=facts))


def test_of_several_regions_each_is_compared_with_itself() -> None:
    table = explore.compare(to_graph([first(), elsewhere(second())]), to_graph([second()]))
    revenue = table[table["indicator"] == "财政收入"]
    assert revenue[["region", "change"]].to_dict("records") == [
        {"region": "松岭县", "change": "lowered"},
        {"region": "柏溪县", "change": "dropped"},
    ]


def test_one_region_may_be_compared_with_another() -> None:
    table = explore.compare(to_graph(first()), to_graph(elsewhere(second())))
    assert set(table["change"]) == {"raised", "lowered", "dropped"}
    assert set(table["region"]) == {""}


def test_what_is_compared_with_itself_is_kept() -> None:
    assert set(explore.compare(to_graph(first()), to_graph(first()))["change"]) == {"kept"}


def test_timeline(graph) -> None:
    rows = explore.timeline(graph, "财政收入")[["kind", "for_year", "low", "region"]]
    assert rows.to_dict("records") == [
        {"kind": "result", "for_year": 2031, "low": 5.5, "region": "松岭县"},
        {"kind": "target", "for_year": 2031, "low": 6.0, "region": "松岭县"},
        {"kind": "target", "for_year": 2032, "low": 4.0, "region": "松岭县"},
    ]


def test_responsibility(graph) -> None:
    matrix = explore.responsibility(graph)
    assert matrix.loc["县工信局"].to_dict() == {"构建新产业": 1, "打造新环境": 0, "推进新治理": 1}


def test_centrality(graph) -> None:
    table = explore.centrality(graph, "indicator")
    assert set(table["label"]) == {"项目", "财政收入", "学校"}
    assert table.iloc[0]["links"] == 3
    assert (table["pagerank"] > 0).all()
    assert len(explore.centrality(graph, most=2)) == 2


def test_centrality_is_that_of_networkx(graph) -> None:
    plain = nx.Graph(graph.to_undirected(as_view=True))
    matrix = nx.to_scipy_sparse_array(plain, weight=None, dtype=float, format="csr")
    exact = nx.betweenness_centrality(plain)
    assert betweenness(matrix, list(range(len(plain)))) == pytest.approx(list(exact.values()))
    expected = nx.pagerank(plain, weight=None, tol=1e-10)
    assert pagerank(matrix) == pytest.approx([expected[node] for node in plain], rel=1e-4)
    table = explore.centrality(graph).set_index("label")
    assert table.loc["财政收入", "pagerank"] == pytest.approx(expected["indicator:财政收入"], rel=1e-4)


def test_centrality_of_little() -> None:
    assert explore.centrality(KnowledgeGraph()).empty
    one = KnowledgeGraph()
    one.add_node("slogan:独处", kind="slogan", label="独处")
    assert explore.centrality(one)[["pagerank", "betweenness"]].to_numpy().tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda g: explore.pathway(g, "新天地"), "'新天地' is no pathway of this graph"),
        (lambda g: explore.around(g, "工信"), "'工信' is no node of this graph; there is '县工信局'"),
        (lambda g: explore.around(g, "青禾"), "there is '青禾行动'、'实施“青禾行动”'"),
        (lambda g: explore.around(g, "没有的"), r"look it up with find\(\)"),
        (lambda g: explore.timeline(g, "粮食"), "'粮食' is no indicator of this graph"),
    ],
    ids=["pathway", "near", "things first", "nothing", "indicator"],
)
def test_unknown_names(graph, ask, message) -> None:
    with pytest.raises(OptionError, match=message):
        ask(graph)


def test_nothing_links_them() -> None:
    graph = to_graph(first())
    graph.add_node("slogan:独处", kind="slogan", label="独处")
    with pytest.raises(OptionError, match="nothing links"):
        explore.path_between(graph, "打造新环境", "独处")


# --- frames that draw themselves ---

FINDINGS = {
    "summary": explore.summary,
    "actions": lambda g: explore.pathway(g, "新产业").actions,
    "find": lambda g: explore.find(g, "项目"),
    "path": lambda g: explore.path_between(g, "县工信局", "新产业"),
    "compare": lambda g: explore.compare(to_graph(first()), to_graph(second())),
    "timeline": lambda g: explore.timeline(g, "财政收入"),
    "responsibility": explore.responsibility,
    "centrality": explore.centrality,
    "nothing": lambda g: explore.find(g, "没有的词"),
}


@pytest.fixture
def _any_font(monkeypatch):
    """The font is there, whether or not it is installed here."""
    pytest.importorskip("matplotlib")
    from sanxin.explore import pictures

    monkeypatch.setattr(pictures, "chinese_font", lambda: "DejaVu Sans")


@pytest.mark.usefixtures("_any_font")
@pytest.mark.parametrize("name", FINDINGS)
def test_every_finding_draws_itself(graph, name) -> None:
    figure = FINDINGS[name](graph).draw()
    (axes,) = figure.axes
    assert len(axes.get_children()) > 5


@pytest.mark.usefixtures("_any_font")
def test_a_pathway_draws_its_bodies_and_slogans(graph) -> None:
    frames = explore.pathway(graph, "新产业")
    assert [len(axes.patches) for axes in frames.draw().axes] == [1, 1]
    assert frames._repr_html_().endswith('">')
    assert frames._repr_html_().count("<img") == 1


@pytest.mark.usefixtures("_any_font")
def test_bars_of_one_unit_only(graph) -> None:
    text = "松岭县2031年工作会\n新建学校3所。新建公园2个、广场4个。\n"
    targets = tuple(promise(text, words, low, unit, name, 2031) for words, low, unit, name in (
        ("3所", 3.0, "所", "学校"), ("2个", 2.0, "个", "公园"), ("4个", 4.0, "个", "广场"),
    ))  # fmt: skip
    said = action(text, "新建公园2个、广场4个", Role.ACTION, pathway="environment", pathway_score=0.9,
                  quantities=tuple(each.id for each in targets))  # fmt: skip
    frames = explore.pathway(to_graph(speech(text, 2031, quantities=targets, actions=(said,))), "新环境")
    assert len(frames.targets) == 3
    (axes,) = frames.targets.draw().axes
    assert [bar.get_width() for bar in axes.patches] == [4.0, 2.0]


@pytest.mark.usefixtures("_any_font")
def test_a_drawing_may_be_put_on_axes_of_ones_own(graph) -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.add_subplot()
    assert explore.summary(graph).draw(axes) is figure
    assert len(axes.patches) == 11


@pytest.mark.usefixtures("_any_font")
def test_in_a_notebook_the_picture_stands_below_the_table(graph) -> None:
    shown = explore.summary(graph)._repr_html_()
    assert shown.index("<table") < shown.index('src="data:image/png;base64,')


def test_without_a_chinese_font_one_warning_says_what_to_do(graph, monkeypatch) -> None:
    pytest.importorskip("matplotlib")
    from sanxin.explore import pictures

    monkeypatch.setattr(pictures, "chinese_font", lambda: None)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        explore.summary(graph).draw()
    assert ["no font with Chinese characters" in str(one.message) for one in told] == [True]


def test_without_matplotlib_the_table_is_shown_and_drawing_says_what_is_missing(graph, monkeypatch) -> None:
    monkeypatch.setattr("sanxin.explore.finding.find_spec", lambda name: None)
    found = explore.summary(graph)
    assert "<img" not in found._repr_html_()
    with pytest.raises(MissingDependencyError, match=r"pip install 'sanxin\[notebook\]'"):
        found.draw()


def test_what_is_made_of_a_finding_is_a_plain_frame(graph) -> None:
    found = explore.summary(graph)
    assert type(found[found["nodes"] > 1]) is pd.DataFrame
    assert type(found) is explore.Finding
