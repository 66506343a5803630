"""Fitting what links clauses to the pathways of any framework (`linking`), and its figures on other frameworks.

It learns on the marked clauses of the default framework, which is made to look like others: words left out, a pathway
missing, a heading for a name, a section for a definition. No mark of another framework is learned from; only how sure
it may be (one number) is fitted on them, and the error of that is measured on each framework by the number of the rest.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sanxin import classify, linking, pipeline, roles
from sanxin.analysis import AUTO_FRAMEWORK
from sanxin.classify import Floats, LinearModel
from sanxin.frameworks import Framework, Passage, Pathway, default, induce_from, load_framework
from sanxin.frameworks.words import distinctive_words
from sanxin.layers import Layers
from sanxin.passes import Groups
from sanxin.reading import read
from sanxin.records import Role, Section, Span
from sanxin.training import fit
from sanxin.training.examples import found_layers
from sanxin.training.figures import Figures
from sanxin.training.marked import MarkedText, alternating

Truth = NDArray[np.intp]

#: Marks of the framework that a document sets up itself carry this name.
_OWN = AUTO_FRAMEWORK
_STAGES = (*pipeline.FINDERS, "sanxin_slogans")
_DOING = (Role.ACTION, Role.GOAL)
#: So many times each text is seen, the first time with the default framework as it is.
_GUISES = 5
_SEED = 1
_FOLDS = 5
#: How strongly weights are held back, and the least spread of a column that they are measured in.
_PENALTY = 1.0
_LEAST_SPREAD = 1e-6
#: A section can lend its title to a pathway that so many, and so great a part, of its marked clauses serve.
_LENDS = (8, 0.75)
_TITLE = (3, 20)
#: How many words a definition and its seeds have, at most, and how much they must set their section apart.
_WORDS, _SEEDS, _APART = 20, 8, 1.0
#: Weights of what speaks for a pathway may not be negative: what the default framework seems to say against it is its
#: own peculiarity.
_FOR = (" beside others", "named in ")
#: Log-odds that what decides is given at least: the guide says so, the default framework has too few such places.
_DECIDES = 2.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """One text beside one framework: `linking.pair_features`, and the place of each clause's mark (-1: not marked)."""

    source: str
    seen: Floats
    within: Groups
    truth: Truth
    framework: str = ""


@dataclass(frozen=True, slots=True)
class LinkScores(Figures):
    """Figures on frameworks it learned nothing of; `held_out` is the accuracy on the default one across documents.

    `frameworks`: accuracy, macro-F1 and calibration error for each.
    """

    calibration_error: float
    held_out: float
    frameworks: dict[str, dict[str, float]]

    def summary(self) -> str:
        """Return the figures in words."""
        each = "; ".join(
            f"{name} " + ", ".join(f"{figure.replace('_', ' ')} {value:.3f}" for figure, value in figures.items())
            for name, figures in self.frameworks.items()
        )
        return f"{each}; the default framework held out {self.held_out:.3f}"


# ---- examples ----


def examples(texts: Iterable[MarkedText]) -> Iterator[Pairs]:
    """Yield each text whose clauses are marked beside the default framework, then in other guises of it."""
    dice = random.Random(_SEED)  # noqa: S311 - the same examples every time
    for text, layers in found_layers(alternating(text for text in texts if text.clauses)):
        marked = {row["start"]: row.get("pathway") for row in text.clauses if row.get("role") in _DOING}
        marks = [marked.get(clause.start) for clause in layers.structure.clauses]
        if any(marks):
            for guise in range(_GUISES):
                framework = default() if guise == 0 else _guise(layers, marks, dice)
                yield pairs(text.group, layers, framework, marks)


def pairs(source: str, layers: Layers, framework: Framework, marks: Sequence[str | None]) -> Pairs:
    """Return a text beside a framework; a mark that is no pathway of it counts as none."""
    places = {pathway.id: place for place, pathway in enumerate(framework.pathways)}
    none = len(places)
    truth = np.array([-1 if mark is None else places.get(mark, none) for mark in marks], dtype=np.intp)
    seen = linking.pair_features(layers, framework)
    return Pairs(source, seen, roles.groups(layers), truth, framework.name)


def _guise(layers: Layers, marks: Sequence[str | None], dice: random.Random) -> Framework:
    """Return the default framework as another might be: fewer words, perhaps a pathway less, names from headings."""
    ways = list(default().pathways)
    if dice.random() < 1 / 3:
        ways.pop(dice.randrange(len(ways)))
    share = dice.uniform(0.3, 1)
    lent = _lent(layers, marks)
    kind = dice.choice(("plain", "named", "named", "defined"))
    pathways = []
    for way in ways:
        section = dice.choice(lent[way.id]) if kind != "plain" and way.id in lent else None
        if section is not None and kind == "defined":
            pathways.append(_defined(layers.text, way, section))
            continue
        words = (
            tuple(word for word in words if dice.random() < share) for words in (way.definition_words, way.seed_words)
        )
        definition, seeds = words
        fewer = replace(way, definition_words=definition, seed_words=seeds)
        pathways.append(fewer if section is None else replace(fewer, name=section.title, aliases=()))
    return replace(default(), pathways=tuple(pathways))


