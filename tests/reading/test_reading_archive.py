"""The real archive, where it is at hand: all of it read, its facts against its list, formats against each other."""

import csv
import difflib
import re
from pathlib import Path

import pytest

from sanxin.data import lexicon
from sanxin.errors import InputError
from sanxin.reading import InputFile, inputs, read, read_bytes
from sanxin.records import Document

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "archive"
pytestmark = pytest.mark.skipif(not ARCHIVE.is_dir(), reason="the shared archive is not here")


def manifest() -> list[dict[str, str]]:
    with (ARCHIVE / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def documents(*, named: bool) -> list[tuple[dict[str, str], Document]]:
    found = []
    for row in manifest():
        name = row["file"].split("/")[-1]
        data = (ARCHIVE / "text" / name).read_bytes()
        found.append((row, next(read_bytes(data, name if named else "x.txt"))))
    return found


# Floors, measured 96, 95 and 96 with the names, 94, 92 and 93 without, of 96.
FLOORS = {"with names": (True, 95, 94, 95), "text alone": (False, 92, 90, 91)}


@pytest.mark.parametrize(("named", "years", "regions", "levels"), FLOORS.values(), ids=FLOORS)
def test_facts_agree_with_the_list(named: bool, years: int, regions: int, levels: int) -> None:
    names = {row["spelling"]: row["name"] for row in lexicon("regions")}
    names |= {
        "china": "中国",
        "shaoxing": "绍兴市",
        "neimenggu_baotou": "包头市",
        "内蒙古呼伦贝尔市海拉尔区": "海拉尔区",
    }
    found = [(row, document.facts) for row, document in documents(named=named)]
    assert sum(facts.date is not None and str(facts.date.year) == row["year"] for row, facts in found) >= years
    assert sum(facts.region == names[row["region"]] for row, facts in found) >= regions
    assert sum(facts.level == row["level"].split(" ")[0] for row, facts in found) >= levels


def test_texts_that_are_all_speech_hold_no_furniture() -> None:
    clean = [
        document
        for row, document in documents(named=False)
        if re.search(r"raw/(?:county_|national_china_(?:19[5-9]|200|2011|2013))", row["file"])
    ]
    assert len(clean) == 27
    assert {span.kind for document in clean for span in document.furniture} <= {"contents"}


def test_originals_are_read_and_agree_with_the_texts() -> None:
    texts = {}
    for row in manifest():
        source = row["source"].split(" <- ")[0].split("!")[-1].split("/")[-1]
        texts[source] = (ARCHIVE / "text" / row["file"].split("/")[-1]).read_text(encoding="utf-8")
    errors: list[InputError] = []
    compared = 0
    for document in read(ARCHIVE / "originals", on_error=errors.append):
        name = document.id.split("/")[-1].split("#")[0]
        text = texts.get(name) or texts.get(name.removesuffix(".html"))
        if text is not None:
            compared += 1
            bare = [re.sub(r"\s", "", words) for words in (document.text, text)]
            assert bare[0] == bare[1] or difflib.SequenceMatcher(None, *bare, autojunk=False).ratio() > 0.999, (
                document.id
            )
    # A workbook of indicators, without texts.
    assert [error.source.rpartition(".")[2] for error in errors] == ["xls"]
    assert compared >= 46


@pytest.mark.parametrize(("folder", "files"), [("text", 96), ("originals", 49)])
def test_every_file_is_read_set_aside_or_skipped(folder: str, files: int) -> None:
    errors: list[InputError] = []
    skipped: list[InputFile] = []
    documents = list(read(ARCHIVE / folder, on_error=errors.append, on_skip=skipped.append))
    done = {document.source.partition("#")[0] for document in documents}
    aside = {error.source.partition("#")[0] for error in errors}
    assert done.isdisjoint(aside)
    assert len(done) + len(aside) + len(skipped) == files == len(inputs(ARCHIVE / folder).files) + len(skipped)
    assert len({document.id for document in documents}) == len(documents)
