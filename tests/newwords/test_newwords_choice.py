"""The words and tags by which a piece of a sentence is told from a name, and their examples."""

from __future__ import annotations

import pytest

from sanxin import data
from sanxin.newwords.choice import edges, in_dictionary

EXAMPLES = data.rules("newwords")["examples"]


@pytest.mark.parametrize("name", EXAMPLES["names"])
def test_names_pass(name):
    assert not edges().refuses(name)


@pytest.mark.parametrize("join", EXAMPLES["joins"])
def test_joins_are_refused(join):
    assert edges().refuses(join)


@pytest.mark.parametrize(
    ("text", "rests"),
    [("推动高质量发展", {"高质量发展", "推动高质量"}), ("固定资产投资增长", {"固定资产投资"}), ("双招双引", set())],
)
def test_verbs_and_tails_come_off(text, rests):
    assert set(edges().rests(text)) == rests


def test_the_dictionary_knows_words_and_no_coinages():
    assert in_dictionary({"发展", "星链共育"}) == {"发展"}
