"""The rules of page furniture, each tried on its own examples and counterexamples, and the file's hygiene."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from sanxin.data import lexicon, rules
from sanxin.reading.furniture import find_furniture
from sanxin.reading.furniturerules import furniture_rules

TABLES = ("line", "inside", "tail", "glossary", "contents", "caption", "speech")
DATA = rules("furniture")
SPEECH = "各位代表：今年要坚持真抓实干，推动全县经济再上新台阶、发展再添新动能，让群众更满意。"


def entries() -> Iterator[tuple[str, str, dict[str, object]]]:
    for table in TABLES:
        for entry in DATA[table] if isinstance(DATA[table], list) else [DATA[table]]:
            yield table, f"{table}:{entry.get('id', table)}", entry


def cases(key: str) -> list[object]:
    return [
        pytest.param(table, entry, words, id=f"{name}:{words[:20]}")
        for table, name, entry in entries()
        for words in entry.get(key, ())  # type: ignore[attr-defined]
    ]


def matches(table: str, entry: dict[str, object], words: str) -> bool:
    pattern = re.compile(str(entry["pattern"]))
    return (pattern.search if table in ("inside", "caption") else pattern.fullmatch)(words) is not None


@pytest.mark.parametrize(("table", "entry", "words"), cases("examples"))
def test_rule_takes_its_example(table: str, entry: dict[str, object], words: str) -> None:
    assert matches(table, entry, words)


@pytest.mark.parametrize(("table", "entry", "words"), cases("counterexamples"))
def test_rule_leaves_its_counterexample(table: str, entry: dict[str, object], words: str) -> None:
    assert not matches(table, entry, words)


@pytest.mark.parametrize("name", [name for _, name, _ in entries()])
def test_rule_has_both_kinds_of_examples(name: str) -> None:
    entry = next(entry for _, other, entry in entries() if other == name)
    assert entry["examples"]
    assert entry["counterexamples"]


@pytest.mark.parametrize(("table", "entry", "words"), [case for case in cases("examples") if case.values[0] == "line"])  # type: ignore[attr-defined]
def test_example_is_found_on_a_page(table: str, entry: dict[str, object], words: str) -> None:
    text = f"{SPEECH}\n{words}"
    (span,) = find_furniture(text)
    assert text[span.start : span.end] == words


@pytest.mark.parametrize(
    ("table", "entry", "words"), [case for case in cases("counterexamples") if case.values[0] == "line"]
)  # type: ignore[attr-defined]
def test_counterexample_is_left_inside_a_speech(table: str, entry: dict[str, object], words: str) -> None:
    assert find_furniture(f"{SPEECH}\n{words}\n{SPEECH}") == ()


def test_identifiers_are_unique() -> None:
    names = [name for _, name, _ in entries()]
    assert len(names) == len(set(names))


def test_words_are_unique_sorted_and_composed() -> None:
    words = [row["word"] for row in lexicon("furniture")]
    assert words == sorted(set(words))
    assert all(unicodedata.is_normalized("NFC", word) and word == word.strip() for word in words)
    assert {row["near"] for row in lexicon("furniture")} == {"yes", "no"}


@pytest.mark.parametrize("word", [row["word"] for row in lexicon("furniture") if row["near"] == "no"])
def test_word_alone_on_a_line_is_furniture(word: str) -> None:
    assert furniture_rules().line_kind(f"【 {word} 】", edges=False) is not None


@pytest.mark.parametrize("word", [row["word"] for row in lexicon("furniture") if row["near"] == "yes"])
def test_doubtful_word_is_furniture_only_beside_furniture(word: str) -> None:
    assert find_furniture(f"{SPEECH}\n{word}\n{SPEECH}") == ()
    assert len(find_furniture(f"{SPEECH}\n打印\n{word}\n{SPEECH}")) >= 1
    assert furniture_rules().near_kind(word) is not None
