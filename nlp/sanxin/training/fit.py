"""Fitting a judge of one pass or two, and its scores by cross-validation across documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from sanxin import classify, passes, vectors
from sanxin.classify import Floats, LinearModel
from sanxin.features import BUCKETS, Features, bucket, stacked
from sanxin.passes import Groups
from sanxin.training.solver import fit_softmax

Labels = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Example:
    """One text: the features of its items, and their marks (None: not marked).

    `source` names the document the text comes from; folds are cut between documents. `groups` as in `passes`. `means`:
    the mean vectors of the stretches of the marked items, if the judge reads any, (marked items, numbers). `measured`:
    whether its marks count in the held-out figures, or are only learned from.
    """

    source: str
    features: Features
    groups: Groups
    marks: tuple[str | None, ...]
    means: NDArray[np.float32] | None = None
    measured: bool = True


class Sourced(Protocol):
    """Anything that comes from a document."""

    @property
    def source(self) -> str:
        """The name of the document."""
        ...


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is fitted: the labels in their order, and scikit-learn's C of each pass; `second` None: one pass is enough.

    `least`: a column is learned if it holds in so many documents; what one document alone says is noise to the others.
    `share`: of few documents, in this share of them.
    `even`: a mark weighs 1 / (marks of its document) ** even, so that long documents do not speak for all.
    `given`: facts that mean a label whatever the marks say.
    `longer`: the numbers of the features are lengthened by this, so that the penalty leaves them more freedom.
    `folds`: into so many parts the documents are cut for the held-out figures, `inner` for the second pass to learn.
    """

    labels: tuple[str, ...]
    first: float = 0.5
    second: float | None = 0.2
    least: int = 1
    share: float = 1.0
    even: float = 0.0
    given: Mapping[str, str] = field(default_factory=dict)
    longer: float = 1.0
    folds: int = 8
    inner: int = 5


