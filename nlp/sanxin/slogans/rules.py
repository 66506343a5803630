"""The words and rules of models/rules/slogans.toml and models/lexicons/slogan_*.tsv, checked and compiled once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.errors import DataError
from sanxin.grammar import compiled, trie_pattern
from sanxin.records import SloganKind
from sanxin.slogans.terms import Terms

FILE = "slogans"
REFUSE = "refuse"
_WHERE = "models/rules/slogans.toml"
_QUOTED_KEYS = {"id", "verdict", "over_lexicon", "score", "inner", "before", "after", "examples", "counterexamples"}
_BARE_KEYS = {"id", "kind", "score", "pattern", "back", "examples", "counterexamples"}
_AROUND_KEYS = {"id", "kind", "score", "times", "before", "inner", "after", "examples", "counterexamples"}
_DEFAULT_SCORE = 0.9


@dataclass(frozen=True, slots=True)
class QuotedRule:
    """A verdict on a quoted string; `kind` None means that it is no slogan."""

    id: str
    kind: SloganKind | None
    over_lexicon: bool
    score: float
    inner: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def holds(self, inner: str, before: str, after: str) -> bool:
        """Tell whether every given field matches: `inner` whole, `before` at its end, `after` at its beginning."""
        if self.inner.fullmatch(inner) is None:
            return False
        if self.before is not None and self.before.search(before) is None:
            return False
        return self.after is None or self.after.match(after) is not None


@dataclass(frozen=True, slots=True)
class BareRule:
    """A slogan that stands without quotation marks: the group `name` of `pattern`.

    With `back`, the slogan begins before that group, at the group `name` of `back`, which ends where `pattern` begins:
    scanning for the end of a name and reading back is much faster than trying every place where one could begin.
    """

    id: str
    kind: SloganKind
    score: float
    pattern: re.Pattern[str]
    back: re.Pattern[str] | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AroundRule:
    """A slogan that reaches beyond a quotation: by the group `name` of `before`, of `after`, or both.

    `times`: how often the document must say it.
    """

    id: str
    kind: SloganKind
    score: float
    times: int
    before: re.Pattern[str]
    inner: re.Pattern[str]
    after: re.Pattern[str] | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def stretch(self, before: str, inner: str, after: str) -> tuple[int, int] | None:
        """Return by how many characters the slogan reaches to the left and to the right of the quotation."""
        if self.inner.fullmatch(inner) is None:
            return None
        right = None if self.after is None else self.after.match(after)
        left = None if self.after is not None and right is None else self.before.search(before)
        if left is None:
            return None
        return len(left["name"]), 0 if right is None else len(right["name"])


@dataclass(frozen=True, slots=True)
class Formulation:
    """A line of slogan_conventional.tsv."""

    term: str
    kind: SloganKind
    bare: bool
    #: Each with the other ways to write it.
    members: tuple[tuple[str, ...], ...] | None


@dataclass(frozen=True, slots=True)
class Limits:
    """The [limits] table: lengths in characters, and the kinds of furniture whose words are the speech's own."""

    quotation: int
    slogan: int
    context: int
    speech_furniture: frozenset[str]


@lru_cache(maxsize=1 << 14)  # a text says the same things again and again
def canonical(text: str) -> str:
    """Return the form that all variants of a slogan share: `共筑"压舱石" 行动` → `共筑压舱石行动`.

    Quotation marks and all that is blank or invisible go, digits, letters and brackets get one width, every pause is 、
    and there is none between numerals with their heads or between single characters: `双联、三促` → `双联三促`.
    """
    told = "".join(filter(_is_visible, folded(text))).translate(_WIDTHS)
    told = table_pattern("abbreviations", "pause").sub("、", told)
    parted = "、" in told and table_pattern("abbreviations", "parted").fullmatch(told)
    return told.replace("、", "") if parted else told


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


