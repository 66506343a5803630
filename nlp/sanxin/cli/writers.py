"""The one writer of rows. Each format keeps what it is given, or says on stderr what it could not hold.

| format | several tables | encoding and numbers |
| --- | --- | --- |
| jsonl | one stream | UTF-8; plain decimals; lists stay lists |
| csv | a folder, one file a table | UTF-8, in a file with the mark that Excel needs; lists joined by `|` |
| xlsx | one file, one sheet a table | typed cells; a cell of more than 32,767 characters is cut, marked and reported |
| parquet | a folder, one file a table | typed columns, zstd |
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TextIO

from sanxin.cli.output import folder, text_stream, whole_file
from sanxin.errors import OptionError, OutputError
from sanxin.limits import EXCEL_CELL
from sanxin.tables import Column, Row, plain

Tables = Mapping[str, Sequence[Column]]
Warn = Callable[[str], None]


class Format(StrEnum):
    """The forms that results can take; `table` is drawn by sanxin.cli.terminal."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


_SUFFIXES = {
    ".txt": Format.TABLE,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".parquet": Format.PARQUET,
}


class Sink(Protocol):
    """Takes rows, one at a time, for one of its tables."""

    def write(self, table: str, row: Row) -> None:
        """Write one row."""


def asks_for(suffix: str, form: Format | None, path: Path | None) -> bool:
    """Tell whether the name of a file asks for a form that is no table, and no `--format` says otherwise."""
    return form is None and path is not None and path.suffix.lower() == suffix


def choose(chosen: Format | None, path: Path | None, terminal: bool) -> Format:
    """Return the chosen format, else that of the suffix of `path`, else a table for a terminal, jsonl for a pipe."""
    if chosen is not None:
        return chosen
    if path is None:
        return Format.TABLE if terminal else Format.JSONL
    try:
        return _SUFFIXES[path.suffix.lower()]
    except KeyError:
        raise OptionError(
            f"{path}: no format goes with this name; end it in {', '.join(_SUFFIXES)} or add --format"
        ) from None


def open_sink(
    form: Format, path: Path | None, tables: Tables, warn: Warn, choices: Mapping[str, Sequence[str]] | None = None
) -> AbstractContextManager[Sink]:
    """Return a context that gives the sink; files appear when it closes without an error.

    `path` is None for stdout. csv and parquet hold one table a file: several tables need a folder. `choices`: the
    values that a person may choose from in the cells of a column; xlsx offers them.
    """
    several = len(tables) > 1
    if form is Format.JSONL:
        return _jsonl(path)
    if form is Format.CSV:
        if several and (path is None or _is_file_name(path)):
            raise OptionError("csv holds one table a file: give a folder (-o results/), or choose xlsx or jsonl")
        return _csv(path, tables)
    if path is None:
        raise OptionError(f"{form} is not text: give a file with -o")
    if form is Format.XLSX:
        return _xlsx(path, tables, warn, choices or {})
    if several and _is_file_name(path):
        raise OptionError("parquet holds one table a file: give a folder (-o results/), or choose xlsx or jsonl")
    return _parquet(path, tables)


def _is_file_name(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and not path.is_dir()


def _places(stack: ExitStack, path: Path | None, tables: Tables, suffix: str) -> Iterator[tuple[str, Path | None]]:
    """Yield each table with its file: `path` itself for one table, `path/TABLE.csv` for several."""
    if path is None or len(tables) == 1:
        yield from ((name, path) for name in tables)
    else:
        parent = stack.enter_context(folder(path))
        yield from ((name, parent / f"{name}{suffix}") for name in tables)


# ---- jsonl ----


_encode = json.JSONEncoder(ensure_ascii=False).encode


def dumps(value: Any) -> str:
    """Return JSON on one line with plain decimals (`0.00003`, which the standard encoder writes as `3e-05`)."""
    match value:
        case str():
            return _encode(value)
        case dict():
            return "{" + ", ".join([f"{_encode(key)}: {dumps(item)}" for key, item in value.items()]) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(dumps, value)) + "]"
        case float():
            return plain(value)
        case dt.date():
            return f'"{value.isoformat()}"'
    return _encode(value)


