"""The evidence of a link, as people read it."""

import numpy as np
import pytest

from sanxin import evidence
from sanxin.evidence import Link, of_headings, of_links
from sanxin.frameworks import load_framework
from sanxin.pipeline import FINDERS, assemble, layers_of
from sanxin.records import Span

TEXT = "加快园区招商，治理河道污水。整顿干部作风，于是。"


@pytest.fixture(scope="module")
def layers():
    return layers_of(assemble(FINDERS[:1])(TEXT))


def link(words, pathway):
    start = TEXT.index(words)
    return Link(Span(start, start + len(words)), pathway)


def test_headings():
    assert of_headings(("2031年工作安排", "做强产业")) == ("标题：2031年工作安排＞做强产业",)
    assert of_headings(()) == ()


def test_words_of_the_framework(layers):
    links = [link("加快园区招商", "industry"), link("治理河道污水", "environment"), link("加快园区招商", "governance")]
    found = of_links(layers, load_framework("sanxin"), links)
    assert [pieces[0] for pieces in found[:2]] == ["框架词：园区、招商", "框架词：污水"]
    assert not any(piece.startswith("框架词") for piece in found[2])


def test_words_that_weighed(layers, monkeypatch):
    class Model:
        labels = ("industry", "none")

        def of_words(self, words, places, items):
            """The later a word stands, the more it speaks for industry."""
            return np.column_stack((np.arange(len(places)) + 1.0, np.zeros(len(places))))

    monkeypatch.setattr(evidence.classify, "load", lambda _: {"first": Model()})
    found = of_links(layers, None, [link("加快园区招商", "industry"), link("整顿干部作风", "somewhere else")])
    assert found == [("要词：招商、园区",), ()]


def test_what_a_word_adds_is_part_of_the_score(layers):
    """The shipped judge of pathways can tell what the words of a clause add."""
    (found,) = of_links(layers, None, [link("治理河道污水", "environment")])
    assert all(word in TEXT for piece in found for word in piece.removeprefix("要词：").split("、"))


def test_no_links(layers):
    assert of_links(layers, None, []) == []
