"""doccano: JSONL for a project of sequence labelling that allows overlapping spans, and its export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sanxin.review.corrections import Correction, Faults, Review
from sanxin.review.items import Item
from sanxin.review.tasks import OURS, Marked, compared
from sanxin.review.tasks import tasks as tasks_of


def tasks(found: Iterable[Item]) -> Iterator[dict[str, object]]:
    """Yield a task for each line of text; doccano keeps the field sanxin and exports it again."""
    for task in tasks_of(found):
        spans = [[span.start, span.end, span.label] for span in task.spans]
        yield {"text": task.text, "label": spans, OURS: dict(task.about)}


def read(tasks: Sequence[Mapping[str, Any]], source: str) -> Review:
    """Return what the exported tasks say; every task of an export counts as reviewed."""
    faults = Faults()
    found: list[Correction] = []
    for number, task in enumerate(tasks, 1):
        about = task.get(OURS) or (task.get("meta") or {}).get(OURS) or {}
        try:
            spans = list(_spans(task))
            found += compared(about, str(task.get("text", "")), spans, f"task {number}", str(task.get("annotator", "")))
        except (ValueError, TypeError, KeyError) as error:
            faults.found.append(f"task {number}: {error}")
    faults.refuse(source)
    return Review(source, tuple(found))


def _spans(task: Mapping[str, Any]) -> Iterator[Marked]:
    """Yield the spans of a task, in either of doccano's forms: with relations it writes entities, else label."""
    if "entities" in task:
        for span in task["entities"]:
            yield Marked(int(span["start_offset"]), int(span["end_offset"]), str(span["label"]))
    elif "label" in task or "labels" in task:
        for start, end, label in task["label"] if "label" in task else task["labels"]:
            yield Marked(int(start), int(end), str(label))
    else:
        raise ValueError("has neither label nor entities; export a project of sequence labelling as JSONL")
