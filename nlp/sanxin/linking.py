"""Which pathway of any framework a clause serves, without marked clauses of that framework.

What is looked at is never a word itself but how a clause stands to a pathway: do its words resemble the pathway's, are
they the same words, does the heading above, the definition in this very speech or the sentence name the pathway. What
that tells was learned on the marked clauses of the default framework (training.linking) and carries over to any other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from sanxin import classify, passes, vectors
from sanxin.blocks import sums_before
from sanxin.classify import Floats, LinearModel
from sanxin.features import Ids, Ints, ids_of
from sanxin.frameworks import Framework, Pathway
from sanxin.frameworks.passages import set_out
from sanxin.layers import Layers
from sanxin.passes import Groups
from sanxin.records import Span
from sanxin.segment import cut

#: The name of the weights: a model of each pass, of FEATURES and of what `neighbour_features` gives.
FILE = "linking"
#: The label of a clause that serves no pathway.
NONE = "none"
#: The stretches of words around each clause that are held against the pathways.
STRETCHES = ("clause", "sentence", "around", "paragraph", "heading")
#: What is seen of a stretch: its mean vector beside the pathway's, its words each beside the nearest of the pathway's,
#: how many of the pathway's words stand in it; then the same with what the other pathways have taken away.
_SEEN = ("mean", "nearest", "words")
#: What names the pathway: the clause, its sentence, what stands before it in its line, the innermost heading that names
#: any, the passage of this speech that defines it.
_NAMED = ("clause", "sentence", "line", "heading", "passage")
FEATURES = (
    *(f"{seen} {stretch}{kind}" for stretch in STRETCHES for seen in _SEEN for kind in ("", " beside others")),
    *(f"named in {place}{kind}" for place in _NAMED for kind in ("", " beside others")),
)
#: What the guide lets decide, whatever the words say: the second pass sees it once more.
DECIDING = ("named in heading", "named in passage")
_AROUND = 3
_MOST_WORDS = 3.0
#: How much of a line, in words on either side of the clause, is read.
_NEAR = 150
#: How sure it is that a clause serves the pathway in whose definition it stands: the guide lets the text's own
#: framework win (annotation §4), and all 57 marked clauses in such passages say so.
_SET_OUT = 0.97
#: A text that sets out fewer pathways has no framework of its own; 新环境 in one heading is just a heading.
_LEAST_SET_OUT = 2


def link(layers: Layers, framework: Framework, within: Groups) -> tuple[tuple[str, ...], Floats]:
    """Return the labels (the pathways' ids, none last) and the chance of each for every clause, (clauses, labels).

    `within` as in `passes`: the sentence, the paragraph and the section of each clause.
    """
    labels = (*(pathway.id for pathway in framework.pathways), NONE)
    if not layers.structure.clauses:
        return labels, np.zeros((0, len(labels)))
    models = classify.load(FILE)
    pairs = pair_features(layers, framework)
    second = models["second"]
    seen = neighbour_features(scores(models["first"], pairs), pairs, within)
    return labels, second.probabilities(scores(second, seen))


def as_set_out(layers: Layers, framework: Framework, labels: Sequence[str], chances: Floats) -> Floats:
    """Return the chances of each label for every clause, where the text itself sets the pathways out by what it says.

    所谓“推进新治理”，就是让群众停车更便捷: parking is governance here, whatever the judge thinks of parking.
    """
    if sum(pathway.name in layers.text for pathway in framework.pathways) < _LEAST_SET_OUT:
        return chances
    held = defined(layers, framework.pathways)
    if held.any(axis=0).sum() < _LEAST_SET_OUT:
        return chances
    by_label = np.zeros_like(chances)
    by_label[:, [labels.index(pathway.id) for pathway in framework.pathways]] = held
    alone = (held.sum(axis=1) == 1)[:, None]
    said: Floats = np.where(alone, _SET_OUT * by_label + (1 - _SET_OUT) * chances, chances)
    return said


def scores(model: LinearModel, pairs: Floats) -> Floats:
    """Return the log-odds of each pathway against none, with those of none (0) behind: (clauses, pathways + 1)."""
    found = model.dense_scores(pairs)[:, :, 0]
    return np.hstack([found, np.zeros((len(found), 1))])


def neighbour_features(first: Floats, pairs: Floats, within: Groups) -> Floats:
    """Return what the second pass sees of each pair: what the first thought of the same pathway, and of none, nearby.

    Shape (clauses, pathways, columns); the last columns are DECIDING.
    """
    size, labels = first.shape
    blocks = passes.neighbourhood(first, within).reshape(size, -1, labels).transpose(0, 2, 1)
    own, none = blocks[:, :-1], blocks[:, -1:]
    deciding = pairs[:, :, [FEATURES.index(name) for name in DECIDING]]
    return np.concatenate([own, np.broadcast_to(none, own.shape), deciding], axis=2)


def pair_features(layers: Layers, framework: Framework) -> Floats:
    """Return FEATURES of each clause with each pathway, (clauses, pathways, features)."""
    pathways = framework.pathways
    stretches = _stretches(layers)
    columns: list[Floats] = []
    alike = _alike(layers, pathways, list(stretches.values()))
    counted = _counted(layers, pathways, list(stretches.values()))
    for mean, nearest, words in zip(*alike, counted, strict=True):
        for values in (mean, nearest, words):
            columns += [values, _beside(values)]
    for flags in _named(layers, pathways):
        columns += [flags, _beside(flags)]
    return np.stack(columns, axis=2)


def _beside(values: Floats) -> Floats:
    """Return how far each pathway is above the best of the others; above nothing where there is one only."""
    if values.shape[1] < 2:
        return values
    ordered = np.sort(values, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return values - np.where(values == best, second, best)


# ---- words alike ----


def _stretches(layers: Layers) -> Mapping[str, tuple[Ints, Ints]]:
    """Return the first word of each stretch and the one behind its last, by STRETCHES."""
    structure, clauses = layers.structure, layers.structure.clauses
    item = np.arange(len(clauses))
    first = layers.words_at([clause.start for clause in clauses])
    last = layers.words_at([clause.end for clause in clauses])
    sentences = [structure.sentence_at(clause.start) for clause in clauses]
    lines = [layers.paragraph(clause.start) for clause in clauses]
    sections = [structure.section_at(clause.start) for clause in clauses]
    headings = [structure.headings[at] if at is not None else Span(0, 0) for at in sections]

    def words_of(spans: Sequence[Span]) -> tuple[Ints, Ints]:
        return layers.words_at([span.start for span in spans]), layers.words_at([span.end for span in spans])

    line_first, line_last = words_of(lines)
    return {
        "clause": (first, last),
        "sentence": words_of(sentences),
        "around": (
            first[np.maximum(_first_alike(sections), item - _AROUND)],
            last[np.minimum(len(sections) - 1 - _first_alike(sections[::-1])[::-1], item + _AROUND)],
        ),
        "paragraph": (np.maximum(line_first, first - _NEAR), np.minimum(line_last, first + _NEAR)),
        "heading": words_of([Span(heading.start, heading.end) for heading in headings]),
    }


def _first_alike(sections: Sequence[int | None]) -> Ints:
    """Return for each clause the first of those in a row that stand in the same section."""
    begins = [0, *(n for n in range(1, len(sections)) if sections[n] != sections[n - 1])]
    lengths = np.diff([*begins, len(sections)])
    return np.repeat(np.array(begins, dtype=np.intp), lengths)


def _alike(
    layers: Layers, pathways: Sequence[Pathway], stretches: Sequence[tuple[Ints, Ints]]
) -> tuple[list[Floats], list[Floats]]:
    """Return for every stretch how its mean, and how each of its words, resembles the words of each pathway."""
    known = vectors.load()
    directions = np.vstack([_unit(known.table), np.zeros(known.table.shape[1])])
    weights = np.append(known.weights, 0.0)
    known_words, place = known.rows(layers.words.words.ids), layers.words.words.at
    rows = [known.rows(_ids(pathway)) for pathway in pathways]
    centres = _unit(np.array([(directions[own] * weights[own, None]).sum(axis=0) for own in rows]))
    nearest = np.array([(directions[known_words] @ directions[own].T).max(axis=1) for own in rows]).T
    weight = weights[known_words][place]
    mean_of = sums_before(directions[known_words][place] * weight[:, None])
    nearest_of = sums_before(nearest[place] * weight[:, None])
    weight_of = sums_before(weight[:, None])
    means, nearests = [], []
    for first, last in stretches:
        means.append(_unit(mean_of[last] - mean_of[first]) @ centres.T)
        nearests.append((nearest_of[last] - nearest_of[first]) / np.maximum(1e-6, weight_of[last] - weight_of[first]))
    return means, nearests


def _ids(pathway: Pathway) -> Ids:
    """Return the ids of the words that a pathway's name, definition and seeds are made of."""
    phrases = (pathway.name, *pathway.aliases, *pathway.definition_words, *pathway.seed_words)
    return ids_of(word for phrase in phrases for word in cut(phrase))


def _unit(table: Floats) -> Floats:
    lengths = np.linalg.norm(table, axis=-1, keepdims=True)
    unit: Floats = table / np.maximum(1e-9, lengths)
    return unit


# ---- the same words ----


def _counted(layers: Layers, pathways: Sequence[Pathway], stretches: Sequence[tuple[Ints, Ints]]) -> list[Floats]:
    """Return for every stretch how many words of each pathway, and of no other, begin in it."""
    shared = Counter(word for pathway in pathways for word in _words(pathway))
    edges = np.append(layers.starts, len(layers.text))
    places = [_places(layers.text, [word for word in _words(pathway) if shared[word] == 1]) for pathway in pathways]
    found = []
    for first, last in stretches:
        counts = [np.searchsorted(at, edges[last]) - np.searchsorted(at, edges[first]) for at in places]
        found.append(np.minimum(_MOST_WORDS, np.array(counts, dtype=np.float64).T))
    return found


def _words(pathway: Pathway) -> frozenset[str]:
    return frozenset((*pathway.definition_words, *pathway.seed_words))


def _places(text: str, words: Sequence[str]) -> Ints:
    """Return where any of the words begins, in order."""
    if not words:
        return np.zeros(0, dtype=np.intp)
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))
    return np.array([match.start() for match in pattern.finditer(text)], dtype=np.intp)


