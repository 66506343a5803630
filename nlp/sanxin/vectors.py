"""Word vectors: words that stand in like company have like vectors, so that what is learned of one holds for the other.

`models/weights/vectors.npz` holds a vector and a weight for each of the common words of the genre, by the id of the
word; `training.vectors` makes it. A judge that learns over the mean vectors of stretches of words (the clause, its
neighbours, its verb) predicts without them: its weights are projected on every word once, and a stretch's score is the
weighted mean of its words' scores.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.blocks import sums_before
from sanxin.errors import DataError
from sanxin.features import Ids, Ints, Stretches

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
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
    rows, places = _places(vectors, stretches)
    known = np.vstack([vectors.table * vectors.weights[:, None], np.zeros(vectors.table.shape[1])])[rows]
    sums = sums_before(known[stretches.words.at])
    return np.hstack([place.mean(sums) for place in places])


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
    rows, places = _places(vectors, stretches)
    known = projection[:, rows]  # of the words of this text, which are few
    found: Floats = np.zeros((len(places[0].first), projection.shape[2]))
    for words, place in zip(known, places, strict=True):
        if (place.last - place.first).max(initial=0) > 1:
            found += place.mean(sums_before(words.take(at, axis=0)))
        else:  # single words need no sums
            word = words.take(at.take(np.minimum(place.first, len(at) - 1)), axis=0)
            found += word * ((place.last > place.first) / place.weight)[:, None]
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """The stretches of one role: item i has the words `first[i]` to `last[i]` - 1, which weigh `weight[i]` together."""

    first: Ints
    last: Ints
    weight: Floats

    def mean(self, sums: Floats) -> Floats:
        """Return the mean over each stretch of what is summed up in `sums`, weighed already."""
        found: Floats = (sums.take(self.last, axis=0) - sums.take(self.first, axis=0)) / self.weight[:, None]
        return found


@lru_cache(maxsize=1)  # both judges of clauses read the same stretches
def _places(vectors: Vectors, stretches: Stretches) -> tuple[Ints, list[_Place]]:
    """Return the row of each different word, and where the stretches of each role stand."""
    rows, at = vectors.rows(stretches.words.ids), stretches.words.at
    sums = np.append(0, np.cumsum(np.append(vectors.weights, 0)[rows[at]]))
    places = []
    for first, last in stretches.by_role.values():
        ends = np.clip(last, first, len(at))
        begins = np.minimum(first, ends)
        places.append(_Place(begins, ends, np.maximum(1e-6, sums[ends] - sums[begins])))
    return rows, places
