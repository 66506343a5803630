"""Charges: what a text sets behind or above what is to be done to say who answers for it.

`（责任单位：县教育局；配合单位：各镇）`, `牵头单位：县教育局` as a line of its own, `（县教育局牵头，县财政局配合）`.
Each charge governs a stretch of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sanxin import data
from sanxin.bodies import Kind, cut_list, kind_of
from sanxin.grammar import trie_pattern
from sanxin.layers import Layers
from sanxin.records import Body, Part, Span

#: Brackets with at most one more level inside: （县教育局、各县（市、区）政府负责）.
_BRACKET = re.compile(r"[（(]([^（）()\n]{0,200}(?:[（(][^（）()\n]{0,40}[）)][^（）()\n]{0,200}){0,8})[）)]")
_LINKS = "；;，, \u3000\t"
#: How far behind the opening of its bracket a label may stand.
_BEFORE_LABEL = 80
#: The longest list of bodies behind a label, in characters.
_LONGEST_VALUE = 400
_STOPS = "。！？；;\n"
#: How the groups of labels weigh, the lightest leads.
_GROUPS = ("lead", "charged", "person", "helping")


@dataclass(frozen=True, slots=True)
class Charge:
    """Bodies that are charged with what text[governs.start:governs.end] says; `at` is where they are named."""

    bodies: tuple[Body, ...]
    governs: Span
    at: Span


@dataclass(frozen=True, slots=True)
class ChargeRules:
    """[labels] and [bracket] of models/rules/actors.toml: `groups` says of each label how much its bodies weigh."""

    groups: Mapping[str, int]
    columns: frozenset[str]
    name: re.Pattern[str]
    label: re.Pattern[str]
    ends: re.Pattern[str]
    acts: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Named:
    """Bodies at one place, from its label to its end, sorted by weight."""

    start: int
    end: int
    bodies: tuple[Body, ...]


@cache
def charge_rules() -> ChargeRules:
    """Return the rules, compiled."""
    source = data.rules("actors")
    labels, bracket = source["labels"], source["bracket"]
    groups = {label: weight for weight, group in enumerate(_GROUPS) for label in labels[group]}
    return ChargeRules(
        groups,
        frozenset(labels["columns"]),
        re.compile(trie_pattern(groups)),
        re.compile(f"(?P<label>{trie_pattern(groups)})[ \u3000]?{labels['mark']}"),
        re.compile(labels["ends"]),
        re.compile(f"(?P<acts>{bracket['acts']})|(?P<helps>{bracket['helps']})"),
    )


@cache
def label_names() -> frozenset[str]:
    """Return the labels and names of columns of charges (责任单位, 年度目标): a clause that is no more does nothing."""
    rules = charge_rules()
    return rules.columns | frozenset(rules.groups)


def charges(layers: Layers) -> list[Charge]:
    """Return the charges of a text in the order in which they stand."""
    labelled = [named for named in _labelled(layers.text) if named.bodies]
    named = sorted([*labelled, *_bracketed(layers.text, labelled)], key=lambda found: found.start)
    found: list[Charge] = []
    behind = 0
    for place in named:
        found.append(Charge(place.bodies, _governed(layers, place, behind), Span(place.start, place.end)))
        behind = place.end
    return found


# --- what is named ------------------------------------------------------------------------------------------------


def _labelled(text: str) -> Iterator[_Named]:
    """Yield the bodies behind labels; labels that follow one another (牵头单位, then 配合单位) belong together."""
    rules = charge_rules()
    start = end = 0
    weighed: list[tuple[int, Span]] = []
    for label in rules.label.finditer(text):
        limit = min(len(text), label.end() + _LONGEST_VALUE)
        stop = rules.ends.search(text, label.end(), limit)
        value_end = stop.start() if stop is not None else limit
        bodies = [body for body in cut_list(text, label.end(), value_end) if body.of(text) not in rules.groups]
        if not bodies:
            continue
        if weighed and text[end : label.start()].strip(_LINKS):
            yield _Named(start, end, part_bodies(text, weighed))
            weighed = []
        if not weighed:
            start = _bracket_start(text, label.start())
        weighed += [(rules.groups[label["label"]], body) for body in bodies]
        end = value_end
    if weighed:
        yield _Named(start, end, part_bodies(text, weighed))


def _bracket_start(text: str, at: int) -> int:
    """Return where the bracket opens that holds `at` (（6月底前完成，责任单位：); `at` itself outside brackets."""
    before = text[max(0, at - _BEFORE_LABEL) : at]
    opened = max(before.rfind("（"), before.rfind("("))
    inside = opened > max(before.rfind("）"), before.rfind(")"), before.rfind("\n"))
    return at - len(before) + opened if inside else at


def part_bodies(text: str, weighed: Sequence[tuple[int, Span]]) -> tuple[Body, ...]:
    """Return bodies with the weights of their labels, the heaviest first; none if all of them only help."""
    ranked = sorted(weighed, key=lambda pair: pair[0])
    helping = _GROUPS.index("helping")
    if not ranked or ranked[0][0] == helping:
        return ()
    parts = [Part.HELPER if weight == helping else Part.SHARED for weight, _ in ranked]
    return _bodies(text, [span for _, span in ranked], [Part.LEAD, *parts[1:]])


def _bodies(text: str, spans: Sequence[Span], parts: Sequence[Part]) -> tuple[Body, ...]:
    return tuple(Body(s.start, s.end, s.of(text), part) for s, part in zip(spans, parts, strict=True))


def _bracketed(text: str, labelled: Sequence[_Named]) -> Iterator[_Named]:
    """Yield the bodies of brackets without a label: （县教育局牵头，县财政局配合）, （县教育局、各镇）."""
    for bracket in _BRACKET.finditer(text):
        place = bisect_left(labelled, bracket.start(), key=_start)
        if place < len(labelled) and labelled[place].start < bracket.end():
            continue
        found = _divided(text, bracket.start(1), bracket.end(1))
        if not found and _closes(text, bracket):
            found = _plain_list(text, bracket.start(1), bracket.end(1))
        if found:
            found.sort(key=lambda pair: pair[0] is Part.HELPER)
            parts = [part for part, _ in found]
            if parts[0] is not Part.HELPER:
                parts[0] = Part.LEAD
                yield _Named(bracket.start(), bracket.end(), _bodies(text, [span for _, span in found], parts))


def _divided(text: str, start: int, end: int) -> list[tuple[Part, Span]]:
    """Return the bodies of a bracket by what each of them does there."""
    found: list[tuple[Part, Span]] = []
    for act in charge_rules().acts.finditer(text, start, end):
        part = Part.HELPER if act.lastgroup == "helps" else Part.SHARED
        found += [(part, body) for body in cut_list(text, start, act.start())]
        start = act.end()
    return found


def _closes(text: str, bracket: re.Match[str]) -> bool:
    """Does a bracket stand at the end of a sentence or line?"""
    before, after = text[bracket.start() - 1 : bracket.start()], text[bracket.end() : bracket.end() + 1]
    return not after or after in _STOPS or before in _STOPS


def _plain_list(text: str, start: int, end: int) -> list[tuple[Part, Span]]:
    """Return the bodies of a bracket that holds nothing else, the names of some among them."""
    bodies = cut_list(text, start, end)
    kinds = {kind_of(body.of(text)) for body in bodies}
    named = sum(body.end - body.start for body in bodies) + len(bodies) - 1
    if Kind.NAME not in kinds or not kinds <= {Kind.NAME, Kind.CLASS} or named < end - start:
        return []
    return [(Part.SHARED, body) for body in bodies]


# --- what it governs ----------------------------------------------------------------------------------------------


def _governed(layers: Layers, place: _Named, behind: int) -> Span:
    """Return what a charge governs: its heading's section, else what stands before it back to the last charge.

    A charge that stands right below its heading, with nothing between, governs what comes behind it.
    """
    structure = layers.structure
    line = layers.paragraph(place.start)
    index = structure.section_at(place.start)
    section = structure.sections[index] if index is not None else None
    heading = structure.headings[index] if index is not None else None
    if section is None or heading is None:
        return Span(max(behind, line.start if line.start < place.start else 0), place.start)
    if heading.start <= place.start < heading.end:
        return Span(section.start, section.end)
    begin = max(behind, min(section.start, line.start))
    if behind <= heading.start and not layers.text[heading.end : place.start].strip(_LINKS + "。\n（(【"):
        return Span(section.start, section.end)
    return Span(begin, place.start)


def _start(named: _Named) -> int:
    return named.start
