"""models/rules/frameworks.toml and models/lexicons/framework_words.tsv, checked and compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sanxin import data
from sanxin.errors import DataError
from sanxin.grammar import compiled, trie_pattern
from sanxin.records import Span

FILE = "frameworks"
_WHERE = "models/rules/frameworks.toml"
#: Stands for what a pattern is about: a private character, which no text holds.
_IT = "\ue000"
_MARKS = "“”\"‘’'「」『』＂"


class RoleOf(StrEnum):
    """What an abbreviation is to the speech."""

    WAY = "way"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Words around an abbreviation that say what it is."""

    id: str
    role: RoleOf
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class DefinitionRule:
    """Words around a member that set out what it means."""

    id: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Limits:
    """The [limits] table; the file says what each is."""

    fewest: int
    most: int
    name: int
    passage: int
    reach: int
    share: float
    words: int
    seeds: int
    z: float
    z_seed: float


def around(text: str, mention: Span, reach: int) -> tuple[str, int]:
    """Return `mention` as one private character within its surroundings, and the offset where these begin.

    The quotation marks around it are part of it: 所谓“筑链”，就是 and 所谓筑链，就是 look alike.
    """
    start, end = mention.start, mention.end
    while start and text[start - 1] in _MARKS:
        start -= 1
    while end < len(text) and text[end] in _MARKS:
        end += 1
    first = max(0, start - reach)
    return text[first:start].replace(_IT, " ") + _IT + text[end : end + reach].replace(_IT, " "), first


def pattern(text: str) -> re.Pattern[str]:
    """Compile `text`, its {names} replaced by the words and parts of the data files, {it} by the private character."""
    return compiled(text, _parts(), _WHERE)


@cache
def _parts() -> Mapping[str, str]:
    classes: dict[str, list[str]] = {}
    for row in data.lexicon("framework_words"):
        classes.setdefault(row["class"], []).append(row["word"])
    lists = {name: trie_pattern(words) for name, words in classes.items()}
    named: Mapping[str, str] = data.rules(FILE)["parts"]
    return {**lists, **named, "it": _IT}


@cache
def limits() -> Limits:
    """Return the [limits] table."""
    return Limits(**data.rules(FILE)["limits"])


@cache
def table_pattern(table: str) -> re.Pattern[str]:
    """Return the pattern of a table that holds but one ([ordinary], [counted], ...), compiled."""
    return pattern(data.rules(FILE)[table]["pattern"])


@cache
def roles() -> tuple[RoleRule, ...]:
    """Return the rules on what an abbreviation is, in the order in which they decide."""
    rows = _checked("role", {"id", "role", "pattern", "examples", "counterexamples"})
    return tuple(RoleRule(row["id"], RoleOf(row["role"]), pattern(row["pattern"])) for row in rows)


@cache
def definitions() -> tuple[DefinitionRule, ...]:
    """Return the rules on where a member is set out, the most telling first."""
    rows = _checked("definition", {"id", "pattern", "examples", "counterexamples"})
    return tuple(DefinitionRule(row["id"], pattern(row["pattern"])) for row in rows)


def _checked(table: str, keys: set[str]) -> list[Mapping[str, Any]]:
    """Return the rows of a table; raise DataError that names every row with other keys than `keys`."""
    rows: list[Mapping[str, Any]] = data.rules(FILE)[table]
    faults = [
        f"{table}[{n}] ({row.get('id', 'no id')}): has the keys {', '.join(row)}, not {', '.join(sorted(keys))}"
        for n, row in enumerate(rows)
        if row.keys() != keys
    ]
    if faults:
        raise DataError(_WHERE, faults)
    return rows
