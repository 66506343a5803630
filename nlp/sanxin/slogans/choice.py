"""Which of the proposals are slogans, and of which kind: a learned judge, and the best set that does not overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import numpy as np

from sanxin import classify
from sanxin.classify import Floats, LinearModel
from sanxin.features import Features, bucket
from sanxin.records import SloganKind
from sanxin.slogans.candidates import Candidate
from sanxin.slogans.sight import Proposal, View

NONE = "none"
LABELS = (NONE, *(str(kind) for kind in SloganKind))
RULE = "judged"
#: Added to the log odds of a proposal; chosen by cross-validation for the best F1.
LEAN = 1.0


#: Proposed by these rules alone and without quotation marks, nine in a thousand are slogans: they are glanced at first.
_WEAK = frozenset(("run", "numeral", "name"))
#: Who has less than this for its best kind over none at a glance is dropped: of those chosen in the end 2 in 100.
_LEAST = -3.0


def features(view: View, proposals: Sequence[Proposal]) -> Features:
    """Return what the judge sees of every proposal; a fact that holds twice counts once."""
    view.count(proposals)
    return _features([view.facts(proposal) for proposal in proposals])


def _features(facts: Iterable[Iterable[str]]) -> Features:
    columns = [sorted({bucket(fact) for fact in found}) for found in facts]
    lengths = [len(found) for found in columns]
    items = np.repeat(np.arange(len(columns)), lengths).astype(np.intp)
    flat = [column for found in columns for column in found]
    return Features(items, np.array(flat, dtype=np.intp), len(columns))


def choose(view: View, proposals: Sequence[Proposal]) -> list[Candidate]:
    """Return the slogans among `proposals`, each with its kind and its probability, in order and none overlapping."""
    if not proposals:
        return []
    model = model_of(classify.load("slogans"))
    view.count(proposals)
    kept = _promising(view, proposals, model)
    seen = _features(view.facts(proposal) for proposal in kept)
    return best_set(kept, model.probabilities(model.scores(seen))) if kept else []


def _promising(view: View, proposals: Sequence[Proposal], model: LinearModel) -> list[Proposal]:
    """Return the proposals worth a full look; the full look costs ten times as much."""
    weak = [proposal for proposal in proposals if _is_weak(view, proposal)]
    dropped = {id(proposal) for proposal in weak if view.is_idle(proposal)}
    weak = [proposal for proposal in weak if id(proposal) not in dropped]
    if weak:
        scores = model.scores(_features(view.glance(proposal) for proposal in weak))
        best = scores[:, 1:].max(axis=1) - scores[:, 0]
        dropped |= {id(proposal) for proposal, score in zip(weak, best, strict=True) if score < _LEAST}
    return [proposal for proposal in proposals if id(proposal) not in dropped]


def _is_weak(view: View, proposal: Proposal) -> bool:
    return all(reading.rule in _WEAK for reading in proposal.readings) and view.source(proposal) != "quoted"


def model_of(models: dict[str, LinearModel]) -> LinearModel:
    """Return the judge among the models of its weights file."""
    return models["kind"]


def best_set(proposals: Sequence[Proposal], chances: Floats) -> list[Candidate]:
    """Return the proposals that are slogans: of those that overlap the set whose log odds add up to most.

    `chances[i, k]`: the probability that proposal i has LABELS[k]. A quoted name inside a longer formula gives way
    where the longer one is sure enough.
    """
    odds = np.log((1 - chances[:, 0] + 1e-9) / (chances[:, 0] + 1e-9)) + LEAN
    order = sorted(np.flatnonzero(odds > 0).tolist(), key=lambda i: (proposals[i].end, proposals[i].start))
    ends = [proposals[i].end for i in order]
    sums = [0.0]
    before = []
    for place, i in enumerate(order):
        before.append(bisect_right(ends, proposals[i].start, 0, place))
        sums.append(max(sums[place], sums[before[place]] + float(odds[i])))
    chosen = []
    place = len(order)
    while place:
        if sums[place] > sums[place - 1]:
            i = order[place - 1]
            chosen.append(_candidate(proposals[i], chances[i]))
            place = before[place - 1]
        else:
            place -= 1
    return chosen[::-1]


def _candidate(proposal: Proposal, chances: Floats) -> Candidate:
    kind = SloganKind(LABELS[int(chances[1:].argmax()) + 1])
    return Candidate(proposal.start, proposal.end, kind, float(1 - chances[0]), RULE)
