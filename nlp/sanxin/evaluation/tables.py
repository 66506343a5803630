"""A report as rows, for every format that `sanxin extract` writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any

from sanxin.evaluation.figures import LEVEL, Estimate, Figure
from sanxin.evaluation.report import Report
from sanxin.evaluation.tally import Disagreement
from sanxin.tables import Column, Kind, Row


class Table(StrEnum):
    """The tables of a report."""

    FIGURES = "figures"
    AGREEMENT = "agreement"
    CONFUSIONS = "confusions"
    DISAGREEMENTS = "disagreements"
    DOCUMENTS = "documents"


_MEASURES = ("precision", "recall", "f1", "accuracy")
_COEFFICIENTS = ("same", "kappa", "alpha")


def _numbers(names: Sequence[str], intervals: bool = True) -> Iterator[Column]:
    for name in names:
        for suffix in ("", "_low", "_high") if intervals else ("",):
            yield Column(name + suffix, Kind.NUMBER)


_LINE = (Column("layer"), Column("field"), Column("label"))
_COUNTS = tuple(Column(name, Kind.INTEGER) for name in ("marked", "found", "right", "compared", "agreed"))
_PLACES = ("start", "end")

COLUMNS: Mapping[Table, Sequence[Column]] = {
    Table.FIGURES: (*_LINE, Column("documents", Kind.INTEGER), *_COUNTS, *_numbers(_MEASURES)),
    Table.AGREEMENT: (
        Column("layer"), Column("field"), Column("pairs", Kind.INTEGER), *_numbers(_COEFFICIENTS)
    ),
    Table.CONFUSIONS: (Column("field"), Column("marked"), Column("found"), Column("count", Kind.INTEGER)),
    Table.DISAGREEMENTS: tuple(
        Column(field.name, Kind.INTEGER if field.name in _PLACES else Kind.TEXT) for field in fields(Disagreement)
    ),
    Table.DOCUMENTS: (Column("document"), *_LINE, *_COUNTS, *_numbers(_MEASURES, intervals=False)),
}  # fmt: skip


def rows(report: Report, table: Table) -> Iterator[Row]:
    """Yield the rows of a table, their keys those of COLUMNS."""
    makers: Mapping[Table, Callable[[Report], Iterator[Row]]] = {
        Table.FIGURES: _figures,
        Table.AGREEMENT: _agreement,
        Table.CONFUSIONS: _confusions,
        Table.DISAGREEMENTS: _disagreements,
        Table.DOCUMENTS: _documents,
    }
    return makers[table](report)


def _figures(report: Report) -> Iterator[Row]:
    for figure in report.figures:
        yield {**_line(figure), "documents": figure.documents, **_counts(figure), **_spread(figure, _MEASURES)}


def _agreement(report: Report) -> Iterator[Row]:
    for each in report.agreement:
        yield {"layer": each.layer, "field": each.field, "pairs": each.pairs, **_spread(each, _COEFFICIENTS)}


def _confusions(report: Report) -> Iterator[Row]:
    for confusion in report.confusions:
        for marked in confusion.rows:
            for found in confusion.columns:
                count = confusion.counts.get((marked, found), 0)
                yield {"field": confusion.field, "marked": marked, "found": found, "count": count}


def _disagreements(report: Report) -> Iterator[Row]:
    yield from map(asdict, report.disagreements)


def _documents(report: Report) -> Iterator[Row]:
    for document, figures in report.documents.items():
        for figure in figures:
            values = {name: getattr(figure, name).value for name in _MEASURES}
            yield {"document": document, **_line(figure), **_counts(figure), **values}


def _line(figure: Figure) -> Row:
    return figure.line._asdict()


def _counts(figure: Figure) -> Row:
    return {column.name: None if figure.count is None else getattr(figure.count, column.name) for column in _COUNTS}


def _spread(record: Any, names: Sequence[str]) -> Row:
    spread: Row = {}
    for name in names:
        estimate: Estimate = getattr(record, name)
        spread |= {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
    return spread


# ---- values for people ----

#: What stands for a figure where there is nothing to divide by.
NOTHING = "–"
#: The figures of one document that tell it apart: layer, field, label, measure.
HEADLINES: Sequence[tuple[str, str, str, str]] = (
    ("quantities", "span", "", "f1"),
    ("quantities", "status", "commitment", "f1"),
    ("quantities", "indicator", "", "accuracy"),
    ("slogans", "span", "", "f1"),
    ("clauses", "role", "", "accuracy"),
    ("clauses", "pathway", "", "accuracy"),
)


def of_documents(report: Report) -> Iterable[tuple[str, Sequence[float | None]]]:
    """Yield each document with its figures in the order of HEADLINES; None where it has none."""
    for document, figures in report.documents.items():
        by_line = {tuple(figure.line): figure for figure in figures}
        found = [
            getattr(by_line[line], measure).value if (line := (layer, field, label)) in by_line else None
            for layer, field, label, measure in HEADLINES
        ]
        yield document, found


def how(report: Report) -> str:
    """Return how the intervals were made: `7 documents; intervals: 95 % of 2,000 draws of 7 documents, seed 1`."""
    count = len(report.names)
    documents = "1 document" if count == 1 else f"{count} documents"
    if count < 2 or not report.resamples:
        return f"{documents}; no intervals" + (" for one document alone" if count < 2 else "")
    return f"{documents}; intervals: {LEVEL:.0%} of {report.resamples:,} draws of {documents}, seed {report.seed}"


def share(value: float | None) -> str:
    """Return `0.958`; – where there is nothing to divide by."""
    return NOTHING if value is None else f"{value:.3f}"
