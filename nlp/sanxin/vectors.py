"""Word vectors: words that stand in like company have like vectors, so that what is learned of one holds for the other.

`models/weights/vectors.npz` holds a vector and a weight for each of the common words of the genre, by the id of the
word; `training.vectors` makes it. A judge that learns over the mean vectors of stretches of words (the clause, its
neighbours, its verb) predicts without them: its weights are projected on every word once, and a stretch's score is the
weighted mean of its words' scores.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.blocks import add_up, sums_before
from sanxin.errors import DataError
from sanxin.features import Ids, Ints, Stretches

Floats = NDArray[np.float64]

#: Stretches are made of pieces that have no more words than that.
_LONGEST_PIECE = 16


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
    seen = _seen(vectors, stretches)
    known = np.vstack([vectors.table * vectors.weights[:, None], np.zeros(vectors.table.shape[1])])[seen.rows]
    sums = sums_before(known[stretches.words.at])
    bounds = zip(seen.begin, seen.end, seen.weight, strict=True)
    return np.hstack([(sums[end] - sums[begin]) / weight[:, None] for begin, end, weight in bounds])


def project(vectors: Vectors, weights: Floats) -> Floats:
    """Return what each word adds to each label in each role: (words + 1, roles * labels); the last word is unknown.

    `weights`: (roles * dimensions, labels), learned over `means`.
    """
    dimensions, labels = vectors.table.shape[1], weights.shape[1]
    by_role = weights.reshape(-1, dimensions, labels)
    words = (vectors.table * vectors.weights[:, None]) @ by_role
    table = np.zeros((len(vectors.ids) + 1, len(by_role) * labels))
    table[:-1] = words.transpose(1, 0, 2).reshape(len(vectors.ids), -1)
    return table


def scores(vectors: Vectors, projection: Floats, stretches: Stretches, counted: Mapping[str, Floats]) -> Floats:
    """Return `means(vectors, stretches) @ weights`, (items, labels), from the projected weights.

    `counted`: what each different word of the text adds besides to the stretches of a role, as often as it stands in
    them; of no role that is `inside`.
    """
    seen, at = _seen(vectors, stretches), stretches.words.at
    words = projection.take(seen.rows, axis=0).reshape(len(seen.rows), len(seen.begin), -1)
    lone, fine, coarse = (np.flatnonzero(seen.grain == grain) for grain in (_LONE, _FINE, _COARSE))
    found: Floats = np.zeros((seen.begin.shape[1], words.shape[2]))
    if len(lone):
        begin, end = seen.begin[lone], seen.end[lone]
        place = at.take(begin, mode="clip") * words.shape[1] + lone[:, None]
        word = words.reshape(-1, words.shape[2]).take(place, axis=0)
        found += np.einsum("ril,ri->il", word, (end > begin) / seen.weight[lone])
    if len(fine):
        every = sums_before(words.take(fine, axis=1).reshape(len(words), -1).take(at, axis=0))
        sums = _between(every, seen.begin[fine], seen.end[fine])
        found += np.einsum("ril,ri->il", sums, 1 / seen.weight[fine])
    roles = [list(stretches.by_role).index(role) for role in counted]
    table = np.hstack([words.take(coarse, axis=1).reshape(len(words), -1), *counted.values()])
    read = np.append(coarse, np.array(roles, dtype=np.intp))
    pieces = _sums_of_pieces(table, at, seen.edges)
    sums = _between(pieces, seen.number[seen.begin[read]], seen.number[seen.end[read]])
    found += np.einsum("ril,ri->il", sums[: len(coarse)], 1 / seen.weight[coarse])
    found += sums[len(coarse) :].sum(axis=0)
    return found


#: Stretches that begin and end with pieces; of the others those of one word, and the rest.
_COARSE, _LONE, _FINE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Seen:
    """Stretches of one text, (roles, items): those of role r and item i are the words begin[r, i] to end[r, i] - 1.

    `weight`: what these weigh together; `grain`: what kind of stretches a role has. `rows`: the row of each different
    word of the text. `edges`: where pieces begin, and the end of the text; `number[k]` is the piece that begins at k.
    """

    begin: Ints
    end: Ints
    weight: Floats
    grain: Ints
    rows: Ints
    edges: Ints
    number: Ints


@lru_cache(maxsize=1)  # both judges of clauses read the same stretches
def _seen(vectors: Vectors, stretches: Stretches) -> _Seen:
    rows, at = vectors.rows(stretches.words.ids), stretches.words.at
    weights = np.append(0, np.cumsum(np.append(vectors.weights, 0)[rows[at]]))
    first, last = (np.array(side) for side in zip(*stretches.by_role.values(), strict=True))
    end = np.clip(last, first, len(at))
    begin = np.minimum(first, end)
    inside = np.array([role in stretches.inside for role in stretches.by_role])
    lone = (end - begin).max(axis=1, initial=0) < 2
    grain = np.where(inside, np.where(lone, _LONE, _FINE), _COARSE)
    is_edge = np.zeros(len(at) + 1, dtype=bool)
    is_edge[::_LONGEST_PIECE] = is_edge[-1] = True
    is_edge[begin[grain == _COARSE]] = is_edge[end[grain == _COARSE]] = True
    weight = np.maximum(1e-6, weights[end] - weights[begin])
    return _Seen(begin, end, weight, grain, rows, np.flatnonzero(is_edge), np.cumsum(is_edge) - 1)


def _sums_of_pieces(words: Floats, at: Ints, edges: Ints) -> Floats:
    """Return the sums of all words before each piece, and of all: (pieces + 1, columns); word k is `words[at[k]]`.

    All pieces are added up at once: the first words of all, then the second words of those that have two, ….
    """
    lengths = np.diff(edges)
    order = np.argsort(-lengths, kind="stable")
    starts = edges[:-1][order]
    width = words.shape[1]
    pieces = np.zeros((len(order), width))
    longer = len(order) - np.cumsum(np.bincount(lengths))[:-1]
    for nth, many in enumerate(longer.tolist()):
        pieces[:many] += words.take(at.take(starts[:many] + nth), axis=0)
    sums = np.zeros((len(order) + 1, width + width % 2))
    sums[order + 1, :width] = pieces
    add_up(sums)
    return sums[:, :width]


def _between(sums: Floats, first: Ints, last: Ints) -> Floats:
    """Return of each role what is summed up between first[r, i] and last[r, i], (roles, items, labels).

    `sums`: the columns of all labels of the first role, those of the second, ….
    """
    roles = len(first)
    by_role = sums.reshape(len(sums) * roles, -1)
    role = np.arange(roles)[:, None]
    found: Floats = by_role.take(last * roles + role, axis=0) - by_role.take(first * roles + role, axis=0)
    return found
