"""`sanxin train`: fits the judges on all marked texts at hand, reports held-out scores, writes weights and figures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from sanxin import classify, linking, roles, status, vectors
from sanxin.classify import LinearModel
from sanxin.errors import InputError, OptionError
from sanxin.review.marks import Unused, taught
from sanxin.review.texts import Corrected
from sanxin.slogans import heard
from sanxin.training import choice, fit, slogans
from sanxin.training import linking as links
from sanxin.training import vectors as word_vectors
from sanxin.training.examples import clause_examples, status_examples
from sanxin.training.figures import Figures
from sanxin.training.marked import MarkedText, alternating, marked_texts

FOLDS = 8

Fit = Callable[[], dict[str, LinearModel]]

#: What is fitted, by the name of its weights file.
RECIPES = {
    "status": fit.Recipe(status.LABELS, first=0.03, second=None, least=8, share=0.25, even=0.5, given=status.given()),
    "roles": fit.Recipe(roles.ROLES, first=0.1, least=3, folds=5, inner=3),
    "pathways": fit.Recipe(roles.PATHWAYS, first=0.1, second=None, longer=2.0, folds=5, inner=3),
}
#: All that is fitted: word vectors, the judges, the choice of what a number measures, and that of slogans.
NAMES = ("vectors", *RECIPES, "indicators", "slogans", linking.FILE)
#: New weights this much worse than the shipped ones, on no fewer marks, are refused.
_TOLERANCE = 0.002


@dataclass(frozen=True, slots=True)
class Scores(Figures):
    """Held-out figures of one judge: accuracy, F1 of each label, calibration error, and what they were measured on."""

    f1: dict[str, float]
    calibration_error: float

    def summary(self) -> str:
        """Return the figures in words."""
        labels = ", ".join(f"{label} {value:.3f}" for label, value in self.f1.items())
        return f"accuracy {self.accuracy:.3f}; F1 {labels}; calibration error {self.calibration_error:.3f}"


def train(
    checkout: Path,
    shared: Path | None,
    names: Sequence[str],
    say: Callable[[str], None],
    *,
    force: bool = False,
    corrected: Sequence[Corrected] = (),
    refuse: Callable[[Unused], None] = lambda _: None,
) -> dict[str, Figures]:
    """Fit the named judges, write models/weights/NAME.npz and NAME.json of each, and return their held-out scores.

    Args:
        checkout: The repository; its corpus/ is read and its models/weights/ written.
        shared: The folder with gold/ and archive/text/ of the public texts, if at hand.
        names: What: vectors, status, roles, pathways, indicators, slogans, linking; all if empty. Vectors are fitted
            only with `shared`, and have no score.
        say: Takes lines about the progress.
        force: Write weights even if they score worse than the ones they replace.
        corrected: What somebody said of records of other texts, or of these (`sanxin.review`). Without names only the
            judges that it concerns are fitted.
        refuse: Takes each correction, or part of one, that no judge can learn from.

    Raises:
        InputError: There are no marked texts below `checkout`.
        OptionError: A name is none, or the new weights are worse than the shipped ones.
    """
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise OptionError(f"{unknown[0]!r} is no judge; there are {', '.join(NAMES)}")
    texts = list(marked_texts(checkout / "corpus", shared))
    if not texts:
        raise InputError(str(checkout), "no marked texts in corpus/gold", "run from a checkout of the repository")
    if corrected:
        lesson = taught(texts, corrected)
        for each in lesson.unused:
            refuse(each)
        say(f"corrections: {lesson.used} in {len(corrected)} documents are learned from")
        texts, names = list(lesson.texts), names or lesson.judges
        if not names:
            return {}
    folder = checkout / "models" / "weights"
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name in names or NAMES:
        if name == "vectors":
            _vectors(checkout / "corpus", shared, folder, say)
            continue
        with threadpool_limits(1):  # sums are put together in another order by more threads: other bytes
            scores, fitted = _fitter(name, folder, shared)(texts, say)
            _refuse_worse(folder / f"{name}.json", name, scores, force=force)
            weights = classify.save(fitted())
        (folder / f"{name}.npz").write_bytes(weights)
        (folder / f"{name}.json").write_text(scores.to_json(), encoding="utf-8")
        found[name] = scores
    return found


def _vectors(corpus: Path, shared: Path | None, folder: Path, say: Callable[[str], None]) -> None:
    """Write the word vectors anew; the samples alone are too little text to learn any from."""
    if shared is None:
        say("vectors: left as they are; name the folder of the public texts with --shared to fit them")
        return
    texts = word_vectors.texts(corpus, shared)
    fitted = word_vectors.fit(texts)
    (folder / "vectors.npz").write_bytes(vectors.to_bytes(fitted))
    vectors.load.cache_clear()
    say(f"vectors: {len(fitted.ids)} words of {len(texts)} texts")


def _fitter(
    name: str, weights: Path, shared: Path | None
) -> Callable[[Sequence[MarkedText], Callable[[str], None]], tuple[Figures, Fit]]:
    if name == "slogans":
        return partial(_slogans, weights, shared)
    if name == linking.FILE:
        return partial(_linking, weights.parents[1] / "corpus", shared)
    return _choice if name == "indicators" else partial(_judge, name)


def _judge(name: str, texts: Sequence[MarkedText], say: Callable[[str], None]) -> tuple[Scores, Fit]:
    """Return the held-out scores of a judge, and what fits it on all texts."""
    if name == "status":
        examples = list(status_examples(texts))
    else:
        examples = [
            pair[name == "pathways"] for pair in clause_examples(alternating(text for text in texts if text.clauses))
        ]
    say(f"{name}: {len(examples)} texts of {len({example.source for example in examples})} documents")
    recipe = RECIPES[name]
    scores = scored(fit.cross_validate(examples, recipe, recipe.folds, say), recipe.labels, recipe.folds)
    return scores, lambda: fit.fit_passes(examples, recipe)


def _choice(texts: Sequence[MarkedText], say: Callable[[str], None]) -> tuple[choice.ChoiceScores, Fit]:
    examples = choice.examples(texts)
    say(f"indicators: {len(examples)} texts of {len({example.source for example in examples})} documents")
    scores = choice.cross_validate(examples, fit.folds(examples, FOLDS), say)
    return scores, lambda: {"spans": choice.fit(examples)}


def _slogans(
    weights: Path, shared: Path | None, texts: Sequence[MarkedText], say: Callable[[str], None]
) -> tuple[slogans.SloganScores, Fit]:
    """Return the scores of the judge of slogans, and what fits it and writes the table of what the archive says."""
    archive = slogans.archive_counts(shared / "archive" / "text") if shared is not None else {}
    examples = slogans.examples(texts, archive)
    say(f"slogans: {len(examples)} texts of {len({example.source for example in examples})} documents")
    scores = slogans.cross_validate(examples, fit.folds(examples, FOLDS), say)

    def fitted() -> dict[str, LinearModel]:
        (weights / f"{heard.FILE}.npz").write_bytes(slogans.heard_table(archive))
        return slogans.train(examples)

    return scores, fitted


def _linking(
    corpus: Path, shared: Path | None, texts: Sequence[MarkedText], say: Callable[[str], None]
) -> tuple[links.LinkScores, Fit]:
    folders = [corpus / "samples", *([shared / "archive" / "text"] if shared is not None else [])]
    unlike = list(links.others(corpus / "labels" / "pathways.tsv", folders))
    scores, fitted = links.measure(list(links.examples(texts)), unlike, say)
    return scores, lambda: fitted


def _refuse_worse(shipped: Path, name: str, scores: Figures, *, force: bool) -> None:
    if force or not shipped.exists():
        return
    before = json.loads(shipped.read_text(encoding="utf-8"))
    if (
        sum(before["measured"].values()) <= sum(scores.measured.values())
        and scores.accuracy < before["accuracy"] - _TOLERANCE
    ):
        raise OptionError(
            f"{name}: accuracy {scores.accuracy:.3f} is below the shipped {before['accuracy']:.3f}; "
            "its weights were not written (--force writes them all the same)"
        )


def scored(held_out: fit.HeldOut, labels: Sequence[str], folds: int) -> Scores:
    """Return the figures of held-out judgments."""
    said = np.asarray(labels)[held_out.chances.argmax(axis=1)]
    right = said == held_out.truth
    f1 = {}
    for label in labels:
        both = int(((said == label) & (held_out.truth == label)).sum())
        f1[label] = round(2 * both / max(1, int((said == label).sum() + (held_out.truth == label).sum())), 4)
    return Scores(
        accuracy=round(float(right.mean()), 4),
        f1=f1,
        calibration_error=round(fit.calibration_error(held_out.chances, right), 4),
        documents=len(set(held_out.groups.tolist())),
        measured=dict(sorted(Counter(held_out.truth.tolist()).items())),
        folds=folds,
    )
