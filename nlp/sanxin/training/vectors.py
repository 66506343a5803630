"""Making the word vectors: which words stand near which, in all texts at hand; no labels are needed.

Positive pointwise mutual information with smoothed contexts, brought to few dimensions by a truncated singular value
decomposition whose values are halved in the exponent (Levy, Goldberg & Dagan 2015, "Improving Distributional Similarity
with Lessons Learned from Word Embeddings").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.decomposition import TruncatedSVD

from sanxin.features import ids_of, word_id
from sanxin.reading import read
from sanxin.segment import cut
from sanxin.vectors import Vectors

DIMENSIONS = 150
#: Words seen more rarely have no vector, and words further apart do not count as company.
_LEAST = 4
_WINDOW = 5
#: Contexts are smoothed by this exponent, so that rare ones do not look telling.
_SMOOTHING = 0.75
_SENTENCE = re.compile(r"[。！？；\n]")
_NO_WORD = re.compile(r"[\W\d_]+")


def texts(corpus: Path, shared: Path | None) -> list[str]:
    """Return all texts at hand, in a fixed order: the samples, and those of the shared archive."""
    folders = [corpus / "samples", *([shared / "archive" / "text"] if shared is not None else [])]
    return [document.text for folder in folders for document in read(str(folder))]


def fit(texts: Iterable[str]) -> Vectors:
    """Return the vectors of the words that `texts` hold often enough, each of length one."""
    sentences = [
        [word for word in cut(sentence) if _NO_WORD.fullmatch(word) is None]
        for text in texts
        for sentence in _SENTENCE.split(text)
    ]
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted((word for word, count in counts.items() if count >= _LEAST), key=word_id)
    reduction = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=0)
    table = reduction.fit_transform(_associations(sentences, words)) / np.sqrt(reduction.singular_values_)
    table /= np.linalg.norm(table, axis=1, keepdims=True) + 1e-9
    rarity = np.log(sum(counts.values()) / np.array([counts[word] for word in words]))
    return Vectors(ids_of(words), table, rarity)


def _associations(sentences: Sequence[Sequence[str]], words: Sequence[str]) -> csr_matrix:
    """Return the positive mutual information of each pair of words, nearer company counting more."""
    place = {word: index for index, word in enumerate(words)}
    rows = [np.array([place.get(word, -1) for word in sentence]) for sentence in sentences]
    first, second, nearness = [], [], []
    for distance in range(1, _WINDOW + 1):
        left = np.concatenate([row[:-distance] for row in rows])
        right = np.concatenate([row[distance:] for row in rows])
        held = (left >= 0) & (right >= 0)
        first += [left[held], right[held]]
        second += [right[held], left[held]]
        nearness.append(np.full(2 * int(held.sum()), 1 / distance))
    pairs = coo_matrix(
        (np.concatenate(nearness), (np.concatenate(first), np.concatenate(second))), shape=(len(words), len(words))
    )
    pairs = pairs.tocsr().tocoo()  # adds up the pairs that come again
    totals = np.asarray(pairs.sum(axis=1)).ravel()
    contexts = totals**_SMOOTHING / (totals**_SMOOTHING).sum()
    information = np.log(pairs.data / (totals[pairs.row] * contexts[pairs.col]))
    held = information > 0
    return csr_matrix((information[held], (pairs.row[held], pairs.col[held])), shape=pairs.shape)
