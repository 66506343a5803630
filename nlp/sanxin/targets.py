"""From measures to quantities: direction, status, modality, deadline and scope of each (annotation §1, §2).

Status is learned (`status`); the rest is read off the words around the number, by models/lexicons/directions.tsv and
modality.tsv and the times of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sanxin import data, status
from sanxin.grammar import trie_pattern
from sanxin.indicators import Indicator, IndicatorFinder
from sanxin.layers import Layers
from sanxin.quantities import Measure
from sanxin.records import Direction, Modality, Period, Quantity, SectionKind, Span, Status

_JOINS = frozenset("、和及与")
#: A time behind one of these is what is compared with, not when the value holds.
_COMPARED = re.compile(r"(?:比|较|同|与|跟|于)$")
_FROM = re.compile(r"(?:由|从|自)[^，。；、]{0,12}$")
_NOT_GOVERNING = frozenset(("duration", "recurring"))
_SOFTNESS = {Modality.STRETCH: 3, Modality.SOFT: 2, Modality.HARD: 1, Modality.PLAIN: 0}


@dataclass(frozen=True, slots=True)
class Tone:
    """A word that says how firmly something is promised, and what it governs."""

    modality: Modality
    place: str


@dataclass(frozen=True, slots=True)
class TargetWords:
    """The lexicons of this stage, compiled."""

    directions: re.Pattern[str]
    direction: dict[str, tuple[Direction, str, str]]
    tones: re.Pattern[str]
    tone: dict[str, Tone]
    labels: re.Pattern[str]


@cache
def target_words() -> TargetWords:
    """Return the lexicons directions.tsv and modality.tsv."""
    direction = {
        row["word"]: (Direction(row["direction"]), row["level_after"], row["reach"]) for row in data.lexicon("directions")
    }
    tone = {row["word"]: Tone(Modality(row["modality"]), row["place"]) for row in data.lexicon("modality")}
    labels = [word for word, entry in tone.items() if entry.place == "label"]
    return TargetWords(
        directions=re.compile(trie_pattern(direction)),
        direction=direction,
        tones=re.compile(trie_pattern(word for word, entry in tone.items() if entry.place != "label")),
        tone=tone,
        labels=re.compile(trie_pattern(labels)),
    )


def judge_quantities(layers: Layers) -> list[Quantity]:
    """Return the measures of `layers` as quantities with every field that the text fills."""
    structure = layers.structure
    finder = IndicatorFinder(layers.text, structure.clauses, structure.sentences, layers.times, layers.starts)
    indicators = finder.find(layers.measures)
    statuses, chances = status.judge(layers)
    found: list[Quantity] = []
    for index, measure in enumerate(layers.measures):
        stated = statuses[index]
        tone, words = _modality(layers, index) if stated is Status.COMMITMENT else (None, ())
        found.append(
            Quantity(
                id=f"q{index + 1}",
                start=measure.start,
                end=measure.end,
                text=layers.text[measure.start : measure.end],
                low=measure.low,
                high=measure.high,
                unit=measure.unit,
                dimension=measure.dimension,
                comparator=measure.comparator,
                direction=_direction(layers, index, indicators, found),
                status=stated,
                status_score=round(chances[index], 4),
                modality=tone,
                modality_words=words,
                deadline=_deadline(layers, index, stated),
                indicator=indicators[index].span,
                scope=indicators[index].scope,
                sentence=structure.sentence_at(measure.start),
                rule=measure.rule,
            )
        )
    return found


# --- direction ----------------------------------------------------------------------------------------------------


def _direction(
    layers: Layers, index: int, indicators: Sequence[Indicator], before: Sequence[Quantity]
) -> Direction | None:
    measure = layers.measures[index]
    if measure.rule == "fold":
        return Direction.INCREASE
    if measure.dimension == "rank":
        return None
    start = _region_start(layers, index)
    region = layers.text[start : measure.start]
    span = indicators[index].span
    tail_from = span.end - start - 2 if span is not None and start <= span.start < measure.start else 0
    words = target_words()
    verdict: Direction | None = None
    decided = False
    for match in words.directions.finditer(region):
        direction, level_after, reach = words.direction[match[0]]
        if reach == "tail" and match.end() <= tail_from:
            continue
        follows = region[match.end() : match.end() + 1]
        verdict = None if follows and follows in level_after else direction
        decided = True
    if decided or not before:
        return verdict
    joined = region.strip()[:1] in _JOINS or not region.strip()
    same = layers.clause(before[-1].start) == layers.clause(measure.start)
    alike = before[-1].dimension == measure.dimension
    own_verb = any(word in region for word in ("达到", "达", "占", "完成", "为", "高于", "低于", "达成"))
    return before[-1].direction if joined and same and alike and not own_verb else None


def _region_start(layers: Layers, index: int) -> int:
    """Return where the words that may govern measure `index` begin: behind the number before it in its clause."""
    clause = layers.clause(layers.measures[index].start)
    previous = layers.measures[index - 1] if index else None
    if previous is None or previous.end <= clause.start:
        return clause.start
    between = layers.text[previous.end : layers.measures[index].start]
    if between and between[0] not in "、，,;；和及与（( " and index > 1:
        return _region_start(layers, index - 1)  # 亿元以上项目至少80个: the threshold is part of the name
    return previous.end


# --- modality -----------------------------------------------------------------------------------------------------


def _modality(layers: Layers, index: int) -> tuple[Modality, tuple[str, ...]]:
    """Return how firmly measure `index` is promised, and the words that say so."""
    measure = layers.measures[index]
    words = target_words()
    adverbs = _adverbs(layers, index)
    paragraph = layers.structure.paragraph_at(measure.start)
    labels = words.labels.findall(layers.text[paragraph.start : measure.start])
    if labels and all(words.tone[adverb].modality is not Modality.STRETCH for adverb in adverbs):
        adverbs = [*adverbs, labels[-1]]
    if not adverbs:
        adverbs = [
            match[0]
            for match in words.tones.finditer(layers.text[measure.start : measure.end])
            if words.tone[match[0]].place == "bound"
        ]
    if not adverbs:
        return Modality.PLAIN, ()
    modality = max((words.tone[adverb].modality for adverb in adverbs), key=_SOFTNESS.__getitem__)
    return modality, tuple(dict.fromkeys(adverbs))


def _adverbs(layers: Layers, index: int) -> list[str]:
    """Return the adverbs that govern measure `index`: its clause's own, else those that opened an earlier clause."""
    measure = layers.measures[index]
    words = target_words()
    clause_at = layers.structure.clause_at(measure.start)
    sentence = layers.structure.sentence_at(measure.start)
    region = _region_start(layers, index)
    own = []
    clause = layers.structure.clauses[clause_at]
    for match in words.tones.finditer(layers.text, clause.start, measure.start):
        place = words.tone[match[0]].place
        if place == "adverb" or (place == "verb" and match.start() >= region):
            own.append(match[0])
    if own:
        return own
    while clause_at and layers.structure.clauses[clause_at - 1].start >= sentence.start:
        clause_at -= 1
        clause = layers.structure.clauses[clause_at]
        earlier = [
            match[0]
            for match in words.tones.finditer(layers.text, clause.start, min(clause.end, clause.start + 16))
            if words.tone[match[0]].place == "adverb"
        ]
        if earlier:
            return earlier
    return []


