"""Wording of clauses: which groups of words stand where, and the shape of the clause."""

from functools import cache

import numpy as np
import pytest

from sanxin import pipeline
from sanxin.places import ClausePlaces
from sanxin.records import Document
from sanxin.wording import _AROUND, clause_words, wording

#: The stretches in the order of the columns, as far as groups of words go.
PLACES = ("held", "opens", "opening", "ends", "held before", "held after", "opens before", "opens after")
PLACES += ("ends before", "ends after", "sentence opens", "line opens", "earlier", "later", "sentence", "line")
PLACES += tuple(f"around {left}" for left, _ in _AROUND)


@cache
def found(text):
    return pipeline.layers_of(pipeline.read(finders(), Document("t", "t", text)))


@cache
def finders():
    return pipeline.assemble(pipeline.FINDERS)


def table(text):
    return wording(found(text), ClausePlaces(found(text))).table()


def held(text, clause, place):
    """The groups that stand at `place` of a clause."""
    groups = clause_words().groups
    first = PLACES.index(place) * len(groups)
    row = table(text)[clause]
    return {group for group, value in zip(groups, row[first : first + len(groups)], strict=True) if value > 0}


SENTENCE = "各镇必须严守底线，推进园区扩容，让群众满意。去年新建学校三所。"


@pytest.mark.parametrize(
    ("clause", "place", "group"),
    [
        (0, "held", "must"),
        (1, "opens", "doing"),
        (1, "earlier", "must"),
        (2, "earlier", "doing"),
        (0, "later", "reach"),
        (0, "held after", "doing"),
        (1, "held before", "must"),
        (2, "opens", "reach"),
        (3, "opens", "past"),
        (3, "sentence opens", "past"),
        (3, "around 20", "must"),
    ],
    ids=lambda value: str(value),
)
def test_group_stands_there(clause, place, group):
    assert group in held(SENTENCE, clause, place)


@pytest.mark.parametrize(
    ("clause", "place", "group"),
    [(0, "earlier", "must"), (3, "earlier", "must"), (2, "later", "past"), (0, "held before", "past")],
    ids=["first of the sentence", "another sentence", "next sentence", "before the first"],
)
def test_group_does_not_stand_there(clause, place, group):
    assert group not in held(SENTENCE, clause, place)


def test_every_clause_has_numbers():
    rows = table(SENTENCE)
    assert len(rows) == 4
    assert np.isfinite(rows).all()


@pytest.mark.parametrize("text", ["1", "。1。", "１\n２", "a,b"], ids=repr)
def test_odd_texts_have_a_row_a_clause(text):
    assert len(table(text)) == len(found(text).structure.clauses)
