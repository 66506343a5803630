"""`sanxin newwords`: strings that behave like words, over any number of documents, with the numbers that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from sanxin.cli import grid, inputs
from sanxin.cli.messages import Reporter
from sanxin.cli.options import FormatOption, OutputOption, PathsArgument, QuietOption, TextColumnOption
from sanxin.errors import InputError
from sanxin.records import Document

EXAMPLES = """\b
Examples:
  sanxin newwords archive/ --top 200
  sanxin newwords archive/ --since 2020 -o words.xlsx
  sanxin newwords reports.jsonl --max-length 12 --format csv > words.csv
"""


def command(
    paths: PathsArgument,
    min_count: Annotated[
        int | None,
        typer.Option(
            "--min-count",
            min=2,
            help="How often a word is said at least; by default 5 times, or once in 2 million characters.",
            show_default=False,
        ),
    ] = None,
    min_documents: Annotated[
        int, typer.Option("--min-documents", min=1, help="In how many documents (in all, where there are fewer).")
    ] = 2,
    max_length: Annotated[int, typer.Option("--max-length", min=2, max=20, help="Most characters of a word.")] = 10,
    since: Annotated[
        int | None,
        typer.Option("--since", metavar="YEAR", help="Only what no earlier document says.", show_default=False),
    ] = None,
    top: Annotated[int | None, typer.Option("--top", min=1, help="Only so many, the best.", show_default=False)] = None,
    known: Annotated[bool, typer.Option("--known", help="List words that jieba's dictionary has, too.")] = False,
    form: FormatOption = None,
    output: OutputOption = None,
    text_column: TextColumnOption = None,
    quiet: QuietOption = False,
) -> int:
    """Print the new words of an archive, best first: how often and in how many documents they are said, and since when.

    Cohesion is how much more often the parts of a word meet than by chance, entropy how freely it stands among its
    neighbours (bits). The archive is held in the temporary folder while it is counted (three times its
    size), so that memory does not grow with it.
    """
    from sanxin import newwords

    settings = newwords.Settings(min_count, min_documents, max_length, since, top, known)
    with Reporter(quiet) as reporter:
        found = _counted(_documents(paths, inputs.Settings(text_column=text_column), reporter), reporter)
        words = newwords.find_new_words(inputs.not_empty(found, reporter, paths), settings, reporter.warn)
    grid.write(newwords.rows(words), newwords.COLUMNS, "newwords", form, output)
    reporter.summary(len(words), "new words")
    return reporter.exit_code


def _counted(found: Iterable[Document], reporter: Reporter) -> Iterator[Document]:
    before = None
    for document in found:
        if document.id != before:
            reporter.read(document.source, document.warnings)
        before = document.id
        yield document


def _documents(paths: list[str], settings: inputs.Settings, reporter: Reporter) -> Iterator[Document]:
    """Yield the documents of the paths, large plain files in parts."""
    from sanxin.newwords.parts import is_large, read_parts

    for path in dict.fromkeys(paths):
        files = _files(path)
        if not any(map(is_large, files)):
            yield from inputs.documents([path], settings, reporter)
            continue
        for file in files:
            if is_large(file):
                yield from read_parts(file, reporter.skip)
            else:
                yield from inputs.documents([str(file)], settings, reporter)


def _files(path: str) -> list[Path]:
    """Return the files that a path stands for; none where it cannot be read, which reading will tell."""
    from sanxin import reading

    try:
        return [] if path == "-" else [file.path for file in reading.inputs(path).files]
    except InputError:
        return []
