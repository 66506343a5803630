"""What each clause does (action, goal, achievement, other) and which pathway an action or goal serves (annotation §4).

Two learned judges over the same features: the clause's words, its neighbours, its place in the speech, its numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sanxin import classify, passes
from sanxin.classify import Floats
from sanxin.features import Features, Gatherer, Ints, Stretches, bucket, heading_columns
from sanxin.layers import Layers
from sanxin.passes import Groups
from sanxin.records import Role

ROLES = tuple(str(role) for role in Role)
#: The pathways of the default framework, and none.
PATHWAYS = ("industry", "environment", "governance", "none")
#: A line shorter than this, in characters, may be a heading.
_SHORT_LINE = 40
#: How many words of its paragraph are read on either side of a clause's beginning.
_NEAR = 150


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the judges say of every clause: the chance of each role and of each pathway, (clauses, labels)."""

    role_labels: tuple[str, ...]
    roles: Floats
    pathway_labels: tuple[str, ...]
    pathways: Floats


def judge_clauses(layers: Layers) -> Verdicts:
    """Return the chances of every role and pathway for each clause, in the order of the text."""
    seen, within = features(layers), groups(layers)
    roles, pathways = classify.load("roles"), classify.load("pathways")
    return Verdicts(
        roles["second"].labels,
        passes.judge(roles, seen, within),
        pathways["second"].labels,
        passes.judge(pathways, seen, within),
    )


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
