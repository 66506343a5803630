"""Tables with one text a row: CSV, TSV and JSONL. The text column is found by its name or by its content."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from sanxin.errors import EmptyError, FormatError, InputError, UnreadableError
from sanxin.limits import EXCEL_CELL, limits
from sanxin.reading.dates import read_date
from sanxin.reading.detect import Decoded, decode, newlines
from sanxin.reading.factrules import fact_rules
from sanxin.reading.page import Hints, Options, Page

_SAMPLE = 50
_HAN = re.compile(r"[一-鿿]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# A text column holds texts: fewer Chinese characters a row than this is a column of names or titles.
_LEAST_HAN = 40
_LONGEST_HEADER = 30
_LISTED = 12  # columns in a message
_CUT = f"fills a cell of Excel to its last character ({EXCEL_CELL:,}): what came behind it may have been cut off"
_DELIMITERS = ",\t;|"

NamedRow = Mapping[str, str]


def read_csv(data: bytes, source: str, options: Options) -> Iterator[Page | InputError]:
    """Yield one page a row of a table split by commas (or whatever its first line is split by)."""
    found = decode(data, source)
    yield from texts(_guessed(found.text, source), source, options, found)


def rows_of_csv(data: bytes, source: str) -> Iterator[NamedRow | InputError]:
    """Yield the rows of a table by column name, whatever they hold."""
    yield from _guessed(decode(data, source).text, source)


def _guessed(text: str, source: str) -> Iterator[NamedRow | InputError]:
    """Yield the rows of a table split by what its first line is split by."""
    first = text.lstrip("\n").partition("\n")[0]
    yield from _delimited(text, source, max(_DELIMITERS, key=first.count))


def read_tsv(data: bytes, source: str, options: Options) -> Iterator[Page | InputError]:
    """Yield one page a row of a table split by tabs."""
    found = decode(data, source)
    yield from texts(_delimited(found.text, source, "\t"), source, options, found)


def read_jsonl(data: bytes, source: str, options: Options) -> Iterator[Page | InputError]:
    """Yield one page a line of JSON objects."""
    found = decode(data, source)
    yield from texts(_objects(found.text, source), source, options, found)


def read_json(data: bytes, source: str, options: Options) -> Iterator[Page | InputError]:
    """Yield one page an object of a JSON file: a list of objects, the longest list inside an object, or one object."""
    found = decode(data, source)
    try:
        value = json.loads(found.text)
    except ValueError as error:
        if "\n{" not in found.text.strip():
            raise FormatError(source, f"is no JSON ({error})", "check it with a JSON editor") from error
        yield from texts(_objects(found.text, source), source, options, found)
        return
    except RecursionError as error:
        raise FormatError(source, "nests too deep", "give a list of objects with a text each") from error
    yield from texts(iter(_listed(value)), source, options, found)


def _listed(value: object) -> list[NamedRow]:
    """Return the objects of a JSON value as rows; a list of strings has the column `text`."""
    if isinstance(value, dict):
        lists = [item for item in value.values() if isinstance(item, list) and any(isinstance(x, dict) for x in item)]
        value = max(lists, key=len, default=[value])
    items = value if isinstance(value, list) else []
    rows = ({"text": item} if isinstance(item, str) else item for item in items)
    return [{str(key): as_text(cell) for key, cell in row.items()} for row in rows if isinstance(row, dict)]


def is_table_header(line: str) -> bool:
    """Tell whether a first line names a text column: `province,year,full_text` yes, `各位代表：` no."""
    cells = re.split(f"[{re.escape(_DELIMITERS)}]", line)
    names = {cell.strip().strip('"').casefold() for cell in cells}
    return len(cells) > 1 and not names.isdisjoint(fact_rules().columns["text"])


def _delimited(text: str, source: str, delimiter: str) -> Iterator[NamedRow | InputError]:
    """Yield the rows by column name; a table without a header line has columns 1, 2, ..."""
    if csv.field_size_limit() < limits().field_characters:
        csv.field_size_limit(limits().field_characters)
    # Not str.splitlines: it splits at U+2028 and form feeds too, which may stand inside a field.
    reader = csv.reader((match[0] for match in _LINE.finditer(text)), delimiter=delimiter, strict=True)
    yield from named_rows(_rows(reader), source)


def named_rows(rows: Iterable[list[str] | csv.Error], source: str) -> Iterator[NamedRow | InputError]:
    """Yield the rows of a table by column name; a table without a header line has columns 1, 2, ..."""
    header: list[str] = []
    number = 0
    broken = False
    for cells in rows:
        if not isinstance(cells, csv.Error):
            if not any(cell.strip() for cell in cells) or (broken and len(cells) != len(header)):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                if all(len(cell) <= _LONGEST_HEADER for cell in cells):
                    continue
                header = [str(n) for n in range(1, len(cells) + 1)]
        number += 1
        # What follows a broken row up to the next whole one are the lines of its text.
        broken = isinstance(cells, csv.Error)
        yield _row(cells, header, f"{source}#{number}")


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str] | csv.Error]:
    """Yield the rows, and for a row that breaks the rules of CSV its error."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield error


