"""Corrections become marks: they replace those of the marked texts, or make marked texts of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from sanxin.evaluation.marks import pathway_ids
from sanxin.frameworks import default
from sanxin.records import Document, Role, Span
from sanxin.review.corrections import Correction
from sanxin.review.items import NONE, Kind
from sanxin.review.texts import Corrected
from sanxin.traditional import simplified
from sanxin.training.examples import found_layers, matched
from sanxin.training.figures import LEAST_OVERLAP, overlap
from sanxin.training.marked import MarkedText
from sanxin.training.slogans import spans_proposed

Row = Mapping[str, Any]

#: The judges that learn from a field.
_JUDGES = {"status": "status", "indicator": "indicators", "kind": "slogans", "role": "roles", "pathway": "pathways"}
#: What no judge learns, and where it is decided.
_RULES = {
    "modality": "models/lexicons/modality.tsv or --modality",
    "direction": "models/lexicons/directions.tsv",
    "deadline": "models/rules/deadlines.toml",
}


@dataclass(frozen=True, slots=True)
class Unused:
    """A correction, or a part of one, that no judge can learn from: where it is said, and why."""

    document: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learned: all marked texts, the judges that the corrections concern, and what none of them can use."""

    texts: tuple[MarkedText, ...]
    judges: tuple[str, ...]
    used: int
    unused: tuple[Unused, ...]


def taught(texts: Sequence[MarkedText], corrected: Iterable[Corrected]) -> Lesson:
    """Return the marked texts with the corrections among them.

    A correction takes the place of the mark that it contradicts; those of other texts make partial ones. A partial text
    is learned from, but the held-out figures stay those of the texts that were marked whole.
    """
    known = list(texts)
    more: list[MarkedText] = []
    judges: set[str] = set()
    unused: list[Unused] = []
    used = 0
    for one in corrected:
        text = simplified(one.document.text)
        rows = [(each, *_row(each, text)) for each in one.corrections]
        for each, _, faults in rows:
            unused += [Unused(one.document.id, each.place, fault) for fault in faults]
        partial = _partial(one.document, text, [(each, row) for each, row, _ in rows if row is not None], known)
        lost = dict(_not_found(partial))
        for each, row, _ in rows:
            if row is None:
                continue
            if (each.kind, row["start"]) in lost:
                unused.append(Unused(one.document.id, each.place, lost[each.kind, row["start"]]))
                continue
            used += 1
            judges |= {_JUDGES[name] for name in row if name in _JUDGES}
            known = [_corrected(marked, partial.text, each.kind, row) for marked in known]
        more.append(partial)
    order = dict.fromkeys(_JUDGES.values())
    return Lesson((*known, *more), tuple(name for name in order if name in judges), used, tuple(unused))


def _row(each: Correction, text: str) -> tuple[dict[str, Any] | None, list[str]]:
    """Return a correction as a row of marks, None if no judge learns from it; and what of it none learns."""
    faults = [
        f"no judge learns {field}, rules decide it ({_RULES[field]})" for field in sorted(each.changed & set(_RULES))
    ]
    row: dict[str, Any] = {"start": each.start, "end": each.end}
    match each.kind:
        case Kind.QUANTITY:
            if not each.labels:
                what = "no judge learns what is no quantity, rules decide it (models/rules/not_quantities.toml)"
                return None, [*faults, what]
            found, fault = _indicator(each, text)
            return {**row, "status": each.labels["status"], **found}, [*faults, *fault]
        case Kind.SLOGAN:
            return {**row, "kind": each.labels.get("kind", NONE)}, faults
        case Kind.CLAUSE:
            found, fault = _pathway(each)
            return {**row, "role": each.labels.get("role", str(Role.OTHER)), **found}, [*faults, *fault]


