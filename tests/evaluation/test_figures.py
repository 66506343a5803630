"""Figures and intervals: held against scikit-learn, and the same for the same seed."""

from __future__ import annotations

import marking
import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from sanxin.evaluation import evaluate
from sanxin.evaluation.agreement import alpha, kappa
from sanxin.evaluation.figures import Figure
from sanxin.evaluation.report import Report
from sanxin.evaluation.tally import Line

CLAUSES = marking.gold()["clauses"]


def labelled(*roles: str):
    return marking.marks(clauses=[clause | {"role": role} for clause, role in zip(CLAUSES, roles, strict=True)])


FIRST = labelled("action", "action", "achievement", "goal", "other")
SECOND = labelled("action", "goal", "achievement", "goal", "action")
THIRD = labelled("goal", "goal", "action", "goal", "achievement")


def figure(report: Report, *line: str) -> Figure:
    return next(figure for figure in report.figures if figure.line == Line(*line))


def test_figures_of_labels_are_those_of_scikit_learn() -> None:
    report = evaluate([(FIRST, SECOND)])
    gold, found = ([clause.role for clause in marks.clauses] for marks in (FIRST, SECOND))
    names = ["action", "goal", "achievement", "other"]
    expected = f1_score(gold, found, labels=names, average=None, zero_division=0)
    assert [figure(report, "clauses", "role", name).f1.value for name in names] == pytest.approx(expected)
    assert figure(report, "clauses", "role", "macro").f1.value == pytest.approx(np.mean(expected))


def test_one_document_has_no_interval() -> None:
    f1 = figure(evaluate([(FIRST, SECOND)]), "clauses", "role").f1
    assert f1.value is not None
    assert (f1.low, f1.high) == (None, None)


def test_intervals_hold_the_figure_and_come_again_with_the_seed() -> None:
    both = [(FIRST, SECOND), (FIRST, FIRST), (FIRST, THIRD)] * 3
    one, two, other = (evaluate(both, resamples=300, seed=seed) for seed in (1, 1, 2))
    accuracy = figure(one, "clauses", "role").accuracy
    assert accuracy.value == pytest.approx(0.6)
    assert 0.2 < accuracy.low < 0.6 < accuracy.high < 1
    assert one == two
    assert one.figures != other.figures


def test_what_never_occurs_has_no_figure() -> None:
    report = evaluate([(marking.marks(quantities=[]), marking.marks(quantities=[]))])
    assert figure(report, "quantities", "span").f1.value is None
    assert {"range", "lt"} & {found.line.label for found in report.figures} == set()


def test_tables_of_confusion_in_the_order_of_the_guide() -> None:
    confusion = next(c for c in evaluate([(FIRST, SECOND)]).confusions if c.field == "role")
    assert confusion.rows == ("action", "goal", "achievement", "other")
    assert confusion.columns == ("action", "goal", "achievement")
    assert confusion.counts["action", "goal"] == 1


def test_each_document_by_itself() -> None:
    report = evaluate([(FIRST, FIRST)])
    assert {figure.f1.value for figure in report.documents["T1"] if figure.f1.value is not None} == {1.0}


# ---- agreement ----


def table(first: list[str], second: list[str]) -> np.ndarray:
    names = sorted({*first, *second})
    counts = np.zeros((len(names), len(names)))
    np.add.at(counts, ([names.index(a) for a in first], [names.index(b) for b in second]), 1)
    return counts


# Examples A and B of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011).
TWO_VALUES = (list("0100000010"), list("1110010000"))
FIVE_VALUES = (list("aabbdcccedda"), list("babbbccceddd"))


@pytest.mark.parametrize(("coders", "expected"), [(TWO_VALUES, 0.095), (FIVE_VALUES, 0.692)], ids=["two", "five"])
def test_alpha_and_kappa(coders, expected) -> None:
    counts = table(*coders)
    assert kappa(counts) == pytest.approx(cohen_kappa_score(*coders))
    assert alpha(counts) == pytest.approx(expected, abs=5e-4)


def test_one_label_only_gives_no_coefficient() -> None:
    assert np.isnan(kappa(np.array([[4.0]])))
    assert np.isnan(alpha(np.array([[4.0]])))


def test_agreement_of_two_annotators() -> None:
    report = evaluate([(FIRST, SECOND), (FIRST, FIRST)])
    role = next(each for each in report.agreement if each.field == "role")
    first, second = ([c.role for c in marks.clauses] for marks in (FIRST, SECOND))
    assert role.pairs == 10
    assert role.same.value == pytest.approx(0.8)
    assert role.kappa.value == pytest.approx(cohen_kappa_score(first * 2, second + first))
    assert role.kappa.low is not None
