"""What a document says about itself in its head, name or row: title, date, region, level, speaker, occasion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from sanxin.reading.dates import apply, date_of, normalise, read_date
from sanxin.reading.factrules import FactRule, Rank, fact_rules
from sanxin.reading.furniture import text_lines
from sanxin.reading.page import Hints
from sanxin.reading.places import (
    Region,
    is_below,
    level_of_city,
    level_of_office,
    level_of_text,
    region_at_start,
    region_in,
    region_of,
    region_of_text,
)
from sanxin.records import DocumentDate, Facts, Furniture

# The head is what stands before the speech; it is searched no further than this.
_HEAD_LINES = 25
_LONGEST_HEAD_LINE = 120
_PASSAGE = 400
_LONGEST_HEADING = 60
# Where a notice is signed: below its first page, before what it encloses; or at its end.
_OPENING_LINES = 12
_CLOSING_LINES = 4
_SPACED_OUT = re.compile(r"(?:[一-鿿][ \u3000]{1,2}){2,}[一-鿿]")
# Furniture whose dates are not those of the page.
_NO_PAGE = frozenset({"caption", "glossary", "licence", "related"})
_NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class _Parts:
    """The places of a document where it may state facts, normalised; their names are the `where` of the rules."""

    head: tuple[str, ...]
    start: tuple[str, ...]
    end: tuple[str, ...]
    edge: tuple[str, ...]
    heading: tuple[str, ...]
    page: tuple[str, ...]
    title: tuple[str, ...] = ()
    has_salutation: bool = False

    def passages(self, where: str) -> tuple[str, ...]:
        """Return the lines or passages of one place; a title known from elsewhere stands in the head too."""
        found: tuple[str, ...] = getattr(self, where)
        return (*found, *self.title) if where == "head" else found


def read_facts(text: str, name: str = "", furniture: Sequence[Furniture] = (), hints: Hints = _NO_HINTS) -> Facts:
    """Return what the text, its file's name or its table row says; None where they do not.

    The line ――2026年1月27日在云河省第二届人大第六次会议上 gives the date 2026-01-27, the region 云河省, the
    level provincial and the occasion; 省长 李山 below it the speaker.
    """
    stem = _stem(name)
    parts, title = _parts(text, furniture, hints)
    title = title or _title_in_name(stem)
    folders = _folders(name)
    region = _region(parts, stem, hints) or next(filter(None, map(region_in, folders)), None)
    level = _level(text, parts, region, stem, hints)
    region = region or region_of_text(text, level)
    rules = fact_rules()
    return Facts(
        title=title,
        date=_date(parts, stem, hints) or next(filter(None, map(_date_in_name, folders)), None),
        region=region.name if region else None,
        level=level,
        speaker=hints.speaker or _speaker(parts),
        occasion=hints.occasion or next(_found(rules.occasions, "occasion", parts), None),
    )


def _stem(name: str) -> str:
    """Return a file's name without folders and suffix."""
    path = PurePosixPath(name)
    return path.stem if re.fullmatch(r"\.[A-Za-z0-9]{1,5}", path.suffix) else path.name


def _folders(name: str) -> list[str]:
    """Return the names of the folders and archives a file lies in, the nearest first: `2018/郑州市/报告.txt`."""
    return [_stem(part) for part in reversed(PurePosixPath(name).parts[:-1])]


def _parts(text: str, furniture: Sequence[Furniture], hints: Hints) -> tuple[_Parts, str | None]:
    """Return the places of the document, and its title."""
    rules = fact_rules().title
    spoken = _without(text, furniture)
    lines = [normalise(line.text) if line.end - line.start <= _PASSAGE else line.text for line in text_lines(spoken)]
    head: list[str] = []
    for line in lines[:_HEAD_LINES]:
        if len(line) > _LONGEST_HEAD_LINE or rules.salutation.fullmatch(line):
            break
        head.append(line)
    opening = "\n".join(lines[: 2 * _HEAD_LINES])[: 4 * _PASSAGE]
    from_head = _title(head) or _joined_title(lines)
    title = hints.title if hints.title and not from_head else from_head
    # The newspaper's name stands as furniture behind the last sentence.
    ending = _without(text, [span for span in furniture if span.kind != "source"]).rstrip()
    frame = [text[span.start : span.end] for span in furniture if span.kind not in _NO_PAGE]
    page = [normalise(line.strip()) for words in frame for line in words.split("\n")]
    return _Parts(
        head=tuple(head),
        start=(normalise("".join(lines[:_HEAD_LINES])[:_PASSAGE]),),
        end=(normalise(ending[-_PASSAGE:]),),
        edge=(*lines[:_OPENING_LINES], *lines[-_CLOSING_LINES:]),
        heading=tuple(line for line in lines if len(line) <= _LONGEST_HEADING),
        page=tuple(page),
        title=tuple(normalise(words) for words in dict.fromkeys((title, hints.title)) if words),
        has_salutation=rules.salutation.search(opening) is not None,
    ), title


def _without(text: str, spans: Sequence[Furniture]) -> str:
    """Return text with spans cut out."""
    kept: list[str] = []
    position = 0
    for span in spans:
        kept.append(text[position : span.start])
        position = span.end
    return "".join([*kept, text[position:]])


