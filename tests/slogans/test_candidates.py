"""Overlaps, stretches to keep out, and where a mention stands alone."""

from sanxin.records import SloganKind, Span
from sanxin.slogans.candidates import Candidate, longest_first, outside, stands_alone


def candidate(start, end, kind=SloganKind.CAMPAIGN, score=0.5, established=False):
    return Candidate(start, end, kind, score, "test", established)


def spans(candidates):
    return [(one.start, one.end) for one in candidates]


def test_longest_first_then_surer():
    found = [candidate(2, 4), candidate(0, 5), candidate(5, 7, score=0.4), candidate(6, 8, score=0.9), candidate(9, 10)]
    assert spans(longest_first(found)) == [(0, 5), (6, 8), (9, 10)]


def test_outside():
    found = [candidate(0, 2), candidate(3, 6), candidate(5, 9), candidate(10, 20), candidate(12, 14)]
    assert spans(outside(found, [Span(4, 6), Span(12, 14)])) == [(0, 2)]
    assert spans(outside(found, [Span(4, 6), Span(12, 14)], around=True)) == [(0, 2), (10, 20)]


def test_a_mention_is_not_the_tail_of_a_number():
    text = "“三新”好。十三新路，第三新村，三新见效"
    places = [at for at in range(len(text)) if text.startswith("三新", at)]
    assert [stands_alone(text, at, "三新") for at in places] == [True, False, False, True]