def _lent(layers: Layers, marks: Sequence[str | None]) -> Mapping[str, list[Section]]:
    """Return for each pathway the sections that are about it, by the marks of their clauses."""
    structure = layers.structure
    inside: dict[int, Counter[str]] = {}
    for clause, mark in zip(structure.clauses, marks, strict=True):
        section = structure.section_at(clause.start) if mark is not None else None
        while section is not None and mark is not None:
            inside.setdefault(section, Counter())[mark] += 1
            section = structure.sections[section].parent
    lent: dict[str, list[Section]] = {}
    for section, counts in inside.items():
        mark, count = counts.most_common(1)[0]
        titled = _TITLE[0] <= len(structure.sections[section].title) < _TITLE[1]
        if titled and counts.total() >= _LENDS[0] and count >= _LENDS[1] * counts.total():
            lent.setdefault(mark, []).append(structure.sections[section])
    return lent


def _defined(text: str, way: Pathway, section: Section) -> Pathway:
    """Return the pathway as `framework induce` would draft it from a section."""
    span = Span(section.start, section.end)
    words = tuple(word for word, _ in distinctive_words(text, [[span]], _APART)[0][:_WORDS])
    passage = Passage(span.start, span.end, span.of(text))
    return Pathway(way.id, section.title, definition_words=words, seed_words=words[:_SEEDS], passages=(passage,))


