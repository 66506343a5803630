"""What the builder reads: whatever the caller has (speeches, Docs, records of `sanxin extract`) as one type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from sanxin.errors import FormatError, OptionError
from sanxin.frameworks import Framework, Pathway, induce_from, load_framework
from sanxin.records import (
    Action,
    Body,
    Comparator,
    Decoding,
    Direction,
    Document,
    DocumentDate,
    Facts,
    Modality,
    Part,
    Quantity,
    Role,
    Slogan,
    SloganKind,
    Span,
    Speech,
    Status,
)
from sanxin.structure import read_structure
from sanxin.tables import records

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: A Speech, a record of contract.md, or a Doc that the pipeline has been over.
Source: TypeAlias = "Speech | Mapping[str, Any] | Doc"

_NO_BODIES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Passage:
    """Words and where they begin."""

    start: int
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One document's records, with the words around them as far as they are known.

    `indicators` are the words of each quantity's indicator, `sentences` those around each record, both by record id:
    records are often kept without the text they come from. `bodies` are names by action id, where only these are known.
    """

    speech: Speech
    framework: Framework
    indicators: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, Passage] = field(default_factory=dict)
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def readings(sources: Iterable[Source] | Source, known: Mapping[str, Framework]) -> Iterator[Reading]:
    """Yield each source as a Reading, in their order; `known` are frameworks that no file holds, by their names."""
    for source in _several(sources):
        if isinstance(source, Mapping):
            yield of_record(source, known)
        elif isinstance(source, Speech):
            yield _of_speech(source, _framework(source, known))
        else:
            yield _of_doc(source, known)


def _several(sources: Iterable[Source] | Source) -> Iterable[Any]:
    # A Doc and a record can be iterated too, but over words and keys.
    one = isinstance(sources, Speech | Mapping) or hasattr(sources, "_")
    return [sources] if one else sources  # type: ignore[return-value]


def _of_doc(doc: Any, known: Mapping[str, Framework]) -> Reading:
    speech = getattr(getattr(doc, "_", None), "speech", None)
    if not isinstance(speech, Speech):
        raise OptionError(
            f"{type(doc).__name__} holds no speech; a graph is made of what sanxin.load() or sanxin.analyse() returned,"
            " or of records that sanxin extract --what all --format jsonl printed"
        )
    return _of_speech(speech, doc._.framework or _framework(speech, known))


def _of_speech(speech: Speech, framework: Framework) -> Reading:
    text = speech.document.text
    found = {
        record.id: Passage(sentence.start, sentence.of(text))
        for what in ("quantities", "slogans", "actions")
        for record, sentence in records(speech, what)
    }
    words = {q.id: q.indicator.of(text) for q in speech.quantities if q.indicator is not None}
    return Reading(speech, framework, words, found)


def _framework(speech: Speech, known: Mapping[str, Framework]) -> Framework:
    """Return the framework that the speech names: one that is given, a file's, or the speech's own.

    Of one that is nowhere set out, it has the pathways that actions name.
    """
    if speech.framework in known:
        return known[speech.framework]
    try:
        return load_framework(speech.framework)
    except OptionError:
        document = speech.document
        own = induce_from(document, read_structure(document.text, document.furniture), speech.slogans)
        if own is not None and own.name == speech.framework:
            return own
        named = dict.fromkeys(action.pathway for action in speech.actions)
        return Framework(speech.framework, tuple(Pathway(name, name) for name in named if name and name != "none"))


# ---- records, as `sanxin extract --what all --format jsonl` prints them ----


def of_record(
    record: Mapping[str, Any], known: Mapping[str, Framework], bodies: Mapping[str, tuple[str, ...]] = _NO_BODIES
) -> Reading:
    """Return a record of contract.md as a Reading.

    Raises:
        FormatError: It is none.
    """
    try:
        speech = speech_of(record)
        words = {row["id"]: row["indicator"]["text"] for row in record["quantities"] if row["indicator"]}
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(
            str(record.get("source", "a record")),
            f"is no record of a document ({type(error).__name__}: {error})",
            "give those that sanxin extract --what all --format jsonl prints",
        ) from error
    framework = _framework(speech, known)
    if speech.document.text:
        return replace(_of_speech(speech, framework), bodies=bodies)
    return Reading(speech, framework, words, bodies=bodies)


def speech_of(record: Mapping[str, Any]) -> Speech:
    """Return the Speech of a JSON object of contract.md; without its `text` the document's text is empty."""
    date = record.get("date")
    facts = Facts(
        title=record.get("title"),
        date=None if date is None else DocumentDate.parse(date),
        region=record.get("region"),
        speaker=record.get("speaker"),
    )
    return Speech(
        document=Document(record["id"], record["source"], record.get("text", ""), facts),
        framework=record["framework"],
        quantities=tuple(map(_quantity, record["quantities"])),
        slogans=tuple(map(_slogan, record["slogans"])),
        actions=tuple(map(_action, record["actions"])),
    )


def _quantity(row: Mapping[str, Any]) -> Quantity:
    return Quantity(
        **{name: row[name] for name in ("id", "start", "end", "text", "low", "high", "unit", "dimension", "scope")},
        comparator=Comparator(row["comparator"]),
        direction=row["direction"] and Direction(row["direction"]),
        status=Status(row["status"]),
        status_score=row["status_score"],
        modality=row["modality"] and Modality(row["modality"]),
        deadline=row["deadline"] and dt.date.fromisoformat(row["deadline"]),
        indicator=_span(row["indicator"]),
        indicator_name=row.get("indicator_name"),
        pathway=row["pathway"],
        sentence=_span(row["sentence"]) or Span(0, 0),
    )


def _slogan(row: Mapping[str, Any]) -> Slogan:
    decoded = row.get("decoded")
    return Slogan(
        **{name: row[name] for name in ("id", "start", "end", "text", "canonical")},
        kind=SloganKind(row["kind"]),
        members=None if row["members"] is None else tuple(row["members"]),
        score=row.get("score", 0.0),
        decoded=decoded and Decoding(decoded),
        meaning=None if row.get("meaning") is None else tuple(row["meaning"]),
        evidence=_span(row.get("evidence")),
    )


def _action(row: Mapping[str, Any]) -> Action:
    return Action(
        **{name: row[name] for name in ("id", "start", "end", "text", "verb", "object", "actor", "pathway")},
        role=Role(row["role"]),
        role_score=row.get("role_score", 0.0),
        pathway_score=row["pathway_score"],
        evidence=tuple(row["evidence"]),
        quantities=tuple(row["quantities"]),
        bodies=tuple(
            Body(body["start"], body["end"], body["text"], Part(body["part"])) for body in row.get("bodies", ())
        ),
    )


def _span(row: Mapping[str, int] | None) -> Span | None:
    return None if row is None else Span(row["start"], row["end"])
