"""The words of a text with jieba's tags, as arrays: what all stages behind read, and no Doc is needed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sanxin.features import Ids, Ints, ids_of

#: jieba's tags of verbs: verb, verb used as a noun, verb used as an adverb.
_VERBS = ("v", "vn", "vd")
#: jieba's tag of marks and blanks; a word without a tag counts as one.
MARK = "x"


@dataclass(frozen=True, slots=True)
class Tagged:
    """The words of one text: word i begins at `starts[i]`, has the id `ids[i]` and the tag of the id `tags[i]`.

    `letters[i]` is the code of the first letter of its tag, the word class; `verbs` are the positions of the verbs,
    without those of a single character (要, 抓), which say too little.
    """

    starts: Ints
    ids: Ids
    tags: Ids
    letters: Ints
    verbs: Ints


def tagged(words: Sequence[str], tags: Sequence[str]) -> Tagged:
    """Return the words of a text, whose `words` joined are the text, with the tag of each."""
    count = len(words)
    lengths = np.fromiter(map(len, words), np.intp, count)
    names = list(dict.fromkeys(tags))  # few: each is looked at once, and handed to its words by number
    number = {name: place for place, name in enumerate(names)}
    of_word = np.fromiter(map(number.__getitem__, tags), np.intp, count)
    letters = np.array([ord((name or MARK)[0]) for name in names], dtype=np.intp)
    verbal = np.array([name in _VERBS for name in names], dtype=bool)
    return Tagged(
        starts=np.cumsum(lengths) - lengths,
        ids=ids_of(words),
        tags=ids_of(names)[of_word],
        letters=letters[of_word],
        verbs=np.flatnonzero(verbal[of_word] & (lengths > 1)),
    )
