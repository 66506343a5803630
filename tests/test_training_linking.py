"""Learning to link: the guises of the default framework, the choice, and marks of other frameworks on the samples."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest
from layered import layers as layers_of

from sanxin.clauses import divide
from sanxin.frameworks import default, shipped
from sanxin.linking import FEATURES
from sanxin.reading import read
from sanxin.training import linking as links

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "corpus" / "labels" / "pathways.tsv"
SAMPLES = ROOT / "corpus" / "samples"

TEXT = "一、壮大工业\n" + "新建厂房。引进项目。" * 8 + "\n二、美化家园\n" + "清理河道。栽种树木。" * 8 + "\n"


def rows() -> list[dict[str, str]]:
    lines = [line for line in LABELS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def test_the_likeliest_choice_is_learned() -> None:
    dice = np.random.default_rng(1)
    seen = dice.normal(size=(400, 3, 2))
    odds = np.hstack([3 * seen[:, :, 0] - 1, np.zeros((400, 1))])
    model = links.fit_choice([seen], [odds.argmax(axis=1)], [None, None])
    told, idle = model.weights[:, 0]
    assert told > 5 * abs(idle)
    assert model.intercept[0] < 0


def test_weights_have_a_floor() -> None:
    seen = np.random.default_rng(1).normal(size=(400, 3, 1))
    worst = seen[:, :, 0].argmin(axis=1)
    assert links.fit_choice([seen], [worst], [None]).weights[0, 0] < 0
    assert links.fit_choice([seen], [worst], [0.0]).weights[0, 0] == pytest.approx(0)
    assert links.fit_choice([seen], [worst], [0.5]).weights[0, 0] == pytest.approx(0.5)


def test_guises_of_the_default_framework() -> None:
    layers = layers_of(TEXT)
    places = [layers.structure.heading_path(clause.start) for clause in layers.structure.clauses]
    marks = ["industry" if "工业" in path[0] else "environment" for path in places]
    dice = random.Random(1)  # noqa: S311
    guises = [links._guise(layers, marks, dice) for _ in range(40)]
    names = {(pathway.id, pathway.name) for guise in guises for pathway in guise.pathways}
    assert {("industry", "壮大工业"), ("environment", "美化家园"), ("industry", "构建新产业")} <= names
    assert ("industry", "美化家园") not in names
    assert {len(guise.pathways) for guise in guises} == {2, 3}
    assert any(pathway.passages for guise in guises for pathway in guise.pathways)
    fewer = [len(guise.pathways[0].seed_words) for guise in guises]
    assert min(fewer) < len(default().pathways[0].seed_words)


def test_a_mark_that_is_no_pathway_counts_as_none() -> None:
    layers = layers_of("新建厂房。清理河道。天气晴朗。")
    pairs = links.pairs("t", layers, default(), ["industry", "elsewhere", None])
    assert pairs.truth.tolist() == [0, 3, -1]
    assert pairs.seen.shape == (3, 3, len(FEATURES))


# ---- the marks ----


def test_marks_are_in_order_and_of_known_frameworks() -> None:
    found = rows()
    keys = [(row["framework"], row["document"], int(row["start"])) for row in found]
    assert keys == sorted(set(keys))
    for row in found:
        if row["framework"] != "auto":
            assert row["pathway"] in {"none", *(way.id for way in shipped()[row["framework"]].pathways)}


@pytest.mark.parametrize("document", ["a02_jianglin_county_2021", "c04_framework_province_2017"])
def test_marks_of_samples_are_clauses(document) -> None:
    (text,) = (found.text for found in read(SAMPLES / f"{document}.txt"))
    clauses = {(clause.start, clause.end) for clause in divide(text).clauses}
    assert {(int(row["start"]), int(row["end"])) for row in rows() if row["document"] == document} <= clauses


def test_samples_that_set_up_their_own_framework_are_linked_to_it() -> None:
    found = list(links.others(LABELS, [SAMPLES]))
    assert {one.framework for one in found} == {"auto"}
    assert sum(int((one.truth >= 0).sum()) for one in found) == sum(
        "provincial" not in r["document"] for r in rows() if r["framework"] == "auto"
    )
    from sanxin import classify

    models = classify.load("linking")
    right = [links._odds(models, one).argmax(axis=1) == one.truth[one.truth >= 0] for one in found]
    assert np.concatenate(right).mean() > 0.8  # 0.88 when the weights were fitted