# --- deadline -----------------------------------------------------------------------------------------------------


def _deadline(layers: Layers, index: int, stated: Status) -> dt.date | None:
    """Return the last day of the period in which the value holds or is to hold."""
    measure = layers.measures[index]
    base = _FROM.search(layers.text[max(0, measure.start - 16) : measure.start]) is not None
    period = _governing(layers, index)
    if period is not None and period.last is not None and _fits(period, stated, layers, base):
        if base and not _beside(layers, period, measure) and period.first is not None:
            return dt.date(period.first.year - 1, 12, 31)
        return period.last
    if layers.date is None or stated is Status.REFERENCE:
        return None
    if stated is Status.COMMITMENT:
        inherited = _inherited(layers, measure.start)
        last = inherited.last if inherited is not None else None
        return last if last is not None and last.year >= layers.date.year else dt.date(layers.date.year, 12, 31)
    inherited = _inherited(layers, measure.start)
    if inherited is not None and inherited.last is not None and inherited.last.year < layers.date.year:
        return inherited.last
    return dt.date(layers.date.year - 1, 12, 31)


def _fits(period: Period, stated: Status, layers: Layers, base: bool) -> bool:
    """A promise is not for the past, a result not from the future: such a time belongs to something else."""
    if layers.date is None or period.last is None:
        return True
    if stated is Status.COMMITMENT:
        return period.last.year >= layers.date.year
    if stated is Status.ACHIEVEMENT:
        return period.last.year <= layers.date.year
    return True


def _beside(layers: Layers, period: Period, measure: Measure) -> bool:
    """Does the time stand right before the number (2020年的7.2%)?"""
    return 0 <= measure.start - period.end <= 2


def _governs(layers: Layers, period: Period) -> bool:
    before = layers.text[max(0, period.start - 2) : period.start]
    return period.last is not None and period.rule not in _NOT_GOVERNING and _COMPARED.search(before) is None


def _governing(layers: Layers, index: int) -> Period | None:
    """Return the time stated for measure `index` in its sentence: before it if any, else after it in its clause."""
    measure = layers.measures[index]
    clause = layers.clause(measure.start)
    sentence = layers.structure.sentence_at(measure.start)
    earlier = [p for p in layers.times_in(sentence.start, measure.start) if _governs(layers, p)]
    # 从2020年的A提高到B: the time of A is not the time of B
    while earlier and _FROM.search(layers.text[max(0, earlier[-1].start - 3) : earlier[-1].start] or "") and not _beside(
        layers, earlier[-1], measure
    ):
        earlier.pop()
    if earlier and earlier[-1].start >= clause.start:
        return earlier[-1]
    later = [p for p in layers.times_in(measure.end, clause.end) if _governs(layers, p)]
    following = layers.measures[index + 1] if index + 1 < len(layers.measures) else None
    if later and (following is None or later[0].start < following.start):
        return later[0]
    return earlier[-1] if earlier else None


def _inherited(layers: Layers, at: int) -> Period | None:
    """Return the time stated last in this paragraph before its sentence, else the one of the nearest heading."""
    structure = layers.structure
    paragraph = structure.paragraph_at(at)
    sentence = structure.sentence_at(at)
    for period in reversed(layers.times_in(paragraph.start, sentence.start)):
        if _governs(layers, period) and _opens_sentence(layers, period):
            return period
    section = structure.section_at(at)
    while section is not None:
        heading = structure.sections[section]
        for period in reversed(layers.times_in(heading.start, heading.start + len(heading.title) + 8)):
            if _governs(layers, period):
                return period
        section = heading.parent
    return None


def _opens_sentence(layers: Layers, period: Period) -> bool:
    sentence = layers.structure.sentence_at(period.start)
    return period.start - sentence.start <= 6
