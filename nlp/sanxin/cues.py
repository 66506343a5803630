"""Cue words: the few words that tell a promise from a result, and how many of each kind stand in a stretch of text.

The words and their groups are data: models/lexicons/status_cues.tsv.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.features import Ids, Ints, Row, ids_of


@dataclass(frozen=True, slots=True)
class CueWords:
    """The lexicon: `groups` by name; word i has the id `ids[i]` (ascending) and the group `groups[group_of[i]]`."""

    groups: tuple[str, ...]
    ids: Ids
    group_of: Ints


@cache
def cue_words() -> CueWords:
    """Return the lexicon of cue words."""
    rows = data.lexicon("status_cues")
    groups = tuple(dict.fromkeys(row["group"] for row in rows))
    ids = ids_of(row["word"] for row in rows)
    order = np.argsort(ids)
    return CueWords(groups, ids[order], np.array([groups.index(row["group"]) for row in rows], dtype=np.intp)[order])


class Cues:
    """The cue words among the `words` of one text."""

    def __init__(self, words: Row) -> None:
        table = cue_words()
        place = np.minimum(np.searchsorted(table.ids, words.ids), len(table.ids) - 1)
        self._places = np.flatnonzero((table.ids[place] == words.ids)[words.at])
        groups = table.group_of[place[words.at[self._places]]]
        held = np.zeros((len(groups) + 1, len(table.groups)), dtype=np.intp)
        held[np.arange(1, len(groups) + 1), groups] = 1
        self._before = np.cumsum(held, axis=0)

    def counts(self, first: Ints, last: Ints) -> NDArray[np.intp]:
        """Return how many words of each group stand in the words first[i] to last[i] - 1: shape (items, groups)."""
        places, before = self._places, self._before
        counts: NDArray[np.intp] = before[np.searchsorted(places, last)] - before[np.searchsorted(places, first)]
        return np.maximum(0, counts)
