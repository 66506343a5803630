"""Rows that are no record of one speech, in any of the formats: what `newwords` and `slogans --over-time` print."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, TextIO

import typer

from sanxin.cli import writers
from sanxin.cli.messages import Reporter, one_line
from sanxin.cli.output import text_stream
from sanxin.cli.writers import Format
from sanxin.tables import Column, Kind, Row, plain

FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="By default as the name given with -o says; without -o a table on a terminal, jsonl in a pipe.",
        show_default=False,
    ),
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")]

_FILE_WIDTH = 120  # cells; of a table that goes to a file or a pipe


def write(
    name: str, table: Sequence[Column], rows: Iterable[Row], form: Format, path: Path | None, reporter: Reporter
) -> int:
    """Write the rows of the table `name` and return how many there are."""
    if form is Format.TABLE:
        with text_stream(path) as stream:
            return _draw(stream, table, list(rows))
    written = 0
    with writers.open_sink(form, path, {name: table}, reporter.warn) as sink:
        for written, row in enumerate(rows, 1):  # noqa: B007
            sink.write(name, row)
    return written


def choose(form: Format | None, path: Path | None) -> Format:
    """Return the format asked for, else that of the file's name, else a table for a terminal and jsonl for a pipe."""
    return writers.choose(form, path, sys.stdout.isatty())


def _draw(stream: TextIO, table: Sequence[Column], rows: list[Row]) -> int:
    from rich.console import Console
    from rich.table import Table

    terminal = stream.isatty()
    asked = os.environ.get("COLUMNS", "")
    width = None if terminal else int(asked) if asked.isdecimal() and int(asked) else _FILE_WIDTH
    console = Console(file=stream, width=width, force_terminal=terminal, markup=False, highlight=False, emoji=False)
    drawn = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False, header_style="dim")
    for n, column in enumerate(table):
        right = column.kind in (Kind.INTEGER, Kind.NUMBER)
        drawn.add_column(
            column.name.replace("_", " "),
            justify="right" if right else "left",
            style="bold" if n == 0 else "",
            overflow="fold",
        )
    for row in rows:
        drawn.add_row(*(_cell(row[column.name]) for column in table))
    console.print(drawn)
    return len(rows)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case int() | float():
            return plain(value)
        case list():
            return one_line(" ".join(map(str, value)))
    return one_line(str(value))
