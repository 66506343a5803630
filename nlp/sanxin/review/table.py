"""The table that a person edits: a row a record, beside what the toolkit says an empty cell for what is right."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from sanxin.errors import FormatError
from sanxin.frameworks import default, shipped
from sanxin.reading.tables import NamedRow
from sanxin.review.corrections import Correction, Faults, Review
from sanxin.review.items import FIELDS, NONE, Item, Kind, quote_hash
from sanxin.tables import Column
from sanxin.tables import Kind as Cell

#: In front of a field's name: the column for what is right instead.
NEW = "new_"
_KEY = re.compile(r"(?P<kind>[a-z]{1,20}) (?P<start>\d{1,9})-(?P<end>\d{1,9}) (?P<quote>[0-9a-f]{8})")
_NEEDED = ("verdict", "key", "doc_id", "path", "text_sha256")


class Verdict(StrEnum):
    """What a person says of a record."""

    RIGHT = "right"
    WRONG = "wrong"
    CHANGED = "changed"


def columns(kinds: Sequence[Kind]) -> list[Column]:
    """Return the columns of a table of these kinds: first what is filled in, last what only a program reads."""
    fields = [name for kind in kinds for field in FIELDS[kind] for name in (field, NEW + field)]
    return [
        *(Column(name) for name in ("verdict", "text", *fields, "note", "sentence")),
        Column("score", Cell.NUMBER),
        *(Column(name) for name in ("annotator", "key", "doc_id", "framework", "path", "text_sha256")),
    ]


def rows(items: Iterable[Item], kinds: Sequence[Kind], annotator: str) -> Iterator[dict[str, object]]:
    """Yield the row of each record; cells of fields that it has not are empty."""
    names = [column.name for column in columns(kinds)]
    for item in items:
        held = {
            **item.said,
            "text": item.text,
            "sentence": item.sentence,
            "score": item.score,
            "annotator": annotator or None,
            "key": f"{item.kind} {item.start}-{item.end} {quote_hash(item.text)}",
            "doc_id": item.document,
            "framework": item.framework,
            "path": item.path,
            "text_sha256": f"sha256:{item.sha256}",
        }
        yield {name: held.get(name) for name in names}


def choices(kinds: Sequence[Kind], frameworks: Iterable[str]) -> dict[str, Sequence[str]]:
    """Return what may be chosen in each column that has a closed list."""
    found: dict[str, Sequence[str]] = {"verdict": tuple(Verdict)}
    for kind in kinds:
        found |= {NEW + field: labels for field, labels in FIELDS[kind].items() if labels is not None}
    if Kind.CLAUSE in kinds:
        ways = dict.fromkeys(way for name in sorted(set(frameworks)) for way in _pathways(name))
        found[NEW + "pathway"] = (*ways, NONE)
    return found


def _pathways(framework: str) -> tuple[str, ...]:
    """Return the pathways of a framework that ships; those of a file or of the speech itself are not known here."""
    known = shipped().get(framework)
    return () if known is None else tuple(way.id for way in known.pathways)


# ---- reading ----


def read(rows: Iterable[NamedRow], source: str) -> Review:
    """Return the corrections of a table; its columns may stand in any order, and others between them."""
    faults = Faults()
    found = []
    untouched = 0
    # Row 1 is the header, as a spreadsheet counts.
    for number, row in enumerate(rows, 2):
        cells = {name.strip().casefold(): _plain(value) for name, value in row.items()}
        lacking = [name for name in _NEEDED if name not in cells]
        if lacking:
            problem = f"is no review table (no column {', '.join(lacking)})"
            raise FormatError(source, problem, "give a file that sanxin review has written, all columns kept")
        try:
            correction = _correction(cells, f"row {number}")
        except ValueError as error:
            faults.found.append(f"row {number} ({cells.get('text', '')[:20]}): {error}")
            continue
        if correction is None:
            untouched += 1
        else:
            found.append(correction)
    faults.refuse(source)
    if not found and not untouched:
        raise FormatError(source, "is no review table (no rows)", "give a file that sanxin review has written")
    return Review(source, tuple(found), untouched)


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that kept a spreadsheet from computing it."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" else cell


def _correction(cells: Mapping[str, str], place: str) -> Correction | None:
    """Return what a row says, None if nothing; raise ValueError where it cannot be."""
    key = _KEY.fullmatch(cells["key"])
    if key is None or key["kind"] not in tuple(Kind):
        raise ValueError(f"key {cells['key']!r} is not as sanxin review wrote it")
    kind = Kind(key["kind"])
    verdict = _verdict(cells["verdict"])
    said = {field: cells.get(field) or NONE for field in FIELDS[kind]}
    new = {field: _label(kind, field, cells.get(NEW + field, "")) for field in FIELDS[kind]}
    changed = {field: label for field, label in new.items() if label is not None and label != said[field]}
    if verdict is None and not any(new.values()):
        return None
    if verdict is Verdict.RIGHT and changed:
        raise ValueError(f"is called right, but has a new {', '.join(changed)}")
    if verdict is Verdict.CHANGED and not changed:
        raise ValueError("is called changed, but has no new value")
    refused = verdict is Verdict.WRONG and not changed
    return Correction(
        document=cells["doc_id"],
        path=cells["path"],
        sha256=cells["text_sha256"].removeprefix("sha256:"),
        framework=cells.get("framework") or default().name,
        kind=kind,
        start=int(key["start"]),
        end=int(key["end"]),
        quote=key["quote"],
        labels={} if refused else {**said, **changed},
        changed=frozenset(changed),
        place=place,
        words=cells.get("text", "")[:40],
        annotator=cells.get("annotator", ""),
    )


def _verdict(cell: str) -> Verdict | None:
    if not cell:
        return None
    for verdict in Verdict:
        if cell.casefold() in _words()["verdict"][verdict]:
            return verdict
    raise ValueError(f"verdict {cell!r} is none of {', '.join(Verdict)}")


def _label(kind: Kind, field: str, cell: str) -> str | None:
    """Return the new label of a field, None where the cell is empty; labels may be written in Chinese."""
    if not cell:
        return None
    if cell.casefold() in _words()["none"]["none"] and NONE in (FIELDS[kind][field] or (NONE,)):
        return NONE
    allowed = FIELDS[kind][field]
    if allowed is None:
        return _date(cell) if field == "deadline" else cell
    label = _in_english(field).get(cell, cell.casefold())
    if label not in allowed:
        raise ValueError(f"new_{field} {cell!r} is none of {', '.join(allowed)}")
    return label


def _date(cell: str) -> str:
    try:
        return dt.date.fromisoformat(cell.replace("/", "-")).isoformat()
    except ValueError:
        raise ValueError(f"new_deadline {cell!r} is no date; write YYYY-MM-DD") from None


@cache
def _words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return words.toml: what a person may write instead of the English values."""
    return tomllib.loads(files("sanxin.review").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def _in_english(field: str) -> Mapping[str, str]:
    """Return the labels of a field by their Chinese names, where the house has such."""
    from sanxin.pages.cards import labels

    try:
        return {chinese: english for english, chinese in labels(field).items()}
    except KeyError:
        return {}
