"""Marked texts: the gold of this repository, and what `../shared` adds when it lies beside the checkout.

A marked text is a document or an excerpt whose quantities were all marked by a reader. Labels on public texts are kept
without the text (corpus/labels): document id, offsets, fields; whoever has the texts can train on them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sanxin.errors import InputError
from sanxin.records import Span


@dataclass(frozen=True, slots=True)
class MarkedText:
    """One text with its marks. `group` names the document it comes from: folds are cut between groups, never inside.

    `window`: the part of `text` that was marked. `quantities` are rows of the gold form (start, end, status, ...) with
    offsets into `text`. `slogans` is None where slogans were not marked. `partial`: only some of its records were
    looked at, by somebody who corrected them; what is not marked is not known, and nothing in it counts in the figures.
    """

    group: str
    text: str
    year: int | None
    window: Span
    quantities: tuple[Mapping[str, Any], ...]
    clauses: tuple[Mapping[str, Any], ...] = field(default=())
    slogans: tuple[Mapping[str, Any], ...] | None = None
    partial: bool = False


def marked_texts(corpus: Path, shared: Path | None = None) -> Iterator[MarkedText]:
    """Yield every marked text at hand: corpus/gold, then ../shared/gold and the labelled excerpts of its archive."""
    yield from _gold(corpus / "gold")
    if shared is None:
        return
    yield from _gold(shared / "gold")
    yield from _labels(corpus / "labels", shared / "archive" / "text")


def _gold(folder: Path) -> Iterator[MarkedText]:
    for file in sorted(folder.glob("*/gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        with (file.parent / "text.txt").open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        group = str(gold.get("source", file.parent.name)).split(".txt[")[0]
        yield MarkedText(
            group,
            text,
            gold.get("doc_year"),
            Span(0, len(text)),
            tuple(gold["quantities"]),
            tuple(gold.get("clauses", ())),
            tuple(gold["slogans"]) if "slogans" in gold else None,
        )


def _labels(folder: Path, texts: Path) -> Iterator[MarkedText]:
    """Yield each labelled window twice: by itself, as an excerpt is read, and inside its whole document."""
    rows = {
        "quantities": _by_document(folder / "quantities.tsv", quantity_row),
        "clauses": _by_document(folder / "clauses.tsv", clause_row),
        "slogans": _by_document(folder / "slogans.tsv", slogan_row),
    }
    for window in _rows(folder / "windows.tsv"):
        file = texts / f"{window['document']}.txt"
        if not file.exists() or window["layer"] not in rows:
            continue
        with file.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        span = Span(int(window["start"]), int(window["end"]))
        if span.end > len(text):
            raise InputError(
                str(file), f"is shorter than the labelled window ends ({span.end})", "get the text it was made on"
            )
        marks = rows[window["layer"]].get(window["document"], ())
        inside = tuple(row for row in marks if span.start <= row["start"] < span.end)
        excerpt = text[span.start : span.end]
        yield _marked(window, text, span, inside)
        yield _marked(window, excerpt, Span(0, len(excerpt)), tuple(_moved(row, span.start) for row in inside))


def _marked(window: Mapping[str, str], text: str, span: Span, rows: tuple[Mapping[str, Any], ...]) -> MarkedText:
    layer = window["layer"]
    return MarkedText(
        window["document"],
        text,
        int(window["year"]),
        span,
        rows if layer == "quantities" else (),
        rows if layer == "clauses" else (),
        rows if layer == "slogans" else None,
    )


def _by_document(
    file: Path, read: Callable[[Mapping[str, str]], Mapping[str, Any]]
) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in _rows(file):
        found.setdefault(row["document"], []).append(read(row))
    return found


def alternating(texts: Iterable[MarkedText]) -> Iterator[MarkedText]:
    """Yield each marked text once: excerpts turn by turn inside their documents and by themselves."""
    inside = drop = False
    for text in texts:
        if text.window.end - text.window.start < len(text.text):  # its excerpt by itself follows
            inside = drop = not inside
            if inside:
                yield text
        elif drop:
            drop = False
        else:
            yield text


def _moved(row: Mapping[str, Any], by: int) -> Mapping[str, Any]:
    """Return `row` with its offsets counted from `by`."""
    moved = {**row, "start": row["start"] - by, "end": row["end"] - by}
    if row.get("indicator"):
        moved["indicator"] = [at - by for at in row["indicator"]]
    return moved


def clause_row(row: Mapping[str, str]) -> Mapping[str, Any]:
    """Return a row of clauses.tsv as gold.json has it."""
    return {"start": int(row["start"]), "end": int(row["end"]), "role": row["role"], "pathway": row["pathway"]}


def slogan_row(row: Mapping[str, str]) -> Mapping[str, Any]:
    """Return a row of slogans.tsv as gold.json has it, but `members` as offsets: 7812-7816|7817-7821."""
    spans = [member.split("-") for member in row["members"].split("|") if member]
    members = [[int(start), int(end)] for start, end in spans]
    return {"start": int(row["start"]), "end": int(row["end"]), "kind": row["kind"], "members": members or None}


def quantity_row(row: Mapping[str, str]) -> Mapping[str, Any]:
    """Return a row of quantities.tsv as gold.json has it."""
    indicator = None
    if row["indicator_start"]:
        indicator = [int(row["indicator_start"]), int(row["indicator_end"])]
    return {
        "start": int(row["start"]),
        "end": int(row["end"]),
        "low": float(row["low"]) if row["low"] else None,
        "high": float(row["high"]) if row["high"] else None,
        "indicator": indicator,
        **{key: row[key] or None for key in ("comparator", "direction", "status", "deadline", "modality")},
        "unit": row["unit"],
    }


def _rows(file: Path) -> list[dict[str, str]]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t"))
