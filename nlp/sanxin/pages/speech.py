"""One speech as a page: the whole text with every record marked, a legend that filters, the targets beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sanxin.pages.cards import bilingual, cards, safe, tip, value
from sanxin.pages.segments import Mark, Segment, cut
from sanxin.pages.shell import asset, page
from sanxin.records import Furniture, Role, Section, SloganKind, Speech, Status
from sanxin.tables import UNSURE


@dataclass(frozen=True, slots=True)
class _Shown:
    """A record as the markup names it: `q3` is the fourth quantity; its class is `q-commitment`."""

    name: str
    group: str
    label: str
    tip: str
    unsure: bool


_About = _Shown | Furniture
# Of several records over the same words the first of these is the one a click leads to: the smallest, as a rule.
_RANK = {"q": 0, "s": 1, "a": 2}

_LEGEND: Sequence[tuple[str, str, str, str, Sequence[StrEnum]]] = (
    ("q", "Quantities", "数量", "status", tuple(Status)),
    ("s", "Slogans", "口号、提法", "kind", tuple(SloganKind)),
    ("a", "Clauses", "语句", "role", (Role.ACTION, Role.GOAL, Role.ACHIEVEMENT)),
)


def render(speech: Speech) -> str:
    """Return the page. Nothing of the text is in a script; the page may fetch nothing, and run nothing but its own."""
    document = speech.document
    marks = list(_marks(speech))
    return page(
        "speech",
        safe(document.facts.title or document.id),
        {"script": asset("speech.js")},
        facts=_facts(speech),
        legend=_legend(marks, len(document.furniture)),
        targets=_targets(speech),
        target_count=len(speech.targets),
        text="\n".join(_paragraphs(speech, marks)),
        cards=f'<div class="cards">\n{"".join(cards(speech))}</div>',
        record_count=len(marks) - len(document.furniture),
    )


def _marks(speech: Speech) -> Iterator[Mark[_About]]:
    text = speech.document.text
    for n, quantity in enumerate(speech.quantities):
        unsure = quantity.status_score < UNSURE
        shown = _Shown(f"q{n}", "q", quantity.status, tip(quantity, text), unsure)
        yield Mark(quantity.start, quantity.end, shown)
    for n, slogan in enumerate(speech.slogans):
        yield Mark(
            slogan.start, slogan.end, _Shown(f"s{n}", "s", slogan.kind, tip(slogan, text), slogan.score < UNSURE)
        )
    for n, action in enumerate(speech.actions):
        unsure = action.role_score < UNSURE
        yield Mark(action.start, action.end, _Shown(f"a{n}", "a", action.role, tip(action, text), unsure))
    for part in speech.document.furniture:
        yield Mark(part.start, part.end, part)


# ---- head and panel ----


def _facts(speech: Speech) -> str:
    document = speech.document
    facts = document.facts
    date = None if facts.date is None else str(facts.date)
    parts = (date, facts.region, facts.speaker, facts.occasion, f"{len(document.text):,} 字", document.source)
    return " · ".join(safe(part) for part in parts if part)


def _legend(marks: Sequence[Mark[_About]], furniture: int) -> str:
    counts = Counter((mark.about.group, mark.about.label) for mark in marks if isinstance(mark.about, _Shown))
    sets = []
    for group, english, chinese, kind, members in _LEGEND:
        boxes = [
            _box(f"{group}-{member}", f"{group} {group}-{member}", bilingual(member, kind), counts[group, member])
            for member in members
            if counts[group, member]
        ]
        if boxes:
            sets.append(_fieldset(english, chinese, boxes))
    if furniture:
        words = 'not the speech <span lang="zh-Hans">页面杂项</span>'
        sets.append(_fieldset("Page", "页面", [_box("furniture", "furniture", words, furniture)]))
    return "\n".join(sets)


def _fieldset(english: str, chinese: str, boxes: Sequence[str]) -> str:
    return f'<fieldset><legend>{english} <span lang="zh-Hans">{chinese}</span></legend>{"".join(boxes)}</fieldset>'


def _box(name: str, classes: str, words: str, count: int) -> str:
    return (
        f'<label><input type="checkbox" id="f-{name}" checked autocomplete="off"><span class="{classes}">{words}</span>'
        f' <span class="count">{count}</span></label>'
    )


def _targets(speech: Speech) -> str:
    text = speech.document.text
    entries = []
    for n, target in enumerate(speech.quantities):
        if target.status is not Status.COMMITMENT:
            continue
        indicator = target.indicator.of(text) if target.indicator else target.text
        about = [target.deadline and target.deadline.isoformat(), target.modality, target.scope]
        sure = "" if target.status_score >= UNSURE else f' <span class="sure">?{target.status_score:.2f}</span>'
        entries.append(
            f'<li><a href="#m-q{n}" data-r="q{n}"><span>{safe(indicator)}</span> <b>{safe(value(target))}</b>'
            f" <small>{' · '.join(safe(part) for part in about if part)}{sure}</small></a></li>"
        )
    if not entries:
        return '<p>This speech sets no target in numbers. <span lang="zh-Hans">未见量化目标。</span></p>'
    return "<ol>\n" + "\n".join(entries) + "\n</ol>"


# ---- the text ----


def _paragraphs(speech: Speech, marks: Sequence[Mark[_About]]) -> Iterator[str]:
    """Yield every line that is not blank as a heading or a paragraph."""
    text = speech.document.text
    headings = {section.start: section for section in speech.sections}
    lines = list(_lines(text))
    for (start, end), segments in zip(lines, cut(marks, lines), strict=True):
        line = text[start:end]
        if not line.strip():
            continue
        words = "".join(_segment(segment, text) for segment in segments)
        first = start + len(line) - len(line.lstrip())
        heading = headings.get(start) or headings.get(first)
        if line.strip() == speech.document.facts.title:
            yield f'<p class="title">{words}</p>'
        elif heading is not None and _is_alone(line, heading):
            tag = f"h{min(heading.level + 1, 5)}"
            yield f"<{tag}>{words}</{tag}>"
        else:
            # A line that brings its own blanks is indented already.
            yield f'<p class="indent">{words}</p>' if first == start else f"<p>{words}</p>"


def _is_alone(line: str, heading: Section) -> bool:
    """Say whether the heading fills its line; one that runs on into its text (一是加快……。) is read as a paragraph."""
    return len(line.strip()) <= len(heading.title) + 8


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _segment(segment: Segment[_About], text: str) -> str:
    """Return the words, as a link to the card of the record they belong to and named for all that cover them."""
    words = safe(text[segment.start : segment.end])
    shown = sorted(
        (m.about for m in segment.marks if isinstance(m.about, _Shown)), key=lambda about: _RANK[about.group]
    )
    furniture = next((m.about.kind for m in segment.marks if isinstance(m.about, Furniture)), None)
    if not shown:
        return words if furniture is None else f'<span class="furniture" title="{safe(furniture)}">{words}</span>'
    begun = [mark.about.name for mark in segment.begins if isinstance(mark.about, _Shown)]
    anchors = "".join(f'<span class="at" id="m-{name}"></span>' for name in begun)
    attributes: Mapping[str, str | None] = {
        "class": _classes(shown, furniture),
        "href": f"#r-{shown[0].name}",
        "data-r": " ".join(about.name for about in shown),
        "title": "\n".join(about.tip for about in shown),
        # One stop for the tab key a record, however many pieces it is in.
        "tabindex": None if shown[0].name in begun else "-1",
    }
    written = " ".join(f'{name}="{safe(content)}"' for name, content in attributes.items() if content is not None)
    return f"{anchors}<a {written}>{words}</a>"


def _classes(shown: Sequence[_Shown], furniture: str | None) -> str:
    names = {about.group: None for about in shown} | {f"{about.group}-{about.label}": None for about in shown}
    extra = ["unsure"] if shown[0].unsure else []
    return " ".join([*names, *extra, *(["furniture"] if furniture is not None else [])])