def _indicator(each: Correction, text: str) -> tuple[dict[str, Any], list[str]]:
    """Return where the words of the indicator stand, nearest to the number; nothing where nobody spoke of them."""
    words = each.labels.get("indicator")
    if words is None:
        return {}, []
    if words == NONE:
        return {"indicator": None}, []
    places = [at for at in _places(text, simplified(words)) if at + len(words) <= each.start or at >= each.end]
    if not places:
        return {}, [f"the words {words!r} do not stand in the text, so no indicator is learned"]
    at = min(places, key=lambda place: (abs(place - each.start), place))
    return {"indicator": [at, at + len(words)]}, []


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _pathway(each: Correction) -> tuple[dict[str, Any], list[str]]:
    """Return the pathway as the judge knows it; it knows only those of the default framework."""
    if not each.labels:
        return {"pathway": NONE}, []
    said = each.labels.get("pathway")
    if said is None or each.labels.get("role") not in (Role.ACTION, Role.GOAL):
        return {}, []
    if said == NONE and "role" in each.changed and "pathway" not in each.changed:
        return {}, []  # what was no action had no pathway, and nobody has said which it has now
    way = pathway_ids().get(said, said)
    if way == NONE or way in {pathway.id for pathway in default().pathways}:
        return {"pathway": way}, []
    if each.framework != default().name:
        return {}, [f"pathways of the framework {each.framework} are linked by its words, no judge learns them"]
    return {}, [f"{said!r} is no pathway of the default framework"]


def _partial(
    document: Document, text: str, rows: Sequence[tuple[Correction, Row]], known: Sequence[MarkedText]
) -> MarkedText:
    """Return the document with what was corrected in it, of the group of the marked text that it is, if it is one."""
    group = next((marked.group for marked in known if marked.text in text), None)
    by_kind = {kind: tuple(row for each, row in rows if each.kind is kind) for kind in Kind}
    return MarkedText(
        group or PurePath(document.id).stem,
        text,
        document.facts.year,
        Span(0, len(text)),
        by_kind[Kind.QUANTITY],
        by_kind[Kind.CLAUSE],
        by_kind[Kind.SLOGAN] or None,
        partial=True,
    )


def _not_found(text: MarkedText) -> Iterator[tuple[tuple[Kind, int], str]]:
    """Yield the corrections whose words no stage finds, so that no judge is ever asked about them."""
    (_, layers), *_ = found_layers([text])
    measured = [row for row in matched(layers.measures, text.quantities) if row is not None]
    for row in text.quantities:
        if row not in measured:
            yield (Kind.QUANTITY, row["start"]), "no rule finds a quantity there (models/rules/quantities.toml)"
    clauses = {clause.start for clause in layers.structure.clauses}
    for row in text.clauses:
        if row["start"] not in clauses:
            yield (Kind.CLAUSE, row["start"]), "no clause begins there"
    proposed = spans_proposed(text) if text.slogans else []
    for row in text.slogans or ():
        if not any(overlap(start, end, row["start"], row["end"]) >= LEAST_OVERLAP for start, end in proposed):
            yield (Kind.SLOGAN, row["start"]), "no rule proposes a slogan there (models/rules/slogans.toml)"


def _corrected(marked: MarkedText, text: str, kind: Kind, row: Row) -> MarkedText:
    """Return a marked text with a correction in place of what it contradicts, if it is of that text or of a part."""
    rows = {Kind.QUANTITY: marked.quantities, Kind.SLOGAN: marked.slogans, Kind.CLAUSE: marked.clauses}[kind]
    begin = text.find(marked.text) if rows else -1
    if rows is None or begin < 0:
        return marked
    start, end = row["start"] - begin, row["end"] - begin
    if not marked.window.start <= start < marked.window.end:
        return marked
    moved = {**row, "start": start, "end": end}
    if row.get("indicator"):
        moved["indicator"] = [at - begin for at in row["indicator"]]
    met = [one for one in rows if overlap(start, end, one["start"], one["end"]) >= LEAST_OVERLAP]
    kept = [one for one in rows if one not in met]
    if row.get("kind") != NONE:
        kept.append({**(met[0] if met else {}), **moved})
    ordered = tuple(sorted(kept, key=lambda one: int(one["start"])))
    match kind:
        case Kind.QUANTITY:
            return replace(marked, quantities=ordered)
        case Kind.SLOGAN:
            return replace(marked, slogans=ordered)
        case Kind.CLAUSE:
            return replace(marked, clauses=ordered)
