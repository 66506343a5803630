"""Turn marked excerpts into stand-off labels in corpus/labels, which hold no text.

    python scripts/standoff.py quantities|clauses|slogans MARKED_FOLDER...

Each folder holds text.txt and gold.json, whose `source` is NAME.txt[start:end]: the excerpt's place in a document. Its
marks of the named layer become rows of LAYER.tsv, and the excerpt a row of windows.tsv. Rows of an excerpt that is
there already are replaced.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

LABELS = Path(__file__).parent.parent / "corpus" / "labels"
WINDOW = ("document", "start", "end", "layer", "year", "sha256")
FIELDS = ("low", "high", "unit", "comparator", "direction", "status", "deadline", "modality")
PLACE = ("document", "start", "end")
#: The columns of each layer's file. Indicators and members stand as offsets, members as start-end joined by |.
LAYERS = {
    "quantities": (*PLACE, *FIELDS, "indicator_start", "indicator_end"),
    "clauses": (*PLACE, "role", "pathway"),
    "slogans": (*PLACE, "kind", "members"),
}
_SOURCE = re.compile(r"(?P<document>.+)\.txt\[(?P<start>\d+):(?P<end>\d+)\]")

Row = dict[str, str]


def main(layer: str, folders: list[str]) -> None:
    """Merge one layer of the excerpts of `folders` into the label files."""
    windows = {(row["document"], row["start"], row["layer"]): row for row in read(LABELS / "windows.tsv")}
    rows = {(row["document"], int(row["start"])): row for row in read(LABELS / f"{layer}.tsv")}
    for folder in map(Path, folders):
        window, found = standoff(folder, layer)
        begin, end = int(window["start"]), int(window["end"])
        for key in [key for key in rows if key[0] == window["document"] and begin <= key[1] < end]:
            del rows[key]
        windows[window["document"], window["start"], layer] = window
        rows |= {(row["document"], int(row["start"])): row for row in found}
    ordered = sorted(windows.values(), key=lambda row: (row["document"], int(row["start"]), row["layer"]))
    write(LABELS / "windows.tsv", WINDOW, ordered)
    write(LABELS / f"{layer}.tsv", LAYERS[layer], [rows[key] for key in sorted(rows)])
    documents = [document for document, _, kind in windows if kind == layer]
    print(f"{len(documents)} excerpts of {len(set(documents))} documents, {len(rows)} {layer}")


def standoff(folder: Path, layer: str) -> tuple[Row, list[Row]]:
    """Return the row of one excerpt and those of its marks, offsets counted from the document's beginning."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    source = _SOURCE.fullmatch(gold["source"])
    if source is None:
        sys.exit(f"{folder}: its source {gold['source']!r} is not NAME.txt[start:end]; see the docstring")
    begin = int(source["start"])
    text = (folder / "text.txt").read_bytes()
    window = {
        "document": source["document"],
        "start": source["start"],
        "end": source["end"],
        "layer": layer,
        "year": str(gold["doc_year"]),
        "sha256": hashlib.sha256(text).hexdigest()[:16],
    }
    rows = []
    for mark in gold[layer]:
        place = {"document": window["document"], "start": begin + mark["start"], "end": begin + mark["end"]}
        rows.append({name: str(value) for name, value in (place | MARKS[layer](begin, mark, text.decode())).items()})
    return window, rows


def quantity(begin: int, mark: dict[str, Any], _: str) -> dict[str, object]:
    """Return the fields of a quantity; empty means none."""
    span = mark["indicator"]
    first, last = (begin + span[0], begin + span[1]) if span else ("", "")
    cells = {name: "" if mark.get(name) is None else mark[name] for name in FIELDS}
    return {**cells, "indicator_start": first, "indicator_end": last}


def clause(_: int, mark: dict[str, Any], __: str) -> dict[str, object]:
    """Return the role and the pathway of a clause."""
    return {"role": mark["role"], "pathway": mark["pathway"]}


def slogan(begin: int, mark: dict[str, Any], text: str) -> dict[str, object]:
    """Return the kind of a slogan, and where its members stand: at their first mention, unless that is elsewhere."""
    places = [text.find(member) for member in mark["members"] or ()]
    members = "|".join(
        f"{begin + at}-{begin + at + len(member)}"
        for at, member in zip(places, mark["members"] or (), strict=True)
        if at >= 0
    )
    return {"kind": mark["kind"], "members": members}


MARKS = {"quantities": quantity, "clauses": clause, "slogans": slogan}


def read(file: Path) -> list[Row]:
    """Return the rows of a label file; none if it is not there yet."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def write(file: Path, header: tuple[str, ...], rows: list[Row]) -> None:
    """Write the rows, tab-separated."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
