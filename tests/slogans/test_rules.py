"""Every rule on slogans against its own examples and counterexamples, both ways, and the order of the word lists."""

import re
import unicodedata
from pathlib import Path

import pytest

from sanxin import data
from sanxin.slogans import formulas, rules
from sanxin.slogans.quotes import read_quotations

LEXICONS = {"slogan_conventional": "term", "slogan_refusals": "term", "slogan_words": "word"}


def cases(table, field):
    return [
        pytest.param(row["id"], text, id=f"{row['id']}: {text}")
        for row in data.rules("slogans")[table]
        for text in row[field]
    ]


def settled_by(text):
    """The rules that settle the quotations of an example."""
    found = []
    run = []
    for quotation in read_quotations(text, 90).quoted:
        if run and quotation.run_start != run[0].run_start:
            found += formulas.judge_run(text, run)
            run = []
        run.append(quotation)
    if run:
        found += formulas.judge_run(text, run)
    return [verdict.rule for verdict in found]


@pytest.mark.parametrize(("rule", "text"), cases("quoted", "examples"))
def test_quoted_example_is_settled_by_its_own_rule(rule, text):
    assert set(settled_by(text)) == {rule}


@pytest.mark.parametrize(("rule", "text"), cases("quoted", "counterexamples"))
def test_quoted_counterexample_is_not(rule, text):
    settled = settled_by(text)
    assert settled
    assert rule not in settled


def bare(text):
    return [candidate.rule for candidate in formulas.bare_candidates(text)]


@pytest.mark.parametrize(("rule", "text"), cases("bare", "examples"))
def test_bare_example_is_found_by_its_own_rule(rule, text):
    assert rule in bare(text)


@pytest.mark.parametrize(("rule", "text"), cases("bare", "counterexamples"))
def test_bare_counterexample_is_not(rule, text):
    assert rule not in bare(text)


def around(rule, text):
    """The formulations that a rule sees around quotations, however often the document says them."""
    (found,) = (one for one in rules.around_rules() if one.id == rule)
    stretches = []
    for quotation in read_quotations(text, 90).quoted:
        inner = quotation.inner.of(text)
        stretches.append(found.stretch(text[: quotation.start], inner, text[quotation.end :]))
    return [stretch for stretch in stretches if stretch]


@pytest.mark.parametrize(("rule", "text"), cases("around", "examples"))
def test_around_example(rule, text):
    assert around(rule, text)


@pytest.mark.parametrize(("rule", "text"), cases("around", "counterexamples"))
def test_around_counterexample(rule, text):
    assert not around(rule, text)


@pytest.mark.parametrize("table", ["quoted", "bare", "around"])
def test_ids_are_unique(table):
    ids = [row["id"] for row in data.rules("slogans")[table]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("lexicon", "key"), LEXICONS.items())
def test_lexicon_is_clean(lexicon, key):
    for row in data.lexicon(lexicon):
        word = row[key]
        assert word == word.strip() == unicodedata.normalize("NFC", word)
        assert not re.search(r"[\s,]", word), word


def test_terms_stand_once_and_on_one_list():
    terms = [row["term"] for name in ("slogan_conventional", "slogan_refusals") for row in data.lexicon(name)]
    assert sorted(terms) == sorted(set(terms))


def test_words_of_a_class_stand_once_in_order():
    pairs = [(row["class"], row["word"]) for row in data.lexicon("slogan_words")]
    assert pairs == sorted(set(pairs))


def test_conventional_formulations_are_in_order():
    kinds = ["abbreviation", "campaign", "parallel", "metaphor"]
    order = [(kinds.index(row["kind"]), row["term"]) for row in data.lexicon("slogan_conventional")]
    assert order == sorted(order)


def test_every_class_of_words_is_used():
    rule_file = data.model_files().joinpath("rules", "slogans.toml").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in Path(rules.__file__).parent.glob("*.py"))
    used = set(re.findall(r"\{([a-z_]+)\}", rule_file + code)) | set(re.findall(r'words\("([a-z_]+)"\)', code))
    assert {row["class"] for row in data.lexicon("slogan_words")} - used == set()
