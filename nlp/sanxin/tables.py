"""Speeches as plain values: one dictionary a document (contract.md), one flat row a record, one pandas frame a kind.

`COLUMNS` is the one place that says which columns a kind of row has, in which order, and of which type.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sanxin.clauses import divide
from sanxin.errors import OptionError
from sanxin.records import Action, Comparator, Document, DocumentDate, Quantity, Slogan, Span, Speech

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    from spacy.tokens import Doc

Row = dict[str, Any]

UNSURE = 0.7  # where people look at them, labels less sure than this are shown with their score


class What(StrEnum):
    """The kinds of rows."""

    TARGETS = "targets"
    QUANTITIES = "quantities"
    SLOGANS = "slogans"
    ACTIONS = "actions"
    SECTIONS = "sections"
    DOCUMENTS = "documents"


class Kind(StrEnum):
    """What a column holds; every cell may also be empty (None)."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and type, and how its value is had where it is not the record's attribute of that name."""

    name: str
    kind: Kind = Kind.TEXT
    value: Callable[[Speech, Any], Any] | None = None


def number(value: float | None) -> int | float | None:
    """Return 500 for 500.0, so that no writer prints `500.0` or `5e+02`; 66.67 stays."""
    return int(value) if value is not None and float(value).is_integer() else value


def plain(value: float) -> str:
    """Return the number as a plain decimal: `100000000000`, `0.00003`, never `1e+11` or `3e-05`."""
    exact = number(value)
    return str(exact) if isinstance(exact, int) else format(Decimal(repr(exact)), "f")


# ---- values for people ----

_SIGNS = {
    Comparator.EQ: "",
    Comparator.GE: "≥ ",
    Comparator.GT: "> ",
    Comparator.LE: "≤ ",
    Comparator.LT: "< ",
    Comparator.APPROX: "≈ ",
    Comparator.RANGE: "",
}
_MULTIPLIERS = (("万亿", 10**12), ("亿", 10**8), ("万", 10**4))


def human(quantity: Quantity) -> str:
    """Return the value as a reader of Chinese writes it: `≥ 500亿元`, `6–6.5%`, `≈ 1.2万人`, `> 0`."""
    if quantity.low is None and quantity.high is None:
        return quantity.text
    low, low_scale = _scaled(quantity.low, quantity.text)
    high, high_scale = _scaled(quantity.high, quantity.text)
    between = "" if low_scale == high_scale else low_scale
    value = low if quantity.low == quantity.high else f"{low}{between}–{high}"
    return f"{_SIGNS[quantity.comparator]}{value}{high_scale or low_scale}{quantity.unit}"


def _scaled(value: float | None, text: str) -> tuple[str, str]:
    """Return digits and multiplier as in the text: 12000 人 from 1.2万人 gives `1.2` and `万`; 3000亩 stays."""
    if value is None:
        return "", ""
    fitting = [(word, size) for word, size in _MULTIPLIERS if abs(value) >= size]
    written = next((pair for pair in fitting if pair[0] in text), None)
    if written is None and abs(value) >= 10**8:
        written = fitting[0]
    if written is None:
        return plain(value), ""
    # Twelve digits are more than any text writes, and hide the rounding of the last bit.
    return plain(float(f"{value / written[1]:.12g}")), written[0]


# ---- one dictionary a document ----


def to_dict(speech: Speech, with_text: bool = False) -> Row:
    """Return the JSON object of contract.md for one document; `with_text` adds the text that the offsets count in."""
    document = speech.document
    result: Row = {name: getter(speech) for name, getter in _HEADER.items()}
    result["quantities"] = [_quantity_dict(quantity, document.text) for quantity in speech.quantities]
    result["slogans"] = [_slogan_dict(slogan) for slogan in speech.slogans]
    result["actions"] = [_action_dict(action) for action in speech.actions]
    result["sections"] = [{"start": s.start, "end": s.end, "level": s.level, "title": s.title} for s in speech.sections]
    if with_text:
        result["text"] = document.text
    result["furniture"] = [{"start": f.start, "end": f.end, "kind": f.kind} for f in document.furniture]
    result["warnings"] = list(document.warnings)
    return result


