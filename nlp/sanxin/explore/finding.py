"""The answer to a question: a pandas frame that knows how it is drawn."""

from __future__ import annotations

import base64
import io
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
        if find_spec("matplotlib") is None:
            raise MissingDependencyError("matplotlib", "drawing", "notebook")
        from sanxin.explore.pictures import picture

        return picture(self, self.drawing, ax)

    def _repr_html_(self) -> str:
        table = str(super()._repr_html_())
        if self.empty or find_spec("matplotlib") is None:
            return table
        content = io.BytesIO()
        self.draw().savefig(content, format="png", dpi=110)
        return f'{table}<img alt="" src="data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}">'
