"""Records to review as a page: a card each, whose marks are saved as the table that `sanxin review` also writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from sanxin.pages.cards import bilingual, labels, safe
from sanxin.pages.shell import asset, page
from sanxin.review import table
from sanxin.review.items import FIELDS, Item, Kind
from sanxin.tables import UNSURE

_VERDICTS = tuple(table.Verdict)
_HELP = "right: all that is said holds; changed: with what is right instead; wrong: there is no such record"


def render(found: Sequence[Item], annotator: str) -> str:
    """Return the page. Records stand in attributes, none in a script; the page fetches nothing, and saves a file."""
    kinds = [kind for kind in Kind if any(item.kind is kind for item in found)]
    names = [column.name for column in table.columns(kinds)]
    choices = table.choices(kinds, {item.framework for item in found})
    rows = table.rows(found, kinds, annotator)
    cards = "\n".join(
        _card(item, row, choices, number) for number, (item, row) in enumerate(zip(found, rows, strict=True))
    )
    return page(
        "review",
        "Review",
        {"script": asset("review.js")},
        chinese=safe(labels("page")["Review"]),
        facts=f"{len(found):,} {bilingual('records', 'page')}",
        help=bilingual(_HELP, "page"),
        annotator_label=bilingual("annotator", "page"),
        annotator=safe(annotator),
        save=bilingual("Save", "page"),
        cards=f'<div data-columns="{safe(json.dumps(names))}"></div>\n{cards}',
    )


def _card(item: Item, row: Mapping[str, object], choices: Mapping[str, Sequence[str]], number: int) -> str:
    held = safe(json.dumps(row, ensure_ascii=False))
    fields = "".join(_field(field, item, choices.get(table.NEW + field)) for field in FIELDS[item.kind])
    marks = "".join(
        f'<label><input type="radio" name="v{number}" value="{verdict}" autocomplete="off"> '
        f"{bilingual(verdict, 'verdict')}</label>"
        for verdict in _VERDICTS
    )
    unsure = " ?" if item.score < UNSURE else ""
    return (
        f'<article data-row="{held}"><h2>{safe(item.text)} <small>{bilingual(item.kind, "record")} '
        f"{item.score:.2f}{unsure}</small></h2><blockquote>{''.join(_quoted(item))}</blockquote>"
        f"<table><tbody>{fields}</tbody></table><fieldset>{marks}"
        f'<input type="text" class="note" data-column="note" placeholder="{safe(labels("page")["note"])}" '
        f'aria-label="note" autocomplete="off"></fieldset>'
        f'<p class="where">{safe(item.document)} [{item.start}, {item.end})</p></article>'
    )


def _quoted(item: Item) -> Iterator[str]:
    """Yield the line of the text with the words of the record marked."""
    first, last = item.start - item.line.start, item.end - item.line.start
    yield safe(item.line_text[:first])
    yield f"<mark>{safe(item.line_text[first:last])}</mark>"
    yield safe(item.line_text[last:])


def _field(field: str, item: Item, choices: Sequence[str] | None) -> str:
    column = f'data-column="{table.NEW}{field}" aria-label="{table.NEW}{field}" autocomplete="off"'
    if choices is None:
        entry = f'<input type="text" {column}>'
    else:
        options = "".join(f'<option value="{safe(label)}">{_words(label, field)}</option>' for label in choices)
        entry = f'<select {column}><option value=""></option>{options}</select>'
    return (
        f'<tr><th scope="row">{bilingual(field, "field")}</th><td>{_named(item.said[field], field)}</td>'
        f"<td>→ {entry}</td></tr>"
    )


def _named(label: str, field: str) -> str:
    try:
        return bilingual(label, field)
    except KeyError:
        return safe(label)


def _words(label: str, field: str) -> str:
    """Return `commitment 承诺`: an option of a list holds no elements."""
    try:
        chinese = labels(field).get(label, "")
    except KeyError:
        chinese = ""
    return safe(f"{label} {chinese}".strip())
