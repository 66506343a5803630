"""`sanxin attention`: the counts that studies of political attention rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanxin.cli import grid, messages
from sanxin.cli.inputs import documents, not_empty, speeches, stores
from sanxin.cli.messages import Reporter
from sanxin.cli.options import (
    DateOption,
    FormatOption,
    MetadataOption,
    OutputOption,
    QuietOption,
    TextColumnOption,
    settings,
)
from sanxin.cli.output import whole_file
from sanxin.cli.writers import Format, asks_for
from sanxin.errors import OptionError
from sanxin.tables import Column, Kind, Row

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

    from sanxin.archive.attention import By
    from sanxin.cli.inputs import Settings
    from sanxin.records import Document, Speech

EXAMPLES = """\b
Examples:
  sanxin attention store/ --word 就业 --word 营商环境
  sanxin attention store/ --what indicators --by year -o attention.xlsx
  sanxin attention store/ --what pairs --words words.txt -o pairs.gexf
  sanxin attention archive/ --what lines --word 新质生产力
"""
_GEXF = ".gexf"


class Wanted(StrEnum):
    """What is counted."""

    SHARES = "shares"
    INDICATORS = "indicators"
    PAIRS = "pairs"
    KEYWORDS = "keywords"
    LINES = "lines"


def command(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="STORE|PATH", help="A store, or files, folders and archives.", show_default=False),
    ],
    what: Annotated[
        Wanted | None,
        typer.Option(help="By default shares where words are given, else keywords.", show_default=False),
    ] = None,
    word: Annotated[
        list[str] | None, typer.Option("--word", "-w", metavar="WORD", help="A word to count; repeatable.")
    ] = None,
    words: Annotated[
        Path | None, typer.Option("--words", metavar="FILE.txt", help="Words to count, one a line.")
    ] = None,
    by: Annotated[
        str, typer.Option(metavar="region-year|region|year", help="What is counted together.")
    ] = "region-year",
    top: Annotated[int, typer.Option(min=1, help="Keywords of each region and year.")] = 20,
    context: Annotated[int, typer.Option(min=0, help="Characters on either side of a line.")] = 30,
    form: FormatOption = None,
    output: OutputOption = None,
    date: DateOption = None,
    text_column: TextColumnOption = None,
    metadata: MetadataOption = None,
    quiet: QuietOption = False,
) -> int:
    """Count what documents speak of, by region and year; equal texts count once.

    shares: how often each word is said, in a thousand characters, and among the words asked for. indicators: which
    indicators targets are set for. pairs: which words stand in one sentence, with Ochiai; -o FILE.gexf for Gephi.
    keywords: the words that set a region and year apart (TF-IDF). lines: every place of a word with its context.
    """
    chosen = what or (Wanted.SHARES if word or words else Wanted.KEYWORDS)
    listed = _words(word or [], words)
    _check(chosen, listed, form, output)
    count = _counts(listed, _by(by), top, context)[chosen]
    held = _store(paths, (date, text_column, metadata))
    with Reporter(quiet) as reporter:
        if held is not None:
            frame = count(held)
        else:
            given = settings(date, "sanxin", text_column, metadata=metadata)
            found = _read(chosen, paths, given, reporter)
            frame = count(not_empty(found, reporter, paths))
    _write(frame, chosen, form, output)
    if not quiet:
        messages.say(f"{len(frame)} rows")
    return reporter.exit_code


def _words(given: list[str], file: Path | None) -> list[str]:
    """Return the words asked for, each once, in their order."""
    lines: list[str] = []
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise OptionError(f"{file}: cannot be read ({error}); give a text in UTF-8, one word a line") from error
    return list(dict.fromkeys(word.strip() for word in (*given, *lines) if word.strip()))


def _check(what: Wanted, words: list[str], form: Format | None, output: Path | None) -> None:
    if not words and what in (Wanted.SHARES, Wanted.PAIRS, Wanted.LINES):
        raise OptionError(f"--what {what} needs words: --word WORD, or --words FILE.txt with one a line")
    if asks_for(_GEXF, form, output) and what is not Wanted.PAIRS:
        raise OptionError(f"{output}: only --what pairs is a graph; end the name in .csv or .xlsx")


def _by(name: str) -> By:
    from sanxin.archive.attention import By

    if name not in set(By):
        raise OptionError(f"--by {name}: there is {', '.join(By)}")
    return By(name)


def _counts(words: list[str], by: By, top: int, context: int) -> Mapping[Wanted, Callable[[Any], pd.DataFrame]]:
    """Return for each count the function that makes it from a store's folder, or from documents or speeches."""
    from sanxin.archive import attention

    return {
        Wanted.SHARES: lambda source: attention.shares(source, words, by),
        Wanted.INDICATORS: lambda source: attention.indicator_shares(source, by),
        Wanted.PAIRS: lambda source: attention.cooccurrence(source, words),
        Wanted.KEYWORDS: lambda source: attention.keywords(source, top, by),
        Wanted.LINES: lambda source: attention.concordance(source, words, context),
    }


def _store(paths: list[str], of_texts: tuple[str | None, ...]) -> Path | None:
    """Return the folder of the store that the one path is; None if the paths are texts."""
    held = stores(paths)
    if not held:
        return None
    if len(paths) > 1:
        raise OptionError(f"{held[0].folder}: is a store; give one store alone, or texts alone")
    if any(value is not None for value in of_texts):
        raise OptionError(f"{held[0].folder}: is a store: --date, --text-column and --metadata are for texts")
    return held[0].folder


def _read(what: Wanted, paths: list[str], given: Settings, reporter: Reporter) -> Iterator[Document | Speech]:
    if what is Wanted.INDICATORS:
        yield from speeches(paths, given, reporter)
        return
    for document in documents(paths, given, reporter):
        reporter.read(document.source, document.warnings)
        yield document


def _write(frame: pd.DataFrame, what: Wanted, form: Format | None, output: Path | None) -> None:
    from sanxin.archive.attention import write_gexf

    if output is not None and asks_for(_GEXF, form, output):
        with whole_file(output) as temporary:
            write_gexf(frame, temporary)
    else:
        grid.write(_rows(frame), _columns(frame), what.value, form, output)


def _rows(frame: pd.DataFrame) -> list[Row]:
    plain: list[Row] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return plain


def _columns(frame: pd.DataFrame) -> list[Column]:
    kinds = {"i": Kind.INTEGER, "f": Kind.NUMBER}
    return [Column(name, kinds.get(kind.kind, Kind.TEXT)) for name, kind in frame.dtypes.items()]