# ---- names ----


def _named(layers: Layers, pathways: Sequence[Pathway]) -> list[Floats]:
    """Return for each of _NAMED whether it names each pathway, (clauses, pathways)."""
    structure, clauses = layers.structure, layers.structure.clauses
    places = [_places(layers.text, [pathway.name, *pathway.aliases]) for pathway in pathways]

    def within(spans: Sequence[Span]) -> Floats:
        starts = np.array([span.start for span in spans])
        ends = np.array([span.end for span in spans])
        counts = [np.searchsorted(at, ends) - np.searchsorted(at, starts) for at in places]
        return (np.array(counts).T > 0).astype(np.float64)

    before = [Span(layers.paragraph(clause.start).start, clause.start) for clause in clauses]
    by_section = _headings_naming(layers, pathways)
    sections = [structure.section_at(clause.start) for clause in clauses]
    nowhere = np.zeros(len(pathways))
    return [
        within(clauses),
        within([structure.sentence_at(clause.start) for clause in clauses]),
        _last_named(places, before),
        np.array([nowhere if at is None else by_section[at] for at in sections]),
        defined(layers, pathways),
    ]


def _last_named(places: Sequence[Ints], spans: Sequence[Span]) -> Floats:
    """Return which pathway each span names last."""
    starts, ends = (np.array([getattr(span, edge) for span in spans]) for edge in ("start", "end"))
    # a place before the text stands for none
    last = np.array([np.append(-1, at)[np.searchsorted(at, ends)] for at in places]).T
    named = last == last.max(axis=1, keepdims=True)
    found: Floats = (named & (last >= np.maximum(starts, 0)[:, None])).astype(np.float64)
    return found


def _headings_naming(layers: Layers, pathways: Sequence[Pathway]) -> list[Floats]:
    """Return for each section which pathways the innermost heading names that names any."""
    found: list[Floats] = []
    for section in layers.structure.sections:  # a section stands behind the one it is part of
        title = section.title
        own = np.array([float(any(n in title for n in (pathway.name, *pathway.aliases))) for pathway in pathways])
        inherited = found[section.parent] if section.parent is not None else own
        found.append(own if own.any() else inherited)
    return found


def defined(layers: Layers, pathways: Sequence[Pathway]) -> Floats:
    """Return in whose defining passage each clause stands: as the framework says, or as the speech itself sets out."""
    clauses = layers.structure.clauses
    starts = [clause.start for clause in clauses]
    found = np.zeros((len(clauses), len(pathways)))
    set_out_here = set_out(layers.text, layers.structure, [pathway.name for pathway in pathways])
    for column, pathway in enumerate(pathways):
        spans = [Span(p.start, p.end) for p in pathway.passages if layers.text[p.start : p.end] == p.text]
        for span in spans or set_out_here.get(pathway.name, ()):
            first = max(0, bisect_right(starts, span.start) - 1)
            found[first : bisect_right(starts, span.end - 1), column] = 1.0
    return found
