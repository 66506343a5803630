"""Multinomial logistic regression over sparse columns and dense numbers side by side.

The same loss as scikit-learn's LogisticRegression, which takes one matrix: all dense it would not fit in memory, all
sparse it takes ten times as long for the thousands of numbers each clause has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import log_softmax

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


def fit_softmax(
    columns: csr_matrix, numbers: Singles, truth: NDArray[np.intp], shares: Floats, strength: float
) -> tuple[Floats, Floats, Floats]:
    """Return the weights of the columns and of the numbers, each (columns, labels), and the intercepts, (labels,).

    Args:
        columns: Sparse rows of counts.
        numbers: Dense rows of numbers.
        truth: The index of each row's label.
        shares: How much each row counts; one on average.
        strength: scikit-learn's C.
    """
    rows, labels = len(truth), int(truth.max()) + 1
    split, width = columns.shape[1], columns.shape[1] + numbers.shape[1]
    wanted = np.eye(labels)[truth]
    penalty = 1 / (strength * rows)
    transposed = columns.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(width + 1, labels)
        scores = columns @ table[:split] + numbers @ table[split:width].astype(np.float32) + table[width]
        logs = log_softmax(scores, axis=1)
        misses = (np.exp(logs) - wanted) * (shares / rows)[:, None]
        slope = np.vstack(
            [transposed @ misses, numbers.T @ misses.astype(np.float32), misses.sum(axis=0, keepdims=True)]
        )
        slope[:width] += penalty * table[:width]
        value = -float((logs * wanted).sum(axis=1) @ shares) / rows + penalty / 2 * float((table[:width] ** 2).sum())
        return value, slope.ravel()

    found = minimize(
        loss,
        np.zeros((width + 1) * labels),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 150, "gtol": 1e-5, "ftol": 1e-7},
    )
    table = found.x.reshape(width + 1, labels)
    return table[:split], table[split:width], table[width]
