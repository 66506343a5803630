"""The grammar of time expressions: takes models/rules/times*.toml and the lexicons, gives compiled patterns and tables.

Reading only; which days an expression means is decided in `times_resolve`, where it stands in a text in `times`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sanxin import data
from sanxin.errors import DataError
from sanxin.grammar import compiled, expand, trie_pattern

_FILE = "models/rules/times.toml"
_RULE_FILES = ("times_days", "times_years")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_RULE_FIELDS = {"id", "what", "resolve", "opens", "pattern", "examples", "counterexamples"}
_OPTIONAL_FIELDS = {"yearless"}
#: The kind of opening that the lexicons make; all others are in the file.
_EVENT = "event"
#: The kind of opening that a word like 到 or 从 makes, and the parts that read it.
_LEAD, _LEADS = "lead", ("lead", "range_lead")
#: One test for a handful of openings spares a character being tried against each of them; 6 was the fastest of 1 to 12.
_GATE_GROUP = 6

_LEXICONS = ("plan_periods", "landmarks", "holidays")

Lexicon = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of time expression. `groups` names the parts of its pattern in order; `resolve` names a resolver."""

    id: str
    pattern: str
    groups: tuple[str, ...]
    resolve: str


@dataclass(frozen=True, slots=True)
class Union:
    """The rules of one kind of opening as one pattern, in their order.

    `rules`: by the number of the group that holds a rule, the rule and the numbers of its own groups.
    """

    pattern: re.Pattern[str]
    rules: Mapping[int, tuple[Rule, tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A time expression found but not yet resolved: which rule reads it, and its parts by group name."""

    start: int
    end: int
    rule: Rule
    groups: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Gate:
    """Finds where an expression may begin. Group n of `pattern` is opening n; `unions` holds the rules to try there."""

    pattern: re.Pattern[str]
    unions: tuple[Union, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """Words and what they are worth, by table and word; lexicon rows by lexicon and name."""

    words: Mapping[str, Mapping[str, Any]]
    lexicons: Mapping[str, Lexicon]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All of models/rules/times.toml, compiled. `yearless`: the rules of expressions that say no year."""

    gate: Gate
    tables: Tables
    aside: re.Pattern[str]
    sentence_end: re.Pattern[str]
    paragraph_end: re.Pattern[str]
    yearless: frozenset[str]

    def scan(self, text: str) -> Iterator[Sighting]:
        """Yield every time expression in the order of the text, none inside another."""
        search, unions = self.gate.pattern.search, self.gate.unions
        opening = search(text)
        while opening is not None:
            place = opening.start()
            union = unions[(opening.lastindex or 1) - 1]
            hit = union.pattern.match(text, place)
            if hit is None:
                opening = search(text, place + 1)
                continue
            # the group that holds a rule closes last
            # two zeros: a single group would come as a string, not a tuple
            rule, numbers = union.rules[hit.lastindex or 1]
            yield Sighting(place, hit.end(), rule, dict(zip(rule.groups, hit.group(0, 0, *numbers)[2:], strict=True)))
            opening = search(text, hit.end())


@cache
def grammar(resolvers: frozenset[str]) -> Grammar:
    """Return the compiled grammar; raise DataError if the file breaks its schema or names an unknown resolver."""
    source = data.rules("times")
    openings = source["gate"]["openings"]
    entries = [entry for file in _RULE_FILES for entry in data.rules(file)["rule"]]
    kinds = {opening["kind"] for opening in openings} | {_EVENT, _LEAD}
    if faults := list(_faults(entries, resolvers, kinds)):
        raise DataError(_FILE, faults)
    lexicons = {
        name: {row["name"]: row for row in data.lexicon(name)} for name in ("plan_periods", "landmarks", "holidays")
    }
    parts = _parts(source, lexicons)
    unions = {
        kind: _union([_rule(entry, _narrowed(kind, parts, source)) for entry in entries if _opens(kind, entry)])
        for kind in kinds
    }
    state = source["state"]
    return Grammar(
        gate=_gate(source["gate"], parts, unions),
        tables=Tables(source["tables"], lexicons),
        aside=compiled(state["aside"], parts, f"{_FILE} state"),
        sentence_end=compiled(state["sentence_end"], parts, f"{_FILE} state"),
        paragraph_end=compiled(state["paragraph_end"], parts, f"{_FILE} state"),
        yearless=frozenset(entry["id"] for entry in entries if entry.get("yearless")),
    )


def _opens(kind: str, entry: Mapping[str, Any]) -> bool:
    """Return whether a rule is tried at an opening of `kind`; at 到 or 从 it is if its pattern can begin with them."""
    if kind == _LEAD:
        return any(f"{{{part}}}" in entry["pattern"] for part in _LEADS)
    return kind in entry["opens"]


def _narrowed(kind: str, parts: Mapping[str, str], source: Mapping[str, Any]) -> Mapping[str, str]:
    leads = {} if kind == _LEAD else dict.fromkeys(_LEADS, "")
    return {**parts, **leads, **source["narrow"].get(kind, {})}


def _rule(entry: Mapping[str, Any], parts: Mapping[str, str]) -> Rule:
    pattern = expand(entry["pattern"], parts, f"{_FILE} rule {entry['id']}")
    return Rule(entry["id"], pattern, tuple(_GROUP.findall(pattern)), entry["resolve"])


def _union(rules: Sequence[Rule]) -> Union:
    """Put rules together; group names may return in each, so the union's groups have numbers only."""
    holders: dict[int, tuple[Rule, tuple[int, ...]]] = {}
    number = 1
    for rule in rules:
        after = number + 1 + len(rule.groups)
        holders[number] = rule, tuple(range(number + 1, after))
        number = after
    try:
        pattern = re.compile("|".join(f"({_GROUP.sub('(', rule.pattern)})" for rule in rules))
    except re.error:
        for rule in rules:
            compiled(rule.pattern, {}, f"{_FILE} rule {rule.id}")
        raise
    return Union(pattern, holders)


def _gate(gate: Mapping[str, Any], parts: Mapping[str, str], unions: Mapping[str, Union]) -> Gate:
    """Return one pattern for all openings; it begins with a plain set of characters, which `re` skips to fast."""
    parts = {**parts, **{name: gate[name] for name in ("lengths", "numeral_tail", "near")}}
    openings = [
        *gate["openings"],
        {"kind": _EVENT, "first": parts["event_first"], "then": f"(?<=(?={parts['landmark']}|{parts['holiday']}).)"},
    ]
    tests = []
    for start in range(0, len(openings), _GATE_GROUP):
        group = openings[start : start + _GATE_GROUP]
        choices = "|".join(f"(?<=[{opening['first']}]){opening['then']}()" for opening in group)
        tests.append(f"(?<=[{''.join(opening['first'] for opening in group)}])(?:{choices})")
    first = "".join(opening["first"] for opening in openings)
    pattern = compiled(f"[{first}](?:{'|'.join(tests)})", parts, f"{_FILE} gate")
    return Gate(pattern, tuple(unions[opening["kind"]] for opening in openings))


def _faults(entries: Sequence[Mapping[str, Any]], resolvers: Collection[str], kinds: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with the rules: missing or unknown fields, an id used twice, names that stand for nothing."""
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        where = f"rule[{number}] {entry.get('id', '')}"
        if odd := (entry.keys() - _OPTIONAL_FIELDS) ^ _RULE_FIELDS:
            yield f"{where}: missing or unknown fields {sorted(odd)}"
            continue
        if entry["id"] in seen:
            yield f"{where}: id used twice"
        seen.add(entry["id"])
        if entry["resolve"] not in resolvers:
            yield f"{where}: unknown resolver {entry['resolve']!r}; known: {', '.join(sorted(resolvers))}"
        if unknown := set(entry["opens"]) - set(kinds):
            yield f"{where}: unknown openings {sorted(unknown)}; known: {', '.join(sorted(kinds))}"


def _parts(source: Mapping[str, Any], lexicons: Mapping[str, Lexicon]) -> dict[str, str]:
    """Return the file's parts, those made from tables and lexicons, and for each a `_second`: a 2 behind its groups."""
    plans, landmarks, holidays = lexicons["plan_periods"], lexicons["landmarks"], lexicons["holidays"]
    parts = {
        **source["parts"],
        **{name: trie_pattern(words) for name, words in source["tables"].items()},
        "plan_name": trie_pattern(plans),
        "plan_ordinal": trie_pattern(row["ordinal"] for row in plans.values()),
        "landmark": trie_pattern(landmarks),
        "holiday": trie_pattern(holidays),
        "holiday_bare": trie_pattern(name for name, row in holidays.items() if row["bare"] == "yes"),
        "event_first": "".join(sorted({name[0] for name in [*landmarks, *holidays]})),
    }
    second = {f"{name}_second": _GROUP.sub(r"(?P<\g<1>2>", expand(part, parts, _FILE)) for name, part in parts.items()}
    return parts | second
