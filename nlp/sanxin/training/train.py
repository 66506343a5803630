"""`sanxin train`: fits the judges from all marked texts at hand, reports held-out scores, writes weights and figures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sanxin import classify, status
from sanxin.errors import InputError, OptionError
from sanxin.training import fit
from sanxin.training.examples import status_examples
from sanxin.training.marked import marked_texts

FOLDS = 8


@dataclass(frozen=True, slots=True)
class Scores:
    """Held-out figures of one judge: accuracy, F1 of each label, calibration error, and what they were measured on."""

    accuracy: float
    f1: dict[str, float]
    calibration_error: float
    documents: int
    measured: dict[str, int]
    folds: int

    def to_json(self) -> str:
        """Return the figures as stable JSON."""
        figures = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(figures, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def train_status(checkout: Path, shared: Path | None, say: Callable[[str], None], *, force: bool = False) -> Scores:
    """Fit the status judge, write models/weights/status.npz and status.json, and return its held-out scores.

    Args:
        checkout: The repository; its corpus/ is read and its models/weights/ written.
        shared: The folder with gold/ and archive/text/ of the public texts, if at hand.
        say: Takes lines about the progress.
        force: Write the weights even if they score worse than the ones they replace.

    Raises:
        InputError: There are no marked texts below `checkout`.
        OptionError: The new weights are worse than the shipped ones, on texts held out from both.
    """
    examples = list(status_examples(marked_texts(checkout / "corpus", shared)))
    if not any(mark for example in examples for mark in example.marks):
        raise InputError(str(checkout), "no marked texts in corpus/gold", "run from a checkout of the repository")
    say(f"{len(examples)} texts of {len({example.group for example in examples})} documents")
    scores = status_scores(fit.cross_validate(examples, FOLDS, say), FOLDS)
    folder = checkout / "models" / "weights"
    before = folder / "status.json"
    if before.exists() and not force:
        shipped = json.loads(before.read_text(encoding="utf-8"))
        if sum(shipped["measured"].values()) <= sum(scores.measured.values()) and scores.accuracy < shipped["accuracy"] - 0.002:
            raise OptionError(
                f"status: accuracy {scores.accuracy:.3f} is below the shipped {shipped['accuracy']:.3f}; "
                "nothing was written (--force writes all the same)"
            )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "status.npz").write_bytes(classify.save(fit.fit_status(examples)))
    before.write_text(scores.to_json(), encoding="utf-8")
    return scores


def status_scores(held_out: fit.HeldOut, folds: int) -> Scores:
    """Return the figures of held-out judgments."""
    said = np.asarray(status.LABELS)[held_out.chances.argmax(axis=1)]
    right = said == held_out.truth
    f1 = {}
    for label in status.LABELS:
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
