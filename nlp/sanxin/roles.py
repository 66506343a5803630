"""What each clause does (action, goal, achievement, other) and which pathway an action or goal serves (annotation §4).

Two learned judges over the same features: the clause's words, its neighbours, its place in the speech, its numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from sanxin import classify, passes
from sanxin.layers import Layers
from sanxin.passes import Groups
from sanxin.records import Action, Quantity, Role, Span

ROLES = tuple(str(role) for role in Role)
#: The pathways of the default framework, and none.
PATHWAYS = ("industry", "environment", "governance", "none")
_DOING = frozenset((Role.ACTION, Role.GOAL))


def judge_clauses(layers: Layers) -> list[Action]:
    """Return one Action for each clause of role action, goal or achievement, in the order of the text."""
    clauses = layers.structure.clauses
    if not clauses:
        return []
    words = [layers.words_in(clause.start, clause.end) for clause in clauses]
    rows = [classify.hashed(features(layers, words, index)) for index in range(len(clauses))]
    within = groups(layers)
    roles = classify.load("roles")
    chances = passes.judge(roles, rows, within)
    pathways = classify.load("pathways")
    serving = passes.judge(pathways, rows, within)
    found: list[Action] = []
    for index, clause in enumerate(clauses):
        best = int(chances[index].argmax())
        role = Role(roles["second"].labels[best])
        if role is Role.OTHER or layers.is_furniture(clause.start):
            continue
        served = int(serving[index].argmax()) if role in _DOING else None
        verb, target = _verb_and_object(layers, clause)
        found.append(
            Action(
                id=f"a{len(found) + 1}",
                start=clause.start,
                end=clause.end,
                text=clause.of(layers.text),
                role=role,
                role_score=round(float(chances[index][best]), 4),
                verb=verb,
                object=target,
                pathway=pathways["second"].labels[served] if served is not None else None,
                pathway_score=round(float(serving[index][served]), 4) if served is not None else 0.0,
                evidence=layers.structure.heading_path(clause.start),
                quantities=tuple(quantity.id for quantity in _inside(layers.quantities, clause)),
            )
        )
    return found


def features(layers: Layers, words: Sequence[Sequence[str]], index: int) -> Iterator[str]:
    """Yield what the first pass sees of clause `index`; `words` are those of every clause."""
    clause = layers.structure.clauses[index]
    own = words[index]
    yield "bias"
    yield from (f"word={word}" for word in own)
    yield from (f"pair={a}{b}" for a, b in itertools.pairwise(own))
    if own:
        yield f"opens={own[0]}"
        yield f"opens2={''.join(own[:2])}"
        yield f"ends={own[-1]}"
        yield f"ends2={''.join(own[-2:])}"
    for name, step in (("before", -1), ("after", 1), ("before2", -2)):
        if 0 <= index + step < len(words):
            yield from (f"{name}={word}" for word in words[index + step])
    yield f"length={min(9, (clause.end - clause.start) // 4)}"
    yield f"mark={layers.text[clause.end : clause.end + 1]}"
    yield from _of_numbers(layers, clause)
    yield from _of_place(layers, clause)


def _of_numbers(layers: Layers, clause: Span) -> Iterator[str]:
    for quantity in _inside(layers.quantities, clause):
        yield f"status={quantity.status}"
        yield f"status+dimension={quantity.status}{quantity.dimension}"
    yield f"numbers={len(layers.measures_in(clause.start, clause.end))}"


def _of_place(layers: Layers, clause: Span) -> Iterator[str]:
    structure = layers.structure
    kind = structure.kind_at(clause.start)
    sentence = structure.sentence_at(clause.start)
    section = structure.section_at(clause.start)
    yield f"kind={kind}"
    yield f"first-of-sentence={clause.start <= sentence.start + 1}{kind}"
    yield f"line={layers.paragraph(clause.start).end - layers.paragraph(clause.start).start < 40}"
    if section is not None:
        heading = structure.headings[section]
        yield f"in-heading={heading.start <= clause.start < heading.end}"
        yield f"heading-form={heading.form}{heading.start <= clause.start < heading.end}"
    for title in structure.heading_path(clause.start):
        yield from (f"heading={title[at : at + 2]}" for at in range(len(title) - 1))


def groups(layers: Layers) -> Groups:
    """Return the sentence, paragraph and innermost section of every clause, for the second pass."""
    structure = layers.structure
    starts = [clause.start for clause in structure.clauses]
    sections = [structure.section_at(at) for at in starts]
    return (
        [structure.sentence_at(at).start for at in starts],
        [structure.paragraph_at(at) for at in starts],
        [-1 if section is None else section for section in sections],
    )


def _inside(quantities: Sequence[Quantity], clause: Span) -> list[Quantity]:
    return [quantity for quantity in quantities if clause.start <= quantity.start < clause.end]


def _verb_and_object(layers: Layers, clause: Span) -> tuple[str | None, str | None]:
    """Return the first verb of the clause and what follows it."""
    for start, end, tag in layers.tagged_in(clause.start, clause.end):
        if tag in ("v", "vn", "vd") and end - start > 1:
            return layers.text[start:end], layers.text[end : clause.end] or None
    return None, None
