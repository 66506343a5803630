"""The words that set one passage of a speech apart from the rest of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from sanxin.records import Span
from sanxin.segment import tag

Scored = tuple[str, float]

#: jieba's tags of words that carry a matter: nouns, verbs, adjectives and set phrases; no names of people and places.
_MATTER = ("n", "nz", "nt", "v", "vn", "vd", "a", "an", "ad", "l", "i", "j")
#: How many words the prior is worth: this many, in a short speech this part of its words. Each word has its share of
#: them by the whole speech, where Monroe et al. take a corpus of its kind.
_PRIOR_WORDS = 500.0
_PRIOR_PART = 1 / 3


def distinctive_words(text: str, passages: Sequence[Sequence[Span]], z: float) -> list[list[Scored]]:
    """Return for each group of passages the words that it uses more than the rest of the speech, strongest first.

    The measure is the log-odds ratio with an informative Dirichlet prior, divided by its standard deviation (Monroe,
    Colaresi, Quinn 2008, eq. 22): a rare word needs more than its one mention, a common one more than its share. A word
    counts from a score of `z`; it belongs to the group where it scores highest alone.
    """
    counts = [Counter[str]() for _ in passages]
    whole = Counter[str]()
    offset = 0
    for word, kind in tag(text):
        if len(word) > 1 and kind in _MATTER:
            whole[word] += 1
            for group, spans in zip(counts, passages, strict=True):
                group[word] += any(span.start <= offset < span.end for span in spans)
        offset += len(word)
    scores = [_scores(group, whole) for group in counts]
    best: dict[str, tuple[float, int]] = {}
    for at, group_scores in enumerate(scores):
        for word, score in group_scores.items():
            if word not in best or score > best[word][0]:
                best[word] = (score, at)
    return [_strongest(best, at, z) for at in range(len(passages))]


def _strongest(best: dict[str, tuple[float, int]], at: int, z: float) -> list[Scored]:
    own = [(word, score) for word, (score, group) in best.items() if group == at and score >= z]
    return sorted(own, key=lambda scored: -scored[1])  # of equals the one said first


def _scores(inside: Counter[str], whole: Counter[str]) -> dict[str, float]:
    """Return the z-score of every word of `inside` against the rest of `whole`."""
    total = whole.total()
    here = inside.total()
    if len(whole) < 2:
        return {}  # a speech of one word sets nothing apart
    weight = min(_PRIOR_WORDS, _PRIOR_PART * total)
    scores = {}
    for word, count in inside.items():
        if not count:
            continue
        prior = weight * whole[word] / total
        one, other = count + prior, whole[word] - count + prior
        odds = math.log(one / (here + weight - one))
        odds_of_rest = math.log(other / (total - here + weight - other))
        scores[word] = (odds - odds_of_rest) / math.sqrt(1 / one + 1 / other)
    return scores
