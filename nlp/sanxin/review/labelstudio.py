"""Label Studio: JSON tasks whose records are predictions, the labelling interface, and its exports (JSON, JSON-MIN)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from sanxin.about import __version__
from sanxin.frameworks import default
from sanxin.review.corrections import Correction, Faults, Review
from sanxin.review.items import NONE, Item
from sanxin.review.tasks import OURS, Marked, compared, labels
from sanxin.review.tasks import tasks as tasks_of

_NAME, _TEXT = "record", "text"


def tasks(found: Iterable[Item]) -> Iterator[dict[str, object]]:
    """Yield a task for each line of text, its records as one prediction."""
    for task in tasks_of(found):
        result = [
            {
                "id": f"r{number}",
                "from_name": _NAME,
                "to_name": _TEXT,
                "type": "labels",
                "score": span.score,
                "value": {
                    "start": _utf16(task.text, span.start),
                    "end": _utf16(task.text, span.end),
                    "text": task.text[span.start : span.end],
                    "labels": [span.label],
                },
            }
            for number, span in enumerate(task.spans)
        ]
        score = min(span.score for span in task.spans)
        prediction = {"model_version": f"sanxin {__version__}", "score": score, "result": result}
        yield {"data": {_TEXT: task.text, OURS: dict(task.about)}, "predictions": [prediction]}


def config(found: Sequence[Item]) -> str:
    """Return the labelling interface of a project: a label for each that these records may have."""
    ways = [*(way.id for way in default().pathways), NONE]
    ways += sorted({item.said["pathway"] for item in found if "pathway" in item.said} - set(ways))
    listed = "\n".join(f'    <Label value="{escape(label)}"/>' for label in labels(found, ways))
    return (
        f'<View>\n  <Labels name="{_NAME}" toName="{_TEXT}">\n{listed}\n  </Labels>\n'
        f'  <Text name="{_TEXT}" value="${_TEXT}" granularity="symbol"/>\n</View>\n'
    )


def is_export(tasks: Sequence[Mapping[str, Any]]) -> bool:
    """Tell an export of Label Studio from one of doccano."""
    first = tasks[0] if tasks else {}
    return "data" in first or "annotation_id" in first


def read(tasks: Sequence[Mapping[str, Any]], source: str) -> Review:
    """Return what the annotations say, the last of each task; tasks that nobody has submitted are counted."""
    faults = Faults()
    found: list[Correction] = []
    untouched = 0
    for number, task in enumerate(tasks, 1):
        try:
            data = task.get("data", task)
            done = _annotation(task)
            if done is None:
                untouched += len((data.get(OURS) or {}).get("records", ()))
                continue
            text = str(data[_TEXT])
            spans = [_span(one, text) for one in done["result"] if "labels" in one.get("value", one)]
            found += compared(data.get(OURS) or {}, text, spans, f"task {number}", _who(done))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            problem = f"has no {error}" if isinstance(error, KeyError) else str(error)
            faults.found.append(f"task {number}: {problem}")
    faults.refuse(source)
    return Review(source, tuple(found), untouched)


def _annotation(task: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the last annotation that was not cancelled; JSON-MIN has its spans in the task itself."""
    if "data" not in task:
        return {"result": task.get(_NAME) or [], "completed_by": task.get("annotator", "")}
    done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    return done[-1] if done else None


def _span(one: Mapping[str, Any], text: str) -> Marked:
    """Return a span; Label Studio counts as JavaScript does, where rare characters count twice."""
    value = one.get("value", one)
    start, end, label = int(value["start"]), int(value["end"]), str(value["labels"][0])
    if not any(char > "\uffff" for char in text):
        return Marked(start, end, label)
    units = text.encode("utf-16-le", "surrogatepass")
    start, end = (len(units[: 2 * at].decode("utf-16-le", "ignore")) for at in (start, end))
    return Marked(start, end, label)


def _utf16(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def _who(done: Mapping[str, Any]) -> str:
    who = done.get("completed_by", "")
    return str(who.get("email", who.get("id", ""))) if isinstance(who, dict) else str(who)
