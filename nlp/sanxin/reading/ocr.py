"""Scanned pages, read by tesseract where it is installed with its language chi_sim."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from sanxin.errors import UnreadableError
from sanxin.reading.limits import OCR_SECONDS
from sanxin.reading.printed import Glyph, PrintedLine, lines_of

RESOLUTION = 300
"""Dots an inch: what tesseract was trained on."""

_PROGRAM = "tesseract"
_LANGUAGE = "chi_sim"
# Words that tesseract is less sure of (of 100) are specks more often than words.
_LEAST_SURE = 10.0


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
    if shutil.which(_PROGRAM) is None:
        return False
    run = subprocess.run([_PROGRAM, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    return _LANGUAGE in run.stdout.split()


def lines_of_picture(picture: Picture, source: str, number: int) -> list[PrintedLine]:
    """Return the lines that tesseract reads on page `number`."""
    portable = b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.points
    dots = str(round(72 * picture.scale))
    command = [_PROGRAM, "stdin", "stdout", "-l", _LANGUAGE, "--dpi", dots, "tsv"]
    try:
        run = subprocess.run(command, input=portable, capture_output=True, check=True, timeout=OCR_SECONDS)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        problem = f"page {number} could not be read by OCR ({type(error).__name__})"
        raise UnreadableError(source, problem, "run: ocrmypdf -l chi_sim IN.pdf OUT.pdf") from error
    return lines_of(_glyphs(run.stdout.decode("utf-8", "replace"), picture))


def _glyphs(table: str, picture: Picture) -> list[Glyph]:
    """Return the characters of tesseract's table of words; each gets its share of the word's box."""
    words = [
        row
        for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        if (row.get("text") or "").strip() and float(row["conf"]) >= _LEAST_SURE
    ]
    heights: defaultdict[tuple[str, ...], list[tuple[float, float]]] = defaultdict(list)
    for row in words:
        top = picture.height - float(row["top"])
        heights[_line_of(row)].append((top - float(row["height"]), top))
    found = []
    for row in words:
        # The box of the whole line: 一 and 。 are too flat to tell by themselves which line they stand on.
        bottom = min(low for low, _ in heights[_line_of(row)]) / picture.scale
        top = max(high for _, high in heights[_line_of(row)]) / picture.scale
        text = row["text"].strip()
        left, step = float(row["left"]) / picture.scale, float(row["width"]) / picture.scale / len(text)
        found += [
            Glyph(char, left + n * step, left + (n + 1) * step, bottom, top - bottom) for n, char in enumerate(text)
        ]
    return found


def _line_of(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("block_num", "par_num", "line_num"))
