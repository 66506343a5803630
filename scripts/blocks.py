"""Run the code blocks of the pages as a reader would, and write what they print into the pages anew.

    .venv/bin/python scripts/blocks.py [PAGE.md ...]

Blocks of `bash` and `python` run in order, all of one page in one folder that holds `corpus/`; Python blocks of a page
share their names. A block of `text` right behind one is what it prints on a terminal, `…` in it stands for lines left
out. A block behind `<!-- not run: REASON -->` is not run. Tests (tests/docs) run the pages by the same functions.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sanxin

ROOT = Path(__file__).resolve().parent.parent
#: A store that many pages begin with; it is made once.
STORE = "sanxin batch corpus/samples -o store"
COLUMNS = "96"
LEFT_OUT = "…"

_FENCE = re.compile(
    r"(?:^<!-- not run: (?P<reason>[^>]+) -->\n+)?^```(?P<language>[^\n`]*)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"$`]*\"")
_REDIRECTED = re.compile(r"\s>\s(\S+)$")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, and what it is said to print."""

    language: str
    code: str
    line: int
    reason: str | None = None
    printed: str | None = None
    printed_at: tuple[int, int] = (0, 0)

    @property
    def runs(self) -> bool:
        """Whether it is a program that is to be run."""
        return self.language in ("bash", "python") and self.reason is None


def blocks(text: str) -> list[Block]:
    """Return the blocks of a page; one that says what the block before it prints is part of that one."""
    found: list[Block] = []
    end = 0
    for match in _FENCE.finditer(text):
        behind = found and found[-1].language in ("bash", "python") and not text[end : match.start()].strip()
        if behind and match["language"] == "text" and found[-1].printed is None:
            last = found.pop()
            found.append(Block(last.language, last.code, last.line, last.reason, match["code"], match.span("code")))
        else:
            line = text.count("\n", 0, match.start("code"))
            found.append(Block(match["language"], match["code"], line, match["reason"]))
        end = match.end()
    return found


