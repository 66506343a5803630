"""Glossary entries behind a speech (7.“三横”：甲渠、乙渠和丙渠。) → what an abbreviation or a code stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from sanxin.slogans import rules
from sanxin.slogans.lists import shared_start

_STOPS = re.compile("[，,；;。：:]")
_CLOSING = re.compile("[。；]")
_NUMBER = re.compile("[0-9]+")
_CODE_PART = re.compile("[0-9]+|N")
_LONGEST_ENTRY = 600
_PAIR = 2

Split = Callable[[str, int], list[str] | None]


def entry(text: str, start: int, end: int) -> str | None:
    """Return the body of the glossary entry that explains the mention at [start, end); None if it heads no entry."""
    line = text.rfind("\n", 0, start) + 1
    if _head().fullmatch(text, line, start) is None:
        return None
    behind = _colon().match(text, end)
    if behind is None:
        return None
    stop = text.find("\n", behind.end())
    body = text[behind.end() : min(len(text) if stop < 0 else stop, behind.end() + _LONGEST_ENTRY)]
    # An entry on two terms explains each by its name: “甲”工程是指…。“双乙”计划是指….
    again = body.find(text[start:end])
    return body[again + end - start :] if again >= 0 else body


@cache
def _head() -> re.Pattern[str]:
    return rules.table_pattern("members", "glossary_head")


@cache
def _colon() -> re.Pattern[str]:
    return rules.table_pattern("members", "glossary_colon")


def lists(body: str, number: int, ways: Sequence[Split]) -> Iterator[list[str]]:
    """Yield the lists of `number` items in a body: its clauses, then longer stretches up to each comma.

    `ways` are the ways to take a list apart, the strictest first: commas join items that hold lists. What 具体指 and
    the like announce inside the body comes first.
    """
    # 强核战略，支持省会；兴链战略，打造产业链: each named first, then explained.
    explained = _CLOSING.split(body.rstrip("。；"))
    if len(explained) == number and all("，" in part for part in explained):
        yield [part.partition("，")[0] for part in explained]
    told = rules.table_pattern("members", "told").search(body)
    if told:
        for split in ways:
            items = split(_without_tail(_CLOSING.split(body[told.end() :])[0]), number)
            if items:
                yield items
    for clause in _STOPS.split(body):
        items = ways[-1](_without_tail(clause), number)
        if items:
            yield items
    for split in ways:
        for match in _STOPS.finditer(body):
            items = split(_without_tail(body[: match.start()]), number)
            if items:
                yield items


def groups(body: str, numbers: Sequence[int], split: Split) -> list[list[str]] | None:
    """Return one list for each numeral, clause by clause: 覆盖省、市、县，包含总体规划和详细规划 for 三级两类."""
    if len(numbers) < _PAIR or min(numbers) < _PAIR:
        return None
    found: list[list[str]] = []
    start = 0
    for number in numbers:
        ends = [match.start() for match in _STOPS.finditer(body, start)] + [len(body)]
        clauses = list(zip([start, *(end + 1 for end in ends)], ends, strict=False))
        # The first list may stand behind other clauses; the next one follows it, if need be over several clauses.
        stretches = clauses if not found else [*clauses[:1], *((start, end) for end in ends[:number])]
        parts = ((end, split(_stretch_tail().sub("", body[first:end]), number)) for first, end in stretches)
        hit = next(((end, items) for end, items in parts if items), None)
        if hit is None:
            return None
        found.append(hit[1])
        start = hit[0] + 1
    return found


@cache
def _stretch_tail() -> re.Pattern[str]:
    return rules.table_pattern("members", "stretch_tail")


def without_lead(items: Sequence[str]) -> list[str]:
    """Leave out what governs the list before its first item: 形成以|农户占60%, 气象站|提前6小时 (提前3小时, …)."""
    first, rest = items[0], list(items[1:])
    if len(rest) >= _PAIR:
        start = rest[0][: shared_start(rest)]
        at = first.rfind(start) if len(start) >= _PAIR else -1
        if at > 0:
            return [first[at:], *rest]
    lead = rules.table_pattern("members", "lead_by")
    match = lead.match(first)
    if match is None:
        return [*items]
    governed = [item[len(match["by"]) :] if item.startswith(match["by"]) else item for item in rest]
    return [first[match.end() :], *governed]


def _without_tail(clause: str) -> str:
    """Leave out what sums the list up: 甲、乙、丙|等3个专项, 甲、乙、丙|3个工程."""
    return rules.table_pattern("members", "list_tail").sub("", clause)


def digits(body: str, code: str) -> list[str] | None:
    """Return the neighbouring phrases whose numbers make up a code: 334 → 占30%, 占30%, 占40%."""
    phrases = _numbered_phrases(body)
    numbers = [_first_number(phrase) for phrase in phrases]
    for first in range(len(phrases)):
        said = ""
        for last in range(first, len(phrases)):
            if not numbers[last]:
                break
            said += numbers[last]
            if said == code and last > first:
                return phrases[first : last + 1]
    return None


def _numbered_phrases(body: str) -> list[str]:
    """Return the phrases of a body; one without a number is joined by 、 to the next: 公司、合作社共占40%."""
    phrases: list[str] = []
    open_list = False
    for clause in _STOPS.split(body):
        open_list = False
        for phrase in clause.split("、"):
            if open_list:
                phrases[-1] += f"、{phrase}"
            elif phrase:
                phrases.append(phrase)
            open_list = bool(phrase) and not _NUMBER.search(phrase)
    return phrases


def _first_number(phrase: str) -> str:
    number = _NUMBER.search(phrase)
    return "" if number is None else number[0].rstrip("0") or "0"


def _first_of(part: str) -> str:
    number = _NUMBER.search(part)
    return "" if number is None else number[0]


def sum_code(body: str, name: str, split: Split) -> list[str] | None:
    """Return one item for each part of a code: 2+3 → 甲、乙两园, 丙、丁、戊三园; 1+1+N → 1个…, 1个…, N个…."""
    parts = _CODE_PART.findall(name)
    if told := _parts_told(body, parts, split):
        return told
    for clause in _STOPS.split(body):
        clause = rules.table_pattern("members", "sum_tail").sub("", clause)
        items = split(clause, len(parts))
        if items and all(part in item for part, item in zip(parts, items, strict=True)):
            return items
        joint = rules.table_pattern("members", "group_joint")
        sums = joint.split(clause)
        if len(sums) == len(parts) and [str(part.count("、") + 1) for part in sums] == parts:
            return sums
        if len(sums) == len(parts) and all(_first_of(part) == number for part, number in zip(sums, parts, strict=True)):
            return sums
    return None


def _parts_told(body: str, parts: Sequence[str], split: Split) -> list[str] | None:
    """Return the items of a code whose parts are explained one by one: “1”即组建集团；“2”即整合文旅、建筑."""
    labels = list(rules.table_pattern("members", "part_label").finditer(body))
    if not labels or [label["part"] for label in labels] != list(parts):
        return None
    found: list[str] = []
    ends = [label.start() for label in labels[1:]] + [len(body)]
    for label, end in zip(labels, ends, strict=True):
        words = _CLOSING.split(body[label.end() : end])[0].strip('，,“”"')
        number = int(label["part"]) if label["part"].isdecimal() else 1
        inner = rules.table_pattern("members", "told").search(words)
        words = words[inner.end() :] if inner and number > 1 else words
        items = split(words, number) if number > 1 else [_STOPS.split(words)[0]]
        if items is None:
            return None
        found += items
    return found
