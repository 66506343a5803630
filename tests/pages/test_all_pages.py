"""Every page that is written, in a browser without network: of two hundred attacks none runs, nothing is asked for."""

from __future__ import annotations

import json
from dataclasses import replace

import browser as browsers
import marking
import pytest
from speeches import bare, slogan
from test_review_page import items
from test_speech import ATTACKS, everywhere

from sanxin.evaluation import evaluate
from sanxin.graph import to_graph, write_graph
from sanxin.pages import render as speech_page
from sanxin.pages.evaluation import render as evaluation_page
from sanxin.pages.review import render as review_page
from sanxin.records import Facts, SloganKind

pytestmark = pytest.mark.skipif(not (browsers.CHROMIUM and browsers.DRIVER), reason=browsers.MISSING)

#: What an attack would leave behind, in the page or in a frame of it.
RAN = "return document.documentElement.dataset.ran || window.ran || null"


@pytest.fixture(scope="module", params=[True, False], ids=["webgl", "svg"])
def chromium(request):
    with browsers.browser(request.param) as opened:
        opened.webgl = request.param
        yield opened


def labels() -> list[str]:
    return [attack.replace("\n", " ") for attack in ATTACKS]


def test_the_page_of_a_speech(chromium, tmp_path) -> None:
    (tmp_path / "x.html").write_text(speech_page(everywhere(" ".join(labels()))), encoding="utf-8")
    chromium.load(tmp_path / "x.html")
    assert chromium.run("return document.querySelector('#records').tagName") == "DETAILS"
    assert chromium.run(RAN) is None
    assert set(chromium.requests()) == {(tmp_path / "x.html").as_uri()}


def test_the_page_of_a_graph(chromium, tmp_path) -> None:
    words = labels()
    text = "\n".join(f"“{word}”" for word in words)
    slogans = tuple(slogan(text, word, SloganKind.CAMPAIGN) for word in words)
    speech = replace(bare(text, facts=Facts(title=words[0], region=words[1])), slogans=slogans)
    write_graph(to_graph(speech), tmp_path / "x.html")
    chromium.open(tmp_path / "x.html")
    assert chromium.run("return document.documentElement.dataset.drawn") == ("webgl" if chromium.webgl else "svg")
    drawn = json.loads(chromium.run("return document.getElementById('data').textContent"))["nodes"]["label"]
    assert len(set(words) & set(drawn)) > 150
    chromium.run(f"for (let n = 0; n < {len(drawn)}; n++) sanxin.choose(n)")
    assert chromium.run(RAN) is None
    assert set(chromium.requests()) == {(tmp_path / "x.html").as_uri()}
    assert chromium.log() == []


def test_the_page_of_an_evaluation(chromium, tmp_path) -> None:
    gold = marking.marks()
    found = marking.marks(slogans=[marking.slogan("三件事", "campaign")])
    report = evaluate([(replace(gold, name=words), found) for words in labels()], resamples=5)
    (tmp_path / "x.html").write_text(evaluation_page(report, " ".join(labels())), encoding="utf-8")
    chromium.load(tmp_path / "x.html")
    assert "onerror" in chromium.run("return document.body.innerText")
    assert chromium.run(RAN) is None
    assert set(chromium.requests()) == {(tmp_path / "x.html").as_uri()}


def test_the_page_of_a_review(chromium, tmp_path) -> None:
    odd = []
    for words in labels():
        odd += [
            replace(item, document=words, path=words, sentence=words, framework=words, line_text=item.line_text + words)
            for item in items()
        ]
    (tmp_path / "x.html").write_text(review_page(odd, " ".join(labels())), encoding="utf-8")
    chromium.open(tmp_path / "x.html")
    assert chromium.run("return document.querySelectorAll('article').length") == 2 * len(ATTACKS)
    assert chromium.run(RAN) is None
    assert set(chromium.requests()) == {(tmp_path / "x.html").as_uri()}


def test_the_frame_of_a_notebook(chromium, tmp_path) -> None:
    shown = everywhere(" ".join(labels()))._repr_mimebundle_()["text/html"]
    (tmp_path / "x.html").write_text(f"<!doctype html><meta charset=utf-8><body>{shown}</body>", encoding="utf-8")
    chromium.load(tmp_path / "x.html")
    assert chromium.run(RAN) is None
    with chromium.frame():
        assert chromium.run("return document.querySelector('#records').tagName") == "DETAILS"
        assert chromium.run(RAN) is None
    assert {address for address in chromium.requests() if not address.startswith("about:")} == {
        (tmp_path / "x.html").as_uri()
    }