class Reader:
    """Runs the blocks of one page in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed: dict[str, str] = {}  # by commands whose work stands ready
        self.names: dict[str, Any] = {"__name__": "__main__"}
        (folder / "corpus").symlink_to(ROOT / "corpus")

    def run(self, block: Block) -> str:
        """Return what a block prints; raise RuntimeError if a command of it fails."""
        with contextlib.chdir(self.folder), _environment():
            parts = [self._python(block.code)] if block.language == "python" else map(self._shell, _parts(block.code))
            return "".join(parts)

    def _python(self, code: str) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, "page", "exec"), self.names)  # noqa: S102 - our own pages
        return _plain(out.getvalue())

    def _shell(self, part: str) -> str:
        if part.strip() in self.printed:
            return self.printed[part.strip()]
        rest = _QUOTED.sub("''", part.strip())
        redirected = _REDIRECTED.search(rest)
        plain = rest.startswith("sanxin ") and not re.search(r"[|<>$;&*`(]", _REDIRECTED.sub("", rest))
        # A batch starts processes of its own, which a Python with threads in it should not.
        if not plain or rest.startswith("sanxin batch "):
            return _started(part)
        words = shlex.split(part, comments=True)
        return _called(words[1:-2], Path(redirected[1])) if redirected else _called(words[1:])


def _parts(code: str) -> Iterator[str]:
    """Yield each line that calls sanxin alone by itself, and what stands between such lines."""
    held: list[str] = []
    for line in re.sub(r"\\\n\s*", "", code).splitlines():
        if line.startswith("sanxin ") and not any("<<" in before for before in held[-40:] if "<<" in before):
            if held:
                yield "\n".join(held)
            held = []
            yield line
        else:
            held.append(line)
            if line == "END":
                yield "\n".join(held)
                held = []
    if held:
        yield "\n".join(held)


def _started(script: str) -> str:
    """Return what a shell prints for a script."""
    run = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],  # noqa: S607
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    printed = _plain(run.stdout.decode())
    if run.returncode:
        raise RuntimeError(f"ended with {run.returncode}: {script}\n{printed}")
    return printed


def _called(arguments: Sequence[str], target: Path | None = None) -> str:
    """Return what `sanxin ARGUMENTS` prints on a terminal, or on stderr where its output goes to a file."""
    from sanxin.cli import main

    shown = io.BytesIO()
    kept = shown if target is None else io.BytesIO()
    out, err = _Terminal(kept, target is None), _Terminal(shown, False)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    out.detach()
    err.detach()
    if target is not None:
        target.write_bytes(kept.getvalue())
    printed = _plain(shown.getvalue().decode())
    if code:
        raise RuntimeError(f"ended with {code}: sanxin {' '.join(arguments)}\n{printed}")
    return printed


class _Terminal(io.TextIOWrapper):
    """A stream that says whether it is a terminal."""

    def __init__(self, buffer: io.BytesIO, terminal: bool) -> None:
        super().__init__(buffer, encoding="utf-8", write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    new = {"PATH": path, "COLUMNS": COLUMNS, "LINES": "99", "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    if "PYTHONPATH" in os.environ:  # programs that are started import the same sanxin
        new["PYTHONPATH"] = str(Path(sanxin.__file__).parents[1])
    old = {name: os.environ.get(name) for name in new}
    os.environ.update(new)
    try:
        yield
    finally:
        for name, value in old.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _plain(printed: str) -> str:
    """Return what is printed without colours and without blanks at the ends of lines."""
    lines = "\n".join(line.rstrip() for line in _COLOUR.sub("", printed).splitlines()).strip("\n")
    return f"{lines}\n" if lines else ""


def agrees(said: str, printed: str) -> bool:
    """Tell whether a page says what is printed; `…` stands for any lines."""
    pieces = (re.escape(line) + "\n" if line != LEFT_OUT else r"(?:.*\n)*?" for line in said.strip("\n").split("\n"))
    return re.fullmatch("".join(pieces), printed) is not None


def shortened(said: str, printed: str) -> str:
    """Return what is printed with as many lines at both ends as the page shows now."""
    shown, lines = said.strip("\n").split("\n"), printed.splitlines()
    if LEFT_OUT not in shown:
        return printed
    head = shown.index(LEFT_OUT)
    tail = len(shown) - head - 1
    return "\n".join([*lines[:head], LEFT_OUT, *lines[len(lines) - tail :]]) + "\n"


@dataclass(frozen=True)
class Store:
    """The common store: where it is, and what the command printed that made it."""

    folder: Path
    printed: str


def make_store(folder: Path) -> Store:
    """Return the common store, made in a folder."""
    return Store(folder / "store", Reader(folder).run(Block("bash", STORE + "\n", 0)))


def prepared(folder: Path, text: str, store: Store) -> Reader:
    """Return the reader of a page; where the page makes the common store, that stands ready."""
    reader = Reader(folder)
    if STORE in text:
        shutil.copytree(store.folder, folder / "store")
        reader.printed[STORE] = store.printed
    return reader


def pages() -> list[Path]:
    """Return every page whose blocks run."""
    found = [path for path in (ROOT / "docs").rglob("*.md") if path.name != "STATE.md" and "_build" not in path.parts]
    return [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted(found)]


def main() -> None:
    """Write what blocks print into the pages that are named, or into all."""
    wanted = [Path(word).resolve() for word in sys.argv[1:]] or pages()
    with tempfile.TemporaryDirectory() as holder:
        (Path(holder) / "common").mkdir()
        store = make_store(Path(holder) / "common")
        for number, page in enumerate(wanted):
            folder = Path(holder) / str(number)
            folder.mkdir()
            if written(page, folder, store):
                print(f"{page.relative_to(ROOT)}: written anew")


def written(page: Path, folder: Path, store: Store) -> bool:
    """Run a page and write what its blocks print; tell whether anything has changed."""
    text = page.read_text(encoding="utf-8")
    reader = prepared(folder, text, store)
    new, at = [], 0
    for block in blocks(text):
        printed = reader.run(block) if block.runs else ""
        if block.runs and block.printed is not None and not agrees(block.printed, printed):
            start, end = block.printed_at
            new += [text[at:start], shortened(block.printed, printed)]
            at = end
    page.write_text("".join([*new, text[at:]]), encoding="utf-8")
    return bool(new)


if __name__ == "__main__":
    main()
