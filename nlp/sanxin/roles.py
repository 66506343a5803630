"""What each clause does (action, goal, achievement, other) and which pathway an action or goal serves (annotation §4).

Two learned judges, both over the word vectors of the clause and around it: that of roles reads besides how the clause
is worded, its place in the speech and its numbers, that of pathways what is spoken of around it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count

import numpy as np

from sanxin import classify, passes
from sanxin.classify import Floats
from sanxin.features import Features, Gatherer, Ints, Stretches, bucket, codes_of, heading_columns
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
#: The stretches whose words count one by one too, by the names under which they do.
_COUNTED = {"clause": "word", "before": "before", "before2": "before2", "after": "after"}
#: The stretches that begin or end inside clauses.
_INSIDE = frozenset(("paragraph", "half", "opens", "opens2", "ends", "verb"))
#: Stands for the mark behind a clause that ends the text; no character has this number.
_NO_MARK = 0x110000
#: How many values each column of `_add_facts` has at most, the first aside.
_SIZES = (1, 10, _NO_MARK + 1, 2, 2, 1 << 16, 2)
#: How many words of its paragraph are read on either side of a clause's beginning.
_NEAR = 150


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the judges say of every clause: the chance of each role and of each pathway, (clauses, labels).

    `within`: the sentence, paragraph and innermost section of every clause.
    """

    role_labels: tuple[str, ...]
    roles: Floats
    pathway_labels: tuple[str, ...]
    pathways: Floats
    within: Groups


def judge_clauses(layers: Layers) -> Verdicts:
    """Return the chances of every role and pathway for each clause of a text that has clauses, in its order."""
    places = ClausePlaces(layers)
    doing, serving = _features(layers, places)
    roles, pathways = classify.load("roles"), classify.load("pathways")
    return Verdicts(
        passes.labels(roles),
        passes.judge(roles, doing, places.groups),
        passes.labels(pathways),
        passes.judge(pathways, serving, places.groups),
        places.groups,
    )


def features(layers: Layers) -> tuple[Features, Features]:
    """Return what the judge of roles sees of every clause, and what the judge of pathways sees."""
    if not layers.structure.clauses:
        nothing = Gatherer(layers.ids, 0).features()
        return nothing, nothing
    return _features(layers, ClausePlaces(layers))


def groups(layers: Layers) -> Groups:
    """Return the sentence, paragraph and innermost section of every clause, for the second pass."""
    return ClausePlaces(layers).groups if layers.structure.clauses else ([], [], [])


def _features(layers: Layers, places: ClausePlaces) -> tuple[Features, Features]:
    gathered = Gatherer(layers.ids, len(layers.structure.clauses))
    stretches = _stretches(layers, places)
    serving = gathered.features(stretches=stretches, blocks=topic_shares(layers, places))
    _add_words(gathered, places)
    gathered.shared(heading_columns(layers.structure, 2), places.section)
    _add_facts(gathered, layers, places)
    doing = gathered.features(stretches=stretches, blocks=wording(layers, places))
    return replace(doing, counted=_COUNTED), serving


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
    return Stretches(layers.words.words, by_role, _INSIDE)


def _add_words(gathered: Gatherer, places: ClausePlaces) -> None:
    """Add the word pairs of each clause, its first and last words."""
    first, last, ids = places.first, places.last, gathered.ids
    pairs = ids[:-1] * np.uint64(31) + ids[1:]
    gathered.words("pair", first, last - 1, pairs)
    for distance in range(2):
        gathered.word(f"opens{distance}", first + distance, first + distance < last)
        gathered.word(f"ends{distance}", last - 1 - distance, last - 1 - distance >= first)


def _add_facts(gathered: Gatherer, layers: Layers, places: ClausePlaces) -> None:
    """Add for each clause what kind of place it stands in, and its numbers."""
    structure = layers.structure
    pieces = np.array([piece.span.start for piece in structure.pieces] or [0], dtype=np.intp)
    kinds, kind = _numbered([str(piece.kind) for piece in structure.pieces] or [str(SectionKind.OTHER)])
    forms, form = _numbered([heading.form for heading in structure.headings] + [None])
    spans = np.array([(heading.start, heading.end) for heading in structure.headings] + [(0, 0)])[places.section]
    columns = (
        kind[np.maximum(0, np.searchsorted(pieces, places.starts, side="right") - 1)],
        np.minimum(9, (places.ends - places.starts) // 4),
        np.append(codes_of(layers.text), _NO_MARK)[places.ends],
        places.starts <= places.sentence_from + 1,
        places.line_to - places.line_from < _SHORT_LINE,
        form[places.section],
        (spans[:, 0] <= places.starts) & (places.starts < spans[:, 1]),
    )
    keys = np.zeros(len(places.starts), dtype=np.int64)
    for column, size in zip(columns, _SIZES, strict=True):
        keys = keys * size + column
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)  # clauses stand in few kinds of place
    rows = zip(*(column[first].tolist() for column in columns), strict=True)
    sets = [
        _place_columns(kinds[k], length, "" if mark == _NO_MARK else chr(mark), opens, short, forms[f], inside)
        for k, length, mark, opens, short, f, inside in rows
    ]
    gathered.shared(sets, which)
    starts = places.starts.tolist()
    for quantity in layers.quantities:
        facts = (f"status={quantity.status}", f"status+dimension={quantity.status}{quantity.dimension}", "number")
        gathered.facts(bisect_right(starts, quantity.start) - 1, facts)


def _numbered(names: Sequence[str | None]) -> tuple[list[str | None], Ints]:
    """Return the different ones of `names`, and of each which it is."""
    number: defaultdict[str | None, int] = defaultdict(count().__next__)
    which = np.array([number[name] for name in names], dtype=np.intp)
    return list(number), which


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
