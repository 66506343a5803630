"""A speech's slogans and headings → its groups: abbreviations with the names that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from sanxin.frameworks import rules
from sanxin.records import SectionKind, Slogan, SloganKind, Span
from sanxin.slogans.lists import split_list
from sanxin.slogans.rules import canonical, formulations
from sanxin.slogans.units import units_of
from sanxin.structure import Structure

_COMMA = re.compile("[，,：:；;。]")
_QUOTED = re.compile('[“"‘「『＂]([^”"’」』＂]{2,14})[”"’」』＂]')
#: Characters of an answer, and mentions that are looked at for one.
_ANSWER = 160
_MOST_ASKED = 8
_DIGIT = re.compile("[0-9０-９]")
_BREAK = re.compile("[，,：:；;。、\\s]")
#: No speech has more; each costs a walk through the text.
_MOST_GROUPS = 60
_SHORTEST_NAME = 2
_SHORTEST_SERIES = 3
#: Headings that stand beside those of a framework: one on the whole, one on how it is secured.
_OTHER_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Group:
    """An abbreviation, what it stands for by short names, and where it stands in the text.

    `decoded`: the speech says what it stands for; else headings or definitions show it.
    """

    name: str
    members: tuple[str, ...]
    mentions: tuple[Span, ...]
    decoded: bool


def find_groups(text: str, structure: Structure, slogans: Sequence[Slogan]) -> tuple[Group, ...]:
    """Return the abbreviations of a speech that stand for names, as the speech decodes them, and undecoded ones.

    `“四转”，即产业转强、城乡转美、作风转实、民生转优` → 四转 with the four; an abbreviation that the speech leaves open
    (开展“三亮”行动) takes as many sibling headings as its numeral says, if all hold its head (一、亮身份 二、亮承诺
    三、亮成效).
    """
    abbreviations = _abbreviations(slogans)
    joined = compounds(slogans)
    groups = []
    for name, mentions in abbreviations.items():
        if name in joined:
            continue
        spans = tuple(Span(mention.start, mention.end) for mention in mentions)
        members = _decoded(mentions) or _answered(text, name, spans)
        names = _names(members) if members else _from_headings(name, structure)
        if names:
            names = _without_lead(text, names)
            groups.append(Group(name, names, spans, bool(members)))
    taken = {*abbreviations, *(member for group in groups for member in group.members)}
    groups += [*_lists(text, taken), *_series(text, structure, taken)]
    return tuple(sorted(groups, key=lambda group: -len(group.mentions))[:_MOST_GROUPS])


def compounds(slogans: Sequence[Slogan]) -> Mapping[str, tuple[str, ...]]:
    """Return the abbreviations made of others: 三筑三跃 → 三筑, 三跃."""
    abbreviations = _abbreviations(slogans)
    found = {}
    for name, mentions in abbreviations.items():
        members = tuple(canonical(member) for member in _decoded(mentions))
        if len(members) > 1 and all(member in abbreviations for member in members):
            found[name] = members
    return found


def _decoded(mentions: Sequence[Slogan]) -> tuple[str, ...]:
    """Return what the speech says that an abbreviation stands for, nothing if it does not say."""
    return next((mention.members for mention in mentions if mention.members), ())


def _abbreviations(slogans: Sequence[Slogan]) -> Mapping[str, list[Slogan]]:
    found: dict[str, list[Slogan]] = {}
    for slogan in slogans:
        if slogan.kind is SloganKind.ABBREVIATION:
            found.setdefault(slogan.canonical, []).append(slogan)
    return found


def _answered(text: str, name: str, mentions: Sequence[Span]) -> Sequence[str]:
    """Return the answer of a speech that asks: 什么是“三改两提”？就是改厕、改水、改路，提产业、提颜值."""
    number = sum(unit.number for unit in units_of(name))
    for mention in mentions[:_MOST_ASKED]:
        window, _ = rules.around(text, mention, _ANSWER)
        match = rules.table_pattern("answer").search(window)
        members = split_list(match["list"], number) if match is not None and number > 1 else None
        if members:
            return members
    return ()


def _without_lead(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names, the first without words that only lead up to it: 县委确定了强工之路、兴农之路 → 强工之路.

    The others are of one length, and cut to it the first is named more often than with what stands before it.
    """
    sizes = {len(name) for name in names[1:]}
    size = min(sizes)
    short = names[0][-size:]
    if len(sizes) > 1 or len(names[0]) <= size or text.count(short) <= text.count(names[0]):
        return names
    return (short, *names[1:])


