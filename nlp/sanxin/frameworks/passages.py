"""Where a speech sets out what each name of a group means: 所谓“…”，就是…; a heading; 筑链，就是…."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from sanxin.frameworks import rules
from sanxin.records import Section, SectionKind, Span
from sanxin.slogans.rules import canonical
from sanxin.structure import Structure

Found = Mapping[str, Span]

_HEADING = "heading"
#: 所谓“…” is a definition by its words, a heading by its place; a sentence that merely opens with the name comes last.
_AFTER_HEADING = ("means", "opens")
_MOST_MENTIONS = 60
#: Names this short (科创, 绿色) are common words: only a set of headings that has little else is about them.
_COMMON = 3
_OTHER_HEADINGS = 2
_ENDS = '。！？；!?;…”"）)'
_BLANKS = " \t\n\u3000\xa0"


def set_out(text: str, structure: Structure, members: Sequence[str]) -> dict[str, tuple[Span, ...]]:
    """Return for each name the passages that set it out, the most telling first; names without one are left out.

    Where 所谓“…” defines all of them and headings carry all of them too, both count.
    """
    by_method: dict[str, Found] = {}
    for rule in rules.definitions():
        by_method[rule.id] = _defined(text, structure, members, rule)
    by_method[_HEADING] = _headed(structure, members)
    order = [method for method in by_method if method not in (_HEADING, *_AFTER_HEADING)]
    order += [_HEADING, *_AFTER_HEADING]
    whole = [method for method in order if len(by_method[method]) == len(members)]
    if whole:
        chosen = [method for method in whole if method not in _AFTER_HEADING] or whole[:1]
        return {member: tuple(by_method[method][member] for method in chosen) for member in members}
    found: dict[str, tuple[Span, ...]] = {}
    for member in members:
        first = next((by_method[method][member] for method in order if member in by_method[method]), None)
        if first is not None:
            found[member] = (first,)
    return found


def mentions_of(text: str, name: str) -> list[Span]:
    """Return where `name` stands, also over a wrapped line or with blanks inside."""
    pattern = re.compile(r"\s{0,2}".join(map(re.escape, name)))
    spans = []
    for match in pattern.finditer(text):
        spans.append(Span(match.start(), match.end()))
        if len(spans) == _MOST_MENTIONS:
            break
    return spans


# --- definitions ----------------------------------------------------------------------------------------------------


def _defined(text: str, structure: Structure, members: Sequence[str], rule: rules.DefinitionRule) -> Found:
    """Return the passages that a rule finds, each up to the next one."""
    starts = {}
    for member in members:
        start = _first(text, structure, member, rule)
        if start is not None:
            starts[member] = start
    ordered = sorted(starts.values())
    found = {}
    for member, start in starts.items():
        place = bisect_right(ordered, start)
        span = Span(start, _end(text, structure, start, ordered[place] if place < len(ordered) else None))
        if span.end - span.start >= rules.limits().passage:
            found[member] = span
    return found


def _first(text: str, structure: Structure, member: str, rule: rules.DefinitionRule) -> int | None:
    """Return where the first definition of `member` by this rule begins, outside what looks back."""
    for mention in mentions_of(text, member):
        window, offset = rules.around(text, mention, rules.limits().reach)
        match = rule.pattern.search(window)
        if match is not None and structure.kind_at(mention.start) is not SectionKind.REVIEW:
            words = match[0]
            return offset + match.start() + len(words) - len(words.lstrip(_BLANKS))
    return None


def _end(text: str, structure: Structure, start: int, following: int | None) -> int:
    """Return where a definition ends: before the next, or with its paragraph or section."""
    section = structure.section_at(start)
    until = structure.sections[section].end if section is not None else len(text)
    end = min(_paragraph_end(text, structure, start), until)
    if following is not None:
        # What stands between two definitions of one section belongs to the first, over any number of paragraphs.
        inside = following <= until and structure.section_at(following) == section
        end = following if inside else min(end, following)
    other = rules.table_pattern("next").search(text, start + 1, end)
    end = other.start() if other is not None and other.start() > start else end
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return end


def _paragraph_end(text: str, structure: Structure, start: int) -> int:
    """Return where the paragraph ends; a line that breaks off in mid-sentence goes on in the next."""
    paragraphs = structure.paragraphs
    if not paragraphs:
        return len(text)
    at = structure.paragraph_at(start)
    while at + 1 < len(paragraphs):
        line, following = paragraphs[at], paragraphs[at + 1]
        gap = text[line.end : following.start]
        if text[line.end - 1] in _ENDS or gap.count("\n") > 1 or _is_indented(gap):
            break
        at += 1
    return paragraphs[at].end


def _is_indented(gap: str) -> bool:
    return len(gap.rpartition("\n")[2]) > 0


# --- headings -------------------------------------------------------------------------------------------------------


def _headed(structure: Structure, members: Sequence[str]) -> Found:
    """Return the sections of the one set of sibling headings that carries most of the names."""
    families: dict[tuple[int | None, str], list[Section]] = {}
    for section, heading in zip(structure.sections, structure.headings, strict=True):
        if section.kind is not SectionKind.REVIEW:
            families.setdefault((section.parent, heading.form), []).append(section)
    best: dict[str, Span] = {}
    for sections in families.values():
        found = _carried(sections, members)
        if len(found) > len(best):
            best = found
    return best


def _carried(sections: Sequence[Section], members: Sequence[str]) -> dict[str, Span]:
    """Return the section of each name that has one heading to itself; common words need all of theirs."""
    found: dict[str, Span] = {}
    for section in sections:
        title = canonical(section.title)
        held = [member for member in members if member in title]
        # 统筹产业和环境: a heading of two names sets out neither.
        if len(held) == 1 and section.end - section.start >= rules.limits().passage:
            found.setdefault(held[0], Span(section.start, section.end))
    if min(map(len, members)) <= _COMMON:
        whole = len(found) == len(members) and len(sections) <= len(members) + _OTHER_HEADINGS
        return found if whole else {}
    return found
