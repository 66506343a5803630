"""The rules of facts as read from models/rules/facts.toml: columns, date formats, where texts state what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sanxin.data import rules
from sanxin.errors import DataError

_FILE = "models/rules/facts.toml"
_PART = re.compile(r"\{([a-z]+)\}")
_NOTHING = re.compile(r"(?!)")
_WHERE = frozenset({"edge", "head", "start", "end", "heading", "page", "title"})

_TITLE_KEYS = ("pattern", "plain", "never", "subtitle", "salutation", "joined", "opens")


class Rank(StrEnum):
    """How directly a rule reads the date; the first that reads one wins."""

    SAID = "said"
    TITLED = "titled"
    WORKED = "worked"
    PRINTED = "printed"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class DateRule:
    """Where a date stands. With `years`, the number found is looked up: 第十次 with first = 8 is the third of them."""

    id: str
    rank: Rank
    where: str
    pattern: re.Pattern[str]
    add: int = 0
    salutation: bool = True
    first: int = 0
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FactRule:
    """A pattern whose group is the fact; `surname`: only if a name begins with a known surname."""

    id: str
    where: str
    pattern: re.Pattern[str]
    surname: bool = False


@dataclass(frozen=True, slots=True)
class TitleRules:
    """What a title looks like, and what lines of the head are none."""

    pattern: re.Pattern[str]
    plain: re.Pattern[str]
    never: re.Pattern[str]
    subtitle: re.Pattern[str]
    salutation: re.Pattern[str]
    joined: re.Pattern[str]
    opens: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class YearRules:
    """Years in a title or a file's name: which is none of the document's, one year, a period."""

    never: re.Pattern[str]
    year: re.Pattern[str]
    period: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FactRules:
    """All of models/rules/facts.toml, compiled."""

    columns: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[str, ...]]
    suffixes: Mapping[str, tuple[str, ...]]
    own: Mapping[str, tuple[str, ...]]
    offices: Mapping[str, tuple[str, ...]]
    subordinates: re.Pattern[str]
    suffix: re.Pattern[str]
    place_in_name: re.Pattern[str]
    nation: tuple[str, ...]
    nation_pattern: re.Pattern[str]
    date_formats: tuple[re.Pattern[str], ...]
    dates: tuple[DateRule, ...]
    title: TitleRules
    years: YearRules
    dateline: re.Pattern[str]
    speakers: tuple[FactRule, ...]
    occasions: tuple[FactRule, ...]
    regions: tuple[FactRule, ...]
    surnames: frozenset[str]

    def level_named(self, word: str) -> str | None:
        """Return the level a word stands for: 省级 and provincial give `provincial`."""
        word = word.strip().casefold()
        return next((level for level, words in self.levels.items() if word in words), None)


@cache
def fact_rules() -> FactRules:
    """Return the rules; every fault of the file is reported at once."""
    data = rules("facts")
    reader = _Reader(data)
    names = data.get("names", {})
    title, years = data.get("title", {}), data.get("years", {})
    made = FactRules(
        columns=reader.lists("columns"),
        levels=reader.lists("levels"),
        suffixes=reader.lists("suffixes"),
        own=reader.lists("own"),
        offices=reader.lists("offices"),
        subordinates=reader.pattern(data.get("city", {}), "$.city"),
        suffix=reader.pattern(data.get("chain", {}), "$.chain"),
        place_in_name=reader.pattern(data.get("chain", {}), "$.chain", "name"),
        nation=tuple(data.get("nation", {}).get("names", ())),
        nation_pattern=reader.pattern(data.get("nation", {}), "$.nation"),
        date_formats=tuple(reader.pattern(entry, place) for entry, place in reader.entries("date_format")),
        dates=tuple(
            reader.date_rule(entry, place)
            for table in ("date_rule", "known_year")
            for entry, place in reader.entries(table)
        ),
        title=TitleRules(*(reader.pattern(title, "$.title", key) for key in _TITLE_KEYS)),
        years=YearRules(*(reader.pattern(years, "$.years", key) for key in ("never", "year", "period"))),
        dateline=reader.pattern(data.get("dateline", {}), "$.dateline"),
        speakers=reader.fact_rules("speaker_rule"),
        occasions=reader.fact_rules("occasion_rule"),
        regions=reader.fact_rules("region_rule"),
        surnames=frozenset([*names.get("single", ""), *names.get("compound", ())]),
    )
    if reader.faults:
        raise DataError(_FILE, reader.faults)
    return made


class _Reader:
    """Reads the tables of the file and collects their faults."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._parts: Mapping[str, str] = data.get("parts", {})
        self.faults: list[str] = []

    def lists(self, table: str) -> Mapping[str, tuple[str, ...]]:
        found = self._data.get(table)
        if not isinstance(found, dict) or not found:
            self.faults.append(f"missing table @ $.{table}")
            return {}
        return {key: tuple(words) for key, words in found.items()}

    def entries(self, table: str) -> list[tuple[Mapping[str, Any], str]]:
        return [(entry, f"$.{table}[{entry.get('id', n)}]") for n, entry in enumerate(self._data.get(table, ()))]

    def pattern(self, entry: Mapping[str, Any], place: str, key: str = "pattern") -> re.Pattern[str]:
        source = entry.get(key)
        if not isinstance(source, str):
            self.faults.append(f"no {key} @ {place}")
            return _NOTHING
        try:
            return re.compile(self._filled(source, place, 0))
        except re.error as error:
            self.faults.append(f"{error} @ {place}.{key}")
            return _NOTHING

    def date_rule(self, entry: Mapping[str, Any], place: str) -> DateRule:
        rank = entry.get("rank")
        if rank not in set(Rank):
            self.faults.append(f"unknown rank {rank!r}, not one of {', '.join(Rank)} @ {place}")
            rank = Rank.SAID
        return DateRule(
            entry.get("id", ""),
            Rank(rank),
            self._where(entry, place),
            self.pattern(entry, place),
            entry.get("add", 0),
            entry.get("salutation", True),
            entry.get("first", 0),
            tuple(entry.get("years", ())),
        )

    def _where(self, entry: Mapping[str, Any], place: str) -> str:
        where = str(entry.get("where"))
        if where not in _WHERE:
            self.faults.append(f"unknown where {where!r}, not one of {', '.join(sorted(_WHERE))} @ {place}")
        return where

    def fact_rules(self, table: str) -> tuple[FactRule, ...]:
        return tuple(
            FactRule(
                entry.get("id", ""), self._where(entry, place), self.pattern(entry, place), entry.get("surname", False)
            )
            for entry, place in self.entries(table)
        )

    def _filled(self, source: str, place: str, depth: int) -> str:
        """Return the pattern with the parts put in; parts may use parts."""

        def part(match: re.Match[str]) -> str:
            name = match[1]
            if name not in self._parts or depth > 3:
                self.faults.append(f"unknown part {{{name}}} @ {place}")
                return ""
            return self._filled(self._parts[name], place, depth + 1)

        return _PART.sub(part, source)