def _title(head: Sequence[str]) -> str | None:
    """Return the first line of the head that names a kind of document; else the one or two that could be a headline."""
    rules = fact_rules().title
    lines = [_closed(line) for line in head]
    for number, line in enumerate(lines):
        if rules.pattern.fullmatch(line) and not rules.never.fullmatch(line) and not rules.subtitle.fullmatch(line):
            # 每周一学：关于…的说明, and below it the title itself.
            others = (
                other for other in lines[number + 1 :] if len(other) >= 10 and not rules.subtitle.fullmatch(other)
            )
            inner = [other for other in others if line.endswith(other)]
            return (inner[0] if inner else line).rstrip("·*※")
        # 政府工作报 | 告: a link or a narrow page broke the title.
        below = lines[number + 1] if number + 1 < len(lines) else ""
        opens = rules.opens.fullmatch(line) and not rules.never.fullmatch(line)
        broken = opens or (len(line) <= 10 and len(below) <= 4)
        if broken and not rules.subtitle.fullmatch(below) and rules.pattern.fullmatch(line + below):
            return line + below
    headline: list[str] = []
    for line in lines[:4]:
        plain = rules.plain.fullmatch(line) and not rules.never.fullmatch(line) and not rules.subtitle.fullmatch(line)
        if not plain or len(headline) == 2:
            break
        headline.append(line)
    return " ".join(headline) or None


def _joined_title(lines: Sequence[str]) -> str | None:
    """Return the title with which a text in one line begins: `在全县大会上的讲话（2018年6月9日）李山同志们：`."""
    match = fact_rules().title.joined.search(lines[0][:_PASSAGE]) if lines else None
    return match["title"] if match else None


def _closed(line: str) -> str:
    """Return 政府工作报告 for 政 府 工 作 报 告 and for 《政府工作报告》."""
    if line.startswith("《") and line.endswith("》") and line.count("《") == 1:
        line = line[1:-1]
    return re.sub(r"[ \u3000]", "", line) if _SPACED_OUT.fullmatch(line) else line


def _title_in_name(stem: str) -> str | None:
    words = re.sub(r"[_\s]+", "", stem)
    return words if fact_rules().title.pattern.fullmatch(words) else None


def _date(parts: _Parts, stem: str, hints: Hints) -> DocumentDate | None:
    """Return the date by the most direct statement there is."""
    said = _stated(parts, Rank.SAID) or hints.date
    if said and said.month:
        return said
    titled = next((found for title in parts.title if (found := _year(title))), None)
    date = said or titled or _stated(parts, Rank.TITLED) or _date_in_name(stem) or _stated(parts, Rank.WORKED)
    printed = _stated(parts, Rank.PRINTED) or hints.published
    return _with_day(parts, date or printed, printed) or _stated(parts, Rank.PERIOD)


def _with_day(parts: _Parts, date: DocumentDate | None, printed: DocumentDate | None) -> DocumentDate | None:
    """Return the date with month and day from the agency's line (新华社云河7月21日电), if it holds none of its own."""
    if date is None or (date.month and date != printed):
        return date
    for passage in (*parts.end, *parts.page):
        match = fact_rules().dateline.search(passage)
        if match:
            day = date_of(match, date.year)
            # Said in December, printed in January.
            late = date == printed and (day.month or 0) > (date.month or 0)
            return replace(day, year=date.year - 1) if late else day
    return date


def _stated(parts: _Parts, rank: Rank) -> DocumentDate | None:
    """Return the date of the first rule of a rank that reads one."""
    for rule in fact_rules().dates:
        if rule.rank is not rank or (parts.has_salutation and not rule.salutation):
            continue
        for passage in parts.passages(rule.where):
            date = apply(rule, passage)
            if date is not None:
                return date
    return None


def _date_in_name(stem: str) -> DocumentDate | None:
    """Return the date in a file's name: `云河市2003`, `speech_20200908`, `2021-2025年规划` (the first year)."""
    date = read_date(stem)
    return date if date and date.month else _year(normalise(stem))


def _year(words: str) -> DocumentDate | None:
    """Return the year in a title or name: of a period the first, else the last (关于2023年…与2024年计划草案的报告)."""
    rules = fact_rules().years
    words = rules.never.sub("", words)
    period = rules.period.search(words)
    if period:
        return DocumentDate(date_of(period).year)
    years = [date_of(match).year for match in rules.year.finditer(words)]
    return DocumentDate(max(years)) if years else None


def _found(rules: Sequence[FactRule], group: str, parts: _Parts) -> Iterator[str]:
    """Yield what the rules find, rule by rule."""
    surnames = fact_rules().surnames
    for rule in rules:
        for passage in parts.passages(rule.where):
            match = rule.pattern.search(passage)
            if not match:
                continue
            words = re.sub(r"\s", "", match[group])
            if not rule.surname or "·" in words or words[0] in surnames or words[:2] in surnames:
                yield words


def _speaker(parts: _Parts) -> str | None:
    return next(_found(fact_rules().speakers, "name", parts), None)


def _region(parts: _Parts, stem: str, hints: Hints) -> Region | None:
    """Return the place the document speaks for."""
    rules = fact_rules()
    places = (region_of(words) for words in _found(rules.regions, "place", parts))
    stated = next((region for region in places if region and region.level), None)
    given = region_of(hints.region) if hints.region else None
    # The column `province` of a table of counties says only where they lie.
    if given and not (stated and is_below(stated, given)):
        return given
    stated = stated or next((region for title in parts.title if (region := region_at_start(title))), None)
    if stated:
        return stated
    where = (*parts.head, *parts.title) or parts.start
    if any(rules.nation_pattern.search(line) for line in where):
        return region_of(rules.nation[0])
    return region_in(stem) if stem else None


def _level(text: str, parts: _Parts, region: Region | None, stem: str, hints: Hints) -> str | None:
    """Return the level of government (or unit) that speaks."""
    if hints.level:
        return hints.level
    if region and region.level == "city":
        return level_of_city(text)
    if region and region.level:
        return region.level
    named = (fact_rules().level_named(word) for word in re.split(r"[\W_\d]+", stem))
    offices = (level_of_office(line) for line in parts.head)
    return next((level for level in (*offices, *named) if level), None) or level_of_text(text)
