"""Is a quantity promised, reached or only named? A learned judge: features, two passes, calibrated probability.

The first pass sees the quantity, its clause and sentence, its times and where it stands; the second sees what the first
thought of its neighbours, for numbers come in runs (a review has few promises, a list of targets few results).
"""

from __future__ import annotations

from collections.abc import Iterator

from sanxin import classify, passes
from sanxin.layers import Layers
from sanxin.passes import Groups
from sanxin.quantities import Measure
from sanxin.records import Period, Span, Status

LABELS = tuple(str(status) for status in (Status.COMMITMENT, Status.ACHIEVEMENT, Status.REFERENCE))


def judge(layers: Layers) -> tuple[list[Status], list[float]]:
    """Return the status of every measure of `layers`, each with its calibrated probability."""
    models = classify.load("status")
    rows = [classify.hashed(features(layers, index)) for index in range(len(layers.measures))]
    chances = passes.judge(models, rows, groups(layers))
    best = chances.argmax(axis=1)
    labels = models["second"].labels
    return [Status(labels[i]) for i in best], [float(row[i]) for row, i in zip(chances, best, strict=True)]


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
    left = layers.words_in(clause.start, measure.start)
    for distance, word in enumerate(reversed(left)):
        if distance < 3:
            yield f"left{distance}={word}"
        yield f"left={word}"
    if left:
        yield f"opens={left[0]}"
        yield f"opens2={''.join(left[:2])}"
    for distance, word in enumerate(layers.words_in(measure.end, clause.end)):
        if distance < 2:
            yield f"right{distance}={word}"
        yield f"right={word}"
    before = layers.words_in(sentence.start, clause.start)
    yield from (f"before={word}" for word in before)
    yield from (f"after={word}" for word in layers.words_in(clause.end, sentence.end))
    yield f"sentence-opens={''.join((before or left)[:2])}"
    paragraph = layers.paragraph(measure.start)
    yield from (f"paragraph-opens={word}" for word in layers.words_in(paragraph.start, paragraph.start + 24))


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


def groups(layers: Layers) -> Groups:
    """Return the clause, sentence, paragraph and document of every measure, for the second pass."""
    structure = layers.structure
    starts = [measure.start for measure in layers.measures]
    return (
        [structure.clause_at(at) for at in starts],
        [structure.sentence_at(at).start for at in starts],
        [structure.paragraph_at(at) for at in starts],
        [0] * len(starts),
    )
