"""One text in every format is one text: what is lost or added on the way is counted, and slogans keep their marks."""

from __future__ import annotations

import io
import re
from difflib import SequenceMatcher
from pathlib import Path

import docx
import made
import openpyxl
import pytest

from sanxin.data import corpus_files
from sanxin.reading import read_bytes

SAMPLES = sorted(Path(str(file)) for file in corpus_files().joinpath("samples").iterdir() if file.name.endswith(".txt"))
LEAST = 0.995


def bare(text: str) -> str:
    """A text without blanks and line ends, which a format may set anew."""
    return "".join(text.split())


def share(found: str, expected: str) -> float:
    """How much of both texts is the same, in the same order."""
    if found == expected:
        return 1.0
    return SequenceMatcher(None, found, expected, autojunk=False).ratio()


@pytest.mark.parametrize("name", [*made.SINGLE, *made.TABLES])
def test_the_same_text(name: str) -> None:
    poor, torn = [], []
    for sample in SAMPLES:
        (read,) = read_bytes(sample.read_bytes(), sample.name)
        text = re.sub(r"[^\S\n ]+", " ", read.text).strip()  # a form feed can stand in no DOCX
        make = made.SINGLE.get(name) or made.TABLES[name]
        (document,) = read_bytes(make(text), name)
        if share(bare(document.text), bare(text)) < LEAST:
            poor.append(sample.name)
        quoted = re.findall("“[^“”\n]{1,40}”", text)
        torn += [words for words in quoted if document.text.count(words) < text.count(words)]
    assert len(SAMPLES) >= 5
    assert poor == []
    assert torn == []


CELLS = [[f"甲{row}{column}" for column in "乙丙丁戊"] for row in range(12)]


def word_table() -> bytes:
    """Cells joined over rows and columns, a cell of several paragraphs, a table in a cell, one in a header's place."""
    made_of, buffer = docx.Document(), io.BytesIO()
    grid = made_of.add_table(rows=12, cols=4)
    for row, names in enumerate(CELLS):
        for column, name in enumerate(names):
            grid.cell(row, column).text = name
    grid.cell(2, 0).merge(grid.cell(2, 1))
    grid.cell(4, 2).merge(grid.cell(6, 2))
    grid.cell(7, 1).add_paragraph("第二段")
    grid.cell(9, 3).add_table(rows=1, cols=2).cell(0, 1).text = "里层"
    made_of.save(buffer)
    return buffer.getvalue()


def html_table() -> bytes:
    rows = ["".join(f"<td>{name}</td>" for name in names) for names in CELLS]
    rows[2] = f"<td colspan=2>{CELLS[2][0]}<br>{CELLS[2][1]}</td><th>{CELLS[2][2]}</th><td><p>{CELLS[2][3]}</p></td>"
    rows[4] = rows[4].replace("<td>", "<td rowspan=3>", 1)
    rows[7] += "<td><div>第二段</div></td>"
    rows[9] += "<td><table><tr><td></td><td>里层</td></tr></table></td>"
    parts = f"<thead><tr>{rows[0]}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows[1:-1])}</tbody>"
    return f"<table><caption>表一</caption>{parts}<tfoot><tr>{rows[-1]}</tr></tfoot></table>".encode()


@pytest.mark.parametrize(("name", "data"), [("a.docx", word_table()), ("a.html", html_table())], ids=["docx", "html"])
def test_every_cell_is_there_once_and_in_order(name: str, data: bytes) -> None:
    (document,) = read_bytes(data, name)
    cells = [cell for names in CELLS for cell in names]
    found = re.findall("甲[0-9]+[乙丙丁戊]", document.text)
    assert sorted(found) == sorted(cells)
    assert "第二段" in document.text
    assert "里层" in document.text


@pytest.mark.parametrize(("length", "told"), [(32_766, False), (32_767, True)], ids=["shorter", "exactly"])
def test_a_cell_as_long_as_excel_allows_is_told_of(length: int, told: bool) -> None:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(["text"])
    book.worksheets[0].append([("各位代表，请予审议。" * 4000)[:length]])
    book.save(buffer)
    (document,) = read_bytes(buffer.getvalue(), "a.xlsx")
    assert len(document.text) == length
    assert any("32,767" in warning for warning in document.warnings) is told
