"""The rules of page furniture as read from models/rules/furniture.toml and models/lexicons/furniture.tsv."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sanxin.data import lexicon, rules
from sanxin.errors import DataError

_FILE = "models/rules/furniture.toml"
# What may stand between and around the words of a bar: 【 打印 】 | 首页 > 要闻
_SEPARATORS = re.compile(r"[\s|｜>＞<＜·•【】\[\]()（）:：/、,，«»‹›→《》\-—×…]+")


@dataclass(frozen=True, slots=True)
class LineRule:
    """One rule of the file; `pattern` must match a whole line (or, for `inside`, a part of one)."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    where: str = "any"
    start: bool = False
    end: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading that opens a list, what its entries look like, and what ends it."""

    kind: str
    pattern: re.Pattern[str]
    stop: re.Pattern[str]
    entry: re.Pattern[str] | None = None


class Either:
    """Several rules in one pattern: a line is tried once, not once a rule."""

    def __init__(self, rules: Sequence[LineRule]) -> None:
        self._rules = {f"rule{number}": rule for number, rule in enumerate(rules)}
        parts = (f"(?P<{name}>{rule.pattern.pattern})" for name, rule in self._rules.items())
        self._pattern = re.compile("|".join(parts))
        # The pages of one site share their furniture, and a damaged file may hold one line a thousand times.
        self._remembered = lru_cache(maxsize=4096)(self._match)

    def rule(self, line: str) -> LineRule | None:
        """Return the first rule that matches the whole line."""
        return self._remembered(line)

    def _match(self, line: str) -> LineRule | None:
        match = self._pattern.fullmatch(line)
        return self._rules[match.lastgroup or ""] if match else None


@dataclass(frozen=True, slots=True)
class FurnitureRules:
    """All rules, compiled."""

    anywhere: Either
    edges: Either
    inside: tuple[LineRule, ...]
    tails: Either
    glossary: Block
    contents: Block
    caption: LineRule
    crumb_words: frozenset[str]
    speech: re.Pattern[str]
    limits: Mapping[str, int]
    words: Mapping[str, str]
    all_words: Mapping[str, str]

    def line_kind(self, line: str, *, edges: bool) -> str | None:
        """Return the kind of a line that is furniture as a whole: `【打印本页】` gives print_bar, speech gives None."""
        if len(line) > self.limits["longest_line"]:
            return None
        kind = self._words_kind(line, self.words)
        if kind:
            return kind
        rule = (self.edges if edges else self.anywhere).rule(line)
        return rule.kind if rule else None

    def near_kind(self, line: str) -> str | None:
        """Return the kind of a line that is furniture beside furniture: `大`, `】`, `|`, a bare number."""
        if len(line) > self.limits["longest_menu_line"] * 2:
            return None
        if not _SEPARATORS.sub("", line):
            return "separator"
        if line.isdigit() and len(line) <= 7:
            return "number"
        return self._words_kind(line, self.all_words)

    def is_menu_word(self, line: str) -> bool:
        """Tell whether a line is made of words of menus, those included that could stand in a speech."""
        return self._words_kind(line, self.all_words) is not None

    def is_speech(self, line: str) -> bool:
        """Tell whether a line of the head is the speech's own: a title, a subtitle, a salutation, a heading."""
        return self.speech.fullmatch(line) is not None

    def tail(self, line: str) -> LineRule | None:
        """Return the rule by which a line opens the tail of the page: `相关报道：`."""
        if len(line) > self.limits["longest_line"]:
            return None
        return self.tails.rule(line)

    @staticmethod
    def _words_kind(line: str, words: Mapping[str, str]) -> str | None:
        if len(line) > 80:
            return None
        pieces = [piece for piece in _SEPARATORS.split(line) if piece]
        kinds = [words.get(piece) for piece in pieces]
        return kinds[0] if kinds and all(kinds) else None


@cache
def furniture_rules() -> FurnitureRules:
    """Return the rules; every fault of the file is reported at once."""
    data = rules("furniture")
    faults: list[str] = []
    lines = _rules(data, "line", faults)
    words = lexicon("furniture")
    made = FurnitureRules(
        anywhere=Either([rule for rule in lines if rule.where == "any"]),
        edges=Either(lines),
        inside=_rules(data, "inside", faults),
        tails=Either(_rules(data, "tail", faults)),
        glossary=_block(data, "glossary", faults),
        contents=_block(data, "contents", faults),
        caption=_rule(data.get("caption", {}), "$.caption", faults),
        crumb_words=frozenset(data.get("crumb", {}).get("words", ())),
        speech=_compiled(data.get("speech", {}).get("pattern"), "$.speech.pattern", faults),
        limits=data.get("limits", {}),
        words={row["word"]: row["kind"] for row in words if row["near"] == "no"},
        all_words={row["word"]: row["kind"] for row in words},
    )
    faults.extend(
        f"missing limit {name!r} @ $.limits" for name in _LIMITS if not isinstance(made.limits.get(name), int)
    )
    if faults:
        raise DataError(_FILE, faults)
    return made


_LIMITS = ("longest_line", "longest_menu_line", "shortest_menu", "longest_value", "long_paragraph")
_KEYS = {"id", "kind", "pattern", "where", "start", "end", "long", "examples", "counterexamples"}


def _rules(data: Mapping[str, Any], table: str, faults: list[str]) -> tuple[LineRule, ...]:
    entries: Sequence[Mapping[str, Any]] = data.get(table, ())
    return tuple(_rule(entry, f"$.{table}[{entry.get('id', n)}]", faults) for n, entry in enumerate(entries))


def _rule(entry: Mapping[str, Any], place: str, faults: list[str]) -> LineRule:
    faults.extend(f"unknown key {key!r} @ {place}" for key in sorted(set(entry) - _KEYS))
    where = entry.get("where", "any")
    if where not in ("any", "edges"):
        faults.append(f"unknown where {where!r}, not any or edges @ {place}")
    return LineRule(
        entry.get("id", ""),
        entry.get("kind", ""),
        _compiled(entry.get("pattern"), f"{place}.pattern", faults),
        where,
        bool(entry.get("start", False)),
        bool(entry.get("end", False)),
        bool(entry.get("long", False)),
    )


def _block(data: Mapping[str, Any], name: str, faults: list[str]) -> Block:
    entry = data.get(name, {})
    return Block(
        entry.get("kind", name),
        _compiled(entry.get("pattern"), f"$.{name}.pattern", faults),
        _compiled(entry.get("stop"), f"$.{name}.stop", faults),
        _compiled(entry["entry"], f"$.{name}.entry", faults) if "entry" in entry else None,
    )


def _compiled(pattern: object, place: str, faults: list[str]) -> re.Pattern[str]:
    if not isinstance(pattern, str):
        faults.append(f"no pattern @ {place}")
        return re.compile(r"(?!)")
    try:
        return re.compile(pattern)
    except re.error as error:
        faults.append(f"{error} @ {place}")
        return re.compile(r"(?!)")
