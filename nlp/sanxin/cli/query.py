"""`sanxin query`: SQL over a store."""

from __future__ import annotations

from typing import Annotated

import typer

from sanxin.cli import grid
from sanxin.cli.options import FormatOption, OutputOption, StoreArgument

EXAMPLES = """\b
Examples:
  sanxin query store/ "SELECT doc_region, count(*) FROM targets GROUP BY 1 ORDER BY 2 DESC"
  sanxin query store/ "SELECT input, problem FROM failures" -o failures.xlsx
  sanxin query store/ "SHOW TABLES"
"""


def command(
    store: StoreArgument,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT.", show_default=False)],
    form: FormatOption = None,
    output: OutputOption = None,
) -> int:
    """Ask a store in SQL (DuckDB's): tables documents, quantities, slogans, actions, edges, failures; view targets.

    The query can read these tables and nothing else.
    """
    from sanxin import arrow
    from sanxin.archive.query import rows_in, run
    from sanxin.archive.store import open_store

    with run(open_store(store).folder, sql) as batches:
        grid.write(rows_in(batches), arrow.columns_of(batches.schema), "result", form, output)
    return 0
