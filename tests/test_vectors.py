import io

import numpy as np
import pytest

from sanxin import vectors
from sanxin.features import Row, Stretches, ids_of
from sanxin.training import vectors as making
from sanxin.vectors import Vectors


def ids(*words):
    return ids_of(words)


@pytest.fixture
def small():
    """Three words in two dimensions; 园区 weighs twice as much as the others."""
    order = np.argsort(ids("园区", "厂房", "河道"))
    table = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    return Vectors(ids("园区", "厂房", "河道")[order], table[order], np.array([2.0, 1.0, 1.0])[order])


def stretches(words, *spans):
    first, last = (np.array(side, dtype=np.intp) for side in zip(*spans, strict=True))
    return Stretches(Row.of(words), {"clause": (first, last)})


def test_mean_is_weighted(small):
    read = stretches(["园区", "厂房"], (0, 2))
    assert vectors.means(small, read) == pytest.approx(np.array([[2 / 3, 1 / 3]]))


@pytest.mark.parametrize("span", [(0, 0), (1, 2), (2, 1)], ids=["empty", "unknown word", "backwards"])
def test_stretch_without_known_words_is_zero(small, span):
    assert vectors.means(small, stretches(["园区", "某某"], span)).tolist() == [[0.0, 0.0]]


def test_projected_scores_are_those_of_the_means(small):
    read = Stretches(
        Row.of(["园区", "河道", "某某", "厂房"]),
        {
            "clause": (np.array([0, 2]), np.array([2, 4])),
            "ends": (np.array([1, 3]), np.array([2, 4])),
        },
    )
    weights = np.arange(12.0).reshape(4, 3)
    expected = vectors.means(small, read) @ weights
    assert vectors.scores(small, vectors.project(small, weights), read, {}) == pytest.approx(expected)


@pytest.mark.parametrize("inside", [frozenset(), frozenset(("half",))], ids=["in pieces", "anywhere"])
def test_words_count_besides_as_often_as_they_stand_there(small, inside):
    words = Row.of(["园区", "某某", "园区", "厂房"])
    read = Stretches(
        words, {"clause": (np.array([0, 1]), np.array([3, 4])), "half": (np.array([1, 1]), np.array([3, 3]))}, inside
    )
    weights = np.zeros((4, 2))
    added = np.array([[1.0, 0.0], [0.0, 10.0], [5.0, 5.0]])
    found = vectors.scores(small, vectors.project(small, weights), read, {"clause": added})
    assert found.tolist() == [[2.0, 10.0], [6.0, 15.0]]


def test_words_in_like_company_are_alike(monkeypatch):
    monkeypatch.setattr(making, "DIMENSIONS", 3)
    texts = ["加快建设产业园区。推进建设产业基地。整治河道污水。整治湖泊污水。清理河道垃圾。清理湖泊垃圾。" * 6]
    made = making.fit(texts)

    def likeness(one, other):
        rows = made.rows(ids(one, other))
        return float(made.table[rows[0]] @ made.table[rows[1]])

    assert likeness("河道", "湖泊") > 0.9 > likeness("河道", "建设")


def test_same_bytes_for_same_vectors(small):
    content = vectors.to_bytes(small)
    assert content == vectors.to_bytes(small)
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        assert sorted(arrays.files) == ["ids", "table", "weights"]


def test_shipped_vectors_know_the_genre():
    shipped = vectors.load()
    rows = shipped.rows(ids("园区", "生态"))
    assert (rows < len(shipped.ids)).all()
    assert shipped.table.shape == (len(shipped.ids), making.DIMENSIONS)
