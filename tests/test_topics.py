"""Topics: what is found of them, and how the stretches around a clause share them out."""

import numpy as np
import pytest
from layered import layers

from sanxin.places import ClausePlaces
from sanxin.topics import topic_shares, topic_words

SPEECH = (
    "三、建设和美乡村\n推动稻虾共作基地扩面，完善冷链配送网络。\n四、深化作风建设\n各级干部要下沉一线，严格督查问责。\n"
)
STRETCHES = ("clause", "around1", "around3", "around8", "sentence", "paragraph", "section", "heading", "headings")


def shares_of(text):
    known = layers(text)
    return topic_shares(known, ClausePlaces(known)).table()


def shares(text):
    """The shares by stretch and topic: found[stretch][clause][topic]."""
    table = shares_of(text)
    names = topic_words().names
    blocks = np.hsplit(table, len(STRETCHES))
    return {
        stretch: [dict(zip(names, row, strict=True)) for row in block.tolist()]
        for stretch, block in zip(STRETCHES, blocks, strict=True)
    }


@pytest.mark.parametrize(
    ("clause", "topic"),
    [(1, "agriculture"), (4, "cadre")],
    ids=["稻虾 inside a longer word", "干部"],
)
def test_clause_has_its_topic(clause, topic):
    own = shares(SPEECH)["clause"][clause]
    assert max(own, key=own.get) == topic


def test_heading_is_known_to_all_clauses_below():
    below = shares(SPEECH)["heading"]
    assert below[1]["rural"] > 0
    assert below[1] == below[2]
    assert below[4]["rural"] == 0


def test_shares_add_up_to_one_or_to_nothing():
    for block in shares(SPEECH).values():
        for row in block:
            total = sum(row.values())
            assert total == pytest.approx(1, abs=1e-6) or total <= 1


def test_text_without_topics():
    assert shares_of("呜呼哀哉，呜呼。").sum() == 0


def test_longest_word_is_taken():
    """和美乡村 is rural and no more: the words inside it are not counted again."""
    (row,) = shares("和美乡村")["clause"]
    assert row["rural"] == 1
