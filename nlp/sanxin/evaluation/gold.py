"""Gold files: gold.json beside its text, a folder of such folders, or stand-off labels and the texts they count in."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from sanxin.errors import DataError, InputError, UnreadableError
from sanxin.evaluation.marks import Marks, from_json, misplaced, refuse
from sanxin.records import Span
from sanxin.training.marked import clause_row, quantity_row, slogan_row

Row = Mapping[str, Any]
Skip = Callable[[InputError], None]

_GOLD = "gold.json"
_TEXT = "text.txt"
_WINDOWS = "windows.tsv"
_READERS: Mapping[str, Callable[[Mapping[str, str]], Row]] = {
    "quantities": quantity_row,
    "slogans": slogan_row,
    "clauses": clause_row,
}


def read_gold(path: Path, texts: Path | None, skip: Skip) -> Iterator[Marks]:
    """Yield the marks of every document of `path`, with its text where that is at hand.

    `path` is a gold.json, a folder with one, a folder of such folders, or a folder of labels (windows.tsv beside
    quantities.tsv, slogans.tsv, clauses.tsv). `texts` is the folder of the texts that labels count in,
    DOCUMENT.txt each; `skip` is told of documents whose text is not there.

    Raises:
        UnreadableError: The path is missing or cannot be read.
        DataError: A file breaks its form; its first faults.
    """
    if not path.exists():
        raise UnreadableError(str(path), "is not there", "give a gold.json, a folder of them or a folder of labels")
    if path.is_file():
        yield _document(path, texts)
    elif (path / _GOLD).is_file():
        yield _document(path / _GOLD, texts)
    elif (path / _WINDOWS).is_file():
        yield from _labels(path, texts, skip)
    else:
        files = sorted(path.glob(f"*/{_GOLD}"))
        if not files:
            problem = f"holds no {_GOLD}, no folders with one, and no {_WINDOWS}"
            raise UnreadableError(str(path), problem, "give a gold.json, a folder of them or a folder of labels")
        for file in files:
            yield _document(file, texts)


def read_text(file: Path, newline: str | None = None) -> str:
    r"""Return the text as offsets count in it: no BOM, and `\n` for every line end unless `newline` is ""."""
    try:
        with file.open(encoding="utf-8-sig", newline=newline) as stream:
            return stream.read()
    except OSError as error:
        raise UnreadableError(str(file), error.strerror or str(error), "give a file that can be read") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(str(file), "is not UTF-8", "save it as UTF-8") from error


# ---- gold.json ----


def _document(file: Path, texts: Path | None) -> Marks:
    try:
        source = json.loads(read_text(file))
    except ValueError as error:
        raise DataError(str(file), [f"is no JSON: {error}"]) from error
    except RecursionError as error:
        raise DataError(str(file), ["is no gold file: nested without end"]) from error
    if not isinstance(source, dict):
        raise DataError(str(file), ["is no gold file: holds no object"])
    marks = from_json(source, str(file))
    folder = file.resolve().parent.name
    name = folder if file.name == _GOLD else file.stem
    names = frozenset({name, f"{name}/{_TEXT}", marks.name, str(source.get("source", name))})
    marks = replace(marks, name=name, names=names)
    text_file = _first([file.parent / _TEXT, *([texts / f"{name}.txt", texts / f"{marks.name}.txt"] if texts else [])])
    return marks if text_file is None else _with_text(marks, text_file, str(file))


def _first(files: Sequence[Path]) -> Path | None:
    return next((file for file in files if file.is_file()), None)


def _with_text(marks: Marks, file: Path, said_by: str) -> Marks:
    text = read_text(file)
    refuse(said_by, misplaced(marks, text))
    clauses = marks.clauses and tuple(replace(c, text=text[c.start : c.end]) for c in marks.clauses)
    return replace(marks, clauses=clauses, text=text, text_file=file)


# ---- labels ----


def _labels(folder: Path, texts: Path | None, skip: Skip) -> Iterator[Marks]:
    if texts is None:
        raise UnreadableError(str(folder), "labels hold no text", "name the folder of their texts with --texts")
    if not texts.is_dir():
        raise UnreadableError(str(texts), "is no folder", "name the folder of the texts that the labels count in")
    windows = _table(folder / _WINDOWS, _window)
    marked = {layer: _by_document(_table(folder / f"{layer}.tsv", read)) for layer, read in _READERS.items()}
    for document in dict.fromkeys(row["document"] for row in windows):
        file = texts / f"{document}.txt"
        if not file.is_file():
            skip(UnreadableError(document, f"its text is not in {texts}", f"put {document}.txt there"))
            continue
        yield _labelled(document, file, [row for row in windows if row["document"] == document], marked, folder)


def _labelled(
    document: str, file: Path, windows: Sequence[Row], marked: Mapping[str, Mapping[str, Sequence[Row]]], folder: Path
) -> Marks:
    raw = read_text(file, newline="")
    for window in windows:
        words = raw[window["start"] : window["end"]]
        if sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[: len(window["sha256"])] != window["sha256"]:
            problem = f"is not the text that was labelled (differs in {window['start']} to {window['end']})"
            raise UnreadableError(str(file), problem, "get the text that the labels were made on")
    spans: dict[str, list[Span]] = {}
    for window in windows:
        spans.setdefault(window["layer"], []).append(Span(window["start"], window["end"]))
    rows = {
        layer: [
            _as_read(row, raw)
            for row in marked[layer].get(document, ())
            if any(window.start <= row["start"] < window.end for window in parts)
        ]
        for layer, parts in spans.items()
    }
    text = read_text(file)
    marks = from_json({"id": document, **rows, "doc_year": windows[0]["year"]}, str(folder))
    refuse(str(folder), misplaced(marks, text))
    return replace(
        marks,
        names=frozenset({document, file.name}),
        windows={
            layer: tuple(Span(_place(raw, part.start), _place(raw, part.end)) for part in parts)
            for layer, parts in spans.items()
        },
        text=text,
        text_file=file,
    )


def _as_read(row: Row, raw: str) -> Row:
    """Return the row as texts are read: with its words, its members (stretches of the document) as words."""
    members = [_words(raw, start, end) for start, end in row["members"]] if row.get("members") else None
    named = row.get("indicator")
    if named:
        start, end = named
        indicator = {"start": _place(raw, start), "end": _place(raw, end), "text": _words(raw, start, end)}
    start, end = row["start"], row["end"]
    return {
        **row,
        "start": _place(raw, start),
        "end": _place(raw, end),
        "text": _words(raw, start, end),
        "members": members,
        **({"indicator": indicator} if named else {}),
    }


def _place(raw: str, offset: int) -> int:
    """Return where an offset into the file's characters lies once its line ends are one character each."""
    return offset - raw.count("\r\n", 0, offset)


def _words(raw: str, start: int, end: int) -> str:
    return raw[start:end].replace("\r\n", "\n").replace("\r", "\n")


def _window(row: Mapping[str, str]) -> Row:
    if row["layer"] not in _READERS:
        raise ValueError(f"layer {row['layer']!r} is none of {', '.join(_READERS)}")
    return {**row, "start": int(row["start"]), "end": int(row["end"]), "year": int(row["year"])}


def _by_document(rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["document"], []).append(row)
    return found


def _table(file: Path, read: Callable[[Mapping[str, str]], Row]) -> list[Row]:
    """Return the rows of a label file, none where there is no such file."""
    if not file.is_file():
        return []
    lines = [line for line in read_text(file).split("\n") if line and not line.startswith("#")]
    found: list[Row] = []
    faults = []
    for n, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        try:
            if None in row or None in row.values():
                raise ValueError("its cells are not those of the header")
            found.append({"document": row["document"], **read(row)})
        except KeyError as error:
            refuse(str(file), [f"has no column {error}"])
        except ValueError as error:
            faults.append(f"row {n}: {error}")
    refuse(str(file), faults)
    return found
