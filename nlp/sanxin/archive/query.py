"""SQL over the tables of a store, by DuckDB: it reads them and can do nothing else, whoever wrote the query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sanxin.archive.schema import TABLES, path_of
from sanxin.errors import OptionError
from sanxin.records import Status
from sanxin.tables import Row

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa  # type: ignore[import-untyped]

_ROWS = 10_000

# Files may be read that a view names and no other; nothing may be loaded from anywhere, and nothing of this undone.
_BOUNDS = (
    "SET temp_directory = ''",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


@contextmanager
def run(
    store: Path, sql: str, values: Sequence[object] = (), tables: Sequence[str] = TABLES
) -> Iterator[pa.RecordBatchReader]:
    """Give the answer to one SELECT over the tables of a store, in batches.

    Beside the tables there is the view `targets`: the quantities that are promised.

    Args:
        store: The folder of the tables.
        sql: The query.
        values: What stands for each `?` or `$n` in it.
        tables: Those that it may name, quantities among them.

    Raises:
        OptionError: It is no single SELECT, or DuckDB refuses it.
    """
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        _open(connection, store, tables)
        try:
            statements = connection.extract_statements(sql)
            if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
                raise OptionError("a query is one SELECT (or FROM, VALUES, DESCRIBE); the store is read, never written")
            yield connection.sql(statements[0].query, params=list(values) or None).to_arrow_reader(_ROWS)
        except duckdb.Error as error:
            raise OptionError(f"the query: {_line(error)}; the tables are {', '.join(TABLES)}, targets") from error
    finally:
        connection.close()


def rows_in(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    """Yield the rows of Arrow batches."""
    for batch in batches:
        yield from batch.to_pylist()


def _open(connection: duckdb.DuckDBPyConnection, store: Path, tables: Sequence[str]) -> None:
    files = {name: str(path_of(store, name)) for name in tables}
    for name, file in files.items():
        connection.read_parquet(file).create_view(name)
    connection.sql("FROM quantities").filter(f"status = '{Status.COMMITMENT}'").create_view("targets")
    connection.execute("SET allowed_paths = ?", [list(files.values())])
    for bound in _BOUNDS:
        connection.execute(bound)


def _line(error: Exception) -> str:
    """Return what DuckDB says, without the picture of the query below it."""
    return str(error).split("\n\n")[0].replace("\n", " ")
