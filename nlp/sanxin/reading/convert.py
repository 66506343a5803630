"""DOC, WPS and RTF, read through LibreOffice where it is installed; DOC through antiword where only that is."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from sanxin.errors import EmptyError, UnreadableError
from sanxin.limits import limits
from sanxin.reading.office import read_docx
from sanxin.reading.page import Options, Page
from sanxin.reading.plain import read_plain
from sanxin.reading.programs import ANTIWORD, LIBREOFFICE

_HINT = "install LibreOffice (soffice), or save it as .docx"


def read_word(data: bytes, source: str, options: Options) -> Iterator[Page]:
    """Yield the one text of an old Word or WPS file."""
    office = LIBREOFFICE.path()
    if office is not None:
        yield from _by_office(office, data, source, options, ".doc")
        return
    antiword = ANTIWORD.path()
    if antiword is None:
        problem = "is an old .doc or .wps, and neither LibreOffice nor antiword is installed"
        raise UnreadableError(source, problem, _HINT)
    with tempfile.TemporaryDirectory(prefix="sanxin-") as folder:
        file = Path(folder, "in.doc")
        file.write_bytes(data)
        text = _run([antiword, "-m", "UTF-8.txt", "-w", "0", str(file)], folder, source)
    if not text.strip():
        raise EmptyError(source, "holds no text that antiword finds", _HINT)
    yield from read_plain(text, source, options)


def read_rtf(data: bytes, source: str, options: Options) -> Iterator[Page]:
    """Yield the one text of an RTF file."""
    office = LIBREOFFICE.path()
    if office is None:
        raise UnreadableError(source, "is an RTF file, and LibreOffice is not installed", _HINT)
    yield from _by_office(office, data, source, options, ".rtf")


def _by_office(office: str, data: bytes, source: str, options: Options, ending: str) -> Iterator[Page]:
    with tempfile.TemporaryDirectory(prefix="sanxin-") as folder:
        Path(folder, f"in{ending}").write_bytes(data)
        # Two runs on one profile lose a file without a word, so each has its own.
        profile = Path(folder, "profile").as_uri()
        options_given = ["--headless", "--norestore", f"-env:UserInstallation={profile}"]
        wanted = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(Path(folder, f"in{ending}"))]
        _run([office, *options_given, *wanted], folder, source)
        made = Path(folder, "in.docx")
        if not made.is_file() or made.stat().st_size > limits().file_bytes:
            raise UnreadableError(source, "could not be converted by LibreOffice", "save it as .docx")
        converted = made.read_bytes()
    yield from read_docx(converted, source, options)


def _run(command: Sequence[str], folder: str, source: str) -> bytes:
    """Return what a converter prints; it and all it started are ended when its time is over."""
    name = Path(command[0]).name
    environment = os.environ | {"HOME": folder, "TMPDIR": folder}
    try:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
    except OSError as error:
        raise UnreadableError(source, f"{name} could not be started ({error.strerror})", _HINT) from error
    with process:
        try:
            printed, _ = process.communicate(timeout=limits().converter_seconds)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                problem = f"took {name} more than {limits().converter_seconds} seconds"
                raise UnreadableError(source, problem, "save it as .docx") from error
            raise
    return printed
