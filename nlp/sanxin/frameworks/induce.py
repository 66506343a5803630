"""A speech → the framework that it sets up itself, None where it sets up none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sanxin.frameworks import rules
from sanxin.frameworks.groups import Group, compounds, find_groups
from sanxin.frameworks.keystone import find_keystone
from sanxin.frameworks.model import Framework, Goal, Passage, Pathway
from sanxin.frameworks.passages import set_out
from sanxin.frameworks.rules import RoleOf
from sanxin.frameworks.words import distinctive_words
from sanxin.records import Document, DocumentDate, Slogan, Span
from sanxin.slogans import find_slogans
from sanxin.slogans.rules import canonical, formulations
from sanxin.structure import Structure, read_structure

_OPENING, _CLOSING = set('“"‘「『＂'), set('”"’」』＂')

Passages = Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group with what the speech says of it."""

    group: Group
    passages: Passages
    role: RoleOf | None
    in_title: bool
    in_heading: bool
    is_count: bool

    @property
    def covered(self) -> int:
        """How many members are set out."""
        return len(self.passages)

    @property
    def weight(self) -> int:
        """How much of the speech sets out the members, in characters."""
        return sum(span.end - span.start for spans in self.passages.values() for span in spans[:1])


def induce_framework(document: Document, *, date: DocumentDate | None = None) -> Framework | None:
    """Return a draft of the framework that a speech sets up, with the passages that say so; None if it sets up none.

    `“三筑”是路径。所谓“筑链”，就是…所谓“筑城”，就是…所谓“筑基”，就是…` → three pathways with these passages. The goals
    are those of an abbreviation that the speech calls its goal (“三跃”是目标), the keystone the image that it names
    beside the framework (勇当“顶梁柱”). `date` overrides what the document says of itself.
    """
    when = date or document.facts.date
    structure = read_structure(document.text, document.furniture, when.year if when is not None else None)
    slogans = find_slogans(document.text, structure.sentences, structure.clauses, document.furniture)
    return induce_from(document, structure, slogans)


def induce_from(document: Document, structure: Structure, slogans: Sequence[Slogan]) -> Framework | None:
    """Return what `induce_framework` does, from a structure and slogans that are there already."""
    text = document.text
    groups = find_groups(text, structure, slogans)
    candidates = {group.name: _candidate(document, structure, group) for group in groups}
    ways = [candidate for candidate in candidates.values() if _is_framework(candidate)]
    if not ways:
        return None
    beside = {c.group.name for c in ways if _ends_its_list(text, c.group)}
    chosen = max(
        ways,
        key=lambda c: (c.in_title, c.role is RoleOf.WAY, c.group.name in beside, c.weight, len(c.group.mentions)),
    )
    name, partners = _compound(chosen, candidates, compounds(slogans))
    way_parts = [chosen, *(c for c in partners if c.role is not RoleOf.GOAL)]
    goal_parts = [c for c in partners if c.role is RoleOf.GOAL] or _goals_beside(chosen, candidates, structure)
    names = [name, *(c.group.name for c in way_parts), *_twins(chosen, candidates)]
    image_near = [*names, *(goal.group.name for goal in goal_parts)]
    draft = _Draft(document, way_parts, goal_parts)
    return Framework(
        name=name,
        pathways=draft.pathways(),
        aliases=tuple(dict.fromkeys(alias for alias in names if alias != name)),
        goals=draft.goals(),
        keystone=find_keystone(document, structure, image_near, [slogan.text for slogan in slogans if slogan.members]),
        source=_source(document),
    )


# --- what counts ----------------------------------------------------------------------------------------------------


def _candidate(document: Document, structure: Structure, group: Group) -> Candidate:
    ordinary = rules.table_pattern("ordinary").fullmatch(group.name) is not None
    counted = rules.table_pattern("counted").fullmatch(group.name) is not None
    titles = (canonical(section.title) for section in structure.sections)
    return Candidate(
        group=group,
        passages={} if ordinary else set_out(document.text, structure, group.members),
        role=None if ordinary else _role(document.text, group),
        in_title=not ordinary and group.name in canonical(document.facts.title or ""),
        in_heading=not ordinary and any(group.name in title for title in titles),
        is_count=counted and not any(_is_quoted(document.text, mention) for mention in group.mentions),
    )


def _ends_its_list(text: str, group: Group) -> bool:
    """Tell whether an abbreviation stands right behind its list: 强工之路、兴农之路“两条路径”."""
    last = group.members[-1]
    return any(last in text[max(0, mention.start - len(last) - 2) : mention.start] for mention in group.mentions)


def _is_quoted(text: str, mention: Span) -> bool:
    """Tell whether quotation marks stand around a mention: “四个年”建设, not 四个年度."""
    return text[mention.start - 1 : mention.start] in _OPENING and text[mention.end : mention.end + 1] in _CLOSING


