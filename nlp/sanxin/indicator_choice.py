"""Which words name what a number measures? A learned choice between the spans around it, the rules' proposal too.

The candidates for a number are every phrase of its sentence that ends before it, every phrase that begins behind it in
its clause, what the number before it measures, what the rules of `indicators` propose, and nothing. A linear model
scores a span by its two edges, by itself, and by the number's surroundings. Taken is the span that agrees best with all
candidates, each weighed by its probability (minimum Bayes risk: Kumar & Byrne 2004): where the model wavers between
城市更新项目 and 新开工城市更新项目, either is nearer the truth than a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sanxin import classify
from sanxin.classify import Floats, LinearModel
from sanxin.features import Ints
from sanxin.indicator_features import (
    LEFT_SPANS,
    RIGHT_SPANS,
    Frame,
    Spans,
    edges,
    facts,
    frame_of,
    spans_of,
    wholes,
)
from sanxin.indicators import Indicator
from sanxin.layers import Layers
from sanxin.records import Span

SIDES = {"left": LEFT_SPANS, "right": RIGHT_SPANS}
OPTIONS = ("left", "right", "last", "rule", "none")
#: How many spans of each side are looked at whole: those with the best edges.
_BEST = {"left": 10, "right": 6}
#: Measures are scored this many at a time, so that memory does not grow with the text.
_BLOCK = 1024
#: Two spans agree if they share at least this part of what both cover.
_AGREE = 0.5
#: What a span gains for being the very one, over only agreeing; set by cross-validation.
_EXACT = 0.1
#: Of the spans that gain nearly as much as the best, by this factor, the likeliest is taken: it ends where words end.
_NEAR_BEST = 0.85
#: Less likely candidates are not looked at.
_LEAST_CHANCE = 0.01
_NEVER = -1e9
#: Begin and end of the candidate that says there is no indicator.
_NONE = -1


def choose(layers: Layers, proposals: Sequence[Indicator], model: LinearModel | None = None) -> list[Indicator]:
    """Return the indicator of every measure of `layers`; `proposals` are those of the rules, whose scope is kept."""
    if not layers.measures:
        return []
    model = model or classify.load("indicators")["spans"]
    weights = model.weights[:, 0]
    frame = frame_of(layers, proposals)
    chosen: list[Span | None] = []
    for first in range(0, len(proposals), _BLOCK):
        block = frame.block(first, first + _BLOCK)
        _choose_block(block, weights, model.temperature, chosen)
    return [replace(proposal, span=span) for proposal, span in zip(proposals, chosen, strict=True)]


def _choose_block(frame: Frame, weights: Floats, temperature: float, chosen: list[Span | None]) -> None:
    """Append the spans of the measures of `frame` to `chosen`."""
    begin, end, scores, last = _candidates(frame, weights)
    top = np.maximum(scores.max(axis=1), last)
    chances = np.exp((scores - top[:, None]) / temperature)
    chances[chances < _LEAST_CHANCE] = 0
    lasts = np.exp((last - top) / temperature)
    gains = (_agreements(begin[:, :, None], end[:, :, None], begin[:, None], end[:, None]) * chances[:, None]).sum(
        axis=2
    )
    gains[chances == 0] = _NEVER  # nothing is chosen for its neighbours' sake alone
    alone = _likeliest(gains, chances).tolist()
    for place, chance in enumerate(lasts.tolist()):
        at = alone[place]
        if chosen and chance >= _LEAST_CHANCE:
            span = chosen[-1]
            known = (_NONE, _NONE) if span is None else (span.start, span.end)
            own, agreeing = chances[place], _agreements(begin[place], end[place], *known)
            gain = gains[place] + chance * agreeing
            follow = chance * (1 + _EXACT) + (agreeing * own).sum()
            if follow >= gain.max():
                chosen.append(span)
                continue
            at = int(_likeliest(gain, own))
        found = (int(begin[place, at]), int(end[place, at]))
        chosen.append(None if found[0] == _NONE else Span(*found))


def _likeliest(gains: Floats, chances: Floats) -> Ints:
    """Return along the last axis the likeliest of the spans that gain nearly as much as the best."""
    likeliest: Ints = np.where(gains >= _NEAR_BEST * gains.max(axis=-1, keepdims=True), chances, -1).argmax(axis=-1)
    return likeliest


def _candidates(frame: Frame, weights: Floats) -> tuple[Ints, Ints, Floats, Floats]:
    """Return begin, end (offsets) and score of all candidates but the last indicator, (measures, candidates), and its.

    The candidates are the best spans of each side, the rules' proposal, and none.
    """
    seen = facts(frame)
    options = {option: seen.scores(option, weights) for option in OPTIONS}
    begins, ends, scores = [], [], []
    for side in SIDES:
        spans, values = _best(frame, side, weights)
        begins.append(frame.words.starts[spans.begin])
        ends.append(frame.words.starts[spans.end])
        scores.append(np.where(spans.held, values + options[side][:, None], _NEVER))
    known = ((np.hstack(begins) == frame.rule_from[:, None]) & (np.hstack(ends) == frame.rule_to[:, None])).any(axis=1)
    begins += [frame.rule_from[:, None], np.full((len(known), 1), _NONE)]
    ends += [frame.rule_to[:, None], np.full((len(known), 1), _NONE)]
    proposed = np.where(known | (frame.rule_from == _NONE), _NEVER, options["rule"])
    scores += [proposed[:, None], options["none"][:, None]]
    return np.hstack(begins), np.hstack(ends), np.hstack(scores), options["last"]


def _best(frame: Frame, side: str, weights: Floats) -> tuple[Spans, Floats]:
    """Return for each measure the spans of one side with the best edges, and their scores by edges and as wholes."""
    first, last = SIDES[side]
    begins, ends = (edges(frame, side, edge).scores(f"{side}-{edge}", weights) for edge in ("first", "last"))
    scores = begins[:, first] + ends[:, last - 1]
    scores[~spans_of(frame, side, first[None, :], last[None, :]).held] = _NEVER
    best = np.argpartition(-scores, _BEST[side], axis=1)[:, : _BEST[side]]
    spans = spans_of(frame, side, first[best], last[best])
    return spans, np.take_along_axis(scores, best, axis=1) + wholes(frame, spans).scores(side, weights)


def _agreements(begin: Ints, end: Ints, other_begin: Ints | int, other_end: Ints | int) -> Floats:
    """Return 1 where two spans share half of what both cover, more where they are the same, else 0."""
    shared = np.minimum(end, other_end) - np.maximum(begin, other_begin)
    cover = np.maximum(end, other_end) - np.minimum(begin, other_begin)
    same = (begin == other_begin) & (end == other_end)
    agreements: Floats = (shared >= _AGREE * cover) + same * _EXACT
    return agreements
