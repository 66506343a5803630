"""Targets that are said not to be set: takes a text and its sentences, gives what has no target, and why.

`今年没有提出经济增速具体目标，主要因为外部变数太多` is a target of 经济增速 without a value; the clause behind it says
why.
Phrases and their examples are models/rules/no_targets.toml.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from sanxin import data
from sanxin.grammar import compiled
from sanxin.indicator_names import name_of, without_scope
from sanxin.layers import Layers
from sanxin.records import Comparator, Modality, Quantity, SectionKind, Span, Status

_FILE = "models/rules/no_targets.toml"
#: How far around a phrase its refusals and its object (对进出口总额不设) are looked for.
_REACH = 30
#: How far behind a phrase its reason may end.
_REASON_REACH = 160
#: No phrase is longer.
_LONGEST = 80
_CLAUSE = re.compile(r"[^，。；！？\n,;!?]+")


@dataclass(frozen=True, slots=True)
class NoTarget:
    """A phrase that sets no target: `indicator` is what for, `reason` the clause that says why; None: not said."""

    start: int
    end: int
    indicator: Span | None
    reason: Span | None
    sentence: Span
    rule: str


@dataclass(frozen=True, slots=True)
class NoTargetRules:
    """The rule file, compiled: for each rule its id, what its finds all hold, if that is known, and its pattern."""

    patterns: tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str]], ...]
    left: re.Pattern[str]
    right: re.Pattern[str]
    subject: re.Pattern[str]
    reason: re.Pattern[str]


@cache
def no_target_rules() -> NoTargetRules:
    """Return models/rules/no_targets.toml."""
    source = data.rules("no_targets")
    parts = source["parts"]
    return NoTargetRules(
        patterns=tuple(
            (
                rule["id"],
                compiled(rule["needs"], parts, f"{_FILE} $.rule[{n}].needs") if "needs" in rule else None,
                compiled(rule["pattern"], parts, f"{_FILE} $.rule[{n}]"),
            )
            for n, rule in enumerate(source["rule"])
        ),
        left=compiled(source["refused"]["left"], parts, f"{_FILE} $.refused.left"),
        right=compiled(source["refused"]["right"], parts, f"{_FILE} $.refused.right"),
        subject=compiled(source["subject"]["before"], parts, f"{_FILE} $.subject.before"),
        reason=compiled(source["reason"]["opens"], parts, f"{_FILE} $.reason.opens"),
    )


def find_no_targets(text: str, sentences: Sequence[Span]) -> list[NoTarget]:
    """Return the phrases by which `text` sets no target, in order, none overlapping another."""
    starts = [sentence.start for sentence in sentences]
    found: list[NoTarget] = []
    for start, end, rule, match in sorted(_matches(text), key=lambda hit: hit[:2]):
        if found and start < found[-1].end:
            continue
        at = max(0, bisect_right(starts, start) - 1)
        sentence = sentences[at] if sentences else Span(start, end)
        near = sentences[at : at + 2]
        found.append(NoTarget(start, end, _indicator(text, match, sentence), _reason(text, end, near), sentence, rule))
    return found


def with_no_targets(layers: Layers, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return `quantities` and, each at its place, the targets without a value: low and high None, rule `no-target`."""
    starts = [quantity.start for quantity in quantities]

    def is_free(phrase: NoTarget) -> bool:
        before = bisect_left(starts, phrase.end) - 1
        return before < 0 or quantities[before].end <= phrase.start

    found = [
        _quantity(layers, phrase)
        for phrase in find_no_targets(layers.text, layers.structure.sentences)
        if is_free(phrase) and not layers.is_furniture(phrase.start)
    ]
    if not found:
        return list(quantities)
    merged = sorted([*quantities, *found], key=lambda quantity: quantity.start)
    return [replace(quantity, id=f"q{number}") for number, quantity in enumerate(merged, 1)]


def _quantity(layers: Layers, phrase: NoTarget) -> Quantity:
    review = layers.structure.kind_at(phrase.start) is SectionKind.REVIEW
    return Quantity(
        id="",
        start=phrase.start,
        end=phrase.end,
        text=layers.text[phrase.start : phrase.end],
        low=None,
        high=None,
        unit="",
        dimension="",
        comparator=Comparator.EQ,
        status=Status.REFERENCE if review else Status.COMMITMENT,
        status_score=1.0,
        modality=None if review else Modality.PLAIN,
        deadline=dt.date(layers.date.year, 12, 31) if layers.date is not None and not review else None,
        indicator=phrase.indicator,
        indicator_name=name_of(phrase.indicator, layers.text, "percent"),
        sentence=phrase.sentence,
        rule="no-target",
    )


def _matches(text: str) -> Iterator[tuple[int, int, str, re.Match[str]]]:
    rules = no_target_rules()
    for rule, needs, pattern in rules.patterns:
        stretches = [(0, len(text))] if needs is None else _around(needs, text)
        for match in chain.from_iterable(pattern.finditer(text, *stretch) for stretch in stretches):
            before = text[max(0, match.start() - _REACH) : match.start()]
            if (
                rules.left.search(before) is None
                and rules.right.search(text[match.end() : match.end() + _REACH]) is None
            ):
                start = match.start()
                if match.start("indicator") == start:
                    start += without_scope(match["indicator"])
                yield start, match.end(), rule, match


def _around(needs: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return the stretches where a rule can find anything that needs these words."""
    found: list[tuple[int, int]] = []
    for hit in needs.finditer(text):
        start, end = max(0, hit.start() - _LONGEST), min(len(text), hit.end() + _LONGEST)
        if found and start <= found[-1][1]:
            start, _ = found.pop()
        found.append((start, end))
    return found


def _indicator(text: str, match: re.Match[str], sentence: Span) -> Span | None:
    """Return what has no target: inside the phrase, else before it (对进出口总额不设具体目标)."""
    start, end = match.span("indicator")
    if start == end:
        before = no_target_rules().subject.search(text, max(sentence.start, match.start() - _REACH), match.start())
        if before is None:
            return None
        start, end = before.span("indicator")
    start += without_scope(text[start:end])
    return Span(start, end) if start < end else None


def _reason(text: str, after: int, sentences: Sequence[Span]) -> Span | None:
    """Return the first clause behind the phrase that begins as a reason does."""
    if not sentences:
        return None
    for clause in _CLAUSE.finditer(text, after, min(sentences[-1].end, after + _REASON_REACH)):
        if no_target_rules().reason.match(clause[0]):
            return Span(clause.start() + len(clause[0]) - len(clause[0].lstrip()), clause.end())
    return None
