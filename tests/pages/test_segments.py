import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.pages.segments import Mark, cut


def pieces(marks, *lines):
    """Each line's segments as (start, end, names of the marks, names of those that begin)."""
    found = cut([Mark(start, end, name) for start, end, name in marks], lines)
    return [
        [(s.start, s.end, "".join(m.about for m in s.marks), "".join(m.about for m in s.begins)) for s in line]
        for line in found
    ]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [(0, 9, "", "")]),
        ([(2, 4, "a")], [(0, 2, "", ""), (2, 4, "a", "a"), (4, 9, "", "")]),
        ([(0, 9, "a")], [(0, 9, "a", "a")]),
        ([(0, 9, "a"), (3, 5, "b")], [(0, 3, "a", "a"), (3, 5, "ab", "b"), (5, 9, "a", "")]),
        ([(0, 5, "a"), (3, 9, "b")], [(0, 3, "a", "a"), (3, 5, "ab", "b"), (5, 9, "b", "")]),
        ([(0, 5, "a"), (5, 9, "b")], [(0, 5, "a", "a"), (5, 9, "b", "b")]),
        ([(1, 3, "a"), (1, 3, "b")], [(0, 1, "", ""), (1, 3, "ab", "ab"), (3, 9, "", "")]),
        ([(4, 4, "a")], [(0, 9, "", "")]),
        ([(20, 30, "a")], [(0, 9, "", "")]),
    ],
    ids=["none", "one", "all", "inside", "crossing", "touching", "twins", "empty", "outside"],
)
def test_marks_on_one_line(marks, expected) -> None:
    assert pieces(marks, (0, 9)) == [expected]


def test_a_mark_over_several_lines_is_continued() -> None:
    assert pieces([(2, 12, "a")], (0, 4), (5, 9), (10, 14)) == [
        [(0, 2, "", ""), (2, 4, "a", "a")],
        [(5, 9, "a", "")],
        [(10, 12, "a", ""), (12, 14, "", "")],
    ]


def test_a_mark_that_begins_between_lines_begins_with_the_next() -> None:
    assert pieces([(4, 7, "a")], (0, 4), (5, 9)) == [[(0, 4, "", "")], [(5, 7, "a", "a"), (7, 9, "", "")]]


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


@given(SPANS, st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_segments_are_the_lines_and_carry_exactly_the_marks_over_them(spans, lengths) -> None:
    marks = [Mark(min(span), max(span), n) for n, span in enumerate(spans)]
    solid = [mark for mark in marks if mark.start < mark.end]
    lines, start = [], 0
    for length in lengths:
        lines.append((start, start + length))
        start += length + 1
    for (start, end), segments in zip(lines, cut(marks, lines), strict=True):
        covered = [place for segment in segments for place in range(segment.start, segment.end)]
        assert covered == list(range(start, end))
        for segment in segments:
            over = {mark.about for mark in solid if mark.start <= segment.start and segment.end <= mark.end}
            touching = {mark.about for mark in solid if mark.start < segment.end and segment.start < mark.end}
            assert {mark.about for mark in segment.marks} == over == touching
