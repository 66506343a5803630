"""`sanxin slogans`: every mention of a slogan, or with --over-time how each slogan spread over years and regions."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from sanxin.cli import extract, listing
from sanxin.cli.inputs import not_empty, speeches
from sanxin.cli.listing import FormatOption, OutputOption
from sanxin.cli.messages import Reporter
from sanxin.cli.options import DateOption, MetadataOption, PathsArgument, QuietOption, TextColumnOption, settings
from sanxin.cli.writers import Format
from sanxin.records import Speech

EXAMPLES = """\b
Examples:
  sanxin slogans speech.docx
  sanxin slogans archive/ --over-time -o diffusion.xlsx
  sanxin slogans archive/ --over-time --min-documents 3
"""

# What of the diffusion table fits on a screen.
_SHOWN = ("canonical", "kind", "count", "documents", "regions", "first_date", "first_region", "last_date")


def command(
    paths: PathsArgument,
    over_time: Annotated[
        bool, typer.Option("--over-time", help="One row a slogan: first and last seen, counts by year and region.")
    ] = False,
    min_documents: Annotated[
        int, typer.Option("--min-documents", min=1, help="With --over-time: leave out what fewer documents say.")
    ] = 1,
    form: FormatOption = None,
    output: OutputOption = None,
    date: DateOption = None,
    text_column: TextColumnOption = None,
    metadata: MetadataOption = None,
    min_score: Annotated[
        float, typer.Option("--min-score", min=0, max=1, help="Leave out mentions that are less surely slogans.")
    ] = 0.0,
    quiet: QuietOption = False,
) -> int:
    """Print the slogans of speeches, one row a mention, as `extract --what slogans` does; or how they spread.

    With --over-time variants of a slogan (with and without quotation marks) are one row. The table of a terminal shows
    the chief columns; the other formats have a column for each year and the counts of every region.
    """
    if not over_time:
        return extract.command(
            paths,
            what=extract.Wanted.SLOGANS,
            form=form,
            output=output,
            date=date,
            text_column=text_column,
            metadata=metadata,
            min_score=min_score,
            quiet=quiet,
        )
    chosen = listing.choose(form, output)
    with Reporter(quiet, bar=not (chosen is Format.TABLE and output is None and sys.stdout.isatty())) as reporter:
        found = not_empty(
            speeches(paths, settings(date, "sanxin", text_column, metadata=metadata), reporter), reporter, paths
        )
        written = _write(extract.sure(found, min_score), min_documents, chosen, output, reporter)
    reporter.summary(written, "slogans")
    return reporter.exit_code


def _write(found: Iterable[Speech], least: int, form: Format, path: Path | None, reporter: Reporter) -> int:
    from sanxin.diffusion import columns, rows, trace

    spreads = {name: spread for name, spread in trace(found).items() if spread.documents >= least}
    table = columns(spreads.values())
    shown = [column for column in table if form is not Format.TABLE or column.name in _SHOWN]
    return listing.write("slogans", shown, rows(spreads, table), form, path, reporter)
