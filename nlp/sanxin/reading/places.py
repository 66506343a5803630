"""Regions by their names (河南, 云河市清水区), and the level that a name, an office or a text's 我市 shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sanxin.data import lexicon
from sanxin.reading.factrules import fact_rules

_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Region:
    """A place that is governed: its name as written in full, and its level (None if the name does not show it)."""

    name: str
    level: str | None


@cache
def _known() -> Mapping[str, Region]:
    """Return the regions of models/lexicons/regions.tsv by name and short name; 吉林 is the province, not its city."""
    rows = lexicon("regions")
    known = {row["name"]: Region(row["name"], row["level"]) for row in rows}
    for row in rows:
        known.setdefault(row["short"], known[row["name"]])
    return known


@cache
def _short_names() -> re.Pattern[str]:
    """Return a pattern of all known names, longest first."""
    return re.compile("|".join(sorted(map(re.escape, _known()), key=len, reverse=True)))


@cache
def _spellings() -> Mapping[str, Region]:
    return {row["spelling"]: Region(row["name"], row["level"]) for row in lexicon("regions") if row["spelling"] != "-"}


def region_of(name: str) -> Region | None:
    """Return the smallest region in a chain: `云河市清水区` gives 清水区 (county), `河南` 河南省 (provincial)."""
    rules = fact_rules()
    name = re.sub(r"\s", "", name)
    if not name:
        return None
    if name.casefold() in rules.nation:
        return Region(rules.nation[0], "national")
    known = _known().get(name) or _spellings().get(name.casefold())
    if known:
        return known
    unit = _last_unit(name)
    if rules.suffix.fullmatch(unit):
        return None
    known = _known().get(unit)
    if known and unit == known.name:
        return known
    return Region(unit, _level_by_suffix(unit))


def region_in(name: str) -> Region | None:
    """Return the region that a file's name mentions: `河南省水利工作报告`, `云河县2013`, `report_henan_2026`."""
    rules = fact_rules()
    words = [word.casefold() for word in re.split(r"[^A-Za-z]+", name)]
    words += [word for word in rules.nation if word in name]
    spelled = next((word for word in words if word in _spellings() or word in rules.nation), None)
    if spelled:
        return region_of(spelled)
    place = rules.place_in_name.search(re.sub(r"[\d\W_]+", " ", name).replace("年", " "))
    if place:
        return region_of(place["place"])
    short = _short_names().search(name)
    if short:
        return _known()[short[0]]
    return region_of(rules.nation[0]) if rules.nation_pattern.search(name) else None


def region_at_start(title: str) -> Region | None:
    """Return the region whose short name a title begins with: `2015年新疆政府工作报告` gives 新疆维吾尔自治区."""
    match = _short_names().match(re.sub(r"^\d{4}年?", "", title))
    return _known()[match[0]] if match else None


def is_below(region: Region, other: Region) -> bool:
    """Tell whether a region is of a lower level: a county is below a province."""
    order = list(fact_rules().own)
    levels = ["prefecture" if place.level == "city" else place.level or "" for place in (region, other)]
    return all(level in order for level in levels) and order.index(levels[0]) > order.index(levels[1])


def _last_unit(chain: str) -> str:
    """Return the last unit of a chain, taken apart at the ends of its units."""
    known = max((name for name in _known() if chain.endswith(name)), key=len, default="")
    if known:
        return known
    start = 0
    # A unit is two characters at least: the 市 of 市中区 ends nothing.
    for match in fact_rules().suffix.finditer(chain):
        if match.end() - start >= 2 and len(chain) - match.end() >= 2:
            start = match.end()
    return chain[start:]


def _level_by_suffix(unit: str) -> str | None:
    """Return the level of the longest suffix that fits: 自治县 gives county; 市 gives `city`, decided by the text."""
    fitting = [(word, level) for level, words in fact_rules().suffixes.items() for word in words if unit.endswith(word)]
    return max(fitting, key=lambda item: len(item[0]))[1] if fitting else None


def level_of_city(text: str) -> str:
    """Return the level of a city that is no known prefecture: one that speaks of its 各县区 is one all the same."""
    return "prefecture" if fact_rules().subordinates.search(text) else "county"


def level_of_office(line: str) -> str | None:
    """Return the level at which an office is held: `县长 李山` gives `county`, `主任 李山` None."""
    offices = fact_rules().offices
    return next((level for level, words in offices.items() if any(word in line for word in words)), None)


def level_of_text(text: str) -> str | None:
    """Return the level that a text speaks from, by its own words: 我县, 全县, 县委 give `county`."""
    counts = {level: sum(text.count(word) for word in words) for level, words in fact_rules().own.items()}
    # Who speaks for 全市 compares it with 全省, but seldom speaks of one 全县: the smallest level named often enough.
    enough = max(_OFTEN, 0.3 * max(counts.values()))
    return next((level for level in reversed(counts) if counts[level] >= enough), None)


def region_of_text(text: str, level: str | None) -> Region | None:
    """Return the nation for a national text; else the province or prefecture that the text names most, if often."""
    if level == "national":
        return region_of(fact_rules().nation[0])
    named = Counter(_known()[match[0]] for match in _short_names().finditer(text))
    ranked = [(count, region) for region, count in named.items() if region.level == level and count >= _OFTEN]
    return max(ranked, key=lambda item: item[0])[1] if ranked else None
