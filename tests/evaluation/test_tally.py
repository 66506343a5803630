"""What counts as found and as right, field by field."""

from __future__ import annotations

import marking
import pytest

from sanxin.evaluation.marks import Marks
from sanxin.evaluation.matching import labels_over, pairs
from sanxin.evaluation.tally import Line, tally
from sanxin.records import Span


def counts(found: Marks, *line: str, gold: Marks | None = None) -> list[int]:
    count = tally(gold or marking.marks(), found).counts[Line(*line)]
    return [count.marked, count.found, count.right, count.compared, count.agreed]


def changed(**fields) -> Marks:
    """Marks whose first quantity, 12个, differs in the named fields."""
    first = marking.gold()["quantities"][0] | fields
    return marking.marks(quantities=[first, *marking.gold()["quantities"][1:]])


def test_the_same_marks_agree_in_everything() -> None:
    result = tally(marking.marks(), marking.marks())
    assert result.disagreements == []
    assert all(count.marked == count.found == count.right for count in result.counts.values())
    assert all(count.compared == count.agreed for count in result.counts.values())


@pytest.mark.parametrize(
    ("fields", "line", "expected"),
    [
        ({"low": 13, "high": 13}, "value", [3, 3, 2, 3, 2]),
        ({"low": 12.001}, "value", [3, 3, 3, 3, 3]),
        ({"unit": "口"}, "unit", [3, 3, 2, 3, 2]),
        ({"comparator": "ge"}, "comparator", [3, 3, 2, 3, 2]),
        ({"direction": "increase"}, "direction", [0, 1, 0, 3, 2]),
        ({"status": "reference", "modality": None}, "status", [3, 3, 2, 3, 2]),
        ({"status": "reference", "modality": None}, "modality", [2, 1, 1, 2, 1]),
        ({"deadline": "2031-12-31"}, "deadline", [1, 2, 1, 3, 2]),
        ({"indicator": None}, "indicator", [1, 0, 0, 3, 2]),
        ({"indicator": [6, 9]}, "indicator", [1, 1, 1, 3, 3]),
        ({"modality": "hard"}, "modality", [2, 2, 1, 2, 1]),
        ({"start": 10, "text": ""}, "exact_span", [3, 3, 2, 3, 2]),
        ({"start": 10, "text": ""}, "span", [3, 3, 3, 0, 0]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_field_that_differs(fields, line, expected) -> None:
    assert counts(changed(**fields), "quantities", line) == expected


@pytest.mark.parametrize(
    ("fields", "label", "right"),
    [
        ({"deadline": "2031-06-30"}, "", 2),
        ({"deadline": "2031-06-30"}, "value, unit, comparator", 2),
        ({"deadline": "2031-06-30"}, "… and indicator, deadline", 1),
        ({"unit": "口"}, "value, unit, comparator", 1),
        ({"status": "reference", "modality": None}, "", 1),
    ],
)
def test_targets_right_in_several_fields(fields, label, right) -> None:
    assert counts(changed(**fields), "quantities", "target", label)[2] == right


def test_records_of_one_side_only() -> None:
    found = marking.marks(quantities=[*marking.gold()["quantities"][:2], marking.quantity("2", 2, "")])
    result = tally(marking.marks(), found)
    assert counts(found, "quantities", "span") == [3, 3, 2, 0, 0]
    assert result.labels["status"]["achievement", "missed"] == 1
    assert result.labels["status"]["spurious", "commitment"] == 1
    assert [(each.marked, each.found) for each in result.disagreements if each.field == "span"] == [
        ("500棵", None),
        (None, "2"),
    ]


def test_slogans_by_kind_and_members() -> None:
    other = [marking.slogan("青禾行动", "metaphor"), marking.slogan("三件事", "abbreviation", ["种树", "通水", "修路"])]
    found = marking.marks(slogans=other)
    assert counts(found, "slogans", "kind") == [2, 2, 1, 2, 1]
    assert counts(found, "slogans", "kind", "metaphor") == [0, 1, 0, 0, 0]
    assert counts(found, "slogans", "members") == [1, 1, 1, 1, 1]


def test_a_clause_is_labelled_by_what_covers_more_than_half() -> None:
    gold = marking.marks().clauses
    wide = marking.marks(clauses=[{"start": 0, "end": 15, "role": "action", "pathway": "governance"}]).clauses
    assert labels_over(gold, wide)[:2] == [("action", "governance"), ("other", "none")]


def test_pathways_of_clauses_marked_as_doing() -> None:
    clauses = marking.gold()["clauses"]
    found = marking.marks(clauses=[clauses[0] | {"pathway": "industry"}, clauses[1], *clauses[3:]])
    result = tally(marking.marks(), found)
    assert counts(found, "clauses", "pathway") == [4, 4, 3, 4, 3]
    assert counts(found, "clauses", "role") == [5, 4, 4, 5, 4]
    assert result.labels["pathway"] == {
        ("environment", "industry"): 1,
        ("environment", "environment"): 1,
        ("industry", "industry"): 1,
        ("none", "none"): 1,
    }


def test_only_what_stands_in_a_window_counts() -> None:
    first = Marks("w", quantities=marking.marks().quantities[:1], windows={"quantities": (Span(0, 14),)})
    assert counts(marking.marks(), "quantities", "span", gold=first) == [1, 1, 1, 0, 0]


def test_the_best_overlap_wins_and_each_span_is_used_once() -> None:
    gold = [Span(0, 10), Span(8, 12)]
    assert pairs(gold, [Span(0, 9), Span(0, 10), Span(9, 12)]) == [(0, 1), (1, 2)]
    assert pairs(gold, [Span(2, 7)]) == [(0, 0)]
    assert pairs(gold, [Span(3, 7)]) == []
