"""Where results go: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sanxin.errors import OutputError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a temporary file beside `path`, which takes the name `path` at the end, or goes if there is an error.

    A device or a named pipe (/dev/null) is written as it is: there is nothing to replace.
    """
    try:
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; give a file name")
        # A link stays a link: the file it names is replaced.
        final = path.resolve()
        if final.exists() and not final.is_file():
            yield final
            return
        temporary = _temporary(final)
        try:
            yield temporary
            temporary.replace(final)
        finally:
            temporary.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}; choose a place that can be written") from error


def _temporary(final: Path) -> Path:
    """Create an empty file beside `final`, with the rights that `final` has or would have got."""
    if final.exists() and not os.access(final, os.W_OK):
        raise PermissionError(None, "is write-protected")
    handle, name = tempfile.mkstemp(dir=final.parent, prefix=f".{final.name[:40]}.", suffix=".part")
    os.close(handle)
    umask = os.umask(0)
    os.umask(umask)
    Path(name).chmod(final.stat().st_mode & 0o777 if final.exists() else 0o666 & ~umask)
    return Path(name)


@contextmanager
def text_stream(path: Path | None, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Yield stdout where there is no path, else a text stream to a file that appears when it is complete."""
    if path is None:
        with _standard_output() as stream:
            yield stream
        return
    with (
        whole_file(path) as temporary,
        temporary.open("w", encoding=encoding, errors="backslashreplace", newline="") as file,
    ):
        yield file


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What could not be written is still in the buffer; the interpreter would fail on it again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"standard output: {error.strerror or error}; write to a file with -o") from error


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Yield the folder, made if need be; one that was made and stayed empty goes again."""
    try:
        made = not path.exists()
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}; give a folder") from error
    try:
        yield path
    finally:
        if made and not any(path.iterdir()):
            path.rmdir()
