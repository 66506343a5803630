"""Panels: region × year × indicator, with what was promised for that year and the words it was promised in.

Of each region and year one document counts: that which sets the most targets for its own year, which is the annual
report if it is there. Where a region has a target of an indicator in one year and none in another, the other year has
a row without a value, which says so; a report that says itself that none is set has its sentence there (2020).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sanxin import data
from sanxin.archive.divisions import division
from sanxin.archive.query import rows_in, run
from sanxin.archive.schema import DOCUMENTS, QUANTITIES
from sanxin.records import Modality
from sanxin.tables import Column, Kind, Row

COLUMNS = (
    Column("region"),
    Column("level"),
    Column("province"),
    Column("prov_code", Kind.INTEGER),
    Column("code", Kind.INTEGER),
    Column("year", Kind.INTEGER),
    Column("indicator"),
    Column("unit"),
    Column("direction"),
    Column("value", Kind.NUMBER),
    Column("low", Kind.NUMBER),
    Column("high", Kind.NUMBER),
    Column("comparator"),
    Column("modality"),
    Column("words", Kind.LIST),
    Column("hard", Kind.INTEGER),
    Column("target"),
    Column("doc_id"),
    Column("start", Kind.INTEGER),
    Column("end", Kind.INTEGER),
    Column("sentence"),
)

SET = "set"
SAID = "said not to be set"
NONE = "none found"

#: A document with fewer annual targets is no report that would name those it does not set.
_REPORT = 3
_HARD = {Modality.HARD: 1, Modality.SOFT: 0, Modality.STRETCH: 0}
_NO_TARGET = "no-target"
# Promises for the end of the document's own year, of indicators that have a name.
_PROMISES = """
SELECT d.region, d.level, d.year, q.*
FROM targets q JOIN documents d USING (doc_id)
WHERE d.duplicate_of IS NULL AND d.region IS NOT NULL AND d.year IS NOT NULL AND q.indicator_name IS NOT NULL
  AND q.deadline = make_date(d.year, 12, 31) AND ($1 IS NULL OR list_contains($1, d.region))
ORDER BY d.doc_id, q.start
"""
#: The tables that panels follow from.
SOURCES = (DOCUMENTS, QUANTITIES)

Key = tuple[str, int]


def panel(store: Path, indicators: Sequence[str] = ()) -> list[Row]:
    """Return one row for every region, year and indicator (by unit and direction), in this order.

    Args:
        store: The folder of the tables.
        indicators: Canonical names (地区生产总值); all if none is given.
    """
    reports = annual(promises(store))
    rows = [row for report in reports.values() for row in report if not indicators or row["indicator"] in indicators]
    rows += _missing(rows, reports)
    return sorted(rows, key=_order)


def promises(store: Path, regions: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield the targets for the year of their own document as rows of a panel, with the quantity's `id` and `text`."""
    with run(store, _PROMISES, [regions], SOURCES) as batches:
        yield from map(_row, rows_in(batches))


def annual(found: Iterable[Row]) -> dict[Key, list[Row]]:
    """Return for each region and year the rows of the document that counts, one for each indicator."""
    documents: dict[Key, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        documents[row["region"], row["year"]][row["doc_id"]].append(row)
    return {key: _one_each(max(by_document.values(), key=len)) for key, by_document in documents.items()}


def _one_each(rows: list[Row]) -> list[Row]:
    """Return one row for each indicator, unit and direction: that of the sentence with the most targets.

    A report sets its targets in one list, and may come back to one of them in passing.
    """
    per_sentence: dict[str, int] = defaultdict(int)
    for row in rows:
        per_sentence[row["sentence"]] += 1
    best: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda row: (-per_sentence[row["sentence"]], row["start"])):
        best.setdefault(_kind(row), row)
    said = {row["indicator"] for row in best.values() if row["target"] == SET}
    return [row for row in best.values() if row["target"] == SET or row["indicator"] not in said]


def _kind(row: Row) -> tuple[str, str, str]:
    return row["indicator"], row["unit"] or "", row["direction"] or ""


def _row(found: Mapping[str, Any]) -> Row:
    region = found["region"]
    place = division(region)
    low, high = found["low"], found["high"]
    ends = [end for end in (low, high) if end is not None]
    modality = Modality(found["modality"] or Modality.PLAIN)
    return _place(region, found["level"], place) | {
        "id": found["id"],
        "text": found["text"],
        "year": found["year"],
        "indicator": found["indicator_name"],
        "unit": found["unit"] or None,
        "direction": found["direction"],
        "value": sum(ends) / len(ends) if ends else None,
        "low": low,
        "high": high,
        "comparator": found["comparator"] if ends else None,
        "modality": modality.value if ends else None,
        "words": found["modality_words"],
        "hard": _HARD.get(modality),
        "target": SAID if found["rule"] == _NO_TARGET else SET,
        "doc_id": found["doc_id"],
        "start": found["start"],
        "end": found["end"],
        "sentence": found["sentence"],
    }


def _place(region: str, level: str | None, place: Any) -> Row:
    return {
        "region": region,
        "level": level,
        "province": place and place.province,
        "prov_code": place and place.prov_code,
        "code": place and place.code,
    }


def _missing(rows: Sequence[Row], reports: Mapping[Key, Sequence[Row]]) -> Iterator[Row]:
    """Yield a row without a value for each report of a region that sets no target of what its others set one for."""
    wanted: dict[str, dict[tuple[str, ...], Row]] = defaultdict(dict)
    there: set[tuple[Key, str]] = set()
    for row in rows:
        there.add(((row["region"], row["year"]), row["indicator"]))
        if row["target"] == SET:
            wanted[row["region"]].setdefault(_kind(row), row)
    for (region, year), report in reports.items():
        if len(report) < _REPORT:
            continue
        for indicator, row in {kind[0]: row for kind, row in wanted[region].items()}.items():
            if ((region, year), indicator) not in there:
                empty = {column.name: None for column in COLUMNS}
                kept = ("region", "level", "province", "prov_code", "code", "indicator", "unit", "direction")
                yield (
                    empty
                    | {name: row[name] for name in kept}
                    | {
                        "year": year,
                        "target": NONE,
                        "doc_id": report[0]["doc_id"],
                    }
                )


def _order(row: Row) -> tuple[Any, ...]:
    place = row["code"] or 0
    return row["indicator"], place, row["region"], row["year"], row["unit"] or "", row["direction"] or ""


def write_stata(rows: Sequence[Row], columns: Sequence[Column], path: Path, names: Callable[[str], str]) -> None:
    """Write rows as a Stata file of form 118, with the columns under the names that `names` gives them."""
    import pandas as pd  # type: ignore[import-untyped]

    series = {}
    for column in columns:
        values = [_plain(row[column.name]) for row in rows]
        numbers = column.kind in (Kind.INTEGER, Kind.NUMBER)
        series[names(column.name)] = pd.Series(values, dtype="float64") if numbers else pd.Series(values, dtype=object)
    frame = pd.DataFrame(series).reset_index(drop=True)
    text = [name for name, found in series.items() if found.dtype == object]
    frame[text] = frame[text].fillna("").astype(str)
    long = [name for name in text if frame[name].str.encode("utf-8").str.len().max() > _STATA_STRING]
    frame.to_stata(path, write_index=False, version=118, convert_strl=long)


_STATA_STRING = 2045


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def published(column: str) -> str:
    """Return the name under which researchers publish a column: `sentence` is 报告语句."""
    return {row["name"]: row["published"] for row in data.lexicon("panel_columns")}.get(column, column)
