"""Rows of any columns, from a store: as a table on a terminal, or in the formats of `writers`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from sanxin.cli import messages, writers
from sanxin.cli.output import text_stream
from sanxin.cli.writers import Format
from sanxin.tables import Column, Kind, Row, plain

#: Rows that a person looks at; more belong in a file.
_SHOWN = 200
_NARROWEST = 12  # cells of a column that can still be read
_ENDLESS = 100_000


def write(rows: Iterable[Row], columns: Sequence[Column], name: str, form: Format | None, path: Path | None) -> None:
    """Write rows to `path` or stdout in the form that was chosen, or that goes with the place."""
    chosen = writers.choose(form, path, sys.stdout.isatty())
    if chosen is Format.TABLE:
        _draw(iter(rows), columns, path)
        return
    with writers.open_sink(chosen, path, {name: columns}, messages.warning) as sink:
        for row in rows:
            sink.write(name, row)


def _draw(rows: Iterator[Row], columns: Sequence[Column], path: Path | None) -> None:
    """Draw the first rows; on a terminal as many columns as can be read there."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    with text_stream(path) as stream:
        # A file is as wide as its rows.
        console = Console(file=stream, width=None if stream.isatty() else _ENDLESS, markup=False, emoji=False)
        shown = columns[: max(console.width // _NARROWEST, 1)]
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in shown:
            number = column.kind in (Kind.INTEGER, Kind.NUMBER)
            table.add_column(column.name, justify="right" if number else "left", overflow="fold")
        for row in islice(rows, _SHOWN):
            table.add_row(*(_words(row[column.name]) for column in shown))
        console.print(table, highlight=False)
    left = {"rows": sum(1 for _ in rows), "columns": len(columns) - len(shown)}
    rest = [f"{n} more {what}" for what, n in left.items() if n]
    if rest:
        messages.say(f"{' and '.join(rest)}; -o FILE.csv (or .xlsx, .parquet, .jsonl) holds all")


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case int() | float():
            return plain(value)
        case list():
            return messages.one_line("|".join(map(str, value)))
    return messages.one_line(str(value))
