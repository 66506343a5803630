"""Everything in a text that could be a slogan, each with the rules that propose or refuse it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation

from sanxin.features import Ints
from sanxin.records import Furniture, Span
from sanxin.segment import without_surrogates
from sanxin.slogans import rules
from sanxin.slogans.abbreviations import listed_candidates, partners
from sanxin.slogans.candidates import Bools, Candidate, Spots, outside, stands_alone
from sanxin.slogans.formulas import around_quotations, bare_candidates, judge_run, twin_quotations
from sanxin.slogans.letters import Letters
from sanxin.slogans.names import find_names, find_numerals
from sanxin.slogans.parallels import find_parallels, merged
from sanxin.slogans.quotes import Quotations, read_quotations
from sanxin.slogans.runs import find_runs
from sanxin.slogans.sight import Proposal, View, gathered
from sanxin.slogans.words import Words

#: What grammar alone allows, by the rule's name: one in a hundred is a slogan, so they are glanced at first.
WEAK = ("run", "name", "numeral")


@dataclass(frozen=True, slots=True)
class Proposals:
    """Every stretch of one text that could be a slogan, and what was read of the text for it.

    `strong`: what a rule proposes or refuses. `weak`: stretches that grammar allows, by the rules WEAK[weak_rule[i]].
    `closed`: where none stands, `refused`: what is none but may be part of one, both in order, not overlapping.
    """

    quotations: Quotations
    view: View
    strong: tuple[Candidate, ...]
    weak: Spots
    weak_rule: Ints
    closed: tuple[Span, ...]
    refused: tuple[Span, ...]

    def among(self, kept: Bools) -> list[Proposal]:
        """Return the strong proposals and those of the weak that are `kept`, by place."""
        held = np.flatnonzero(kept)
        spots = zip(self.weak.start[held].tolist(), self.weak.end[held].tolist(), strict=True)
        rules_ = (WEAK[number] for number in self.weak_rule[held].tolist())
        weak = [Candidate(start, end, None, 0.0, rule) for (start, end), rule in zip(spots, rules_, strict=True)]
        found = outside(outside([*self.strong, *weak], self.closed), self.refused, around=True)
        return gathered(found)


def find_proposals(
    text: str, sentences: Sequence[Span], clauses: Sequence[Span], furniture: Sequence[Furniture], words: Words
) -> Proposals:
    """Return what could be a slogan in `text`; the judge learns from the same and chooses among the same."""
    quotations = read_quotations(text, rules.limits().quotation)
    letters = Letters(text)
    quoted = list(_quoted(text, quotations))
    # A meeting's name is none, whatever the judge knows of its words: “一带一路”论坛.
    refused = [Span(c.start, c.end) for c in quoted if c.kind is None and c.rule in rules.sure_refusals()]
    weak, weak_rule = _weak(letters, words)
    return Proposals(
        quotations=quotations,
        view=View(letters, words, quotations),
        strong=tuple(_strong(text, sentences, clauses, quotations, quoted)),
        weak=weak,
        weak_rule=weak_rule,
        closed=tuple(_closed(furniture, quotations.titles)),
        refused=tuple(refused),
    )


def _strong(
    text: str,
    sentences: Sequence[Span],
    clauses: Sequence[Span],
    quotations: Quotations,
    quoted: Sequence[Candidate],
) -> list[Candidate]:
    found = partners(text, quoted)
    found += around_quotations(text, quotations) + twin_quotations(text, quotations)
    found += merged(text, sorted(bare_candidates(text) + find_parallels(text, clauses), key=lambda c: c.start))
    found += listed_candidates(text, sentences)
    return found + _said_again(text, found)


def _weak(letters: Letters, words: Words) -> tuple[Spots, Ints]:
    found = [find(letters, words) for find in (find_runs, find_names, find_numerals)]
    rule = np.repeat(np.arange(len(found)), [len(spots.start) for spots in found])
    return Spots(np.concatenate([s.start for s in found]), np.concatenate([s.end for s in found])), rule


def _quoted(text: str, quotations: Quotations) -> Iterator[Candidate]:
    for _, group in groupby(quotations.quoted, key=lambda quotation: quotation.run_start):
        run = list(group)
        for quotation, verdict in zip(run, judge_run(text, run), strict=True):
            inner = quotation.inner
            if inner.end - inner.start > 1:
                yield Candidate(inner.start, inner.end, verdict.kind, verdict.score, verdict.rule, verdict.established)


def _said_again(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the other mentions of what is quoted somewhere: 链长制 without marks, where “链长制” stands elsewhere."""
    surfaces: dict[str, Candidate] = {}
    for candidate in candidates:
        words = text[candidate.start : candidate.end]
        if candidate.established and len(words) > 1:
            surfaces.setdefault(words, candidate)
    places = {(candidate.start, candidate.end) for candidate in candidates}
    sources = list(surfaces.items())
    # this kind is the soonest built, and used but once
    finder = AhoCorasick(map(without_surrogates, surfaces), implementation=Implementation.ContiguousNFA)
    behind = [0] * len(sources)
    found = []
    for number, at, end in finder.find_matches_as_indexes(without_surrogates(text), overlapping=True):
        words, source = sources[number]
        if at < behind[number] or text[at:end] != words:
            continue
        behind[number] = end
        if (at, end) not in places and stands_alone(text, at, words):
            found.append(replace(source, start=at, end=end, rule=f"again-{source.rule}"))
    return found


def _closed(furniture: Sequence[Furniture], titles: Sequence[Span]) -> list[Span]:
    """Return the stretches without slogans, in order: titles in 《》, and what is the page's and not the speech's."""
    kept = rules.limits().speech_furniture
    return _without_overlap([Span(f.start, f.end) for f in furniture if f.kind not in kept] + list(titles))


def _without_overlap(stretches: Sequence[Span]) -> list[Span]:
    """Return the stretches in order, overlapping ones made one."""
    joined: list[Span] = []
    for stretch in sorted(stretches):
        if joined and stretch.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, stretch.end))
        else:
            joined.append(stretch)
    return joined
