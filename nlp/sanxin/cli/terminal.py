"""Speeches as tables for people: a heading for each document, values as the text writes them, columns aligned."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sanxin.cli.languages import heading, label, words
from sanxin.cli.messages import one_line
from sanxin.records import Action, Direction, Quantity, Slogan, Span, Speech
from sanxin.tables import UNSURE, human, records

_FILE_WIDTH = 120  # cells; of a table that goes to a file or a pipe
_EXCERPT_MIN = 24  # cells; a narrower excerpt says nothing
_GAP = 2  # cells between columns

_ARROWS = {Direction.INCREASE: "↑", Direction.DECREASE: "↓", None: ""}
_STYLES = {
    "commitment": "yellow",
    "achievement": "green",
    "reference": "dim",
    "stretch": "magenta",
    "hard": "bold",
    "soft": "cyan",
    "action": "cyan",
    "goal": "yellow",
}


def _text(words: str | None, style: str = "") -> Text:
    return Text(one_line(words or ""), style=style)


def _label(name: str | None, group: str, score: float = 1.0) -> Text:
    """Return `commitment`, or `commitment ?0.55` where the label is unsure."""
    shown = _text(name and label(name, group), _STYLES.get(name or "", ""))
    if name and score < UNSURE:
        shown.append(f" ?{score:.2f}", style="red")
    return shown


# A record's cells, as (record, text of the document) -> words; the document's text is where an indicator's words are.


def _indicator(quantity: Quantity, text: str) -> Text:
    return _text(quantity.indicator.of(text) if quantity.indicator else None)


def _target_modality(target: Quantity, _text_read: str) -> Text:
    return _label(target.modality and target.modality.value, "modality", target.status_score)


def _modality(quantity: Quantity, _text_read: str) -> Text:
    return _label(quantity.modality and quantity.modality.value, "modality")


def _deadline(quantity: Quantity, _text_read: str) -> Text:
    return _text(quantity.deadline.isoformat() if quantity.deadline else None)


def _members(slogan: Slogan, _text_read: str) -> Text:
    return _text("、".join(slogan.members or ()))


def _pathway(action: Action, _text_read: str) -> Text:
    return _label(action.pathway, "", action.pathway_score)


@dataclass(frozen=True, slots=True)
class _Column:
    """A heading, the words under it, and the width: `cells`, and `part` parts of what the others leave."""

    head: str
    words: Callable[[Any, str], Text]
    cells: int = 0
    part: int = 0


_VALUE = _Column("value", lambda quantity, _: _text(human(quantity), "bold"), 16)
_INDICATOR = _Column("indicator", _indicator, part=2)
_ARROW = _Column("", lambda quantity, _: _text(_ARROWS[quantity.direction]), 1)
_DEADLINE = _Column("deadline", _deadline, 10)

_COLUMNS: Mapping[str, Sequence[_Column]] = {
    "targets": (_VALUE, _INDICATOR, _ARROW, _DEADLINE, _Column("modality", _target_modality, 13)),
    "quantities": (
        _VALUE,
        _INDICATOR,
        _ARROW,
        _DEADLINE,
        _Column("status", lambda quantity, _: _label(quantity.status.value, "status", quantity.status_score), 17),
        _Column("modality", _modality, 8),
    ),
    "slogans": (
        _Column("slogan", lambda slogan, _: _text(slogan.text, "bold"), part=2),
        _Column("kind", lambda slogan, _: _label(slogan.kind.value, "kind", slogan.score), 18),
        _Column("stands for", _members, part=2),
    ),
    "actions": (
        _Column("clause", lambda action, _: _text(action.text), part=1),
        _Column("role", lambda action, _: _label(action.role.value, "role", action.role_score), 17),
        _Column("pathway", _pathway, 17),
    ),
}
_EXCERPT_PART = {"targets": 3, "quantities": 3, "slogans": 3, "actions": 0}  # a clause is its own excerpt


class View:
    """Draws speeches on a stream, one after another; `kinds` are the tables of each."""

    def __init__(self, stream: TextIO, kinds: Sequence[str]) -> None:
        terminal = stream.isatty()
        asked = os.environ.get("COLUMNS", "")
        width = None if terminal else int(asked) if asked.isdecimal() and int(asked) else _FILE_WIDTH
        # NO_COLOR and TERM=dumb are rich's to respect; a file gets no colour, whatever FORCE_COLOR says.
        self._console = Console(
            file=stream, width=width, force_terminal=terminal, markup=False, highlight=False, emoji=False
        )
        self._kinds = kinds

    def show(self, speech: Speech) -> int:
        """Draw the heading and the tables of one speech; return how many records were drawn."""
        found = {kind: list(records(speech, kind)) for kind in self._kinds}
        self._console.print(_heading(speech, {kind: len(these) for kind, these in found.items()}))
        for kind, these in found.items():
            if these:
                self._console.print(self._table(kind, these, speech.document.text))
                self._console.print()
        if not any(found.values()):
            self._console.print()
        return sum(map(len, found.values()))

    def _table(self, kind: str, found: Sequence[tuple[Any, Span]], text: str) -> Table:
        columns = _COLUMNS[kind]
        free = self._console.width - sum(column.cells + _GAP for column in columns)
        parts = sum(column.part for column in columns)
        excerpt = (free - _GAP) * _EXCERPT_PART[kind] // (parts + _EXCERPT_PART[kind])
        if excerpt < _EXCERPT_MIN:
            excerpt = 0
        else:
            free -= excerpt + _GAP
        table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_edge=False, header_style="dim")
        for column in columns:
            table.add_column(
                heading(column.head), width=max(column.cells + free * column.part // parts, 1), overflow="fold"
            )
        if excerpt:
            table.add_column(heading("sentence"), width=excerpt, no_wrap=True, overflow="crop")
        for record, sentence in found:
            cells = [column.words(record, text) for column in columns]
            table.add_row(*cells, *([_excerpt(text, record, sentence, excerpt)] if excerpt else []))
        return table


def _heading(speech: Speech, counts: Mapping[str, int]) -> Text:
    """Return `■ TITLE` and, below it, `2024-03 · REGION · 12 targets · ID`."""
    document = speech.document
    facts = document.facts
    numbers = (
        words(f"{count or 'no'} {kind if count != 1 else kind.removesuffix('s')}") for kind, count in counts.items()
    )
    about = [str(facts.date) if facts.date else None, facts.region, *numbers, document.id if facts.title else None]
    heading = Text("■ ", style="bold cyan")
    heading.append(one_line(facts.title or document.id) + "\n", style="bold default")
    heading.append("  " + " · ".join(one_line(part) for part in about if part), style="not bold dim default")
    return heading


def _excerpt(text: str, record: Any, sentence: Span, width: int) -> Text:
    """Return the record's words in bold amid as much of their sentence as fits: `…总投资 500亿元以上，做到…`."""
    middle = _cut(one_line(text[record.start : record.end]), width)
    left = one_line(text[max(sentence.start, record.start - width) : record.start])
    right = one_line(text[record.end : min(sentence.end, record.end + width)])
    free = width - cell_len(middle)
    right_free = max(free - cell_len(left), free * 2 // 3)
    right = _cut(right, right_free)
    left = _cut(left[::-1], free - cell_len(right))[::-1]
    return Text.assemble(left, (middle, "bold"), right)


def _cut(words: str, cells: int) -> str:
    """Return the words, or as many as fit with a … behind them."""
    return words if cell_len(words) <= cells else _fit(words, cells - 1) + "…" * (cells > 0)


def _fit(words: str, cells: int) -> str:
    used = 0
    for n, character in enumerate(words):
        used += cell_len(character)
        if used > cells:
            return words[:n]
    return words
