"""The whole of an evaluation: figures, agreement, tables of confusion, disagreements, and each document by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sanxin.evaluation.agreement import Agreement, agreement
from sanxin.evaluation.figures import Figure, figures
from sanxin.evaluation.marks import Marks
from sanxin.evaluation.tally import EMPTY, MISSED, SPURIOUS, Disagreement, Tally, tally
from sanxin.frameworks import default
from sanxin.records import Comparator, Modality, Role, SloganKind, Status

#: The tables of confusion and the order of their labels; pathways are a framework's, those of the default come first.
CONFUSIONS: Mapping[str, Sequence[str]] = {
    "status": tuple(Status),
    "comparator": tuple(Comparator),
    "modality": tuple(Modality),
    "kind": tuple(SloganKind),
    "role": tuple(Role),
    "pathway": (),
}


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often a label of the gold (row) met a label found (column); rows and columns are named in their order."""

    field: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found. `documents` are the figures of each document by itself, without intervals."""

    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    agreement: tuple[Agreement, ...]
    confusions: tuple[Confusion, ...]
    disagreements: tuple[Disagreement, ...]
    documents: Mapping[str, tuple[Figure, ...]]
    resamples: int
    seed: int


def evaluate(both: Iterable[tuple[Marks, Marks]], *, resamples: int = 2000, seed: int = 1) -> Report:
    """Return how the second of each pair agrees with the first; the same input and seed give the same report."""
    tallies = [tally(gold, found) for gold, found in both]
    return Report(
        names=tuple(one.document for one in tallies),
        figures=tuple(figures(tallies, resamples, seed)),
        agreement=tuple(agreement(tallies, resamples, seed)),
        confusions=tuple(_confusions(tallies)),
        disagreements=tuple(each for one in tallies for each in one.disagreements),
        documents={one.document: tuple(figures([one], 0, seed)) for one in tallies},
        resamples=resamples,
        seed=seed,
    )


def _confusions(tallies: Sequence[Tally]) -> Iterable[Confusion]:
    for name, order in CONFUSIONS.items():
        counts: Counter[tuple[str, str]] = Counter()
        for one in tallies:
            counts += one.labels.get(name, Counter())
        if counts:
            rows, columns = ({pair[side] for pair in counts} for side in (0, 1))
            known = order or [pathway.id for pathway in default().pathways]
            yield Confusion(name, _ordered(rows, known), _ordered(columns, known), counts)


def _ordered(labels: Iterable[str], order: Sequence[str]) -> tuple[str, ...]:
    last = (EMPTY, MISSED, SPURIOUS)
    places = {label: n for n, label in enumerate(order)} | {label: len(order) + 1 + n for n, label in enumerate(last)}
    return tuple(sorted(labels, key=lambda label: (places.get(label, len(order)), label)))
