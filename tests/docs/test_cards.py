"""Cards of data and models say the sizes that are there."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import sanxin

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
CARD = (CORPUS / "CARD.md").read_text(encoding="utf-8")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader((line for line in stream if line[0] != "#"), delimiter="\t"))


def test_sizes_of_the_samples():
    texts = list(sanxin.read(CORPUS / "samples"))
    files, characters = len(list((CORPUS / "samples").iterdir())), sum(len(document.text) for document in texts)
    assert f"{files} files with {len(texts)} speeches" in CARD
    assert f"{characters:,} characters" in CARD
    years = {document.facts.year for document in texts if document.facts.year}
    assert f"| {min(years)} to {max(years)}," in CARD
    assert CARD.count("in GB18030") == 1
    assert sum(document.encoding == "gb18030" for document in texts) == 2


def test_sizes_of_the_marked_samples():
    folders = sorted((CORPUS / "gold").iterdir())
    marked = [json.loads((folder / "gold.json").read_text(encoding="utf-8")) for folder in folders if folder.is_dir()]
    quantities, slogans = (sum(len(gold[layer]) for gold in marked) for layer in ("quantities", "slogans"))
    clauses = sum(len(rows(folder / "clauses.tsv")) for folder in folders if folder.is_dir())
    assert len(marked) == 9
    assert f"{quantities} quantities, {slogans} slogans, {clauses:,} clauses" in CARD


def test_sizes_of_the_marks_without_texts():
    found = {}
    for file in sorted((CORPUS / "labels").glob("*.tsv")):
        if file.name != "windows.tsv":
            marks = rows(file)
            found[file.name] = (f"{len(marks):,}", str(len({mark["document"] for mark in marks})))
    said = {name: (marks, documents) for name, marks, documents in re.findall(r"`(\w+\.tsv)` \| (\S+) \| (\d+)", CARD)}
    assert said == found


def test_every_file_of_weights_is_in_its_card():
    folder = ROOT / "models" / "weights"
    card = (folder / "CARD.md").read_text(encoding="utf-8")
    assert [file.name for file in folder.glob("*.npz") if file.stem.split("_")[0] not in card] == []