#: Mean vectors are lengthened by this before they are learned from, so that the penalty leaves them more freedom.
_MEANS = 2.0
#: What a given fact adds to the score of its label: more than all the rest takes away.
_GIVEN = 20.0


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the judge said of each marked item when its document was held out. `chances`: (items, labels)."""

    groups: Labels
    truth: Labels
    chances: Floats


def fit_linear(
    features: Features,
    truth: Sequence[str],
    sources: Sequence[str],
    recipe: Recipe,
    means: NDArray[np.float32] | None = None,
) -> LinearModel:
    """Return a logistic model over columns of features; item i comes from the document `sources[i]`.

    `means`: the mean vectors of each item's stretches, if the judge reads any, (items, numbers).
    """
    entries = (np.ones(len(features.items), dtype=np.float32), (features.items, features.columns))
    held = common_columns(features, sources, recipe.least, recipe.share)
    matrix = csr_matrix(entries, shape=(features.size, BUCKETS))[:, held]
    marks = Counter(sources)
    shares = np.array([marks[source] ** -recipe.even for source in sources])
    shares /= shares.mean()
    weights = np.zeros((BUCKETS, len(recipe.labels)))
    if means is not None and features.numbers is not None:
        dense = np.hstack([means * np.float32(_MEANS), features.numbers * np.float32(recipe.longer)])
        index = np.array([recipe.labels.index(mark) for mark in truth])
        weights[held], learned, intercept = fit_softmax(matrix, dense, index, shares, recipe.first)
        averaged, numbers = learned[: means.shape[1]] * _MEANS, learned[means.shape[1] :] * recipe.longer
        projection = vectors.project(vectors.load(), averaged)
        return LinearModel(recipe.labels, weights, intercept, 1.0, averaged, projection, numbers)
    regression = LogisticRegression(C=recipe.first, max_iter=150, tol=1e-3)
    fitted = regression.fit(matrix, np.asarray(truth), sample_weight=shares)
    order = _order(fitted, recipe.labels)
    learned, intercept = _by_label(fitted)
    weights[held] = learned[order].T
    for fact, label in recipe.given.items():
        weights[bucket(fact)] = [_GIVEN * (label == name) for name in recipe.labels]
    return LinearModel(recipe.labels, weights, intercept[order])


def common_columns(features: Features, sources: Sequence[str], least: int, share: float = 1.0) -> NDArray[np.intp]:
    """Return the columns that hold in at least `least` documents, of few documents in `share` of them."""
    names, document = np.unique(np.asarray(sources), return_inverse=True)
    least = min(least, max(1, int(share * len(names))))
    pairs = np.unique(document[features.items] * BUCKETS + features.columns)
    return np.flatnonzero(np.bincount(pairs % BUCKETS, minlength=BUCKETS) >= least)


def fit_dense(table: Floats, truth: Sequence[str], labels: Sequence[str], strength: float) -> LinearModel:
    """Return a logistic model of rows of numbers."""
    fitted = LogisticRegression(C=strength, max_iter=2000).fit(table, np.asarray(truth))
    order = _order(fitted, labels)
    return LinearModel(tuple(labels), fitted.coef_[order].T.copy(), fitted.intercept_[order].copy())


def _by_label(fitted: LogisticRegression) -> tuple[Floats, Floats]:
    """Return the weights and the intercept of each label; of two labels scikit-learn keeps those of the second only."""
    if len(fitted.classes_) == 2:
        return np.vstack([-fitted.coef_, fitted.coef_]) / 2, np.append(-fitted.intercept_, fitted.intercept_) / 2
    return fitted.coef_, fitted.intercept_


def _order(fitted: LogisticRegression, labels: Sequence[str]) -> list[int]:
    return [list(fitted.classes_).index(label) for label in labels]


def temperature(scores: Floats, truth: Labels, labels: Sequence[str]) -> float:
    """Return what the scores must be divided by so that their softmax fits the truth best."""
    index = np.array([list(labels).index(label) for label in truth])

    def loss(value: float) -> float:
        chances = classify.softmax(scores / value)
        return float(-np.log(np.maximum(1e-12, chances[np.arange(len(index)), index])).mean())

    return float(minimize_scalar(loss, bounds=(0.3, 5.0), method="bounded").x)


def folds(examples: Sequence[Sourced], count: int) -> list[list[int]]:
    """Return `count` lists of positions; all texts of one document are in the same list."""
    sources = sorted({example.source for example in examples})
    place = {source: number % count for number, source in enumerate(sources)}
    parts: list[list[int]] = [[] for _ in range(count)]
    for position, example in enumerate(examples):
        parts[place[example.source]].append(position)
    return [part for part in parts if part]


def _first(examples: Sequence[Example], recipe: Recipe) -> LinearModel:
    kept = [[i for i, mark in enumerate(example.marks) if mark] for example in examples]
    seen = stacked([example.features.only(marked) for example, marked in zip(examples, kept, strict=True)])
    truth = [mark for example in examples for mark in example.marks if mark]
    sources = [example.source for example in examples for mark in example.marks if mark]
    read = [example.means for example in examples if example.means is not None]
    return fit_linear(seen, truth, sources, recipe, np.vstack(read) if read else None)


def fit_passes(examples: Sequence[Example], recipe: Recipe) -> dict[str, LinearModel]:
    """Return the passes; the second learns from what the first says of documents it was not fitted on.

    The temperature, too, is fitted on what was said of documents not seen.
    """
    tables: list[Floats] = []
    truth: list[str] = []
    for part in folds(examples, recipe.inner):
        held = set(part)
        first = _first([example for position, example in enumerate(examples) if position not in held], recipe)
        for position in part:
            example = examples[position]
            marked = [i for i, mark in enumerate(example.marks) if mark]
            if marked:
                scores = first.scores(example.features)
                seen = scores if recipe.second is None else passes.neighbourhood(scores, example.groups)
                tables.append(seen[marked])
                truth += [example.marks[i] or "" for i in marked]
    table = np.vstack(tables)
    if recipe.second is None:
        only = _first(examples, recipe)
        scale = temperature(table, np.asarray(truth), recipe.labels)
        return {"only": replace(only, temperature=scale)}
    second = fit_dense(table, truth, recipe.labels, recipe.second)
    scale = temperature(second.dense_scores(table), np.asarray(truth), recipe.labels)
    second = LinearModel(second.labels, second.weights, second.intercept, scale)
    return {"first": _first(examples, recipe), "second": second}


def cross_validate(
    examples: Sequence[Example], recipe: Recipe, count: int, report: Callable[[str], None] = lambda _: None
) -> HeldOut:
    """Return the held-out judgments of every marked item, `count` folds across documents."""
    groups: list[str] = []
    truth: list[str] = []
    chances: list[Floats] = []
    for number, part in enumerate(folds(examples, count), 1):
        held = set(part)
        models = fit_passes([example for position, example in enumerate(examples) if position not in held], recipe)
        for position in part:
            example = examples[position]
            marked = [i for i, mark in enumerate(example.marks) if mark]
            if not marked or not example.measured:
                continue
            chances.append(passes.judge(models, example.features, example.groups)[marked])
            truth += [example.marks[i] or "" for i in marked]
            groups += [example.source] * len(marked)
        report(f"fold {number} of {count}: {len(part)} texts held out")
    return HeldOut(np.asarray(groups), np.asarray(truth), np.vstack(chances))


def calibration_error(chances: Floats, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error of the best label's probability (Naeini et al. 2015), equal-width bins."""
    confidence = chances.max(axis=1)
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(confidence[place == b].mean() - right[place == b].mean()) * (place == b).mean()
            for b in range(bins)
            if (place == b).any()
        )
    )
