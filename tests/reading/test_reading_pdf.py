"""PDF: paragraphs whole across lines and pages, quotation marks where they belong, page furniture marked."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from printing import LEADING, LEFT, SIZE, TOP, Words, set_lines, set_paragraphs
from printing import pdf as printed

from sanxin.errors import EmptyError, UnreadableError
from sanxin.reading import ocr, pdf, read_bytes
from sanxin.records import Document

TASK = (
    "第{n}项任务是把“一镇一品”办到实处，力争年内建成示范村{n}个，新增设施农业面积{n}00亩，确保每个行政村都有"
    "稳定的集体收入，让群众看得见、摸得着、得实惠，把好事办好、实事办实。"
)
SPEECH = (
    "各位代表：",
    "现在，我代表县人民政府向大会作报告，请予审议。",
    "一、2025年工作回顾",
    "过去一年，我们坚持“三新三强”的路子，全县地区生产总值增长6.5%，城镇新增就业1200人，新建改建农村公路86公里，"
    "办成了一批群众盼了多年的实事，县城面貌焕然一新，干部作风持续好转。",
    "二、2026年主要任务",
    *(TASK.format(n=n) for n in range(1, 13)),
)


def read(data: bytes) -> Document:
    return next(read_bytes(data, "报告.pdf"))


def spoken(document: Document) -> list[str]:
    """The lines that are no furniture."""
    marked = {place for span in document.furniture for place in range(span.start, span.end)}
    kept = "".join(" " if n in marked else char for n, char in enumerate(document.text))
    return [line.strip() for line in kept.split("\n") if line.strip()]


def test_paragraphs_are_whole_across_lines_and_pages() -> None:
    pages = set_paragraphs(SPEECH, per_page=10)
    document = read(printed(pages))
    assert len(pages) > 3
    assert spoken(document) == list(SPEECH)
    assert document.format == "pdf"


def test_page_numbers_and_running_heads_are_marked() -> None:
    document = read(printed(set_paragraphs(SPEECH, per_page=10)))
    marked = [(document.text[span.start : span.end], span.kind) for span in document.furniture]
    assert marked.count(("云河县政府文件", "header")) == 5
    assert [words for words, kind in marked if kind == "page_number"] == ["1", "2", "3", "4", "5"]


def test_quotation_marks_drawn_last_stand_where_they_belong() -> None:
    words = [
        Words("坚持", LEFT, TOP),
        Words("三新三强", LEFT + 3 * SIZE, TOP),
        Words("不动摇。", LEFT + 8 * SIZE, TOP),
        *set_lines(["", "全县上下要一条心、一股劲、一盘棋抓落实，把既定的目标任务一件一件地干成。"]),
        Words("“", LEFT + 2 * SIZE, TOP),
        Words("”", LEFT + 7 * SIZE, TOP),
    ]
    assert read(printed([words])).text.split("\n")[0] == "坚持“三新三强”不动摇。"


FULL = "全县上下要一条心、一股劲、一盘棋抓落实，把既定的目标任务一件一件地干成干"
LINES = {
    "indent begins a paragraph": (["　　" + FULL[2:], "　　另起一段。"], 2),
    "full line goes on": (["　　" + FULL[2:], "好，不留尾巴。"], 1),
    "short line ends a paragraph": ([FULL, "　　到此为止。", "再来一段。"], 3),
    "a number that had no room": ([FULL, FULL[:33], "12345.67亿元以上的投资要落地。"], 1),
    "leaders of a table of contents": (["一、总体要求" + "." * 58 + "1", "二、主要任务" + "." * 58 + "5"], 2),
}


@pytest.mark.parametrize(("lines", "paragraphs"), LINES.values(), ids=LINES)
def test_lines_become_paragraphs(lines: list[str], paragraphs: int) -> None:
    # Lines above that show where the margins are and that paragraphs are indented.
    above = ["　　" + FULL[2:], FULL, "办好。"] * 3
    document = read(printed([set_lines([*above, "　　起头。", *lines])]))
    assert len(document.text.split("\n")) - 4 == paragraphs


def test_wider_leading_ends_a_paragraph() -> None:
    words = [Words(FULL, LEFT, TOP - n * LEADING) for n in range(4)]
    words += [Words(FULL, LEFT, TOP - 5 * LEADING), Words("到头。", LEFT, TOP - 6 * LEADING)]
    assert [len(line) for line in read(printed([words])).text.split("\n")] == [4 * len(FULL), len(FULL) + 3]


def test_cells_of_a_row_are_split_by_tabs() -> None:
    rows = [("指标", "单位", "目标"), ("地区生产总值", "亿元", "120"), ("粮食总产量", "万吨", "35")]
    words = [
        Words(cell, LEFT + 150 * column, TOP - LEADING * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    assert read(printed([words])).text == "\n".join("\t".join(cells) for cells in rows)


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行写的是全县去年的工作情况" for n in range(10)]
    right = [f"右栏第{n}行说的是今年的任务和打算呀" for n in range(10)]
    words = [Words("云河日报头版登载的全文在这里一并刊出请读者留意", LEFT + 60, TOP + 2 * LEADING)]
    for n in range(10):
        words.append(Words(left[n], LEFT, TOP - n * LEADING))
        words.append(Words(right[n], LEFT + 240, TOP - n * LEADING))
    text = read(printed([words])).text.replace("\n", "")
    assert text.endswith("".join(left) + "".join(right))


SPACING = {
    "digits in cells": ([Words("2001", LEFT, TOP, step=SIZE), Words("年", LEFT + 4 * SIZE, TOP)], "2001年"),
    "spread title": ([Words("工作报告", LEFT, TOP, step=4 * SIZE)], "工作报告"),
    "blanks inside a line": ([Words("县长", LEFT, TOP), Words("李大山", LEFT + 4 * SIZE, TOP)], "县长 李大山"),
    "Latin words": ([Words("ABC", LEFT, TOP), Words("DEF", LEFT + 28, TOP)], "ABC DEF"),
    "bold drawn twice": ([Words("动员大会", LEFT, TOP), Words("动员大会", LEFT + 0.4, TOP)], "动员大会"),
    "radicals for characters": ([Words("⼀⾄⼗⽉", LEFT, TOP)], "一至十月"),
}


@pytest.mark.parametrize(("words", "text"), SPACING.values(), ids=SPACING)
def test_spacing(words: list[Words], text: str) -> None:
    assert read(printed([words])).text == text


def test_scan_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_there", lambda: False)
    with pytest.raises(EmptyError, match=r"is a scan: pictures of pages 1-2 without a text layer; install tesseract"):
        read(printed([None, None]))


def test_scanned_pages_among_others_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_there", lambda: False)
    document = read(printed([set_lines([FULL] * 5), None]))
    assert document.text.startswith(FULL)
    assert document.warnings[0].startswith("not read, being pictures without a text layer: page 2;")


def test_scan_is_read_where_ocr_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []

    def lines_of_picture(picture: ocr.Picture, source: str, number: int) -> list[pdf.PrintedLine]:
        seen.append((number, len(picture.points) - picture.width * picture.height))
        return [pdf.PrintedLine("扫描件里的一行字。", 72, 200, 700, 12)]

    monkeypatch.setattr(ocr, "is_there", lambda: True)
    monkeypatch.setattr(ocr, "lines_of_picture", lines_of_picture)
    document = read(printed([None]))
    assert document.text == "扫描件里的一行字。"
    assert seen == [(1, 0)]
    assert "read by OCR" in document.warnings[0]


def test_the_words_of_tesseract_become_lines() -> None:
    head = [
        "level",
        "page_num",
        "block_num",
        "par_num",
        "line_num",
        "word_num",
        "left",
        "top",
        "width",
        "height",
        "conf",
        "text",
    ]
    words = [
        ("1", 100, 100, 480, "90", "各位代表"),
        ("2", 100, 200, 110, "90", "GDP"),
        ("2", 205, 200, 300, "90", "增长6%"),
        ("2", 500, 200, 100, "3", "~~"),
    ]
    rows = [["5", "1", "1", "1", n, "1", str(x), str(y), str(w), "40", sure, word] for n, x, y, w, sure, word in words]
    table = "\n".join("\t".join(cells) for cells in [head, *rows])
    lines = ocr._lines(table, ocr.Picture(1000, 1000, b"", 2.0))
    assert [(line.text, line.left, line.right, line.base) for line in lines] == [
        ("各位代表", 50, 290, 430),
        ("GDP增长6%", 50, 252.5, 380),
    ]


@pytest.mark.skipif(shutil.which("tesseract") is None or not ocr.is_there(), reason="no tesseract with chi_sim here")
def test_tesseract_reads_a_picture() -> None:
    picture = ocr.Picture(200, 60, b"\xff" * 12000, 300 / 72)
    assert ocr.lines_of_picture(picture, "扫描.pdf", 1) == []


BAD = {
    "no PDF": (b"%PDF-1.4 and nothing else", UnreadableError, "is no sound PDF"),
    "no words": (printed([[]]), EmptyError, "is a PDF without text"),
}


@pytest.mark.parametrize(("data", "error", "problem"), BAD.values(), ids=BAD)
def test_bad_pdf_is_one_clear_line(data: bytes, error: type[Exception], problem: str) -> None:
    with pytest.raises(error, match=problem):
        read(data)


def test_too_many_pages_are_refused(limited: Callable[..., None]) -> None:
    limited(pdf_pages=1)
    with pytest.raises(UnreadableError, match="has 2 pages, more than 1"):
        read(printed([[], []]))