def _date(document: Document) -> str | None:
    date = document.facts.date
    return None if date is None else str(date)


def _sha256(document: Document) -> str:
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()


_HEADER: Mapping[str, Callable[[Speech], Any]] = {
    "id": lambda speech: speech.document.id,
    "source": lambda speech: speech.document.source,
    "title": lambda speech: speech.document.facts.title,
    "date": lambda speech: _date(speech.document),
    "region": lambda speech: speech.document.facts.region,
    "speaker": lambda speech: speech.document.facts.speaker,
    "framework": lambda speech: speech.framework,
    "text_sha256": lambda speech: _sha256(speech.document),
    "chars": lambda speech: len(speech.document.text),
}


def _quantity_dict(quantity: Quantity, text: str) -> Row:
    indicator = quantity.indicator
    return {
        "id": quantity.id,
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
        "low": number(quantity.low),
        "high": number(quantity.high),
        "unit": quantity.unit,
        "dimension": quantity.dimension,
        "comparator": quantity.comparator.value,
        "direction": quantity.direction and quantity.direction.value,
        "status": quantity.status.value,
        "status_score": number(quantity.status_score),
        "modality": quantity.modality and quantity.modality.value,
        "deadline": quantity.deadline and quantity.deadline.isoformat(),
        "indicator": indicator and {"start": indicator.start, "end": indicator.end, "text": indicator.of(text)},
        "scope": quantity.scope,
        "pathway": quantity.pathway,
        "sentence": {"start": quantity.sentence.start, "end": quantity.sentence.end},
        "modality_words": list(quantity.modality_words),
        "indicator_name": quantity.indicator_name,
        "rule": quantity.rule,
    }


def _slogan_dict(slogan: Slogan) -> Row:
    return {
        "id": slogan.id,
        "start": slogan.start,
        "end": slogan.end,
        "text": slogan.text,
        "canonical": slogan.canonical,
        "kind": slogan.kind.value,
        "members": None if slogan.members is None else list(slogan.members),
        "score": number(slogan.score),
        "decoded": None if slogan.decoded is None else slogan.decoded.value,
        "meaning": None if slogan.meaning is None else list(slogan.meaning),
        "evidence": None if slogan.evidence is None else {"start": slogan.evidence.start, "end": slogan.evidence.end},
    }


def _action_dict(action: Action) -> Row:
    return {
        "id": action.id,
        "start": action.start,
        "end": action.end,
        "text": action.text,
        "role": action.role.value,
        "verb": action.verb,
        "object": action.object,
        "actor": action.actor,
        "pathway": action.pathway,
        "pathway_score": number(action.pathway_score),
        "evidence": list(action.evidence),
        "quantities": list(action.quantities),
        "role_score": number(action.role_score),
        "bodies": [
            {"start": body.start, "end": body.end, "text": body.text, "part": body.part.value} for body in action.bodies
        ],
    }


# ---- one flat row a record ----


def _body_names(_speech: Speech, action: Action) -> list[str]:
    return [body.text for body in action.bodies]


def _indicator_text(speech: Speech, quantity: Quantity) -> str | None:
    return None if quantity.indicator is None else quantity.indicator.of(speech.document.text)


def _header(name: str) -> Callable[[Speech, Any], Any]:
    return lambda speech, _record: _HEADER[name](speech)


def _edge(span: str, side: str) -> Callable[[Speech, Any], int | None]:
    def value(_speech: Speech, record: Any) -> int | None:
        found: Span | None = getattr(record, span)
        return None if found is None else int(getattr(found, side))

    return value


