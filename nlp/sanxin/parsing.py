"""Reading one expression by itself: a cell of a table, an answer, a value typed by hand; no sentence around it."""

from __future__ import annotations

from sanxin.quantities import read_whole
from sanxin.records import Quantity, Span

#: Longer than any quantity a person writes.
_LONGEST = 80


def parse_quantity(text: str) -> Quantity | None:
    """Return `text` as one quantity, None if it is not just that.

    `不低于3.5%` → 3.5 %, ge; `1.2万亿元` → 1200000000000 元, eq; `100至120个` → 100 to 120 个, range;
    `三分之二以上` → 66.67 %, ge; `前三名` → 3 名, le; `-0.8%` → -0.8 %, eq; `产值500亿元` → None.

    Nothing stands around it that could say otherwise, so what the extractor takes for a slogan's numeral or an article
    in running text (`一个`, `三项`, `14市`) counts here. Blanks around and inside (` 3 000 亩`) are passed over. Only
    what the words themselves say is filled: `low`, `high`, `unit`, `dimension`, `comparator`, `text` and `rule`.
    """
    words = text.strip()
    if len(words) > _LONGEST:
        return None
    measure = read_whole("".join(words.split()))
    if measure is None:
        return None
    return Quantity(
        id="q1",
        start=0,
        end=len(words),
        text=words,
        low=measure.low,
        high=measure.high,
        unit=measure.unit,
        dimension=measure.dimension,
        comparator=measure.comparator,
        sentence=Span(0, len(words)),
        rule=measure.rule,
    )
