"""Clauses are linked to the pathways of any framework: by its words, headings, and what the speech itself sets out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from layered import layers

import sanxin
from sanxin import linking, roles
from sanxin.frameworks import Framework, Pathway, default

FRAMEWORK = Framework(
    "两翼一心",
    (
        Pathway("wealth", "富民之翼", ("富民",), seed_words=("就业", "增收", "农户", "创业")),
        Pathway("green", "绿色之翼", (), seed_words=("造林", "污水", "河道", "垃圾")),
        Pathway("heart", "党建之心", (), seed_words=("党员", "支部", "干部", "作风")),
    ),
    source="invented: 柳溪镇",
)


def linked(text: str, framework: Framework = FRAMEWORK) -> dict[str, str]:
    """Each clause of the text and the pathway that is likeliest for it."""
    below = layers(text)
    labels, chances = linking.link(below, framework, roles.groups(below))
    clauses = below.structure.clauses
    return {clause.of(text): labels[place] for clause, place in zip(clauses, chances.argmax(axis=1), strict=True)}


def seen(text: str, name: str, framework: Framework = FRAMEWORK) -> list[list[float]]:
    """One feature of every clause with every pathway."""
    return linking.pair_features(layers(text), framework)[:, :, linking.FEATURES.index(name)].tolist()


@pytest.mark.parametrize(
    ("clause", "pathway"),
    [
        ("帮扶2000户农户就业增收", "wealth"),
        ("完成荒山造林3万亩", "green"),
        ("整治农村生活污水和黑臭河道", "green"),
        ("从严管理党员干部", "heart"),
        ("建强农村基层党组织", "heart"),  # none of the words, but alike
    ],
)
def test_words_of_a_pathway_and_words_like_them(clause, pathway) -> None:
    assert linked(f"今年要{clause}。")[f"今年要{clause}"] == pathway


def test_a_heading_that_names_a_pathway_decides() -> None:
    text = "一、展开富民之翼\n修缮老街，改造水厂。\n二、展开绿色之翼\n修缮老街，改造水厂。\n"
    found = linking.link(below := layers(text), FRAMEWORK, roles.groups(below))[1]
    first, second = found[1:3, :2], found[4:6, :2]
    assert (first[:, 0] > first[:, 1]).all()
    assert (second[:, 1] > second[:, 0]).all()
    assert seen(text, "named in heading")[1:3] == [[1.0, 0.0, 0.0]] * 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("words clause", [[0.0, 1.0, 0.0], [2.0, 0.0, 0.0]]),
        ("words clause beside others", [[-1.0, 1.0, -1.0], [2.0, -2.0, -2.0]]),
        ("named in clause", [[0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]),
        ("named in line", [[0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
    ],
)
def test_what_is_seen(name, expected) -> None:
    assert seen("以党建之心清理河道，带动农户增收。", name) == expected


def test_what_the_speech_sets_out_itself() -> None:
    text = "所谓“富民之翼”，就是修缮老街、改造水厂，让日子更有奔头，让荷包更鼓。\n"
    text += "所谓“绿色之翼”，就是换新路灯、粉刷外墙，让小镇更好看，更宜居。\n"
    found = seen(text, "named in passage")
    assert [1.0, 0.0, 0.0] in found
    assert [0.0, 1.0, 0.0] in found


def test_words_of_two_pathways_tell_nothing() -> None:
    twice = replace(
        FRAMEWORK, pathways=(*FRAMEWORK.pathways[:2], replace(FRAMEWORK.pathways[2], seed_words=("造林", "党员")))
    )
    assert seen("组织造林。", "words clause", twice) == [[0.0, 0.0, 0.0]]


def test_chances_add_up_and_an_empty_text_has_none() -> None:
    below = layers("清理河道，带动农户增收。天气晴朗。")
    labels, chances = linking.link(below, FRAMEWORK, roles.groups(below))
    assert labels == ("wealth", "green", "heart", "none")
    assert chances.sum(axis=1) == pytest.approx(np.ones(3))
    assert linking.link(layers(""), FRAMEWORK, ((), (), ()))[1].shape == (0, 4)


def test_a_framework_of_one_pathway() -> None:
    one = Framework("一条路", FRAMEWORK.pathways[1:2])
    assert linked("完成荒山造林3万亩。", one) == {"完成荒山造林3万亩": "green"}


def test_pathways_of_records_are_those_of_the_framework(tmp_path) -> None:
    from sanxin.frameworks import to_toml

    file = tmp_path / "own.toml"
    file.write_text(to_toml(FRAMEWORK), encoding="utf-8")
    doc = sanxin.load(framework=file)("一、展开富民之翼\n今年要改造水厂3座。\n二、展开绿色之翼\n今年要改造水厂2座。\n")
    assert [action.pathway for action in doc._.actions if action.quantities] == ["wealth", "green"]
    assert [quantity.pathway for quantity in doc._.quantities] == ["wealth", "green"]


SET_OUT = (
    "所谓“构建新产业”，就是修缮老街、改造水厂，让日子更有奔头，让荷包更鼓。\n"
    "所谓“推进新治理”，就是换新路灯、粉刷外墙，让小镇更好看，更宜居。\n"
    "同时要种好荒山。\n"
)


def test_a_speech_that_sets_out_the_default_pathways_is_followed() -> None:
    below = layers(SET_OUT)
    labels = ("industry", "environment", "governance", "none")
    judged = np.tile([0.1, 0.7, 0.1, 0.1], (len(below.structure.clauses), 1))
    said = linking.as_set_out(below, default(), labels, judged)
    served = said.argmax(axis=1).tolist()
    by_clause = {clause.of(SET_OUT): labels[at] for clause, at in zip(below.structure.clauses, served, strict=True)}
    assert by_clause["让荷包更鼓"] == "industry"
    assert by_clause["让小镇更好看"] == "governance"
    assert by_clause["同时要种好荒山"] == "environment"
    assert said.sum(axis=1) == pytest.approx(1)


def test_one_pathway_alone_is_no_framework() -> None:
    below = layers(text := SET_OUT.replace("构建新产业", "建好水乡"))
    judged = np.tile([0.1, 0.7, 0.1, 0.1], (len(below.structure.clauses), 1))
    assert linking.as_set_out(below, default(), ("industry", "environment", "governance", "none"), judged) is judged, (
        text
    )
