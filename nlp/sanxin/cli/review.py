"""`sanxin review`: records for a person to mark, in a table, a page or a tool for annotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanxin.cli import messages, writers
from sanxin.cli.extract import Wanted
from sanxin.cli.inputs import not_empty, speeches
from sanxin.cli.messages import Reporter
from sanxin.cli.options import (
    DateOption,
    FrameworkOption,
    MetadataOption,
    ModalityOption,
    PathsArgument,
    QuietOption,
    TextColumnOption,
    settings,
)
from sanxin.cli.output import text_stream
from sanxin.errors import OptionError

if TYPE_CHECKING:
    from sanxin.review.items import Item

EXAMPLES = """\b
Examples:
  sanxin review speech.docx -o review.xlsx       mark in Excel or LibreOffice
  sanxin review archive/ --lowest 200 -o r.html  the 200 least sure, in a browser
  sanxin review archive/ --sample 300 -o tasks.labelstudio.json
  sanxin train --corrections review.xlsx         learn from it (in a checkout)
"""


class Form(StrEnum):
    """The forms of a review."""

    XLSX = "xlsx"
    CSV = "csv"
    HTML = "html"
    DOCCANO = "doccano"
    LABELSTUDIO = "labelstudio"


#: The ends of file names; the longer come first.
_ENDS = {
    ".doccano.jsonl": Form.DOCCANO,
    ".labelstudio.json": Form.LABELSTUDIO,
    ".jsonl": Form.DOCCANO,
    ".json": Form.LABELSTUDIO,
    ".xlsx": Form.XLSX,
    ".csv": Form.CSV,
    ".html": Form.HTML,
    ".htm": Form.HTML,
}


def command(
    paths: PathsArgument,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="The file to mark in: .xlsx, .csv, .html, .jsonl, .json."),
    ],
    what: Annotated[Wanted, typer.Option("--what", help="Which records.")] = Wanted.TARGETS,
    form: Annotated[
        Form | None, typer.Option("--format", help="By default as the name given with -o says.", show_default=False)
    ] = None,
    max_score: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Only records whose label is no surer than this, the least sure first."),
    ] = None,
    lowest: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the N least sure, these first.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only N of them, drawn by lot.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed draws the same sample.")] = 1,
    annotator: Annotated[str, typer.Option(metavar="NAME", help="Who marks; stands in every row.")] = "",
    date: DateOption = None,
    framework: FrameworkOption = "sanxin",
    modality: ModalityOption = None,
    text_column: TextColumnOption = None,
    metadata: MetadataOption = None,
    quiet: QuietOption = False,
) -> int:
    """Write records for a person to check: right, wrong (no such record) or changed, with what is right instead.

    In a table or page, right confirms all that is said of a record, and so does changed for what has no new value. An
    indicator is changed by writing its words as they stand in the text; none says that there is none. The files
    for doccano and Label Studio hold a line of the text a task, with the records as labelled spans. Keep the columns
    key, path, doc_id and text_sha256, or the field sanxin of a task: they find the words again.
    """
    from sanxin.review.items import choose, items
    from sanxin.tables import What

    if "-" in paths:
        raise OptionError("standard input cannot be read again when the corrections are learned; give files")
    chosen = form or _form(output)
    kinds = (What.QUANTITIES, What.SLOGANS, What.ACTIONS) if what is Wanted.ALL else (What(what.value),)
    with Reporter(quiet) as reporter:
        found = speeches(paths, settings(date, framework, text_column, modality, metadata), reporter)
        records = (item for speech in not_empty(found, reporter, paths) for item in items(speech, kinds))
        kept = choose(records, max_score=max_score, lowest=lowest, sample=sample, seed=seed)
        _write(kept, chosen, output, annotator, reporter)
    reporter.summary(len(kept), "records to review")
    return reporter.exit_code


def _form(output: Path) -> Form:
    name = output.name.lower()
    for end, form in _ENDS.items():
        if name.endswith(end):
            return form
    raise OptionError(f"{output}: no format goes with this name; end it in {', '.join(_ENDS)} or add --format")


def _write(found: Sequence[Item], form: Form, output: Path, annotator: str, reporter: Reporter) -> None:
    if form in (Form.XLSX, Form.CSV):
        _table(found, form, output, annotator, reporter)
        return
    from sanxin.pages.review import render
    from sanxin.review import doccano, labelstudio

    with text_stream(output) as stream:
        if form is Form.HTML:
            stream.write(render(found, annotator))
        elif form is Form.DOCCANO:
            stream.writelines(_lines(doccano.tasks(found)))
        else:
            stream.write(writers.dumps(list(labelstudio.tasks(found))) + "\n")
    if form is Form.LABELSTUDIO:
        config = output.with_name(output.name + ".config.xml")
        with text_stream(config) as stream:
            stream.write(labelstudio.config(found))
        messages.say(f"{config}: the labelling interface, to be pasted into the settings of the project")


def _lines(tasks: Iterable[dict[str, object]]) -> Iterator[str]:
    yield from (writers.dumps(task) + "\n" for task in tasks)


def _table(found: Sequence[Item], form: Form, output: Path, annotator: str, reporter: Reporter) -> None:
    from sanxin.review import table
    from sanxin.review.items import Kind

    kinds = [kind for kind in Kind if any(item.kind is kind for item in found)] or list(Kind)
    choices = table.choices(kinds, {item.framework for item in found})
    tables = {"review": table.columns(kinds)}
    with writers.open_sink(writers.Format(form.value), output, tables, reporter.warn, choices) as sink:
        for row in table.rows(found, kinds, annotator):
            sink.write("review", row)
