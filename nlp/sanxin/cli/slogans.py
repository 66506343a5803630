"""`sanxin slogans`: every mention of a slogan, or with --over-time how each slogan spread over years and regions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from sanxin.cli import extract, grid, writers
from sanxin.cli.inputs import not_empty, speeches, stores
from sanxin.cli.messages import Reporter
from sanxin.cli.options import (
    DateOption,
    FormatOption,
    MetadataOption,
    OutputOption,
    PathsArgument,
    QuietOption,
    TextColumnOption,
    settings,
)
from sanxin.cli.writers import Format
from sanxin.errors import OptionError
from sanxin.records import Speech

if TYPE_CHECKING:
    from sanxin.archive.store import Store

EXAMPLES = """\b
Examples:
  sanxin slogans speech.docx
  sanxin slogans archive/ --over-time -o diffusion.xlsx
  sanxin slogans store/ --over-time --min-documents 3
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

    With --over-time paths may also be stores that `sanxin batch` has written, and variants of a slogan (with and
    without quotation marks) are one row. The table of a terminal shows the chief columns; the other formats have a
    column for each year and the counts of every region.
    """
    from sanxin.diffusion import columns, rows, trace

    held = stores(paths)
    if held and (not over_time or date is not None):
        raise OptionError(f"{held[0].folder}: is a store: its slogans are read with --over-time and without --date")
    if held and len(held) < len(paths):
        raise OptionError(f"{held[0].folder}: is a store; give stores alone or texts alone")
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
    chosen = writers.choose(form, output, sys.stdout.isatty())
    with Reporter(quiet) as reporter:
        given = settings(date, "sanxin", text_column, metadata=metadata)
        found = _kept(held, reporter) if held else speeches(paths, given, reporter)
        spreads = trace(extract.sure(not_empty(found, reporter, paths), min_score))
    wanted = {name: spread for name, spread in spreads.items() if spread.documents >= min_documents}
    table = columns(wanted.values())
    shown = [column for column in table if chosen is not Format.TABLE or column.name in _SHOWN]
    grid.write(rows(wanted, table), shown, "slogans", chosen, output)
    reporter.summary(len(wanted), "slogans")
    return reporter.exit_code


def _kept(stores: list[Store], reporter: Reporter) -> Iterator[Speech]:
    from sanxin.diffusion import stored

    for store in stores:
        for speech in stored(store):
            reporter.read(speech.document.id, ())
            yield speech
