"""The marked bodies of public documents, and a real table of commitments: floors, where the texts lie beside."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import sanxin
from sanxin.actors import find_actors
from sanxin.pipeline import FINDERS, assemble, layers_of
from sanxin.records import Body, Document, DocumentDate, Span

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "corpus" / "labels"
TEXTS = ROOT.parent / "shared" / "archive" / "text"

pytestmark = pytest.mark.skipif(not TEXTS.exists(), reason="the public texts are not at hand")

Row = Mapping[str, str]


def rows(name: str) -> list[Row]:
    with (LABELS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader((line for line in stream if line[0] != "#"), delimiter="\t"))


def text_of(document: str) -> str:
    with (TEXTS / f"{document}.txt").open(encoding="utf-8", newline="") as stream:
        return stream.read()


def judged(document: str, windows: list[Span]) -> Iterator[tuple[int, tuple[Body, ...]]]:
    """Each clause of the windows with the bodies found for it."""
    layers = layers_of(assemble(FINDERS[:1])(text_of(document)))
    for clause, bodies in zip(layers.structure.clauses, find_actors(layers), strict=True):
        if any(window.start <= clause.start < window.end for window in windows):
            yield clause.start, bodies


def is_right(text: str, mark: Row, body: Body) -> bool:
    """The marked lead, the whole phrase, or what lies between."""
    start, lead_end, end = int(mark["body_start"]), int(mark["lead_end"]), int(mark["body_end"])
    inside = body.start == start and lead_end <= body.end <= end
    return inside or body.text in (text[start:lead_end], text[start:end])


def test_marked_bodies_are_found():
    marks = {(row["document"], int(row["start"])): row for row in rows("actors.tsv")}
    windows: dict[str, list[Span]] = {}
    for row in rows("windows.tsv"):
        if row["layer"] == "actors":
            windows.setdefault(row["document"], []).append(Span(int(row["start"]), int(row["end"])))
    right = found = wanted = 0
    for document, spans in windows.items():
        text = text_of(document)
        for start, bodies in judged(document, spans):
            mark = marks.get((document, start))
            if mark is not None and not mark["body_start"]:
                continue
            wanted += mark is not None
            found += bool(bodies)
            right += mark is not None and bool(bodies) and is_right(text, mark, bodies[0])
    assert wanted > 250
    assert 2 * right / (wanted + found) > 0.9


def test_every_row_of_a_table_of_commitments_has_its_lead():
    text = text_of("provincial_yunnan_2025")
    nlp = sanxin.load()
    actions = sanxin.analyse(nlp, Document("t", "t", text), date=DocumentDate(2025)).actions
    labels = list(re.finditer(r"(?m)^主办单位：([^、，\n]+)", text))
    assert len(labels) == 10
    edges = [text.index("附件\n", text.index("名词解释")), *(label.start() for label in labels)]
    for begin, label in zip(edges, labels, strict=False):
        actors = {action.actor for action in actions if begin < action.start < label.start()}
        assert actors == {label[1]}
