"""How findings are drawn: bars, heat maps and lines over years, with a font that has Chinese characters."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd  # type: ignore[import-untyped]
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from sanxin.explore.finding import Drawing
from sanxin.graph.looks import looks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: A bar for each of so many rows; more are not to be read.
_BARS = 20
#: More lines than this are not to be told apart.
_LINES = 8
#: How to get a font with Chinese characters.
FONT_REMEDY = "Debian and Ubuntu: apt install fonts-noto-cjk; any system: Noto Sans SC or Source Han Sans"
_NO_FONT = (
    "no font with Chinese characters is installed, so pictures show boxes in their place; install one "
    f"({FONT_REMEDY}) and start Python anew"
)


def picture(frame: pd.DataFrame, drawing: Drawing, ax: Axes | None) -> Figure:
    """Return the figure that a drawing makes of a frame; without a Chinese font there is one warning."""
    family = chinese_font()
    families = [*([family] if family else []), "DejaVu Sans"]
    with mpl.rc_context({"font.family": families, "axes.unicode_minus": False}), _no_word_of_glyphs():
        figure = Figure(figsize=(8, 4.5), layout="constrained") if ax is None else ax.figure.figure
        axes = figure.add_subplot() if ax is None else ax
        axes.spines[["top", "right"]].set_visible(False)
        height = drawing(frame, axes)
        if ax is None:
            figure.set_figheight(max(2.0, height))
        axes.tick_params(labelfontfamily=families)
        figure.draw_without_rendering()
    if family is None:
        warnings.warn(_NO_FONT, stacklevel=3)
    return figure


def png(figure: Figure) -> bytes:
    """Return a figure as a PNG file."""
    content = io.BytesIO()
    with _no_word_of_glyphs():
        figure.savefig(content, format="png", dpi=110)
    return content.getvalue()


@contextmanager
def _no_word_of_glyphs() -> Iterator[None]:
    """Keep matplotlib from a warning for each character without a font: one of ours says what to do."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        yield


@cache
def chinese_font() -> str | None:
    """Return the name of an installed font that has Chinese characters, the best known first."""
    wanted = looks()["fonts"]["names"]
    held = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in wanted if name in held), None)
    return found or next(_unlisted(), None)


def _unlisted() -> Iterator[str]:
    """Yield fonts that were installed after matplotlib made its list."""
    for path in sorted(font_manager.findSystemFonts()):
        if any(mark in Path(path).name.lower() for mark in looks()["fonts"]["files"]):
            font_manager.fontManager.addfont(path)
            yield font_manager.fontManager.ttflist[-1].name


# ---- kinds of pictures ----


def bars(frame: pd.DataFrame, ax: Axes, label: str, value: str) -> float:
    """Draw a bar for each row, the first on top."""
    shown = frame.dropna(subset=[value]).head(_BARS).iloc[::-1]
    drawn = ax.barh(range(len(shown)), shown[value], color=looks()["pathways"][2])
    ax.bar_label(
        drawn,
        [f"{number:,.3g}" if isinstance(number, float) else f"{number:,}" for number in shown[value]],
        padding=2,
        fontsize=8,
    )
    ax.margins(x=0.12)
    ax.set_yticks(range(len(shown)), [str(name)[:24] for name in shown[label]])
    ax.set_xlabel(value)
    return 0.28 * len(shown) + 0.8


def of_one_unit(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the rows of the commonest unit: 240亿元 and 21% have no axis in common."""
    held = frame[unit].fillna("")
    return frame if held.empty else frame[held == held.value_counts().index[0]]


def heat(frame: pd.DataFrame, ax: Axes) -> float:
    """Draw a matrix of counts, each written into its cell."""
    shown = frame.head(_BARS)
    counts = shown.to_numpy(dtype=float)
    middle = counts.max(initial=0) / 2
    ax.imshow(counts, cmap="YlOrBr", aspect="auto")
    ax.set_xticks(range(shown.shape[1]), [str(name) for name in shown.columns])
    ax.set_yticks(range(shown.shape[0]), [str(name)[:16] for name in shown.index])
    for row, column in zip(*counts.nonzero(), strict=True):
        count = counts[row, column]
        ax.text(column, row, f"{count:g}", ha="center", va="center", color="white" if count > middle else "black")
    return 0.3 * len(shown) + 1


def changes(frame: pd.DataFrame, ax: Axes) -> float:
    """Draw for each target that both have a line from what it was to what it is, in percent of what it was."""
    moved = frame[frame["change"].isin(["raised", "lowered"])].copy()
    moved["percent"] = (moved["after"] / moved["before"] - 1) * 100
    half = _BARS // 2
    rose, fell = (moved[moved["change"] == change] for change in ("raised", "lowered"))
    shown = pd.concat([rose.head(max(half, _BARS - len(fell))), fell.head(max(half, _BARS - len(rose)))]).iloc[::-1]
    up, down = looks()["pathways"][1], looks()["kinds"]["goal"]
    colours = [up if change == "raised" else down for change in shown["change"]]
    ax.barh(range(len(shown)), shown["percent"], color=colours)
    several = shown["region"].nunique() > 1
    names = [f"{row.region if several else ''} {row.indicator} ({row.unit})".strip() for row in shown.itertuples()]
    ax.set_yticks(range(len(shown)), [name[:30] for name in names])
    ax.axvline(0, color="grey", linewidth=0.8)
    ax.set_xlabel("%")
    ax.set_xscale("symlog", linthresh=10)
    ax.xaxis.set_major_formatter(ScalarFormatter())
    return 0.28 * len(shown) + 0.8


def years(frame: pd.DataFrame, ax: Axes) -> float:
    """Draw what was promised and what was reported over the years; of several units the one most often used."""
    if frame.empty:
        return 0
    sort = frame.groupby(["unit", "direction"], sort=False, dropna=False).size().idxmax()
    shown = frame[(frame["unit"] == sort[0]) & (frame["direction"].fillna("") == (sort[1] or ""))]
    series = list(shown.groupby(["region", "kind"], sort=False, dropna=False))
    several = len(series) > _LINES
    for n, ((region, kind), rows) in enumerate(series):
        promised = kind == "target"
        middle = (rows["low"] + rows["high"]) / 2
        name = kind if several else f"{region or ''} {kind}".strip()
        ax.errorbar(
            rows["for_year"],
            middle,
            yerr=[middle - rows["low"], rows["high"] - middle],
            # Of many regions the points are enough: promises and results are told apart by colour.
            fmt=("o" if promised else "s") + ("" if several else "-"),
            color=looks()["pathways"][not promised if several else n // 2 % len(looks()["pathways"])],
            mfc=None if promised else "white",
            alpha=0.6 if several else 0.9,
            linewidth=1,
            label=name if name not in ax.get_legend_handles_labels()[1] else None,
        )
    ax.set_ylabel(" ".join(part for part in (frame["indicator"].iloc[0], sort[0], sort[1] or "") if part))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(frameon=False, fontsize=8)
    return 4.5
