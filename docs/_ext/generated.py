"""Parts of pages that the program writes about itself: a line `<!-- generated: NAME -->` is replaced by NAMES[NAME]().

What is written is Markdown. An option or command without help, or a column without a meaning, is an
error here, so that the build and the tests fail.
"""

from __future__ import annotations

import csv
import inspect
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import click
    from sphinx.application import Sphinx

DOCS = Path(__file__).resolve().parent.parent
MODELS = DOCS.parent / "models"
MARK = re.compile(r"^<!-- generated: ([a-z-]+)(?: (\S+))? -->$", re.MULTILINE)


class UndocumentedError(Exception):
    """Something that users see has no words about it."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx to fill in the parts when it reads a page."""
    app.connect("source-read", _fill)
    return {"parallel_read_safe": True}


def _fill(_app: Sphinx, _page: str, source: list[str]) -> None:
    source[0] = MARK.sub(lambda mark: NAMES[mark[1]](*filter(None, [mark[2]])), source[0])


def table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in line) + " |" for line in lines
    )


# ---- commands ----


def commands() -> str:
    """Return a section for each command: what it does, how it is written, its arguments, options and examples."""
    return "\n\n".join(_command(path, command) for path, command in walk())


def walk() -> Iterator[tuple[str, click.Command]]:
    """Yield every command, by the words that call it."""
    import typer

    from sanxin.cli.app import app

    top = typer.main.get_command(app)
    waiting = [("sanxin", top)]
    while waiting:
        path, command = waiting.pop(0)
        yield path, command
        waiting[:0] = [(f"{path} {name}", below) for name, below in getattr(command, "commands", {}).items()]


def _command(path: str, command: click.Command) -> str:
    import click

    context = click.Context(command, info_name=path)
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    parts = [f"## {path}", _words(command.help, path), f"```text\n{usage}\n```"]
    if arguments:
        rows = ((f"`{_metavar(a)}`", _words(a.help, f"{path} {a.name}")) for a in arguments)
        parts.append(table(("argument", "what"), rows))
    if options:
        parts.append(table(("option", "what"), (_option(path, option, context) for option in options)))
    if command.epilog:
        title, examples = command.epilog.replace("\b", "").strip().split("\n", 1)
        parts += [title, f"```text\n{textwrap.dedent(examples)}\n```"]
    return "\n\n".join(parts)


def _option(path: str, option: Any, context: click.Context) -> tuple[str, str]:
    _words(option.help, f"{path} {option.opts[0]}")
    written, words = option.get_help_record(context)
    return f"`{written}`", words.replace("  [", " [")


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _words(words: str | None, whose: str) -> str:
    if not words or not words.strip():
        raise UndocumentedError(f"{whose} has no help")
    return words.strip()


def exit_codes() -> str:
    """Return the table of exit codes, from the docstring of the module that gives them."""
    import sanxin.cli

    return "\n".join(line for line in inspect.getdoc(sanxin.cli).splitlines() if line.startswith("|"))


# ---- names of the library ----


def api() -> str:
    """Return autodoc directives for every public name, by what it is for."""
    return "\n\n".join(f"## {title}\n\n```{{eval-rst}}\n{_autodoc(names)}\n```" for title, names in public().items())


def public() -> Mapping[str, Sequence[str]]:
    """Return the public names by section: functions, and the classes that they take and give."""
    import sanxin
    from sanxin import errors, explore, records
    from sanxin.archive import attention

    functions = [name for name in sanxin.__all__ if callable(getattr(sanxin, name))]
    return {
        "Functions": [*(f"sanxin.{name}" for name in functions), "sanxin.reading.read_metadata"],
        "Questions to a graph": [f"sanxin.explore.{name}" for name in explore.__all__],
        "Counting words": [f"sanxin.archive.attention.{name}" for name in _own(attention)],
        "What functions take and give": [
            "sanxin.analysis.Analyser",
            "sanxin.archive.store.Store",
            "sanxin.archive.search.Hit",
            "sanxin.archive.settings.Settings",
            "sanxin.archive.batch.Progress",
            "sanxin.archive.batch.Outcome",
            "sanxin.reading.metadata.Metadata",
            "sanxin.reading.inputs.InputFile",
            "sanxin.graph.KnowledgeGraph",
            *(f"sanxin.graph.{name}" for name in ("NodeKind", "EdgeKind")),
            *(f"sanxin.frameworks.model.{name}" for name in ("Framework", "Pathway", "Goal", "Keystone", "Passage")),
        ],
        "Records": [f"sanxin.records.{name}" for name in _own(records)],
        "Errors": [f"sanxin.errors.{name}" for name in _own(errors)],
    }


