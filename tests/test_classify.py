import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from sanxin import classify, passes
from sanxin.classify import LinearModel
from sanxin.errors import DataError
from sanxin.features import BUCKETS, Features, Gatherer, bucket, ids_of, word_columns, word_id
from sanxin.passes import neighbourhood
from sanxin.training import fit
from sanxin.training.solver import fit_softmax


@pytest.fixture
def model():
    weights = np.zeros((BUCKETS, 2))
    weights[bucket("tense=future")] = [2.0, -2.0]
    return LinearModel(("promised", "reached"), weights, np.array([0.5, 0.0]), 2.0)


def gathered(*items):
    collected = Gatherer(np.zeros(0, dtype=np.uint64), len(items))
    for item, facts in enumerate(items):
        collected.facts(item, facts)
    return collected.features()


def test_scores_add_up_the_features_that_hold(model):
    features = gathered(["tense=future", "other"], ["other"])
    assert model.scores(features).tolist() == [[2.5, -2.0], [0.5, 0.0]]


def test_probabilities_are_tempered_and_sum_to_one(model):
    (chances,) = model.probabilities(np.array([[2.0, 0.0]]))
    assert chances.sum() == pytest.approx(1)
    assert chances[0] == pytest.approx(1 / (1 + np.exp(-1)))


def test_no_items_give_no_scores(model):
    assert model.scores(gathered()).shape == (0, 2)


def test_words_of_a_stretch_hold_for_its_item():
    ids = np.array([11, 12, 13], dtype=np.uint64)
    collected = Gatherer(ids, 2)
    collected.words("left", np.array([0, 1]), np.array([2, 3]))
    features = collected.features()
    columns = word_columns(ids, "left")
    assert features.items.tolist() == [0, 0, 1, 1]
    assert features.columns.tolist() == [columns[0], columns[1], columns[1], columns[2]]
    assert word_columns(ids, "right").tolist() != columns.tolist()


def test_once_counts_each_entry_once_and_only_keeps_the_named_items():
    collected = Gatherer(np.zeros(0, dtype=np.uint64), 2)
    collected.facts(0, ["a", "a"])
    collected.facts(1, ["b"])
    once = collected.features(once=True)
    assert sorted(once.items.tolist()) == [0, 1]
    kept = once.only([1])
    assert (kept.items.tolist(), kept.columns.tolist(), kept.size) == ([0], [bucket("b")], 1)


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


def test_one_pass_is_judged_without_neighbours(model):
    chances = passes.judge({"only": model}, gathered(["tense=future"]), ())
    assert chances.tolist() == model.probabilities(np.array([[2.5, -2.0]])).tolist()


def test_a_column_is_common_if_enough_documents_hold_it():
    collected = gathered(["a", "b"], ["a", "b"], ["a"])
    assert fit.common_columns(collected, ["one", "one", "two"], 2).tolist() == [bucket("a")]


def test_a_given_fact_means_its_label_whatever_was_learned():
    collected = gathered(*[["future"], ["past"], ["other"]] * 8)
    recipe = fit.Recipe(("promised", "reached", "named"), given={"sure=named": "named"})
    fitted = fit.fit_linear(collected, ["promised", "reached", "named"] * 8, ["one", "two", "three"] * 8, recipe)
    said = fitted.scores(gathered(["past"], ["past", "sure=named"])).argmax(axis=1)
    assert [fitted.labels[i] for i in said] == ["reached", "named"]


def test_documents_weigh_alike_where_the_recipe_says_so():
    collected = gathered(*[["a"]] * 11)
    truth = ["promised"] * 9 + ["reached", "named"]
    recipe = fit.Recipe(("promised", "reached", "named"), even=1.0)
    fitted = fit.fit_linear(collected, truth, ["long"] * 9 + ["short", "shorter"], recipe)
    promised, reached, named = fitted.scores(gathered(["a"]))[0]
    assert (reached, named) == (pytest.approx(promised, abs=0.02), pytest.approx(promised, abs=0.02))


def test_sparse_and_dense_give_what_scikit_learn_gives():
    """The same rows as one matrix, fitted by scikit-learn, have the same weights."""
    draw = np.random.default_rng(7)
    columns = csr_matrix(draw.integers(0, 2, (60, 5)).astype(np.float32))
    numbers = draw.normal(size=(60, 3)).astype(np.float32)
    truth = np.argmax(columns.toarray()[:, :3] + numbers, axis=1)
    found = fit_softmax(columns, numbers, truth, np.ones(60), 0.5)
    expected = LogisticRegression(C=0.5, tol=1e-8, max_iter=1000).fit(np.hstack([columns.toarray(), numbers]), truth)
    assert np.vstack(found[:2]) == pytest.approx(expected.coef_.T, abs=0.02)
    assert found[2] - found[2].mean() == pytest.approx(expected.intercept_ - expected.intercept_.mean(), abs=0.02)


def test_numbers_weigh_beside_columns():
    features = Features(np.array([0]), np.array([3]), 2, numbers=np.array([[1.0, 0.0], [0.0, 2.0]], dtype=np.float32))
    weights = np.zeros((BUCKETS, 2))
    weights[3] = [0.25, 0.0]
    model = LinearModel(("a", "b"), weights, np.zeros(2), numbers=np.array([[1.0, 0.0], [0.0, 1.0]]))
    assert model.scores(features).tolist() == [[1.25, 0.0], [0.0, 2.0]]


def test_words_hashed_together_have_the_ids_of_each_alone():
    words = [
        "",
        "抓",
        "园区",
        "云澜新材",
        "一张蓝图绘到底",
        "5G-A",
        "abcdefgh",
        "abcdefghi",
        "𠀀𠀁",
        "\ud800x",
        "甲" * 40,
    ]
    assert ids_of(words).tolist() == [word_id(word) for word in words]
