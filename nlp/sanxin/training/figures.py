"""What the fitting of every judge shares: its figures as a file, and when a found span is the marked one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

#: A found span stands for the marked one if they share at least so much of the stretch both cover.
LEAST_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Figures:
    """Held-out figures of one judge, and what they were measured on."""

    accuracy: float
    documents: int
    measured: dict[str, int]
    folds: int

    def to_json(self) -> str:
        """Return the figures as stable JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def summary(self) -> str:
        """Return the figures in words."""
        return f"accuracy {self.accuracy:.3f}"


def overlap(start: int, end: int, other_start: int, other_end: int) -> float:
    """Return how much two spans share of the stretch both cover: 1 for the same, 0 or less if they do not meet."""
    shared = min(end, other_end) - max(start, other_start)
    return shared / (max(end, other_end) - min(start, other_start))
