"""Is a quantity promised, reached or only named? A learned judge with a calibrated probability.

It sees the quantity, its clause and sentence, its times, where it stands, and which cue words stand around it, near and
far: numbers come in runs (a review has few promises, a list of targets few results), and the words between say which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import numpy as np

from sanxin import classify, data, passes
from sanxin.cues import Cues, cue_words
from sanxin.errors import DataError
from sanxin.features import Features, Gatherer, Ints, bucket
from sanxin.grammar import compiled
from sanxin.layers import Layers
from sanxin.quantities import Measure
from sanxin.records import Comparator, Period, SectionKind, Span, Status

LABELS = tuple(str(status) for status in (Status.COMMITMENT, Status.ACHIEVEMENT, Status.REFERENCE))
#: How far around a number cue words are counted, in characters, and the counts that are told apart.
_REACH = 400
_COUNTS = np.array([1, 2, 3, 5, 8, 13, 21])
#: Further from the number than this a verb is just far.
_FAR = 9
#: So many words before the number are read, and so many before its clause: cost must not grow with a clause's length.
_WORDS = 60
_KINDS = tuple(SectionKind)
_DIGITS = re.compile("[0-9０-９〇零一二三四五六七八九]")
_ZEROS = "0０〇零"
_POINT = re.compile("[.．点]")


def judge(layers: Layers) -> tuple[list[Status], list[float]]:
    """Return the status of every measure of `layers`, each with its calibrated probability."""
    models = classify.load("status")
    chances = passes.judge(models, features(layers), ())
    labels = models["only"].labels
    best = chances.argmax(axis=1)
    return [Status(labels[i]) for i in best], [float(row[i]) for row, i in zip(chances, best, strict=True)]


@cache
def sure() -> tuple[tuple[re.Pattern[str], Status], ...]:
    """Return the forms that decide the status by themselves: （0.5分） in an appraisal list is only named."""
    where = "models/rules/status.toml"
    try:
        return tuple(
            (compiled(rule["pattern"], {}, where), Status(rule["status"])) for rule in data.rules("status")["rule"]
        )
    except (KeyError, ValueError) as error:
        raise DataError(where, [str(error)]) from error


def given() -> dict[str, str]:
    """Return the facts whose meaning is not learned: what a sure form says is so."""
    return {f"sure={status}": str(status) for _, status in sure()}


def features(layers: Layers) -> Features:
    """Return what the judge sees of every measure."""
    gathered = Gatherer(layers.ids, len(layers.measures))
    places = _Places(layers)
    _add_words(gathered, layers, places)
    _add_cues(gathered, layers, places)
    for item, measure in enumerate(layers.measures):
        attached = layers.text[measure.end : measure.end + 1].isalpha()
        near = places.verb_distance[item]
        gathered.known(item, _kind_columns(measure[4:7], places.kinds[item], attached, near))
        gathered.facts(item, _facts(layers, places, item, measure, attached))
    return gathered.features(once=True)


class _Places:
    """Where each measure stands among the words: its clause and sentence, the verbs on both sides."""

    def __init__(self, layers: Layers) -> None:
        starts = [measure.start for measure in layers.measures]
        self.starts = starts
        self.clauses = [layers.clause(at) for at in starts]
        self.sentences = [layers.structure.sentence_at(at) for at in starts]
        self.kinds = [layers.structure.kind_at(at) for at in starts]
        self.number = layers.words_at(starts)
        self.behind = layers.words_at([measure.end for measure in layers.measures])
        self.clause_from = layers.words_at([clause.start for clause in self.clauses])
        self.clause_to = layers.words_at([clause.end for clause in self.clauses])
        self.sentence_from = layers.words_at([sentence.start for sentence in self.sentences])
        self.sentence_to = layers.words_at([sentence.end for sentence in self.sentences])
        verbs = np.append(layers.verbs, len(layers.starts) + _FAR)
        before = np.searchsorted(layers.verbs, self.number) - 1
        self.verb_before = verbs[before]
        self.has_before = (before >= 0) & (self.verb_before >= self.clause_from)
        self.verb_after = verbs[np.searchsorted(layers.verbs, self.behind)]
        self.has_after = self.verb_after < self.clause_to
        self.verb_first = verbs[np.searchsorted(layers.verbs, self.clause_from)]
        self.verb_distance = np.where(self.has_before, np.minimum(self.number - self.verb_before, _FAR), -1).tolist()


def _add_words(gathered: Gatherer, layers: Layers, places: _Places) -> None:
    """Add the words of the clause on both sides of the number, those of the sentence before it, and the verbs."""
    number, behind, clause_from = places.number, places.behind, places.clause_from
    gathered.words("left", np.maximum(clause_from, number - _WORDS), number)
    gathered.words("before", np.maximum(places.sentence_from, clause_from - _WORDS), clause_from)
    gathered.word("verb-nearest", places.verb_before, places.has_before)
    gathered.word("verb-first", places.verb_first, places.verb_first < number)
    gathered.word("verb-after", places.verb_after, places.has_after)
    gathered.word("left0", number - 1, number - 1 >= clause_from)
    gathered.word("opens0", clause_from, clause_from < number)
    for distance in range(2):
        gathered.word(f"right{distance}", behind + distance, behind + distance < places.clause_to)


def _add_cues(gathered: Gatherer, layers: Layers, places: _Places) -> None:
    """Add which cue words the clause and the sentence hold, and how many stand around."""
    cues = Cues(layers.words.words)
    kinds = np.array([_KINDS.index(kind) for kind in places.kinds], dtype=np.intp)
    none = np.zeros(len(kinds), dtype=np.intp)
    groups = np.arange(len(cue_words().groups))
    held = cues.counts(places.clause_from, places.clause_to) > 0
    gathered.table(_cue_columns("clause", 1)[none, :, 0], held)
    held = cues.counts(places.sentence_from, places.sentence_to) > 0
    gathered.table(_cue_columns("sentence", 1)[none, :, 0], held)
    gathered.table(_cue_columns("sentence+kind", 1)[kinds, :, 0], held)
    first = layers.words_at([at - _REACH for at in places.starts])
    last = layers.words_at([at + _REACH for at in places.starts])
    bins = np.searchsorted(_COUNTS, cues.counts(first, last), side="right")
    gathered.table(_cue_columns("around", len(_COUNTS) + 1)[0][groups, bins], bins > 0)


@lru_cache(maxsize=16)
def _cue_columns(stretch: str, counts: int) -> Ints:
    """Return the column of each cue: shape (kinds of section, groups, counts)."""
    groups = cue_words().groups
    return np.array(
        [[[bucket(f"{stretch}={kind}{group}{n}") for n in range(counts)] for group in groups] for kind in _KINDS],
        dtype=np.intp,
    )


@lru_cache(maxsize=1 << 14)
def _kind_columns(
    sort: tuple[str, str, Comparator], kind: SectionKind, attached: bool, distance: int
) -> tuple[int, ...]:
    """Return the columns of what few kinds of numbers share: `sort` is unit, dimension and comparator."""
    unit, dimension, comparator = sort
    beside = distance == 1
    facts = (
        f"dimension={dimension}",
        f"unit={unit}",
        f"dimension+comparator={dimension}{comparator}",
        f"dimension+kind={dimension}{kind}{attached}",
        f"unit+comparator={unit}{comparator}",
        f"attached={attached}{comparator}",
        f"verb-distance={distance}{kind}{attached}",
        f"verb-left={beside}{attached}{dimension}",
        f"verb-left+kind={beside}{attached}{kind}{comparator}",
    )
    return tuple(map(bucket, facts))


def _facts(layers: Layers, places: _Places, item: int, measure: Measure, attached: bool) -> Iterator[str]:
    clause, sentence, kind = places.clauses[item], places.sentences[item], places.kinds[item]
    yield from _of_form(layers.text, measure)
    yield from _of_times(layers, measure, clause, sentence, kind)
    yield from _of_company(layers, item, measure, clause, attached)
    yield f"tenth={measure.start * 10 // max(1, len(layers.text))}"
    yield f"depth={min(4, len(layers.structure.heading_path(measure.start)))}"
    yield f"glossary={layers.is_furniture(measure.start)}"


def _of_form(text: str, measure: Measure) -> Iterator[str]:
    surface = text[measure.start : measure.end]
    precise = _precision(surface)
    yield f"precision={precise}"
    yield f"precision+comparator={precise}{measure.comparator}"
    yield f"ends={surface[-2:]}"
    for size in (1, 2):
        yield f"next{size}={text[measure.end : measure.end + size]}"
        yield f"last{size}={text[max(0, measure.start - size) : measure.start]}"
    around = text[max(0, measure.start - 1) : measure.end + 1]
    for pattern, status in sure():
        if pattern.fullmatch(around):
            yield f"sure={status}"


@lru_cache(maxsize=1 << 12)
def _precision(surface: str) -> str:
    """How exact a number is: promises are round, results are not. `4.56亿亩` → 3 digits with a point, `500个` → 1."""
    digits = "".join(_DIGITS.findall(surface)).strip(_ZEROS)
    return f"{min(4, len(digits))}{_POINT.search(surface) is not None}"


def _of_company(layers: Layers, item: int, measure: Measure, clause: Span, attached: bool) -> Iterator[str]:
    """Yield how the number stands to the numbers beside it: a threshold in a name has another number behind it."""
    text = layers.text
    measures = layers.measures
    following = measures[item + 1] if item + 1 < len(measures) and measures[item + 1].start < clause.end else None
    first = item == 0 or measures[item - 1].start < clause.start
    yield f"alone={first and following is None}{attached}"
    if following:
        yield f"next-number={attached}{following.dimension}{measure.comparator}"
    yield f"clause-ends={text[max(measure.end, clause.end - 2) : clause.end]}"


def _of_times(layers: Layers, measure: Measure, clause: Span, sentence: Span, kind: SectionKind) -> Iterator[str]:
    nearest, furthest = measure.start - _REACH, measure.end + _REACH
    for period in layers.times_in(max(clause.start, nearest), min(clause.end, furthest)):
        yield f"time-side={'before' if period.start < measure.start else 'after'}{_tense(layers, period)}"
    for period in layers.times_in(max(sentence.start, nearest), clause.start):
        yield f"sentence-time={_tense(layers, period)}"
    for name, start in (("sentence", sentence.start), ("paragraph", layers.paragraph(measure.start).start)):
        last = layers.last_time_before(measure.start)
        held = last is not None and last.start >= start
        yield f"{name}-tense+kind={_tense(layers, last) if last and held else 'none'}{kind}"


def _tense(layers: Layers, period: Period) -> str:
    """past, present (the document's year), future, or unknown."""
    if period.last is None or layers.date is None:
        return "unknown"
    gap = period.last.year - layers.date.year
    return "past" if gap < 0 else "present" if gap == 0 else "future"
