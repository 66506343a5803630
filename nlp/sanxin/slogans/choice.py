"""Which of the proposals are slogans, and of which kind: a learned judge, and the best set that does not overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

import numpy as np

from sanxin import classify
from sanxin.classify import Floats, LinearModel
from sanxin.features import Features
from sanxin.records import SloganKind
from sanxin.slogans import heard
from sanxin.slogans.candidates import Bools, Candidate
from sanxin.slogans.proposals import Proposals
from sanxin.slogans.sight import Proposal, features, glance

NONE = "none"
LABELS = (NONE, *(str(kind) for kind in SloganKind))
#: What a glance tells: whether a weak proposal is worth a full look.
GLANCE = ("idle", "promising")
RULE = "judged"
#: Added to the log odds of a proposal; chosen by cross-validation for the best F1.
LEAN = 0.7
#: Weak proposals whose log odds at a glance are lower are not looked at.
LEAST = -3.0


def choose(found: Proposals) -> list[Candidate]:
    """Return the slogans among what is proposed, each with its kind and its probability, in order, none overlapping."""
    table = heard.load()
    return chosen_by(classify.load("slogans"), found, glanced(found, table), table)


def chosen_by(
    models: Mapping[str, LinearModel], found: Proposals, seen: Features, table: heard.Heard
) -> list[Candidate]:
    """Return what given models choose; `seen`: what a glance tells of the weak proposals."""
    proposals = found.among(promising(models["glance"], seen))
    if not proposals:
        return []
    kind = models["kind"]
    return best_set(proposals, kind.probabilities(kind.scores(features(found.view, proposals, table))))


def glanced(found: Proposals, table: heard.Heard) -> Features:
    """Return what is seen of the weak proposals at a glance."""
    return glance(found.view, found.weak, found.weak_rule, table)


def promising(model: LinearModel, seen: Features) -> Bools:
    """Return which weak proposals are worth a full look, which costs ten times as much as a glance."""
    scores = model.scores(seen)
    kept: Bools = scores[:, 1] - scores[:, 0] > LEAST
    return kept


def best_set(proposals: Sequence[Proposal], chances: Floats) -> list[Candidate]:
    """Return the proposals that are slogans: of those that overlap the set whose log odds add up to most.

    `chances[i, k]`: the probability that proposal i has LABELS[k]. What stands inside a longer one is a slogan only
    if that is none, so that a quoted name gives way to the longer formula it belongs to.
    """
    sure = _alone(proposals, 1 - chances[:, 0])
    odds = np.log((sure + 1e-9) / (1 - sure + 1e-9)) + LEAN
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


def _alone(proposals: Sequence[Proposal], sure: Floats) -> Floats:
    """Return for each proposal the probability that it is a slogan and none around it is."""
    alone = sure.copy()
    chances = sure.tolist()
    open_: list[tuple[int, float]] = []
    for i in sorted(range(len(proposals)), key=lambda i: (proposals[i].start, -proposals[i].end)):
        start, end = proposals[i].start, proposals[i].end
        open_ = [around for around in open_ if around[0] > start]
        if open_:
            alone[i] *= 1 - max((chance for stop, chance in open_ if stop >= end), default=0.0)
        open_.append((end, chances[i]))
    return alone


def _candidate(proposal: Proposal, chances: Floats) -> Candidate:
    kind = SloganKind(LABELS[int(chances[1:].argmax()) + 1])
    return Candidate(proposal.start, proposal.end, kind, float(1 - chances[0]), RULE)
