"""Promise and result: a target of year t, and what the region's report of year t + 1 says was reached.

    joined(store)[0]["verdict"]    "met", "missed", "unclear" or "not reported"

A result answers a target of the same region, indicator, unit and direction if it is reported for the target's year, and
not for a plan of several years that ends with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from operator import itemgetter
from pathlib import Path

from sanxin.archive.panel import SET, SOURCES, Key, annual, promises
from sanxin.archive.query import rows_in, run
from sanxin.archive.unchanged import find_unchanged
from sanxin.data import lexicon
from sanxin.grammar import trie_pattern
from sanxin.graph.build import Fulfilment
from sanxin.records import Comparator, Direction, Status
from sanxin.tables import Column, Kind, Row

COLUMNS = (
    *map(Column, ("region", "level", "province")),
    *(Column(name, Kind.INTEGER) for name in ("prov_code", "code", "year")),
    *map(Column, ("indicator", "unit", "direction")),
    *(Column(name, Kind.NUMBER) for name in ("low", "high")),
    *map(Column, ("comparator", "modality", "verdict")),
    *(Column(name, Kind.NUMBER) for name in ("reached_low", "reached_high")),
    *map(Column, ("reached_comparator", "doc_id", "quantity_id", "sentence")),
    *map(Column, ("reached_doc_id", "reached_quantity_id", "reached_sentence")),
)

#: Of a promise of about 5.5 %, 5.3 % is neither clearly kept nor clearly broken.
_ABOUT = 0.1
_EXACT = 1e-9

#: How far before a value the word may stand that says which period is spoken of.
_REACH = 3_000
_NEAR = 15
#: Units of shares; of other units 新增就业 and 就业 are the same quantity, whatever the direction.
_SHARES = frozenset({"%", "百分点"})

# What reports say was reached in the year before; the id of a quantity is unique in its document.
_RESULTS = f"""
SELECT d.region, d.year - 1 AS year, q.doc_id, q.id, q.start, q.end, q.text, q.indicator_name AS indicator, q.unit,
  q.direction, q.low, q.high, q.comparator, q.sentence,
  substr(d.text, greatest(q.start - {_REACH}, 0) + 1, least(q.start, {_REACH})) AS before
FROM quantities q JOIN documents d USING (doc_id)
WHERE d.duplicate_of IS NULL AND q.status = '{Status.ACHIEVEMENT}' AND q.indicator_name IS NOT NULL
  AND q.deadline = make_date(d.year - 1, 12, 31) AND q.low IS NOT NULL AND q.high IS NOT NULL
  AND list_contains($1, d.region)
