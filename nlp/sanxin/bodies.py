"""What can be responsible for something: bodies, classes of bodies, those who hold an office, places told to act.

A body is known by how it ends (models/lexicons/bodies.tsv): 县教育局, 各部门, 各级书记, 各镇. Takes
stretches of the text, tells what they name, and cuts lists of bodies apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sanxin import data
from sanxin.records import Span


class Kind(StrEnum):
    """How an ending tells of a body; NOT: it looks like one and is none."""

    SUFFIX = "suffix"
    NAME = "name"
    CLASS = "class"
    HOLDER = "holder"
    PLACE = "place"
    WHOLE = "whole"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Endings:
    """The endings of bodies, and what must not stand in a body's name.

    `lengths`: of the endings with the same last character, the longest first.
    """

    kinds: Mapping[str, Kind]
    lengths: Mapping[str, Sequence[int]]
    blocked: re.Pattern[str]
    longest_phrase: int
    together: re.Pattern[str]
    relative: re.Pattern[str]
    joint: re.Pattern[str]
    plural: str


_ITEM = re.compile(r"[^、，,；;\s（(]+(?:[（(][^（）()]*[）)][^、，,；;\s（(]*)*")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]$")
_CLOSING = ("）", ")")
#: A piece this short (市) may be the beginning of a longer name.
_SHORT = 2


@cache
def endings() -> Endings:
    """Return models/lexicons/bodies.tsv and [phrase] of models/rules/actors.toml, read once."""
    kinds = {row["word"]: Kind(row["kind"]) for row in data.lexicon("bodies")}
    phrase = data.rules("actors")["phrase"]
    lengths: dict[str, set[int]] = {}
    for word in kinds:
        lengths.setdefault(word[-1], set()).add(len(word))
    return Endings(
        kinds,
        {last: sorted(found, reverse=True) for last, found in lengths.items()},
        re.compile(phrase["blocked"]),
        int(phrase["longest"]),
        re.compile(phrase["together"]),
        re.compile(phrase["relative"]),
        re.compile(phrase["joint"]),
        phrase["plural"],
    )


def kind_of(phrase: str) -> Kind | None:
    """Return what `phrase` names by its longest known ending, brackets at its end left out; None: no body.

    县教育局 → NAME, 各镇（街道） → PLACE, 产业布局 → None, 推动各部门 → None.
    """
    rules = endings()
    if len(phrase) > rules.longest_phrase:
        return None
    bare = (_ASIDE.sub("", phrase) if phrase.endswith(_CLOSING) else phrase).removesuffix(rules.plural)
    for length in rules.lengths.get(bare[-1:], ()):
        kind = rules.kinds.get(bare[-length:]) if length <= len(bare) else None
        if kind is None:
            continue
        if kind is Kind.NOT or not _may_stand(kind, length == len(bare), length) or _is_blocked(bare):
            return None
        return Kind.NAME if kind is Kind.SUFFIX else kind
    return None


def _may_stand(kind: Kind, alone: bool, length: int) -> bool:
    """May an ending of this length stand there `alone`, or behind something? 局 never alone, 党 always, 妇联 either."""
    match kind:
        case Kind.SUFFIX:
            return not alone
        case Kind.WHOLE:
            return alone
        case Kind.PLACE:
            return not alone or length > 1
        case _:
            return True


def _is_blocked(phrase: str) -> bool:
    """Does the phrase hold what no name does, apart from what 一切在企业工作的 says of its noun?"""
    rules = endings()
    relative = rules.relative.match(phrase)
    return rules.blocked.search(phrase, relative.end() if relative is not None else 0) is not None


def cut_list(text: str, start: int, end: int) -> list[Span]:
    """Return the bodies listed in text[start:end]; what is none is left out.

    `县教育局、县财政局，各镇、街道办事处` gives 县教育局, 县财政局 and 各镇、街道办事处: a piece that is no body by
    itself (市), or a place that others may follow (各镇), is read together with the next, unless that is a full name.
    """
    found: list[Span] = []
    open_from: int | None = None
    last = start
    for item in _items(text, start, end):
        alone = kind_of(item.of(text))
        if open_from is not None and alone is Kind.NAME and item.of(text) not in endings().kinds:
            found += _closed(text, Span(open_from, last))
            open_from = None
        begin = item.start if open_from is None else open_from
        kind = kind_of(text[begin : item.end])
        last = item.end
        if kind is not None and kind is not Kind.PLACE:
            found += _apart(text, Span(begin, item.end))
            open_from = None
        elif kind is Kind.PLACE or item.end - item.start <= _SHORT or open_from is not None:
            open_from = begin
    return found if open_from is None else found + _closed(text, Span(open_from, last))


def _closed(text: str, span: Span) -> list[Span]:
    return [span] if kind_of(span.of(text)) is not None else []


def cut_subject(text: str, start: int, end: int) -> list[Span]:
    """Return the bodies of a subject: a list of names is cut apart, what 各 or 有关 holds together stays one."""
    if endings().together.match(text, start, end) is None:
        listed = list(_items(text, start, end))
        if len(listed) > 1 and all(kind_of(item.of(text)) is not None for item in listed):
            return listed
    return [Span(start, end)]


def _items(text: str, start: int, end: int) -> Iterator[Span]:
    for item in _ITEM.finditer(text, start, end):
        yield Span(*item.span())


def _apart(text: str, span: Span) -> list[Span]:
    """Cut 县教育局和县财政局 in two: both sides must be names of bodies."""
    for joint in endings().joint.finditer(text, span.start + 1, span.end - 1):
        before, after = Span(span.start, joint.start()), Span(joint.end(), span.end)
        if kind_of(before.of(text)) is Kind.NAME and kind_of(after.of(text)) is Kind.NAME:
            return [before, *_apart(text, after)]
    return [span]
