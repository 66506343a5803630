"""One document: its marks against the others' records, counted line by line, with every disagreement by its words.

A line is a layer, a field and a label, ("quantities", "status", "commitment"); what it counts says Count. Two records
stand for one another if they share half of the stretch they both cover; a field is compared in such pairs only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sanxin.evaluation.marks import MarkedClause, MarkedQuantity, MarkedSlogan, Marks
from sanxin.evaluation.matching import labels_over, pairs, same_place
from sanxin.records import Role, SloganKind, Status

#: How far two values may lie apart and still agree, as a part of the greater (rounding: 66.67 for two thirds).
_CLOSE = 1e-3
_TINY = 1e-9
#: In a table of labels: a record that the one side has and the other has not.
MISSED, SPURIOUS = "missed", "spurious"
#: In a table of labels: the field is empty.
EMPTY = "none"
_DOING = (Role.ACTION, Role.GOAL)


class Line(NamedTuple):
    """What is counted together; `label` is empty for the field as a whole."""

    layer: str
    field: str
    label: str = ""


@dataclass(slots=True)
class Count:
    """How many records carry something in the gold (`marked`), among those found (`found`), and rightly so (`right`).

    `compared` pairs were compared, `agreed` of them agree; there an empty field agrees with an empty one.
    """

    marked: int = 0
    found: int = 0
    right: int = 0
    compared: int = 0
    agreed: int = 0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that the two sides say differently; `marked` or `found` is None where a side has no such record."""

    document: str
    layer: str
    field: str
    start: int
    end: int
    text: str
    marked: str | None
    found: str | None


@dataclass(slots=True)
class Tally:
    """The counts of one document. `labels`: for each field, how often which label met which."""

    document: str
    counts: dict[Line, Count] = field(default_factory=dict)
    labels: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)

    def count(self, layer: str, name: str, label: str = "") -> Count:
        """Return the count of a line, to be added to."""
        return self.counts.setdefault(Line(layer, name, label), Count())

    def meet(self, name: str, marked: str, found: str) -> None:
        """Note that a label of the gold met a label found."""
        self.labels.setdefault(name, Counter())[marked, found] += 1


def tally(gold: Marks, found: Marks) -> Tally:
    """Return the counts of one document; layers that the gold does not mark are left out."""
    result = Tally(gold.name)
    if gold.quantities is not None:
        _quantities(result, gold.quantities, _inside(gold, found, "quantities"))
    if gold.slogans is not None:
        _slogans(result, gold.slogans, _inside(gold, found, "slogans"))
    if gold.clauses is not None:
        _clauses(result, gold.clauses, found.clauses or ())
    return result


def _inside(gold: Marks, found: Marks, layer: str) -> tuple[Any, ...]:
    """Return what was found in the parts of the document that were marked."""
    records = getattr(found, layer) or ()
    windows = gold.windows.get(layer)
    if windows is None:
        return tuple(records)
    return tuple(r for r in records if any(window.start <= r.start < window.end for window in windows))


# ---- quantities ----


def _close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= _CLOSE * max(_TINY, abs(a), abs(b))


def _same_indicator(a: MarkedQuantity, b: MarkedQuantity) -> bool:
    if a.indicator is None or b.indicator is None:
        return a.indicator is b.indicator
    return same_place(a.indicator, b.indicator)


#: Field -> do two quantities agree on it?
_AGREE: Mapping[str, Callable[[MarkedQuantity, MarkedQuantity], bool]] = {
    "exact_span": lambda a, b: (a.start, a.end) == (b.start, b.end),
    "value": lambda a, b: _close(a.low, b.low) and _close(a.high, b.high),
    "unit": lambda a, b: a.unit == b.unit,
    "comparator": lambda a, b: a.comparator == b.comparator,
    "direction": lambda a, b: a.direction == b.direction,
    "status": lambda a, b: a.status == b.status,
    "deadline": lambda a, b: a.deadline == b.deadline,
    "indicator": _same_indicator,
}
#: Fields that may be empty.
_OPTIONAL = ("direction", "deadline", "indicator")
#: Fields with few labels, each counted by itself.
_LABELLED = ("comparator", "direction", "status")
#: Fields whose labels are compared for agreement beyond chance.
_NOMINAL = (*_LABELLED, "unit", "deadline")
#: A target (a promise found as one), and one found right in so many of its fields.
TARGETS: Mapping[str, tuple[str, ...]] = {
    "": (),
    "value, unit, comparator": ("value", "unit", "comparator"),
    "… and indicator, deadline": ("value", "unit", "comparator", "indicator", "deadline"),
}


