"""How firmly each number of a text would be promised, and by which words."""

import pytest
from layered import layers

from sanxin.codebook import codebook
from sanxin.modality import Modalities
from sanxin.regions import regions


def said(text):
    laid = layers(text)
    modalities = Modalities(laid, regions(laid), codebook())
    return [modalities.said(index) for index in range(len(laid.measures))]


def firm(text):
    return [str(modality) for modality, _ in said(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("引进项目30个。", ["plain"], id="no word"),
        pytest.param("绿道不超过30公里，约12公里为慢行道。", ["plain", "plain"], id="ceilings and estimates are plain"),
        pytest.param("投资增长8%左右，收入20亿元以上。", ["soft", "hard"], id="bounds"),
        pytest.param("力争引进项目30个以上。", ["soft"], id="the adverb outweighs the bound"),
        pytest.param("确保投资增长8%左右。", ["soft"], id="but a softening bound softens"),
        pytest.param("奋力冲刺全县二十强。", ["stretch"], id="stretch"),
        pytest.param("财政收入向20亿元冲刺。", ["stretch"], id="stretch, behind the number"),
        pytest.param("产值确保90亿元、力争100亿元。", ["hard", "soft"], id="each number has its adverb"),
        pytest.param("产值力争100亿元、确保90亿元。", ["soft", "hard"], id="the other way round"),
        pytest.param("力争新建公园5个、绿道18公里。", ["soft", "soft"], id="one adverb over a list"),
        pytest.param("力争接待游客90万人次，收入达到5亿元。", ["soft", "soft"], id="over the clauses behind"),
        pytest.param("力争接待游客90万人次；收入达到5亿元。", ["soft", "plain"], id="not over a semicolon"),
        pytest.param("坚决打赢治水硬仗，推进雨污分流，清淤40公里。", ["plain"], id="not over a clause without number"),
        pytest.param("力争到2033年，经济总量跨上新台阶，产值达到50亿元。", ["soft"], id="the opening only says when"),
        pytest.param("新增企业至少15家、力争20家。", ["hard", "soft"], id="a bound takes its own number"),
        pytest.param("12个重点项目必须在6月底前开工。", ["hard"], id="said behind the number"),
        pytest.param("绿地率、污水处理率分别达到42%、98%以上。", ["hard", "hard"], id="a bound behind numbers in step"),
        pytest.param("公路、管网分别不少于50公里和30公里。", ["hard", "hard"], id="a bound before numbers in step"),
        pytest.param("公路50公里、管网30公里以上。", ["plain", "hard"], id="not in step"),
        pytest.param("引进人才40名（含博士10名）左右。", ["soft", "plain"], id="a bracket before the bound"),
        pytest.param("争取上级资金15亿元。", ["plain"], id="main verb, no adverb"),
        pytest.param("经过三年努力，建成公路80公里。", ["plain"], id="noun, no adverb"),
        pytest.param("人均预期寿命达到80岁。", ["plain"], id="part of a name"),
    ],
)
def test_modality(text, expected):
    assert firm(text) == expected


LIST = "主要预期目标是："


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(LIST + "产值增长6%以上；收入增长5%。", ["soft", "soft"], id="label over its list"),
        pytest.param(LIST + "产值增长6%，确保投资增长5%。", ["soft", "soft"], id="softer than an adverb below"),
        pytest.param(LIST + "产值增长6%，冲刺8%。", ["soft", "stretch"], id="but stretch wins"),
        pytest.param(LIST + "\n产值增长6%；\n新增就业3万人。", ["soft", "soft"], id="over lines"),
        pytest.param(LIST + "产值增长6%。实现上述目标，要新建园区8个。", ["soft", "plain"], id="to where it turns"),
        pytest.param(
            "二、主要目标\n" + LIST + "产值增长6%。\n三、重点工作\n新建园区8个。",
            ["soft", "plain"],
            id="to the next section",
        ),
        pytest.param("约束性指标：绿地率42%、能耗下降3%。", ["hard", "hard"], id="binding"),
        pytest.param("在完成预期目标的基础上，新建园区8个。", ["plain"], id="only spoken of"),
        pytest.param("提出约束性指标4项，新建园区8个。", ["plain", "plain"], id="only counted"),
        pytest.param("力争实现以下目标：产值50亿元，税收占比75%。", ["soft", "soft"], id="an adverb as a label"),
        pytest.param("要努力做好以下工作：新建园区8个。", ["plain"], id="a list of work, not of aims"),
    ],
)
def test_labels(text, expected):
    assert firm(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("力争引进项目30个以上。", ("力争",), id="adverb"),
        pytest.param("确保引进项目30个以上。", ("确保", "以上"), id="adverb and bound agree"),
        pytest.param(LIST + "力争增长6%。", ("力争", "预期目标"), id="adverb and label"),
        pytest.param("引进项目30个。", (), id="none"),
    ],
)
def test_words_that_decided(text, expected):
    assert [words for _, words in said(text)] == [expected]
