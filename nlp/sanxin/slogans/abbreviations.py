"""Numeral + head: reading 三新三强 into its units, finding unquoted ones by their lists, and what each stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from sanxin.records import SloganKind, Span
from sanxin.slogans import rules
from sanxin.slogans.candidates import Candidate
from sanxin.slogans.heads import one_each
from sanxin.slogans.lists import Members
from sanxin.slogans.members import decode, decode_beside, decode_counted, decode_pair
from sanxin.slogans.series import numbered
from sanxin.slogans.units import Mention, Unit, units_of, value_of

_OPENING_MARKS = "“\"‘'「『＂"
_CLOSING_MARKS = "”\"’'」』＂"


def listed_candidates(text: str, sentences: Sequence[Span]) -> list[Candidate]:
    """Return unquoted abbreviations that a list beside them explains: 路长、河长、林长三长协同 → 三长.

    The list must have as many items as the numeral says; of a numeral with a single character each must hold it, of a
    numeral with a counted noun (硅材料、竹制品、农产品加工三大产业, 办三件事：…) it may stand on either side.
    """
    found = []
    for match in rules.table_pattern("abbreviations", "listed").finditer(text):
        start, head = match.start(), match["head"]
        if "、" not in text[max(0, start - 12) : start] and text[match.end() : match.end() + 1] not in ("（", "("):
            continue
        members = decode_beside(text, _mention(start, match.end(), sentences), value_of(match["number"]))
        if members and (match["tail"] or all(head in member for member in members)):
            found.append(_listed(start, match.end("head")))
    for match in rules.table_pattern("abbreviations", "counted").finditer(text):
        mention = _mention(match.start(), match.end(), sentences)
        number = value_of(match["number"])
        if decode_counted(text, mention, number):
            found.append(_listed(match.start(), match.end()))
        elif one_each(text, match.end(), number, match["noun"]):
            found.append(_listed(match.start(), match.end(), "one-each"))
    return [*found, *_numbered_candidates(text, sentences), *_beside(text, sentences), *_counted_quotations(text)]


def _beside(text: str, sentences: Sequence[Span]) -> Iterator[Candidate]:
    """Yield 双提升 behind what is raised (入园率和就业率双提升), and numbers whose bracket lists as many."""
    for match in rules.table_pattern("abbreviations", "bracketed").finditer(text):
        if decode_beside(text, _mention(match.start(), match.end(), sentences), value_of(match["number"])):
            yield _listed(match.start(), match.end(), "bracketed")
    for match in rules.table_pattern("abbreviations", "pair").finditer(text):
        if decode_pair(text, _mention(match.start(), match.end(), sentences), match["head"]):
            yield _listed(match.start(), match.end(), "pair")


def _counted_quotations(text: str) -> Iterator[Candidate]:
    """Yield a number of a quoted noun that other quotations spell out: 四张“名片”, 做靓“茶乡名片”, …."""
    for match in rules.table_pattern("abbreviations", "counted_quotation").finditer(text):
        if one_each(text, match.end(), value_of(match["number"]), match["head"]):
            yield _listed(match.start(), match.end(), "counted-quotation")


def _numbered_candidates(text: str, sentences: Sequence[Span]) -> Iterator[Candidate]:
    """Yield the numbers of things that ordinals behind them go through: 今年有四个提高：一是…；二是…；三是…；四是…."""
    for key in ("numbered", "numbered_following"):
        for match in rules.table_pattern("abbreviations", key).finditer(text):
            number, start = value_of(match["number"]), match.start("number")
            if number > 1 and numbered(text, _mention(start, match.end(), sentences), number):
                yield _listed(start, match.end(), "numbered")


def _listed(start: int, end: int, rule: str = "listed") -> Candidate:
    return Candidate(start, end, SloganKind.ABBREVIATION, 0.75, rule, established=True)


def _mention(start: int, end: int, sentences: Sequence[Span]) -> Mention:
    place = bisect_right(sentences, start, key=_start) - 1
    inside = place >= 0 and sentences[place].end > start
    return Mention(start, end, sentences[place] if inside else Span(start, end))


def _start(sentence: Span) -> int:
    return sentence.start


def partners(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with 一局 an abbreviation too where 三局 is one: both count what they name."""
    abbreviations = [c for c in candidates if c.kind is SloganKind.ABBREVIATION]
    heads = {unit.head for c in abbreviations for unit in units_of(text[c.start : c.end])}
    fixed = []
    for candidate in candidates:
        units = units_of(text[candidate.start : candidate.end])
        alone = len(units) == 1 and units[0].number == 1 and candidate.established
        if alone and len(units[0].head) == 1 and units[0].head in heads:
            candidate = replace(candidate, kind=SloganKind.ABBREVIATION, rule="partner")
        fixed.append(candidate)
    return fixed