_DOCUMENT = (
    Column("doc_id", value=_header("id")),
    Column("doc_title", value=_header("title")),
    Column("doc_date", value=_header("date")),
    Column("doc_region", value=_header("region")),
)
_SENTENCE = Column("sentence")
_SPAN = (Column("id"), Column("start", Kind.INTEGER), Column("end", Kind.INTEGER), Column("text"))
_QUANTITY = (
    *_DOCUMENT,
    *_SPAN,
    Column("low", Kind.NUMBER),
    Column("high", Kind.NUMBER),
    Column("unit"),
    Column("dimension"),
    Column("comparator"),
    Column("direction"),
    Column("status"),
    Column("status_score", Kind.NUMBER),
    Column("modality"),
    Column("modality_words", Kind.LIST),
    Column("deadline", Kind.DATE),
    Column("indicator_start", Kind.INTEGER, _edge("indicator", "start")),
    Column("indicator_end", Kind.INTEGER, _edge("indicator", "end")),
    Column("indicator", value=_indicator_text),
    Column("indicator_name"),
    Column("scope"),
    Column("pathway"),
    Column("rule"),
    Column("sentence_start", Kind.INTEGER, _edge("sentence", "start")),
    Column("sentence_end", Kind.INTEGER, _edge("sentence", "end")),
    _SENTENCE,
)

COLUMNS: Mapping[What, Sequence[Column]] = {
    What.TARGETS: _QUANTITY,
    What.QUANTITIES: _QUANTITY,
    What.SLOGANS: (
        *_DOCUMENT,
        *_SPAN,
        Column("canonical"),
        Column("kind"),
        Column("members", Kind.LIST),
        Column("score", Kind.NUMBER),
        Column("decoded"),
        Column("meaning", Kind.LIST),
        Column("evidence_start", Kind.INTEGER, _edge("evidence", "start")),
        Column("evidence_end", Kind.INTEGER, _edge("evidence", "end")),
        _SENTENCE,
    ),
    What.ACTIONS: (
        *_DOCUMENT,
        *_SPAN,
        Column("role"),
        Column("role_score", Kind.NUMBER),
        Column("verb"),
        Column("object"),
        Column("actor"),
        Column("bodies", Kind.LIST, _body_names),
        Column("pathway"),
        Column("pathway_score", Kind.NUMBER),
        Column("evidence", Kind.LIST),
        Column("quantities", Kind.LIST),
        _SENTENCE,
    ),
    What.SECTIONS: (
        *_DOCUMENT,
        Column("start", Kind.INTEGER),
        Column("end", Kind.INTEGER),
        Column("level", Kind.INTEGER),
        Column("title"),
    ),
    What.DOCUMENTS: (
        Column("doc_id", value=_header("id")),
        *(Column(name, value=_header(name)) for name in _HEADER if name not in ("id", "chars")),
        Column("chars", Kind.INTEGER, _header("chars")),
        Column("warnings", Kind.LIST, lambda speech, _record: speech.document.warnings),
    ),
}

_TEXT = Column("text", value=lambda speech, _record: speech.document.text)


def columns(what: str, with_text: bool = False) -> Sequence[Column]:
    """Return the columns of a kind of rows; `with_text` adds the document's text as the last of `documents`."""
    try:
        kind = What(what)
    except ValueError:
        raise OptionError(f"{what!r} is no kind of rows; the kinds are {', '.join(What)}") from None
    return (*COLUMNS[kind], _TEXT) if with_text and kind is What.DOCUMENTS else COLUMNS[kind]


def rows(speeches: Iterable[Speech], what: str, with_text: bool = False) -> Iterator[Row]:
    """Yield one flat row a record: `doc_id` first, the sentence's words last; values are str, number, date or list."""
    table = columns(what, with_text)
    for speech in speeches:
        text = speech.document.text
        for record, sentence in records(speech, what):
            yield {c.name: sentence.of(text) if c is _SENTENCE else _value(c, speech, record) for c in table}


