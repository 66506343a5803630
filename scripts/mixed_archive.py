"""Is every file of a mixed archive accounted for? Ten thousand files of every format, sound, broken, twice and packed.

python scripts/mixed_archive.py make TEXTS ARCHIVE --count 10000   cuts texts and writes them in every format
python scripts/mixed_archive.py check ARCHIVE STORE --workers 2    one batch: is each file done, set aside or skipped?

`make` writes beside ARCHIVE what must come of it (ARCHIVE.tsv: outcome, id); `check` compares by id, exactly, and ends
with 1 if anything is missing, doubled or called something else.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from sanxin.archive.batch import batch
from sanxin.archive.store import open_store

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import made  # files as the tests make them

DONE, ASIDE, SKIPPED = "done", "set aside", "skipped"
Outcome = tuple[str, str]
_SHORTEST, _LONGEST = 300, 900


def stretches(texts: Path, count: int) -> Iterator[str]:
    """Yield stretches of whole lines or sentences, each of another place; now and then one comes twice."""
    chance = random.Random(17)  # noqa: S311 - no secret
    sources = [file.read_text(encoding="utf-8-sig") for file in sorted(texts.glob("*.txt"))]
    part = ""
    for n in range(count):
        if n % 50 == 49:
            yield part
            continue
        text = sources[n % len(sources)]
        start = chance.randrange(max(len(text) - _SHORTEST, 1))
        start = max(text.rfind("\u3002", 0, start), text.rfind("\n", 0, start)) + 1
        part = "\n".join(line.strip() for line in text[start : start + chance.randint(_SHORTEST, _LONGEST)].split())
        yield part


#: What is in the file, and what must come of it.
_BROKEN: dict[str, Callable[[str], tuple[bytes, str]]] = {
    "empty.txt": lambda text: (b"", ASIDE),
    "blank.txt": lambda text: (b" \r\n\t", ASIDE),
    "binary.txt": lambda text: (bytes(range(256)) * 8, ASIDE),
    "cut.docx": lambda text: (made.word(text)[:2000], ASIDE),
    "not.docx": lambda text: (b"PK\x03\x04" + text.encode(), ASIDE),
    "not.pdf": lambda text: (b"%PDF-1.4\n" + text.encode(), ASIDE),
    "cut.xlsx": lambda text: (made.workbook(text)[:1500], ASIDE),
    "cut.zip": lambda text: (made.zipped({"a.txt": text.encode()})[:100], ASIDE),
    "cut.txt.gz": lambda text: (gzip.compress(text.encode())[:40], ASIDE),
    "none.zip": lambda text: (made.zipped({}), ASIDE),
    "not.json": lambda text: (b'[{"text": ' + text.encode(), ASIDE),
    "header.csv": lambda text: (b"a,b\n1,2\n", ASIDE),
    "picture.png": lambda text: (b"\x89PNG" + bytes(100), SKIPPED),
    "program.exe": lambda text: (b"MZ" + bytes(100), SKIPPED),
    "film.mp4": lambda text: (bytes(100), SKIPPED),
}


def make(texts: Path, archive: Path, count: int) -> None:
    """Write the files and what must come of each."""
    given = stretches(texts, 4 * count)
    ways = (*made.SINGLE, *made.SINGLE, *made.SINGLE, *made.TABLES, *_BROKEN, "members.zip", "members.tar.gz")
    expected: list[Outcome] = []
    for n in range(count):
        way = ways[n % len(ways)]
        folder = archive / f"{n // 500:02}"
        folder.mkdir(parents=True, exist_ok=True)
        identity = f"{folder.name}/{n:05}_{way}"
        content, outcomes = _file(way, identity, given)
        (archive / identity).write_bytes(content)
        expected += outcomes
    with archive.with_suffix(".tsv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter="\t").writerows(expected)
    print(f"{count} files; of them must come:", dict(Counter(outcome for outcome, _ in expected)))


def _file(way: str, identity: str, given: Iterator[str]) -> tuple[bytes, list[Outcome]]:
    """Return one file of a way and the rows that must come of it."""
    if way in made.SINGLE:
        # What is packed is a member of its packing.
        name = identity if not way.endswith(".gz") else f"{identity}/{Path(identity).name.removesuffix('.gz')}"
        return made.SINGLE[way](next(given)), [(DONE, name)]
    if way in made.TABLES:
        several = [next(given) for _ in range(3)]
        return made.TABLES[way](*several), [(DONE, f"{identity}#{n}") for n in (1, 2, 3)]
    if way in _BROKEN:
        content, outcome = _BROKEN[way](next(given))
        return content, [(outcome, identity)]
    inner = made.zipped({"deep.txt": next(given).encode(), "deep.png": b"\x89PNG"})
    members = {
        "a/one.txt": next(given).encode("gb18030"),
        "a/two.docx": made.word(next(given)),
        "b/broken.docx": b"PK\x03\x04 none",
        "b/empty.txt": b"",
        "b/picture.png": b"\x89PNG",
        "c/inner.zip": inner,
    }
    outcomes = [(DONE, "a/one.txt"), (DONE, "a/two.docx"), (ASIDE, "b/broken.docx"), (ASIDE, "b/empty.txt")]
    outcomes += [(SKIPPED, "b/picture.png"), (DONE, "c/inner.zip/deep.txt"), (SKIPPED, "c/inner.zip/deep.png")]
    pack = made.zipped if way.endswith(".zip") else made.taped
    return pack(members), [(outcome, f"{identity}/{name}") for outcome, name in outcomes]


def check(archive: Path, store: Path, workers: int) -> bool:
    """Run the batch and compare what its tables say of each id with what must be said."""
    began = time.monotonic()
    outcome = batch(archive, store, workers=workers)
    tables = open_store(store)
    found = Counter((DONE, name) for name in tables.arrow("documents").column("doc_id").to_pylist())
    found += Counter((row["outcome"], row["input"]) for row in tables.arrow("failures").to_pylist())
    with archive.with_suffix(".tsv").open(encoding="utf-8", newline="") as stream:
        expected = Counter((outcome, name) for outcome, name in csv.reader(stream, delimiter="\t"))
    for sign, rows in (("-", expected - found), ("+", found - expected)):
        for row in sorted(rows.elements()):
            print(sign, *row, sep="\t")
    counted = outcome.read + outcome.set_aside + outcome.skipped
    print(
        f"{outcome.files} files in = {outcome.read} done + {outcome.set_aside} set aside + {outcome.skipped} skipped;"
        f" {found.total()} rows by id ({outcome.documents} documents, {outcome.duplicates} duplicates), "
        f"{(expected - found).total()} missing, {(found - expected).total()} unexpected; "
        f"{time.monotonic() - began:.0f} s"
    )
    return expected == found and counted == outcome.files


def main() -> int:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["make", "check"])
    parser.add_argument("paths", type=Path, nargs=2)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    if given.what == "make":
        make(*given.paths, given.count)
        return 0
    return 0 if check(*given.paths, given.workers) else 1


if __name__ == "__main__":
    sys.exit(main())
