"""What the judge of slogans sees of a proposal: its shape and words, what stands around it, what the rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np

from sanxin.features import Features, Ids, Ints
from sanxin.records import SloganKind
from sanxin.slogans import rules
from sanxin.slogans.candidates import Candidate, Spots
from sanxin.slogans.characters import character_table, ids_of, looked_up, places_in
from sanxin.slogans.heard import Heard
from sanxin.slogans.letters import Letters
from sanxin.slogans.quotes import Quotations
from sanxin.slogans.shape import PHRASES, Facts, Shapes, of_phrases, of_shape, runs_of
from sanxin.slogans.words import MARK, Words

#: How a stretch stands to quotation marks: without, holding some, inside some, or all that some hold.
BARE, HOLDS, PART, QUOTED = 0, 1, 2, 3
_KINDS = {kind: number for number, kind in enumerate(SloganKind)}
_NO_KIND = len(_KINDS)
_STOP = "，。、；：！？,;:!?\n（）()"
_STEPS = np.array((1, 2, 3, 5, 9))
_NEAR = 3
_SHORT_LINE, _LINE_HEAD = 40, 6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch that may be a slogan, with every rule that proposes it (its `kind` None: the rule refuses it)."""

    start: int
    end: int
    readings: tuple[Candidate, ...]


def gathered(candidates: Sequence[Candidate]) -> list[Proposal]:
    """Return the candidates by place: one proposal a stretch, in order, the longer of two that begin alike first."""
    places: dict[tuple[int, int], list[Candidate]] = {}
    for candidate in candidates:
        places.setdefault((candidate.start, -candidate.end), []).append(candidate)
    return [Proposal(start, -end, tuple(places[start, end])) for start, end in sorted(places)]


class View:
    """One text as the judge sees it."""

    def __init__(self, letters: Letters, words: Words, quotations: Quotations) -> None:
        self.letters = letters
        self.words = words
        quoted = quotations.quoted
        edges = [(q.start, q.end, q.inner.start, q.inner.end, q.run_start, q.run_end) for q in quoted]
        self.quotes = np.array(edges, dtype=np.intp).reshape(-1, 6).T
        place = letters.place
        said = letters.told.ids(place[self.quotes[2]], place[self.quotes[3]])
        self.quoted, self.quoted_times = np.unique(said, return_counts=True)
        marks = looked_up(_stop_table(), letters.written.ended[words.starts])
        self.stops = marks > 0
        # The words that are no marks, in a row: place k among them is word `solid[k]`.
        self.solid = np.flatnonzero(words.tags != MARK)
        self.solid_before = np.append(0, np.cumsum(words.tags != MARK))

    def around(self, start: Ints, end: Ints) -> Ints:
        """Return for each stretch the quotation that holds it; -1: none."""
        if not self.quotes.shape[1]:
            return np.full(len(start), -1, dtype=np.intp)
        place = np.searchsorted(self.quotes[0], start, side="right") - 1
        return np.where((place >= 0) & (self.quotes[1][place] >= end), place, -1)

    def source(self, start: Ints, end: Ints, around: Ints) -> Ints:
        """Return how each stretch stands to quotation marks; `around`: the quotation that holds it."""
        holds = np.searchsorted(self.quotes[0], start) < np.searchsorted(self.quotes[0], end)
        source = np.where(holds, HOLDS, BARE)
        if not self.quotes.shape[1]:
            return source
        whole = (self.quotes[2][around] == start) & (self.quotes[3][around] == end)
        return np.where(around < 0, source, np.where(whole, QUOTED, PART))

    def times_quoted(self, ids: Ids) -> Ints:
        """Return how often the text quotes each formulation."""
        place = places_in(self.quoted, ids)
        return np.where(place >= 0, self.quoted_times[place], 0) if len(self.quoted) else np.zeros(len(ids), np.intp)


@cache
def _stop_table() -> Ints:
    return character_table((mark, 1) for mark in _STOP)