class _JsonlSink:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, table: str, row: Row) -> None:
        self._stream.write(dumps(row) + "\n")


@contextmanager
def _jsonl(path: Path | None) -> Iterator[Sink]:
    with text_stream(path) as stream:
        yield _JsonlSink(stream)


# ---- csv ----

# Excel and its kin take a cell that begins so for a formula; in East Asian locales the full-width twins too. A number
# with its sign is none, and stays.
_FORMULA = re.compile(r"(?!-\d{1,30}(?:\.\d{1,30})?%?$)[=+\-@\t\r\n＝＋－＠]")


def csv_cell(value: Any) -> str:
    """Return the cell's text; what a spreadsheet would run as a formula gets an apostrophe: `'=1+1`, but `-3.5`."""
    match value:
        case None:
            return ""
        case int() | float():
            return plain(value)
        case dt.date():
            return value.isoformat()
        case list():
            return csv_cell("|".join(map(str, value)))
    text = str(value)
    return "'" + text if _FORMULA.match(text) else text


class _CsvSink:
    def __init__(self, streams: Mapping[str, TextIO], tables: Tables) -> None:
        self._tables = tables
        self._writers = {name: csv.writer(stream, lineterminator="\n") for name, stream in streams.items()}
        self._begun: set[str] = set()

    def write(self, table: str, row: Row) -> None:
        self._begin(table)
        self._writers[table].writerow([csv_cell(row[column.name]) for column in self._tables[table]])

    def close(self) -> None:
        for table in self._tables:
            self._begin(table)

    def _begin(self, table: str) -> None:
        # Not before the first row, so that a run that reads nothing prints nothing.
        if table not in self._begun:
            self._begun.add(table)
            self._writers[table].writerow([column.name for column in self._tables[table]])


@contextmanager
def _csv(path: Path | None, tables: Tables) -> Iterator[Sink]:
    encoding = "utf-8" if path is None else "utf-8-sig"
    with ExitStack() as stack:
        places = _places(stack, path, tables, ".csv")
        sink = _CsvSink({name: stack.enter_context(text_stream(place, encoding)) for name, place in places}, tables)
        yield sink
        sink.close()


# ---- xlsx ----

_ROW_LIMIT = 1_048_576
_LIST_LIMIT = 253  # characters of a list to choose from, as Excel holds them in a cell's rule
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"text": 24, "indicator": 24, "sentence": 80, "title": 40, "doc_title": 30, "doc_id": 24, "source": 40}


