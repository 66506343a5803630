"""Judging: each item by itself, and where that is not enough again with what the first pass thought of its neighbours.

Two passes are a stacked sequence model (Cohen & Carvalho 2005, "Stacked Sequential Learning"): in training, the second
pass learns from first-pass scores of documents that the first pass was not fitted on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sanxin import classify
from sanxin.blocks import sums_before
from sanxin.classify import Floats, LinearModel
from sanxin.features import Features, Ints

#: How far to either side the second pass looks, in items.
_NEAR = (1, 2, 4, 10)

#: For each kind of group (sentence, paragraph, ...) the group of every item.
Groups = Sequence[Sequence[int] | Ints]


def judge(models: Mapping[str, LinearModel], features: Features, groups: Groups) -> Floats:
    """Return the calibrated probability of each label for each item, shape (items, labels).

    `models` are a `first` and a `second` pass, or the `only` one, which needs no `groups`.
    """
    if "only" in models:
        only = models["only"]
        return only.probabilities(only.scores(features))
    second = models["second"]
    if not features.size:
        return np.zeros((0, len(second.labels)))
    table = neighbourhood(models["first"].scores(features), groups)
    return second.probabilities(second.dense_scores(table))


def labels(models: Mapping[str, LinearModel]) -> tuple[str, ...]:
    """Return the labels of a judge of one pass or two, in the order of the columns of `judge`."""
    return models["only" if "only" in models else "second"].labels


def neighbourhood(first: Floats, groups: Groups) -> Floats:
    """Return what the second pass sees, shape (items, columns): an item's own scores, and those of the items around.

    Columns: own scores and their softmax; for each reach of 1, 2, 4, 10 the mean softmax to the left and to the right;
    the mean over each of the item's groups.
    """
    chances = classify.softmax(first)
    parts = [first, chances]
    parts += _means_beside(chances)
    parts += [_group_mean(chances, group) for group in groups]
    return np.hstack(parts)


def _means_beside(chances: Floats) -> list[Floats]:
    """Return the mean of the rows before and behind each row, for each reach; an even guess where there are none."""
    count, labels = chances.shape
    sums = sums_before(chances)
    item = np.arange(count)
    means: list[Floats] = []
    for reach in _NEAR:
        for begin, end in ((np.maximum(0, item - reach), item), (item + 1, np.minimum(count, item + 1 + reach))):
            size = (end - begin)[:, None]
            mean = (sums.take(end, axis=0) - sums.take(begin, axis=0)) / np.maximum(1, size)
            means.append(np.where(size > 0, mean, 1 / labels))
    return means


def _group_mean(chances: Floats, groups: Sequence[int] | Ints) -> Floats:
    _, inverse = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.stack([np.bincount(inverse, column) for column in chances.T], axis=1)
    means: Floats = sums[inverse] / np.bincount(inverse)[inverse][:, None]
    return means
