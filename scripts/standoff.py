"""Turn marked excerpts into stand-off labels: corpus/labels/windows.tsv and quantities.tsv, which hold no text.

    python scripts/standoff.py MARKED_FOLDER...

Each folder holds text.txt and gold.json, whose `source` is NAME.txt[start:end]: the excerpt's place in a document.
Rows of an excerpt that is there already are replaced.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from pathlib import Path

LABELS = Path(__file__).parent.parent / "corpus" / "labels"
WINDOW = ("document", "start", "end", "year", "sha256")
FIELDS = ("low", "high", "unit", "comparator", "direction", "status", "deadline", "modality")
QUANTITY = ("document", "start", "end", *FIELDS, "indicator_start", "indicator_end")
_SOURCE = re.compile(r"(?P<document>.+)\.txt\[(?P<start>\d+):(?P<end>\d+)\]")

Row = dict[str, str]


def main(folders: list[str]) -> None:
    """Merge the excerpts of `folders` into the label files."""
    windows = {(row["document"], row["start"]): row for row in read(LABELS / "windows.tsv")}
    quantities = {(row["document"], int(row["start"])): row for row in read(LABELS / "quantities.tsv")}
    for folder in map(Path, folders):
        window, rows = standoff(folder)
        begin, end = int(window["start"]), int(window["end"])
        for key in [key for key in quantities if key[0] == window["document"] and begin <= key[1] < end]:
            del quantities[key]
        windows[window["document"], window["start"]] = window
        quantities |= {(row["document"], int(row["start"])): row for row in rows}
    write(
        LABELS / "windows.tsv", WINDOW, sorted(windows.values(), key=lambda row: (row["document"], int(row["start"])))
    )
    write(LABELS / "quantities.tsv", QUANTITY, [quantities[key] for key in sorted(quantities)])
    print(
        f"{len(windows)} excerpts of {len({document for document, _ in windows})} documents, "
        f"{len(quantities)} quantities"
    )


def standoff(folder: Path) -> tuple[Row, list[Row]]:
    """Return the row of one excerpt and those of its quantities, offsets counted from the document's beginning."""
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
        "year": str(gold["doc_year"]),
        "sha256": hashlib.sha256(text).hexdigest()[:16],
    }
    return window, [quantity(window["document"], begin, row) for row in gold["quantities"]]


def quantity(document: str, begin: int, row: dict[str, object]) -> Row:
    """Return one quantity as a row of text cells; empty means none."""
    span = row["indicator"]
    first, last = (begin + span[0], begin + span[1]) if isinstance(span, list) else ("", "")
    cells = {name: "" if row.get(name) is None else str(row[name]) for name in FIELDS}
    start, end = int(str(row["start"])), int(str(row["end"]))
    return {
        "document": document,
        "start": str(begin + start),
        "end": str(begin + end),
        **cells,
        "indicator_start": str(first),
        "indicator_end": str(last),
    }


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
    main(sys.argv[1:])
