"""Do the originals of an archive give the same targets as its plain texts? `python scripts/same_targets.py ARCHIVE`.

ARCHIVE holds originals/ (files as found), text/ (the same as plain text) and MANIFEST.tsv, whose column `source` ends
in the original's name. Prints each target that only one of the two gives, and the sums; exit code 1 if any differs.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import sanxin
from sanxin.errors import InputError
from sanxin.records import Document, DocumentDate, Speech

Fields = tuple[str, ...]


def texts(archive: Path) -> dict[str, Path]:
    """The plain text of each original, by the original's name without its suffix."""
    with (archive / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        Path(row["source"].split(" <- ")[0].split("!")[-1]).stem: archive / "text" / Path(row["file"]).name
        for row in rows
    }


def targets(speech: Speech) -> Counter[Fields]:
    """What counts of each target; blanks do not."""
    text = speech.document.text
    return Counter(
        tuple(
            "".join(str(field).split())
            for field in (
                target.text,
                target.low,
                target.high,
                target.unit,
                target.comparator,
                target.modality,
                target.deadline,
                target.indicator.of(text) if target.indicator else None,
            )
        )
        for target in speech.targets
    )


def pairs(archive: Path, errors: list[InputError]) -> Iterator[tuple[Document, Document]]:
    """Each original with its plain text."""
    known = texts(archive)
    for document in sanxin.read(archive / "originals", on_error=errors.append):
        stem = Path(Path(document.id.partition("#")[0]).name).stem
        path = known.get(stem) or known.get(Path(stem).stem)
        if path is not None:
            yield document, next(sanxin.read(path))


def main() -> int:
    """Compare and print."""
    archive = Path(sys.argv[1])
    nlp = sanxin.load()
    errors: list[InputError] = []
    sums: Counter[str] = Counter()
    for document, plain in pairs(archive, errors):
        date: DocumentDate | None = plain.facts.date
        found, expected = (targets(sanxin.analyse(nlp, one, date=date)) for one in (document, plain))
        for sign, rows in (("-", expected - found), ("+", found - expected)):
            for fields in rows.elements():
                print(sign, document.id, *fields, sep="\t")
        sums += Counter(documents=1, same=int(found == expected), targets=expected.total())
        sums["differing"] += (expected - found).total() + (found - expected).total()
    for error in errors:
        print("set aside:", error)
    print(", ".join(f"{name} {count}" for name, count in sums.items()))
    return int(sums["differing"] > 0)


if __name__ == "__main__":
    sys.exit(main())
