"""An evaluation as a page: every figure with its interval, the confusions shaded, each disagreement by its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sanxin.evaluation.figures import Estimate, Figure
from sanxin.evaluation.report import Confusion, Report
from sanxin.evaluation.tables import HEADLINES, NOTHING, how, of_documents, share
from sanxin.evaluation.tally import Disagreement
from sanxin.pages.cards import bilingual, labels, safe
from sanxin.pages.shell import page

#: So many disagreements of a field are listed; the others are in the table of that name (--what disagreements).
_LISTED = 200
#: How many shades a cell can have.
_SHADES = 10


def render(report: Report, against: str | None = None) -> str:
    """Return the page; it runs no script and fetches nothing. `against` names the other annotator, if there is one."""
    title = "evaluation" if against is None else "two annotators"
    return page(
        "evaluation",
        title.capitalize(),
        {},
        chinese=safe(labels("page")[title]),
        facts=safe(" · ".join((how(report), *((f"against {against}",) if against is not None else ())))),
        agreement="" if against is None else _agreement(report),
        figures="\n".join(_figures(report)),
        confusions="\n".join(map(_confusion, report.confusions)),
        documents=_documents(report),
        disagreements="\n".join(_disagreements(report.disagreements)),
        disagreement_count=f"{len(report.disagreements):,}",
    )


# ---- figures ----


def _figures(report: Report) -> Iterator[str]:
    """Yield a table for each layer: a row a field, and one for each of its labels."""
    heads = ("", "marked", "found", "right", "precision", "recall", "F1", "", "accuracy")
    for layer, figures in groupby(report.figures, key=lambda figure: figure.line.layer):
        rows = "\n".join(map(_figure, figures))
        yield _table(bilingual(layer, "layer"), heads, rows, "figures")


def _figure(figure: Figure) -> str:
    line = figure.line
    about = _label(line.field, line.label) if line.label else bilingual(line.field, "field")
    count = figure.count
    counts = ("", "", "") if count is None else (f"{n:,}" for n in (count.marked, count.found, count.right))
    numbers = "".join(f"<td>{number}</td>" for number in counts)
    measures = "".join(f"<td>{_measure(value)}</td>" for value in (figure.precision, figure.recall, figure.f1))
    return (
        f'<tr class="{"label" if line.label else "field"}"><th scope="row">{about}</th>{numbers}{measures}'
        f'<td class="plot">{_plot(figure.f1)}</td><td>{_measure(figure.accuracy)}</td></tr>'
    )


def _label(field: str, label: str) -> str:
    return f'<span class="of">{safe(field)}</span> {_named(field, label)}'


def _named(field: str, label: str) -> str:
    """Return a label with its Chinese name, where the house has one."""
    return bilingual(label, field) if field in ("status", "kind", "role", "modality") else safe(label)


def _measure(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return share(estimate.value)
    return f"<b>{share(estimate.value)}</b> <small>{estimate.low:.2f}–{estimate.high:.2f}</small>"


def _plot(estimate: Estimate) -> str:
    """Return the figure as a point and its interval as a line, from 0 to 1."""
    if estimate.value is None:
        return ""
    low, high = (estimate.value if end is None else end for end in (estimate.low, estimate.high))
    words = f"{share(estimate.value)}, {share(estimate.low)} to {share(estimate.high)}"
    return (
        f'<svg viewBox="0 0 104 10" role="img" aria-label="{words}">'
        '<path class="axis" d="M2 5H102M52 3V7M102 3V7M2 3V7"/>'
        f'<path class="spread" d="M{2 + 100 * low:.1f} 5H{2 + 100 * high:.1f}"/>'
        f'<circle cx="{2 + 100 * estimate.value:.1f}" cy="5" r="2.2"/></svg>'
    )


def _agreement(report: Report) -> str:
    heads = ("", "pairs", "same label", "Cohen's κ", "Krippendorff's α")
    rows = "\n".join(
        f'<tr class="field"><th scope="row">{bilingual(each.field, "field")}</th><td>{each.pairs:,}</td>'
        f"<td>{_measure(each.same)}</td><td>{_measure(each.kappa)}</td><td>{_measure(each.alpha)}</td></tr>"
        for each in report.agreement
    )
    return f"<section><h2>{bilingual('agreement', 'page')}</h2>{_table('', heads, rows, 'figures')}</section>"


# ---- confusions, documents ----


def _confusion(confusion: Confusion) -> str:
    corner = '<span class="of">marked ↓ found →</span>'
    heads = "".join(f'<th scope="col">{safe(column)}</th>' for column in confusion.columns)
    rows = []
    for row in confusion.rows:
        counts = [confusion.counts.get((row, column), 0) for column in confusion.columns]
        cells = "".join(
            f'<td class="{"same" if row == column else "other"} s{_shade(count, sum(counts))}">{count:,}</td>'
            for column, count in zip(confusion.columns, counts, strict=True)
        )
        rows.append(f'<tr><th scope="row">{_named(confusion.field, row)}</th>{cells}</tr>')
    caption = bilingual(confusion.field, "field")
    return (
        f'<div class="scroll"><table class="confusion"><caption>{caption}</caption>'
        f"<thead><tr><th>{corner}</th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _shade(count: int, of: int) -> int:
    """Return how dark a cell is: 0 for none, at least 1 for one."""
    return 0 if count == 0 else max(1, round(_SHADES * count / of))


def _documents(report: Report) -> str:
    heads = [
        "",
        *(
            " ".join(part for part in (layer, label or field, measure) if part)
            for layer, field, label, measure in HEADLINES
        ),
    ]
    rows = "\n".join(
        f'<tr><th scope="row">{safe(document)}</th>{"".join(map(_graded, values))}</tr>'
        for document, values in of_documents(report)
    )
    return _table("", heads, rows, "documents")


def _graded(value: float | None) -> str:
    """Return a cell that is the darker the lower the figure is."""
    if value is None:
        return f"<td>{NOTHING}</td>"
    return f'<td class="other s{_shade(round(100 * (1 - value)), 50)}">{share(value)}</td>'


# ---- disagreements ----


def _disagreements(found: Sequence[Disagreement]) -> Iterator[str]:
    kinds: dict[tuple[str, str], list[Disagreement]] = {}
    for each in found:
        kinds.setdefault((each.layer, each.field), []).append(each)
    for (layer, field), these in kinds.items():
        rows = "\n".join(map(_disagreement, these[:_LISTED]))
        rest = len(these) - _LISTED
        more = f"<p>and {rest:,} more: --what disagreements</p>" if rest > 0 else ""
        heads = ("words", "marked", "found", "document")
        yield (
            f"<details><summary>{bilingual(layer, 'layer')} · {bilingual(field, 'field')} "
            f'<span class="count">{len(these):,}</span></summary>{_table("", heads, rows, "list")}{more}</details>'
        )


def _disagreement(each: Disagreement) -> str:
    marked, found = (
        f'<td class="none">{NOTHING}</td>' if words is None else f"<td>{_known(each.field, words)}</td>"
        for words in (each.marked, each.found)
    )
    where = f"{safe(each.document)} <small>[{each.start}, {each.end})</small>"
    return f"<tr><td>{safe(each.text) or NOTHING}</td>{marked}{found}<td>{where}</td></tr>"


def _known(field: str, words: str) -> str:
    return _named(field, words) if field in ("status", "kind", "role") and words in labels(field) else safe(words)


def _table(caption: str, heads: Sequence[str], rows: str, kind: str) -> str:
    titles = "".join(f'<th scope="col">{safe(head)}</th>' for head in heads)
    named = f"<caption>{caption}</caption>" if caption else ""
    return (
        f'<div class="scroll"><table class="{kind}">{named}<thead><tr>{titles}</tr></thead>'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )
