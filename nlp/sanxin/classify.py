"""Linear judges over hashed features: small weights without pickle, probabilities that mean what they say.

Training (scikit-learn) is in `training`; predicting needs numpy alone, so that no command pays for importing sklearn.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.errors import DataError

Floats = NDArray[np.float64]

#: 2**16 columns: fewer than one feature in fifty shares its column, and the weights of one judge stay under 1 MB.
BUCKETS = 1 << 16


@lru_cache(maxsize=1 << 17)  # the same words come again and again; bounded, for an archive has no end of them
def bucket(feature: str) -> int:
    """Return the column of a feature: the same on every machine and in every run."""
    return crc32(feature.encode("utf-8", "surrogatepass")) & (BUCKETS - 1)


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A multinomial logistic model.

    `weights` has shape (columns, labels), `intercept` (labels,). `temperature` divides the scores before the softmax;
    it is fitted on held-out documents (Guo et al. 2017, "On Calibration of Modern Neural Networks").
    """

    labels: tuple[str, ...]
    weights: Floats
    intercept: Floats
    temperature: float = 1.0

    def scores(self, rows: Sequence[Sequence[int]]) -> Floats:
        """Return raw scores, shape (rows, labels); a row is the columns of the features that hold."""
        if not rows:
            return np.zeros((0, len(self.labels)))
        lengths = np.fromiter((len(row) for row in rows), dtype=np.intp, count=len(rows))
        columns = np.fromiter((column for row in rows for column in row), dtype=np.intp, count=int(lengths.sum()))
        gathered = self.weights[columns]
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        summed: Floats = np.add.reduceat(gathered, starts, axis=0)
        return summed + self.intercept

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


def hashed(features: Iterable[str]) -> list[int]:
    """Return the columns of `features`, each once, in ascending order."""
    return sorted({bucket(feature) for feature in features})


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
    return LinearModel(
        labels=tuple(str(label) for label in arrays[f"{name}.labels"]),
        weights=weights,
        intercept=arrays[f"{name}.intercept"],
        temperature=float(arrays[f"{name}.temperature"]),
    )
