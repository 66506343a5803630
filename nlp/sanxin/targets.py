"""From measures to quantities: direction, status, modality, deadline and scope of each (annotation §1, §2).

Status is learned (`status`); the rest is read off the words around the number, by models/lexicons/directions.tsv and
modality.tsv and the times of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sanxin import data, status
from sanxin.deadlines import deadline, deadline_rules
from sanxin.grammar import trie_pattern
from sanxin.indicator_names import name_of
from sanxin.indicators import Indicator, IndicatorFinder
from sanxin.layers import Layers
from sanxin.records import Direction, Modality, Quantity, Status

#: An adverb that begins so near the beginning of a clause holds for the clauses after it.
_OPENING = 6
#: How many lines up the label of a list may stand, and how long such a line may be.
_LIST_LINES = 14
_LONG_LINE = 140
#: What parts two numbers of one clause, rather than making the first part of the second's name.
_LINKS = frozenset("、，,;；和及与（( ")
_RATES = frozenset(("percent", "percentage_point"))
_SOFTNESS = {Modality.STRETCH: 3, Modality.SOFT: 2, Modality.HARD: 1, Modality.PLAIN: 0}


@dataclass(frozen=True, slots=True)
class Tone:
    """A word that says how firmly something is promised, and what it governs."""

    modality: Modality
    place: str
    unless_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetWords:
    """The lexicons of this stage, compiled."""

    directions: re.Pattern[str]
    direction: dict[str, tuple[Direction | None, str, str]]
    tones: re.Pattern[str]
    tone: dict[str, Tone]
    labels: re.Pattern[str]
    heads: re.Pattern[str]
    joins: re.Pattern[str]
    own_verb: re.Pattern[str]
    margin: re.Pattern[str]


@cache
def target_words() -> TargetWords:
    """Return the lexicons directions.tsv and modality.tsv."""
    direction = {
        row["word"]: (Direction(row["direction"]) if row["direction"] else None, row["level_after"], row["reach"])
        for row in data.lexicon("directions")
    }
    tone = {
        row["word"]: Tone(Modality(row["modality"]), row["place"], tuple(row["unless_before"].split()))
        for row in data.lexicon("modality")
    }
    labels = [word for word, entry in tone.items() if entry.place == "label"]
    return TargetWords(
        directions=re.compile(trie_pattern(direction)),
        direction=direction,
        tones=re.compile(trie_pattern(word for word, entry in tone.items() if entry.place != "label")),
        tone=tone,
        labels=re.compile(trie_pattern(labels)),
        heads=deadline_rules().heads,
        joins=re.compile(data.rules("targets")["direction"]["joins"]),
        own_verb=re.compile(data.rules("targets")["direction"]["own_verb"]),
        margin=re.compile(data.rules("targets")["direction"]["margin"]),
    )


def judge_quantities(layers: Layers) -> list[Quantity]:
    """Return the measures of `layers` as quantities with every field that the text fills."""
    structure = layers.structure
    finder = IndicatorFinder(layers.text, structure.clauses, structure.sentences, layers.times, layers.starts.tolist())
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
                deadline=deadline(layers, index, stated),
                indicator=indicators[index].span,
                indicator_name=name_of(indicators[index].span, layers.text, measure.dimension),
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
        if direction is None or (reach == "tail" and match.end() <= tail_from):
            continue
        if reach == "noun":
            if measure.dimension in _RATES and words.margin.search(region) is None:
                return direction
            continue
        follows = region[match.end() : match.end() + 1]
        verdict = None if follows and follows in level_after else direction
        decided = True
    if decided or not before:
        return verdict
    joined = words.joins.search(region) is not None and words.own_verb.search(region) is None
    same = layers.clause(before[-1].start) == layers.clause(measure.start)
    return before[-1].direction if joined and same else None


def _region_start(layers: Layers, index: int) -> int:
    """Return where the words that may govern measure `index` begin: behind the number before it in its clause."""
    clause = layers.clause(layers.measures[index].start)
    while index and layers.measures[index - 1].end > clause.start:
        previous = layers.measures[index - 1]
        follows = layers.text[previous.end : min(previous.end + 1, layers.measures[index].start)]
        if not follows or follows in _LINKS or index == 1:
            return previous.end
        index -= 1  # 亿元以上项目至少80个: the threshold is part of the name
    return clause.start


# --- modality -----------------------------------------------------------------------------------------------------


def _modality(layers: Layers, index: int) -> tuple[Modality, tuple[str, ...]]:
    """Return how firmly measure `index` is promised, and the words that say so."""
    measure = layers.measures[index]
    words = target_words()
    deciding = _adverbs(layers, index)
    label = _label_above(layers, measure.start)
    if label and all(words.tone[word].modality is not Modality.STRETCH for word in deciding):
        deciding = [*deciding, label]
    bounds = [
        match[0]
        for match in words.tones.finditer(layers.text, measure.start, measure.end)
        if words.tone[match[0]].place != "adverb"
    ]
    if not deciding or all(words.tone[word].modality is Modality.HARD for word in deciding):
        deciding += bounds  # an adverb outweighs the bound, but 确保…左右 stays soft
    if not deciding:
        return Modality.PLAIN, ()
    modality = max((words.tone[word].modality for word in deciding), key=_SOFTNESS.__getitem__)
    return modality, tuple(dict.fromkeys(deciding))


def _label_above(layers: Layers, at: int) -> str | None:
    """Return the label that heads the list `at` stands in: earlier in its paragraph, or in the line above the list."""
    words = target_words()
    paragraph = layers.paragraph(at)
    end = at
    for _ in range(_LIST_LINES):
        found = words.labels.findall(layers.text, paragraph.start, end)
        if found:
            return str(found[-1])
        if paragraph.start == 0 or paragraph.end - paragraph.start > _LONG_LINE:
            return None
        paragraph = layers.paragraph(paragraph.start - 1)
        end = paragraph.end
        if not words.heads.search(layers.text[paragraph.start : end]) and end - paragraph.start > _LONG_LINE:
            return None
    return None


def _adverbs(layers: Layers, index: int) -> list[str]:
    """Return the adverbs that govern measure `index`: its clause's own, else those that opened an earlier clause."""
    measure = layers.measures[index]
    structure = layers.structure
    at = structure.clause_at(measure.start)
    region = _region_start(layers, index)
    own = [
        word
        for word, start in _tones(layers, structure.clauses[at].start, measure.start)
        if target_words().tone[word].place == "adverb" or start >= region
    ]
    if own:
        return own
    sentence = structure.sentence_at(measure.start)
    while at and structure.clauses[at - 1].start >= sentence.start:
        if layers.text[structure.clauses[at - 1].end : structure.clauses[at].start].strip()[:1] in ("；", ";"):
            break
        at -= 1
        clause = structure.clauses[at]
        earlier = [
            (word, start)
            for word, start in _tones(layers, clause.start, min(clause.end, clause.start + _OPENING))
            if target_words().tone[word].place == "adverb"
        ]
        if earlier:
            word, start = earlier[-1]
            # 力争15家 takes its own number; 力争全年接待… opens a list
            return [] if layers.measures_in(start, start + len(word) + 2) else [word]
    return []


def _tones(layers: Layers, start: int, end: int) -> list[tuple[str, int]]:
    """Return the words of tone in [start, end) with their places, those that are main verbs there left out."""
    words = target_words()
    found = []
    for match in words.tones.finditer(layers.text, start, end):
        tone = words.tone[match[0]]
        if tone.place in ("adverb", "verb") and not layers.text.startswith(tone.unless_before, match.end()):
            found.append((match[0], match.start()))
    return found
