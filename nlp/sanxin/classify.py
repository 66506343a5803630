"""Linear judges over hashed features: small weights without pickle, probabilities that mean what they say.

Training (scikit-learn) is in `training`; predicting needs numpy alone, so that no command pays for importing sklearn.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data, vectors
from sanxin.errors import DataError
from sanxin.features import Features, Ints, Row, word_columns

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A multinomial logistic model.

    `weights` has shape (columns, labels), `intercept` (labels,). `temperature` divides the scores before the softmax;
    it is fitted on held-out documents (Guo et al. 2017, "On Calibration of Modern Neural Networks"). `averaged` are the
    weights over the mean vectors of stretches (`vectors`), if the judge reads any; `projection` the same word by word.
    `numbers`: the weights over `Features.numbers` (or `blocks`), if the judge reads any.
    """

    labels: tuple[str, ...]
    weights: Floats
    intercept: Floats
    temperature: float = 1.0
    averaged: Floats | None = None
    projection: Floats | None = None
    numbers: Floats | None = None

    def scores(self, features: Features) -> Floats:
        """Return raw scores, shape (items, labels)."""
        by_label = self.weights.take(features.columns, axis=0).T
        sums = [np.bincount(features.items, row, features.size) for row in by_label]
        scores: Floats = np.stack(sums, axis=1) + self.intercept
        for sets in features.shared:
            scores += sets.scores(self.weights)
        stretches = features.stretches
        if self.projection is not None and stretches is not None:
            ids = stretches.words.ids
            counted = {
                role: self.weights.take(word_columns(ids, name), axis=0) for role, name in features.counted.items()
            }
            scores = scores + vectors.scores(vectors.load(), self.projection, stretches, counted)
        if self.numbers is not None and features.blocks is not None:
            scores = scores + features.blocks.scores(self.numbers)
        elif self.numbers is not None and features.numbers is not None:
            scores = scores + features.numbers @ self.numbers.astype(np.float32)
        return scores

    def of_words(self, words: Row, places: Ints, items: Ints) -> Floats:
        """Return what the word at each place adds to each label, (places, labels); it stands in the item items[k]."""
        which = words.at[places]
        added: Floats = self.weights[word_columns(words.ids, "word")].take(which, axis=0)
        if self.projection is not None:  # of the stretches that a judge reads the first is the item itself
            known = vectors.load()
            rows = known.rows(words.ids)
            whole = np.bincount(items, np.append(known.weights, 0)[rows][which])
            by_vector = self.projection[rows, : len(self.labels)].take(which, axis=0)
            added += by_vector / np.maximum(1e-6, whole)[items][:, None]
        return added

    def dense_scores(self, table: Floats) -> Floats:
        """Return raw scores of rows that are given as numbers, shape (rows, columns)."""
        result: Floats = table @ self.weights + self.intercept
        return result

    def probabilities(self, scores: Floats) -> Floats:
        """Return calibrated probabilities of `scores`, each row summing to one."""
        return softmax(scores / self.temperature)


def softmax(scores: Floats) -> Floats:
    """Return each row's scores as probabilities."""
    if not scores.size:
        return scores
    powers: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def save(models: dict[str, LinearModel]) -> bytes:
    """Return the models of one judge as an npz archive; the same models give the same bytes."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, model in models.items():
        kept = np.flatnonzero(np.abs(model.weights).max(axis=1))
        arrays[f"{name}.labels"] = np.array(model.labels)
        arrays[f"{name}.shape"] = np.array(model.weights.shape)
        arrays[f"{name}.columns"] = kept.astype(np.int32)
        arrays[f"{name}.weights"] = model.weights[kept].astype(np.float32)
        arrays[f"{name}.intercept"] = model.intercept
        arrays[f"{name}.temperature"] = np.array(model.temperature)
        for part, weights in (("averaged", model.averaged), ("numbers", model.numbers)):
            if weights is not None:
                arrays[f"{name}.{part}"] = weights.astype(np.float32)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


@cache
def load(name: str) -> dict[str, LinearModel]:
    """Return the models of the judge `name` from models/weights/NAME.npz."""
    file = data.model_files().joinpath("weights", f"{name}.npz")
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
            names = [key.removesuffix(".labels") for key in arrays.files if key.endswith(".labels")]
            return {model: _model(arrays, model) for model in names}
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"models/weights/{name}.npz", [f"cannot be loaded ({error}); run: sanxin train"]) from error


def _model(arrays: np.lib.npyio.NpzFile, name: str) -> LinearModel:
    weights = np.zeros(tuple(arrays[f"{name}.shape"]), dtype=np.float64)
    weights[arrays[f"{name}.columns"]] = arrays[f"{name}.weights"]
    averaged, numbers = (
        arrays[f"{name}.{part}"].astype(np.float64) if f"{name}.{part}" in arrays.files else None
        for part in ("averaged", "numbers")
    )
    return LinearModel(
        labels=tuple(str(label) for label in arrays[f"{name}.labels"]),
        weights=weights,
        intercept=arrays[f"{name}.intercept"],
        temperature=float(arrays[f"{name}.temperature"]),
        averaged=averaged,
        projection=None if averaged is None else vectors.project(vectors.load(), averaged),
        numbers=numbers,
    )
