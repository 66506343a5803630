"""The program `sanxin`: its commands, each in a module of its name."""

from __future__ import annotations

from typing import Annotated

import typer

from sanxin.about import __version__
from sanxin.cli import (
    attention,
    batch,
    doctor,
    evaluate,
    extract,
    framework,
    graph,
    newwords,
    panel,
    query,
    review,
    search,
    show,
    slogans,
    train,
)

_EPILOG = """\b
Examples:
  sanxin extract speech.docx             the targets of one speech, as a table
  sanxin extract archive/ -o all.xlsx    those of a whole folder, for Excel
  sanxin show speech.docx -o page.html   the speech as a page, all marked
  sanxin graph archive/ -o graph.html   who is to do what for which pathway
"""

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_EPILOG,
)
for name, module in (
    ("extract", extract),
    ("show", show),
    ("graph", graph),
    ("slogans", slogans),
    ("newwords", newwords),
    ("batch", batch),
    ("query", query),
    ("search", search),
    ("panel", panel),
    ("attention", attention),
    ("review", review),
    ("train", train),
    ("evaluate", evaluate),
    ("doctor", doctor),
):
    app.command(name, epilog=module.EXAMPLES)(module.command)
app.add_typer(framework.app, name="framework")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sanxin {__version__}")
        raise typer.Exit


@app.callback()
def sanxin(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang", metavar="zh|en", help="Language of messages and headings; by default that of the locale."
        ),
    ] = None,
) -> None:
    """Turn Chinese policy speeches into evidence: targets, slogans, actions and their pathways.

    Exit codes: 0 done; 1 done, but some inputs were set aside (named on stderr); 2 wrong usage, nothing
    readable, or no place to write; 130 interrupted.
    """
