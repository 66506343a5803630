"""`sanxin extract`: targets, quantities, slogans or actions of any number of documents, in any of the formats."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sanxin.cli import writers
from sanxin.cli.inputs import not_empty, speeches
from sanxin.cli.messages import Reporter
from sanxin.cli.options import (
    DateOption,
    FormatOption,
    FrameworkOption,
    MetadataOption,
    MinScoreOption,
    ModalityOption,
    PathsArgument,
    QuietOption,
    TextColumnOption,
    settings,
)
from sanxin.cli.output import text_stream
from sanxin.cli.writers import Format
from sanxin.errors import OptionError
from sanxin.records import Speech

EXAMPLES = """\b
Examples:
  sanxin extract report.docx
  sanxin extract archive/ --what quantities -o quantities.xlsx
  sanxin extract archive/ --what all -o tables/ --format parquet
  cat speech.txt | sanxin extract - --date 2024-03 --what all --format jsonl
"""


class Wanted(StrEnum):
    """What to print."""

    TARGETS = "targets"
    QUANTITIES = "quantities"
    SLOGANS = "slogans"
    ACTIONS = "actions"
    ALL = "all"


# The tables of --what all, in the order of the sheets.
_ALL = ("documents", "quantities", "slogans", "actions", "sections")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What goes where, in which form."""

    what: Wanted
    form: Format
    path: Path | None
    with_text: bool


def command(
    paths: PathsArgument,
    what: Annotated[Wanted, typer.Option("--what", help="What to print.")] = Wanted.TARGETS,
    form: FormatOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file (a folder for several tables)."),
    ] = None,
    date: DateOption = None,
    framework: FrameworkOption = "sanxin",
    modality: ModalityOption = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Add the text that the offsets count in (with --what all).")
    ] = False,
    text_column: TextColumnOption = None,
    metadata: MetadataOption = None,
    min_score: MinScoreOption = 0.0,
    quiet: QuietOption = False,
) -> int:
    """Print the targets of speeches, one row each; or their quantities, slogans, actions, or all.

    csv files carry the mark by which Excel knows UTF-8; csv in a pipe does not. With --what all, jsonl prints one
    object a document, xlsx one sheet a kind, csv and parquet one file a kind into the folder given with -o.
    """
    plan = _plan(what, form, output, with_text)
    scrolls = plan.form is Format.TABLE and plan.path is None
    with Reporter(quiet, bar=not (scrolls and sys.stdout.isatty())) as reporter:
        found = speeches(paths, settings(date, framework, text_column, modality, metadata), reporter)
        records = _write(sure(found, min_score), plan, reporter, paths)
    reporter.summary(records, "records" if what is Wanted.ALL else what.value)
    return reporter.exit_code


def _plan(what: Wanted, form: Format | None, output: Path | None, with_text: bool) -> _Plan:
    folder = what is Wanted.ALL and output is not None and (output.is_dir() or not output.suffix)
    if folder and form is None:
        raise OptionError(f"{output}: a folder can hold csv or parquet; add --format csv or --format parquet")
    chosen = writers.choose(form, output, sys.stdout.isatty())
    if with_text and (what is not Wanted.ALL or chosen is Format.TABLE):
        raise OptionError("--with-text goes with --what all and a format other than table; rows carry their sentence")
    return _Plan(what, chosen, output, with_text)


def sure(found: Iterable[Speech], score: float) -> Iterator[Speech]:
    """Yield the speeches without the records whose label is less sure than `score`."""
    from sanxin.tables import at_least

    return iter(found) if score == 0 else (at_least(speech, score) for speech in found)


def _write(found: Iterator[Speech], plan: _Plan, reporter: Reporter, paths: list[str]) -> int:
    """Write everything and return the number of records; if nothing could be read, leave no output and exit with 2."""
    write = _write_table if plan.form is Format.TABLE else _write_rows
    return write(not_empty(found, reporter, paths), plan, reporter)


def _write_table(found: Iterable[Speech], plan: _Plan, reporter: Reporter) -> int:
    from sanxin.cli.terminal import View

    kinds = ("quantities", "slogans", "actions") if plan.what is Wanted.ALL else (plan.what.value,)
    with text_stream(plan.path) as stream:
        view = View(stream, kinds)
        return sum(view.show(speech) for speech in found)


def _write_rows(found: Iterable[Speech], plan: _Plan, reporter: Reporter) -> int:
    from sanxin.tables import columns, rows, to_dict

    kinds = _ALL if plan.what is Wanted.ALL else (plan.what.value,)
    whole = plan.form is Format.JSONL and plan.what is Wanted.ALL
    tables = {kind: columns(kind, plan.with_text) for kind in kinds}
    written = 0
    with writers.open_sink(plan.form, plan.path, tables, reporter.warn) as sink:
        for speech in found:
            if whole:
                sink.write("documents", to_dict(speech, plan.with_text))
                written += len(speech.quantities) + len(speech.slogans) + len(speech.actions)
                continue
            for kind in kinds:
                for row in rows([speech], kind, plan.with_text):
                    sink.write(kind, row)
                    written += kind not in ("documents", "sections")
    return written
