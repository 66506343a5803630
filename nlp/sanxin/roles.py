"""What each clause does (action, goal, achievement, other) and which pathway an action or goal serves (annotation §4).

Two learned judges, both over the word vectors of the clause and around it: that of roles reads besides how the clause
is worded, its place in the speech and its numbers, that of pathways what is spoken of around it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

import numpy as np

from sanxin import classify, passes
from sanxin.classify import Floats
from sanxin.features import Features, Gatherer, Ints, Stretches, bucket, heading_columns
from sanxin.layers import Layers
from sanxin.passes import Groups
from sanxin.places import ClausePlaces
from sanxin.records import Role, SectionKind
from sanxin.topics import topic_shares
from sanxin.wording import wording

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
    doing, serving = features(layers)
    within = groups(layers)
    roles, pathways = classify.load("roles"), classify.load("pathways")
    return Verdicts(
        passes.labels(roles),
        passes.judge(roles, doing, within),
        passes.labels(pathways),
        passes.judge(pathways, serving, within),
    )


def features(layers: Layers) -> tuple[Features, Features]:
    """Return what the judge of roles sees of every clause, and what the judge of pathways sees."""
    gathered = Gatherer(layers.ids, len(layers.structure.clauses))
    if not gathered.size:
        return gathered.features(), gathered.features()
    places = ClausePlaces(layers)
    stretches = _stretches(layers, places)
    serving = gathered.features(stretches=stretches, blocks=topic_shares(layers, places))
    _add_words(gathered, places)
    gathered.shared(heading_columns(layers.structure, 2), places.section)
    _add_facts(gathered, layers, places)
    return gathered.features(stretches=stretches, blocks=wording(layers, places)), serving


def _stretches(layers: Layers, places: ClausePlaces) -> Stretches:
    """Return the stretches of words around and inside each clause whose mean vectors the judges read."""
    item, first, last = places.item, places.first, places.last
    verb = np.append(layers.verbs, len(layers.starts))[np.searchsorted(layers.verbs, first)]
    verb = np.where(verb < last, verb, first)  # a clause without a verb is read by its first word
    headings = np.array([(heading.start, heading.end) for heading in layers.structure.headings] + [(0, 0)])
    over = headings[places.section]

    def neighbour(step: int) -> tuple[Ints, Ints]:
        held = (item + step >= 0) & (item + step < len(item))
        place = np.clip(item + step, 0, len(item) - 1)
        return np.where(held, first[place], 0), np.where(held, last[place], 0)

    def around(reach: int) -> tuple[Ints, Ints]:
        return first[np.maximum(0, item - reach)], last[np.minimum(len(item) - 1, item + reach)]

    by_role = {
        "clause": (first, last),
        "before": neighbour(-1),
        "after": neighbour(1),
        "before2": neighbour(-2),
        "sentence": (layers.words_at(places.sentence_from), layers.words_at(places.sentence_to)),
        "paragraph": (
            np.maximum(layers.words_at(places.line_from), first - _NEAR),
            np.minimum(layers.words_at(places.line_to), first + _NEAR),
        ),
        "opens": (first, first + 1),
        "opens2": (first + 1, np.minimum(last, first + 2)),
        "ends": (last - 1, last),
        "verb": (verb, verb + 1),
        "around3": around(3),
        "around10": around(10),
        "heading": (layers.words_at(over[:, 0]), layers.words_at(over[:, 1])),
        "half": (first, np.maximum(first, last - (last - first) // 2)),
    }
    return Stretches(layers.words.words, by_role)


def _add_words(gathered: Gatherer, places: ClausePlaces) -> None:
    """Add the words and word pairs of each clause, its first and last words, and the words of its neighbours."""
    first, last, ids = places.first, places.last, gathered.ids
    gathered.words("word", first, last)
    pairs = ids[:-1] * np.uint64(31) + ids[1:]
    gathered.words("pair", first, last - 1, pairs)
    for distance in range(2):
        gathered.word(f"opens{distance}", first + distance, first + distance < last)
        gathered.word(f"ends{distance}", last - 1 - distance, last - 1 - distance >= first)
    for step, name in ((1, "before"), (2, "before2")):
        none = np.zeros(min(step, len(first)), dtype=np.intp)
        gathered.words(name, np.concatenate((none, first[:-step])), np.concatenate((none, last[:-step])))
    none = np.zeros(1, dtype=np.intp)
    gathered.words("after", np.concatenate((first[1:], none)), np.concatenate((last[1:], none)))


def _add_facts(gathered: Gatherer, layers: Layers, places: ClausePlaces) -> None:
    """Add for each clause what kind of place it stands in, and its numbers."""
    structure, text = layers.structure, layers.text
    pieces = np.array([piece.span.start for piece in structure.pieces] or [0], dtype=np.intp)
    kinds = [str(piece.kind) for piece in structure.pieces] or [str(SectionKind.OTHER)]
    forms = [heading.form for heading in structure.headings] + [None]
    spans = np.array([(heading.start, heading.end) for heading in structure.headings] + [(0, 0)])[places.section]
    rows = zip(
        np.maximum(0, np.searchsorted(pieces, places.starts, side="right") - 1).tolist(),
        np.minimum(9, (places.ends - places.starts) // 4).tolist(),
        [text[end : end + 1] for end in places.ends.tolist()],
        (places.starts <= places.sentence_from + 1).tolist(),
        (places.line_to - places.line_from < _SHORT_LINE).tolist(),
        places.section.tolist(),
        ((spans[:, 0] <= places.starts) & (places.starts < spans[:, 1])).tolist(),
        strict=True,
    )
    number: defaultdict[tuple[Any, ...], int] = defaultdict(count().__next__)  # clauses stand in few kinds of place
    which = [
        number[kinds[kind], length, mark, opens, short, forms[section], inside]
        for kind, length, mark, opens, short, section, inside in rows
    ]
    gathered.shared([_place_columns(*place) for place in number], which)
    starts = places.starts.tolist()
    for quantity in layers.quantities:
        facts = (f"status={quantity.status}", f"status+dimension={quantity.status}{quantity.dimension}", "number")
        gathered.facts(bisect_right(starts, quantity.start) - 1, facts)


@lru_cache(maxsize=1 << 14)  # the same kinds of place come again and again
def _place_columns(
    kind: str, length: int, mark: str, opens: bool, short_line: bool, form: str | None, in_heading: bool
) -> Ints:
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
    return np.array([bucket(fact) for fact in facts], dtype=np.intp)


def groups(layers: Layers) -> Groups:
    """Return the sentence, paragraph and innermost section of every clause, for the second pass."""
    if not layers.structure.clauses:
        return [], [], []
    places = ClausePlaces(layers)
    return places.sentence_from, places.line, places.section
