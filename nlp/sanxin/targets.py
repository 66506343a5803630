"""From measures to quantities: every field that the text fills is put together here (annotation §1, §2).

Each field has a module of its own: `status` is learned; `directions`, `modality` and `deadlines` read the words around
the number; `indicators` proposes what it measures by rule, and `indicator_choice` has learned when to believe it.
"""

from __future__ import annotations

from sanxin import status
from sanxin.codebook import Codebook, codebook
from sanxin.deadlines import Deadlines
from sanxin.directions import find_directions
from sanxin.indicator_choice import choose
from sanxin.indicator_names import dealt, name_of
from sanxin.indicators import propose
from sanxin.layers import Layers
from sanxin.modality import Modalities
from sanxin.records import Quantity, Status
from sanxin.regions import regions


def judge_quantities(layers: Layers, book: Codebook | None = None) -> list[Quantity]:
    """Return the measures of `layers` as quantities; `book` says which words are hard and which soft."""
    indicators = choose(layers, propose(layers))
    before = regions(layers)
    directions = find_directions(layers, before, [indicator.span for indicator in indicators])
    modalities = Modalities(layers, before, book or codebook())
    statuses, chances = status.judge(layers)
    deadlines = Deadlines(layers)
    found: list[Quantity] = []
    for index, measure in enumerate(layers.measures):
        stated = statuses[index]
        tone, words = modalities.said(index) if stated is Status.COMMITMENT else (None, ())
        indicator = indicators[index]
        found.append(
            Quantity(
                id=f"q{index + 1}",
                start=measure.start,
                end=measure.end,
                text=layers.text[measure.start : measure.end],
                low=measure.low,
                high=measure.high,
                unit=measure.unit,
                dimension=measure.dimension,
                comparator=measure.comparator,
                direction=directions[index],
                status=stated,
                status_score=round(chances[index], 4),
                modality=tone,
                modality_words=words,
                deadline=deadlines.of(index, stated),
                indicator=indicator.span,
                indicator_name=name_of(indicator.span, layers.text, measure.dimension),
                scope=indicator.scope,
                sentence=layers.measured.sentences[index],
                rule=measure.rule,
            )
        )
    return dealt(found)
