"""The answer to a question: a pandas frame that knows how it is drawn."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pandas as pd  # type: ignore[import-untyped]

from sanxin.errors import MissingDependencyError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Draws a frame on axes and says how high, in inches, the picture should be.
Drawing = Callable[["pd.DataFrame", "Axes"], float]


class Finding(pd.DataFrame):  # type: ignore[misc]
    """A DataFrame that draws itself; whatever is made from it (sorted, filtered) is a plain DataFrame."""

    _metadata = ("drawing",)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], columns: Sequence[str], drawing: Drawing) -> Finding:
        """Return rows as a frame with these columns, also if there are none."""
        return cls.framed(pd.DataFrame(list(rows), columns=list(columns)), drawing)

    @classmethod
    def framed(cls, frame: pd.DataFrame, drawing: Drawing) -> Finding:
        """Return a frame with its way of being drawn."""
        found = cls(frame)
        object.__setattr__(found, "drawing", drawing)
        return found

    @property
    def _constructor(self) -> Any:
        return pd.DataFrame

    def draw(self, ax: Axes | None = None) -> Figure:
        """Return the picture, drawn on `ax` or on a figure of its own.

        Raises:
            MissingDependencyError: matplotlib is not installed.
        """
        _need_matplotlib()
        from sanxin.explore.pictures import picture

        return picture(self, self.drawing, ax)

    def _repr_html_(self) -> str:
        table = str(super()._repr_html_())
        return table + as_image(self.draw()) if can_draw() and not self.empty else table


def can_draw() -> bool:
    """Is matplotlib installed?"""
    return find_spec("matplotlib") is not None


def _need_matplotlib() -> None:
    if not can_draw():
        raise MissingDependencyError("matplotlib", "drawing", "notebook")


def as_image(figure: Figure) -> str:
    """Return a figure as an element of a page."""
    from sanxin.explore.pictures import png

    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(png(figure)).decode()}">'


def side_by_side(findings: Sequence[Finding]) -> Figure:
    """Return one figure of several findings.

    Raises:
        MissingDependencyError: matplotlib is not installed.
    """
    _need_matplotlib()
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.5 * len(findings), 6), layout="constrained")
    for ax, finding in zip(figure.subplots(1, len(findings)), findings, strict=True):
        finding.draw(ax)
    return figure
