"""Numeral + head: 三新三强 read into its units, and where an abbreviation stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from sanxin.numerals import parse_numeral
from sanxin.records import Span
from sanxin.slogans import rules


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an abbreviation stands, quotation marks included, and the sentence around it."""

    start: int
    end: int
    sentence: Span


@dataclass(frozen=True, slots=True)
class Unit:
    """One numeral with its head: 三新 is (3, 新), 六个环境 (6, 环境)."""

    number: int
    head: str
    surface: str


def value_of(numeral: str) -> int:
    """Return what the numeral of an abbreviation counts: 双 → 2, 十二 → 12; 0 if it is no small number."""
    if numeral in rules.words("pair_numeral"):
        return 2
    value = parse_numeral(numeral)
    return int(value) if value is not None and value < 100 else 0


@lru_cache(maxsize=4096)
def units_of(surface: str) -> tuple[Unit, ...]:
    """Return the numerals of an abbreviation with their heads.

    `三新三强` → (3, 新), (3, 强); `六个宜居片区` → (6, 高品质环境); `双引擎` → (2, 引擎); `升九进五`, `1+N` → none.
    """
    matches = list(_unit_pattern().finditer(surface))
    # 新三样: what stands before the numeral says which three.
    if not matches or matches[0].start() > (surface[:1] in rules.words("numeral_prefix")):
        return ()
    return tuple(Unit(value_of(match["number"]), match["head"], match[0]) for match in matches)


@cache
def _unit_pattern() -> re.Pattern[str]:
    return rules.table_pattern("abbreviations", "unit")
