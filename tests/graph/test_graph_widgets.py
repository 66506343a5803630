"""Graphs as widgets: what ipysigma is told, and a page that Python hears of; in a browser, where there is one."""

from __future__ import annotations

import json

import browser as browsers
import pytest
import traitlets
from speeches import yunxiu

from sanxin.errors import MissingDependencyError
from sanxin.graph import to_graph
from sanxin.graph.sigma import settings
from sanxin.pages.shell import asset


@pytest.fixture(scope="module")
def graph():
    return to_graph(yunxiu())


# ---- ipysigma ----


def test_what_ipysigma_is_told(graph) -> None:
    told = settings(graph)
    assert told["node_color_palette"] == {
        "document 文稿": "#57534e",
        "framework 路径框架": "#78716c",
        "goal 目标": "#b91c3c",
        "构建新产业": "#d97706",
        "打造新环境": "#059669",
        "推进新治理": "#4f6bed",
        "region 地区": "#44403c",
        "未归路径": "#94908a",
    }
    assert set(told["node_color"]) == set(told["raw_node_size"]) == set(told["layout"]) == set(graph)
    assert told["node_color"]["pathway:sanxin/industry"] == "构建新产业"
    assert set(told["layout"]["pathway:sanxin/industry"]) == {"x", "y"}


def test_that_a_document_mentions_something_is_hardly_drawn(graph) -> None:
    colour = settings(graph)["raw_edge_color"]
    (action, pathway, _), *_ = [edge for edge in graph.edges(data="kind") if edge[2] == "serves"]
    assert (colour["document:yunxiu.txt", action], colour[action, pathway]) == ("#f5f5f4", "#ecbb82")


def test_ipysigma_takes_it(graph) -> None:
    pytest.importorskip("ipysigma")
    widget = graph.to_ipysigma(height=300)
    assert (len(widget.data["nodes"]), widget.height) == (24, "300px")
    assert len(graph.to_ipysigma(most=12).data["nodes"]) <= 12


# ---- the page as a widget ----


@pytest.fixture
def widget(graph):
    pytest.importorskip("anywidget")
    return graph.to_widget()


def test_a_click_is_heard(graph, widget) -> None:
    heard = []
    widget.observe(lambda change: heard.append(change.new), "chosen")
    widget.number = 3  # as the page says it
    widget.number = -1
    assert heard == [list(graph)[3], None]


def test_a_node_may_be_chosen_in_python(graph, widget) -> None:
    widget.chosen = "slogan:青禾行动"
    assert list(graph)[widget.number] == "slogan:青禾行动"
    with pytest.raises(traitlets.TraitError, match="'slogan:无' is no node of this picture"):
        widget.chosen = "slogan:无"


def test_of_a_large_graph_the_most_linked_are_drawn(graph) -> None:
    pytest.importorskip("anywidget")
    small = graph.to_widget(most=12)
    assert 0 < len(small.nodes) <= 12
    drawn = small.page.partition('id="data">')[2].partition("</script>")[0]
    assert json.loads(drawn)["nodes"]["label"] == [graph.nodes[name]["label"] for name in small.nodes]


@pytest.mark.parametrize("name", ["to_ipysigma", "to_widget"])
def test_without_the_package_one_line_says_what_to_install(graph, monkeypatch, name) -> None:
    monkeypatch.setattr("sanxin.graph.model.find_spec", lambda name: None)
    with pytest.raises(MissingDependencyError, match=r"needs \w+; install it with: pip install 'sanxin\[notebook\]'$"):
        getattr(graph, name)()


#: What a notebook does with a widget: a model, and a place to draw in.
HOST = """<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script type="module">
const values = %s, watched = {};
window.model = {
  get: (name) => values[name], save_changes() {},
  set(name, value) {
    const isNew = values[name] !== value;
    values[name] = value;
    if (isNew) watched["change:" + name]?.();
  },
  on(name, act) { watched[name] = act; }, off(name) { delete watched[name]; },
};
%s
window.end = widget.render({ model, el: document.body });
document.querySelector("iframe").addEventListener("load", () => { document.documentElement.dataset.drawn = ""; });
</script>"""


@pytest.fixture(scope="module")
def host(tmp_path_factory, graph):
    """A page that holds the widget."""
    if not (browsers.CHROMIUM and browsers.DRIVER):
        pytest.skip(browsers.MISSING)
    pytest.importorskip("anywidget")
    widget = graph.to_widget()
    values = json.dumps({"page": widget.page, "number": -1}).replace("</", "<\\/")
    place = tmp_path_factory.mktemp("host") / "host.html"
    place.write_text(HOST % (values, asset("widget.js").replace("export default", "const widget =")), encoding="utf-8")
    with browsers.browser() as opened:
        opened.open(place)
        with opened.frame():
            opened.wait("document.documentElement.dataset.drawn !== undefined")
        yield opened


def test_a_click_in_the_frame_reaches_the_notebook(graph, host) -> None:
    n = list(graph).index("slogan:青禾行动")
    with host.frame():
        at = host.run("return sanxin.where(arguments[0])", n)
        host.click(at["x"], at["y"])
    host.wait(f"model.get('number') === {n}")
    with host.frame():
        host.run("sanxin.choose(null)")
    host.wait("model.get('number') === -1")


def test_what_the_notebook_chooses_is_shown_in_the_frame(graph, host) -> None:
    n = list(graph).index("pathway:sanxin/industry")
    host.run(f"model.set('number', {n})")
    with host.frame():
        host.wait(f"sanxin.chosen() === {n}")
        assert "构建新产业" in host.run("return document.getElementById('detail').innerText")


@pytest.mark.parametrize("message", ["null", "7", "{ choose: 1.5 }", "{ choose: 99999 }", "{ choose: '<b>' }"])
def test_the_frame_takes_numbers_of_nodes_only(host, message) -> None:
    with host.frame():
        host.run("sanxin.choose(2)")
    host.run(f"document.querySelector('iframe').contentWindow.postMessage({message}, '*')")
    with host.frame():
        assert host.run("return new Promise((done) => setTimeout(() => done(sanxin.chosen()), 50))") == 2
    assert host.log() == []