class _XlsxSink:
    def __init__(self, tables: Tables, name: str, warn: Warn) -> None:
        from openpyxl import Workbook  # type: ignore[import-untyped]
        from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]
        from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

        self._name = name
        self._warn = warn
        self._tables = tables
        self._book = Workbook(write_only=True)
        self._sheets = {table: self._book.create_sheet(table) for table in tables}
        self._rows = dict.fromkeys(tables, 1)
        self._cut_fill = PatternFill("solid", fgColor="FFC7CE")
        bold = Font(bold=True)
        for table, sheet in self._sheets.items():
            sheet.freeze_panes = "B2"
            for n, column in enumerate(tables[table], 1):
                sheet.column_dimensions[get_column_letter(n)].width = _WIDTHS.get(column.name, 12)
            heads = [self._text(sheet, column.name) for column in tables[table]]
            for head in heads:
                head.font = bold
            sheet.append(heads)

    def write(self, table: str, row: Row) -> None:
        self._rows[table] += 1
        if self._rows[table] > _ROW_LIMIT:
            raise OutputError(
                f"{self._name}: a sheet holds {_ROW_LIMIT:,} rows and {table} has more; choose csv or parquet"
            )
        sheet = self._sheets[table]
        sheet.append([self._cell(sheet, column, row) for column in self._tables[table]])

    def offer(self, choices: Mapping[str, Sequence[str]]) -> None:
        """Let a person choose in the cells of these columns, in every row that was written."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

        for table, sheet in self._sheets.items():
            for n, column in enumerate(self._tables[table], 1):
                offered = ",".join(choices.get(column.name, ()))
                if offered and len(offered) <= _LIST_LIMIT and self._rows[table] > 1:
                    listed = DataValidation(type="list", formula1=f'"{offered}"')
                    listed.add(f"{get_column_letter(n)}2:{get_column_letter(n)}{self._rows[table]}")
                    sheet.data_validations.append(listed)

    def save(self, path: Path) -> None:
        buffer = io.BytesIO()  # a zip on a disk that is full could not be closed, and would complain on stderr
        self._book.save(buffer)
        path.write_bytes(buffer.getbuffer())

    def discard(self) -> None:
        # An unfinished sheet complains on stderr when it is collected.
        for sheet in self._sheets.values():
            if not sheet.closed:
                sheet.close()

    def _cell(self, sheet: Any, column: Column, row: Row) -> Any:
        from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

        value = row[column.name]
        match value:
            case None:
                return None
            case int() | float():
                cell = WriteOnlyCell(sheet, value)
                # The format "General" would show 100000000000 as 1E+11.
                decimals = len(plain(value).partition(".")[2])
                cell.number_format = "0." + "0" * decimals if decimals else "0"
                return cell
            case dt.date():
                cell = WriteOnlyCell(sheet, value)
                cell.number_format = "yyyy-mm-dd"
                return cell
        text = _NOT_XML.sub("\ufffd", "|".join(map(str, value)) if isinstance(value, list) else str(value))
        units = text.encode("utf-16-le")
        if len(units) <= 2 * EXCEL_CELL:
            return self._text(sheet, text)
        mark = f"…[cut: {len(text)} characters]"
        kept = units[: 2 * (EXCEL_CELL - len(mark))].decode("utf-16-le", "ignore")
        cell = self._text(sheet, kept + mark)
        cell.fill = self._cut_fill
        where = row.get("doc_id", f"row {self._rows[sheet.title]}")
        self._warn(
            f"{self._name}: {column.name} of {where} has {len(text):,} characters and a cell holds {EXCEL_CELL:,}: "
            "cut and marked; csv, jsonl and parquet hold all"
        )
        return cell

    def _text(self, sheet: Any, text: str) -> Any:
        """Return a cell that is text whatever it begins with: `=1+1` is shown and never computed."""
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        if _FORMULA.match(text):
            cell.quotePrefix = True  # it stays text when somebody edits the cell
        return cell


@contextmanager
def _xlsx(path: Path, tables: Tables, warn: Warn, choices: Mapping[str, Sequence[str]]) -> Iterator[Sink]:
    with whole_file(path) as temporary:
        sink = _XlsxSink(tables, str(path), warn)
        try:
            yield sink
            sink.offer(choices)
            sink.save(temporary)
        finally:
            sink.discard()


# ---- parquet ----

_GROUP = 20_000  # rows held in memory before they are written


class _ParquetSink:
    def __init__(self, paths: Mapping[str, Path], tables: Tables, stack: ExitStack) -> None:
        import pyarrow.parquet as pq  # type: ignore[import-untyped]

        from sanxin import arrow

        self._writers = {
            table: stack.enter_context(pq.ParquetWriter(path, arrow.schema(tables[table]), compression="zstd"))
            for table, path in paths.items()
        }
        self._tables = tables
        self._held: dict[str, list[Row]] = {table: [] for table in tables}

    def write(self, table: str, row: Row) -> None:
        self._held[table].append(row)
        if len(self._held[table]) >= _GROUP:
            self._flush(table)

    def close(self) -> None:
        for table in self._tables:
            self._flush(table)

    def _flush(self, table: str) -> None:
        from sanxin import arrow

        if self._held[table]:
            self._writers[table].write_table(arrow.table(self._held[table], self._tables[table]))
            self._held[table].clear()


@contextmanager
def _parquet(path: Path, tables: Tables) -> Iterator[Sink]:
    with ExitStack() as files:
        places = _places(files, path, tables, ".parquet")
        paths = {name: files.enter_context(whole_file(place)) for name, place in places if place is not None}
        with ExitStack() as writers:
            sink = _ParquetSink(paths, tables, writers)
            yield sink
            sink.close()