def _quantities(result: Tally, gold: tuple[MarkedQuantity, ...], found: tuple[MarkedQuantity, ...]) -> None:
    layer = "quantities"
    matched = pairs(gold, found)
    _spans(result, layer, gold, found, matched)
    for side, records in (("marked", gold), ("found", found)):
        for record in records:
            _count_fields(result, side, record)
    for i, j in matched:
        _compare(result, gold[i], found[j])
    for name in ("comparator", "status"):
        _unmatched(result, name, [getattr(q, name) for q in gold], [getattr(q, name) for q in found], matched)


def _count_fields(result: Tally, side: str, record: MarkedQuantity) -> None:
    layer = "quantities"
    for name in _AGREE:
        if name not in _OPTIONAL or getattr(record, name) is not None:
            _add(result.count(layer, name), side)
    for name in _LABELLED:
        if getattr(record, name) is not None:
            _add(result.count(layer, name, getattr(record, name)), side)
    if record.status == Status.COMMITMENT:
        for label in TARGETS:
            _add(result.count(layer, "target", label), side)
    if record.modality is not None:
        _add(result.count(layer, "modality"), side)
        _add(result.count(layer, "modality", record.modality), side)


def _compare(result: Tally, a: MarkedQuantity, b: MarkedQuantity) -> None:
    layer = "quantities"
    agree = {name: same(a, b) for name, same in _AGREE.items()}
    for name, same in agree.items():
        count = result.count(layer, name)
        count.compared += 1
        count.agreed += same
        count.right += same and (name not in _OPTIONAL or getattr(a, name) is not None)
        if not same:
            _disagree(result, layer, name, a, _shown(a, name), _shown(b, name))
    for name in _NOMINAL:
        mark, other = getattr(a, name), getattr(b, name)
        result.meet(name, mark or EMPTY, other or EMPTY)
        if name in _LABELLED and mark is not None and mark == other:
            result.count(layer, name, mark).right += 1
    if a.status == b.status == Status.COMMITMENT:
        for label, names in TARGETS.items():
            result.count(layer, "target", label).right += all(agree[name] for name in names)
    if a.status == Status.COMMITMENT:
        _compare_modality(result, a, b)


def _compare_modality(result: Tally, a: MarkedQuantity, b: MarkedQuantity) -> None:
    """Compare how firmly a promise is worded; what the other side takes for no promise is missed."""
    count = result.count("quantities", "modality")
    same = a.modality == b.modality
    count.compared += 1
    count.agreed += same
    count.right += same and a.modality is not None
    if a.modality is not None:
        result.meet("modality", a.modality, b.modality or MISSED)
        if same:
            result.count("quantities", "modality", a.modality).right += 1
    if not same:
        _disagree(result, "quantities", "modality", a, a.modality, b.modality)


def _shown(record: MarkedQuantity, name: str) -> str | None:
    match name:
        case "exact_span":
            return record.text or f"{record.start}-{record.end}"
        case "value":
            return f"{record.low}" if record.low == record.high else f"{record.low}-{record.high}"
        case "indicator":
            place = record.indicator
            return record.indicator_words or (f"{place.start}-{place.end}" if place is not None else None)
    value: str | None = getattr(record, name)
    return value


# ---- slogans ----


