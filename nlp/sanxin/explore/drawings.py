"""How each kind of finding is drawn, told without matplotlib, which not everybody has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sanxin.explore.finding import Drawing


def bars_of(label: str, value: str, unit: str | None = None) -> Drawing:
    """Return a drawing with a bar for each row; of rows in several units, for those of the commonest."""

    def draw(frame: Any, ax: Any) -> float:
        from sanxin.explore.pictures import bars, of_one_unit

        return bars(of_one_unit(frame, unit) if unit else frame, ax, label, value)

    return draw


def heat(frame: Any, ax: Any) -> float:
    """Draw a matrix of counts."""
    from sanxin.explore.pictures import heat as drawn

    return drawn(frame, ax)
