"""Canonical names of indicators: takes the words of an indicator, gives the name under which reports can be compared.

`全市GDP增速`, `生产总值` and, with a percentage, `经济增长` are all 地区生产总值; 海洋生产总值 is not. The names stand
in models/lexicons/indicators.tsv, what may stand around them in indicator_modifiers.tsv and in the scope words of
`indicators`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby

from sanxin import data
from sanxin.grammar import trie_pattern
from sanxin.indicators import indicator_words
from sanxin.records import Quantity, Span

#: Longer phrases are sentences that were taken for a name.
_LONGEST_PHRASE = 60
# “小巨人”企业 is written with and without its marks, PM_2.5 for a subscript.
_NO_MATTER = re.compile(r"[\s“”‘’「」『』\"'_\u200b]")


@dataclass(frozen=True, slots=True)
class CanonicalName:
    """What an alias stands for, and for which dimensions of the number; empty: for any."""

    name: str
    dimensions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """The lexicon: levelled aliases, and the words that may stand before one and, reversed, after one.

    `verbs` are words that a name may begin with and that an indicator is found without (新增 | 城镇就业).
    """

    aliases: dict[str, CanonicalName]
    before: re.Pattern[str]
    after: re.Pattern[str]
    verbs: tuple[str, ...]


@cache
def names() -> Names:
    """Return indicators.tsv and indicator_modifiers.tsv, with the scope words (全市, 我省)."""
    aliases = {
        level(row["alias"]): CanonicalName(row["name"], frozenset(row["dimensions"].split()))
        for row in data.lexicon("indicators")
    }
    around: dict[str, set[str]] = {"before": set(indicator_words().scope), "after": set(), "verb": set()}
    for row in data.lexicon("indicator_modifiers"):
        around[row["place"]].add(row["word"])
    return Names(
        aliases,
        before=re.compile(trie_pattern(around["before"])),
        after=re.compile(trie_pattern(word[::-1] for word in around["after"])),
        verbs=tuple(sorted(around["verb"])),
    )


def without_scope(phrase: str) -> int:
    """Return where the name begins in `phrase`, behind scope words and the like: 2 in `全年经济增速`."""
    return _cuts(phrase, names().before)[-1]


def level(phrase: str) -> str:
    """Return `phrase` without blanks and marks, full-width letters narrowed: `ＰＭ２．５ 浓度` → `pm2.5浓度`."""
    return _NO_MATTER.sub("", unicodedata.normalize("NFKC", phrase)).casefold()


def name_of(indicator: Span | None, text: str, dimension: str) -> str | None:
    """Return the canonical name of the indicator that stands at a span of `text`: 新增 | 城镇就业 is 城镇新增就业."""
    if indicator is None:
        return None
    phrase, verbs, before = indicator.of(text), names().verbs, indicator.start
    verb = next(verb for verb in verbs if text.endswith(verb, 0, before)) if text.endswith(verbs, 0, before) else ""
    return (indicator_name(verb + phrase, dimension) if verb else None) or indicator_name(phrase, dimension)


@cache
def _joint() -> dict[str, tuple[str, ...]]:
    return {row["name"]: tuple(row["parts"].split()) for row in data.lexicon("joint_indicators")}


def has_parts(phrase: str, dimension: str, count: int) -> bool:
    """Tell whether a phrase is a joint name of as many indicators: 城乡居民人均可支配收入 of two."""
    return len(_joint().get(indicator_name(phrase, dimension) or "", ())) == count


def dealt(quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantities with joint names dealt out: of 城乡居民人均可支配收入增长5.1%、6.3% each has its own.

    That is where as many values stand side by side as the name has parts, at one mention of it.
    """
    if all(each.indicator_name not in _joint() for each in quantities):
        return quantities
    found: list[Quantity] = []
    for (_, name, _, _), group in groupby(
        quantities, lambda each: (each.indicator, each.indicator_name, each.unit, each.direction)
    ):
        run = list(group)
        parts = _joint().get(name or "", ())
        if len(run) == len(parts):
            run = [replace(each, indicator_name=part) for each, part in zip(run, parts, strict=True)]
        found += run
    return found


@lru_cache(maxsize=1 << 15)  # the same things are measured again and again
def indicator_name(phrase: str, dimension: str) -> str | None:
    """Return the canonical name of what `phrase` measures; None if the lexicon has none for it.

    `indicator_name("全市GDP增速", "percent")` is 地区生产总值. The alias must be the whole phrase but for scope words
    before it and modifiers after it: 海洋生产总值 and 生产总值占比 are something else. The longest reading counts.

    Args:
        phrase: The words of the indicator as written.
        dimension: The dimension of its number (units.tsv): 粮食 is 粮食产量 only if weighed.
    """
    if len(phrase) > _LONGEST_PHRASE:
        return None
    known = names()
    words = level(phrase)
    starts = _cuts(words, known.before)
    ends = [len(words) - cut for cut in _cuts(words[::-1], known.after)]
    spans = [(start, end) for start in starts for end in ends if start < end]
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        found = known.aliases.get(words[start:end])
        if found is not None and (not found.dimensions or dimension in found.dimensions):
            return found.name
    return None


def _cuts(words: str, removable: re.Pattern[str]) -> list[int]:
    """Return how many characters may be cut off the beginning: none, one modifier, two, ..."""
    cuts = [0]
    while match := removable.match(words, cuts[-1]):
        cuts.append(match.end())
    return cuts
