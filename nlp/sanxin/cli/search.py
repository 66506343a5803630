"""`sanxin search`: a phrase in all texts of a store."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import Annotated

import typer

from sanxin.cli import grid, messages
from sanxin.cli.options import FormatOption, OutputOption, StoreArgument
from sanxin.tables import Column, Kind

EXAMPLES = """\b
Examples:
  sanxin search store/ 学位
  sanxin search store/ 营商环境 --limit 0 -o hits.xlsx
"""

_COLUMNS = (
    *map(Column, ("doc_id", "title", "date", "region")),
    Column("start", Kind.INTEGER),
    Column("end", Kind.INTEGER),
    *map(Column, ("before", "text", "after")),
)


def command(
    store: StoreArgument,
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="Two characters or more.", show_default=False)],
    limit: Annotated[int, typer.Option(min=0, help="Most places to show; 0 shows all.")] = 100,
    context: Annotated[int, typer.Option(min=0, help="Characters on either side.")] = 30,
    form: FormatOption = None,
    output: OutputOption = None,
) -> int:
    """Find every place where a phrase stands, with its document, its offsets and the words around it.

    The first search builds an index, search.sqlite in the store; it is built anew when the store has changed.
    """
    from sanxin.archive.search import search
    from sanxin.archive.store import open_store

    hits = search(open_store(store).folder, phrase, context)
    shown = list(islice(hits, limit or None))
    grid.write((asdict(hit) for hit in shown), _COLUMNS, "hits", form, output)
    more = next(hits, None) is not None
    messages.say(f"the first {len(shown)} places; --limit 0 shows all" if more else f"{len(shown)} places")
    return 0
