"""What each clause does (action, goal, achievement, other) and which pathway an action or goal serves (annotation §4).

Two learned judges over the same features: the clause's words, its neighbours, its place in the speech, its numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from sanxin import classify, passes
from sanxin.features import Features, Gatherer, Ints, Stretches, bucket, heading_columns
from sanxin.layers import Layers
from sanxin.passes import Groups
from sanxin.records import Action, Quantity, Role, Span

ROLES = tuple(str(role) for role in Role)
#: The pathways of the default framework, and none.
PATHWAYS = ("industry", "environment", "governance", "none")
_DOING = frozenset((Role.ACTION, Role.GOAL))
#: A line shorter than this, in characters, may be a heading.
_SHORT_LINE = 40
#: How many words of its paragraph are read on either side of a clause's beginning.
_NEAR = 150


def judge_clauses(layers: Layers) -> list[Action]:
    """Return one Action for each clause of role action, goal or achievement, in the order of the text."""
    clauses = layers.structure.clauses
    if not clauses:
        return []
    seen, within = features(layers), groups(layers)
    roles, pathways = classify.load("roles"), classify.load("pathways")
    chances, serving = passes.judge(roles, seen, within), passes.judge(pathways, seen, within)
    verbs = layers.first_verbs(clauses)
    paths: dict[int | None, tuple[str, ...]] = {}
    found: list[Action] = []
    for index, clause in enumerate(clauses):
        best = int(chances[index].argmax())
        role = Role(roles["second"].labels[best])
        if role is Role.OTHER or layers.is_furniture(clause.start):
            continue
        served = int(serving[index].argmax()) if role in _DOING else None
        verb = verbs[index]
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
                role_score=round(float(chances[index][best]), 4),
                verb=verb.of(layers.text) if verb is not None else None,
                object=layers.text[verb.end : clause.end] or None if verb is not None else None,
                pathway=pathways["second"].labels[served] if served is not None else None,
                pathway_score=round(float(serving[index][served]), 4) if served is not None else 0.0,
                evidence=paths[section],
                quantities=tuple(quantity.id for quantity in _inside(layers.quantities, clause)),
            )
        )
    return found


def features(layers: Layers) -> Features:
    """Return what the first pass sees of every clause."""
    clauses = layers.structure.clauses
    gathered = Gatherer(layers.ids, len(clauses))
    if clauses:
        _add_words(gathered, layers)
    gathered.shared(heading_columns(layers.structure, (clause.start for clause in clauses), (2,)))
    _add_facts(gathered, layers)
    return gathered.features(stretches=_stretches(layers) if clauses else None)


def _stretches(layers: Layers) -> Stretches:
    """Return the stretches of words around and inside each clause whose mean vectors the judges read."""
    structure, clauses = layers.structure, layers.structure.clauses
    item = np.arange(len(clauses))
    first = layers.words_at([clause.start for clause in clauses])
    last = layers.words_at([clause.end for clause in clauses])
    sentences = [structure.sentence_at(clause.start) for clause in clauses]
    lines = [layers.paragraph(clause.start) for clause in clauses]
    verb = np.append(layers.verbs, len(layers.starts))[np.searchsorted(layers.verbs, first)]
    verb = np.where(verb < last, verb, first)  # a clause without a verb is read by its first word
    sections = [structure.section_at(clause.start) for clause in clauses]
    headings = [structure.headings[at] if at is not None else None for at in sections]

    def neighbour(step: int) -> tuple[Ints, Ints]:
        held = (item + step >= 0) & (item + step < len(clauses))
        place = np.clip(item + step, 0, len(clauses) - 1)
        return np.where(held, first[place], 0), np.where(held, last[place], 0)

    def around(reach: int) -> tuple[Ints, Ints]:
        return first[np.maximum(0, item - reach)], last[np.minimum(len(clauses) - 1, item + reach)]

    by_role = {
        "clause": (first, last),
        "before": neighbour(-1),
        "after": neighbour(1),
        "before2": neighbour(-2),
        "sentence": (
            layers.words_at([sentence.start for sentence in sentences]),
            layers.words_at([sentence.end for sentence in sentences]),
        ),
        "paragraph": (
            np.maximum(layers.words_at([line.start for line in lines]), first - _NEAR),
            np.minimum(layers.words_at([line.end for line in lines]), first + _NEAR),
        ),
        "opens": (first, first + 1),
        "opens2": (first + 1, np.minimum(last, first + 2)),
        "ends": (last - 1, last),
        "verb": (verb, verb + 1),
        "around3": around(3),
        "around10": around(10),
        "heading": (
            layers.words_at([heading.start if heading else 0 for heading in headings]),
            layers.words_at([heading.end if heading else 0 for heading in headings]),
        ),
        "half": (first, np.maximum(first, last - (last - first) // 2)),
    }
    return Stretches(layers.ids, by_role)


def _add_words(gathered: Gatherer, layers: Layers) -> None:
    """Add the words and word pairs of each clause, its first and last words, and the words of its neighbours."""
    clauses = layers.structure.clauses
    first = layers.words_at([clause.start for clause in clauses])
    last = layers.words_at([clause.end for clause in clauses])
    ids = layers.ids
    gathered.words("word", first, last)
    pairs = ids[:-1] * np.uint64(31) + ids[1:]
    gathered.words("pair", first, last - 1, pairs)
    for distance in range(2):
        gathered.word(f"opens{distance}", first + distance, first + distance < last)
        gathered.word(f"ends{distance}", last - 1 - distance, last - 1 - distance >= first)
    for step, name in ((1, "before"), (2, "before2")):
        none = np.zeros(min(step, len(clauses)), dtype=np.intp)
        gathered.words(name, np.concatenate((none, first[:-step])), np.concatenate((none, last[:-step])))
    none = np.zeros(1, dtype=np.intp)
    gathered.words("after", np.concatenate((first[1:], none)), np.concatenate((last[1:], none)))


def _add_facts(gathered: Gatherer, layers: Layers) -> None:
    """Add for each clause what kind of place it stands in, and its numbers."""
    structure = layers.structure
    for item, clause in enumerate(structure.clauses):
        line = layers.paragraph(clause.start)
        section = structure.section_at(clause.start)
        heading = structure.headings[section] if section is not None else None
        place = _place_columns(
            str(structure.kind_at(clause.start)),
            min(9, (clause.end - clause.start) // 4),
            layers.text[clause.end : clause.end + 1],
            clause.start <= structure.sentence_at(clause.start).start + 1,
            line.end - line.start < _SHORT_LINE,
            heading.form if heading is not None else None,
            heading is not None and heading.start <= clause.start < heading.end,
        )
        gathered.known(item, place)
    starts = [clause.start for clause in structure.clauses]
    for quantity in layers.quantities:
        facts = (f"status={quantity.status}", f"status+dimension={quantity.status}{quantity.dimension}", "number")
        gathered.facts(bisect_right(starts, quantity.start) - 1, facts)


@lru_cache(maxsize=1 << 14)  # the same kinds of place come again and again
def _place_columns(
    kind: str, length: int, mark: str, opens: bool, short_line: bool, form: str | None, in_heading: bool
) -> Sequence[int]:
    facts = [
        "bias",
        f"length={length}",
        f"mark={mark}",
        f"kind={kind}",
        f"first-of-sentence={opens}{kind}",
        f"short-line={short_line}",
        f"in-heading={in_heading}",
        f"heading-form={form}{in_heading}",
    ]
    return [bucket(fact) for fact in facts]


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


def _inside(quantities: Sequence[Quantity], clause: Span) -> Sequence[Quantity]:
    first = bisect_left(quantities, clause.start, key=_start)
    return quantities[first : bisect_left(quantities, clause.end, lo=first, key=_start)]


def _start(quantity: Quantity) -> int:
    return quantity.start
