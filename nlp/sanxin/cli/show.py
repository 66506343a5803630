"""`sanxin show`: one speech as one page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sanxin.cli.inputs import only, speeches
from sanxin.cli.messages import Reporter
from sanxin.cli.options import (
    DateOption,
    FrameworkOption,
    MetadataOption,
    ModalityOption,
    QuietOption,
    TextColumnOption,
    settings,
)
from sanxin.cli.output import text_stream
from sanxin.errors import OptionError

EXAMPLES = """\b
Example:
  sanxin show speech.docx -o page.html
"""


def command(
    path: Annotated[str, typer.Argument(metavar="PATH", help="One document; - reads stdin.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The page, an .html file.")
    ] = None,
    date: DateOption = None,
    framework: FrameworkOption = "sanxin",
    modality: ModalityOption = None,
    text_column: TextColumnOption = None,
    metadata: MetadataOption = None,
    quiet: QuietOption = False,
) -> int:
    """Draw one speech as a page: every target, slogan and action marked and linked to its fields.

    The page needs no network and no other file; it opens in any browser, also with scripts switched off.
    """
    from sanxin import pages

    if output is None and sys.stdout.isatty():
        raise OptionError("a page is for a browser: give a file with -o, for example -o page.html")
    # The place is opened first: whether it can be written is known before the work is done.
    with text_stream(output) as stream, Reporter(quiet, bar=False) as reporter:
        found = speeches([path], settings(date, framework, text_column, modality, metadata), reporter)
        speech = only(found, path, reporter, "a page shows one")
        stream.write(pages.render(speech))
    reporter.summary(len(speech.quantities) + len(speech.slogans) + len(speech.actions), "records")
    return reporter.exit_code
