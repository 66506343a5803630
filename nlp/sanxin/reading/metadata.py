"""What a table of the reader's own says about files, joined by file name: it wins over what the texts say."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from sanxin.errors import InputError, OptionError
from sanxin.limits import limits
from sanxin.reading.dates import read_date
from sanxin.reading.factrules import fact_rules
from sanxin.reading.inputs import shown, suffix
from sanxin.reading.places import region_of
from sanxin.reading.sheets import rows_of_workbook
from sanxin.reading.tables import NamedRow, rows_of_csv
from sanxin.records import DocumentDate, Facts

_WORKBOOKS = frozenset({".xlsx", ".xls", ".ods"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts by file name. `unused`: columns that say nothing known here; `matched` fills while documents are read."""

    path: Path
    source: str
    rows: Mapping[str, Facts]
    unused: tuple[str, ...]
    matched: set[str] = field(default_factory=set)

    def over(self, facts: Facts, identity: str) -> Facts:
        """Return the facts of the document `identity`, with what the table says of its file put over them."""
        key = next((name for name in names_of(identity) if name in self.rows), None)
        if key is None:
            return facts
        self.matched.add(key)
        given = self.rows[key]
        # A year adds nothing to a day of that year.
        coarse = given.date and facts.date and given.date == DocumentDate(facts.date.year)
        return Facts(
            title=given.title or facts.title,
            date=facts.date if coarse else given.date or facts.date,
            region=given.region or facts.region,
            level=given.level or facts.level,
            speaker=given.speaker or facts.speaker,
            occasion=given.occasion or facts.occasion,
        )

    @property
    def unmatched(self) -> tuple[str, ...]:
        """The files of the table for which no document was read."""
        return tuple(name for name in self.rows if name not in self.matched)


def read_metadata(path: str | os.PathLike[str]) -> Metadata:
    """Return the table at `path` (.csv, .tsv, .xlsx): a column `file` and any of date, region, title, speaker, ...

    Raises:
        OptionError: It cannot be read, has no column of file names, names a file twice, or a date is none.
    """
    source = shown(path)
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(limits().file_bytes)
    except OSError as error:
        raise OptionError(f"{source}: cannot be opened ({error.strerror}); check the path of the metadata") from error
    try:
        rows = rows_of_workbook(data, source) if suffix(source) in _WORKBOOKS else rows_of_csv(data, source)
        return _table(rows, Path(path), source)
    except InputError as error:
        raise OptionError(str(error)) from error


def _table(rows: Iterator[NamedRow | InputError], path: Path, source: str) -> Metadata:
    known = fact_rules().columns
    found: dict[str, Facts] = {}
    unused: tuple[str, ...] = ()
    for number, row in enumerate(rows, 1):
        if isinstance(row, InputError):
            raise row
        cells = {name.strip().casefold(): value.strip() for name, value in row.items()}
        if number == 1:
            used = {name for fact, names in known.items() if fact != "text" for name in names}
            unused = tuple(name for name in row if name.strip().casefold() not in used)
        file = next((cells[name] for name in known["file"] if name in cells), None)
        if file is None:
            listed = ", ".join(row)
            raise OptionError(f"{source}: has no column of file names (columns: {listed}); name one of them file")
        key = _normal(file)
        if key in found:
            raise OptionError(f"{source}, row {number}: names {file} twice; leave one row a file")
        if key:
            found[key] = _facts(cells, f"{source}, row {number}")
    return Metadata(path.resolve(), source, found, unused)


def _facts(cells: Mapping[str, str], place: str) -> Facts:
    stated = {
        fact: value
        for fact, names in fact_rules().columns.items()
        if (value := next((cells[name] for name in names if cells.get(name)), None))
    }
    date = None
    for fact in ("date", "year"):
        if date is None and fact in stated:
            date = read_date(stated[fact])
            if date is None:
                raise OptionError(f"{place}: {stated[fact]!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    region = region_of(stated.get("region", ""))
    level = fact_rules().level_named(stated.get("level", "")) or (region.level if region else None)
    return replace(
        Facts(title=stated.get("title"), speaker=stated.get("speaker"), occasion=stated.get("occasion")),
        date=date,
        region=region.name if region else stated.get("region"),
        level=None if level == "city" else level,
    )


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/")).removeprefix("./")


def names_of(identity: str) -> Iterator[str]:
    """Yield the names that may stand for a document: `a/讲话.txt#3`, `a/讲话.txt`, `讲话.txt`, `a/讲话`, `讲话`."""
    whole = _normal(identity)
    yield whole
    path = PurePosixPath(whole.partition("#")[0])
    for begin in range(len(path.parts)):
        yield "/".join(path.parts[begin:])
    for begin in range(len(path.parts)):
        yield str(PurePosixPath(*path.parts[begin:]).with_suffix(""))
