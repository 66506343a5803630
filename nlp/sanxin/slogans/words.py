"""The words of a text with jieba's tags, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sanxin.features import Ids, Ints
from sanxin.segment import words_and_tags
from sanxin.slogans.candidates import Bools
from sanxin.words import MARK as _MARK
from sanxin.words import Tagged, tagged

#: The letter of the tag of marks and blanks.
MARK = ord(_MARK)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: word i is `text[starts[i]:starts[i + 1]]`.

    It has the id `ids[i]` and a tag that begins with the letter `tags[i]` (a number). `edges[k]`: whether a
    word begins or the text ends at character k.
    """

    starts: Ints
    ids: Ids
    tags: Ints
    edges: Bools

    @classmethod
    def of_text(cls, text: str) -> Words:
        """Cut and tag `text`."""
        return cls.of_tagged(text, tagged(*words_and_tags(text)))

    @classmethod
    def of_tagged(cls, text: str, words: Tagged) -> Words:
        """Take over the words and tags of a text that was cut before."""
        starts = np.append(words.starts, len(text))
        edges = np.zeros(len(text) + 2, dtype=bool)
        edges[starts] = True
        return cls(starts, words.words.ids[words.words.at], words.letters, edges)
