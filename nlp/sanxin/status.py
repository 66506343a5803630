"""Is a quantity promised, reached or only named? A learned judge with a calibrated probability.

It sees the quantity, its clause and sentence, its times, where it stands, and which cue words stand around it, near and
far: numbers come in runs (a review has few promises, a list of targets few results), and the words between say which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import numpy as np

from sanxin import classify, data, passes
from sanxin.cues import Cues, cue_words
from sanxin.errors import DataError
from sanxin.features import Features, Gatherer, Ints, bucket
from sanxin.grammar import compiled
from sanxin.layers import Layers, MeasurePlaces
from sanxin.places import innermost
from sanxin.records import Comparator, Period, SectionKind, Status

LABELS = tuple(str(status) for status in (Status.COMMITMENT, Status.ACHIEVEMENT, Status.REFERENCE))
#: How far around a number cue words are counted, in characters, and the counts that are told apart.
_REACH = 400
_COUNTS = np.array([1, 2, 3, 5, 8, 13, 21])
#: Further from the number than this a verb is just far.
_FAR = 9
#: So many words before the number are read, and so many before its clause: cost must not grow with a clause's length.
_WORDS = 60
_KINDS = tuple(SectionKind)
#: What stands for the tense of a time that is not there.
_NO_TENSE = "none"
_DIGITS = re.compile("[0-9０-９〇零一二三四五六七八九]")
_ZEROS = "0０〇零"
_POINT = re.compile("[.．点]")


def judge(layers: Layers) -> tuple[list[Status], list[float]]:
    """Return the status of every measure of `layers`, each with its calibrated probability."""
    models = classify.load("status")
    chances = passes.judge(models, features(layers), ())
    statuses = [Status(label) for label in models["only"].labels]
    best = chances.argmax(axis=1)
    return [statuses[i] for i in best.tolist()], chances[np.arange(len(best)), best].tolist()


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
    if not layers.measures:
        return gathered.features()
    places = layers.measured
    verbs = _Verbs(layers, places)
    _add_words(gathered, places, verbs)
    _add_cues(gathered, layers, places)
    last_times = _add_times(gathered, layers, places)
    _add_forms(gathered, layers, places, verbs, last_times)
    return gathered.features(once=True)


class _Verbs:
    """The verbs around each measure, as positions of words: the last before it, the first behind it and of its clause.

    `distance`: how many words before the number the last verb of its clause stands, -1 if there is none.
    """

    def __init__(self, layers: Layers, places: MeasurePlaces) -> None:
        verbs = np.append(layers.verbs, len(layers.starts) + _FAR)
        before = np.searchsorted(layers.verbs, places.first) - 1
        self.before = verbs[before]
        self.has_before = (before >= 0) & (self.before >= places.clause_first)
        self.after = verbs[np.searchsorted(layers.verbs, places.last)]
        self.has_after = self.after < places.clause_last
        self.first = verbs[np.searchsorted(layers.verbs, places.clause_first)]
        self.distance = np.where(self.has_before, np.minimum(places.first - self.before, _FAR), -1).tolist()


def _add_words(gathered: Gatherer, places: MeasurePlaces, verbs: _Verbs) -> None:
    """Add the words of the clause on both sides of the number, those of the sentence before it, and the verbs."""
    number, behind, clause_from = places.first, places.last, places.clause_first
    gathered.words("left", np.maximum(clause_from, number - _WORDS), number)
    gathered.words("before", np.maximum(places.sentence_first, clause_from - _WORDS), clause_from)
    gathered.word("verb-nearest", verbs.before, verbs.has_before)
    gathered.word("verb-first", verbs.first, verbs.first < number)
    gathered.word("verb-after", verbs.after, verbs.has_after)
    gathered.word("left0", number - 1, number - 1 >= clause_from)
    gathered.word("opens0", clause_from, clause_from < number)
    for distance in range(2):
        gathered.word(f"right{distance}", behind + distance, behind + distance < places.clause_last)


def _add_cues(gathered: Gatherer, layers: Layers, places: MeasurePlaces) -> None:
    """Add which cue words the clause and the sentence hold, and how many stand around."""
    cues = Cues(layers.words.words)
    kinds = np.array([_KINDS.index(kind) for kind in places.kinds], dtype=np.intp)
    none = np.zeros(len(kinds), dtype=np.intp)
    groups = np.arange(len(cue_words().groups))
    held = cues.counts(places.clause_first, places.clause_last) > 0
    gathered.table(_cue_columns("clause", 1)[none, :, 0], held)
    sentence_last = layers.words_at([sentence.end for sentence in places.sentences])
    held = cues.counts(places.sentence_first, sentence_last) > 0
    gathered.table(_cue_columns("sentence", 1)[none, :, 0], held)
    gathered.table(_cue_columns("sentence+kind", 1)[kinds, :, 0], held)
    starts = np.array(places.starts)
    first, last = layers.words_at(starts - _REACH), layers.words_at(starts + _REACH)
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


def _add_times(gathered: Gatherer, layers: Layers, places: MeasurePlaces) -> list[tuple[str, str]]:
    """Add the tenses of the times around; return for each measure those of the last time in its sentence and line."""
    tenses = [_tense(layers, period) for period in layers.times]
    times = np.array([period.start for period in layers.times], dtype=np.intp)
    starts, ends = np.array(places.starts), np.array(places.ends)
    clause_from = np.array([clause.start for clause in places.clauses])
    clause_to = np.array([clause.end for clause in places.clauses])
    sentence_from = np.array([sentence.start for sentence in places.sentences])
    clause_first, clause_last, sentence_first, number = (
        np.searchsorted(times, offsets)
        for offsets in (
            np.maximum(clause_from, starts - _REACH),
            np.minimum(clause_to, ends + _REACH),
            np.maximum(sentence_from, starts - _REACH),
            starts,
        )
    )
    gathered.runs(_columns("time-side=before", tenses), clause_first, np.minimum(number, clause_last))
    gathered.runs(_columns("time-side=after", tenses), np.maximum(number, clause_first), clause_last)
    gathered.runs(_columns("sentence-time=", tenses), sentence_first, np.searchsorted(times, clause_from))
    found = []
    for at, sentence, paragraph in zip((number - 1).tolist(), places.sentences, places.paragraphs, strict=True):
        tense, begun = (tenses[at], layers.times[at].start) if at >= 0 else (_NO_TENSE, -1)
        found.append(
            (tense if begun >= sentence.start else _NO_TENSE, tense if begun >= paragraph.start else _NO_TENSE)
        )
    return found


def _columns(name: str, values: Iterable[str]) -> Ints:
    return np.array([bucket(name + value) for value in values], dtype=np.intp)


def _tense(layers: Layers, period: Period) -> str:
    """past, present (the document's year), future, or unknown."""
    if period.last is None or layers.date is None:
        return "unknown"
    gap = period.last.year - layers.date.year
    return "past" if gap < 0 else "present" if gap == 0 else "future"


def _add_forms(
    gathered: Gatherer, layers: Layers, places: MeasurePlaces, verbs: _Verbs, last_times: Sequence[tuple[str, str]]
) -> None:
    """Add what the numbers are, what stands beside them, and where in the text they stand.

    What comes again and again is made into columns once for all texts, by the few values that it depends on.
    """
    text, measures = layers.text, layers.measures
    levels = [*(section.level for section in layers.structure.sections), 0]  # the last: outside all sections
    sections = innermost(layers.structure.sections, np.array(places.starts)).tolist()
    for item, measure in enumerate(measures):
        start, end, kind, clause = measure.start, measure.end, places.kinds[item], places.clauses[item]
        attached = text[end : end + 1].isalpha()
        comparator = measure.comparator
        following = (
            measures[item + 1].dimension if item + 1 < len(measures) and places.starts[item + 1] < clause.end else None
        )
        alone = following is None and (item == 0 or places.starts[item - 1] < clause.start)
        tenth, depth = start * 10 // len(text), min(4, levels[sections[item]])
        gathered.known(
            item,
            (
                *_kind_columns(measure[4:7], kind, attached, verbs.distance[item]),
                *_form_columns(text[start:end], comparator),
                *_left_columns(text[max(0, start - 2) : start]),
                *_right_columns(text[end : end + 2]),
                *_sure_columns(text[max(0, start - 2) : end + 1]),
                *_clause_columns(alone, attached, text[max(end, clause.end - 2) : clause.end]),
                *_following_columns(attached, following, comparator),
                *_tense_columns(*last_times[item], kind),
                *_place_columns(tenth, depth, layers.is_furniture(start)),
            ),
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


@lru_cache(maxsize=1 << 14)
def _form_columns(surface: str, comparator: Comparator) -> tuple[int, ...]:
    precise = _precision(surface)
    facts = f"precision={precise}", f"precision+comparator={precise}{comparator}", f"ends={surface[-2:]}"
    return tuple(map(bucket, facts))


@lru_cache(maxsize=1 << 12)
def _precision(surface: str) -> str:
    """How exact a number is: promises are round, results are not. `4.56亿亩` → 3 digits with a point, `500个` → 1."""
    digits = "".join(_DIGITS.findall(surface)).strip(_ZEROS)
    return f"{min(4, len(digits))}{_POINT.search(surface) is not None}"


@lru_cache(maxsize=1 << 14)
def _left_columns(two: str) -> tuple[int, ...]:
    return bucket(f"last1={two[-1:]}"), bucket(f"last2={two}")


@lru_cache(maxsize=1 << 14)
def _right_columns(two: str) -> tuple[int, ...]:
    return bucket(f"next1={two[:1]}"), bucket(f"next2={two}")


@lru_cache(maxsize=1 << 14)
def _sure_columns(around: str) -> tuple[int, ...]:
    return tuple(bucket(f"sure={status}") for pattern, status in sure() if pattern.fullmatch(around))


@lru_cache(maxsize=1 << 14)
def _clause_columns(alone: bool, attached: bool, end: str) -> tuple[int, ...]:
    return bucket(f"alone={alone}{attached}"), bucket(f"clause-ends={end}")


@lru_cache(maxsize=1 << 12)
def _following_columns(attached: bool, dimension: str | None, comparator: Comparator) -> tuple[int, ...]:
    """How the number stands to the one behind it, if there is one: a threshold in a name has another behind it."""
    return () if dimension is None else (bucket(f"next-number={attached}{dimension}{comparator}"),)


@lru_cache(maxsize=1 << 10)
def _tense_columns(sentence: str, paragraph: str, kind: SectionKind) -> tuple[int, ...]:
    return bucket(f"sentence-tense+kind={sentence}{kind}"), bucket(f"paragraph-tense+kind={paragraph}{kind}")


@lru_cache(maxsize=1 << 10)
def _place_columns(tenth: int, depth: int, glossary: bool) -> tuple[int, ...]:
    return bucket(f"tenth={tenth}"), bucket(f"depth={depth}"), bucket(f"glossary={glossary}")
