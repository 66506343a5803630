"""New words of an archive: strings that behave like words, whether a dictionary has them or not.

    sanxin.new_words(sanxin.read("archive/"))

A string is judged by how often it is said, how tightly its parts hang together, how freely it stands among its
neighbours, and over how many documents it is spread.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sanxin.errors import OptionError, OutputError
from sanxin.newwords.choice import NewWord, Settings, choose, in_dictionary, limits
from sanxin.newwords.counting import Strings, characters, cohesion, freedom, longer, spelled, spread
from sanxin.newwords.spool import Chunk, Spool
from sanxin.records import Document
from sanxin.tables import Column, Kind, frame

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

__all__ = ["COLUMNS", "NewWord", "Settings", "find_new_words", "new_words", "rows"]

COLUMNS = (
    Column("text"),
    Column("count", Kind.INTEGER),
    Column("documents", Kind.INTEGER),
    Column("cohesion", Kind.NUMBER),
    Column("left_entropy", Kind.NUMBER),
    Column("right_entropy", Kind.NUMBER),
    Column("first_year", Kind.INTEGER),
    Column("last_year", Kind.INTEGER),
    Column("known", Kind.INTEGER),
    Column("score", Kind.NUMBER),
)

#: Without a minimum: five, or once in two million characters where that is more.
_LEAST = 5
_RARE = 2_000_000
#: Candidates of one length that are looked at as text; those with the best scores.
_MOST = 50_000


def new_words(
    documents: Iterable[Document],
    *,
    min_count: int | None = None,
    min_documents: int = 2,
    max_length: int = 10,
    since: int | None = None,
    top: int | None = None,
    known: bool = False,
) -> pd.DataFrame:
    """Return the new words of `documents` as a pandas frame, the most word-like first.

    Text that comes in many documents is held on disk, not in memory. `sanxin newwords` prints the same.

    Args:
        documents: What `sanxin.read` gives.
        min_count: How often a word is said at least; by default five times, or once in two million characters.
        min_documents: In how many documents; in all of them where there are fewer.
        max_length: Most characters of a word.
        since: Only what no document of an earlier year says; what only undated documents say is left out.
        top: How many words; by default all.
        known: Whether words of jieba's dictionary are listed too.
    """
    settings = Settings(min_count, min_documents, max_length, since, top, known)
    return frame(COLUMNS, rows(find_new_words(documents, settings)))


def rows(words: Iterable[NewWord]) -> Iterator[dict[str, Any]]:
    """Yield one row a word, rounded as people read it; `known` is 1 or 0."""
    for word in words:
        row = asdict(word)
        row["known"] = int(word.known)
        yield {name: round(value, 2) if isinstance(value, float) else value for name, value in row.items()}


def find_new_words(
    documents: Iterable[Document], settings: Settings, warn: Callable[[str], None] | None = None
) -> list[NewWord]:
    """Return the new words of `documents`, best first; `warn` is told where memory asked for a higher minimum.

    Documents that follow each other and share an id are one: a long file may come in parts.
    """
    if settings.max_length < 2 or settings.min_documents < 1 or (settings.min_count or 2) < 2:
        raise OptionError("a new word has at least 2 characters, is said at least twice and is in at least 1 document")
    try:
        with tempfile.TemporaryDirectory(prefix="sanxin-newwords-") as folder:
            spool = Spool(Path(folder), limits().furniture)
            before = None
            for document in documents:
                spool.add(document, same=document.id == before)
                before = document.id
            return choose(_candidates(spool, settings, warn), settings)
    except OSError as error:
        remedy = "counting needs three times the size of the texts there; set TMPDIR to a place with more room"
        raise OutputError(f"{tempfile.gettempdir()}: {error.strerror or error}; {remedy}") from error


def _candidates(spool: Spool, settings: Settings, warn: Callable[[str], None] | None) -> list[NewWord]:
    """Return every string that has the numbers of a word, whatever it says."""
    asked = settings.min_count or max(_LEAST, spool.characters // _RARE)
    levels = [characters(spool, asked)]
    found: list[NewWord] = []
    while levels[-1].length < settings.max_length and len(levels[-1].keys):
        levels.append(longer(spool, levels))
        found += _words(spool, levels, min(settings.min_documents, len(spool.starts)))
    raised = next((strings for strings in levels if strings.minimum > asked), None)
    if raised is not None and warn is not None:
        warn(f"too many strings of {raised.length} characters to hold: only those said {raised.minimum} times are kept")
    dictionary = in_dictionary({word.text for word in found})
    return [replace(word, known=word.text in dictionary) for word in found]


def _words(spool: Spool, levels: Sequence[Strings], min_documents: int) -> list[NewWord]:
    """Return the strings of the last level that have the numbers of a word; each test is for what passed before."""
    strings, least = levels[-1], limits()
    tight = cohesion(levels, spool.characters)
    wanted = tight >= least.cohesion
    right = freedom(spool, strings, wanted, Chunk.behind)
    wanted &= right >= least.entropy
    left = freedom(spool, strings, wanted, Chunk.before)
    wanted &= left >= least.entropy
    over = spread(spool, strings, wanted)
    wanted &= over.documents >= min_documents
    # A string is a formulation of the archive if it is tight, free on both sides and widely said. How often it is said
    # tells less: one report may repeat it.
    score = tight * np.sqrt(left * right) * np.log2(1 + over.documents)
    numbers = np.flatnonzero(wanted)
    numbers = np.sort(numbers[np.argsort(-score[numbers], kind="stable")[:_MOST]])
    return [
        NewWord(
            text=text,
            count=int(strings.counts[i]),
            documents=int(over.documents[i]),
            cohesion=float(tight[i]),
            left_entropy=float(left[i]),
            right_entropy=float(right[i]),
            first_year=int(over.first[i]) or None,
            last_year=int(over.last[i]) or None,
            known=False,
            score=float(score[i]),
        )
        for i, text in zip(numbers, spelled(levels, numbers), strict=True)
    ]
