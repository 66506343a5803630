"""`sanxin framework`: show the frameworks of pathways, draft one from a speech, check a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanxin.cli import messages
from sanxin.cli.inputs import documents, only
from sanxin.cli.messages import Reporter
from sanxin.cli.options import DateOption, TextColumnOption, settings
from sanxin.cli.output import text_stream

if TYPE_CHECKING:
    from sanxin.frameworks import Framework, Passage

#: Characters of a passage that show prints.
_SHOWN = 60

_EPILOG = """\b
Examples:
  sanxin framework show                        the frameworks that ship
  sanxin framework induce speech.txt -o own.toml
  sanxin framework check own.toml
  sanxin extract speech.txt --what actions --framework own.toml
"""

app = typer.Typer(
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Show, draft or check a framework: pathways, the goals they serve and the keystone.",
    epilog=_EPILOG,
    no_args_is_help=False,
)


class Form(StrEnum):
    """How to print a framework."""

    TEXT = "text"
    JSON = "json"


@app.command("show")
def show(
    framework: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE.toml]", help="Without it, the shipped ones are listed.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="text for reading, json for programs.")] = Form.TEXT,
) -> int:
    """Print a framework, or the list of those that ship."""
    from sanxin.frameworks import load_framework, shipped

    if framework is not None:
        chosen = load_framework(framework)
        lines = [_json(asdict(chosen))] if form is Form.JSON else _lines(chosen)
    elif form is Form.JSON:
        lines = [_json([asdict(one) for one in shipped().values()])]
    else:
        lines = [_summary(one) for one in shipped().values()]
    typer.echo("\n".join(lines))
    return 0


@app.command("check")
def check(path: Annotated[str, typer.Argument(metavar="FILE", help="A framework file.", show_default=False)]) -> int:
    """Name every fault of a framework file, one a line, with its key and what to do; exit with 2 if there is one."""
    from sanxin.frameworks import check_framework, load_framework

    faults = check_framework(path)
    for fault in faults:
        messages.error(f"{path}: {fault}")
    if faults:
        return 2
    typer.echo(f"{path}: no faults; {_summary(load_framework(Path(path)))}")
    return 0


@app.command("induce")
def induce(
    path: Annotated[str, typer.Argument(metavar="SPEECH", help="One document; - reads stdin.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.toml", help="Write the draft to a file.")
    ] = None,
    date: DateOption = None,
    text_column: TextColumnOption = None,
) -> int:
    """Draft a framework from what a speech itself sets up: pathways, goals and keystone with the passages that say so.

    A speech that sets up none gives no draft and exit code 1. A draft is to be read and mended: seed_words above all.
    """
    from sanxin.frameworks import induce_framework, to_toml

    chosen = settings(date, "auto", text_column)
    reporter = Reporter(quiet=True, bar=False)
    document = only(documents([path], chosen, reporter), path, reporter, "a draft comes from one")
    found = induce_framework(document, date=chosen.date)
    if found is None:
        messages.warning(f"{path}: sets up no framework of its own, nothing drafted; choose one with --framework NAME")
        return 1
    with text_stream(output) as stream:
        stream.write(to_toml(found))
    return 0


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _summary(framework: Framework) -> str:
    """`sanxin (三新三强, 三新): 构建新产业, 打造新环境, 推进新治理`."""
    also = f" ({', '.join(framework.aliases)})" if framework.aliases else ""
    return f"{framework.name}{also}: {', '.join(pathway.name for pathway in framework.pathways)}"


def _lines(framework: Framework) -> list[str]:
    """Return the framework for reading."""
    lines = [framework.name, *_fields("  ", {"also": framework.aliases, "source": (framework.source,)})]
    if framework.keystone is not None:
        keystone = framework.keystone
        lines += [f"keystone  {keystone.name}", *_fields("  ", {"also": keystone.aliases})]
        lines += _places(keystone.passages)
    names = {goal.id: goal.name for goal in framework.goals}
    for pathway in framework.pathways:
        lines.append(f"pathway  {pathway.id}" + (f"  {pathway.name}" if pathway.name != pathway.id else ""))
        words = {"also": pathway.aliases, "serves": [names[goal] for goal in pathway.goals]}
        words |= {"defined by": pathway.definition_words, "seeds": pathway.seed_words}
        lines += [*_fields("  ", words), *_places(pathway.passages)]
    for goal in framework.goals:
        lines.append(f"goal  {goal.id}" + (f"  {goal.name}" if goal.name != goal.id else ""))
        lines += _fields("  ", {"also": goal.aliases, "defined by": goal.definition_words})
        lines += _places(goal.passages)
    return [messages.one_line(line) if not line.startswith(" ") else "  " + messages.one_line(line) for line in lines]


def _fields(indent: str, fields: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{indent}{name}: {', '.join(words)}" for name, words in fields.items() if words]


def _places(passages: Sequence[Passage]) -> list[str]:
    return [f"  set out at {p.start}-{p.end}: {_shortened(p.text)}" for p in passages]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
