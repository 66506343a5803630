"""Word vectors: words that stand in like company have like vectors, so that what is learned of one holds for the other.

`models/weights/vectors.npz` holds a vector and a weight for each of the common words of the genre, by the id of the
word; `training.vectors` makes it. A judge that learns over the mean vectors of stretches of words (the clause, its
neighbours, its verb) predicts without them: its weights are projected on every word once, and a stretch's score is the
weighted mean of its words' scores.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.errors import DataError
from sanxin.features import Ids, Ints, Stretches

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of words: `ids` sorted, `table` of shape (words, dimensions), `weights` (words,), rarer words heavier."""

    ids: Ids
    table: Floats
    weights: Floats

    def rows(self, ids: Ids) -> Ints:
        """Return the row of each word; unknown words have the row behind the last."""
        place = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        rows: Ints = np.where(self.ids[place] == ids, place, len(self.ids))
        return rows


@cache
def load() -> Vectors:
    """Return the shipped vectors."""
    name = "models/weights/vectors.npz"
    try:
        content = data.model_files().joinpath("weights", "vectors.npz").read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return Vectors(arrays["ids"], arrays["table"].astype(np.float64), arrays["weights"].astype(np.float64))
    except (OSError, ValueError, KeyError) as error:
        raise DataError(name, [f"cannot be loaded ({error}); run: sanxin train vectors"]) from error


def to_bytes(vectors: Vectors) -> bytes:
    """Return the vectors as an npz archive of half precision; the same vectors give the same bytes."""
    buffer = io.BytesIO()
    half = {"table": vectors.table.astype(np.float16), "weights": vectors.weights.astype(np.float16)}
    np.savez_compressed(buffer, allow_pickle=False, ids=vectors.ids, **half)
    return buffer.getvalue()


def means(vectors: Vectors, stretches: Stretches) -> Floats:
    """Return the mean vector of every stretch, the roles side by side: (items, roles * dimensions); zero if empty."""
    rows = vectors.rows(stretches.words.ids)
    known = np.vstack([vectors.table * vectors.weights[:, None], np.zeros(vectors.table.shape[1])])[rows]
    table = known[stretches.words.at]
    weights = _weights(vectors, rows[stretches.words.at])
    return np.hstack([_weighted_mean(table, weights, stretch) for stretch in stretches.by_role.values()])


def project(vectors: Vectors, weights: Floats) -> Floats:
    """Return what each word adds to each label in each role: (roles, words + 1, labels); the last word is unknown.

    `weights`: (roles * dimensions, labels), learned over `means`.
    """
    dimensions = vectors.table.shape[1]
    by_role = weights.reshape(-1, dimensions, weights.shape[1])
    words: Floats = (vectors.table * vectors.weights[:, None]) @ by_role
    return np.concatenate([words, np.zeros((len(by_role), 1, words.shape[2]))], axis=1)


def scores(vectors: Vectors, projection: Floats, stretches: Stretches) -> Floats:
    """Return `means(vectors, stretches) @ weights`, (items, labels), from the projected weights."""
    at = stretches.words.at
    rows = vectors.rows(stretches.words.ids)
    known = projection[:, rows]  # of the words of this text, which are few
    weights = _weights(vectors, rows[at])
    parts = []
    for role, (first, last) in enumerate(stretches.by_role.values()):
        if (last - first).max(initial=0) > 1:
            parts.append(_weighted_mean(known[role].take(at, axis=0), weights, (first, last)))
        else:  # single words need no sums
            held = (first < last) & (first < len(at))
            words = np.where(held, rows[at[np.minimum(first, len(at) - 1)]], len(vectors.ids))
            parts.append(projection[role, words] / np.append(vectors.weights, 1)[words, None])
    found: Floats = np.sum(parts, axis=0)
    return found


def _weights(vectors: Vectors, rows: Ints) -> Floats:
    """Return the weight of all words before each word, and of all."""
    return np.append(0, np.cumsum(np.append(vectors.weights, 0)[rows]))


def _weighted_mean(values: Floats, weights: Floats, stretch: tuple[Ints, Ints]) -> Floats:
    """Return the sum of `values`, (words, columns), over each stretch, over the weight of its words."""
    first, last = stretch
    sums = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, out=sums[1:])
    ends = np.clip(last, first, len(values))
    begins = np.minimum(first, ends)
    weight = np.maximum(1e-6, weights[ends] - weights[begins])
    found: Floats = (sums[ends] - sums[begins]) / weight[:, None]
    return found
