"""`sanxin panel`: region × year × indicator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sanxin.cli import grid, messages
from sanxin.cli.grid import FormatOption, StoreArgument
from sanxin.cli.output import whole_file
from sanxin.cli.writers import Format
from sanxin.tables import Column, Row

EXAMPLES = """\b
Examples:
  sanxin panel store/ -o panel.xlsx
  sanxin panel store/ --indicator 地区生产总值 -o growth.dta
"""
_STATA = ".dta"


def command(
    store: StoreArgument,
    indicator: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this indicator, by its canonical name; repeatable.")
    ] = None,
    form: FormatOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file: .csv, .xlsx, .parquet, .jsonl, .dta."),
    ] = None,
) -> int:
    """Print the targets of every region, year and indicator, one row each, with the words they were set in.

    A row without a value says that a report sets no target of what the region's other reports set one for. A .dta
    file (Stata 14 and later) has the columns under the names that researchers publish.
    """
    from sanxin.archive.panel import COLUMNS, panel
    from sanxin.archive.store import open_store

    rows = panel(open_store(store).folder, indicator or ())
    _write(rows, COLUMNS, form, output)
    messages.say(f"{len(rows)} rows")
    return 0


def _write(rows: list[Row], columns: tuple[Column, ...], form: Format | None, output: Path | None) -> None:
    from sanxin.archive.panel import published, write_stata

    if output is not None and form is None and output.suffix.lower() == _STATA:
        with whole_file(output) as temporary:
            write_stata(rows, columns, temporary, published)
    else:
        grid.write(rows, columns, "panel", form, output)
