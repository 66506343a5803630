"""Does a number measure a change, and which way (annotation guide §1, `direction`)?

Read off the words that govern it, by models/lexicons/directions.tsv and [direction] of models/rules/targets.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sanxin import data
from sanxin.grammar import trie_pattern
from sanxin.layers import Layers
from sanxin.records import Direction, Span

_RATES = frozenset(("percent", "percentage_point"))
#: What a change is told in, besides the unit of the thing that changes; other numbers count the noun behind them.
_MEASURES_OF_CHANGE = _RATES | {"multiple", "money", "rank"}


@dataclass(frozen=True, slots=True)
class DirectionWord:
    """A word of change: its direction (None: it only looks like one) and when it speaks of the number behind it."""

    direction: Direction | None
    level_after: str
    reach: str


@dataclass(frozen=True, slots=True)
class DirectionRules:
    """The lexicon and the patterns, compiled."""

    pattern: re.Pattern[str]
    words: dict[str, DirectionWord]
    joins: re.Pattern[str]
    own_verb: re.Pattern[str]
    margin: re.Pattern[str]
    restated: re.Pattern[str]
    part: re.Pattern[str]
    compared: re.Pattern[str]
    listed: re.Pattern[str]
    not_counted: re.Pattern[str]
    share: re.Pattern[str]
    base: re.Pattern[str]
    rate_of: re.Pattern[str]


@cache
def direction_rules() -> DirectionRules:
    """Return directions.tsv and the patterns of targets.toml."""
    words = {
        row["word"]: DirectionWord(
            Direction(row["direction"]) if row["direction"] else None, row["level_after"], row["reach"]
        )
        for row in data.lexicon("directions")
    }
    source = data.rules("targets")["direction"]
    patterns = (
        "joins",
        "own_verb",
        "margin",
        "restated",
        "part",
        "compared",
        "listed",
        "not_counted",
        "share",
        "base",
        "rate_of",
    )
    return DirectionRules(
        re.compile(trie_pattern(words)), words, **{name: re.compile(source[name]) for name in patterns}
    )


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    word: DirectionWord


def find_directions(
    layers: Layers, regions: Sequence[Span], indicators: Sequence[Span | None]
) -> list[Direction | None]:
    """Return the direction of every measure: 增长6% and 新增泊位60个 increase, 达到6% and 提高到6% None (a level)."""
    rules = direction_rules()
    hits = [
        _Hit(match.start(), match.end(), rules.words[match[0]])
        for match in rules.pattern.finditer(layers.text)
        if rules.words[match[0]].direction is not None
    ]
    starts = [hit.start for hit in hits]
    found: list[Direction | None] = []
    for index, region in enumerate(regions):
        near = hits[bisect_left(starts, region.start) : bisect_left(starts, region.end)]
        indicator = indicators[index]
        if indicator is not None and indicator.end <= region.start:  # 经济增长速度的目标，定为8%
            named = hits[bisect_left(starts, indicator.start) : bisect_left(starts, indicator.end)]
            near = [hit for hit in named if hit.word.reach == "noun"] + near
        verdict = _stated(layers, index, region, near, indicator)
        found.append(_inherited(layers, index, regions, found) if verdict is None else verdict[0])
    return found


def _stated(
    layers: Layers, index: int, region: Span, hits: Sequence[_Hit], indicator: Span | None
) -> tuple[Direction | None] | None:
    """Return what the words of the region say of measure `index`: a direction or a level; None if they say nothing."""
    measure = layers.measures[index]
    if measure.rule == "fold":
        return (Direction.INCREASE,)
    no_rank = measure.dimension != "rank" or measure.rule == "rank-shift"
    if not no_rank or direction_rules().base.search(layers.text, region.start, region.end) is not None:
        return (None,)
    # A verb between indicator and number tells the change; one inside the indicator is part of a name.
    tail_from = indicator.end - 2 if indicator is not None and region.start <= indicator.start < measure.start else 0
    may_be_rate = measure.dimension in _RATES and not _is_margin(layers, region)
    rate = level = change = None
    for hit in hits:
        word = hit.word
        if word.reach == "noun":
            rate = hit if may_be_rate else None
        elif word.reach == "clause" or (hit.end > tail_from and not _acts_on_thing(layers, index, hit)):
            change, level = (None, hit) if _tells_level(layers, index, hit) else (hit, None)
    if change is not None and (rate is None or rate.start < change.start):
        return (change.word.direction,)  # 增幅回落2个百分点: the verb tells more than the noun
    if rate is not None:
        return (rate.word.direction,)  # 增速回升到8% is still a rate of change
    if level is not None:
        return (None,)
    named_behind = may_be_rate and direction_rules().rate_of.match(layers.text, measure.end) is not None
    return (Direction.INCREASE,) if named_behind else None


def _tells_level(layers: Layers, index: int, hit: _Hit) -> bool:
    """Does the word of change lead to where the number stands (提高到6%), or to a share (减少收入的占10%)?"""
    start = layers.measures[index].start
    follows = layers.text[hit.end : min(hit.end + 1, start)]
    if follows and follows in hit.word.level_after:
        return True
    return direction_rules().share.search(layers.text, hit.end, start) is not None


def _is_margin(layers: Layers, region: Span) -> bool:
    return direction_rules().margin.search(layers.text, region.start, region.end) is not None


def _acts_on_thing(layers: Layers, index: int, hit: _Hit) -> bool:
    """Is what is counted the things raised or improved (提升100所学校), or something else by name (增长的10项措施)?"""
    measure = layers.measures[index]
    if measure.dimension in _MEASURES_OF_CHANGE:
        return False
    rules = direction_rules()
    return (
        rules.not_counted.match(layers.text, measure.end) is None
        or rules.listed.search(layers.text, hit.end, measure.start) is not None
    )


def _inherited(
    layers: Layers, index: int, regions: Sequence[Span], before: Sequence[Direction | None]
) -> Direction | None:
    """Return the direction of the number before, if this one goes on with its verb; a verb of its own makes a level.

    `新增泊位100个、绿道18公里`; `新增泊位100个，其中立体泊位60个`; `增长6%，力争7%`.
    """
    if not before or before[-1] is None:
        return None
    rules = direction_rules()
    words = regions[index].of(layers.text)
    if rules.own_verb.search(words) is not None:
        return None
    previous, measure = layers.measures[index - 1], layers.measures[index]
    clauses = layers.structure.clause_at(measure.start) - layers.structure.clause_at(previous.start)
    if clauses == 0:
        return before[-1] if rules.joins.search(words) is not None else None
    if clauses > 1 or previous.unit != measure.unit:
        return None
    if measure.end >= layers.clause(measure.start).end and rules.restated.search(words) is not None:
        return before[-1]
    # 比上年增加4亿元，其中…: not the increase is divided but the sum named before it
    is_part = measure.dimension not in _RATES and rules.part.search(words) is not None
    return before[-1] if is_part and rules.compared.search(regions[index - 1].of(layers.text)) is None else None
