"""Phrase search over the texts of a store, from two characters up: SQLite's FTS5 over character pairs of our own.

FTS5 cuts Chinese into whole sentences or threes, and so never finds 学位. Here a text is the set of its pairs (学位供给
has 学位 位供 供给); those that hold all pairs of the phrase are looked through, and every place found is exact.

The index is `search.sqlite` in the store: built by the first search, and anew when the store has changed.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from sanxin.archive.schema import ABOUT, DOCUMENTS, path_of
from sanxin.errors import OptionError, OutputError
from sanxin.records import Document

INDEX = "search.sqlite"
#: Characters on either side of a hit.
CONTEXT = 30
_COLUMNS = ("doc_id", "title", "date", "region")
_BATCH = 50
_SHORTEST = 2
# A word of the text: letters and digits, whatever their script.
_RUN = re.compile(r"[^\W_]+")
#: What may stand between two words of a phrase: 稳中求进 以进促稳 is also 稳中求进、以进促稳.
_BETWEEN = r"[\W_]{1,8}"
#: A phrase that begins with a digit begins a number: 5%左右 does not stand in 3.5%左右.
_INSIDE_NUMBER = r"(?<!\d)(?<!\d\.)"
_SCHEMA = """
CREATE VIRTUAL TABLE pairs USING fts5(words, content='', detail=none, tokenize=ascii);
CREATE TABLE texts (doc_id TEXT, title TEXT, date TEXT, region TEXT, body BLOB);
CREATE TABLE about (store TEXT);
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the phrase stands: its document, its offsets, and the words around it."""

    doc_id: str
    title: str | None
    date: str | None
    region: str | None
    start: int
    end: int
    before: str
    text: str
    after: str


def search(store: Path, phrase: str, context: int = CONTEXT) -> Iterator[Hit]:
    """Yield the places where a phrase stands, document by document; of equal texts only the first is searched.

    Width and case of letters count for nothing, nor does what stands between the words of the phrase.

    Raises:
        OptionError: The phrase has no two letters or digits together.
    """
    runs = _runs(phrase)
    pairs = sorted({pair for run in runs for pair in _pairs(run)})
    pattern = _pattern(runs)
    wanted = " AND ".join(f'"{pair}"' for pair in pairs)
    with closing(sqlite3.connect(f"file:{_index(store)}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT doc_id, title, date, region, body FROM pairs JOIN texts ON texts.rowid = pairs.rowid "
            "WHERE pairs MATCH ? ORDER BY texts.rowid",
            [wanted],
        )
        for *about, body in rows:
            text = zlib.decompress(body).decode("utf-8", "surrogatepass")
            yield from _hits(pattern, text, about, context)


def places(documents: Iterable[Document], phrases: Sequence[str], context: int = CONTEXT) -> Iterator[Hit]:
    """Yield the places where phrases stand in documents that are in no store, found in the same way.

    Raises:
        OptionError: As `search`.
    """
    patterns = [_pattern(_runs(phrase)) for phrase in phrases]
    for document in documents:
        facts = document.facts
        date = None if facts.date is None else str(facts.date)
        for pattern in patterns:
            yield from _hits(pattern, document.text, (document.id, facts.title, date, facts.region), context)


def _runs(phrase: str) -> list[str]:
    """Return the words of a phrase."""
    runs = _RUN.findall(_folded(phrase))
    if all(len(run) < _SHORTEST for run in runs):
        raise OptionError(f"{phrase!r}: a search needs two characters or more")
    return runs


def _pattern(runs: Sequence[str]) -> re.Pattern[str]:
    inside = _INSIDE_NUMBER if runs[0][0].isdecimal() else ""
    return re.compile(inside + _BETWEEN.join(map(re.escape, runs)))


def _hits(pattern: re.Pattern[str], text: str, about: Sequence[Any], context: int) -> Iterator[Hit]:
    doc_id, title, date, region = about
    for match in pattern.finditer(_folded(text)):
        start, end = match.span()
        before, after = text[max(0, start - context) : start], text[end : end + context]
        yield Hit(doc_id, title, date, region, start, end, before, text[start:end], after)


def _folded(text: str) -> str:
    """Return the text with letters and digits in one width and case, each character in its place: `ＧＤＰ` → `gdp`."""
    return text.translate({ord(char): _fold(char) for char in set(text)})


def _fold(char: str) -> str:
    narrow = unicodedata.normalize("NFKC", char).lower()
    return narrow if len(narrow) == 1 else char


def _pairs(run: str) -> Iterator[str]:
    return (run[n : n + 2] for n in range(len(run) - 1))


def _index(store: Path) -> Path:
    """Return the index of a store, built if there is none of its present tables."""
    path = store / INDEX
    now = _fingerprint(store)
    if not path.exists() or _held(path) != now:
        temporary = path.with_name(f".{INDEX}.{os.getpid()}.part")
        try:
            with closing(sqlite3.connect(temporary)) as connection:
                _build(connection, store, now)
            temporary.replace(path)
        except (sqlite3.Error, OSError) as error:
            problem = f"{path}: the index for searching cannot be written ({error})"
            raise OutputError(f"{problem}; copy the store to a place that can be written") from error
        finally:
            temporary.unlink(missing_ok=True)
    return path


def _fingerprint(store: Path) -> str:
    about: Mapping[str, str] = json.loads((store / ABOUT).read_text(encoding="utf-8"))
    return f"{about['settings']} {about['inputs']}"


def _held(path: Path) -> str | None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found: str = connection.execute("SELECT store FROM about").fetchone()[0]
            return found
    except (sqlite3.Error, TypeError):
        return None


def _build(connection: sqlite3.Connection, store: Path, fingerprint: str) -> None:
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
    for row, document in enumerate(_documents(store), 1):
        text: str = document["text"]
        body = zlib.compress(text.encode("utf-8", "surrogatepass"))
        words = sorted({pair for run in _RUN.findall(_folded(text)) for pair in _pairs(run)})
        connection.execute("INSERT INTO pairs (rowid, words) VALUES (?, ?)", [row, " ".join(words)])
        values = [row, *(document[name] for name in _COLUMNS), body]
        connection.execute(
            "INSERT INTO texts (rowid, doc_id, title, date, region, body) VALUES (?, ?, ?, ?, ?, ?)", values
        )
    connection.execute("INSERT INTO about VALUES (?)", [fingerprint])
    connection.commit()


def _documents(store: Path) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path_of(store, DOCUMENTS)) as file:
        for batch in file.iter_batches(batch_size=_BATCH, columns=[*_COLUMNS, "duplicate_of", "text"]):
            yield from (row for row in batch.to_pylist() if row["duplicate_of"] is None)
