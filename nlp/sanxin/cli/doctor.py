"""`sanxin doctor`: what is there, what is missing, what for, and how to get it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanxin.cli import grid, messages, writers
from sanxin.cli.languages import filled, heading, words
from sanxin.cli.options import FormatOption

if TYPE_CHECKING:
    from sanxin.doctor import Finding

EXAMPLES = """\b
Examples:
  sanxin doctor
  sanxin doctor -o doctor.jsonl           to go with a report of a fault
"""
_COLUMNS = ("part", "name", "state", "found", "purpose", "remedy")
#: The columns of the table that people read.
_SHOWN = ("name", "state", "found", "advice")


def command(
    form: FormatOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> int:
    """Look for what sanxin needs or can use: versions, libraries, models, programs, fonts, memory, disk, terminal.

    Each thing is ok, missing (and needed) or absent (and not needed, but for what is said beside it). The exit code is
    0 where all that is needed is there, else 1.
    """
    from sanxin.doctor import State, examine
    from sanxin.tables import Column

    chosen = writers.choose(form, output, sys.stdout.isatty())
    found = list(examine())
    if chosen is writers.Format.TABLE:
        grid.write(map(_shown, found), [Column(heading(name)) for name in _SHOWN], "doctor", chosen, output)
    else:
        rows = [{name: getattr(each, name) for name in _COLUMNS} for each in found]
        grid.write(rows, [Column(name) for name in _COLUMNS], "doctor", chosen, output)
    missing = [each.name for each in found if each.state is State.MISSING]
    absent = [each.name for each in found if each.state is State.ABSENT]
    if absent:
        messages.say(f"not there and not needed, but for what stands beside them: {', '.join(absent)}")
    if missing:
        messages.error(f"missing: {', '.join(missing)}")
        return 1
    messages.say("all that is needed is there")
    return 0


def _shown(each: Finding) -> dict[str, object]:
    """Return the row that a person reads: what a thing is for, and how to get it, only where it is not there."""
    from sanxin.doctor import State

    advice = "" if each.state is State.OK else filled("for {0}; {1}", each.purpose, each.remedy)
    cells = (words(each.name), words(each.state), each.found, advice)
    return dict(zip(map(heading, _SHOWN), cells, strict=True))
