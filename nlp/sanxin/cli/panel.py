"""`sanxin panel`: region × year × indicator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sanxin.cli import grid, messages
from sanxin.cli.options import FormatOption, StoreArgument
from sanxin.cli.output import whole_file
from sanxin.cli.writers import Format, asks_for
from sanxin.tables import Column, Row

EXAMPLES = """\b
Examples:
  sanxin panel store/ -o panel.xlsx
  sanxin panel store/ --indicator 地区生产总值 -o growth.dta
  sanxin panel store/ --fulfilment -o kept.xlsx
"""
_STATA = ".dta"


def command(
    store: StoreArgument,
    indicator: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this indicator, by its canonical name; repeatable.")
    ] = None,
    fulfilment: Annotated[
        bool,
        typer.Option("--fulfilment", help="Each target beside what the report of the year after says was reached."),
    ] = False,
    form: FormatOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file: .csv, .xlsx, .parquet, .jsonl, .dta."),
    ] = None,
) -> int:
    """Print the targets of every region, year and indicator, one row each, with the words they were set in.

    A row without a value says that a report sets no target of what the region's other reports set one for. A .dta
    file (Stata 14 and later) has the columns under the names that researchers publish. With --fulfilment a verdict
    stands beside each target whose region has a report of the year after: met, missed, unclear, not reported.
    """
    from sanxin.archive import fulfilment as promises
    from sanxin.archive import panel
    from sanxin.archive.store import open_store

    folder = open_store(store).folder
    if fulfilment:
        columns, rows = promises.COLUMNS, promises.joined(folder, indicator or ())
    else:
        columns, rows = panel.COLUMNS, panel.panel(folder, indicator or ())
    _write(rows, columns, form, output)
    messages.say(f"{len(rows)} rows")
    return 0


def _write(rows: list[Row], columns: tuple[Column, ...], form: Format | None, output: Path | None) -> None:
    from sanxin.archive.panel import published, write_stata

    if output is not None and asks_for(_STATA, form, output):
        with whole_file(output) as temporary:
            write_stata(rows, columns, temporary, published)
    else:
        grid.write(rows, columns, "panel", form, output)
