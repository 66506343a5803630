"""Is a quantity promised, reached or only named? A learned judge: features, two passes, calibrated probability.

The first pass sees the quantity, its clause and sentence, its times and where it stands; the second sees what the first
thought of its neighbours, for numbers come in runs (a review has few promises, a list of targets few results).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sanxin import classify, passes
from sanxin.features import Features, Gatherer, heading_columns
from sanxin.layers import Layers
from sanxin.passes import Groups
from sanxin.quantities import Measure
from sanxin.records import Period, SectionKind, Span, Status

LABELS = tuple(str(status) for status in (Status.COMMITMENT, Status.ACHIEVEMENT, Status.REFERENCE))
#: How much of a paragraph's beginning the judge reads, in characters.
_OPENING = 24


def judge(layers: Layers) -> tuple[list[Status], list[float]]:
    """Return the status of every measure of `layers`, each with its calibrated probability."""
    models = classify.load("status")
    chances = passes.judge(models, features(layers), groups(layers))
    labels = models["second"].labels
    best = chances.argmax(axis=1)
    return [Status(labels[i]) for i in best], [float(row[i]) for row, i in zip(chances, best, strict=True)]


def features(layers: Layers) -> Features:
    """Return what the first pass sees of every measure."""
    gathered = Gatherer(layers.ids, len(layers.measures))
    _add_words(gathered, layers)
    starts = [measure.start for measure in layers.measures]
    gathered.shared(heading_columns(layers.structure, starts, (2, 3)))
    for item, measure in enumerate(layers.measures):
        gathered.facts(item, _facts(layers, measure))
    return gathered.features(once=True)


def _add_words(gathered: Gatherer, layers: Layers) -> None:
    """Add the words of the clause on both sides of the number, of the sentence around, of the paragraph's opening."""
    starts = [measure.start for measure in layers.measures]
    clauses = [layers.clause(at) for at in starts]
    sentences = [layers.structure.sentence_at(at) for at in starts]
    paragraphs = [layers.paragraph(at).start for at in starts]
    number = layers.words_at(starts)
    behind = layers.words_at([measure.end for measure in layers.measures])
    clause_from = layers.words_at([clause.start for clause in clauses])
    clause_to = layers.words_at([clause.end for clause in clauses])
    sentence_from = layers.words_at([sentence.start for sentence in sentences])
    gathered.words("left", clause_from, number)
    gathered.words("right", behind, clause_to)
    gathered.words("before", sentence_from, clause_from)
    gathered.words("after", clause_to, layers.words_at([sentence.end for sentence in sentences]))
    opening_to = layers.words_at([start + _OPENING for start in paragraphs])
    gathered.words("paragraph-opens", layers.words_at(paragraphs), opening_to)
    verbs = layers.verbs
    if len(verbs):
        before = np.searchsorted(verbs, number) - 1
        nearest = verbs[np.maximum(before, 0)]
        gathered.word("verb-nearest", nearest, (before >= 0) & (nearest >= clause_from))
        opening = np.minimum(np.searchsorted(verbs, clause_from), len(verbs) - 1)
        gathered.word("verb-first", verbs[opening], (verbs[opening] >= clause_from) & (verbs[opening] < number))
    for distance in range(3):
        gathered.word(f"left{distance}", number - 1 - distance, number - 1 - distance >= clause_from)
    for distance in range(2):
        gathered.word(f"right{distance}", behind + distance, behind + distance < clause_to)
        gathered.word(f"opens{distance}", clause_from + distance, clause_from + distance < number)
        gathered.word(f"sentence-opens{distance}", sentence_from + distance, sentence_from + distance < number)


def _facts(layers: Layers, measure: Measure) -> Iterator[str]:
    clause = layers.clause(measure.start)
    sentence = layers.structure.sentence_at(measure.start)
    yield from _of_measure(layers, measure)
    yield from _of_time(layers, measure, clause, sentence)
    yield from _of_company(layers, measure, clause)
    kind = layers.structure.kind_at(measure.start)
    if kind is not SectionKind.DEFINE:  # too rare in training, and holds promises and results alike
        yield f"kind={kind}"
        yield f"kind+dimension={kind}{measure.dimension}"
    yield f"tenth={measure.start * 10 // max(1, len(layers.text))}"


def _of_measure(layers: Layers, measure: Measure) -> Iterator[str]:
    text = layers.text
    yield "bias"
    yield f"dimension={measure.dimension}"
    yield f"rule={measure.rule}"
    yield f"comparator={measure.comparator}"
    yield f"unit={measure.unit}"
    yield f"dimension+comparator={measure.dimension}{measure.comparator}"
    for size in (1, 2):
        yield f"next{size}={text[measure.end : measure.end + size]}"
    for size in (1, 2, 3):
        yield f"last{size}={text[max(0, measure.start - size) : measure.start]}"


def _of_company(layers: Layers, measure: Measure, clause: Span) -> Iterator[str]:
    """Yield how the number stands to the numbers beside it: a threshold in a name has another number behind it."""
    text = layers.text
    in_clause = layers.measures_in(clause.start, clause.end)
    place = in_clause.index(measure)
    follows = text[measure.end : measure.end + 1]
    attached = bool(follows) and follows.isalpha()
    yield f"attached={attached}{measure.comparator}"
    yield f"alone={len(in_clause) == 1}{attached}"
    if place + 1 < len(in_clause):
        between = text[measure.end : in_clause[place + 1].start]
        yield f"next-number={attached}{in_clause[place + 1].dimension}{measure.comparator}"
        yield f"between-next={between[-2:]}"
    if place:
        yield f"between-last={text[in_clause[place - 1].end : measure.start][:2]}"
        yield f"last-number={in_clause[place - 1].dimension}{in_clause[place - 1].comparator}"


def _of_time(layers: Layers, measure: Measure, clause: Span, sentence: Span) -> Iterator[str]:
    within = layers.times_in(clause.start, clause.end)
    earlier = layers.times_in(sentence.start, clause.start)
    for period in within:
        tense = _tense(layers, period)
        yield f"time={tense}"
        yield f"time-rule={period.rule}"
        yield f"time-side={'before' if period.start < measure.start else 'after'}{tense}"
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
