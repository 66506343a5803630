"""How firmly is a number promised, and by which words (annotation guide §1, `modality`)?

The words are a codebook (models/lexicons/modality.tsv, or a researcher's own). They are found once in a text; every
number then looks up those that govern it: adverbs of its clause or an earlier one, bounds beside it, labels above it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sanxin import data
from sanxin.codebook import Codebook, Place
from sanxin.labels import Hit, Labels
from sanxin.layers import Layers
from sanxin.records import Modality, Span

#: An adverb that begins so near the beginning of a clause holds for the clauses after it.
_OPENING = 6
#: A bracket behind a number is looked over for the bound behind it: 120人（含兼职20人）以上.
_BRACKET = 60
_SOFTNESS = {Modality.STRETCH: 3, Modality.SOFT: 2, Modality.HARD: 1, Modality.PLAIN: 0}

Said = tuple[Modality, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ModalityRules:
    """The patterns of [modality] in models/rules/targets.toml that tell which words reach which number."""

    each: re.Pattern[str]
    and_also: re.Pattern[str]
    aside: re.Pattern[str]
    breaks: re.Pattern[str]
    alone: re.Pattern[str]


@cache
def modality_rules() -> ModalityRules:
    """Return the rules, compiled."""
    source = data.rules("targets")["modality"]
    return ModalityRules(
        **{name: re.compile(source[name]) for name in ("each", "and_also", "aside", "breaks", "alone")}
    )


class Modalities:
    """The words of tone of one text, by place, and which of them govern which number; linear in the text."""

    def __init__(self, layers: Layers, regions: Sequence[Span], book: Codebook) -> None:
        self._layers = layers
        self._regions = regions
        self._tones = book.tones
        hits: dict[Place, list[Hit]] = {place: [] for place in Place}
        for match in book.pattern.finditer(layers.text):
            tone = book.tones[match[0]]
            if tone.modality is Modality.PLAIN or layers.text.startswith(tone.unless_before, match.end()):
                continue
            if tone.place is Place.ADVERB and modality_rules().alone.match(layers.text, match.end()) is not None:
                continue  # 经过三年努力，: it hangs on no verb
            hits[tone.place].append(Hit(match.start(), match.end(), match[0]))
        self._hits = hits
        self._starts = {place: [hit.start for hit in hits[place]] for place in Place}
        self._labels = Labels(layers, hits[Place.LABEL], hits[Place.ADVERB])
        self._clauses = layers.measured.clause_numbers
        self._from_before = self._of_clauses()
        self._adverbs = self._of_measures()
        self._shared = self._of_lists()

    def said(self, index: int) -> Said:
        """Return how firmly measure `index` would be promised, and the surface words that say so.

        `力争引进项目30个以上` is soft by (力争,): the adverb outweighs the bound; `引进项目30个` is plain by ().
        """
        region = self._regions[index]
        deciding = [*self._adverbs[index], *self._words(Place.VERB, region.start, region.end)]
        if not deciding and self._clauses[index] in self._from_before:
            deciding = [self._from_before[self._clauses[index]]]
        label = self._labels.at(self._layers.measures[index].start)
        if label is not None and all(self._tones[word].modality is not Modality.STRETCH for word in deciding):
            deciding.append(label)
        if not deciding or all(self._tones[word].modality is Modality.HARD for word in deciding):
            deciding += self._bounds(index)  # an adverb outweighs the bound, but 确保…左右 stays soft
        if not deciding:
            deciding = self._behind(index)
        if not deciding:
            return Modality.PLAIN, ()
        modality = max((self._tones[word].modality for word in deciding), key=_SOFTNESS.__getitem__)
        return modality, tuple(dict.fromkeys(deciding))

    def _between(self, place: Place, start: int, end: int) -> list[Hit]:
        starts = self._starts[place]
        return self._hits[place][bisect_left(starts, start) : bisect_left(starts, end)]

    def _words(self, place: Place, start: int, end: int) -> list[str]:
        return [hit.word for hit in self._between(place, start, end)]

    def _of_measures(self) -> list[list[str]]:
        """Return the adverbs of each measure's own clause: those before it, or those of the number before it."""
        found: list[list[str]] = []
        for index, region in enumerate(self._regions):
            words = self._words(Place.ADVERB, region.start, region.end)
            if not words and index and self._clauses[index - 1] == self._clauses[index]:
                words = found[-1]
            found.append(words)
        return found

    def _of_clauses(self) -> dict[int, str]:
        """Return the clauses for which the adverb still holds that opened an earlier clause of their sentence.

        力争接待90万人次，收入达到5亿元: it holds up to a semicolon, another adverb, or a clause without a number.
        """
        structure, layers = self._layers.structure, self._layers
        openings: dict[int, Hit] = {}
        for hit in self._hits[Place.ADVERB]:
            at = structure.clause_at(hit.start)
            if hit.start - structure.clauses[at].start < _OPENING:
                openings[at] = hit
        found: dict[int, str] = {}
        for at, hit in openings.items():
            if layers.measures_in(hit.start, hit.end + 2):
                continue  # 力争15家 takes its own number; 力争全年接待… opens a list
            opening = structure.clauses[at]
            only_time = any(period.end >= opening.end - 1 for period in layers.times_in(hit.end, opening.end))
            sentence_end = structure.sentence_at(hit.start).end
            for next_one in range(at + 1, len(structure.clauses)):
                clause = structure.clauses[next_one]
                parted = modality_rules().breaks.match(layers.text, structure.clauses[next_one - 1].end, clause.start)
                if clause.start >= sentence_end or parted is not None:
                    break
                found[next_one] = hit.word
                if next_one in openings or not (only_time or layers.measures_in(clause.start, clause.end)):
                    break  # but 力争到2033年，… says when for all that follows
        return found

    def _of_lists(self) -> list[tuple[str, ...]]:
        """Return for each measure the bounds it shares with the numbers it is listed with: 分别达到80个、60个以上."""
        rules = modality_rules()
        measures, text = self._layers.measures, self._layers.text
        shared: list[tuple[str, ...]] = [()] * len(measures)
        first = 0
        for index, measure in enumerate(measures):
            following = index + 1
            if following < len(measures) and rules.and_also.fullmatch(text, measure.end, measures[following].start):
                continue
            region = self._regions[first]
            if first < index and rules.each.search(text, region.start, region.end) is not None:
                words = (*self._beside(first), *self._beside(index))
                words += tuple(self._words(Place.VERB, region.start, region.end))
                shared[first:following] = [words] * (following - first)
            first = following
        return shared

    def _bounds(self, index: int) -> list[str]:
        return [*self._beside(index), *self._shared[index]]

    def _beside(self, index: int) -> list[str]:
        """Return the bounds in measure `index` or behind its bracket: 30个以上, 120人（含兼职20人）以上."""
        measure = self._layers.measures[index]
        end = measure.end
        found = [word for place in (Place.VERB, Place.BOUND) for word in self._words(place, measure.start, end)]
        aside = modality_rules().aside.match(self._layers.text, end, end + _BRACKET)
        if aside is not None:
            found += self._words(Place.BOUND, aside.end(), aside.end() + 1)
        return found

    def _behind(self, index: int) -> list[str]:
        """Return what is said of measure `index` behind it: 20个项目年底前必须开工, 向20亿元冲刺."""
        measure = self._layers.measures[index]
        clause_end = self._layers.structure.clauses[self._clauses[index]].end
        following = self._layers.measures[index + 1].start if index + 1 < len(self._layers.measures) else clause_end
        verbs = self._between(Place.VERB, measure.end, min(clause_end, measure.end + 1))
        if verbs:
            return [verbs[0].word]
        hits = self._between(Place.ADVERB, measure.end, min(clause_end, following, measure.end + _BRACKET))
        if not hits or "、" in self._layers.text[measure.end : hits[0].start]:
            return []
        return [hits[0].word]