def records(speech: Speech, what: str) -> Iterator[tuple[Any, Span]]:
    """Yield the records of a kind, each with the sentence it stands in (for sections and documents: nothing)."""
    match what:
        case What.TARGETS:
            yield from ((quantity, quantity.sentence) for quantity in speech.targets)
        case What.QUANTITIES:
            yield from ((quantity, quantity.sentence) for quantity in speech.quantities)
        case What.SLOGANS:
            yield from _with_sentences(speech.slogans, speech.document.text)
        case What.ACTIONS:
            yield from _with_sentences(speech.actions, speech.document.text)
        case What.SECTIONS:
            yield from ((section, Span(0, 0)) for section in speech.sections)
        case What.DOCUMENTS:
            yield speech, Span(0, 0)


def _with_sentences(found: Sequence[Slogan | Action], text: str) -> Iterator[tuple[Slogan | Action, Span]]:
    sentences = divide(text).sentences if found else ()
    starts = [sentence.start for sentence in sentences]
    for record in found:
        first = sentences[max(bisect_right(starts, record.start) - 1, 0)]
        last = sentences[max(bisect_right(starts, record.end - 1) - 1, 0)]
        yield record, Span(min(first.start, record.start), max(last.end, record.end))


def _value(column: Column, speech: Speech, record: Any) -> Any:
    value = getattr(record, column.name) if column.value is None else column.value(speech, record)
    match value:
        case StrEnum():
            return value.value
        case DocumentDate():
            return str(value)
        case tuple():
            return list(value)
        case float():
            return number(value)
    return value


# ---- fewer records ----


def at_least(speech: Speech, score: float) -> Speech:
    """Return the speech without the records whose label is less sure than `score`; sections have none and stay."""
    quantities = tuple(quantity for quantity in speech.quantities if quantity.status_score >= score)
    kept = {quantity.id for quantity in quantities}
    return replace(
        speech,
        quantities=quantities,
        slogans=tuple(slogan for slogan in speech.slogans if slogan.score >= score),
        actions=tuple(
            replace(action, quantities=tuple(name for name in action.quantities if name in kept))
            for action in speech.actions
            if action.role_score >= score
        ),
    )


# ---- a frame ----

# Nullable integers, because an indicator's offsets may be missing; days, because nanoseconds end in the year 2262.
_DTYPES = {Kind.TEXT: "string", Kind.INTEGER: "Int64", Kind.NUMBER: "float64", Kind.DATE: "datetime64[s]"}


def to_frame(docs: Iterable[Speech | Doc] | Speech | Doc, what: str = "targets") -> pd.DataFrame:
    """Return a pandas frame of one kind of rows, typed, from speeches or from Docs that the pipeline has been over.

    `what` is targets, quantities, slogans, actions, sections or documents. One Doc is as good as a list of them.
    """
    return frame(columns(what), rows((_speech(doc) for doc in _several(docs)), what))


def frame(table: Sequence[Column], found: Iterable[Row]) -> pd.DataFrame:
    """Return rows as a pandas frame, each column of its type."""
    import pandas as pd

    held = list(found)
    series = {column.name: _series([row[column.name] for row in held], column.kind) for column in table}
    return pd.DataFrame(series, columns=[column.name for column in table])


def _several(docs: Iterable[Speech | Doc] | Speech | Doc) -> Iterable[Any]:
    # A Doc can be iterated too, but over its words.
    return [docs] if isinstance(docs, Speech) or hasattr(docs, "_") else docs


def _speech(doc: Speech | Doc) -> Speech:
    if isinstance(doc, Speech):
        return doc
    found = getattr(getattr(doc, "_", None), "speech", None)
    if not isinstance(found, Speech):
        raise OptionError(f"{type(doc).__name__} holds no speech; pass what sanxin.load() or sanxin.analyse() returned")
    return found


def _series(values: list[Any], kind: Kind) -> pd.Series[Any]:
    import numpy as np
    import pandas as pd

    if kind is Kind.DATE:
        return pd.Series(np.array([_nat(value) for value in values], dtype="datetime64[s]"))
    return pd.Series(values, dtype=_DTYPES.get(kind, "object"))


def _nat(value: dt.date | None) -> str:
    return "NaT" if value is None else value.isoformat()
