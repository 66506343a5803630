"""Which words make a promise hard or soft: models/lexicons/modality.tsv, and what a reader's own table changes in it.

A codebook is frozen and belongs to one pipeline; two pipelines with different codebooks run side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from os import PathLike
from pathlib import Path

from sanxin import data
from sanxin.errors import DataError, OptionError
from sanxin.grammar import trie_pattern
from sanxin.records import Modality

_NAME = "modality"
_COLUMNS = ("word", "modality", "place", "unless_before")
_NEEDED = ("word", "modality")


class Place(StrEnum):
    """Where a word of tone stands and what it governs; modality.tsv tells more."""

    ADVERB = "adverb"
    VERB = "verb"
    BOUND = "bound"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Tone:
    """What a word says: how firm, from which place, and before which words it says nothing."""

    modality: Modality
    place: Place
    unless_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """Words of tone, and one pattern that finds the longest of them at each place."""

    tones: Mapping[str, Tone]
    pattern: re.Pattern[str]


def codebook(changes: Sequence[Mapping[str, str]] = ()) -> Codebook:
    """Return the words of modality.tsv, with `changes` put over them.

    `[{"word": "力争", "modality": "hard"}]` makes one word hard and leaves its place; a row of a word that is not
    listed adds it and must name its place; modality `plain` makes a word say nothing.

    Raises:
        DataError: A row breaks the form; all faults at once.
    """
    tones = _tones(data.lexicon(_NAME), {}, "models/lexicons/modality.tsv")
    if changes:
        tones = _tones(changes, tones, "modality")
    return Codebook(tones, re.compile(trie_pattern(tones)))


def read_changes(path: str | PathLike[str]) -> list[dict[str, str]]:
    """Return the rows of a TSV with the columns word, modality and, if wanted, place and unless_before, checked.

    Raises:
        OptionError: The file cannot be read.
        DataError: It is no such table; all faults at once, with their lines.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        remedy = "give a TSV with the columns word, modality, place"
        raise OptionError(f"{file}: cannot be read ({error.strerror or error}); {remedy}") from error
    except UnicodeDecodeError as error:
        raise OptionError(f"{file}: is not UTF-8; save it as UTF-8 text, with tabs between the columns") from error
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    rows = [[cell.strip() for cell in line.split("\t")] for _, line in lines]
    header = rows[0] if rows else []
    _check_header(header, str(file))
    faults = [
        f"line {n} has {len(row)} cells and the header {len(header)}; put one tab between two cells"
        for (n, _), row in zip(lines[1:], rows[1:], strict=True)
        if len(row) > len(header)
    ]
    if faults:
        raise DataError(str(file), faults)
    found = [dict(zip_longest(header, row, fillvalue="")) for row in rows[1:]]
    _tones(found, codebook().tones, str(file), [n for n, _ in lines[1:]])
    return found


def _check_header(header: Sequence[str], file: str) -> None:
    missing = [name for name in _NEEDED if name not in header]
    unknown = [name for name in header if name not in _COLUMNS]
    if missing or unknown or len(set(header)) != len(header):
        got = ", ".join(header) or "nothing"
        raise DataError(file, [f"the first line must name the columns {', '.join(_COLUMNS[:3])}; it names {got}"])


def _tones(
    rows: Iterable[Mapping[str, str]], known: Mapping[str, Tone], where: str, lines: Sequence[int] = ()
) -> dict[str, Tone]:
    """Return `known` with `rows` put over it; `lines` are their numbers in the file, else they are counted."""
    tones = dict(known)
    faults: list[str] = []
    seen: set[str] = set()
    for n, row in enumerate(rows):
        place = f"line {lines[n]}" if lines else f"row {n + 1}"
        word = row.get("word", "")
        fault = _fault(row, word in seen, known.get(word))
        if fault is not None:
            faults.append(f"{place}: {fault}")
            continue
        seen.add(word)
        tones[word] = _tone(row, known.get(word))
    if faults:
        raise DataError(where, faults)
    return tones


def _fault(row: Mapping[str, str], again: bool, known: Tone | None) -> str | None:
    word, modality, place = (row.get(name, "") for name in _COLUMNS[:3])
    strange = [name for name in row if name not in _COLUMNS]
    if strange:
        return f"unknown column {strange[0]!r}; the columns are {', '.join(_COLUMNS)}"
    if not word:
        return "the word is empty; write one"
    if again:
        return f"{word} stands twice; keep one"
    if modality not in list(Modality):
        return f"{word} has modality {modality!r}; it must be one of {', '.join(Modality)}"
    if place and place not in list(Place):
        return f"{word} has place {place!r}; it must be one of {', '.join(Place)}"
    if not place and known is None:
        return f"{word} is a new word and needs a place: one of {', '.join(Place)}"
    return None


def _tone(row: Mapping[str, str], known: Tone | None) -> Tone:
    place = Place(row["place"]) if row.get("place") or known is None else known.place
    unless = row.get("unless_before")
    if unless is None and known is not None:
        return Tone(Modality(row["modality"]), place, known.unless_before)
    return Tone(Modality(row["modality"]), place, tuple((unless or "").split()))
