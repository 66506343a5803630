"""Scanned pages, read by tesseract where it is installed with its language chi_sim."""

from __future__ import annotations

import csv
import os
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from statistics import median

from sanxin.errors import UnreadableError
from sanxin.limits import limits
from sanxin.reading.printed import PrintedLine, glued
from sanxin.reading.programs import TESSERACT

RESOLUTION = 300
"""Dots an inch: what tesseract was trained on."""

_LANGUAGE = "chi_sim"
# Words that tesseract is less sure of (of 100) are specks more often than words.
_LEAST_SURE = 10.0
_LINE = ("block_num", "par_num", "line_num")
_SIZES_DIFFER = 0.35


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in shades of grey, a byte a point; `scale` is points of the picture to one of the page."""

    width: int
    height: int
    points: bytes
    scale: float


@cache
def is_there() -> bool:
    """Tell whether tesseract and its language for Chinese are installed."""
    program = TESSERACT.path()
    if program is None:
        return False
    run = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    return _LANGUAGE in run.stdout.split()


def lines_of_picture(picture: Picture, source: str, number: int) -> list[PrintedLine]:
    """Return the lines that tesseract reads on page `number`."""
    portable = b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.points
    dots = str(round(72 * picture.scale))
    command = [TESSERACT.commands[0], "stdin", "stdout", "-l", _LANGUAGE, "--dpi", dots, "tsv"]
    # Its threads wait for each other more than they work.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        run = subprocess.run(  # noqa: S603
            command, input=portable, capture_output=True, check=True, timeout=limits().ocr_seconds, env=environment
        )
    except (subprocess.SubprocessError, OSError) as error:
        problem = f"page {number} could not be read by OCR ({type(error).__name__})"
        raise UnreadableError(source, problem, "run: ocrmypdf -l chi_sim IN.pdf OUT.pdf") from error
    return _lines(run.stdout.decode("utf-8", "replace"), picture)


def _lines(table: str, picture: Picture) -> list[PrintedLine]:
    """Return the lines of tesseract's table of words, in its own order: the boxes of its words overlap."""
    rows: defaultdict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if (row.get("text") or "").strip() and float(row["conf"]) >= _LEAST_SURE:
            rows[tuple(row[name] for name in _LINE)].append(row)
    lines = [_line(words, picture) for words in rows.values()]
    usual = median(line.em for line in lines) if lines else 0.0
    # The size of the type is only guessed from each line; that of the page is surer, titles apart.
    return [replace(line, em=usual) if abs(line.em - usual) < _SIZES_DIFFER * usual else line for line in lines]


def _line(words: Sequence[Mapping[str, str]], picture: Picture) -> PrintedLine:
    text = reduce(glued, (word["text"].strip() for word in words))
    left = min(float(word["left"]) for word in words) / picture.scale
    right = max(float(word["left"]) + float(word["width"]) for word in words) / picture.scale
    lowest = max(float(word["top"]) + float(word["height"]) for word in words)
    em = (right - left) / sum(0.5 if char.isascii() else 1.0 for char in text)
    return PrintedLine(text, left, right, (picture.height - lowest) / picture.scale, max(em, 1.0))