def glance(view: View, spots: Spots, rule: Ints, heard: Heard) -> Features:
    """Return what tells most at least cost of stretches that grammar allows; `rule`: which rule allows each."""
    shapes = Shapes(view.letters, spots.start, spots.end)
    facts = Facts(len(rule))
    form = shapes.form * 4 + rule
    facts.add("rule+length", np.minimum(shapes.size, 31) * 16 + form)
    for size in (1, 2):
        facts.add(f"begins{size}", shapes.edge(size) * np.uint64(4) + rule.astype(np.uint64))
        facts.add(f"ends{size}", shapes.edge(size, end=True) * np.uint64(4) + rule.astype(np.uint64))
    said, quoted = heard.counts(shapes.id)
    facts.add("heard", _grade(said) * 16 + form)
    facts.add("heard-quoted", (_grade(quoted) * 4 + np.minimum(3, view.times_quoted(shapes.id))) * 16 + form)
    codes = view.letters.written.ended
    facts.add("before", codes[spots.start - 1] * 4 + rule)
    facts.add("after", codes[spots.end] * 4 + rule)
    ids = np.append(view.words.ids, np.uint64(0))
    facts.add("back", ids[np.searchsorted(view.words.starts, spots.start, side="right") - 2])
    facts.add("next", ids[np.searchsorted(view.words.starts, spots.end)])
    of_phrases(facts, shapes, np.flatnonzero(shapes.form == PHRASES), brief=True)
    return facts.features()


def features(view: View, proposals: Sequence[Proposal], heard: Heard) -> Features:
    """Return what the judge sees of every proposal."""
    start = np.array([proposal.start for proposal in proposals], dtype=np.intp)
    end = np.array([proposal.end for proposal in proposals], dtype=np.intp)
    shapes = Shapes(view.letters, start, end)
    around = view.around(start, end)
    source = view.source(start, end, around)
    facts = Facts(len(proposals))
    _of_rules(facts, proposals, source)
    _of_quotes(facts, view, shapes, around, source)
    _of_fame(facts, view, shapes, source, heard)
    of_shape(facts, shapes)
    _of_words(facts, view, start, end, shapes.form)
    # Of a quoted stretch counts what stands around the run of quotations it belongs to.
    run = (source == QUOTED) & (around >= 0)
    if run.any():
        start, end = np.where(run, view.quotes[4][around], start), np.where(run, view.quotes[5][around], end)
    _of_context(facts, view, start, end, source * 4 + shapes.form)
    return facts.features()


def _of_rules(facts: Facts, proposals: Sequence[Proposal], source: Ints) -> None:
    facts.add("source", source)
    rows = [
        (item, rule_code(reading.rule), _NO_KIND if reading.kind is None else _KINDS[reading.kind], reading.score)
        for item, proposal in enumerate(proposals)
        for reading in proposal.readings
    ]
    items, rule, kind, tenths = (np.array(column) for column in zip(*rows, strict=True))
    kinds = np.zeros(len(proposals), dtype=np.intp)
    np.bitwise_or.at(kinds, items, np.where(kind == _NO_KIND, 0, 1 << kind))
    facts.add("said", kinds * 4 + source)
    facts.add("rule", rule, items)
    facts.add("rule+kind", (rule * 8 + kind) * 4 + source[items], items)
    told = kind != _NO_KIND
    facts.add("kind", kind[told], items[told])
    facts.add("surely", kind[told] * 16 + (tenths[told] * 10).astype(np.intp), items[told])


@cache
def rule_code(rule: str) -> int:
    """Return the number of a rule."""
    return crc32(rule.encode())


