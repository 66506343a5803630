"""The words of a text with jieba's tags, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from spacy.strings import StringStore, get_string_id

from sanxin.features import Ids, Ints
from sanxin.layers import Layers
from sanxin.segment import tag, without_surrogates
from sanxin.slogans.candidates import Bools

#: The tag of marks and blanks.
MARK = ord("x")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: word i is `text[starts[i]:starts[i + 1]]`.

    It has the id `ids[i]` (spaCy's) and a tag that begins with the letter `tags[i]` (a number). `edges[k]`: whether a
    word begins or the text ends at character k.
    """

    starts: Ints
    ids: Ids
    tags: Ints
    edges: Bools

    @classmethod
    def of_text(cls, text: str) -> Words:
        """Cut and tag `text`."""
        pairs = tag(without_surrogates(text))
        ids = {word: get_string_id(word) for word in {word for word, _ in pairs}}
        starts = np.cumsum([0, *(len(word) for word, _ in pairs)], dtype=np.intp)
        return _words(
            starts,
            np.array([ids[word] for word, _ in pairs], dtype=np.uint64),
            np.array([ord(name[0]) for _, name in pairs], dtype=np.intp),
        )

    @classmethod
    def of_layers(cls, layers: Layers, strings: StringStore) -> Words:
        """Take over the words and tags of a text that was cut before; `strings` knows the tags by their ids."""
        names = np.unique(layers.tags)
        letters = np.array([ord((strings[name] or "x")[0]) for name in names.tolist()], dtype=np.intp)
        starts = np.append(layers.starts, len(layers.text))
        return _words(starts, layers.ids, letters[np.searchsorted(names, layers.tags)])


def _words(starts: Ints, ids: Ids, tags: Ints) -> Words:
    edges = np.zeros(int(starts[-1]) + 2, dtype=bool)
    edges[starts] = True
    return Words(starts, ids, tags, edges)