def _own(module: Any) -> list[str]:
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]


def named(path: str) -> Any:
    """Return what a dotted path names."""
    import importlib

    module, name = path.rsplit(".", 1)
    return getattr(importlib.import_module(module), name)


def _autodoc(names: Sequence[str]) -> str:
    lines = []
    for name in names:
        value = named(name)
        if not inspect.getdoc(value):
            raise UndocumentedError(f"{name} has no docstring")
        if inspect.isclass(value):
            fields = "" if issubclass(value, Exception) else "\n   :members:\n   :undoc-members:"
            lines.append(f".. autoclass:: {name}{fields}")
        else:
            lines.append(f".. autofunction:: {name}")
    return "\n\n".join(lines)


# ---- columns of tables ----


def columns(what: str) -> str:
    """Return the columns of a table with type and meaning; meanings stand in reference/columns.tsv."""
    meanings = {(row["table"], row["column"]): row["meaning"] for row in _rows(DOCS / "reference" / "columns.tsv")}

    def meaning(name: str) -> str:
        words = meanings.get((what, name)) or meanings.get(("*", name))
        return _words(words, f"the column {name} of {what} in docs/reference/columns.tsv")

    return table(("column", "type", "meaning"), ((f"`{c.name}`", c.kind, meaning(c.name)) for c in tables()[what]))


def tables() -> Mapping[str, Sequence[Any]]:
    """Return the columns of every table that the program writes."""
    from sanxin import diffusion, newwords
    from sanxin.archive import fulfilment, panel, schema
    from sanxin.review import table as reviewed
    from sanxin.review.items import Kind
    from sanxin.tables import COLUMNS, What

    stored = {f"store-{name}": schema.table_columns()[name] for name in ("documents", "edges", "failures")}
    kinds = {kind: COLUMNS[What(kind)] for kind in ("quantities", "slogans", "actions", "sections")}
    counted = {"slogans-over-time": diffusion.COLUMNS, "newwords": newwords.COLUMNS}
    review = [column for column in reviewed.columns(list(Kind)) if not column.name.startswith(reviewed.NEW)]
    return {**kinds, **stored, "review": review, "panel": panel.COLUMNS, "fulfilment": fulfilment.COLUMNS, **counted}


def _rows(file: Path) -> list[dict[str, str]]:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


# ---- data files ----


def rules(name: str) -> str:
    """Return the rules of models/rules/NAME.toml: what each reads, examples, and what it must not read."""
    parsed = tomllib.loads((MODELS / "rules" / f"{name}.toml").read_text(encoding="utf-8"))["rule"]
    rows = (
        (f"`{r['id']}`", r.get("what", ""), _examples(r, "examples"), _examples(r, "counterexamples")) for r in parsed
    )
    return table(("rule", "what it reads", "reads", "lets pass"), rows)


def _examples(rule: Mapping[str, Any], key: str) -> str:
    return "; ".join(_example(example) for example in rule.get(key, ())[:4])


def _example(example: Any) -> str:
    if isinstance(example, str):
        return example
    means = example.get("is")
    if isinstance(means, list) and len(means) == 4:
        low, high, unit, comparator = means
        means = f"{low if low == high else f'{low}–{high}'} {unit} ({comparator})".replace("  ", " ")
    elif isinstance(means, list):
        means = " to ".join(day or "…" for day in means)
    return example["text"] + (f" → {means}" if means else "")


def data_files(folder: str) -> str:
    """Return every file of models/FOLDER with what its head says it is for."""
    files = sorted(file for file in (MODELS / folder).iterdir() if file.suffix in (".toml", ".tsv"))
    return table(("file", "what it holds"), ((f"`{file.name}`", _head(file)) for file in files))


def _head(file: Path) -> str:
    """Return the first sentence of the comment at the head of a file."""
    comment: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        comment.append(line.lstrip("# "))
    words = " ".join(comment)
    if not words:
        raise UndocumentedError(f"{file} has no comment at its head")
    return re.split(r"(?<=[.:]) (?=[A-Z`#]|$)", words)[0].rstrip(":")


def fields(name: str) -> str:
    """Return the values of an enum of records, `Status` for example, as a list."""
    return ", ".join(f"`{member.value}`" for member in named(f"sanxin.records.{name}"))


NAMES: Mapping[str, Callable[..., str]] = {
    "commands": commands,
    "exit-codes": exit_codes,
    "api": api,
    "columns": columns,
    "rules": rules,
    "data-files": data_files,
    "values": fields,
}
