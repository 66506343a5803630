"""Tasks: a line of text with its records as labelled spans, as doccano and Label Studio show them.

A label names kind and values: `quantity:commitment`, `slogan:campaign`, `clause:goal:industry`, `clause:achievement`.
What the annotator leaves, changes, takes away or adds is read against what the task was made with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sanxin.records import Role
from sanxin.review.corrections import Correction
from sanxin.review.items import FIELDS, NONE, Item, Kind, quote_hash
from sanxin.training.figures import LEAST_OVERLAP, overlap

#: The fields that a label holds, and the key of a task under which sanxin keeps what it needs to read it back.
_IN_LABEL = {Kind.QUANTITY: ("status",), Kind.SLOGAN: ("kind",), Kind.CLAUSE: ("role", "pathway")}
OURS = "sanxin"
_DOING = (Role.ACTION, Role.GOAL)


@dataclass(frozen=True, slots=True)
class Marked:
    """A labelled span of a task's text."""

    start: int
    end: int
    label: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a document with its spans; `about` is what finds the words in their document again."""

    text: str
    spans: tuple[Marked, ...]
    about: Mapping[str, Any]


def tasks(found: Iterable[Item]) -> Iterator[Task]:
    """Yield a task for each line that holds one of the records."""
    by_line = sorted(found, key=lambda item: (item.path, item.document, item.line, item.start))
    for _, group in groupby(by_line, key=lambda item: (item.path, item.document, item.line)):
        items = list(group)
        first = items[0]
        begin = first.line.start
        spans = tuple(Marked(i.start - begin, i.end - begin, label_of(i.kind, i.said), i.score) for i in items)
        about = {
            "doc_id": first.document,
            "path": first.path,
            "text_sha256": first.sha256,
            "framework": first.framework,
            "start": begin,
            "records": [[span.start, span.end, span.label] for span in spans],
        }
        yield Task(first.line_text, spans, about)


def label_of(kind: Kind, said: Mapping[str, str]) -> str:
    """Return the label of a record: `clause:goal:industry`; a clause that is neither action nor goal has no pathway."""
    fields = _IN_LABEL[kind]
    if kind is Kind.CLAUSE and said["role"] not in _DOING:
        fields = ("role",)
    return ":".join([kind, *(said[field] for field in fields)])


def labels(found: Iterable[Item], pathways: Sequence[str]) -> list[str]:
    """Return all labels that spans of these kinds may have."""
    listed = []
    for kind in dict.fromkeys(item.kind for item in found):
        first = _IN_LABEL[kind][0]
        for value in FIELDS[kind][first] or ():
            more = pathways if kind is Kind.CLAUSE and value in _DOING else [None]
            listed += [label_of(kind, {first: value, "pathway": way or NONE}) for way in more]
    return listed


def compared(
    about: Mapping[str, Any], text: str, marked: Sequence[Marked], place: str, annotator: str = ""
) -> Iterator[Correction]:
    """Yield what an annotator said by the spans of a task: each that is there, and each record that is there no more.

    Raises ValueError where a label is none, or the task has lost what finds its words again.
    """
    try:
        records = [Marked(int(start), int(end), str(label)) for start, end, label in about["records"]]
        begin = int(about["start"])
        known = {name: str(about[name]) for name in ("doc_id", "path", "text_sha256", "framework")}
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"has lost what its field {OURS} held; export with the data of the tasks") from None

    def correction(span: Marked, said: Mapping[str, str], changed: Iterable[str]) -> Correction:
        words = text[span.start : span.end]
        return Correction(
            known["doc_id"], known["path"], known["text_sha256"], known["framework"], _kind(span.label),
            begin + span.start, begin + span.end, quote_hash(words), said, frozenset(changed), place, words[:40],
            annotator,
        )  # fmt: skip

    for span in marked:
        before = next((one for one in records if _is(one, span)), None)
        said = _said(span.label)
        was = _said(before.label) if before is not None else {}
        yield correction(span, said, [field for field, value in said.items() if was.get(field) != value])
    for one in records:
        if not any(_is(one, span) for span in marked):
            yield correction(one, {}, ())


def _is(record: Marked, span: Marked) -> bool:
    same = _kind(record.label) is _kind(span.label)
    return same and overlap(record.start, record.end, span.start, span.end) >= LEAST_OVERLAP


def _kind(label: str) -> Kind:
    try:
        return Kind(label.partition(":")[0])
    except ValueError:
        raise ValueError(f"label {label!r} is none of sanxin's; they begin with {', '.join(Kind)}") from None


def _said(label: str) -> dict[str, str]:
    """Return the fields that a label holds; raise ValueError where a value is none."""
    kind = _kind(label)
    values = label.split(":")[1:]
    said = dict(zip(_IN_LABEL[kind], values, strict=False))
    for field, value in said.items():
        allowed = FIELDS[kind][field]
        if allowed is not None and value not in allowed:
            raise ValueError(f"label {label!r}: {field} is none of {', '.join(allowed)}")
    if not said or len(values) > len(said):
        raise ValueError(f"label {label!r} does not say its {' and '.join(_IN_LABEL[kind])}")
    return said
