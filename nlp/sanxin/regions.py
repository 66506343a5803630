"""The words before a number that may govern it: from the number before it in its clause, or from the clause's start."""

from __future__ import annotations

from sanxin.layers import Layers
from sanxin.records import Span

#: What parts two numbers of one clause, rather than making the first part of the second's name.
_LINKS = frozenset("、，,;；和及与（( ")
#: No word governs a number that stands farther behind, in characters; keeps a clause of thousands of numbers linear.
_REACH = 200


def regions(layers: Layers) -> list[Span]:
    """Return for each measure where the words stand that may govern it: up to the number itself.

    `新建公路80公里、泊位60个` has 新建公路 and 、泊位; `亿元以上项目至少80个` has the whole, since the threshold is
    part of the name.
    """
    found: list[Span] = []
    begin = behind = 0
    for measure, clause in zip(layers.measures, layers.measured.clauses, strict=True):
        if behind <= clause.start:
            begin = clause.start
        else:
            follows = layers.text[behind : min(behind + 1, measure.start)]
            if not follows or follows in _LINKS:
                begin = behind
        found.append(Span(max(begin, measure.start - _REACH), measure.start))
        behind = measure.end
    return found
