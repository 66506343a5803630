"""The actions of a speech: each clause that says what is to be done, wished or done, with all that the text says of it.

The judges (`roles`) say what each clause does and whom it serves; here the records are put together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sanxin.actors import find_actors
from sanxin.frameworks import Framework, default
from sanxin.layers import Layers
from sanxin.linking import link
from sanxin.records import Action, Body, Quantity, Role, Span
from sanxin.roles import Verdicts, groups, judge_clauses
from sanxin.verbs import find_deeds

_DOING = frozenset((Role.ACTION, Role.GOAL))


def find_actions(layers: Layers, framework: Framework | None = None) -> list[Action]:
    """Return one Action for each clause of role action, goal or achievement, in the order of the text.

    The judges know the pathways of the default framework; those of any other are linked by what it says of them.
    """
    clauses = layers.structure.clauses
    if not clauses:
        return []
    verdicts = judge_clauses(layers)
    if framework is not None and framework != default():
        labels, chances = link(layers, framework, groups(layers))
        verdicts = replace(verdicts, pathway_labels=labels, pathways=chances)
    return _assemble(layers, verdicts)


def _assemble(layers: Layers, verdicts: Verdicts) -> list[Action]:
    clauses = layers.structure.clauses
    actors = find_actors(layers)
    roles = [Role(verdicts.role_labels[best]) for best in verdicts.roles.argmax(axis=1).tolist()]
    begins = [_behind_subject(*pair) for pair in zip(clauses, actors, strict=True)]
    deeds = find_deeds(layers, begins, [role is Role.ACTION for role in roles])
    paths: dict[int | None, tuple[str, ...]] = {}
    found: list[Action] = []
    for index, clause in enumerate(clauses):
        role = roles[index]
        if role is Role.OTHER or layers.is_furniture(clause.start):
            continue
        served = int(verdicts.pathways[index].argmax()) if role in _DOING else None
        deed = deeds[index]
        section = layers.structure.section_at(clause.start)
        if section not in paths:
            paths[section] = layers.structure.heading_path(clause.start)
        found.append(
            Action(
                id=f"a{len(found) + 1}",
                start=clause.start,
                end=clause.end,
                text=clause.of(layers.text),
                role=role,
                role_score=round(float(verdicts.roles[index].max()), 4),
                verb=deed.verb.of(layers.text) if deed is not None else None,
                object=deed.object.of(layers.text) if deed is not None and deed.object is not None else None,
                actor=actors[index][0].text if actors[index] else None,
                bodies=actors[index],
                pathway=verdicts.pathway_labels[served] if served is not None else None,
                pathway_score=round(float(verdicts.pathways[index][served]), 4) if served is not None else 0.0,
                evidence=paths[section],
                quantities=tuple(quantity.id for quantity in _inside(layers.quantities, clause)),
            )
        )
    return found


def _behind_subject(clause: Span, bodies: Sequence[Body]) -> int:
    """Return where the predicate of a clause begins: behind the bodies that are its subject."""
    subject = [body.end for body in bodies if clause.start <= body.start and body.end < clause.end]
    return max(subject, default=clause.start)


def _inside(quantities: Sequence[Quantity], clause: Span) -> Sequence[Quantity]:
    first = bisect_left(quantities, clause.start, key=_start)
    return quantities[first : bisect_left(quantities, clause.end, lo=first, key=_start)]


def _start(quantity: Quantity) -> int:
    return quantity.start
