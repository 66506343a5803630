"""What the judges of clauses read: the same when they judge as when they were trained."""

from functools import cache

import numpy as np
import pytest
from layered import layers

from sanxin import classify, roles, vectors

TEXT = """岚溪县2031年工作报告
一、2030年工作回顾
去年，全县新建学校3所，治理河道污水12公里，群众满意度进一步提高。园区产值增长8%，招商引资成效明显。
二、2031年工作安排
（一）做强产业。各镇要加快园区建设，推进产业链招商，力争产值增长10%以上；县科技局牵头，引进企业20家。
（二）优化环境
必须严守生态底线，坚决打好污染防治攻坚战，让山更绿、水更清。"""


@cache
def seen(text=TEXT):
    return dict(zip(("roles", "pathways"), roles.features(layers(text)), strict=True))


@pytest.mark.parametrize("text", [TEXT, "1", "招商。治水。" * 20], ids=["speech", "one word", "clauses of one word"])
@pytest.mark.parametrize(("judge", "step"), [("roles", "first"), ("pathways", "only")])
def test_judging_reads_what_training_laid_out(judge, step, text):
    model, features = classify.load(judge)[step], seen(text)[judge]
    laid_out = features.laid_out()
    expected = np.zeros((features.size, len(model.labels)))
    np.add.at(expected, laid_out.items, model.weights[laid_out.columns])
    expected += vectors.means(vectors.load(), features.stretches) @ model.averaged
    expected += laid_out.numbers @ model.numbers + model.intercept
    assert model.scores(features) == pytest.approx(expected, abs=1e-4)


def test_laid_out_features_are_judged_alike():
    model, features = classify.load("roles")["first"], seen()["roles"]
    assert model.scores(features.laid_out()) == pytest.approx(model.scores(features), abs=1e-4)


def test_words_of_neighbours_and_headings_are_laid_out():
    laid_out = seen()["roles"].laid_out()
    assert not laid_out.counted
    assert not laid_out.shared
    assert len(laid_out.columns) > 40 * laid_out.size
