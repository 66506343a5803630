"""models/rules/frameworks.toml: every pattern matches its examples and none of its counterexamples."""

from __future__ import annotations

import re

import pytest

from sanxin import data
from sanxin.frameworks import rules
from sanxin.records import Span

MARKED = re.compile("〔(.*?)〕")
TABLES = [name for name, table in data.rules(rules.FILE).items() if isinstance(table, dict) and "pattern" in table]
ROWS = [
    pytest.param(row, id=f"{name}-{row['id']}")
    for name in ("role", "definition")
    for row in data.rules(rules.FILE)[name]
]


def seen(example: str) -> str:
    """The example as the rules see it: what stands in 〔〕 is looked at."""
    marked = MARKED.search(example)
    if marked is None:
        return example
    text = example[: marked.start()] + marked[1] + example[marked.end() :]
    inner = marked[1].strip("“”")
    start = text.index(inner, marked.start())
    return rules.around(text, Span(start, start + len(inner)), rules.limits().reach)[0]


@pytest.mark.parametrize("row", ROWS)
def test_both_ways(row):
    pattern = rules.pattern(row["pattern"])
    assert [text for text in row["examples"] if not pattern.search(seen(text))] == []
    assert [text for text in row["counterexamples"] if pattern.search(seen(text))] == []


@pytest.mark.parametrize("name", TABLES)
def test_tables_both_ways(name):
    table, pattern = data.rules(rules.FILE)[name], rules.table_pattern(name)
    find = pattern.search if name in ("next", "term", "answer", "list") else pattern.fullmatch
    assert [text for text in table["examples"] if not find(seen(text))] == []
    assert [text for text in table["counterexamples"] if find(seen(text))] == []


def test_all_rules_load():
    assert [rule.id for rule in rules.definitions()] == ["so-called", "means", "opens"]
    assert {rule.role for rule in rules.roles()} == set(rules.RoleOf)


def test_quotation_marks_belong_to_what_is_looked_at():
    text = "所谓“筑链”，就是"
    window, offset = rules.around(text, Span(3, 5), 10)
    assert (window, offset) == ("所谓\ue000，就是", 0)
    assert rules.around(text, Span(3, 5), 1) == ("谓\ue000，", 1)
