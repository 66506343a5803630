"""The words of a text with jieba's tags, as arrays: what all stages behind read, and no Doc is needed for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sanxin.features import Ints, Row

#: jieba's tags of verbs: verb, verb used as a noun, verb used as an adverb.
_VERBS = ("v", "vn", "vd")
#: jieba's tag of marks and blanks; a word without a tag counts as one.
MARK = "x"


@dataclass(frozen=True, slots=True)
class Tagged:
    """The words of one text and their tags; word i begins at `starts[i]`.

    `letters[i]` is the code of the first letter of its tag, the word class; `verbs` are the positions of the verbs,
    without those of a single character (要, 抓), which say too little.
    """

    starts: Ints
    words: Row
    tags: Row
    letters: Ints
    verbs: Ints


def tagged(words: Sequence[str], tags: Mapping[str, str]) -> Tagged:
    """Return the words of a text, which joined are the text; `tags` holds at least theirs."""
    word = Row.of(words)
    of_names = Row.of([tags[name] for name in word.names])
    tag = Row(of_names.names, of_names.ids, of_names.at[word.at])
    lengths = np.array([len(name) for name in word.names], dtype=np.intp)[word.at]
    letters = np.array([ord((name or MARK)[0]) for name in tag.names], dtype=np.intp)
    verbal = np.array([name in _VERBS for name in tag.names], dtype=bool)
    return Tagged(
        starts=np.cumsum(lengths) - lengths,
        words=word,
        tags=tag,
        letters=letters[tag.at],
        verbs=np.flatnonzero(verbal[tag.at] & (lengths > 1)),
    )
