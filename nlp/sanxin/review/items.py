"""A record as it is shown to a person who says whether it is right, and which records are shown."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sanxin.records import Action, Direction, Modality, Quantity, Role, Slogan, SloganKind, Span, Speech, Status
from sanxin.tables import What, records

#: What stands in a cell for "there is none".
NONE = "none"


class Kind(StrEnum):
    """What kind of record was reviewed."""

    QUANTITY = "quantity"
    SLOGAN = "slogan"
    CLAUSE = "clause"


#: The fields that a person may change, and the labels each may have; None: words of the text, a date, a pathway.
FIELDS: Mapping[Kind, Mapping[str, tuple[str, ...] | None]] = MappingProxyType(
    {
        Kind.QUANTITY: {
            "status": tuple(Status),
            "indicator": None,
            "modality": (*Modality, NONE),
            "direction": (*Direction, NONE),
            "deadline": None,
        },
        Kind.SLOGAN: {"kind": tuple(SloganKind)},
        Kind.CLAUSE: {"role": tuple(Role), "pathway": None},
    }
)
#: All kinds, in the order of the table.
ALL = (What.QUANTITIES, What.SLOGANS, What.ACTIONS)


@dataclass(frozen=True, slots=True)
class Item:
    """One record of one document. `said`: what the toolkit says of each field; `line`: the line of text it is in.

    `path` is where the document was read, `sha256` the hash of its whole text.
    """

    document: str
    path: str
    sha256: str
    framework: str
    kind: Kind
    start: int
    end: int
    text: str
    sentence: str
    line: Span
    line_text: str
    score: float
    said: Mapping[str, str]


def quote_hash(words: str) -> str:
    """Return a short hash of the words of a record: no spreadsheet changes it, as it may change `3-5` into a date."""
    return text_hash(words)[:8]


def text_hash(text: str) -> str:
    """Return the hash of a whole text, as `sanxin extract --what all` prints it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def items(speech: Speech, kinds: Sequence[What]) -> Iterator[Item]:
    """Yield the records of some kinds that one speech has."""
    document = speech.document
    digest = text_hash(document.text)
    path = str(Path(document.source).absolute())
    for what in kinds:
        for record, sentence in records(speech, what):
            kind, score, said = _about(record, document.text)
            line = _line(document.text, record.start, record.end)
            yield Item(
                document=document.id, path=path, sha256=digest, framework=speech.framework, kind=kind,
                start=record.start, end=record.end, text=document.text[record.start : record.end],
                sentence=sentence.of(document.text), line=line, line_text=line.of(document.text),
                score=score, said=said,
            )  # fmt: skip


def _about(record: Any, text: str) -> tuple[Kind, float, Mapping[str, str]]:
    match record:
        case Quantity():
            said = {
                "status": record.status,
                "indicator": record.indicator and record.indicator.of(text),
                "modality": record.modality,
                "direction": record.direction,
                "deadline": record.deadline and record.deadline.isoformat(),
            }
            return Kind.QUANTITY, record.status_score, _named(said)
        case Slogan():
            return Kind.SLOGAN, record.score, _named({"kind": record.kind})
        case Action():
            doing = record.pathway is not None
            score = min(record.role_score, record.pathway_score) if doing else record.role_score
            return Kind.CLAUSE, score, _named({"role": record.role, "pathway": record.pathway})
    raise TypeError(f"{record!r} is no record that is reviewed")


def _named(said: Mapping[str, Any]) -> Mapping[str, str]:
    return {field: NONE if value is None else str(value) for field, value in said.items()}


def _line(text: str, start: int, end: int) -> Span:
    last = text.find("\n", end)
    return Span(text.rfind("\n", 0, start) + 1, len(text) if last < 0 else last)


def choose(
    found: Iterable[Item],
    *,
    max_score: float | None = None,
    lowest: int | None = None,
    sample: int | None = None,
    seed: int = 1,
) -> list[Item]:
    """Return the records that are shown.

    Args:
        found: All records.
        max_score: Only those whose label is no surer, the least sure first.
        lowest: Of these, so many of the least sure, the least sure first.
        sample: Of these, so many drawn by lot, in the order they had.
        seed: The same seed draws the same.
    """
    kept = list(found)
    if max_score is not None:
        kept = [item for item in kept if item.score <= max_score]
    if max_score is not None or lowest is not None:
        kept = sorted(kept, key=attrgetter("score"))[:lowest]
    if sample is not None and sample < len(kept):
        drawn = random.Random(seed).sample(range(len(kept)), sample)  # noqa: S311 - a sample, no secret
        kept = [kept[place] for place in sorted(drawn)]
    return kept
