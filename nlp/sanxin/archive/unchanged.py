"""Results that are said without a number: 居民消费价格与上年持平 is a change of 0, and no quantity has found it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sanxin.data import lexicon
from sanxin.grammar import trie_pattern
from sanxin.indicator_names import indicator_name
from sanxin.records import Comparator

#: A longer clause is no indicator with its comparison.
_LONGEST = 30
_CLAUSE_ENDS = re.compile(r"[，。；：、,;:\s]")


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The place that says that an indicator has not changed."""

    start: int
    end: int
    indicator: str
    comparator: Comparator


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Return what says it, what may stand between it and the indicator, and which words of that make it rough."""
    parts: dict[str, list[str]] = {"ends": [], "about": [], "compared": []}
    for row in lexicon("unchanged_words"):
        parts[row["part"]].append(row["word"])
    between = trie_pattern((*parts["about"], *parts["compared"]))
    return re.compile(trie_pattern(parts["ends"])), re.compile(f"{between}$"), frozenset(parts["about"])


def find_unchanged(text: str) -> Iterator[Unchanged]:
    """Yield the indicators of which a text says that they are as before; 保持平衡 and 支持平台 say no such thing."""
    ends, between, rough = _words()
    for match in ends.finditer(text):
        before = _CLAUSE_ENDS.split(text[max(0, match.start() - _LONGEST) : match.start()])[-1]
        comparator = Comparator.EQ
        while found := between.search(before):
            comparator = Comparator.APPROX if found[0] in rough else comparator
            before = before[: found.start()]
        name = indicator_name(before, "percent")
        if name is not None:
            yield Unchanged(match.start(), match.end(), name, comparator)