def _of_quotes(facts: Facts, view: View, shapes: Shapes, around: Ints, source: Ints) -> None:
    facts.add("said-in-quotes", np.minimum(view.times_quoted(shapes.id), 3) * 4 + source)
    held = np.flatnonzero(around >= 0)
    start, end, _, _, run_start, run_end = view.quotes[:, around[held]]
    facts.add("company", (run_end - run_start > end - start) * 4 + source[held], held)
    facts.add("quotation-length", np.minimum(9, (end - start) // 4) * 4 + source[held], held)
    _, inverse, times = np.unique(shapes.id, return_inverse=True, return_counts=True)
    bare = np.flatnonzero((source == BARE) | (source == PART))
    facts.add("said-bare", np.minimum(times[inverse][bare], 4), bare)


def _of_fame(facts: Facts, view: View, shapes: Shapes, source: Ints, heard: Heard) -> None:
    """Add what the archive and the lexicons say of a formulation."""
    said, quoted = (_grade(counts) for counts in heard.counts(shapes.id))
    facts.add("heard", said * 4 + source)
    facts.add("heard-form", (said * 4 + shapes.form) * 16 + np.minimum(shapes.size, 9))
    facts.add("heard-quoted", quoted * 4 + source)
    facts.add("heard-share", (said * 8 + quoted) * 4 + shapes.form)
    ids, codes = _known()
    place = places_in(ids, shapes.id)
    held = np.flatnonzero(place >= 0)
    facts.add("known", codes[place[held]] * 4 + source[held], held)
    held = np.flatnonzero(places_in(_refused(), shapes.id) >= 0)
    facts.add("refused", np.zeros(len(held), dtype=np.intp), held)


@cache
def _known() -> tuple[Ids, Ints]:
    known = rules.formulations()
    ids = ids_of([rules.folded(formulation.term) for formulation in known.values()])
    order = np.argsort(ids)
    codes = np.array([_KINDS[formulation.kind] * 2 + formulation.bare for formulation in known.values()])
    return ids[order], codes[order]


@cache
def _refused() -> Ids:
    return np.sort(ids_of(sorted(rules.refusals())))


def _grade(counts: Ints) -> Ints:
    """Return how often in steps: never, 1, 2, 3-4, 5-8, more."""
    return np.searchsorted(_STEPS, counts + 1)


def _of_words(facts: Facts, view: View, start: Ints, end: Ints, form: Ints) -> None:
    words = view.words
    first = view.solid_before[np.searchsorted(words.starts, start, side="right") - 1]
    last = view.solid_before[np.searchsorted(words.starts, end)]
    count = last - first
    kept = np.flatnonzero(count > 0)
    first, last, count, form = first[kept], last[kept], count[kept], form[kept]
    ids, tags = words.ids[view.solid], words.tags[view.solid]
    facts.add("cut", (words.edges[start[kept]] * 2 + words.edges[end[kept]]) * 4 + form, kept)
    facts.add("words", np.minimum(count, 6) * 4 + form, kept)
    facts.add("first-tag", tags[first] * 4 + form, kept)
    facts.add("last-tag", tags[last - 1] * 4 + form, kept)
    facts.add("one-word", ((count == 1) * 128 + tags[first]) * 4 + form, kept)
    few = np.flatnonzero(count < 5)
    row = np.zeros(len(few), dtype=np.intp)
    for at in range(4):
        row = row * 128 + np.where(at < count[few], tags[np.minimum(first[few] + at, len(tags) - 1)], 0)
    facts.add("tags", row * 4 + form[few], kept[few])
    owner, nth = runs_of(count)
    facts.add("word", ids[first[owner] + nth], kept[owner])


def _of_context(facts: Facts, view: View, start: Ints, end: Ints, short: Ints) -> None:
    """Add the characters and words before and behind, up to a mark, and the line; `short`: source and form."""
    written = view.letters.written
    length = len(written.codes)
    for size in (1, 2):
        facts.add(f"before{size}", written.ids(np.maximum(0, start - size), start))
        facts.add(f"after{size}", written.ids(end, np.minimum(length, end + size)))
    codes = written.ended
    facts.add("before+", codes[start - 1] * 16 + short)
    facts.add("after+", codes[end] * 16 + short)
    words = view.words
    _of_neighbours(facts, view, np.searchsorted(words.starts, start, side="right") - 2, -1, short)
    _of_neighbours(facts, view, np.searchsorted(words.starts, end), 1, short)
    breaks = np.concatenate(([-1], np.flatnonzero(written.codes == ord("\n")), [length]))
    line = breaks[np.searchsorted(breaks, start) - 1] + 1
    stop = breaks[np.searchsorted(breaks, end)]
    facts.add("short-line", (stop - line < _SHORT_LINE) * 16 + short)
    facts.add("begins-line", (start - line < _LINE_HEAD) * 16 + short)


def _of_neighbours(facts: Facts, view: View, nearest: Ints, step: int, short: Ints) -> None:
    """Add the `nearest` word and the tags of three, one `step` after the other, up to a mark."""
    words = view.words
    side = "next" if step > 0 else "back"
    open_ = np.ones(len(nearest), dtype=bool)
    for distance in range(_NEAR):
        index = nearest + step * distance
        open_ &= (index >= 0) & (index < len(words.ids))
        items = np.flatnonzero(open_)
        at = index[items]
        if not distance:
            facts.add(side, words.ids[at], items)
        facts.add(f"{side}-tag{distance}", words.tags[at] * 16 + short[items], items)
        open_[items] = ~view.stops[at]
