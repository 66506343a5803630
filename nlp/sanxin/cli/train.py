"""`sanxin train`: the judges' weights, anew from the marked texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """\b
Example (in a checkout):
  sanxin train --shared ../shared
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
    force: Annotated[bool, typer.Option("--force", help="Write weights that score worse than the shipped.")] = False,
) -> int:
    """Fit the judges on all marked texts at hand and print their scores on documents held out.

    The same texts give the same weights, byte for byte. Weights that score worse than those they would replace are
    not written.
    """
    from sanxin.training.train import train

    for name, scores in train(
        checkout, shared, judges or [], lambda line: typer.echo(line, err=True), force=force
    ).items():
        measured = f"{sum(scores.measured.values())} items of {scores.documents} documents"
        typer.echo(f"{name}: {scores.summary()} ({measured}, {scores.folds} folds across documents)")
    return 0