def _row(cells: list[str] | csv.Error, header: Sequence[str], source: str) -> NamedRow | InputError:
    if isinstance(cells, csv.Error):
        return FormatError(source, f"is a broken row ({cells})", "check its quotation marks")
    if len(cells) != len(header):
        problem = f"has {len(cells)} cells, not the {len(header)} of the header"
        return FormatError(source, problem, "put texts that hold the delimiter in quotation marks")
    return dict(zip(header, cells, strict=True))


def _objects(text: str, source: str) -> Iterator[NamedRow | InputError]:
    """Yield the objects, a line each, their values as strings."""
    number = 0
    for match in _LINE.finditer(text):
        if not match[0].strip():
            continue
        number += 1
        try:
            value = json.loads(match[0])
        except (ValueError, RecursionError) as error:
            yield FormatError(f"{source}#{number}", f"is no JSON ({error})", "write one JSON object a line")
            continue
        if isinstance(value, dict):
            yield {str(key): as_text(item) for key, item in value.items()}
        else:
            yield FormatError(f"{source}#{number}", "is no JSON object", "write one JSON object a line")


def as_text(value: object) -> str:
    """Return a cell's value as a string: lists of strings line by line, 2026.0 as 2026, nothing as the empty string."""
    if isinstance(value, str):
        # A lone surrogate (\ud800) is legal JSON, but no text: it could not be written out again.
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(as_text(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def texts(
    rows: Iterator[NamedRow | InputError], source: str, options: Options, found: Decoded, part: str = ""
) -> Iterator[Page | InputError]:
    """Yield one page a row; `part` names the sheet of a workbook in front of the row's number, `found` the encoding."""
    sample = list(islice(rows, _SAMPLE))
    sound = [row for row in sample if not isinstance(row, InputError)]
    if sample and not sound:
        yield from (row for row in chain(sample, rows) if isinstance(row, InputError))
        return
    column = _text_column(sound, source, options.text_column)
    for number, row in enumerate(chain(sample, rows), 1):
        if number > limits().rows:
            yield UnreadableError(source, f"has more than {limits().rows} rows; the rest was not read", "split it")
            return
        if isinstance(row, InputError):
            yield row
            continue
        text = newlines(row.get(column) or "").removeprefix("\ufeff")
        if not text.strip():
            yield EmptyError(
                f"{source}#{part}{number}", f"has no text in column {column!r}", "fill it in or leave the row out"
            )
            continue
        label = f"{part}{number}" if part else number
        warnings = (*found.warnings, _CUT) if _fills_a_cell(text) else found.warnings
        yield Page(text, found.encoding, label, hints_of(row, column), warnings=warnings)


def _fills_a_cell(text: str) -> bool:
    """Tell whether a text is exactly as long as Excel lets a cell be: programs cut what is longer and say nothing."""
    return len(text) <= EXCEL_CELL and len(text.encode("utf-16-le", "replace")) == 2 * EXCEL_CELL


def _text_column(rows: Sequence[NamedRow], source: str, wanted: str | None) -> str:
    """Return the column of the texts: the one asked for, one with a known name, or the one with the most Chinese."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if wanted is not None:
        if wanted in columns:
            return wanted
        known = ", ".join(columns) or "none"
        raise FormatError(source, f"has no column {wanted!r}", f"choose one of its columns: {known}")
    amount = {name: sum(len(_HAN.findall(row.get(name) or "")) for row in rows) / len(rows) for name in columns}
    names = fact_rules().columns["text"]
    known_columns = [name for name in columns if name.casefold() in names and amount[name]]
    if known_columns:
        return min(known_columns, key=lambda name: names.index(name.casefold()))
    best = max(columns, key=lambda name: amount[name], default=None)
    if best is None or amount[best] < _LEAST_HAN:
        listed = ", ".join(columns[:_LISTED]) + (", ..." if len(columns) > _LISTED else "") or "none"
        raise FormatError(source, f"has no column of Chinese texts (columns: {listed})", "name it with text_column")
    return best


def hints_of(row: NamedRow, text_column: str | None = None) -> Hints:
    """Return the facts that the other columns state: `{"省份": "云河省", "year": "2026"}` gives region and date."""
    cells = {name.casefold(): value.strip() for name, value in row.items() if name != text_column and value}
    stated: dict[str, str] = {}
    for fact, names in fact_rules().columns.items():
        value = next((cells[name] for name in names if cells.get(name)), None)
        if value is not None:
            stated[fact] = value
    return Hints(
        title=stated.get("title"),
        date=read_date(stated.get("date", "")) or read_date(stated.get("year", "")),
        published=read_date(stated.get("published", "")),
        region=stated.get("region"),
        level=fact_rules().level_named(stated.get("level", "")),
        speaker=stated.get("speaker"),
        occasion=stated.get("occasion"),
    )
