"""From a store to what the builder reads: DuckDB takes out the rows that are asked for, the rest is never loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from numbers import Integral
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sanxin.errors import OptionError
from sanxin.frameworks import Framework, load_framework
from sanxin.graph.readings import Reading, of_record
from sanxin.records import Status

if TYPE_CHECKING:
    from sanxin.archive.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of a graph that is asked for, as `sanxin.graph.subgraph` takes it."""

    region: str | Iterable[str] | None = None
    year: int | Iterable[int] | None = None
    pathway: str | Iterable[str] | None = None
    indicator: str | Iterable[str] | None = None
    score: float = 0.0

    @property
    def is_all(self) -> bool:
        """Is nothing left out?"""
        return self == Asked()


def from_store(store: Store, asked: Asked, known: Mapping[str, Framework], results: bool) -> Iterator[Reading]:
    """Yield the documents of a store with those records that may belong to the part asked for.

    What comes is a little more than the part, never less: which names mean the same, the graph knows better than SQL.
    """
    measured = _measured(asked)
    documents = _documents(asked)
    if asked.indicator is not None:
        documents += f" AND doc_id IN (SELECT doc_id FROM quantities WHERE {measured})"  # noqa: S608
    wanted = f"doc_id IN (SELECT doc_id FROM documents WHERE {documents})"  # noqa: S608 (every value is quoted by _text)
    served = _served(store, asked, known)
    kept = [Status.COMMITMENT, *([Status.ACHIEVEMENT] if results else [])]
    quantities = f"{wanted} AND status IN {_list(kept)} AND status_score >= {asked.score:f} AND {served} AND {measured}"
    acts = "true" if asked.indicator is None else _setting(quantities)
    rows = {
        "quantities": _by_document(store, "quantities", quantities),
        "slogans": _by_document(store, "slogans", f"{wanted} AND score >= {asked.score:f}"),
        "actions": _by_document(
            store, "actions", f"{wanted} AND role_score >= {asked.score:f} AND {served} AND {acts}"
        ),
    }
    found = store.sql(f"SELECT * FROM documents WHERE {documents} ORDER BY doc_id")  # noqa: S608
    for document in found.to_pylist():
        yield _reading(document, {name: held.get(document["doc_id"], []) for name, held in rows.items()}, known)


def _by_document(store: Store, table: str, condition: str) -> dict[str, list[Row]]:
    found = store.sql(f'SELECT * FROM {table} WHERE {condition} ORDER BY doc_id, start, "end"').to_pylist()  # noqa: S608
    return {doc_id: list(rows) for doc_id, rows in groupby(found, itemgetter("doc_id"))}


# ---- conditions ----


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _several(values: Any) -> list[Any]:
    return [values] if isinstance(values, str | Integral) else list(values)


def _list(values: Iterable[object]) -> str:
    return f"({', '.join(map(_text, values)) or 'NULL'})"


def _documents(asked: Asked) -> str:
    conditions = ["duplicate_of IS NULL"]
    if asked.region is not None:
        conditions.append(f"region IN {_list(_several(asked.region))}")
    if asked.year is not None:
        conditions.append(f"year IN {_list(_several(asked.year))}")
    return " AND ".join(conditions)


def _served(store: Store, asked: Asked, known: Mapping[str, Framework]) -> str:
    """Return the condition that a row is of one of the pathways, by their ids in the frameworks of the store."""
    if asked.pathway is None:
        return "true"
    names = set(_several(asked.pathway))
    ids = set(names)
    for row in store.sql("SELECT DISTINCT framework FROM documents").to_pylist():
        framework = known.get(row["framework"])
        try:
            framework = framework or load_framework(row["framework"])
        except OptionError:
            continue
        ids |= {p.id for p in framework.pathways if names & {p.id, p.name, *p.aliases}}
    return f"pathway IN {_list(sorted(ids))}"


def _measured(asked: Asked) -> str:
    if asked.indicator is None:
        return "true"
    names = _several(asked.indicator)
    held = " OR ".join(f"contains(indicator, {_text(name)})" for name in names)
    return f"(indicator_name IN {_list(names)} OR {held})"


def _setting(quantities: str) -> str:
    """Return the condition that an action names one of the quantities."""
    named = "SELECT doc_id, id, unnest(quantities) AS quantity FROM actions"
    asked = f"SELECT doc_id, id AS quantity FROM quantities WHERE {quantities}"  # noqa: S608
    return f"(doc_id, id) IN (SELECT (doc_id, id) FROM ({named}) SEMI JOIN ({asked}) USING (doc_id, quantity))"  # noqa: S608


# ---- rows ----


def _reading(document: Row, rows: Mapping[str, list[Row]], known: Mapping[str, Framework]) -> Reading:
    record = document | {
        "id": document["doc_id"],
        "quantities": [_quantity(row) for row in rows["quantities"]],
        "slogans": [_slogan(row) for row in rows["slogans"]],
        "actions": [row | {"bodies": ()} for row in rows["actions"]],
    }
    bodies = {row["id"]: tuple(row.get("bodies") or ()) for row in rows["actions"]}
    return of_record(record, known, bodies)


def _quantity(row: Row) -> Row:
    indicator = None
    if row["indicator"] is not None:
        indicator = {"start": row["indicator_start"], "end": row["indicator_end"], "text": row["indicator"]}
    return row | {
        "indicator": indicator,
        "sentence": {"start": row["sentence_start"], "end": row["sentence_end"]},
        "deadline": row["deadline"] and row["deadline"].isoformat()[:10],
    }


def _slogan(row: Row) -> Row:
    start = row["evidence_start"]
    return row | {"evidence": None if start is None else {"start": start, "end": row["evidence_end"]}}
