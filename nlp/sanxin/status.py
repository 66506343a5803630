"""Is a quantity promised, reached or only named? A learned judge: features, two passes, calibrated probability.

The first pass sees the quantity, its clause and sentence, its times and where it stands; the second sees what the first
thought of its neighbours, for numbers come in runs (a review has few promises, a list of targets few results).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sanxin import classify
from sanxin.classify import Floats
from sanxin.layers import Layers
from sanxin.quantities import Measure
from sanxin.records import Period, Span, Status

LABELS = tuple(str(status) for status in (Status.COMMITMENT, Status.ACHIEVEMENT, Status.REFERENCE))
#: How far to either side the second pass looks, in quantities.
_NEAR = (1, 2, 4, 10)


def judge(layers: Layers) -> tuple[list[Status], list[float]]:
    """Return the status of every measure of `layers`, each with its calibrated probability."""
    if not layers.measures:
        return [], []
    models = classify.load("status")
    first = models["first"].scores([classify.hashed(features(layers, i)) for i in range(len(layers.measures))])
    second = models["second"]
    chances = second.probabilities(second.dense_scores(neighbourhood(first, layers)))
    best = chances.argmax(axis=1)
    return [Status(second.labels[i]) for i in best], [float(row[i]) for row, i in zip(chances, best, strict=True)]


def features(layers: Layers, index: int) -> Iterator[str]:
    """Yield what the first pass sees of measure `index`, each as `kind=value`."""
    measure = layers.measures[index]
    clause = layers.clause(measure.start)
    sentence = layers.structure.sentence_at(measure.start)
    yield "bias"
    yield from _of_measure(layers, measure)
    yield from _of_words(layers, measure, clause, sentence)
    yield from _of_time(layers, measure, clause, sentence)
    yield from _of_place(layers, measure)


def _of_measure(layers: Layers, measure: Measure) -> Iterator[str]:
    yield f"dimension={measure.dimension}"
    yield f"rule={measure.rule}"
    yield f"comparator={measure.comparator}"
    yield f"unit={measure.unit}"
    yield f"dimension+comparator={measure.dimension}{measure.comparator}"
    yield f"next={layers.text[measure.end : measure.end + 1]}"
    yield f"next2={layers.text[measure.end : measure.end + 2]}"
    yield f"last={layers.text[max(0, measure.start - 1) : measure.start]}"
    yield f"last2={layers.text[max(0, measure.start - 2) : measure.start]}"
    yield f"last3={layers.text[max(0, measure.start - 3) : measure.start]}"


def _of_words(layers: Layers, measure: Measure, clause: Span, sentence: Span) -> Iterator[str]:
    words = layers.words
    left = layers.words_in(clause.start, measure.start)
    for distance, position in enumerate(reversed(left)):
        if distance < 3:
            yield f"left{distance}={words[position]}"
        yield f"left={words[position]}"
    if left:
        yield f"opens={words[left[0]]}"
        yield f"opens2={''.join(words[position] for position in left[:2])}"
    right = layers.words_in(measure.end, clause.end)
    for distance, position in enumerate(right):
        if distance < 2:
            yield f"right{distance}={words[position]}"
        yield f"right={words[position]}"
    for position in layers.words_in(sentence.start, clause.start):
        yield f"before={words[position]}"
    for position in layers.words_in(clause.end, sentence.end):
        yield f"after={words[position]}"
    first = layers.words_in(sentence.start, sentence.end)[:2]
    yield f"sentence-opens={''.join(words[position] for position in first)}"
    paragraph = layers.paragraph(measure.start)
    for position in layers.words_in(paragraph.start, paragraph.start + 24):
        yield f"paragraph-opens={words[position]}"


def _of_time(layers: Layers, measure: Measure, clause: Span, sentence: Span) -> Iterator[str]:
    within = layers.times_in(clause.start, clause.end)
    earlier = layers.times_in(sentence.start, clause.start)
    for period in within:
        yield f"time={_tense(layers, period)}"
        yield f"time-rule={period.rule}"
        yield f"time-side={'before' if period.start < measure.start else 'after'}{_tense(layers, period)}"
    for period in earlier:
        yield f"sentence-time={_tense(layers, period)}"
    if not within and not earlier:
        last = layers.last_time_before(measure.start)
        yield f"last-time={_tense(layers, last) if last else 'none'}"


def _tense(layers: Layers, period: Period) -> str:
    """past, present (the document's year), future, or unknown."""
    if period.last is None or layers.date is None:
        return "unknown"
    gap = period.last.year - layers.date.year
    return "past" if gap < 0 else "present" if gap == 0 else "future"


def _of_place(layers: Layers, measure: Measure) -> Iterator[str]:
    structure = layers.structure
    kind = structure.kind_at(measure.start)
    yield f"kind={kind}"
    yield f"kind+dimension={kind}{measure.dimension}"
    tenth = measure.start * 10 // max(1, len(layers.text))
    yield f"tenth={tenth}"
    for level, title in enumerate(structure.heading_path(measure.start)):
        yield f"heading-level={level}"
        for size in (2, 3):
            for at in range(len(title) - size + 1):
                yield f"heading={title[at : at + size]}"


def neighbourhood(first: Floats, layers: Layers) -> Floats:
    """Return what the second pass sees, shape (measures, columns): own scores, and those of the numbers around.

    Columns: own scores and their softmax; for each reach of 1, 2, 4, 10 the mean softmax to the left and to the right;
    the mean over the clause, the sentence, the paragraph and the document.
    """
    chances = classify.softmax(first)
    parts = [first, chances]
    for reach in _NEAR:
        parts += [_mean_before(chances, reach), _mean_before(chances[::-1], reach)[::-1]]
    structure = layers.structure
    starts = [measure.start for measure in layers.measures]
    for groups in (
        [structure.clause_at(at) for at in starts],
        [structure.sentence_at(at).start for at in starts],
        [structure.paragraph_at(at) for at in starts],
        [0 for _ in starts],
    ):
        parts.append(_group_mean(chances, groups))
    return np.hstack(parts)


def _mean_before(chances: Floats, reach: int) -> Floats:
    """Return for each row the mean of the `reach` rows before it; an even guess where there are none."""
    count, labels = chances.shape
    sums = np.vstack([np.zeros(labels), np.cumsum(chances, axis=0)])
    ends = np.arange(count)
    begins = np.maximum(0, ends - reach)
    sizes = (ends - begins)[:, None]
    means: Floats = np.where(sizes > 0, (sums[ends] - sums[begins]) / np.maximum(1, sizes), 1 / labels)
    return means


def _group_mean(chances: Floats, groups: Sequence[int]) -> Floats:
    _, inverse = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.zeros((int(inverse.max()) + 1, chances.shape[1]))
    np.add.at(sums, inverse, chances)
    means: Floats = sums[inverse] / np.bincount(inverse)[inverse][:, None]
    return means
