"""Rows of `tables` as Arrow: the one mapping of column kinds to Arrow types, shared by Parquet output and the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from sanxin.tables import Column, Kind, Row

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.LIST: pa.list_(pa.string()),
}


def schema(columns: Sequence[Column]) -> pa.Schema:
    """Return the Arrow schema of these columns."""
    return pa.schema([(column.name, _TYPES[column.kind]) for column in columns])


def columns_of(found: pa.Schema) -> list[Column]:
    """Return the columns by which rows of any Arrow table can be written: numbers as numbers, the rest as text."""
    return [Column(field.name, _kind(field.type)) for field in found]


def _kind(kind: pa.DataType) -> Kind:
    if pa.types.is_integer(kind):
        return Kind.INTEGER
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return Kind.NUMBER
    if pa.types.is_date(kind):
        return Kind.DATE
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return Kind.LIST
    return Kind.TEXT


def table(rows: Iterable[Row], columns: Sequence[Column]) -> pa.Table:
    """Return rows as an Arrow table of these columns."""
    typed = [{column.name: _typed(row[column.name], column.kind) for column in columns} for row in rows]
    return pa.Table.from_pylist(typed, schema=schema(columns))


def _typed(value: Any, kind: Kind) -> Any:
    if kind is Kind.NUMBER and value is not None:
        return float(value)
    # A file name that is not UTF-8 reaches us with surrogates, which Arrow refuses.
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
