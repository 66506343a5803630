"""The grammar of quantities, read from its files and compiled once: rules, refusals, units and comparators.

models/rules/quantities.toml and not_quantities.toml, models/lexicons/units.tsv and comparators.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from sanxin import data
from sanxin.grammar import compiled, trie_pattern
from sanxin.records import Comparator


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A unit as written, what it is called, what it is worth in that, and how freely it follows a numeral.

    There is one of each, so that it is itself a key of what is remembered about it.
    """

    surface: str
    name: str
    factor: Decimal
    dimension: str
    strength: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparator word; `needs_scale`: only before 百, 千, 万 (上百家); `unless` forbids characters just before it."""

    comparator: Comparator
    needs_scale: bool
    unless: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to read a quantity. `left` must match up to where the number begins.

    `marked`: it turns on a character of its own (分, 成, 强), without which it need not be tried; `led_by`: on a
    word before the number. The others name the
    groups of the pattern that say how the value is bounded.
    """

    id: str
    pattern: re.Pattern[str]
    left: re.Pattern[str] | None
    marked: bool
    led_by: str
    range_group: str | None
    more_groups: tuple[str, ...]

    @classmethod
    def of(
        cls, name: str, pattern: re.Pattern[str], left: re.Pattern[str] | None, *, marked: bool, led_by: str = ""
    ) -> Rule:
        """Return the rule with its groups told apart by their names."""
        groups = pattern.groupindex
        return cls(
            name,
            pattern,
            left,
            marked,
            led_by,
            range_group=next((group for group in ("dash", "n3") if group in groups), None),
            more_groups=tuple(group for group in ("x1", "y1", "x2", "y2", "w", "z") if group in groups),
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way a number turns out to measure nothing; the parts given must all match."""

    id: str
    left: re.Pattern[str] | None
    number: re.Pattern[str] | None
    right: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Grammar:
    """All the rule files of this stage, compiled."""

    gate: re.Pattern[str]
    gate_characters: re.Pattern[str]
    rules: Mapping[str, tuple[Rule, ...]]
    unmarked: Mapping[str, tuple[Rule, ...]]
    refusals: tuple[Refusal, ...]
    units: Mapping[str, Unit]
    before: Mapping[str, Bound]
    longest_before: int
    before_ends: frozenset[str]
    after: Mapping[str, Comparator]
    more: frozenset[str]
    verbs: re.Pattern[str]
    verb_comparators: Mapping[str, Comparator]
    verb_starts: frozenset[str]
    bare_left: tuple[str, ...]
    bare_right: re.Pattern[str]
    marks: re.Pattern[str]
    graded: re.Pattern[str]
    from_words: re.Pattern[str]
    joints: frozenset[str]
    dealt: str
    signs: frozenset[str]
    sign_left: re.Pattern[str]
    whole: re.Pattern[str]


#: Which rules can start with which characters, in the order they are tried; "han": with all others.
_DISPATCH = {
    "0123456789０１２３４５６７８９": (
        "fraction",
        "per-100000",
        "slash-fraction",
        "tenths",
        "rank-strong",
        "rank-shift",
        "ratio",
        "product",
        "spoken-money",
        "measure",
        "level",
        "graded",
        "years",
        "listed",
        "bare",
    ),
    "han": (
        "zero",
        "half",
        "fraction",
        "tenths",
        "rank-strong",
        "rank-shift",
        "spoken-money",
        "between-digits",
        "measure",
        "level",
        "graded",
        "great-things",
        "bare-han",
        "past-scale",
    ),
    "第": ("rank-ordinal", "rank-bare"),
    "前": ("rank-front", "rank-front-bare", "share-front"),
    "数": ("numberless",),
    "后": ("rank-front",),
    "翻倍": ("fold",),
    '“"‘': ("zero",),
}


@cache
def grammar() -> Grammar:
    """Return the compiled grammar; raise DataError if a rule file breaks its schema."""
    source = data.rules("quantities")
    units = {
        row["surface"]: Unit(row["surface"], row["unit"], Decimal(row["factor"]), row["dimension"], row["strength"])
        for row in data.lexicon("units")
    }
    bounds = data.lexicon("comparators")
    sides = {side: [row for row in bounds if row["side"] == side] for side in ("before", "after", "verb")}
    after = {row["surface"]: Comparator(row["comparator"]) for row in sides["after"]}
    verbs = {row["surface"]: Comparator(row["comparator"]) for row in sides["verb"]}
    far = trie_pattern(row["surface"] for row in sides["verb"] if row["needs"] == "far")
    near = trie_pattern(row["surface"] for row in sides["verb"] if row["needs"] != "far")
    parts = {
        **source["parts"],
        "unit": trie_pattern(units, gated=True),
        "counted": trie_pattern((unit.surface for unit in units.values() if unit.strength == "measure"), gated=True),
        "after": trie_pattern(after),
        "bare_left_end": f"[{re.escape(''.join(sorted({word[-1] for word in source['bare_left']})))}]",
    }
    where = "models/rules/quantities.toml"
    rules = {
        entry["id"]: Rule.of(
            entry["id"],
            compiled(entry["pattern"], parts, f"{where} rule {entry['id']}"),
            compiled(entry["left"], parts, f"{where} rule {entry['id']}") if "left" in entry else None,
            marked="needs" in entry,
            led_by=entry.get("led_by", ""),
        )
        for entry in source["rule"]
    }
    starting = {
        start: tuple(rules[name] for name in names)
        for starts, names in _DISPATCH.items()
        for start in ([starts] if starts == "han" else starts)
    }
    return Grammar(
        gate=compiled(source["gate"], parts, f"{where} gate"),
        gate_characters=compiled(source["gate_characters"], parts, f"{where} gate_characters"),
        rules=starting,
        unmarked={start: tuple(rule for rule in some if not rule.marked) for start, some in starting.items()},
        refusals=_refusals(),
        units=units,
        before={
            row["surface"]: Bound(Comparator(row["comparator"]), row["needs"] == "han", row["unless"])
            for row in sides["before"]
        },
        longest_before=max(len(row["surface"]) for row in sides["before"]),
        before_ends=frozenset(row["surface"][-1] for row in sides["before"]),
        after=after,
        more=frozenset(filter(str.isalpha, parts["more"])),  # its characters: without one no group of it can hold
        verbs=re.compile(f"({near})[^，。；、,;]{{0,2}}$|({far})[^，。；、,;0-9一二三四五六七八九十]{{0,10}}$"),
        verb_comparators=verbs,
        verb_starts=frozenset(word[0] for word in verbs),
        bare_left=tuple(source["bare_left"]),
        bare_right=compiled("{bare_right}", parts, f"{where} bare_right"),
        marks=re.compile(f"[{re.escape(''.join(entry.get('needs', '') for entry in source['rule']))}]"),
        graded=compiled("{graded}", parts, f"{where} graded"),
        from_words=compiled(source["from_words"], parts, f"{where} from_words"),
        joints=frozenset(source["joints"]),
        dealt=source["dealt"],
        signs=frozenset(source["signs"]),
        sign_left=compiled(source["sign_left"], parts, f"{where} sign_left"),
        whole=compiled(source["whole"], parts, f"{where} whole"),
    )


def _refusals() -> tuple[Refusal, ...]:
    source = data.rules("not_quantities")
    where = "models/rules/not_quantities.toml"

    def side(entry: Mapping[str, str], key: str) -> re.Pattern[str] | None:
        return compiled(entry[key], source["parts"], f"{where} rule {entry['id']}") if key in entry else None

    return tuple(
        Refusal(entry["id"], side(entry, "left"), side(entry, "number"), side(entry, "right"))
        for entry in source["rule"]
    )


@cache
def lenient_grammar() -> Grammar:
    """The grammar for a text that is one quantity and nothing else: no context to ask for, nothing to refuse."""
    rules = grammar()
    whole = Rule.of("whole", rules.whole, None, marked=False)
    return replace(
        rules,
        rules={start: (*(replace(rule, left=None) for rule in some), whole) for start, some in rules.rules.items()},
        refusals=(),
        units={surface: replace(unit, strength="strong") for surface, unit in rules.units.items()},
        bare_left=("",),
    )
