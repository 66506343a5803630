"""The page of a graph in a real browser: drawn with WebGL and without, searched, filtered, clicked.

Skipped where there is no Chromium.
"""

from __future__ import annotations

from dataclasses import replace

import browser as browsers
import pytest
from speeches import TEXT, bare, slogan, yunxiu
from test_graph_build import other

from sanxin.graph import to_graph, write_graph
from sanxin.records import Facts, SloganKind

pytestmark = pytest.mark.skipif(not (browsers.CHROMIUM and browsers.DRIVER), reason=browsers.MISSING)

ALL = 27  # nodes
ESCAPE, ENTER, DOWN = "\ue00c", "\ue007", "\ue015"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    place = tmp_path_factory.mktemp("page") / "graph.html"
    write_graph(to_graph([yunxiu(), other()]), place)
    return place


@pytest.fixture(scope="module", params=[True, False], ids=["webgl", "svg"])
def seen(request, page):
    with browsers.browser(request.param) as browser:
        browser.open(page)
        browser.kind = "webgl" if request.param else "svg"
        yield browser


@pytest.fixture(autouse=True)
def _afresh(seen):
    seen.run("""
        document.getElementById("filters").reset();
        sanxin.choose(null);
        const find = document.getElementById("find");
        find.value = "";
        find.dispatchEvent(new Event("input"));
        find.blur();
    """)
    seen.wait(f"sanxin.shown().length === {ALL}")


def node(seen, label: str) -> int:
    return seen.run(f"return JSON.parse(document.getElementById('data').textContent).nodes.label.indexOf('{label}')")


def detail(seen) -> str:
    return seen.run("const box = document.getElementById('detail'); return box.hidden ? '' : box.innerText")


def found(seen) -> list[str]:
    return seen.run("return [...document.querySelectorAll('#found button span')].map(one => one.textContent)")


def test_it_draws_as_it_can(seen) -> None:
    assert seen.run("return document.documentElement.dataset.drawn") == seen.kind
    assert len(seen.photograph()) > 20_000


def test_it_asks_for_nothing_but_itself_and_complains_of_nothing(seen, page) -> None:
    assert set(seen.requests()) <= {page.as_uri()}
    assert seen.log() == []


def test_a_click_on_a_node_shows_its_words_in_their_sentence(seen) -> None:
    n = node(seen, "地区生产总值 ≥ 6% ↑")
    at = seen.run("return sanxin.where(arguments[0])", n)  # the stage begins in the corner of the page
    seen.click(at["x"], at["y"])
    seen.wait("!document.getElementById('detail').hidden")
    assert TEXT.split("\n")[5].strip() in detail(seen)
    assert seen.run("return document.querySelector('#detail mark').textContent") == "6%以上"
    assert "measures 衡量 → 1\n地区生产总值" in detail(seen)
    assert "2031-12-31" in detail(seen)


def test_a_neighbour_leads_on(seen) -> None:
    seen.run("sanxin.choose(arguments[0])", node(seen, "地区生产总值"))
    seen.run("[...document.querySelectorAll('#detail li button')].find(b => b.textContent.includes('5%')).click()")
    assert "力争GDP增长5%" in detail(seen)


def test_search_by_keys(seen) -> None:
    seen.type("/青禾")
    assert found(seen)[:2] == ["青禾行动", "实施“青禾行动”"]
    seen.type(DOWN + DOWN + ENTER)
    assert "构建新产业" in detail(seen)
    seen.type(ESCAPE)
    assert detail(seen) == ""
    seen.type(ESCAPE)
    assert found(seen) == []


def test_search_looks_into_sentences(seen) -> None:
    seen.type("/护林")
    assert found(seen)[0] == "护林员"
    seen.type("员zz")
    assert found(seen) == []


@pytest.mark.parametrize(
    ("act", "left"),
    [
        ("box('kind', 'action').click()", 23),
        ("box('pathway', '构建新产业').click()", 22),
        ("set('from', '2032')", 12),
        ("set('score', '0.7')", 22),
    ],
    ids=["kind", "pathway", "year", "score"],
)
def test_filters(seen, act, left) -> None:
    helpers = """
      const box = (name, words) => [...document.querySelectorAll(`input[name=${name}]`)]
        .find((one) => one.parentElement.textContent.includes(words));
      const set = (id, value) => {
        const one = document.getElementById(id);
        one.value = value;
        one.dispatchEvent(new Event("input", { bubbles: true }));
      };
    """
    seen.run(helpers + act)
    assert seen.run("return sanxin.shown().length") == left
    assert seen.run("return document.getElementById('count').textContent") == f"{left} / {ALL}"


def test_keys_move_the_picture(seen) -> None:
    before = seen.photograph()
    seen.run("document.getElementById('stage').focus()")
    seen.type("+++")
    seen.wait("true")
    seen.run("return new Promise((done) => setTimeout(done, 600))")
    assert seen.photograph() != before
    seen.type("0")


TRIES = [
    "<img src=x onerror=R>",
    "<svg onload=R>",
    "</script><script>R</script>",
    "javascript:R",
    "'\"><b onclick=R>",
    "{{R}}",
    "${R}",
    "<iframe srcdoc='<script>parent.R</script>'>",
    "--><script>R</script>",
    "\\u003cscript>R",
]


def test_no_label_runs(seen, tmp_path) -> None:
    """Two hundred labels that would run if they were markup; and the page draws them as any other."""
    words = [f"{one.replace('R', 'window.ran=1')}{n}" for n in range(20) for one in TRIES]
    text = "\n".join(f"“{word}”" for word in words)
    slogans = tuple(slogan(text, word, SloganKind.CAMPAIGN) for word in words)
    write_graph(
        to_graph(replace(bare(text, facts=Facts(title=words[0], region=words[1])), slogans=slogans)),
        tmp_path / "x.html",
    )
    seen.open(tmp_path / "x.html")
    seen.run("for (let n = 0; n < 200; n++) sanxin.choose(n)")
    seen.type("/script")
    assert len(words) == 200
    assert seen.run("return window.ran") is None
    assert seen.run("return document.querySelectorAll('aside img, aside iframe, aside b, aside script').length") == 0
    assert seen.log() == []
