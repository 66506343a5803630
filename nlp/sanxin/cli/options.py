"""Options that several commands share, and what their values become."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sanxin.cli.inputs import Settings
from sanxin.cli.writers import Format
from sanxin.records import DocumentDate

PathsArgument = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files, folders or archives; - reads stdin.", show_default=False),
]
StoreArgument = Annotated[
    Path, typer.Argument(metavar="STORE", help="A folder that sanxin batch has written.", show_default=False)
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="By default as the name given with -o says; without -o a table on a terminal, jsonl in a pipe.",
        show_default=False,
    ),
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")]
MinScoreOption = Annotated[
    float, typer.Option("--min-score", min=0, max=1, help="Leave out records whose label is less sure.")
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY[-MM[-DD]]", help="Date of the speech, whatever the document says."),
]
FrameworkOption = Annotated[
    str,
    typer.Option(
        "--framework",
        metavar="NAME|FILE.toml|auto",
        help="The pathways that actions are linked to; auto: those that the speech itself sets up, else the default.",
    ),
]
ModalityOption = Annotated[
    str | None,
    typer.Option(
        "--modality",
        metavar="FILE.tsv",
        help="Your own words of hard and soft promises (columns word, modality, place), put over the built-in ones.",
    ),
]
TextColumnOption = Annotated[
    str | None,
    typer.Option("--text-column", metavar="NAME", help="The column of a CSV or Excel file that holds the texts."),
]
MetadataOption = Annotated[
    str | None,
    typer.Option(
        "--metadata",
        metavar="FILE.csv",
        help="A table of your own (csv, tsv, xlsx): a column file, and any of date, region, level, title, speaker,"
        " occasion; it wins over what the documents say.",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but what went wrong.")]


def settings(
    date: str | None,
    framework: str,
    text_column: str | None,
    modality: str | None = None,
    metadata: str | None = None,
) -> Settings:
    """Return the options as one object; a date that is none, or a table that is wrong, raises OptionError."""
    parsed = None if date is None else DocumentDate.parse(date)
    table = None
    if metadata is not None:
        from sanxin.reading import read_metadata

        table = read_metadata(metadata)
    return Settings(date=parsed, framework=framework, text_column=text_column, modality=modality, metadata=table)
