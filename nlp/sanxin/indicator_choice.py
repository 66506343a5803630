"""Which words name what a number measures? A learned choice between the spans around it, the rules' proposal too.

The candidates for a number are every phrase of its sentence that ends before it, every phrase that begins behind it in
its clause, what the number before it measures, what the rules of `indicators` propose, and nothing. A linear model
scores a span by its two edges, by itself, and by the number's surroundings. Taken is the span that agrees best with all
candidates, each weighed by its probability (minimum Bayes risk: Kumar & Byrne 2004): where the model wavers between
城市更新项目 and 新开工城市更新项目, either is nearer the truth than a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul

import numpy as np

from sanxin import classify
from sanxin.classify import Floats, LinearModel
from sanxin.features import Ints, ranges
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
#: Begin and end of a span.
_Edges = tuple[int, int]
_NOTHING: _Edges = (_NONE, _NONE)


def choose(layers: Layers, proposals: Sequence[Indicator], model: LinearModel | None = None) -> list[Indicator]:
    """Return the indicator of every measure of `layers`; `proposals` are those of the rules, whose scope is kept."""
    if not layers.measures:
        return []
    model = model or classify.load("indicators")["spans"]
    weights = model.weights[:, 0]
    frame = frame_of(layers, proposals)
    chosen: list[_Edges] = []
    for first in range(0, len(proposals), _BLOCK):
        block = frame.block(first, first + _BLOCK)
        _choose_block(block, weights, model.temperature, chosen)
    return [
        proposal if edges == proposed else Indicator(None if edges == _NOTHING else Span(*edges), proposal.scope)
        for proposal, proposed, edges in zip(
            proposals, zip(frame.rule_from.tolist(), frame.rule_to.tolist(), strict=True), chosen, strict=True
        )
    ]


def _choose_block(frame: Frame, weights: Floats, temperature: float, chosen: list[_Edges]) -> None:
    """Append the spans of the measures of `frame` to `chosen`."""
    begin, end, scores, last = _candidates(frame, weights)
    top = np.maximum(scores.max(axis=1), last)
    chances = np.exp((scores - top[:, None]) / temperature)
    likely = chances >= _LEAST_CHANCE
    likely[np.arange(len(scores)), scores.argmax(axis=1)] = True
    begin, end, chances, counts = begin[likely], end[likely], chances[likely], likely.sum(axis=1)
    gains = _gains(begin, end, chances, counts).tolist()
    spans = list(zip(begin.tolist(), end.tolist(), strict=True))
    shares = chances.tolist()
    first = 0
    for count, again in zip(counts.tolist(), np.exp((last - top) / temperature).tolist(), strict=True):
        own = slice(first, first + count)
        previous = chosen[-1] if chosen and again >= _LEAST_CHANCE else None
        chosen.append(_best_agreeing(spans[own], shares[own], gains[own], previous, again))
        first += count


def _gains(begin: Ints, end: Ints, chances: Floats, counts: Ints) -> Floats:
    """Return how much each span agrees with those of its measure, weighed by their chances.

    The spans of all measures stand in a row, `counts[i]` of measure i.
    """
    behind = np.repeat(np.cumsum(counts), counts)
    ahead = np.repeat(counts, counts)
    one, other = np.repeat(np.arange(len(begin)), ahead), ranges(behind - ahead, behind)
    shared = np.minimum(end[one], end[other]) - np.maximum(begin[one], begin[other])
    cover = np.maximum(end[one], end[other]) - np.minimum(begin[one], begin[other])
    same = shared == cover
    agreements: Floats = ((shared >= _AGREE * cover) + same * _EXACT) * chances[other]
    return np.bincount(one, agreements).astype(np.float64, copy=False)


def _best_agreeing(
    spans: Sequence[_Edges], chances: Sequence[float], gains: Sequence[float], last: _Edges | None, again: float
) -> _Edges:
    """Return the span that gains most by agreeing with all; with chance `again` the last number's span is right."""
    if last is not None:
        agreeing = [_agreement(*span, *last) for span in spans]
        follow = again * (1 + _EXACT) + sum(map(mul, agreeing, chances))
        gains = [gain + again * share for gain, share in zip(gains, agreeing, strict=True)]
        if follow >= max(gains):
            return last
    least = _NEAR_BEST * max(gains)
    _, _, best = max((chance, -place, spans[place]) for place, chance in enumerate(chances) if gains[place] >= least)
    return best


def _agreement(begin: int, end: int, other_begin: int, other_end: int) -> float:
    """Return 1 where two spans share half of what both cover, more where they are the same, else 0."""
    first, second = (begin, other_begin) if begin < other_begin else (other_begin, begin)
    third, fourth = (end, other_end) if end < other_end else (other_end, end)
    if first == second and third == fourth:
        return 1 + _EXACT
    return float(third - second >= _AGREE * (fourth - first))


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
    begins, ends = (seen.scores(f"{side}-{edge}", weights) for edge, seen in edges(frame, side).items())
    scores = begins[:, first] + ends[:, last - 1]
    scores[~spans_of(frame, side, first[None, :], last[None, :]).held] = _NEVER
    best = np.argpartition(-scores, _BEST[side], axis=1)[:, : _BEST[side]]
    spans = spans_of(frame, side, first[best], last[best])
    return spans, np.take_along_axis(scores, best, axis=1) + wholes(frame, spans).scores(side, weights)
