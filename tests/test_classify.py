import numpy as np
import pytest

from sanxin import classify
from sanxin.classify import LinearModel
from sanxin.errors import DataError
from sanxin.passes import neighbourhood


@pytest.fixture
def model():
    weights = np.zeros((classify.BUCKETS, 2))
    weights[classify.bucket("word=力争")] = [2.0, -2.0]
    return LinearModel(("promised", "reached"), weights, np.array([0.5, 0.0]), 2.0)


def test_scores_add_up_the_features_that_hold(model):
    rows = [classify.hashed(["word=力争", "word=其他"]), classify.hashed(["word=其他"])]
    assert model.scores(rows).tolist() == [[2.5, -2.0], [0.5, 0.0]]


def test_probabilities_are_tempered_and_sum_to_one(model):
    (chances,) = model.probabilities(np.array([[2.0, 0.0]]))
    assert chances.sum() == pytest.approx(1)
    assert chances[0] == pytest.approx(1 / (1 + np.exp(-1)))


def test_no_rows_give_no_scores(model):
    assert model.scores([]).shape == (0, 2)


def test_saved_models_come_back_and_the_bytes_are_stable(model):
    first, second = classify.save({"first": model}), classify.save({"first": model})
    assert first == second
    assert b"pickle" not in first


def test_missing_weights_say_what_to_do():
    with pytest.raises(DataError, match="sanxin train"):
        classify.load("nonsense")


def test_second_pass_sees_neighbours_and_groups():
    first = np.array([[3.0, 0.0], [0.0, 3.0], [0.0, 3.0]])
    table = neighbourhood(first, [[0, 0, 1]])
    assert table.shape == (3, 2 + 2 + 4 * 4 + 2)
    own = classify.softmax(first)
    assert table[0, 4:6].tolist() == [0.5, 0.5]  # nothing before the first
    assert table[1, 4:6].tolist() == own[0].tolist()  # one before the second
    assert table[0, -2:].tolist() == ((own[0] + own[1]) / 2).tolist()  # the mean of the group
