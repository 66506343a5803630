"""The best set of proposals that do not overlap, and the table of what the archive says."""

import numpy as np

from sanxin.records import SloganKind
from sanxin.slogans import choice, heard
from sanxin.slogans.characters import ids_of
from sanxin.slogans.sight import Proposal


def chances(*sure):
    """Return a row for each proposal: a campaign with the given probability."""
    return np.array([[1 - one, 0.0, one, 0.0, 0.0] for one in sure])


def test_the_surer_set_wins_over_the_longer_proposal():
    found = [Proposal(0, 10, ()), Proposal(0, 4, ()), Proposal(5, 10, ()), Proposal(12, 14, ())]
    chosen = choice.best_set(found, chances(0.3, 0.9, 0.9, 0.01))
    assert [(one.start, one.end, one.kind) for one in chosen] == [
        (0, 4, SloganKind.CAMPAIGN),
        (5, 10, SloganKind.CAMPAIGN),
    ]
    assert [(one.start, one.end) for one in choice.best_set(found, chances(0.9, 0.4, 0.4, 0.01))] == [(0, 10)]


def test_what_stands_inside_a_likely_slogan_gives_way():
    found = [Proposal(0, 10, ()), Proposal(4, 7, ())]
    assert [(one.start, one.end) for one in choice.best_set(found, chances(0.68, 0.87))] == [(0, 10)]
    assert [(one.start, one.end) for one in choice.best_set(found, chances(0.2, 0.87))] == [(4, 7)]


def test_nothing_proposed_nothing_chosen():
    assert choice.best_set([], np.zeros((0, 5))) == []


def test_heard_table_keeps_what_two_say_or_one_quotes():
    documents = [(ids_of(["云湖模式", "稻香"]), ids_of(["亮码入园"])), (ids_of(["云湖模式"]), ids_of([]))]
    counts = heard.counted(documents)
    wanted = ids_of(["云湖模式", "亮码入园", "稻香"])
    assert [each.tolist() for each in counts.common().counts(wanted)] == [[2, 1, 0], [0, 1, 0]]
    assert [each.tolist() for each in counts.without(*documents[0]).counts(wanted)] == [[0, 0, 0], [0, 0, 0]]


def test_nothing_heard_before():
    assert [each.tolist() for each in heard.counted([]).counts(ids_of(["云湖模式"]))] == [[0], [0]]
