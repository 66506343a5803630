"""The form of a framework file: every fault with its key and what to do; a Framework from a file without any."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sanxin.frameworks.model import Framework, Goal, Keystone, Passage, Pathway

#: What a clause gets that serves no pathway; no pathway may have that id.
NONE = "none"
LEAST_PATHWAYS = 2
_ID = re.compile(r"\S{1,40}")
_EDGE = re.compile(r"^\s|\s$|[\x00-\x1f\x7f]")

Check = Callable[[str, Any], Iterator[str]]


def faults_of(table: Mapping[str, Any]) -> list[str]:
    """Return every fault of a parsed framework file as `KEY: what is wrong; what to do`, none if it is sound."""
    faults = [*_check_table("", table, _FRAMEWORK)]
    pathways, goals = _tables(table.get("pathways")), _tables(table.get("goals"))
    if isinstance(table.get("pathways"), list) and len(table["pathways"]) < LEAST_PATHWAYS:
        faults.append(f"pathways: {len(table['pathways'])} of them; write at least {LEAST_PATHWAYS} [[pathways]]")
    faults += _id_faults("pathways", pathways)
    faults += _id_faults("goals", goals)
    faults += [
        f"pathways[{n}].id: {NONE!r} means that no pathway fits; choose another id"
        for n, row in enumerate(pathways)
        if row.get("id") == NONE
    ]
    faults += _goal_faults(pathways, goals)
    faults += _shared("pathways", pathways, ("name", "aliases"), "names one pathway only")
    faults += _shared("pathways", pathways, ("seed_words",), "speaks for one pathway only")
    return faults


def framework_of(table: Mapping[str, Any]) -> Framework:
    """Return the framework that a table without faults holds."""
    keystone = table.get("keystone")
    return Framework(
        name=table["name"],
        pathways=tuple(Pathway(**_fields(row)) for row in table["pathways"]),
        aliases=tuple(table.get("aliases", ())),
        goals=tuple(Goal(**_fields(row)) for row in table.get("goals", ())),
        keystone=None if keystone is None else Keystone(**_fields(keystone)),
        source=table["source"],
    )


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    if "passages" in row:
        fields["passages"] = tuple(Passage(**passage) for passage in row["passages"])
    return fields


# --- one value ------------------------------------------------------------------------------------------------------


def _text(key: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{key}: {_kind(value)} instead of a text; put it in quotation marks"
    elif not value:
        yield f"{key}: is empty; write at least one character or leave the key out"
    elif _EDGE.search(value):
        yield f"{key}: {value!r} has a blank at its edge or a control character; take it out"


def _id(key: str, value: Any) -> Iterator[str]:
    faults = [*_text(key, value)]
    if not faults and not _ID.fullmatch(value):
        faults.append(f"{key}: {value!r} is no id; write at most 40 characters without blanks")
    yield from faults


def _words(key: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield f'{key}: {_kind(value)} instead of a list; write ["...", "..."]'
        return
    for n, word in enumerate(value):
        yield from _text(f"{key}[{n}]", word)
    texts = [word for word in value if isinstance(word, str)]
    for word, times in Counter(texts).items():
        if times > 1:
            yield f"{key}: {word!r} stands {times} times; keep one"


def _offset(key: str, value: Any) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        yield f"{key}: {value!r} is no offset; write a whole number from 0"


def _any_text(key: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{key}: {_kind(value)} instead of a text; put it in quotation marks"


def _kind(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date")


# --- tables of values -----------------------------------------------------------------------------------------------


def _passages(key: str, value: Any) -> Iterator[str]:
    yield from _rows(key, value, _PASSAGE)
    for n, row in enumerate(_tables(value)):
        start, end, text = row.get("start"), row.get("end"), row.get("text")
        if isinstance(start, int) and isinstance(end, int) and isinstance(text, str) and end - start != len(text):
            yield (
                f"{key}[{n}].end: {end} is not start + the {len(text)} characters of text; write {start + len(text)}"
                " or mend the text"
            )


def _rows(key: str, value: Any, form: _Form) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield f"{key}: {_kind(value)} instead of tables; write each as [[{key}]]"
        return
    for n, row in enumerate(value):
        yield from _check_table(f"{key}[{n}]", row, form)


def _check_table(where: str, table: Mapping[str, Any], form: _Form) -> Iterator[str]:
    """Yield the faults of one table: keys unknown, missing, or with a wrong value."""
    checks, needed = form
    prefix = f"{where}." if where else ""
    for key in table:
        if key not in checks:
            yield f"{prefix}{key}: is no key of a framework; take it out or use one of {', '.join(checks)}"
    for key in needed:
        if key not in table:
            yield f"{prefix}{key}: is missing; add it"
    for key, check in checks.items():
        if key in table:
            yield from check(f"{prefix}{key}", table[key])


def _pathways(key: str, value: Any) -> Iterator[str]:
    yield from _rows(key, value, _PATHWAY)


def _goals(key: str, value: Any) -> Iterator[str]:
    yield from _rows(key, value, _GOAL)


def _keystone(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _check_table(key, value, _KEYSTONE)
    else:
        yield f"{key}: {_kind(value)} instead of a table; write [{key}] and below it name"


_Form = tuple[Mapping[str, Check], tuple[str, ...]]
_PASSAGE: _Form = ({"start": _offset, "end": _offset, "text": _any_text}, ("start", "end", "text"))
_NAMED: dict[str, Check] = {"name": _text, "aliases": _words}
_GOAL: _Form = ({"id": _id, **_NAMED, "definition_words": _words, "passages": _passages}, ("id", "name"))
_PATHWAY: _Form = (
    {"id": _id, **_NAMED, "goals": _words, "definition_words": _words, "seed_words": _words, "passages": _passages},
    ("id", "name", "seed_words"),
)
_KEYSTONE: _Form = ({**_NAMED, "passages": _passages}, ("name",))
_FRAMEWORK: _Form = (
    {"name": _text, "aliases": _words, "source": _text, "keystone": _keystone, "goals": _goals, "pathways": _pathways},
    ("name", "source", "pathways"),
)


# --- between tables -------------------------------------------------------------------------------------------------


def _tables(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _id_faults(key: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for n, row in enumerate(rows):
        name = row.get("id")
        if isinstance(name, str) and seen.setdefault(name, n) != n:
            yield f"{key}[{n}].id: {name!r} is the id of {key}[{seen[name]}] too; give each its own"


def _goal_faults(pathways: Sequence[Mapping[str, Any]], goals: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    known = [goal["id"] for goal in goals if isinstance(goal.get("id"), str)]
    for n, row in enumerate(pathways):
        served = row.get("goals")
        for at, goal in enumerate(served if isinstance(served, list) else ()):
            if isinstance(goal, str) and goal not in known:
                there = ", ".join(known) or "none, so add [[goals]]"
                yield f"pathways[{n}].goals[{at}]: {goal!r} is no id of a goal; the ids are {there}"


def _shared(key: str, rows: Sequence[Mapping[str, Any]], fields: Sequence[str], rule: str) -> Iterator[str]:
    """Yield a fault for each word that two rows claim."""
    owner: dict[str, str] = {}
    for n, row in enumerate(rows):
        for field in fields:
            value = row.get(field)
            words = value if isinstance(value, list) else [value]
            for word in dict.fromkeys(word for word in words if isinstance(word, str)):
                place = f"{key}[{n}].{field}"
                before = owner.setdefault(word, place)
                if before != place and not before.startswith(f"{key}[{n}]."):
                    yield f"{place}: {word!r} stands in {before} too, but {rule}; take it out of one"
