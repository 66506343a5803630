"""A card a record: its words and every field that says something, and the short line shown over its words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from importlib.resources import files

from sanxin.records import Action, Direction, Quantity, Slogan, Speech
from sanxin.tables import human, plain

_ARROWS = {Direction.INCREASE: " ↑", Direction.DECREASE: " ↓", None: ""}
# Characters that a page may not hold, and those that would turn the reading direction of what follows.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_Fields = Iterator[tuple[str, str | None]]


def safe(words: str) -> str:
    """Return the words as they may stand in a page, inside an element or between quotes."""
    return escape(_UNSAFE.sub("\ufffd", words))


@cache
def labels(group: str) -> Mapping[str, str]:
    """Return the Chinese names of a group of values: status, kind, role, field."""
    table = tomllib.loads(files("sanxin.pages").joinpath("labels.toml").read_text(encoding="utf-8"))
    found: Mapping[str, str] = table[group]
    return found


def bilingual(name: str, group: str) -> str:
    """Return `commitment <span lang="zh-Hans">承诺</span>`."""
    chinese = labels(group).get(name)
    return safe(name) + (f' <span lang="zh-Hans">{safe(chinese)}</span>' if chinese else "")


def value(quantity: Quantity) -> str:
    """Return the value with the direction of its change: `6% ↑`."""
    return human(quantity) + _ARROWS[quantity.direction]


def tip(record: Quantity | Slogan | Action, text: str) -> str:
    """Return what is shown over the words: `commitment · 新签约项目 · ≥ 80个 · 2024-12-31 · hard`."""
    match record:
        case Quantity():
            parts = [record.status, _indicator(record, text), value(record), _date(record), record.modality]
        case Slogan():
            parts = [record.kind, record.canonical, "、".join(record.members or ())]
        case Action():
            parts = [record.role, record.pathway]
    return " · ".join(part for part in parts if part)


def cards(speech: Speech) -> Iterator[str]:
    """Yield a card for each record, in the order of quantities, slogans and actions."""
    text = speech.document.text
    names = {quantity.id: f"q{n}" for n, quantity in enumerate(speech.quantities)}
    for n, quantity in enumerate(speech.quantities):
        yield _card(f"q{n}", quantity, bilingual(quantity.status, "status"), _quantity(quantity, text))
    for n, slogan in enumerate(speech.slogans):
        yield _card(f"s{n}", slogan, bilingual(slogan.kind, "kind"), _slogan(slogan))
    for n, action in enumerate(speech.actions):
        yield _card(f"a{n}", action, bilingual(action.role, "role"), _action(action), _links(action, names))


def _card(name: str, record: Quantity | Slogan | Action, label: str, fields: _Fields, extra: str = "") -> str:
    rows = "".join(
        f"<dt>{bilingual(field, 'field')}</dt><dd>{safe(words)}</dd>" for field, words in fields if words is not None
    )
    return (
        f'<article class="card" id="r-{name}"><h3><a href="#m-{name}">{safe(record.text)}</a></h3>'
        f"<p>{label} <small>{safe(record.id)} [{record.start}, {record.end})</small></p>"
        f"<dl>{rows}{extra}</dl></article>\n"
    )


def _quantity(quantity: Quantity, text: str) -> _Fields:
    yield "value", human(quantity)
    yield "low", _plain(quantity.low)
    yield "high", _plain(quantity.high)
    yield "unit", quantity.unit or None
    yield "dimension", quantity.dimension or None
    yield "comparator", quantity.comparator
    yield "direction", quantity.direction
    yield "status", _scored(quantity.status, quantity.status_score)
    yield "modality", quantity.modality
    yield "modality_words", "、".join(quantity.modality_words) or None
    yield "deadline", _date(quantity)
    yield "indicator", _indicator(quantity, text)
    yield "indicator_name", quantity.indicator_name
    yield "scope", quantity.scope
    yield "pathway", quantity.pathway
    yield "rule", quantity.rule or None


def _slogan(slogan: Slogan) -> _Fields:
    yield "kind", _scored(slogan.kind, slogan.score)
    yield "canonical", slogan.canonical
    yield "members", None if slogan.members is None else "、".join(slogan.members)


def _action(action: Action) -> _Fields:
    yield "role", _scored(action.role, action.role_score)
    yield "verb", action.verb
    yield "object", action.object
    yield "actor", action.actor
    yield "pathway", None if action.pathway is None else _scored(action.pathway, action.pathway_score)
    yield "evidence", "、".join(action.evidence) or None


def _links(action: Action, names: Mapping[str, str]) -> str:
    """Return the field that leads to the quantities an action sets."""
    known = [(quantity, names[quantity]) for quantity in action.quantities if quantity in names]
    links = " ".join(f'<a href="#r-{name}">{safe(quantity)}</a>' for quantity, name in known)
    return f"<dt>{bilingual('quantities', 'field')}</dt><dd>{links}</dd>" if links else ""


def _plain(number: float | None) -> str | None:
    return None if number is None else plain(number)


def _scored(label: str, score: float) -> str:
    return f"{label} ({score:.2f})"


def _date(quantity: Quantity) -> str | None:
    return None if quantity.deadline is None else quantity.deadline.isoformat()


def _indicator(quantity: Quantity, text: str) -> str | None:
    return None if quantity.indicator is None else quantity.indicator.of(text)
