"""The actions of a speech: each clause that says what is to be done, wished or done, with all that the text says of it.

The judges (`roles`) say what each clause does and whom it serves; here the records are put together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sanxin.actors import find_actors
from sanxin.charges import label_names
from sanxin.classify import Floats
from sanxin.evidence import Link, of_clauses
from sanxin.frameworks import Framework, default
from sanxin.layers import Layers
from sanxin.linking import as_set_out, link
from sanxin.records import Action, Body, Role, Span
from sanxin.roles import Verdicts, judge_clauses
from sanxin.verbs import find_deeds

_DOING = frozenset((Role.ACTION, Role.GOAL))


def find_actions(layers: Layers, framework: Framework | None = None) -> list[Action]:
    """Return one Action for each clause of role action, goal or achievement, in the order of the text.

    The judges know the pathways of the default framework, and a speech that sets these out itself is followed; those of
    any other are linked by what it says of them. The words of the framework are evidence, too.
    """
    clauses = layers.structure.clauses
    if not clauses:
        return []
    verdicts = judge_clauses(layers)
    if framework is not None and framework != default():
        ways, chances = link(layers, framework, verdicts.within)
        verdicts = replace(verdicts, pathway_labels=ways, pathways=chances)
    else:
        said = as_set_out(layers, default(), verdicts.pathway_labels, verdicts.pathways)
        verdicts = replace(verdicts, pathways=said)
    labels = [Role(label) for label in verdicts.role_labels]
    roles = [labels[best] for best in verdicts.roles.argmax(axis=1).tolist()]
    names = label_names()
    kept = [
        index
        for index, (role, clause) in enumerate(zip(roles, clauses, strict=True))
        # page furniture and the names of columns (年度目标) do nothing
        if role is not Role.OTHER
        and layers.text[clause.start : clause.end] not in names
        and not layers.is_furniture(clause.start)
    ]
    return _assemble(layers, framework, verdicts, roles, kept)


def _assemble(
    layers: Layers, framework: Framework | None, verdicts: Verdicts, roles: Sequence[Role], kept: Sequence[int]
) -> list[Action]:
    """Return the records of the clauses `kept`."""
    text, clauses = layers.text, layers.structure.clauses
    actors = find_actors(layers)
    begins: list[int | None] = [None] * len(clauses)
    for index in kept:
        bodies, clause = actors[index], clauses[index]
        begins[index] = _behind_subject(clause, bodies) if bodies else clause.start
    deeds = find_deeds(layers, begins, [role is Role.ACTION for role in roles])
    pathways = _pathways(verdicts, roles)
    links = [Link(clauses[index], way) if (way := pathways[index]) is not None else None for index in kept]
    _, _, section = verdicts.within
    reasons = of_clauses(layers, framework, np.asarray(section)[kept].tolist(), links)
    role_scores, pathway_scores = _rounded(verdicts.roles), _rounded(verdicts.pathways)
    held = _quantities(layers)
    found: list[Action] = []
    for index, reason in zip(kept, reasons, strict=True):
        clause, deed, bodies, pathway = clauses[index], deeds[index], actors[index], pathways[index]
        found.append(
            Action(
                id=f"a{len(found) + 1}",
                start=clause.start,
                end=clause.end,
                text=text[clause.start : clause.end],
                role=roles[index],
                role_score=role_scores[index],
                verb=deed.verb if deed is not None else None,
                object=deed.object if deed is not None else None,
                actor=bodies[0].text if bodies else None,
                bodies=bodies,
                pathway=pathway,
                pathway_score=pathway_scores[index] if pathway is not None else 0.0,
                evidence=reason,
                quantities=held.get(index, ()),
            )
        )
    return found


def _rounded(chances: Floats) -> list[float]:
    """Return the chance of the likeliest label of each clause."""
    found: list[float] = [round(chance, 4) for chance in chances.max(axis=1).tolist()]
    return found


def _quantities(layers: Layers) -> dict[int, tuple[str, ...]]:
    """Return the ids of the quantities that begin in each clause that has any."""
    structure = layers.structure
    found: dict[int, tuple[str, ...]] = {}
    for quantity in layers.quantities:
        index = structure.clause_at(quantity.start)
        if structure.clauses[index].start <= quantity.start < structure.clauses[index].end:
            found[index] = (*found.get(index, ()), quantity.id)
    return found


def _pathways(verdicts: Verdicts, roles: Sequence[Role]) -> list[str | None]:
    """Return the pathway of each clause that is an action or a goal."""
    served = verdicts.pathways.argmax(axis=1).tolist()
    return [verdicts.pathway_labels[best] if role in _DOING else None for best, role in zip(served, roles, strict=True)]


def _behind_subject(clause: Span, bodies: Sequence[Body]) -> int:
    """Return where the predicate of a clause begins: behind the bodies that are its subject."""
    subject = [body.end for body in bodies if clause.start <= body.start and body.end < clause.end]
    return max(subject, default=clause.start)