def members_of(text: str, sentences: Sequence[Span], chosen: Sequence[Candidate]) -> Mapping[str, Members]:
    """Return the members of every abbreviation among `chosen` that the document explains, by canonical form."""
    mentions: dict[str, list[Mention]] = {}
    for candidate in chosen:
        if candidate.kind is SloganKind.ABBREVIATION:
            name = rules.canonical(text[candidate.start : candidate.end])
            mentions.setdefault(name, []).append(_with_marks(text, candidate.start, candidate.end, sentences))
    found = {}
    for name, places in mentions.items():
        units = units_of(name)
        members = _nested(name, units, mentions) or decode(text, name, places, units)
        if members:
            found[name] = members
    return found


def member_names(text: str, members: Mapping[str, Members]) -> list[Candidate]:
    """Return the mentions of members that are names themselves: 四进 stands for 工业进阶, 农业进档, 城乡进容, 治理进网.

    They are names where all have one length and hold the head; the list of them is a parallel, each alone a campaign.
    """
    found = []
    for name, items in members.items():
        units = units_of(name)
        if len(units) != 1 or not _are_names(units[0].head, items):
            continue
        for joined, kind in [("、".join(items), SloganKind.PARALLEL), *((item, SloganKind.CAMPAIGN) for item in items)]:
            at = text.find(joined)
            while at >= 0:
                found.append(Candidate(at, at + len(joined), kind, 0.65, "member"))
                at = text.find(joined, at + len(joined))
    return found


def _are_names(head: str, items: Members) -> bool:
    size = len(items[0])
    alike = len(head) == 1 and size in (4, 5) and all(len(item) == size and head in item for item in items)
    # 招商牌, 园区牌: a common noun at the end names nothing.
    return alike and not all(item.endswith(head) for item in items)


def without_member_lists(text: str, candidates: Sequence[Candidate], members: Mapping[str, Members]) -> list[Candidate]:
    """Return the candidates without parallels that only list members: “三改”即改厨房、改厕所、改院落."""
    listed = {item for items in members.values() for item in items}
    return [c for c in candidates if c.kind is not SloganKind.PARALLEL or not _lists(text[c.start : c.end], listed)]


def _lists(words: str, listed: Set[str]) -> bool:
    return all(phrase in listed for phrase in words.split("、"))


def _nested(name: str, units: Sequence[Unit], mentions: Mapping[str, object]) -> Members | None:
    """三新三强 → 三新, 三强 where both are also used by themselves; 升九进五 → 升九, 进五."""
    parts = [unit.surface for unit in units]
    if len(parts) < 2 and len(name) == 4:
        parts = [name[:2], name[2:]]
    return tuple(parts) if len(parts) > 1 and all(part in mentions for part in parts) else None


def _with_marks(text: str, start: int, end: int, sentences: Sequence[Span]) -> Mention:
    """Widen a mention over the quotation marks around it, so that what stands beside it can be read."""
    if text[start - 1 : start] in _OPENING_MARKS and start:
        start -= 1
    if text[end : end + 1] in _CLOSING_MARKS and end < len(text):
        end += 1
    return _mention(start, end, sentences)
