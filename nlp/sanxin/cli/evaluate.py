"""`sanxin evaluate`: how well the tool, or another annotator, agrees with marked texts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanxin.cli import writers
from sanxin.cli.messages import Reporter
from sanxin.cli.options import FormatOption, FrameworkOption, QuietOption
from sanxin.cli.output import text_stream
from sanxin.cli.writers import Format
from sanxin.errors import OptionError, UnreadableError

if TYPE_CHECKING:
    from sanxin.analysis import Analyser
    from sanxin.evaluation import Marks, Report

EXAMPLES = """\b
Examples (in a checkout):
  sanxin evaluate corpus/gold
  sanxin evaluate corpus/gold -o report.html
  sanxin evaluate corpus/labels --texts ../shared/archive/text --what confusions
  sanxin evaluate corpus/gold --predictions records.jsonl --format csv
  sanxin evaluate mine/gold.json --against hers/gold.json
"""


class Wanted(StrEnum):
    """What to print; agreement only with --against."""

    FIGURES = "figures"
    AGREEMENT = "agreement"
    CONFUSIONS = "confusions"
    DISAGREEMENTS = "disagreements"
    DOCUMENTS = "documents"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where the marks come from, and what they are held against."""

    gold: list[Path]
    texts: Path | None
    predictions: Path | None
    against: Path | None
    framework: str


def command(
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD...", help="gold.json, folders of such, or folders of labels.", show_default=False),
    ],
    what: Annotated[
        Wanted | None,
        typer.Option("--what", help="What to print; figures, with --against agreement.", show_default=False),
    ] = None,
    form: FormatOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file; .html: all of it, as a page."),
    ] = None,
    texts: Annotated[
        Path | None, typer.Option("--texts", metavar="FOLDER", help="Where the texts are that labels count in.")
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(
            "--predictions", metavar="FILE.jsonl", help="Records printed before, by extract --what all --format jsonl."
        ),
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="OTHER", help="Marks of another annotator, as GOLD.")
    ] = None,
    framework: FrameworkOption = "sanxin",
    resamples: Annotated[
        int, typer.Option("--resamples", min=0, max=100_000, help="How often documents are drawn for an interval.")
    ] = 2000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="What the draws begin with.")] = 1,
    quiet: QuietOption = False,
) -> int:
    """Score marked texts: precision, recall and F1 of every field, with intervals, and what was taken for what.

    What the tool says is worked out from the texts, or given with --predictions; --against compares two annotators
    instead (Cohen's kappa, Krippendorff's alpha). Intervals hold 95 % of the figures of documents drawn anew. Of
    texts that the shipped weights were fitted on, figures flatter: sanxin train prints those of texts held out.
    """
    from sanxin import evaluation

    if predictions is not None and against is not None:
        raise OptionError("--predictions and --against exclude each other: one thing is compared with GOLD")
    wanted = what or (Wanted.FIGURES if against is None else Wanted.AGREEMENT)
    if wanted is Wanted.AGREEMENT and against is None:
        raise OptionError("agreement is that of two annotators: add --against OTHER, or choose another --what")
    page = output is not None and output.suffix.lower() in (".html", ".htm") and form is None
    chosen = Format.TABLE if page else writers.choose(form, output, sys.stdout.isatty())
    with Reporter(quiet, bar=output is not None or not sys.stdout.isatty()) as reporter:
        both = _both(_Sources(gold, texts, predictions, against, framework), reporter)
        report = evaluation.evaluate(both, resamples=resamples, seed=seed)
        if not report.names:
            raise typer.Exit(2)  # each document has said why
        if page:
            _write_page(report, output, against)
        else:
            _write(report, wanted, chosen, output, reporter)
    reporter.summary(len(report.figures), "figures")
    return reporter.exit_code


def _both(sources: _Sources, reporter: Reporter) -> Iterator[tuple[Marks, Marks]]:
    """Yield the marks of each document with what they are held against; a document without is set aside."""
    from sanxin import evaluation

    other = _Other(sources, reporter)
    seen: set[str] = set()
    for path in sources.gold:
        for marks in evaluation.read_gold(path, sources.texts, reporter.skip):
            if marks.name in seen:
                raise OptionError(f"{path}: {marks.name} was given before; name each marked text once")
            seen.add(marks.name)
            try:
                found = other.of(marks)
            except UnreadableError as error:
                reporter.skip(error)
            else:
                reporter.read(marks.name, ())
                yield marks, found


class _Other:
    """What the marks are held against: the tool, records of before, or another annotator."""

    def __init__(self, sources: _Sources, reporter: Reporter) -> None:
        from sanxin import evaluation

        self._sources = sources
        self._analyser: Analyser | None = None
        self._predictions = evaluation.Predictions(sources.predictions) if sources.predictions is not None else None
        self._marks: dict[str, Marks] = {}
        if sources.against is not None:
            for marks in evaluation.read_gold(sources.against, sources.texts, reporter.skip):
                self._marks |= dict.fromkeys(marks.names, marks)
            self._only = next(iter(self._marks.values())) if len({m.name for m in self._marks.values()}) == 1 else None

    def of(self, marks: Marks) -> Marks:
        """Return what is said of the document that `marks` are of."""
        if self._predictions is not None:
            return self._predictions.of(marks)
        if self._sources.against is not None:
            return self._annotated(marks)
        from sanxin import analysis, evaluation

        self._analyser = self._analyser or analysis.load(framework=self._sources.framework)
        return evaluation.predict(marks, self._analyser)

    def _annotated(self, marks: Marks) -> Marks:
        # Two files named by hand are of one document, whatever they are called.
        one_each = self._only is not None and len(self._sources.gold) == 1 and self._sources.gold[0].is_file()
        found = self._only if one_each else None
        found = found or next((self._marks[name] for name in marks.names if name in self._marks), None)
        if found is None:
            raise UnreadableError(marks.name, f"{self._sources.against} has no marks of it", "mark it, or leave it out")
        return found


def _write_page(report: Report, path: Path | None, against: Path | None) -> None:
    from sanxin.pages.evaluation import render

    with text_stream(path) as stream:
        stream.write(render(report, None if against is None else str(against)))


def _write(report: Report, wanted: Wanted, form: Format, path: Path | None, reporter: Reporter) -> None:
    from sanxin.evaluation.tables import COLUMNS, Table, rows

    tables = list(Table) if wanted is Wanted.ALL else [Table(wanted)]
    if form is Format.TABLE:
        from sanxin.cli.scores import View

        with text_stream(path) as stream:
            View(stream).show(report, tables)
        return
    several = len(tables) > 1
    with writers.open_sink(form, path, {table: COLUMNS[table] for table in tables}, reporter.warn) as sink:
        for table in tables:
            for row in rows(report, table):
                sink.write(table, {"table": table.value, **row} if several and form is Format.JSONL else row)
