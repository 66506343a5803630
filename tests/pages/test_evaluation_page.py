"""The page of an evaluation: what it shows, that text stays text, that it runs and fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import marking
import pytest

from sanxin.evaluation import evaluate
from sanxin.pages.evaluation import render

VOID = {"meta", "link"}
ODD = '</td><script>alert("1")</script>&amp;'


class Reader(HTMLParser):
    """The elements of a page; what is left open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes) -> None:
        self.tags.append(tag)
        self.attributes += attributes
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attributes) -> None:
        self.tags.append(tag)


@pytest.fixture(scope="module")
def report():
    gold = marking.marks()
    found = marking.marks(
        quantities=[*marking.gold()["quantities"][1:], marking.quantity("2", 2, "")],
        slogans=[marking.slogan("三件事", "campaign")],
    )
    return evaluate([(gold, found), (replace(gold, name=ODD), found)], resamples=50)


@pytest.fixture(scope="module")
def page(report) -> str:
    return render(report)


def test_every_element_is_closed(page) -> None:
    assert Reader(page).open == []


def test_figures_confusions_and_disagreements_are_there(page, report) -> None:
    words = re.sub(r"<[^>]+>", " ", page)
    for shown in ("precision", "50 draws of 2 documents", "missed", "spurious", "abbreviation", "12个"):
        assert shown in words
    assert page.count("<tr") > len(report.figures)
    assert page.count("<table") == len({f.line.layer for f in report.figures}) + len(report.confusions) + 1 + len(
        {(each.layer, each.field) for each in report.disagreements}
    )


def test_it_runs_and_fetches_nothing(page) -> None:
    read = Reader(page)
    assert not {"script", "img", "iframe", "object", "form"} & set(read.tags)
    addresses = [value for name, value in read.attributes if name in ("src", "href", "action")]
    assert addresses == ["data:,"]
    assert not [name for name, _ in read.attributes if name == "style" or name.startswith("on")]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = dict(read.attributes)  # the last of a name; the policy is the first content
    assert "content" in policy
    assert f"style-src &#x27;sha256-{digest}&#x27;" in page or f"style-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page
    assert "script-src 'none'" in page


def test_names_stay_text(page) -> None:
    assert "alert" in page
    assert "<script" not in page


def test_two_annotators(report) -> None:
    page = render(report, "hers/" + ODD)
    assert "Cohen" in page
    assert "Krippendorff" in page
    assert "<script" not in page
    assert "Cohen" not in render(report)
