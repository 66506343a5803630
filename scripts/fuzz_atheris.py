"""Coverage-guided fuzzing of the readers and of the extractors, with atheris (libFuzzer for Python).

python scripts/fuzz_atheris.py readers FINDINGS --seconds 600 [--seeds FILES]      bytes of every format
python scripts/fuzz_atheris.py extractors FINDINGS --seconds 600                   texts made of the rules' own examples

atheris is no dependency of the project: `pip install atheris` in an environment of its own that sees the project too.
An input that ends in anything but records or one of our errors is kept in FINDINGS, one for each kind of fault; the
last line says how many inputs were tried and how many kinds of fault they found; exit code 1 if any.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["sanxin"]):
    from sanxin import analysis, data
    from sanxin.errors import SanxinError
    from sanxin.reading import read_bytes
    from sanxin.reading.furniture import find_furniture
    from sanxin.records import Document

#: What readers say of an error that none of them foresaw: one document is lost, and a fault is ours to mend.
_OURS = "please report it with this file"
_LONGEST = {"readers": 4096, "extractors": 128}  # bytes of an input; two of a text are a piece of ten characters
_SLOW = 10.0  # seconds for one input
_RULES = ("quantities", "times", "times_years", "slogans", "targets", "furniture", "headings", "facts", "deadlines")
#: One suffix for each reader. Old .doc and .rtf go to other programs, which are not ours to fuzz.
_SUFFIXES = (".txt", ".html", ".csv", ".tsv", ".json", ".jsonl", ".md", ".mht", ".xml", ".tmx", ".pdf", ".parquet", "")
_SUFFIXES += (".docx", ".xlsx", ".xls", ".odt", ".ofd", ".epub", ".zip", ".tar", ".gz")
#: Parts of zipped formats, fuzzed inside a sound container: a flipped bit of the zip itself is found out by its sum.
_PARTS = {
    ".docx": "word/document.xml",
    ".odt": "content.xml",
    ".ofd": "OFD.xml",
    ".epub": "META-INF/container.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
}


class Findings:
    """The kinds of fault found, each with the first input that showed it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.kinds: set[str] = set()
        self.tried = 0

    def run(self, way: Callable[[bytes], Iterator[str]], given: bytes) -> None:
        """Try an input and keep it if it shows a new kind of fault."""
        self.tried += 1
        began = time.process_time()
        try:
            faults = list(way(given))
        except SanxinError as error:
            faults = [f"more than one line: {error!r}"] if "\n" in str(error) else []
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            place = next((frame for frame in reversed(frames) if "sanxin" in frame.filename), frames[-1])
            faults = [f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {error}"]
        if time.process_time() - began > _SLOW:
            faults.append("slow")
        for fault in faults:
            self._keep(fault, given)

    def _keep(self, fault: str, given: bytes) -> None:
        kind = fault.partition(": ")[0]
        if kind in self.kinds:
            return
        self.kinds.add(kind)
        file = self.folder / hashlib.sha256(given).hexdigest()[:16]
        file.write_bytes(given)
        print(f"\n{file}: {fault}", flush=True)


def readers(given: bytes) -> Iterator[str]:
    """Read the bytes as the format that the first of them chooses."""
    kinds = (*_SUFFIXES, *_PARTS)
    which = given[0] % len(kinds) if given else 0
    ending, content = kinds[which], given[1:]
    if which >= len(_SUFFIXES):
        content = _packed(ending, content)
    errors: list[Exception] = []
    for document in read_bytes(content, f"a{ending}", on_error=errors.append, on_skip=lambda _: None):
        if not isinstance(document.text, str):
            yield f"no text: {type(document.text)}"
    for error in errors:
        if _OURS in str(error):
            yield f"reader {ending} {str(error).partition('(')[2].partition(':')[0]}: {error}"
        if "\n" in str(error):
            yield f"reader {ending} more than one line: {error!r}"


def _packed(ending: str, part: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in _skeleton(ending).items():
            archive.writestr(name, content)
        archive.writestr(_PARTS[ending], part)
    return buffer.getvalue()


def _skeleton(ending: str) -> dict[str, str]:
    """What a container needs beside the part that is fuzzed."""
    if ending != ".xlsx":
        return {"mimetype": "application/vnd.oasis.opendocument.text"} if ending == ".odt" else {}
    space = "http://schemas.openxmlformats.org/"
    related = f"{space}officeDocument/2006/relationships"
    relations = f'<Relationships xmlns="{space}package/2006/relationships">{{}}</Relationships>'
    relation = f'<Relationship Id="r1" Type="{related}/{{}}" Target="{{}}"/>'
    return {
        "_rels/.rels": relations.format(relation.format("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations.format(relation.format("worksheet", "worksheets/sheet1.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{space}spreadsheetml/2006/main" xmlns:r="{related}">'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    }


def extractors(analyser: analysis.Analyser, pieces: list[str]) -> Callable[[bytes], Iterator[str]]:
    """Return what analyses a text made of pieces, two bytes each, and compares every record with its place."""

    def run(given: bytes) -> Iterator[str]:
        text = "".join(
            pieces[code % len(pieces)] if code < 0xC000 else chr(code - 0xC000 or 10)
            for code in (int.from_bytes(given[n : n + 2], "big") for n in range(0, len(given), 2))
        )
        speech = analysis.analyse(analyser, Document("a.txt", "a.txt", text, furniture=find_furniture(text)))
        for record in (*speech.quantities, *speech.slogans, *speech.actions):
            if text[record.start : record.end] != record.text:
                yield f"misplaced {type(record).__name__}: {record}"

    return run


def _pieces() -> list[str]:
    """The examples and counterexamples of the rules, whole and cut at their middles, and the words of two lexicons."""
    found = [words for name in _RULES for rule in data.rules(name).get("rule", ()) for words in _examples(rule)]
    found += [row["surface"] for name in ("units", "comparators") for row in data.lexicon(name)]
    halves = [half for words in found for half in (words[: len(words) // 2], words[len(words) // 2 :])]
    return sorted({piece for piece in (*found, *halves) if piece})


def _examples(rule: dict[str, Any]) -> Iterator[str]:
    for example in (*rule.get("examples", ()), *rule.get("counterexamples", ())):
        parts = example.values() if isinstance(example, dict) else [example]
        yield from (part for part in parts if isinstance(part, str))


def _seeds(folder: Path, given: list[Path]) -> None:
    """Write what the fuzzer begins with: short files, each behind the byte that chooses its reader."""
    folder.mkdir(parents=True, exist_ok=True)
    for n, file in enumerate(file for path in given for file in path.rglob("*") if file.is_file()):
        if file.suffix in _SUFFIXES and file.stat().st_size < 4 * _LONGEST["readers"]:
            (folder / f"given{n}").write_bytes(bytes([_SUFFIXES.index(file.suffix)]) + file.read_bytes())
    for n, ending in enumerate((*_SUFFIXES, *_PARTS)):
        sample = b"<html><w:document><w:body><w:p><w:r><w:t>text</w:t></w:r></w:p></w:body></w:document></html>"
        (folder / f"sample{n}").write_bytes(bytes([n]) + (b"title,text\na,b\n" if ending == ".csv" else sample))


def main() -> None:
    """Fuzz one of the two until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["readers", "extractors"])
    parser.add_argument("findings", type=Path)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seeds", type=Path, nargs="*", default=[])
    parser.add_argument("--once", type=Path, help="try this one input and end")
    given = parser.parse_args()
    findings = Findings(given.findings)
    way = readers if given.what == "readers" else extractors(analysis.load(), _pieces())
    if given.once is not None:
        findings.run(way, given.once.read_bytes())
        sys.exit(bool(findings.kinds))
    corpus = given.findings / "corpus"
    _seeds(corpus, given.seeds)
    began = time.monotonic()

    def one(data: bytes) -> None:
        findings.run(way, data)
        if time.monotonic() - began > given.seconds:
            tried, kinds = findings.tried, len(findings.kinds)
            print(f"\n{given.what}: {tried:,} inputs in {given.seconds} s, {kinds} kinds of fault", flush=True)
            os._exit(bool(findings.kinds))  # libFuzzer would print a traceback of the exit

    bounds = [f"-max_len={_LONGEST[given.what]}", "-timeout=60", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], str(corpus), *bounds, "-verbosity=0"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
