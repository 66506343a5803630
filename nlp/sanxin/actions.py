"""The actions of a speech: each clause that says what is to be done, wished or done, with all that the text says of it.

The judges (`roles`) say what each clause does and whom it serves; here the records are put together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sanxin.actors import find_actors
from sanxin.charges import label_names
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
    kept = [index for index, role in enumerate(roles) if role is not Role.OTHER and _may_act(layers, clauses[index])]
    return _assemble(layers, framework, verdicts, roles, kept)


def _may_act(layers: Layers, clause: Span) -> bool:
    """Can a clause be an action at all? Page furniture and the names of columns (年度目标) never are."""
    return not layers.is_furniture(clause.start) and clause.of(layers.text) not in label_names()


def _assemble(
    layers: Layers, framework: Framework | None, verdicts: Verdicts, roles: Sequence[Role], kept: Sequence[int]
) -> list[Action]:
    """Return the records of the clauses `kept`."""
    text, clauses = layers.text, layers.structure.clauses
    actors = find_actors(layers)
    begins: list[int | None] = [None] * len(clauses)
    for index in kept:
        begins[index] = _behind_subject(clauses[index], actors[index])
    deeds = find_deeds(layers, begins, [role is Role.ACTION for role in roles])
    pathways = _pathways(verdicts, roles)
    links = [_link(clauses[index], pathways[index]) for index in kept]
    reasons = of_clauses(layers, framework, [clauses[index] for index in kept], links)
    role_scores, pathway_scores = verdicts.roles.max(axis=1).tolist(), verdicts.pathways.max(axis=1).tolist()
    starts = [quantity.start for quantity in layers.quantities]
    found: list[Action] = []
    for index, reason in zip(kept, reasons, strict=True):
        clause, deed, bodies, pathway = clauses[index], deeds[index], actors[index], pathways[index]
        inside = layers.quantities[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        found.append(
            Action(
                id=f"a{len(found) + 1}",
                start=clause.start,
                end=clause.end,
                text=clause.of(text),
                role=roles[index],
                role_score=round(role_scores[index], 4),
                verb=deed.verb if deed is not None else None,
                object=deed.object if deed is not None else None,
                actor=bodies[0].text if bodies else None,
                bodies=bodies,
                pathway=pathway,
                pathway_score=round(pathway_scores[index], 4) if pathway is not None else 0.0,
                evidence=reason,
                quantities=tuple(quantity.id for quantity in inside),
            )
        )
    return found


def _link(clause: Span, pathway: str | None) -> Link | None:
    return Link(clause, pathway) if pathway is not None else None


def _pathways(verdicts: Verdicts, roles: Sequence[Role]) -> list[str | None]:
    """Return the pathway of each clause that is an action or a goal."""
    served = verdicts.pathways.argmax(axis=1).tolist()
    return [verdicts.pathway_labels[best] if role in _DOING else None for best, role in zip(served, roles, strict=True)]


def _behind_subject(clause: Span, bodies: Sequence[Body]) -> int:
    """Return where the predicate of a clause begins: behind the bodies that are its subject."""
    subject = [body.end for body in bodies if clause.start <= body.start and body.end < clause.end]
    return max(subject, default=clause.start)