"""  # noqa: S608 - the status is ours
# The whole texts of the same documents, for what they say without a number.
_TEXTS = """
SELECT region, year - 1 AS year, doc_id, text
FROM documents
WHERE duplicate_of IS NULL AND year IS NOT NULL AND list_contains($1, region)
"""
# Where a promise may have an answer at all.
_REGIONS = """
SELECT region, count(*) AS documents
FROM documents
WHERE duplicate_of IS NULL AND region IS NOT NULL AND year IS NOT NULL
GROUP BY region HAVING count(DISTINCT year) > 1
ORDER BY region
"""
#: Documents whose rows are held at a time.
_DOCUMENTS = 500


class Verdict(StrEnum):
    """What became of a target."""

    MET = "met"
    MISSED = "missed"
    UNCLEAR = "unclear"
    NOT_REPORTED = "not reported"


def joined(store: Path, indicators: Sequence[str] = ()) -> list[Row]:
    """Return one row for every target whose region has a report of the year after, with what that report says."""
    found = [
        _row(target, result) for target, result in pairs(store) if not indicators or target["indicator"] in indicators
    ]
    return sorted(
        found, key=lambda row: (row["indicator"], row["code"] or 0, row["region"], row["year"], row["doc_id"])
    )


def pairs(store: Path) -> Iterator[tuple[Row, Row | None]]:
    """Yield every target whose region has a report of the year after, with the result that answers it.

    Both are rows with doc_id, id, start, end, text, low, high and comparator; None: that report does not say. The id
    of a result without a number is None.
    """
    for regions in _regions(store):
        reports = annual(promises(store, regions))
        results = _results(store, regions, {key: rows[0]["doc_id"] for key, rows in reports.items()})
        for (region, year), rows in reports.items():
            if (region, year + 1) in reports:
                answers = results[region, year]
                yield from ((target, answers.get(_kind(target))) for target in rows if target["target"] == SET)


def kept(store: Path) -> Iterator[tuple[Row, Row]]:
    """Yield the pairs of a target and the result that meets it."""
    for target, result in pairs(store):
        if result is not None and result["id"] is not None and verdict(target, result) == Verdict.MET:
            yield target, result


def fulfilments(store: Path) -> Iterator[Fulfilment]:
    """Yield the pairs of a reported value and the earlier target that it meets, as `to_graph` takes them."""
    for target, result in kept(store):
        yield (result["doc_id"], result["id"]), (target["doc_id"], target["id"])


def _regions(store: Path) -> Iterator[list[str]]:
    """Yield the regions with reports of several years, so many at a time that their rows fit into memory."""
    with run(store, _REGIONS, tables=SOURCES) as batches:
        counted = [(row["region"], row["documents"]) for row in rows_in(batches)]
    held: list[str] = []
    documents = 0
    for region, count in counted:
        if held and documents + count > _DOCUMENTS:
            yield held
            held, documents = [], 0
        held.append(region)
        documents += count
    if held:
        yield held


def _kind(row: Row) -> tuple[str, str, str]:
    unit = row["unit"] or ""
    level = unit not in _SHARES or row["indicator"] in _ceilings()
    return row["indicator"], unit, "" if level else row["direction"] or ""


def _results(
    store: Path, regions: Sequence[str], documents: Mapping[Key, str]
) -> Mapping[Key, dict[tuple[str, str, str], Row]]:
    """Return for each region and year what the report of the year after says first of each indicator."""
    said: list[Row] = []
    with run(store, _RESULTS, [regions], SOURCES) as batches:
        for row in rows_in(batches):
            if documents.get((row["region"], row["year"] + 1)) == row["doc_id"] and _of_the_year(row):
                del row["before"]
                said.append(row)
    # What has a number comes first.
    said = [*sorted(said, key=itemgetter("doc_id", "start")), *_unchanged(store, regions, documents)]
    found: dict[Key, dict[tuple[str, str, str], Row]] = defaultdict(dict)
    for row in said:
        found[row["region"], row["year"]].setdefault(_kind(row), row)
    return found


def _unchanged(store: Path, regions: Sequence[str], documents: Mapping[Key, str]) -> Iterator[Row]:
    """Yield what these reports say has not changed in the year before, as results of 0 %."""
    with run(store, _TEXTS, [regions], SOURCES) as batches:
        for document in rows_in(batches):
            text = document.pop("text")
            if documents.get((document["region"], document["year"] + 1)) != document["doc_id"]:
                continue
            for place in find_unchanged(text):
                row = document | {
                    "id": None,
                    "start": place.start,
                    "end": place.end,
                    "text": text[place.start : place.end],
                    "indicator": place.indicator,
                    "unit": "%",
                    "direction": Direction.INCREASE,
                    "low": 0.0,
                    "high": 0.0,
                    "comparator": place.comparator,
                    "sentence": _sentence(text, place.start),
                    "before": text[max(0, place.start - _REACH) : place.start],
                }
                if _of_the_year(row):
                    yield row


def _sentence(text: str, at: int) -> str:
    from sanxin.clauses import divide

    return next((span.of(text) for span in divide(text).sentences if span.start <= at < span.end), "")


def _row(target: Row, result: Row | None) -> Row:
    names = {column.name for column in COLUMNS}
    kept = {name: value for name, value in target.items() if name in names}
    answer = result or {}
    return kept | {
        "quantity_id": target["id"],
        "verdict": (verdict(target, result) if result else Verdict.NOT_REPORTED).value,
        "reached_low": answer.get("low"),
        "reached_high": answer.get("high"),
        "reached_comparator": answer.get("comparator"),
        "reached_doc_id": answer.get("doc_id"),
        "reached_quantity_id": answer.get("id"),
        "reached_sentence": answer.get("sentence"),
    }


def verdict(target: Row, result: Row) -> Verdict:
    """Return what became of a target by a result; both are rows with low, high and comparator.

    5%以上 with 5.3% is met; 5.5%左右 with 5.3% unclear, with 4% missed; 2%左右 of prices, a ceiling, with 0.1% met.
    """
    ceiling = target["comparator"] in (Comparator.LE, Comparator.LT) or (
        target["indicator"] in _ceilings() and target["direction"] != Direction.DECREASE
    )
    if ceiling:
        asked, worst, best = target["high"] or target["low"], result["high"], result["low"]
        lacking = worst - asked
        open_end = result["comparator"] in (Comparator.GE, Comparator.GT)
    else:
        asked, worst, best = target["low"] or target["high"], result["low"], result["high"]
        lacking = asked - worst
        open_end = result["comparator"] in (Comparator.LE, Comparator.LT)
    if lacking <= _EXACT:
        # Under 6 % is no answer to a promise of 5 %.
        return Verdict.UNCLEAR if open_end else Verdict.MET
    beyond = result["comparator"] in ((Comparator.LE, Comparator.LT) if ceiling else (Comparator.GE, Comparator.GT))
    about = Comparator.APPROX in (target["comparator"], result["comparator"])
    if beyond or (best - asked) * (worst - asked) < 0 or (about and lacking <= _ABOUT * abs(asked)):
        return Verdict.UNCLEAR
    return Verdict.MISSED


def _of_the_year(result: Row) -> bool:
    """Tell whether the passage before a result speaks of its year: `2025年，…` does, `五年来，…` does not."""
    text = result["before"]
    period, at = "year", text.rfind(f"{result['year']}年")
    for match in _cues().finditer(text):
        found = _periods()[match[0]]
        if match.start() > at and (found != "near" or match.end() > len(text) - _NEAR):
            period, at = found, match.start()
    return period == "year"


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(trie_pattern(_periods()))


@cache
def _periods() -> Mapping[str, str]:
    return {row["word"]: row["period"] for row in lexicon("period_cues")}


@cache
def _ceilings() -> frozenset[str]:
    return frozenset(row["name"] for row in lexicon("ceilings"))
