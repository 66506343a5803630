"""Builders: a text with its layers, without spaCy and without the learned judges."""

from dataclasses import replace

import numpy as np
from spacy.strings import get_string_id

from sanxin.layers import Layers
from sanxin.quantities import find_quantities
from sanxin.records import Document, DocumentDate
from sanxin.segment import tag
from sanxin.structure import read_structure
from sanxin.times import find_times


def layers(text, year=2031):
    date = DocumentDate(year) if year else None
    pairs = tag(text)
    times = tuple(find_times(text, date))
    return Layers(
        document=Document("t", "t", text),
        date=date,
        structure=read_structure(text, (), year),
        starts=np.cumsum([0, *(len(word) for word, _ in pairs[:-1])])[: len(pairs)],
        times=times,
        measures=find_quantities(text, times),
    )


def worded(text, year=2031):
    """Layers with the ids of the words too, which the tokenizer gives otherwise."""
    ids = np.array([get_string_id(word) for word, _ in tag(text)], dtype=np.uint64)
    return replace(layers(text, year), ids=ids)
