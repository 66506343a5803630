"""`sanxin train`: the judges' weights, anew from the marked texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanxin.cli import messages
from sanxin.cli.languages import words
from sanxin.cli.messages import Reporter
from sanxin.errors import OptionError

if TYPE_CHECKING:
    from sanxin.review.marks import Unused
    from sanxin.review.texts import Corrected

EXAMPLES = """\b
Examples (in a checkout):
  sanxin train --shared ../shared
  sanxin train --shared ../shared --corrections review.xlsx
"""


def command(
    judges: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[JUDGE]...", help="status, roles, pathways, indicators, slogans, linking; all if none."
        ),
    ] = None,
    checkout: Annotated[Path, typer.Option(metavar="FOLDER", help="The repository: corpus/ in, models/ out.")] = Path(),
    shared: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where gold/ and archive/text/ of the public texts lie.")
    ] = None,
    corrections: Annotated[
        list[Path] | None,
        typer.Option(
            "--corrections",
            metavar="FILE",
            help="What a person changed in a file of sanxin review, or marked in doccano or Label Studio; repeatable.",
        ),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="The corrected texts, where they are no longer at the place reviewed."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write weights that score worse than the shipped.")] = False,
) -> int:
    """Fit the judges on all marked texts at hand and print their scores on documents held out.

    The same texts give the same weights, byte for byte. Weights that score worse than those they would replace are
    not written. With --corrections only the judges that they concern are fitted, unless some are named; the exit code
    is 1 where a correction could not be used.
    """
    from sanxin.training.train import train

    reporter = Reporter()
    corrected = _corrected(corrections or [], texts, reporter)
    unused: list[Unused] = []

    def refuse(each: Unused) -> None:
        unused.append(each)
        reporter.warn(f"not learned: {each.document}, {each.place}: {each.reason}")

    fitted = train(
        checkout,
        shared,
        judges or [],
        lambda line: typer.echo(words(line), err=True),
        force=force,
        corrected=corrected,
        refuse=refuse,
    )
    for name, scores in fitted.items():
        measured = f"{sum(scores.measured.values())} items of {scores.documents} documents"
        typer.echo(f"{name}: {scores.summary()} ({measured}, {scores.folds} folds across documents)")
    return 1 if unused else reporter.exit_code


def _corrected(files: list[Path], texts: Path | None, reporter: Reporter) -> list[Corrected]:
    """Return what the files say of texts that are found; what is wrong with a text is told, and it is left out."""
    if not files:
        return []
    from sanxin.review.corrections import read_corrections
    from sanxin.review.texts import with_texts

    reviews = [read_corrections(file) for file in files]
    for review in reviews:
        messages.say(f"{review.source}: {len(review.corrections)} records reviewed, {review.untouched} not looked at")
    said = [each for review in reviews for each in review.corrections]
    found = list(with_texts(said, texts, reporter.skip))
    if not found:
        raise OptionError(
            "no correction can be used; mark records in the column verdict, and name the texts with --texts"
        )
    return found
