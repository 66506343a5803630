"""How formulations spread: speeches in, one row for each canonical slogan with its first mention, years and regions."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from sanxin.records import Document, DocumentDate, Facts, Slogan, SloganKind, Speech
from sanxin.tables import Column, Kind, Row, frame

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

    from sanxin.archive.store import Store

COLUMNS = (
    Column("canonical"),
    Column("kind"),
    Column("count", Kind.INTEGER),
    Column("documents", Kind.INTEGER),
    Column("regions", Kind.INTEGER),
    Column("readings", Kind.INTEGER),
    Column("first_date"),
    Column("first_document"),
    Column("first_region"),
    Column("first_level"),
    Column("last_date"),
    Column("last_document"),
    Column("last_region"),
    Column("by_region", Kind.LIST),
    Column("undated", Kind.INTEGER),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that says a formulation: when and where."""

    date: DocumentDate
    document: str
    region: str | None
    level: str | None


@dataclass(slots=True)
class Spread:
    """What is known so far of one canonical slogan.

    `readings` are the lists of members that documents give it: one abbreviation with two readings is two formulations
    that share a name.
    """

    writings: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    readings: set[tuple[str, ...]] = field(default_factory=set)
    count: int = 0
    documents: int = 0
    undated: int = 0
    first: Mention | None = None
    last: Mention | None = None

    def add(self, document: Document, slogans: Sequence[Slogan]) -> None:
        """Count the mentions of one document."""
        facts = document.facts
        self.count += len(slogans)
        self.documents += 1
        self.writings.update(slogan.canonical for slogan in slogans)
        self.kinds.update(slogan.kind.value for slogan in slogans)
        self.readings.update(tuple(sorted(slogan.members)) for slogan in slogans if slogan.members)
        if facts.region is not None:
            self.regions[facts.region] += len(slogans)
        if facts.date is None:
            self.undated += len(slogans)
            return
        self.years[facts.date.year] += len(slogans)
        mention = Mention(facts.date, document.id, facts.region, facts.level)
        if self.first is None or _earliest(mention) < _earliest(self.first):
            self.first = mention
        if self.last is None or _latest(mention) > _latest(self.last):
            self.last = mention


# A date known to the year alone may be any day of it: it is neither taken for the first nor for the last of its year.


def _earliest(mention: Mention) -> tuple[int, int, int, str]:
    return mention.date.year, mention.date.month or 13, mention.date.day or 32, mention.document


def _latest(mention: Mention) -> tuple[int, int, int, str]:
    return mention.date.year, mention.date.month or 0, mention.date.day or 0, mention.document


def trace(speeches: Iterable[Speech]) -> dict[str, Spread]:
    """Return the spread of every slogan by its commonest writing; of a speech only facts and slogans are looked at.

    Memory grows with the slogans that differ, not with the speeches.
    """
    found: dict[str, Spread] = {}
    for speech in speeches:
        mentions: dict[str, list[Slogan]] = {}
        for slogan in speech.slogans:
            mentions.setdefault(_without_marks(slogan.canonical), []).append(slogan)
        for name, slogans in mentions.items():
            found.setdefault(name, Spread()).add(speech.document, slogans)
    return {_commonest(spread.writings): spread for spread in found.values()}


@lru_cache(maxsize=1 << 16)  # an archive says the same things again and again
def _without_marks(canonical: str) -> str:
    """Return what 春有花，秋有果 and 春有花、秋有果 share; the + of 1+3+N counts."""
    narrow = unicodedata.normalize("NFKC", canonical)
    return "".join(c for c in narrow if unicodedata.category(c)[0] not in "PZC") or canonical


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], name))


def stored(store: Store) -> Iterator[Speech]:
    """Yield the speeches of a store with what their spread needs: facts and slogans; each text once."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    documents = {
        row["doc_id"]: Document(row["doc_id"], row["doc_id"], "", _facts(row))
        for row in store.arrow("documents", ["doc_id", "date", "region", "level", "duplicate_of"]).to_pylist()
        if row["duplicate_of"] is None
    }
    with pq.ParquetFile(store.path("slogans")) as file:
        batches = file.iter_batches(columns=["doc_id", "text", "canonical", "kind", "members", "score"])
        found = (row for batch in batches for row in batch.to_pylist())
        for name, mentions in groupby(found, key=itemgetter("doc_id")):
            slogans = tuple(_slogan(row) for row in mentions)
            if name in documents:
                yield Speech(documents[name], "", slogans=slogans)


def _facts(row: Row) -> Facts:
    date = None if row["date"] is None else DocumentDate.parse(row["date"])
    return Facts(date=date, region=row["region"], level=row["level"])


def _slogan(row: Row) -> Slogan:
    members = None if row["members"] is None else tuple(row["members"])
    kind = SloganKind(row["kind"])
    return Slogan("", 0, 0, row["text"], row["canonical"], kind, members, score=row["score"] or 0.0)


def columns(spreads: Iterable[Spread]) -> tuple[Column, ...]:
    """Return the columns of the table: those of every archive, and `in_2024` for each year between first and last."""
    years = {year for spread in spreads for year in spread.years}
    between = range(min(years), max(years) + 1) if years else ()
    return (*COLUMNS, *(Column(f"in_{year}", Kind.INTEGER) for year in between))


def rows(found: dict[str, Spread], table: Sequence[Column]) -> Iterator[Row]:
    """Yield one row a slogan, the most widely said first."""
    years = [column.name for column in table[len(COLUMNS) :]]
    for canonical, spread in sorted(found.items(), key=lambda item: (-item[1].documents, -item[1].count, item[0])):
        row: Row = {
            "canonical": canonical,
            "kind": _commonest(spread.kinds),
            "count": spread.count,
            "documents": spread.documents,
            "regions": len(spread.regions),
            "readings": len(spread.readings),
            **_mention("first", spread.first),
            "first_level": None if spread.first is None else spread.first.level,
            **_mention("last", spread.last),
            "by_region": [f"{region} {n}" for region, n in _ordered(spread.regions)],
            "undated": spread.undated,
        }
        yield row | {name: spread.years[int(name.removeprefix("in_"))] for name in years}


def _mention(place: str, mention: Mention | None) -> Row:
    return {
        f"{place}_date": None if mention is None else str(mention.date),
        f"{place}_document": None if mention is None else mention.document,
        f"{place}_region": None if mention is None else mention.region,
    }


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def slogan_diffusion(speeches: Iterable[Speech]) -> pd.DataFrame:
    """Return how the slogans of an archive spread, as a pandas frame: one row a canonical slogan.

    `kind` is the commonest of its mentions; `count` and `in_2024` count mentions, `documents` and `regions` say how
    many there are; `readings` is how many different lists of members documents give it (0: none gives any). What has no
    date is in `count` and `undated`. `sanxin slogans --over-time` prints the same.
    """
    found = trace(speeches)
    table = columns(found.values())
    return frame(table, rows(found, table))