def others(labels: Path, folders: Sequence[Path]) -> Iterator[Pairs]:
    """Yield the documents of `labels` (pathways.tsv) whose texts are in one of the folders, beside their framework."""
    lines = [line for line in labels.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows: dict[tuple[str, str], dict[int, str]] = {}
    for row in csv.DictReader(lines, delimiter="\t"):
        rows.setdefault((row["framework"], row["document"]), {})[int(row["start"])] = row["pathway"]
    nlp = pipeline.assemble(_STAGES)
    for (name, document), marks in rows.items():
        file = next((file for folder in folders if (file := folder / f"{document}.txt").exists()), None)
        if file is None:
            continue
        doc = pipeline.read(nlp, next(iter(read(file))))
        layers = pipeline.layers_of(doc)
        own = induce_from(layers.document, layers.structure, doc._.slogans) if name == _OWN else load_framework(name)
        if own is not None:
            found = pairs(document, layers, own, [marks.get(clause.start) for clause in layers.structure.clauses])
            yield replace(found, framework=name)


# ---- fitting ----


def fit_choice(tables: Sequence[Floats], truth: Sequence[Truth], least: Sequence[float | None]) -> LinearModel:
    """Return the weights under which the marked choices are likeliest: a conditional logit, none at 0.

    Each table has shape (clauses, pathways, columns); `least` is the least weight of each column, None for any.
    """
    by_size: dict[int, list[tuple[Floats, Truth]]] = {}
    for table, marks in zip(tables, truth, strict=True):
        by_size.setdefault(table.shape[1], []).append((table[marks >= 0], marks[marks >= 0]))
    groups = [
        (np.concatenate([table for table, _ in parts]), np.concatenate([marks for _, marks in parts]))
        for parts in by_size.values()
    ]
    columns = groups[0][0].shape[2]
    spread = np.concatenate([table.reshape(-1, columns) for table, _ in groups]).std(axis=0) + _LEAST_SPREAD

    def loss(values: Floats) -> tuple[float, Floats]:
        total = 0.5 * _PENALTY * float((values[:-1] ** 2).sum())
        slope = np.append(_PENALTY * values[:-1], 0.0)
        for table, marks in groups:
            odds = np.hstack([table @ (values[:-1] / spread) + values[-1], np.zeros((len(table), 1))])
            shares = classify.softmax(odds)
            total -= float(np.log(np.maximum(1e-12, shares[np.arange(len(marks)), marks])).sum())
            shares[np.arange(len(marks)), marks] -= 1
            slope[:-1] += np.einsum("np,npc->c", shares[:, :-1], table) / spread
            slope[-1] += shares[:, :-1].sum()
        return total, slope

    bounds = [
        *(
            (at_least if at_least is None else at_least * width, None)
            for at_least, width in zip(least, spread, strict=True)
        ),
        (None, None),
    ]
    best = minimize(loss, np.zeros(columns + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300}).x
    return LinearModel(("serves",), (best[:-1] / spread)[:, None], best[-1:])


def _fit_first(seen: Sequence[Pairs]) -> LinearModel:
    least = [
        _DECIDES if name in linking.DECIDING else 0.0 if any(part in name for part in _FOR) else None
        for name in linking.FEATURES
    ]
    return fit_choice([one.seen for one in seen], [one.truth for one in seen], least)


def _fit_second(seen: Sequence[Pairs], tables: Sequence[Floats]) -> LinearModel:
    return fit_choice(
        tables,
        [one.truth for one in seen],
        [*[None] * (tables[0].shape[2] - len(linking.DECIDING)), *[_DECIDES] * len(linking.DECIDING)],
    )


def fit_passes(seen: Sequence[Pairs]) -> dict[str, LinearModel]:
    """Return both passes; the second learns from what the first says of documents it was not fitted on."""
    return {"first": _fit_first(seen), "second": _fit_second(seen, _unseen(seen))}


def _unseen(seen: Sequence[Pairs]) -> list[Floats]:
    """Return what the second pass sees of each text, by a first pass that did not see its document."""
    tables: dict[int, Floats] = {}
    for part in fit.folds(seen, _FOLDS):
        held = set(part)
        first = _fit_first([one for place, one in enumerate(seen) if place not in held])
        for place in part:
            one = seen[place]
            tables[place] = linking.neighbour_features(linking.scores(first, one.seen), one.seen, one.within)
    return [tables[place] for place in range(len(seen))]


# ---- figures ----


def measure(
    seen: Sequence[Pairs], unlike: Sequence[Pairs], say: Callable[[str], None]
) -> tuple[LinkScores, dict[str, LinearModel]]:
    """Return the figures and the passes, whose second carries the scale that suits all other frameworks."""
    passes = fit_passes(seen)
    say(f"linking: {len(seen)} texts in {_GUISES} guises of the default framework")
    found = [(one, _odds(passes, one)) for one in unlike]
    names = sorted({one.framework for one in unlike})
    frameworks = {}
    for name in names:
        own, rest = ([pair for pair in found if (pair[0].framework == name) is same] for same in (True, False))
        frameworks[name] = _figures(own, _scale(rest) if rest else 1.0)
    counts = {name: sum(int((one.truth >= 0).sum()) for one in unlike if one.framework == name) for name in names}
    total = max(1, sum(counts.values()))
    mean = {
        key: sum(frameworks[name][key] * counts[name] for name in names) / total
        for key in ("accuracy", "calibration_error")
    }
    scores = LinkScores(
        accuracy=round(mean["accuracy"], 4),
        documents=len({one.source for one in unlike}),
        measured=counts,
        folds=_FOLDS,
        calibration_error=round(mean["calibration_error"], 4),
        held_out=round(_held_out(seen), 4),
        frameworks=frameworks,
    )
    return scores, {**passes, "second": replace(passes["second"], temperature=_scale(found) if found else 1.0)}


def _odds(passes: Mapping[str, LinearModel], one: Pairs) -> Floats:
    """Return the scores of the marked clauses."""
    first = linking.scores(passes["first"], one.seen)
    return linking.scores(passes["second"], linking.neighbour_features(first, one.seen, one.within))[one.truth >= 0]


def _scale(found: Sequence[tuple[Pairs, Floats]]) -> float:
    """Return what the scores must be divided by so that the chances fit best."""
    width = max(odds.shape[1] for _, odds in found)
    far = [np.pad(odds, ((0, 0), (0, width - odds.shape[1])), constant_values=-1e9) for _, odds in found]
    truth = np.concatenate([one.truth[one.truth >= 0] for one, _ in found]).astype(str)
    return fit.temperature(np.vstack(far), truth, [str(place) for place in range(width)])


def _figures(found: Sequence[tuple[Pairs, Floats]], scale: float) -> dict[str, float]:
    said = np.concatenate([odds.argmax(axis=1) for _, odds in found])
    truth = np.concatenate([one.truth[one.truth >= 0] for one, _ in found])
    sure = np.concatenate([classify.softmax(odds / scale).max(axis=1) for _, odds in found])
    # Documents that set up frameworks of their own share no pathways: labels are told apart by document there.
    document = np.concatenate([np.full(len(odds), place) for place, (_, odds) in enumerate(found)])
    own = document if found[0][0].framework == _OWN else np.zeros_like(document)
    f1 = []
    for place, label in sorted(set(zip(own.tolist(), truth.tolist(), strict=True))):
        here = own == place
        both = int((here & (said == label) & (truth == label)).sum())
        f1.append(2 * both / int((here & (said == label)).sum() + (here & (truth == label)).sum()))
    right = said == truth
    return {
        "accuracy": round(float(right.mean()), 4),
        "macro_f1": round(float(np.mean(f1)), 4),
        "calibration_error": round(fit.calibration_error(sure[:, None], right), 4),
    }


def _held_out(seen: Sequence[Pairs]) -> float:
    """Return the accuracy of both passes on the default framework as it is, across documents."""
    tables = _unseen(seen)
    right: list[bool] = []
    for part in fit.folds(seen, _FOLDS):
        held = set(part)
        kept = [place for place in range(len(seen)) if place not in held]
        second = _fit_second([seen[place] for place in kept], [tables[place] for place in kept])
        for place in part:
            if place % _GUISES == 0:
                truth = seen[place].truth
                said = linking.scores(second, tables[place]).argmax(axis=1)
                right += (said == truth)[truth >= 0].tolist()
    return float(np.mean(right))
