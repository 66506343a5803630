"""Draw the pictures of the README from the real output of the program over the project's own samples.

    .venv/bin/python scripts/pictures.py

docs/images/extract.svg is what two commands print on a terminal; docs/images/show.png and graph.png are
the pages of `sanxin show` and `sanxin graph`, which only a machine with Chromium can draw.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME as THEME
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
COUNTY = "corpus/samples/a02_jianglin_county_2021.txt"
SUBDISTRICT = "corpus/samples/a04_qingyu_subdistrict_2023.txt"

# Arguments of `sanxin extract`, and how many lines of what it prints are shown.
SCREEN = (([COUNTY], 17), ([SUBDISTRICT, "--what", "slogans"], 18))
COLUMNS = 108
CELL, LINE, MARGIN = 8.4, 20, 16  # pixels
NARROW, WIDE = 14, 16  # pixels: sizes at which a Latin letter fills one cell and a Chinese character two
FONTS = "ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"
PAGE_SIZE = "1100,820"
PAGES = ((["show", SUBDISTRICT], "show.png"), (["graph", COUNTY, "--min-score", "0.6"], "graph.png"))
WEBGL = (
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--virtual-time-budget=4000",
)


def main() -> None:
    """Draw all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    lines = [line for arguments, most in SCREEN for line in screen(arguments, most)]
    (IMAGES / "extract.svg").write_text(svg(lines[:-1]), encoding="utf-8")
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        print("no Chromium here: the pictures of pages are left as they were")
    else:
        for command, picture in PAGES:
            photograph(browser, command, IMAGES / picture)


def program() -> str:
    """Return the `sanxin` that is installed beside this Python."""
    return str(Path(sys.executable).parent / "sanxin")


def screen(arguments: list[str], most: int) -> list[str]:
    """Return the command and the first lines of what `sanxin extract` prints for it on a terminal, colours and all."""
    command = ["extract", *arguments]
    ours, theirs = pty.openpty()
    environment = os.environ | {
        "COLUMNS": str(COLUMNS),
        "LINES": "999",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }
    environment.pop("NO_COLOR", None)
    with subprocess.Popen([program(), *command, "--quiet"], cwd=ROOT, env=environment, stdout=theirs) as run:
        os.close(theirs)
        printed = b"".join(iter(lambda: read(ours), b"")).decode()
    if run.returncode:
        sys.exit(f"sanxin {' '.join(command)} ended with {run.returncode}")
    lines = [line.rstrip("\r") for line in printed.split("\n")]
    while not lines[-1]:
        lines.pop()
    left = [f"  \x1b[2m… {len(lines) - most} more lines\x1b[0m"] if len(lines) > most else []
    return [f"\x1b[32m$\x1b[0m sanxin {' '.join(command)}", *lines[:most], *left, ""]


def read(terminal: int) -> bytes:
    """Return the next bytes of a terminal; none once its program has ended."""
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says EIO where others say end of file
        return b""


def svg(lines: list[str]) -> str:
    """Return lines with ANSI colours as a picture of a terminal that needs no font but what the viewer has."""
    width, height = round(COLUMNS * CELL + 2 * MARGIN), len(lines) * LINE + 2 * MARGIN
    words = "\n".join(element for n, line in enumerate(lines) for element in drawn(line, MARGIN + n * LINE + NARROW))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        f'<rect width="100%" height="100%" rx="8" fill="{THEME.background_color.hex}"/>\n'
        f'<g font-family="{FONTS}" fill="{THEME.foreground_color.hex}">\n'
        f"{words}\n</g>\n</svg>\n"
    )


def drawn(line: str, y: float) -> Iterator[str]:
    """Yield the <text> elements of a line: each of one style and one character width, so that columns stay put."""
    x = 0
    for piece in Text.from_ansi(line).render(Console()):
        for wide, run in groupby(piece.text, key=lambda character: unicodedata.east_asian_width(character) in "WF"):
            words = "".join(run)
            for word in re.finditer(r"\S+(?: \S+)*", words):
                start = x + cell_len(words[: word.start()])
                yield (
                    f'<text x="{MARGIN + start * CELL:g}" y="{y:g}" textLength="{cell_len(word[0]) * CELL:g}"'
                    f' font-size="{WIDE if wide else NARROW}"{look(piece.style)}>{escape(word[0])}</text>'
                )
            x += cell_len(words)


def look(style: Style | None) -> str:
    """Return a style's colour and weight as attributes."""
    if style is None:
        return ""
    colour = f' fill="{style.color.get_truecolor(THEME).hex}"' if style.color and not style.color.is_default else ""
    return colour + ' font-weight="bold"' * bool(style.bold) + ' opacity="0.6"' * bool(style.dim)


def photograph(browser: str, command: list[str], target: Path) -> None:
    """Draw the page that a command makes as a browser shows it."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        subprocess.run([program(), *command, "-o", str(page), "--quiet"], cwd=ROOT, check=True)
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1", *WEBGL]
        place = [f"--user-data-dir={folder}/profile", f"--window-size={PAGE_SIZE}", f"--screenshot={target}"]
        subprocess.run([browser, *options, *place, page.as_uri()], check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    main()