def _role(text: str, group: Group) -> RoleOf | None:
    """Return what the speech says an abbreviation is: “三跃”是目标 → goal, 通过“三筑”的路径 → way."""
    windows = [rules.around(text, mention, rules.limits().reach)[0] for mention in group.mentions]
    for rule in rules.roles():
        if any(rule.pattern.search(window) for window in windows):
            return rule.role
    return RoleOf.WAY if rules.table_pattern("way_name").fullmatch(group.name) else None


def _is_framework(candidate: Candidate) -> bool:
    """Tell whether a speech sets up its pathways with a group: it sets out the members, or is held under that name."""
    if candidate.role is RoleOf.GOAL:
        return False
    if candidate.in_title and candidate.group.name not in formulations():
        return True  # a meeting on 三农 has no framework of that name
    members, covered = len(candidate.group.members), candidate.covered
    if candidate.role is RoleOf.WAY:
        needed = math.ceil(rules.limits().share * members) if candidate.group.decoded else members
        return covered >= max(needed, rules.limits().fewest)
    known = candidate.in_heading or len(candidate.group.mentions) > 1
    return covered == members and known and not candidate.is_count


def _compound(
    chosen: Candidate, candidates: Mapping[str, Candidate], made_of: Mapping[str, tuple[str, ...]]
) -> tuple[str, list[Candidate]]:
    """Return the name that joins the chosen group with others (三筑三跃), and these; its own name if none does."""
    for name, parts in made_of.items():
        if chosen.group.name in parts:
            return name, [candidates[part] for part in parts if part in candidates and part != chosen.group.name]
    return chosen.group.name, []


def _goals_beside(chosen: Candidate, candidates: Mapping[str, Candidate], structure: Structure) -> list[Candidate]:
    """Return the groups called a goal in a sentence that names the chosen group: 实施“四转”，建设“三省一城”."""
    sentences = {structure.sentence_at(mention.start) for mention in chosen.group.mentions}
    return [
        candidate
        for candidate in candidates.values()
        if candidate.role is RoleOf.GOAL
        and candidate.group.decoded
        and any(structure.sentence_at(mention.start) in sentences for mention in candidate.group.mentions)
    ]


def _twins(chosen: Candidate, candidates: Mapping[str, Candidate]) -> list[str]:
    """Return the other abbreviations of the same members: 四路并举 beside 四路."""
    return [name for name, other in candidates.items() if other.group.members == chosen.group.members]


def _source(document: Document) -> str:
    facts = document.facts
    parts = [facts.title, None if facts.date is None else str(facts.date), document.source]
    line = "; ".join(" ".join(part.split()) for part in parts if part)
    return "".join(character for character in line if character.isprintable())


# --- what a draft says ----------------------------------------------------------------------------------------------


class _Draft:
    """The pathways and goals of a draft, with their words."""

    def __init__(self, document: Document, ways: Sequence[Candidate], goals: Sequence[Candidate]) -> None:
        self._text = document.text
        self._ways = _set_out_by_name(ways)
        self._goals = _set_out_by_name(goals)

    def pathways(self) -> tuple[Pathway, ...]:
        limits = rules.limits()
        served = tuple(name for name, _ in self._goals)
        words = self._words(self._ways)
        aliases = _short_forms([name for name, _ in self._ways])
        return tuple(
            Pathway(
                id=name,
                name=name,
                aliases=(alias,) if alias else (),
                goals=served,
                definition_words=tuple(word for word, _ in own[: limits.words]),
                seed_words=tuple(word for word, score in own[: limits.seeds] if score >= limits.z_seed),
                passages=self._passages(spans),
            )
            for (name, spans), own, alias in zip(self._ways, words, aliases, strict=True)
        )

    def goals(self) -> tuple[Goal, ...]:
        limits = rules.limits()
        return tuple(
            Goal(
                id=name,
                name=name,
                definition_words=tuple(w for w, _ in own[: limits.words]),
                passages=self._passages(spans),
            )
            for (name, spans), own in zip(self._goals, self._words(self._goals), strict=True)
        )

    def _words(self, parts: Sequence[tuple[str, Sequence[Span]]]) -> list[list[tuple[str, float]]]:
        return distinctive_words(self._text, [spans for _, spans in parts], rules.limits().z)

    def _passages(self, spans: Sequence[Span]) -> tuple[Passage, ...]:
        return tuple(Passage(span.start, span.end, span.of(self._text)) for span in spans)


def _set_out_by_name(candidates: Sequence[Candidate]) -> list[tuple[str, tuple[Span, ...]]]:
    """Return all members with their passages, each name once."""
    return [*{name: c.passages.get(name, ()) for c in candidates for name in c.group.members}.items()]


def _short_forms(names: Sequence[str]) -> list[str | None]:
    """Return each name without the ending that all share, where enough is left: 强链之路, 绿色之路 → 强链, 绿色."""
    ending = 0
    shortest = min(map(len, names))
    while ending < shortest - 2 and len({name[-ending - 1] for name in names}) == 1:
        ending += 1
    return [name[:-ending] if ending > 1 else None for name in names]