_WIDTHS = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()}
    | {"(": "（", ")": "）", "｢": "", "｣": "", "〝": "", "〞": ""}
)


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Return a formulation as rules and the judge see it: without quotation marks and blanks, its pauses as written."""
    return text.translate(_FOLDED)


_FOLDED = str.maketrans(dict.fromkeys("“”‘’\"'＂「」『』 \t\n\r\u3000\xa0\u200b") | {",": "，", "＋": "+", ";": "；"})


@cache
def folded_codes() -> NDArray[np.intp]:
    """Return what `folded` makes of each of the first 65,536 characters, as numbers; 0: it is left out."""
    table = np.arange(1 << 16)
    for code, value in _FOLDED.items():
        table[code] = ord(value) if value else 0
    return table


@cache
def words(name: str) -> frozenset[str]:
    """Return the class `name` of slogan_words.tsv."""
    found = _classes().get(name)
    if found is None:
        fault = f"no class {name}; known: {', '.join(sorted(_classes()))}"
        raise DataError("models/lexicons/slogan_words.tsv", [fault])
    return frozenset(found)


@cache
def _classes() -> Mapping[str, list[str]]:
    classes: dict[str, list[str]] = {}
    for row in data.lexicon("slogan_words"):
        classes.setdefault(row["class"], []).append(row["word"])
    return classes


@cache
def parts() -> Mapping[str, str]:
    """Return what a {name} in a pattern stands for: word classes as alternations, and the named parts of the file."""
    lists = {name: trie_pattern(members) for name, members in _classes().items()}
    lists["province"] = trie_pattern(row["short"] for row in data.lexicon("regions") if row["level"] == "provincial")
    named: Mapping[str, str] = data.rules(FILE)["parts"]
    return {**lists, **named}


def pattern(text: str) -> re.Pattern[str]:
    """Compile `text`, its {names} replaced by the words and parts of the data files."""
    return compiled(text, parts(), _WHERE)


def table_text(table: str, key: str) -> str:
    """Return the pattern `key` of the table `table` of slogans.toml as written."""
    found: str = data.rules(FILE)[table][key]
    return found


def table_rule(table: str, key: str) -> Mapping[str, str]:
    """Return the parts of the rule `key` of the table `table` of slogans.toml as written."""
    found: Mapping[str, str] = data.rules(FILE)[table][key]
    return found


@cache
def table_pattern(table: str, key: str) -> re.Pattern[str]:
    """Return the pattern `key` of the table `table` of slogans.toml, compiled."""
    return pattern(data.rules(FILE)[table][key])


@cache
def limits() -> Limits:
    """Return the [limits] table."""
    table = data.rules(FILE)["limits"]
    return Limits(**{**table, "speech_furniture": frozenset(table["speech_furniture"])})


@cache
def quoted_rules() -> tuple[QuotedRule, ...]:
    """Return the rules on quoted strings, in the order in which they decide."""
    rules = []
    for row in _checked("quoted", _QUOTED_KEYS):
        kind = None if row["verdict"] == REFUSE else SloganKind(row["verdict"])
        before, after = row.get("before"), row.get("after")
        rules.append(
            QuotedRule(
                id=row["id"],
                kind=kind,
                over_lexicon=row.get("over_lexicon", False),
                score=row.get("score", _DEFAULT_SCORE),
                inner=pattern(row.get("inner", ".+")),
                before=None if before is None else pattern(before),
                after=None if after is None else pattern(after),
                examples=tuple(row["examples"]),
                counterexamples=tuple(row["counterexamples"]),
            )
        )
    return tuple(rules)


@cache
def sure_refusals() -> frozenset[str]:
    """Return the ids of the rules that refuse a quoted string whatever it says."""
    return frozenset(rule.id for rule in quoted_rules() if rule.over_lexicon and rule.kind is None)


@cache
def bare_rules() -> tuple[BareRule, ...]:
    """Return the rules on slogans without quotation marks."""
    return tuple(
        BareRule(
            id=row["id"],
            kind=SloganKind(row["kind"]),
            score=row["score"],
            pattern=pattern(row["pattern"]),
            back=pattern(row["back"]) if "back" in row else None,
            examples=tuple(row["examples"]),
            counterexamples=tuple(row["counterexamples"]),
        )
        for row in _checked("bare", _BARE_KEYS)
    )


@cache
def around_rules() -> tuple[AroundRule, ...]:
    """Return the rules on slogans that hold quotation marks inside them."""
    return tuple(
        AroundRule(
            id=row["id"],
            kind=SloganKind(row["kind"]),
            score=row["score"],
            times=row["times"],
            before=pattern(row["before"]),
            inner=pattern(row["inner"]),
            after=pattern(row["after"]) if "after" in row else None,
            examples=tuple(row["examples"]),
            counterexamples=tuple(row["counterexamples"]),
        )
        for row in _checked("around", _AROUND_KEYS)
    )


def _checked(table: str, keys: set[str]) -> Iterable[Mapping[str, Any]]:
    """Return the rows of a table; raise DataError that names every unknown or missing key and unknown kind."""
    kinds = {kind.value for kind in SloganKind} | {REFUSE}
    needed = keys - {"score", "inner", "before", "after", "back", "over_lexicon"}
    rows: list[Mapping[str, Any]] = data.rules(FILE)[table]
    faults = []
    for number, row in enumerate(rows):
        where = f"$.{table}[{number}] ({row.get('id', 'no id')})"
        faults += [f"unknown key {key!r} @ {where}" for key in sorted(row.keys() - keys)]
        faults += [f"missing {key!r} @ {where}" for key in sorted(needed - row.keys())]
        kind = row.get("verdict", row.get("kind"))
        if kind not in kinds:
            faults.append(f"unknown kind {kind!r} @ {where}; known: {', '.join(sorted(kinds))}")
    if faults:
        raise DataError(_WHERE, faults)
    return rows


@cache
def refusals() -> frozenset[str]:
    """Return the quoted strings that are never slogans."""
    return frozenset(row["term"] for row in data.lexicon("slogan_refusals"))


@cache
def formulations() -> Mapping[str, Formulation]:
    """Return the conventional formulations by their canonical form."""
    return {
        canonical(row["term"]): Formulation(
            term=row["term"],
            kind=SloganKind(row["kind"]),
            bare=row["bare"] == "yes",
            members=None
            if row["members"] == "-"
            else tuple(tuple(member.split("/")) for member in row["members"].split("、")),
        )
        for row in data.lexicon("slogan_conventional")
    }


@cache
def bare_formulations() -> Terms:
    """Return the conventional formulations that count without quotation marks."""
    terms: set[str] = set()
    for formulation in formulations().values():
        if formulation.bare:
            # A rallying cry is written with either mark between its phrases.
            terms |= {formulation.term, formulation.term.replace("、", "，"), formulation.term.replace("、", ",")}
    return Terms.of(terms)
