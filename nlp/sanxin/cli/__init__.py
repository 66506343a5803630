"""The command line: `main` runs one command and gives its exit code. The library imports nothing from here.

| code | meaning |
| --- | --- |
| 0 | done (also when the reader of a pipe has closed it: it had enough) |
| 1 | done, but some inputs were set aside, each named on stderr |
| 2 | wrong usage, no readable input, or output that cannot be written |
| 130 | interrupted (Ctrl-C); nothing half-written is left |
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from sanxin.cli import languages, messages
from sanxin.errors import SanxinError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `sanxin ARGUMENTS` and return its exit code; every error is one line on stderr."""
    messages.prepare_streams()
    try:
        return _run(languages.choose(sys.argv[1:] if arguments is None else arguments))
    except SanxinError as error:
        messages.error(languages.of_error(error))
        return 2
    except BrokenPipeError:
        # The interpreter flushes stdout once more when it ends, and would complain about the same pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        messages.error("interrupted")
        return 130
    except Exception:
        # Python would end with 1, which here means that the work is done.
        traceback.print_exc()
        messages.error("this is a fault of sanxin itself; please report it with the lines above")
        return 2


def _run(arguments: Sequence[str]) -> int:
    import typer

    from sanxin.cli.app import app

    # Typer's own runner would print usage errors in several lines and turn a closed pipe into exit code 1. Its base of
    # usage errors has no public name, and moved from click into typer: it is an ancestor of BadParameter in both.
    command = typer.main.get_command(app)
    languages.translate_help(command)
    ancestors: tuple[type, ...] = typer.BadParameter.__mro__
    usage_error: type[Exception] = next(base for base in ancestors if base.__name__ == "ClickException")
    try:
        with command.make_context("sanxin", list(arguments)) as context:
            result: int | None = command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as end:
        sys.stdout.flush()
        return int(end.exit_code)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except usage_error as error:
        messages.error(_usage(error))
        return 2
    return result or 0


def _usage(error: BaseException) -> str:
    message: str = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    path = "sanxin" if context is None else context.command_path
    return languages.filled("{0}; see: {1} --help", message.rstrip("."), path)
