"""Where a document says what an abbreviation stands for; and what it conventionally stands for where none says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from sanxin import data
from sanxin.records import Span
from sanxin.slogans import rules

_BEFORE, _BEHIND = 600, 8000


def evidence(text: str, mentions: Sequence[Span], items: Sequence[str]) -> Span | None:
    """Return the shortest stretch that holds a mention and its items as written; None if no item is written so."""
    found = [span for mention in mentions if (span := _around(text, mention, items)) is not None]
    return min(found, key=lambda span: span.end - span.start, default=None)


def _around(text: str, mention: Span, items: Sequence[str]) -> Span | None:
    start, end = mention.start, mention.end
    held = 0
    for item in items:
        behind = text.find(item, mention.end, mention.end + _BEHIND)
        before = text.rfind(item, max(0, mention.start - _BEFORE), mention.start)
        near_before = before >= 0 and (behind < 0 or mention.start - before < behind - mention.end)
        at = before if near_before else behind
        if at >= 0:
            held += 1
            start, end = min(start, at), max(end, at + len(item))
    # Marks and blanks are cut from items, so that one or the other may not be found as it is.
    return Span(start, end) if 2 * held > len(items) else None


@cache
def conventional() -> Mapping[str, tuple[str, ...]]:
    """Return what abbreviations conventionally stand for, by canonical form: 三农 → 农业, 农村, 农民."""
    return {
        rules.canonical(row["term"]): tuple(row["members"].split("|")) for row in data.lexicon("slogan_abbreviations")
    }
