"""Fitting the judge of slogans, the table of what the archive says, and its figures on documents held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sanxin.classify import LinearModel
from sanxin.features import Features, Ids, stacked
from sanxin.reading.furniture import find_furniture
from sanxin.slogans import heard
from sanxin.slogans.candidates import Candidate
from sanxin.slogans.choice import GLANCE, LABELS, NONE, chosen_by, glanced, promising
from sanxin.slogans.proposals import Proposals, find_proposals
from sanxin.slogans.shape import Shapes
from sanxin.slogans.sight import Proposal, features
from sanxin.slogans.words import Words
from sanxin.structure import read_structure
from sanxin.training import fit
from sanxin.training.figures import LEAST_OVERLAP, Figures, overlap
from sanxin.training.marked import MarkedText

#: C of scikit-learn, and in how many documents a column must hold; chosen by cross-validation.
RECIPE = fit.Recipe(LABELS, first=0.05, second=None, least=2)
GLANCE_RECIPE = fit.Recipe(GLANCE, first=0.15, second=None, least=2)
#: What a document says that could be a slogan, and what of it it quotes: ids.
Said = tuple[Ids, Ids]
_NOTHING = np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Marked:
    """One text: what is proposed in it, what a glance tells of the weak, what other documents say, and its marks.

    `partial`: of what meets no mark nothing is known, and none of it is learned or measured.
    """

    source: str
    found: Proposals
    glanced: Features
    worth: tuple[str, ...]
    table: heard.Heard
    marks: tuple[Mapping[str, Any], ...]
    partial: bool = False

    def known(self, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
        """Return which of some stretches are learned from: of a partial text those that meet a mark."""
        spans = enumerate(zip(starts, ends, strict=True))
        return [
            place
            for place, (start, end) in spans
            if not self.partial or any(start < mark["end"] and mark["start"] < end for mark in self.marks)
        ]


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


def archive_counts(folder: Path) -> dict[str, Said]:
    """Return for each document of a folder of texts what it says that could be a slogan, and what of it is quoted."""
    found = {}
    for file in sorted(folder.glob("*.txt")):
        with file.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        read = _proposed(text, None)
        proposals = read.among(np.ones(len(read.weak_rule), dtype=bool))
        start, end = np.array([(one.start, one.end) for one in proposals], dtype=np.intp).reshape(-1, 2).T
        said = Shapes(read.view.letters, start, end).id
        found[file.stem] = (np.unique(said), read.view.quoted)
    return found


def examples(texts: Sequence[MarkedText], archive: Mapping[str, Said]) -> list[Marked]:
    """Return the texts whose slogans were marked whole; what their own document says is taken out of the counts."""
    counts = heard.counted(archive.values())
    return [
        _marked(text, counts.without(*archive.get(text.group, (_NOTHING, _NOTHING))))
        for text in texts
        if text.slogans is not None and text.window.end - text.window.start == len(text.text)
    ]


def _proposed(text: str, year: int | None) -> Proposals:
    furniture = find_furniture(text)
    structure = read_structure(text, furniture, year)
    return find_proposals(text, structure.sentences, structure.clauses, furniture, Words.of_text(text))


def _marked(text: MarkedText, table: heard.Heard) -> Marked:
    found = _proposed(text.text, text.year)
    marks = tuple(text.slogans or ())
    proposals = found.among(np.ones(len(found.weak_rule), dtype=bool))
    labels = labels_of(proposals, marks)
    good = {(one.start, one.end) for one, label in zip(proposals, labels, strict=True) if label != NONE}
    spots = zip(found.weak.start.tolist(), found.weak.end.tolist(), strict=True)
    worth = tuple(GLANCE[spot in good] for spot in spots)
    return Marked(text.group, found, glanced(found, table), worth, table, marks, text.partial)


def spans_proposed(text: MarkedText) -> list[tuple[int, int]]:
    """Return all stretches of a text that the judge may be asked about."""
    found = _proposed(text.text, text.year)
    return [(one.start, one.end) for one in found.among(np.ones(len(found.weak_rule), dtype=bool))]


def labels_of(proposals: Sequence[Proposal], marks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the label of each proposal: a mark's kind for the one that covers it best, none for all others."""
    labels = [NONE] * len(proposals)
    for mark in marks:
        best = max(range(len(proposals)), key=lambda i: _overlap(proposals[i], mark), default=None)
        if best is not None and _overlap(proposals[best], mark) >= LEAST_OVERLAP:
            labels[best] = mark["kind"]
    return labels


def _overlap(found: Proposal | Candidate, mark: Mapping[str, Any]) -> float:
    return overlap(found.start, found.end, mark["start"], mark["end"])


def train(examples: Sequence[Marked]) -> dict[str, LinearModel]:
    """Return the judge, and what tells at a glance which weak proposals are shown to it."""
    looks, worth, sources = [], [], []
    for example in examples:
        kept = example.known(example.found.weak.start.tolist(), example.found.weak.end.tolist())
        looks.append(example.glanced.only(kept) if example.partial else example.glanced)
        worth += [example.worth[place] for place in kept]
        sources += [example.source] * len(kept)
    glance = fit.fit_linear(stacked(looks), worth, sources, GLANCE_RECIPE)
    seen, truth, sources = [], [], []
    for example in examples:
        proposals = example.found.among(promising(glance, example.glanced))
        kept = example.known([one.start for one in proposals], [one.end for one in proposals])
        if kept:
            facts = features(example.found.view, proposals, example.table)
            labels = labels_of(proposals, example.marks)
            seen.append(facts.only(kept) if example.partial else facts)
            truth += [labels[place] for place in kept]
            sources += [example.source] * len(kept)
    return {"glance": glance, "kind": fit.fit_linear(stacked(seen), truth, sources, RECIPE)}


def cross_validate(
    examples: Sequence[Marked], folds: Sequence[Sequence[int]], report: Callable[[str], None] = lambda _: None
) -> SloganScores:
    """Return the held-out figures; `folds`: positions of the examples held out together."""
    held_out: Counter[str] = Counter()
    for number, part in enumerate(folds, 1):
        left_out = set(part)
        models = train([example for position, example in enumerate(examples) if position not in left_out])
        for position in part:
            if not examples[position].partial:
                held_out.update(_compared(examples[position], models))
        report(f"fold {number} of {len(folds)}: {len(part)} texts held out")
    seen: Counter[str] = Counter()
    models = train(examples)
    whole = [example for example in examples if not example.partial]
    for example in whole:
        seen.update(_compared(example, models))
    return SloganScores(
        accuracy=_f1(held_out, "both", "found", "marked"),
        precision=round(held_out["both"] / max(1, held_out["found"]), 4),
        recall=round(held_out["both"] / max(1, held_out["marked"]), 4),
        kind=round(held_out["kind"] / max(1, held_out["both"]), 4),
        abbreviations=_f1(held_out, "both-abbreviation", "found-abbreviation", "marked-abbreviation"),
        seen=_f1(seen, "both", "found", "marked"),
        documents=len({example.source for example in whole}),
        measured=dict(sorted(Counter(str(mark["kind"]) for e in whole for mark in e.marks).items())),
        folds=len(folds),
    )


def _compared(example: Marked, models: Mapping[str, LinearModel]) -> Iterator[str]:
    """Yield the names of counters to raise for one text."""
    found = chosen_by(models, example.found, example.glanced, example.table)
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


def heard_table(archive: Mapping[str, Said]) -> bytes:
    """Return the table of what the archive says, as the bytes of its file."""
    return heard.save(heard.counted(archive.values()).common())
