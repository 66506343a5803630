"""What goes to stderr: one line a message, a bar for long runs, and the count at the end."""

from __future__ import annotations

import io
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sanxin.cli.languages import filled, of_error, words
from sanxin.errors import UNSAFE, SanxinError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


def prepare_streams() -> None:
    r"""Make stdout UTF-8 unless it is a terminal; what a terminal lacks is printed as `\u2265`, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def one_line(text: str) -> str:
    """Return the text with every run of line ends and control characters as one blank."""
    return UNSAFE.sub(" ", text).strip()


def error(message: str) -> None:
    """Print `sanxin: error: MESSAGE`."""
    _line(filled("error: {0}", message))


def warning(message: str) -> None:
    """Print `sanxin: warning: MESSAGE`."""
    _line(filled("warning: {0}", message))


def say(message: str) -> None:
    """Print `sanxin: MESSAGE`."""
    _line(words(message))


def _line(message: str) -> None:
    print(f"sanxin: {one_line(message)}", file=sys.stderr)  # noqa: T201


class Reporter:
    """Counts what a run reads and sets aside, and says so on stderr; `quiet` leaves only what went wrong.

    The bar appears with the second document, and only where stderr is a terminal that no table scrolls over.
    """

    def __init__(self, quiet: bool = False, bar: bool = True) -> None:
        self.documents = 0
        self.set_aside = 0
        self.skipped = 0
        self._quiet = quiet
        self._bar = bar and not quiet and sys.stderr.isatty()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    @property
    def exit_code(self) -> int:
        """0, or 1 where inputs were set aside."""
        return 1 if self.set_aside else 0

    def read(self, source: str, warnings: tuple[str, ...]) -> None:
        """Count a document, and pass on what its reading found doubtful."""
        self.documents += 1
        self._advance(source)
        if not self._quiet:
            for doubt in warnings:
                self._print(filled("warning: {0}", f"{source}: {words(doubt)}"))

    def skip(self, reason: SanxinError) -> None:
        """Count an input that is set aside, and name it."""
        self.set_aside += 1
        self._print(filled("error: {0}", of_error(reason)))

    def pass_over(self, _file: object) -> None:
        """Count a file of a folder that is of no format with text in it (a picture, a program)."""
        self.skipped += 1

    def warn(self, message: str) -> None:
        """Say what the output could not hold; also when quiet."""
        self._print(filled("warning: {0}", message))

    def summary(self, records: int, what: str) -> None:
        """Print `3 documents read, 57 targets, 1 set aside`, and how many files of no known format were skipped."""
        if not self._quiet:
            documents = "1 document" if self.documents == 1 else f"{self.documents} documents"
            skipped = f", {self.skipped} skipped (no format with text)" if self.skipped else ""
            self._print(words(f"{documents} read, {records} {what}, {self.set_aside} set aside{skipped}"))

    def _advance(self, source: str) -> None:
        if not self._bar or self.documents < 2:
            return
        if self._progress is None:
            from rich.console import Console
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            # How many are still to come is not known: folders and archives are walked as they are read.
            counts = TextColumn(words("{task.completed:.0f} documents, {task.fields[aside]} set aside"))
            name = TextColumn("{task.description}", markup=False)
            bar = Progress(
                SpinnerColumn(), counts, TimeElapsedColumn(), name, console=Console(stderr=True), transient=True
            )
            self._progress = bar
            self._task = bar.add_task("", total=None, aside=0)
            bar.start()
        if self._task is not None:
            name_shown = one_line(source)[-60:]
            self._progress.update(self._task, completed=self.documents, aside=self.set_aside, description=name_shown)

    def _print(self, message: str) -> None:
        if self._progress is None:
            _line(message)
        else:
            self._progress.console.print(
                f"sanxin: {one_line(message)}", markup=False, highlight=False, emoji=False, soft_wrap=True
            )
