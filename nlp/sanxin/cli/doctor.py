"""`sanxin doctor`: what is there, what is missing, what for, and how to get it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sanxin.cli import grid, messages, writers
from sanxin.cli.options import FormatOption

EXAMPLES = """\b
Examples:
  sanxin doctor
  sanxin doctor -o doctor.jsonl           to go with a report of a fault
"""
_COLUMNS = ("part", "name", "state", "found", "purpose", "remedy")
#: A person needs to know what a thing is for, and how to get it, only where it is not there.
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
    names = _SHOWN if chosen is writers.Format.TABLE else _COLUMNS
    rows = [{name: getattr(each, name) for name in names} for each in found]
    grid.write(rows, [Column(name) for name in names], "doctor", chosen, output)
    missing = [each.name for each in found if each.state is State.MISSING]
    absent = [each.name for each in found if each.state is State.ABSENT]
    if absent:
        messages.say(f"not there and not needed, but for what stands beside them: {', '.join(absent)}")
    if missing:
        messages.error(f"missing: {', '.join(missing)}")
        return 1
    messages.say("all that is needed is there")
    return 0
