"""A report as tables for people: figures with their intervals, confusions, agreement, documents."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from sanxin.cli.languages import heading, words
from sanxin.cli.messages import one_line
from sanxin.evaluation.figures import Estimate
from sanxin.evaluation.report import Report
from sanxin.evaluation.tables import HEADLINES, NOTHING, Table, how, of_documents, share

_FILE_WIDTH = 120  # cells; of a table that goes to a file or a pipe


class View:
    """Draws the tables of a report on a stream."""

    def __init__(self, stream: TextIO) -> None:
        terminal = stream.isatty()
        asked = os.environ.get("COLUMNS", "")
        width = None if terminal else int(asked) if asked.isdecimal() and int(asked) else _FILE_WIDTH
        self._console = Console(
            file=stream, width=width, force_terminal=terminal, markup=False, highlight=False, emoji=False
        )

    def show(self, report: Report, tables: Iterable[Table]) -> None:
        """Draw the tables one below the other, then how the intervals were made."""
        draw = {
            Table.FIGURES: self._figures,
            Table.AGREEMENT: self._agreement,
            Table.CONFUSIONS: self._confusions,
            Table.DISAGREEMENTS: self._disagreements,
            Table.DOCUMENTS: self._documents,
        }
        for table in tables:
            draw[table](report)
        self._console.print(Text(words(how(report)), style="dim"))

    def _figures(self, report: Report) -> None:
        grid = _grid("field", "label", "marked", "found", "right", "precision", "recall", "F1", "accuracy")
        layer = name = None
        for figure in report.figures:
            line = figure.line
            if line.layer != layer:
                layer = line.layer
                grid.add_row(Text(layer, style="bold cyan"))
            counts = ["", "", ""] if figure.count is None else _counts(figure.count)
            measures = (figure.precision, figure.recall, figure.f1, figure.accuracy)
            field = "" if line.field == name else line.field
            name = line.field
            grid.add_row(Text("  " + field), Text(one_line(line.label)), *counts, *map(_estimate, measures))
        self._console.print(grid)

    def _agreement(self, report: Report) -> None:
        spans = _grid("records", "first", "second", "both", "F1", left=1)
        for figure in report.figures:
            if figure.line.field == "span" and figure.count is not None:
                spans.add_row(figure.line.layer, *_counts(figure.count), _estimate(figure.f1))
        if spans.row_count:
            self._console.print(spans)
            self._console.print()
        grid = _grid("field", "pairs", "same", "kappa", "alpha", left=1)
        for field in report.agreement:
            estimates = map(_estimate, (field.same, field.kappa, field.alpha))
            grid.add_row(field.field, str(field.pairs), *estimates)
        self._console.print(grid)

    def _confusions(self, report: Report) -> None:
        for confusion in report.confusions:
            grid = _grid(f"{confusion.field}: marked ↓ found →", *confusion.columns, left=1)
            for row in confusion.rows:
                cells = [
                    Text(str(confusion.counts.get((row, column), 0)), style="bold" if row == column else "")
                    for column in confusion.columns
                ]
                grid.add_row(Text(one_line(row)), *cells)
            self._console.print(grid)
            self._console.print()

    def _disagreements(self, report: Report) -> None:
        grid = _grid("document", "field", "words", "marked", "found", left=5)
        for each in report.disagreements:
            about = f"{each.layer[:-1]} {each.field}"
            words = (each.document, about, each.text, each.marked, each.found)
            grid.add_row(*(Text(one_line(cell) if cell is not None else NOTHING) for cell in words))
        self._console.print(grid)

    def _documents(self, report: Report) -> None:
        grid = _grid("document", *(" ".join(part for part in head if part) for head in HEADLINES), left=1)
        for document, headlines in of_documents(report):
            grid.add_row(Text(one_line(document)), *map(share, headlines))
        self._console.print(grid)


def _grid(*heads: str, left: int = 2) -> Grid:
    grid = Grid(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False, header_style="dim")
    for n, head in enumerate(heads):
        grid.add_column(heading(head), justify="left" if n < left else "right", overflow="fold")
    return grid


def _counts(count: object) -> list[str]:
    return [str(getattr(count, name)) for name in ("marked", "found", "right")]


def _estimate(estimate: Estimate) -> Text:
    words = Text(share(estimate.value))
    if estimate.low is not None and estimate.high is not None:
        words.append(f" {estimate.low:.2f}–{estimate.high:.2f}", style="dim")
    return words
