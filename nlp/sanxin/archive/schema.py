"""The tables of a store: their names, columns and types.

Rows are those of `sanxin.tables`. `documents` also has the text (search and concordance need it), what was read about
the document, and `duplicate_of`: the first document of the store with the same text in any format, blanks aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from sanxin.records import Document, Speech
from sanxin.tables import Column, Kind, Row, columns, rows

DOCUMENTS = "documents"
QUANTITIES = "quantities"
EDGES = "edges"
FAILURES = "failures"
#: Tables whose rows follow from one document alone.
RECORDS = (QUANTITIES, "slogans", "actions")
TABLES = (DOCUMENTS, *RECORDS, EDGES, FAILURES)
#: The file of a store that says what it was made from.
ABOUT = "store.json"

#: What the store says of a document besides `tables.COLUMNS`.
_MORE = (
    Column("year", Kind.INTEGER),
    Column("level"),
    Column("occasion"),
    Column("format"),
    Column("encoding"),
    Column("duplicate_of"),
    Column("input_key"),
)
#: Of the knowledge graph of the document; `source` and `target` are nodes of `sanxin.to_graph`, with kind and label.
_EDGES = (
    Column("doc_id"),
    Column("kind"),
    Column("source"),
    Column("source_kind"),
    Column("source_label"),
    Column("target"),
    Column("target_kind"),
    Column("target_label"),
    Column("weight", Kind.NUMBER),
    Column("evidence", Kind.LIST),
    Column("start", Kind.INTEGER),
    Column("end", Kind.INTEGER),
)
#: `input` is the file (or the member, or the row) that was set aside or skipped; `kind` is one word, for counting.
_FAILURES = (
    Column("input"),
    Column("source"),
    Column("outcome"),
    Column("kind"),
    Column("problem"),
    Column("remedy"),
    Column("input_key"),
)


def path_of(store: Path, table: str) -> Path:
    """Return the file of one table."""
    return store / f"{table}.parquet"


@cache
def table_columns() -> Mapping[str, Sequence[Column]]:
    """Return the columns of every table of a store."""
    *about, text = columns(DOCUMENTS, with_text=True)
    return {
        DOCUMENTS: (*about, *_MORE, text),
        **{name: columns(name) for name in RECORDS},
        EDGES: _EDGES,
        FAILURES: _FAILURES,
    }


def document_row(speech: Speech, key: str) -> Row:
    """Return the row of `documents`; whether it is a duplicate is known when the tables are put together."""
    (row,) = rows([speech], DOCUMENTS, with_text=True)
    document: Document = speech.document
    facts = document.facts
    return row | {
        "year": facts.year,
        "level": facts.level,
        "occasion": facts.occasion,
        "format": document.format,
        "encoding": document.encoding,
        "duplicate_of": None,
        "input_key": key,
    }
