"""Fitting the choice of indicators (`indicator_choice`), and its scores by cross-validation across documents."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from sanxin.classify import LinearModel
from sanxin.indicator_choice import OPTIONS, SIDES, choose
from sanxin.indicator_features import COLUMNS, Frame, edges, facts, frame_of, spans_of, wholes
from sanxin.indicators import Indicator, propose
from sanxin.layers import Layers
from sanxin.records import Span
from sanxin.training.examples import found_layers, matched
from sanxin.training.figures import LEAST_OVERLAP, Figures, overlap
from sanxin.training.marked import MarkedText

Columns = NDArray[np.intp]

#: scikit-learn's C, and what divides the scores before they become probabilities; chosen by cross-validation.
_STRENGTH = 0.2
_TEMPERATURE = 1.5
#: Of the wrong spans that share no edge with the marked one so many are seen, weighted up to stand for all.
_SAMPLE = 25
_SEED = 1


@dataclass(frozen=True, slots=True)
class Marked:
    """One text: its layers, what the rules propose, and the marked span of each measure.

    A mark is (begin, end), () where the measure has no indicator, None where the measure is not marked. `measured`:
    whether its marks count in the figures.
    """

    source: str
    layers: Layers
    proposals: tuple[Indicator, ...]
    marks: tuple[tuple[int, ...] | None, ...]
    measured: bool = True


@dataclass(frozen=True, slots=True)
class ChoiceScores(Figures):
    """Held-out figures: the share of measures whose span agrees with the marked one by half, and is the very one.

    `accuracy` is the first share, named as for the judges; `rules` is that of the rules alone.
    """

    exact: float
    rules: float

    def summary(self) -> str:
        """Return the figures in words."""
        return (
            f"spans that agree {self.accuracy:.3f}, the very ones {self.exact:.3f}; by the rules alone {self.rules:.3f}"
        )


def examples(texts: Sequence[MarkedText]) -> list[Marked]:
    """Return the texts that were marked whole; an excerpt stands for its document."""
    whole = [text for text in texts if text.window.end - text.window.start == len(text.text)]
    found = []
    for text, layers in found_layers(whole):
        rows = matched(layers.measures, text.quantities)
        # A correction of the status alone says nothing of the indicator.
        marks = tuple(None if row is None or "indicator" not in row else tuple(row["indicator"] or ()) for row in rows)
        if any(mark is not None for mark in marks):
            found.append(Marked(text.group, layers, tuple(propose(layers)), marks, not text.partial))
    return found


def fit(examples: Sequence[Marked]) -> LinearModel:
    """Return the model: a logistic regression that tells the marked span from every other candidate."""
    sampler = random.Random(_SEED)  # noqa: S311 - picks training rows
    rows: list[Columns] = []
    truth: list[bool] = []
    weights: list[float] = []
    for example in examples:
        for columns, right, weight in _rows(example, sampler):
            rows.append(columns)
            truth.append(right)
            weights.append(weight)
    lengths = [len(row) for row in rows]
    entries = (np.repeat(np.arange(len(rows)), lengths), np.concatenate(rows))
    matrix = csr_matrix((np.ones(sum(lengths), dtype=np.float32), entries), shape=(len(rows), COLUMNS))
    held = np.unique(entries[1])
    model = LogisticRegression(C=_STRENGTH, max_iter=300, tol=1e-5)
    model.fit(matrix[:, held], np.asarray(truth), sample_weight=np.asarray(weights))
    found = np.zeros((COLUMNS, 1))
    found[held, 0] = model.coef_[0]
    return LinearModel(("span",), found, np.zeros(1), _TEMPERATURE)


def _rows(example: Marked, sampler: random.Random) -> Iterator[tuple[Columns, bool, float]]:
    """Yield the features of each candidate that is learned from, whether it is the marked one, and its weight."""
    frame = frame_of(example.layers, example.proposals)
    seen = facts(frame)
    options = {option: seen.columns(option) for option in OPTIONS}
    sides = {side: _Side(frame, side, options[side]) for side in SIDES}
    for index, mark in enumerate(example.marks):
        if mark is None:
            continue
        proposal = example.proposals[index].span
        rule = () if proposal is None else (proposal.start, proposal.end)
        spans = [(side, place, span) for side, found in sides.items() for place, span in found.spans(index)]
        near = [entry for entry in spans if mark and (entry[2][0] == mark[0] or entry[2][1] == mark[1])]
        near += [entry for entry in spans if entry[2] == rule and entry not in near]
        far = [entry for entry in spans if entry not in near]
        drawn = sampler.sample(far, min(_SAMPLE, len(far)))
        for chosen, weight in ((near, 1.0), (drawn, len(far) / max(1, len(drawn)))):
            for side, place, span in chosen:
                yield sides[side].columns(index, place), span == mark, weight
        if index and example.marks[index - 1] is not None:
            yield options["last"][index], example.marks[index - 1] == mark, 1.0
        yield options["none"][index], mark == (), 1.0
        if rule and all(span != rule for _, _, span in spans):
            yield options["rule"][index], rule == mark, 1.0


class _Side:
    """The candidates of one side of every measure of a text."""

    def __init__(self, frame: Frame, side: str, facts: Columns) -> None:
        self.first, self.last = SIDES[side]
        self.found = spans_of(frame, side, self.first[None, :], self.last[None, :])
        self.starts = frame.words.starts
        self.begins, self.ends = (seen.columns(f"{side}-{edge}") for edge, seen in edges(frame, side).items())
        self.whole = wholes(frame, self.found).columns(side)
        self.facts = facts

    def spans(self, index: int) -> list[tuple[int, tuple[int, int]]]:
        """Return the candidates of measure `index`: their place among the spans, and their offsets."""
        begins, ends = self.starts[self.found.begin[index]].tolist(), self.starts[self.found.end[index]].tolist()
        return [(place, (begins[place], ends[place])) for place in np.flatnonzero(self.found.held[index]).tolist()]

    def columns(self, index: int, place: int) -> Columns:
        """Return the features of one candidate."""
        edges = (self.begins[index, self.first[place]], self.ends[index, self.last[place] - 1])
        return np.concatenate([*edges, self.whole[index, place], self.facts[index]])


def cross_validate(
    examples: Sequence[Marked], folds: Sequence[Sequence[int]], report: Callable[[str], None] = lambda _: None
) -> ChoiceScores:
    """Return the held-out figures; `folds`: positions of the examples held out together."""
    right = exact = rules = count = 0
    for number, part in enumerate(folds, 1):
        held = set(part)
        model = fit([example for position, example in enumerate(examples) if position not in held])
        for position in part:
            example = examples[position]
            if not example.measured:
                continue
            chosen = choose(example.layers, example.proposals, model)
            for mark, proposal, choice in zip(example.marks, example.proposals, chosen, strict=True):
                if mark is not None:
                    count += 1
                    right += _agrees(choice.span, mark)
                    rules += _agrees(proposal.span, mark)
                    exact += mark == (() if choice.span is None else (choice.span.start, choice.span.end))
        report(f"fold {number} of {len(folds)}: {len(part)} texts held out")
    return ChoiceScores(
        accuracy=round(right / count, 4),
        exact=round(exact / count, 4),
        rules=round(rules / count, 4),
        documents=len({example.source for example in examples if example.measured}),
        measured={"indicators": count},
        folds=len(folds),
    )


def _agrees(span: Span | None, mark: tuple[int, ...]) -> bool:
    if span is None or not mark:
        return span is None and not mark
    return overlap(span.start, span.end, mark[0], mark[1]) >= LEAST_OVERLAP
