"""Workbooks (.xlsx, .xls, .ods and their kin) and Parquet: tables in which a row is a document."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from sanxin.errors import FormatError, InputError, UnreadableError
from sanxin.limits import limits
from sanxin.reading.detect import Decoded
from sanxin.reading.page import Options, Page
from sanxin.reading.parts import BROKEN, short
from sanxin.reading.tables import NamedRow, as_text, named_rows, texts

_REMEDY = "open it in Excel or LibreOffice and save it again as .xlsx"
_DECODED = Decoded("", "utf-8")
# A title above the header fills one cell of its row; so many rows are looked at.
_TITLE_ROWS = 20
_BATCH = 64


def read_workbook(data: bytes, source: str, options: Options) -> Iterator[Page | InputError]:
    """Yield one page a row of every sheet with a column of texts; other sheets are named in a warning."""
    import python_calamine

    book, names = _opened(data, source)
    found = False
    faults: list[InputError] = []
    for name in names:
        part = "" if len(names) == 1 else f"{name}!"
        place = source if len(names) == 1 else f"{source}#{name}"
        try:
            rows = _cells(book, name)
            for page in texts(named_rows(rows, place), place if not part else source, options, _DECODED, part):
                found = True
                yield page
        except FormatError as error:
            faults.append(error)
        except python_calamine.CalamineError as error:
            yield UnreadableError(place, f"is no sound sheet ({short(error)})", _REMEDY)
    if faults and not found:
        raise faults[0]


def rows_of_workbook(data: bytes, source: str) -> Iterator[NamedRow | InputError]:
    """Yield the rows of a workbook's first sheet by column name, whatever they hold."""
    book, names = _opened(data, source)
    yield from named_rows(_cells(book, names[0]), source)


def _opened(data: bytes, source: str) -> tuple[Any, list[str]]:
    """Return a workbook and the names of its sheets."""
    import python_calamine

    _check_size(data, source)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book, list(book.sheet_names)
    except python_calamine.CalamineError as error:
        raise UnreadableError(source, f"is no sound workbook or has a password ({short(error)})", _REMEDY) from error


def _cells(book: Any, name: str) -> Iterator[list[str]]:
    """Yield the cells of a sheet as strings, from its header on: a title over the table is left out."""
    rows = ([_cell(value) for value in row] for row in book.get_sheet_by_name(name).iter_rows())
    head = list(islice(rows, _TITLE_ROWS))
    wide = max((_filled(row) for row in head), default=0)
    begin = next((n for n, row in enumerate(head) if wide == 1 or _filled(row) > 1), 0)
    return chain(head[begin:], rows)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _cell(value: object) -> str:
    """Return a cell as a person sees it: 2026.0 as 2026, midnight as no time at all."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return str(value.date())
    return as_text(value)


def _check_size(data: bytes, source: str) -> None:
    """Refuse a workbook whose parts unpack to more than memory holds."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except BROKEN as error:
        raise UnreadableError(source, f"is no sound workbook ({short(error)})", _REMEDY) from error
    if size > limits().workbook_bytes:
        raise UnreadableError(source, f"unpacks to more than {limits().workbook_bytes >> 20} MB", "split it")


def read_parquet(data: bytes, source: str, options: Options) -> Iterator[Page | InputError]:
    """Yield one page a row of a Parquet table."""
    import pyarrow  # type: ignore[import-untyped]
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(io.BytesIO(data))
        groups = (table.metadata.row_group(n).total_byte_size for n in range(table.metadata.num_row_groups))
        size = sum(groups)
    except (pyarrow.ArrowException, ValueError, OSError) as error:
        raise UnreadableError(source, f"is no sound Parquet file ({short(error)})", "write it again") from error
    if size > limits().parquet_bytes:
        raise UnreadableError(source, f"unpacks to more than {limits().parquet_bytes >> 20} MB", "split it")
    yield from texts(_records(table, source), source, options, _DECODED)


def _records(table: Any, source: str) -> Iterator[NamedRow | InputError]:
    import pyarrow

    try:
        for batch in table.iter_batches(batch_size=_BATCH):
            for record in batch.to_pylist():
                yield {str(name): _cell(value) for name, value in record.items()}
    except (pyarrow.ArrowException, ValueError, OSError) as error:
        yield UnreadableError(source, f"breaks off ({short(error)})", "write it again")