def _slogans(result: Tally, gold: tuple[MarkedSlogan, ...], found: tuple[MarkedSlogan, ...]) -> None:
    layer = "slogans"
    matched = pairs(gold, found)
    _spans(result, layer, gold, found, matched)
    kinds, members = result.count(layer, "kind"), result.count(layer, "members")
    for side, records in (("marked", gold), ("found", found)):
        for record in records:
            _add(kinds, side)
            _add(result.count(layer, "kind", record.kind), side)
            if record.members is not None:
                _add(members, side)
    for i, j in matched:
        a, b = gold[i], found[j]
        result.meet("kind", a.kind, b.kind)
        kinds.compared += 1
        if a.kind == b.kind:
            kinds.agreed += 1
            kinds.right += 1
            result.count(layer, "kind", a.kind).right += 1
        else:
            _disagree(result, layer, "kind", a, a.kind, b.kind)
        if SloganKind.ABBREVIATION in (a.kind, b.kind):
            members.compared += 1
            members.agreed += a.members == b.members
        members.right += a.members is not None and a.members == b.members
        if a.members != b.members:
            _disagree(result, layer, "members", a, _listed(a.members), _listed(b.members))
    _unmatched(result, "kind", [slogan.kind for slogan in gold], [slogan.kind for slogan in found], matched)


def _listed(members: frozenset[str] | None) -> str | None:
    return None if members is None else " | ".join(sorted(members))


# ---- clauses ----


def _clauses(result: Tally, gold: tuple[MarkedClause, ...], found: tuple[MarkedClause, ...]) -> None:
    """Count roles over all marked clauses, pathways over those marked as action or goal.

    So the recall of pathways is their accuracy end to end, and their precision that of clauses found to be one.
    """
    layer = "clauses"
    for mark, (role, pathway) in zip(gold, labels_over(gold, found), strict=True):
        result.meet("role", mark.role, role)
        count = result.count(layer, "role")
        same = mark.role == role
        count.compared += 1
        count.agreed += same
        for label, side in ((mark.role, "marked"), (role, "found")):
            _add(result.count(layer, "role", label), side)
            if label != Role.OTHER:
                _add(count, side)
        if same:
            result.count(layer, "role", role).right += 1
            count.right += role != Role.OTHER
        else:
            _disagree(result, layer, "role", mark, mark.role, role)
        if mark.role in _DOING:
            _compare_pathway(result, mark, pathway if role in _DOING else MISSED)


def _compare_pathway(result: Tally, mark: MarkedClause, pathway: str) -> None:
    layer = "clauses"
    result.meet("pathway", mark.pathway, pathway)
    count = result.count(layer, "pathway")
    count.marked += 1
    count.compared += 1
    result.count(layer, "pathway", mark.pathway).marked += 1
    if pathway == MISSED:
        return  # told as a disagreement of roles
    count.found += 1
    result.count(layer, "pathway", pathway).found += 1
    if pathway == mark.pathway:
        count.right += 1
        count.agreed += 1
        result.count(layer, "pathway", pathway).right += 1
    else:
        _disagree(result, layer, "pathway", mark, mark.pathway, pathway)


# ---- all of them ----


def _spans(result: Tally, layer: str, gold: Any, found: Any, matched: list[tuple[int, int]]) -> None:
    """Count the records themselves, and tell those that only one side has."""
    count = result.count(layer, "span")
    count.marked += len(gold)
    count.found += len(found)
    count.right += len(matched)
    left, right = {i for i, _ in matched}, {j for _, j in matched}
    for i, record in enumerate(gold):
        if i not in left:
            _disagree(result, layer, "span", record, record.text, None)
    for j, record in enumerate(found):
        if j not in right:
            _disagree(result, layer, "span", record, None, record.text)


def _unmatched(result: Tally, name: str, gold: list[str], found: list[str], matched: list[tuple[int, int]]) -> None:
    """Enter the labels of records that only one side has."""
    left, right = {i for i, _ in matched}, {j for _, j in matched}
    for i, label in enumerate(gold):
        if i not in left:
            result.meet(name, label, MISSED)
    for j, label in enumerate(found):
        if j not in right:
            result.meet(name, SPURIOUS, label)


def _add(count: Count, side: str) -> None:
    setattr(count, side, getattr(count, side) + 1)


def _disagree(result: Tally, layer: str, name: str, record: Any, marked: str | None, found: str | None) -> None:
    result.disagreements.append(
        Disagreement(result.document, layer, name, record.start, record.end, record.text, marked, found)
    )
