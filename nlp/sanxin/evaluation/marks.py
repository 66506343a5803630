"""What one hand, or the tool, says about one document: typed and checked, whatever file it comes from."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sanxin.errors import DataError
from sanxin.frameworks import default
from sanxin.records import Comparator, Direction, Modality, Role, SloganKind, Span, Status

T = TypeVar("T")

#: What stands for no pathway.
NO_PATHWAY = "none"
#: So many faults of a file are told; a file of another kind has thousands.
_TOLD = 3


@dataclass(frozen=True, slots=True)
class MarkedQuantity:
    """A quantity as somebody marked it; the fields are those of records.Quantity."""

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    unit: str
    comparator: str
    direction: str | None
    status: str
    deadline: str | None
    indicator: Span | None
    indicator_words: str | None
    modality: str | None


@dataclass(frozen=True, slots=True)
class MarkedSlogan:
    """A slogan as somebody marked it; `members` is None where the document does not say, or nobody said so."""

    start: int
    end: int
    text: str
    kind: str
    members: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class MarkedClause:
    """A clause with its role and, for an action or a goal, the id of its pathway."""

    start: int
    end: int
    text: str
    role: str
    pathway: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All that was marked in one document. None: that layer was not marked.

    `names` are those by which another file may call the document. `windows` are the parts that were marked, for each
    layer; a layer that is not among them was marked from end to end.
    """

    name: str
    names: frozenset[str] = frozenset()
    quantities: tuple[MarkedQuantity, ...] | None = None
    slogans: tuple[MarkedSlogan, ...] | None = None
    clauses: tuple[MarkedClause, ...] | None = None
    windows: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    year: int | None = None
    text: str | None = None
    text_file: Path | None = None


def from_json(source: Mapping[str, Any], file: str) -> Marks:
    """Return the marks of one object: gold.json, or a document as `extract --what all` prints it (contract.md).

    Faults of all records are told together, in a DataError for `file`.
    """
    faults: list[str] = []
    clauses = "clauses" if "clauses" in source and "actions" not in source else "actions"
    marks = Marks(
        name=str(source.get("id", file)),
        quantities=_layer(source, "quantities", _quantity, faults),
        slogans=_layer(source, "slogans", _slogan, faults),
        clauses=_layer(source, clauses, _clause, faults),
        year=source["doc_year"] if isinstance(source.get("doc_year"), int) else None,
    )
    if marks.quantities is None and marks.slogans is None and marks.clauses is None and not faults:
        faults.append("has none of quantities, slogans, clauses, actions")
    refuse(file, faults)
    return marks


def refuse(file: str, faults: Sequence[str]) -> None:
    """Raise a DataError that tells the first faults and how many there are, if there are any."""
    if faults:
        rest = len(faults) - _TOLD
        raise DataError(file, [*faults[:_TOLD], *([f"and {rest} more faults"] if rest > 0 else [])])


def misplaced(marks: Marks, text: str) -> list[str]:
    """Return a fault for every record that does not lie in `text`, or says other words than stand there."""
    faults = []
    for layer in ("quantities", "slogans", "clauses"):
        for n, record in enumerate(getattr(marks, layer) or ()):
            words = text[record.start : record.end]
            if record.end > len(text):
                faults.append(f"{layer}[{n}] ends at {record.end}, the text at {len(text)}")
            elif record.text and record.text != words:
                faults.append(f"{layer}[{n}] says {record.text!r} where the text has {words!r}")
    return faults


def _layer(
    source: Mapping[str, Any], name: str, read: Callable[[Mapping[str, Any]], T], faults: list[str]
) -> tuple[T, ...] | None:
    rows = source.get(name)
    if rows is None:
        return None
    if not isinstance(rows, list):
        faults.append(f"{name} is no list")
        return None
    found = []
    for n, row in enumerate(rows):
        try:
            if not isinstance(row, dict):
                raise ValueError("is no object")
            found.append(read(row))
        except (KeyError, TypeError, ValueError) as error:
            problem = f"has no {error}" if isinstance(error, KeyError) else str(error)
            faults.append(f"{name}[{n}] {problem}")
    return tuple(found)


def _quantity(row: Mapping[str, Any]) -> MarkedQuantity:
    start, end = _offsets(row)
    return MarkedQuantity(
        start,
        end,
        _text(row),
        _number(row, "low"),
        _number(row, "high"),
        str(row["unit"] or ""),
        _one_of(row, "comparator", Comparator),
        _one_of_or_none(row, "direction", Direction),
        _one_of(row, "status", Status),
        None if not row["deadline"] else str(row["deadline"]),
        _indicator(row["indicator"]),
        _indicator_words(row),
        _one_of_or_none(row, "modality", Modality),
    )


def _slogan(row: Mapping[str, Any]) -> MarkedSlogan:
    members = row.get("members")
    if members is not None and not isinstance(members, list):
        raise ValueError("members is no list")
    start, end = _offsets(row)
    return MarkedSlogan(
        start, end, _text(row), _one_of(row, "kind", SloganKind), frozenset(map(str, members)) if members else None
    )


def _clause(row: Mapping[str, Any]) -> MarkedClause:
    start, end = _offsets(row)
    pathway = str(row.get("pathway") or NO_PATHWAY)
    return MarkedClause(start, end, _text(row), _one_of(row, "role", Role), pathway_ids().get(pathway, pathway))


@cache
def pathway_ids() -> Mapping[str, str]:
    """Return the id of each pathway of the default framework by its other names: other tools may write those."""
    return {name: pathway.id for pathway in default().pathways for name in (pathway.name, *pathway.aliases)}


def _offsets(row: Mapping[str, Any]) -> tuple[int, int]:
    start, end = row["start"], row["end"]
    if not (type(start) is int and type(end) is int and 0 <= start < end):
        raise ValueError(f"start {start!r} and end {end!r} are no half-open offsets")
    return start, end


def _indicator(value: Any) -> Span | None:
    if value is None:
        return None
    row = value if isinstance(value, dict) else dict(zip(("start", "end"), value, strict=True))
    return Span(*_offsets(row))


def _indicator_words(row: Mapping[str, Any]) -> str | None:
    """Return the words of the indicator, which gold.json has in a field of its own."""
    value = row["indicator"]
    words = value.get("text") if isinstance(value, dict) else row.get("indicator_text")
    return str(words) if value is not None and words else None


def _text(row: Mapping[str, Any]) -> str:
    return str(row.get("text") or "")


def _number(row: Mapping[str, Any], name: str) -> float | None:
    value = row[name]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} {value!r} is no number")
    return float(value)


def _one_of(row: Mapping[str, Any], name: str, allowed: type[StrEnum]) -> str:
    value = row[name]
    if value not in list(allowed):
        raise ValueError(f"{name} {value!r} is none of {', '.join(allowed)}")
    return str(value)


def _one_of_or_none(row: Mapping[str, Any], name: str, allowed: type[StrEnum]) -> str | None:
    return _one_of(row, name, allowed) if row[name] else None
