"""Fitting the judge of slogans, the table of what the archive says, and its figures on documents held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanxin.classify import LinearModel
from sanxin.features import Features, stacked
from sanxin.reading.furniture import find_furniture
from sanxin.slogans import heard, rules
from sanxin.slogans.candidates import Candidate
from sanxin.slogans.choice import LABELS, NONE, best_set, features
from sanxin.slogans.proposals import Proposals, find_proposals
from sanxin.slogans.sight import Proposal, View
from sanxin.structure import read_structure
from sanxin.training import fit
from sanxin.training.figures import LEAST_OVERLAP, Figures, overlap
from sanxin.training.marked import MarkedText

#: C of scikit-learn, and in how many documents a column must hold; chosen by cross-validation.
RECIPE = fit.Recipe(LABELS, first=0.15, second=None, least=2)
_Counts = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Marked:
    """One text: its proposals with their features, what each was marked as, and the marks themselves."""

    source: str
    proposals: tuple[Proposal, ...]
    features: Features
    labels: tuple[str, ...]
    marks: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class SloganScores(Figures):
    """Figures on documents held out: `accuracy` is the F1 of slogans (named as for the judges), `kind` of those found.

    `seen` is the F1 on the texts that were learned from.
    """

    precision: float
    recall: float
    kind: float
    abbreviations: float
    seen: float

    def summary(self) -> str:
        """Return the figures in words."""
        return (
            f"F1 {self.accuracy:.3f} (precision {self.precision:.3f}, recall {self.recall:.3f}), "
            f"kind {self.kind:.3f}, abbreviations {self.abbreviations:.3f}; on what was learned from {self.seen:.3f}"
        )


def archive_counts(folder: Path) -> dict[str, tuple[set[str], set[str]]]:
    """Return for each document of a folder of texts what it says that could be a slogan, and what of it is quoted."""
    found = {}
    for file in sorted(folder.glob("*.txt")):
        with file.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        read = _proposed(text, None)
        said = {rules.canonical(text[proposal.start : proposal.end]) for proposal in read.proposals}
        found[file.stem] = (said, {rules.canonical(quotation.inner.of(text)) for quotation in read.quotations.quoted})
    return found


def examples(texts: Sequence[MarkedText], archive: Mapping[str, tuple[set[str], set[str]]]) -> list[Marked]:
    """Return the texts whose slogans were marked whole; what their own document says is taken out of the counts."""
    counts = heard.counted(archive.values())
    return [
        _marked(text, _without_own(counts, archive.get(text.group, (set(), set()))))
        for text in texts
        if text.slogans is not None and text.window.end - text.window.start == len(text.text)
    ]


def _without_own(counts: _Counts, own: tuple[set[str], set[str]]) -> Callable[[str], tuple[int, int]]:
    said, quoted = own

    def look_up(name: str) -> tuple[int, int]:
        times, marked = counts.get(name, (0, 0))
        times, marked = times - (name in said or name in quoted), marked - (name in quoted)
        return (times, marked) if times > 1 or marked else (0, 0)

    return look_up


def _proposed(text: str, year: int | None) -> Proposals:
    furniture = find_furniture(text)
    structure = read_structure(text, furniture, year)
    return find_proposals(text, structure.sentences, structure.clauses, furniture)


def _marked(text: MarkedText, look_up: Callable[[str], tuple[int, int]]) -> Marked:
    read = _proposed(text.text, text.year)
    marks = tuple(text.slogans or ())
    seen = features(View(text.text, read.words, read.quotations, look_up), read.proposals)
    return Marked(text.group, read.proposals, seen, tuple(_labels(read.proposals, marks)), marks)


def _labels(proposals: Sequence[Proposal], marks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the label of each proposal: a mark's kind for the one that covers it best, none for all others."""
    labels = [NONE] * len(proposals)
    for mark in marks:
        best = max(range(len(proposals)), key=lambda i: _overlap(proposals[i], mark), default=None)
        if best is not None and _overlap(proposals[best], mark) >= LEAST_OVERLAP:
            labels[best] = mark["kind"]
    return labels


def _overlap(found: Proposal | Candidate, mark: Mapping[str, Any]) -> float:
    return overlap(found.start, found.end, mark["start"], mark["end"])


def train(examples: Sequence[Marked]) -> LinearModel:
    """Return the judge."""
    seen = stacked([example.features for example in examples])
    truth = [label for example in examples for label in example.labels]
    sources = [example.source for example in examples for _ in example.labels]
    return fit.fit_linear(seen, truth, sources, RECIPE)


def cross_validate(
    examples: Sequence[Marked], folds: Sequence[Sequence[int]], report: Callable[[str], None] = lambda _: None
) -> SloganScores:
    """Return the held-out figures; `folds`: positions of the examples held out together."""
    held_out: Counter[str] = Counter()
    for number, part in enumerate(folds, 1):
        left_out = set(part)
        model = train([example for position, example in enumerate(examples) if position not in left_out])
        for position in part:
            held_out.update(_compared(examples[position], model))
        report(f"fold {number} of {len(folds)}: {len(part)} texts held out")
    seen: Counter[str] = Counter()
    model = train(examples)
    for example in examples:
        seen.update(_compared(example, model))
    return SloganScores(
        accuracy=_f1(held_out, "both", "found", "marked"),
        precision=round(held_out["both"] / max(1, held_out["found"]), 4),
        recall=round(held_out["both"] / max(1, held_out["marked"]), 4),
        kind=round(held_out["kind"] / max(1, held_out["both"]), 4),
        abbreviations=_f1(held_out, "both-abbreviation", "found-abbreviation", "marked-abbreviation"),
        seen=_f1(seen, "both", "found", "marked"),
        documents=len({example.source for example in examples}),
        measured=dict(sorted(Counter(str(mark["kind"]) for e in examples for mark in e.marks).items())),
        folds=len(folds),
    )


def _compared(example: Marked, model: LinearModel) -> Iterator[str]:
    """Yield the names of counters to raise for one text."""
    found = best_set(example.proposals, model.probabilities(model.scores(example.features)))
    for mark in example.marks:
        yield "marked"
        yield f"marked-{mark['kind']}"
    for slogan in found:
        yield "found"
        yield f"found-{slogan.kind}"
        # Neither slogans nor marks overlap one another, so at most one mark shares more than half of a slogan.
        for mark in example.marks:
            if _overlap(slogan, mark) >= LEAST_OVERLAP:
                yield "both"
                yield from ("kind", f"both-{slogan.kind}") if mark["kind"] == slogan.kind else ()


def _f1(counts: Mapping[str, int], both: str, found: str, marked: str) -> float:
    return round(2 * counts[both] / max(1, counts[found] + counts[marked]), 4)


def heard_table(archive: Mapping[str, tuple[set[str], set[str]]]) -> bytes:
    """Return the table of what the archive says, as the bytes of its file."""
    return heard.save(heard.table(heard.counted(archive.values())))
