"""`sanxin batch`: a whole archive into a store of Parquet tables."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanxin.cli import messages
from sanxin.cli.inputs import warn_of_columns, warn_of_files
from sanxin.cli.options import (
    DateOption,
    FrameworkOption,
    MetadataOption,
    ModalityOption,
    QuietOption,
    TextColumnOption,
    settings,
)
from sanxin.errors import OptionError

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from sanxin.archive.batch import Outcome, Progress

EXAMPLES = """\b
Examples:
  sanxin batch archive/ -o store/
  sanxin batch archive/ -o store/ --workers 8 --timeout 60
  sanxin batch archive/ -o store/ --metadata places.csv
  sanxin batch archive/ -o store/ --shard $SLURM_ARRAY_TASK_ID/16
  sanxin batch archive/ -o store/ --engine dask --scheduler tcp://head:8786
"""


def command(
    archive: Annotated[
        str, typer.Argument(metavar="ARCHIVE", help="A folder, or a file with many texts.", show_default=False)
    ],
    store: Annotated[Path, typer.Option("--output", "-o", metavar="STORE", help="The folder of the tables.")],
    workers: Annotated[
        int | None, typer.Option(min=1, help="Documents at a time; by default one for each processor.")
    ] = None,
    engine: Annotated[str, typer.Option(metavar="local|dask", help="Where the work is done.")] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="With --engine dask: a scheduler that runs; else one is made here."),
    ] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Only the I-th of N parts; the last to end writes the tables.")
    ] = None,
    timeout: Annotated[float | None, typer.Option(min=0.001, help="Seconds that one document may take; 300.")] = None,
    memory: Annotated[int | None, typer.Option(min=64, help="Megabytes that one document may take; 2048.")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what an earlier run set aside.")] = False,
    date: DateOption = None,
    framework: FrameworkOption = "sanxin",
    modality: ModalityOption = None,
    text_column: TextColumnOption = None,
    metadata: MetadataOption = None,
    quiet: QuietOption = False,
) -> int:
    """Read a whole archive into a store: Parquet tables of documents, quantities, slogans, actions, edges, failures.

    Every document is worked through in a process of its own bounds: one that crashes, hangs or takes too much memory
    becomes a row of `failures` and stops nothing. Stopped in the middle, the same command goes on where it was; run
    again later, it takes in what is new or changed.
    """
    from sanxin.archive.batch import batch
    from sanxin.archive.settings import Settings
    from sanxin.limits import limits

    given = settings(date, framework, text_column, modality, metadata)
    if given.metadata is not None:
        warn_of_columns(given.metadata, messages.warning)
    chosen = Settings(
        framework=given.framework,
        modality=given.modality,
        date=None if given.date is None else str(given.date),
        text_column=given.text_column,
        metadata=None if given.metadata is None else str(given.metadata.path),
        seconds=timeout or limits().document_seconds,
        megabytes=memory or limits().document_megabytes,
    )
    with _View(quiet) as view:
        outcome = batch(
            archive,
            store,
            chosen,
            workers=workers,
            engine=_engine(engine),
            scheduler=scheduler,
            shard=_shard(shard),
            retry=retry,
            on_progress=view.show,
        )
    if given.metadata is not None:
        warn_of_files(given.metadata, outcome.unmatched, messages.warning)
    for line in _account(outcome, store):
        if not quiet or outcome.set_aside:
            messages.say(line)
    return 1 if outcome.set_aside or outcome.parts_set_aside else 0


def _engine(name: str) -> str:
    from sanxin.archive.batch import Engine

    if name not in set(Engine):
        raise OptionError(f"--engine {name}: there is {', '.join(Engine)}")
    return name


def _shard(value: str | None) -> tuple[int, int]:
    if value is None:
        return 1, 1
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", value)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise OptionError(f"--shard {value}: write I/N with I from 1 to N, for example 3/16")
    return int(found[1]), int(found[2])


def _account(outcome: Outcome, store: Path) -> list[str]:
    """Return `97 files in = 95 read + 1 set aside + 1 skipped` and what these gave."""
    if not outcome.complete:
        return [f"this part is done; {outcome.missing} of {outcome.files} files are still with other parts"]
    lines = [
        f"{outcome.files} files in = {outcome.read} read + {outcome.set_aside} set aside + {outcome.skipped} skipped",
        f"{outcome.documents} documents ({outcome.duplicates} of them duplicates) in {store}",
    ]
    if outcome.parts_set_aside:
        lines.append(f"{outcome.parts_set_aside} rows or members of files set aside")
    if outcome.set_aside or outcome.parts_set_aside:
        lines.append(f"the table failures says why: {store / 'failures.parquet'}")
    return lines


class _View:
    """The bar on stderr, where that is a terminal: files done of all, rate, time left."""

    def __init__(self, quiet: bool) -> None:
        self._wanted = not quiet and sys.stderr.isatty()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._begun = time.monotonic()

    def __enter__(self) -> _View:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, progress: Progress) -> None:
        if not self._wanted:
            return
        if self._bar is None:
            self._begin(progress)
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task,
                completed=progress.done - progress.found,
                documents=progress.documents,
                failures=progress.failures,
                rate=(progress.done - progress.found) / max(time.monotonic() - self._begun, 0.001),
                refresh=progress.done == progress.files,
            )

    def _begin(self, progress: Progress) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files, {task.fields[documents]} documents, {task.fields[failures]} set aside,"),
            TextColumn("{task.fields[rate]:.1f} files/s,"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("", total=progress.files - progress.found, documents=0, failures=0, rate=0.0)
        self._bar.start()
