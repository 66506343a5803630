"""Builders: a text with its layers, without spaCy and without the learned judges."""

from sanxin.layers import Layers
from sanxin.quantities import find_quantities
from sanxin.records import Document, DocumentDate
from sanxin.segment import words_and_tags
from sanxin.structure import read_structure
from sanxin.times import find_times
from sanxin.words import tagged


def layers(text, year=2031):
    date = DocumentDate(year) if year else None
    times = tuple(find_times(text, date))
    return Layers(
        document=Document("t", "t", text),
        date=date,
        structure=read_structure(text, (), year),
        words=tagged(*words_and_tags(text)),
        times=times,
        measures=find_quantities(text, times),
    )
