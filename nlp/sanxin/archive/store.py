"""A store opened for reading: its tables as Arrow, pandas or polars."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanxin.archive.schema import TABLES, path_of
from sanxin.errors import MissingDependencyError, OptionError, UnreadableError

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import pyarrow as pa  # type: ignore[import-untyped]

    from sanxin.archive.search import Hit


@dataclass(frozen=True, slots=True)
class Store:
    """The tables of one store: documents, quantities, slogans, actions, edges, failures."""

    folder: Path

    def path(self, table: str) -> Path:
        """Return the Parquet file of a table."""
        if table not in TABLES:
            raise OptionError(f"{table!r} is no table of a store; the tables are {', '.join(TABLES)}")
        return path_of(self.folder, table)

    def arrow(self, table: str, columns: list[str] | None = None) -> pa.Table:
        """Return a table, or some of its columns, as Arrow."""
        import pyarrow.parquet as pq  # type: ignore[import-untyped]

        return pq.read_table(self.path(table), columns=columns)

    def pandas(self, table: str, columns: list[str] | None = None) -> pd.DataFrame:
        """Return a table, or some of its columns, as a pandas frame."""
        return self.arrow(table, columns).to_pandas()

    def polars(self, table: str, columns: list[str] | None = None) -> Any:
        """Return a table, or some of its columns, as a polars frame."""
        try:
            import polars
        except ImportError as error:
            raise MissingDependencyError("polars", "polars()", "polars") from error
        return polars.from_arrow(self.arrow(table, columns))

    def sql(self, query: str) -> pa.Table:
        """Return the answer to a SELECT as Arrow; `.to_pandas()` makes it a frame."""
        from sanxin.archive.query import run

        with run(self.folder, query) as batches:
            return batches.read_all()

    def search(self, phrase: str) -> Iterator[Hit]:
        """Yield the places where a phrase of two characters or more stands."""
        from sanxin.archive.search import search

        return search(self.folder, phrase)

    def panel(self, indicators: Sequence[str] = ()) -> pd.DataFrame:
        """Return region × year × indicator as a pandas frame; all indicators if none is named."""
        from sanxin import arrow
        from sanxin.archive.panel import COLUMNS, panel

        return arrow.table(panel(self.folder, indicators), COLUMNS).to_pandas()

    def fulfilment(self, indicators: Sequence[str] = ()) -> pd.DataFrame:
        """Return targets with what the report of the year after says was reached, and the verdict."""
        from sanxin import arrow
        from sanxin.archive.fulfilment import COLUMNS, joined

        return arrow.table(joined(self.folder, indicators), COLUMNS).to_pandas()


def open_store(path: str | os.PathLike[str]) -> Store:
    """Return the store in a folder that `sanxin batch` has written.

    Raises:
        UnreadableError: There is no store.
    """
    folder = Path(path)
    missing = [name for name in TABLES if not path_of(folder, name).is_file()]
    if missing:
        problem = f"is no store (without {', '.join(f'{name}.parquet' for name in missing)})"
        raise UnreadableError(str(path), problem, "make one with: sanxin batch ARCHIVE -o STORE")
    return Store(folder.resolve())
