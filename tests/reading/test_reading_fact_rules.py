"""The rules of facts, each tried on its own examples and counterexamples, and the hygiene of their files."""

import re

import pytest

from sanxin.data import lexicon, rules
from sanxin.errors import DataError
from sanxin.reading import factrules, furniturerules
from sanxin.reading.dates import apply, normalise, read_date
from sanxin.reading.factrules import FactRule, fact_rules

DATA = rules("facts")
DATE_TABLES = ("date_rule", "known_year")
FACT_TABLES = {"speaker_rule": "name", "occasion_rule": "occasion", "region_rule": "place"}
COMPILED = {"speaker_rule": "speakers", "occasion_rule": "occasions", "region_rule": "regions"}


def dated(key: str) -> list[object]:
    return [
        pytest.param(entry["id"], case, id=f"{entry['id']}:{case if isinstance(case, str) else case[0]}"[:50])
        for table in DATE_TABLES
        for entry in DATA[table]
        for case in entry[key]
    ]


def found_by(table: str, rule_id: str, words: str) -> str | None:
    """Return what one rule of a table finds, as reading would."""
    from sanxin.reading.facts import _found, _Parts

    rule = next(rule for rule in getattr(fact_rules(), COMPILED[table]) if rule.id == rule_id)
    places = dict.fromkeys(("head", "start", "end", "edge", "heading", "page", "title"), ())
    parts = _Parts(**{**places, rule.where: (normalise(words),)})
    found = next(_found([rule], FACT_TABLES[table], parts), None)
    if found is None or table != "region_rule":
        return found
    from sanxin.reading.places import region_of

    region = region_of(found)
    return region.name if region else None


def facts(key: str) -> list[object]:
    return [
        pytest.param(table, entry["id"], case, id=f"{entry['id']}:{case if isinstance(case, str) else case[0]}"[:50])
        for table in FACT_TABLES
        for entry in DATA[table]
        for case in entry[key]
    ]


@pytest.mark.parametrize(("rule_id", "case"), dated("examples"))
def test_date_rule_reads_its_example(rule_id: str, case: list[str]) -> None:
    rule = next(rule for rule in fact_rules().dates if rule.id == rule_id)
    assert str(apply(rule, normalise(case[0]))) == case[1]


@pytest.mark.parametrize(("rule_id", "case"), dated("counterexamples"))
def test_date_rule_leaves_its_counterexample(rule_id: str, case: str) -> None:
    rule = next(rule for rule in fact_rules().dates if rule.id == rule_id)
    assert apply(rule, normalise(case)) is None


@pytest.mark.parametrize(("table", "rule_id", "case"), facts("examples"))
def test_fact_rule_finds_its_example(table: str, rule_id: str, case: list[str]) -> None:
    assert found_by(table, rule_id, case[0]) == case[1]


@pytest.mark.parametrize(("table", "rule_id", "case"), facts("counterexamples"))
def test_fact_rule_leaves_its_counterexample(table: str, rule_id: str, case: str) -> None:
    assert found_by(table, rule_id, case) is None


@pytest.mark.parametrize(
    ("words", "date"),
    [case for entry in DATA["date_format"] for case in entry["examples"]],
    ids=lambda value: str(value),
)
def test_cell_is_read_as_a_date(words: str, date: str) -> None:
    assert str(read_date(words)) == date


@pytest.mark.parametrize("entry", DATA["date_format"], ids=lambda entry: entry["id"])
def test_date_format_leaves_its_counterexamples(entry: dict[str, list[str]]) -> None:
    pattern = fact_rules().date_formats[DATA["date_format"].index(entry)]
    assert [words for words in entry["counterexamples"] if pattern.search(words)] == []


SEARCHED = {
    "chain": (lambda: fact_rules().suffix, DATA["chain"]),
    "nation": (lambda: fact_rules().nation_pattern, DATA["nation"]),
    "city": (lambda: fact_rules().subordinates, DATA["city"]),
    "dateline": (lambda: fact_rules().dateline, DATA["dateline"]),
    "years": (lambda: fact_rules().years.never, DATA["years"]),
}


@pytest.mark.parametrize("name", SEARCHED)
def test_pattern_finds_examples_and_leaves_counterexamples(name: str) -> None:
    pattern, entry = SEARCHED[name][0](), SEARCHED[name][1]
    assert [words for words in entry["examples"] if not pattern.search(words)] == []
    assert [words for words in entry["counterexamples"] if pattern.search(words)] == []


def test_title_pattern() -> None:
    title = fact_rules().title
    taken = [
        words
        for words in DATA["title"]["examples"]
        if title.pattern.fullmatch(words) and not title.never.fullmatch(words)
    ]
    assert taken == DATA["title"]["examples"]
    left = [
        words
        for words in DATA["title"]["counterexamples"]
        if not title.pattern.fullmatch(words) or title.never.fullmatch(words)
    ]
    assert left == DATA["title"]["counterexamples"]


def test_columns_name_each_column_once() -> None:
    names = [name for words in DATA["columns"].values() for name in words]
    assert len(names) == len(set(names))
    assert all(name == name.casefold().strip() for name in names)


def test_identifiers_are_unique() -> None:
    for table in (*DATE_TABLES, *FACT_TABLES, "date_format"):
        names = [entry["id"] for entry in DATA[table]]
        assert len(names) == len(set(names))


def test_regions() -> None:
    rows = lexicon("regions")
    assert sum(row["level"] == "provincial" for row in rows) == 34
    assert sum(row["level"] == "prefecture" for row in rows) == 333
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names))
    provinces = {row["name"] for row in rows if row["level"] == "provincial"}
    assert {row["parent"] for row in rows} == provinces - {
        name for name in provinces if not any(row["parent"] == name for row in rows)
    } | {"中国"}
    assert all(row["name"].startswith(re.sub("州$", "", row["short"])) for row in rows)


FAULTS = {
    "rank": ({"date_rule": [{"id": "a", "rank": "sad", "where": "head", "pattern": "x"}]}, "unknown rank 'sad'"),
    "where": ({"date_rule": [{"id": "a", "rank": "said", "where": "hat", "pattern": "x"}]}, "unknown where 'hat'"),
    "part": (
        {"parts": {}, "date_rule": [{"id": "a", "rank": "said", "where": "head", "pattern": "{dya}"}]},
        "unknown part {dya}",
    ),
    "pattern": ({"speaker_rule": [{"id": "a", "where": "head", "pattern": "("}]}, "$.speaker_rule[a].pattern"),
    "table": ({"columns": {}}, "missing table @ $.columns"),
}


@pytest.mark.parametrize(("change", "fault"), FAULTS.values(), ids=FAULTS)
def test_faults_of_the_file_are_named(change: dict[str, object], fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factrules, "rules", lambda _name: {**DATA, **change})
    with pytest.raises(DataError) as caught:
        fact_rules.__wrapped__()
    assert any(fault in found for found in caught.value.faults)


def test_faults_of_the_furniture_file_are_named_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"line": [{"id": "a", "kind": "b", "where": "top", "pattern": "(", "colour": 1}]}
    monkeypatch.setattr(furniturerules, "rules", lambda _name: broken)
    with pytest.raises(DataError) as caught:
        furniturerules.furniture_rules.__wrapped__()
    assert len([fault for fault in caught.value.faults if "$.line[a]" in fault]) == 3
    assert any("missing limit" in fault for fault in caught.value.faults)


def test_rule_is_frozen() -> None:
    with pytest.raises(AttributeError):
        FactRule("a", "head", re.compile("a")).id = "b"  # type: ignore[misc]