def _names(members: Sequence[str]) -> tuple[str, ...] | None:
    """Return the members as names, None if one is none: `强核战略，支持省会` → 强核战略; `培育100名能手` counts."""
    limits = rules.limits()
    names = tuple(_without_verb([canonical(_COMMA.split(member)[0]) for member in members]))
    if any(_DIGIT.search(name) or not name.isprintable() for name in names):
        return None
    if not limits.fewest <= len(names) <= limits.most or len(set(names)) < len(names):
        return None
    return names if all(_SHORTEST_NAME <= len(name) <= limits.name for name in names) else None


def _from_headings(name: str, structure: Structure) -> tuple[str, ...] | None:
    """Return what sibling headings spell out: as many as the numeral says, each with the abbreviation's head."""
    units = units_of(name)
    if len(units) != 1 or units[0].number <= rules.limits().fewest or name in formulations():
        return None
    number, head = units[0].number, units[0].head
    for titles in _siblings(structure):
        holding = [title for title in titles if head in canonical(title)]
        # Among many headings some will hold any character.
        if len(holding) == number and len(titles) <= number + _OTHER_HEADINGS:
            return _names([_part_with(head, title) for title in holding])
    return None


def _without_verb(names: Sequence[str]) -> Sequence[str]:
    """Return the names without a verb that all begin with: 抓好招商攻坚, 抓好开工攻坚 → 招商攻坚, 开工攻坚."""
    verb = rules.table_pattern("lead").match(names[0])
    if verb is None or not all(name.startswith(verb[0]) for name in names):
        return names
    return [name[verb.end() :] for name in names]


def _lists(text: str, taken: Set[str]) -> Iterator[Group]:
    """Yield the lists in quotation marks that are called the way: 实施“东进、西拓、南融”战略 → 东进西拓南融."""
    mentions: dict[tuple[str, ...], list[Span]] = {}
    for match in rules.table_pattern("list").finditer(text):
        names = _names(match["list"].split("、"))
        if names and not all(name in taken for name in names):
            mentions.setdefault(names, []).append(Span(*match.span("list")))
    for names, spans in mentions.items():
        yield Group("".join(names), names, tuple(spans), decoded=False)


def _series(text: str, structure: Structure, taken: Set[str]) -> Iterator[Group]:
    """Yield the terms that one section defines one after the other, where no abbreviation stands for them.

    `所谓“强心”，就是…所谓“壮链”，就是…所谓“活乡”，就是…` → 强心壮链活乡; they must be of one length, and three or more.
    """
    terms: dict[tuple[int | None, int], dict[str, Span]] = {}
    for match in rules.table_pattern("term").finditer(text):
        term = canonical(match["term"])
        if term not in taken:
            key = (structure.section_at(match.start()), len(term))
            terms.setdefault(key, {}).setdefault(term, Span(*match.span("term")))
    for found in terms.values():
        names = _names(list(found)) if len(found) >= _SHORTEST_SERIES else None
        if names:
            yield Group("".join(names), names, tuple(found.values()), decoded=False)


def _siblings(structure: Structure) -> Iterator[list[str]]:
    """Yield the titles of the headings of one form under one heading, without those that look back."""
    families: dict[tuple[int | None, str], list[str]] = {}
    for section, heading in zip(structure.sections, structure.headings, strict=True):
        if section.kind is not SectionKind.REVIEW:
            families.setdefault((section.parent, heading.form), []).append(section.title)
    yield from families.values()


def _part_with(head: str, title: str) -> str:
    """Return the quoted part of a title that holds `head`, else its clause that does."""
    parts = [*_QUOTED.findall(title), *_BREAK.split(title)]
    return next((part for part in parts if head in part), title)
