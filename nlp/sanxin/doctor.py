"""What this machine has of what the toolkit needs or can use: `sanxin doctor`."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from sanxin.about import __version__
from sanxin.errors import SanxinError

#: What the extras of setup.cfg are for; those for people who work on the toolkit itself are left out.
_EXTRAS = {
    "notebook": "pictures and widgets in notebooks",
    "dask": "sanxin batch --engine dask",
    "polars": "polars frames of a store",
}
_MEGABYTE = 1 << 20
#: So much of a hash tells one state of the models from another.
_SHOWN = 16
#: What one process takes, and what a batch of a few hundred reports writes.
_MEMORY, _DISK = 500 * _MEGABYTE, 200 * _MEGABYTE


class State(StrEnum):
    """Is it there? `missing` is needed, `absent` is not."""

    OK = "ok"
    MISSING = "missing"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for. `found` is its version or place; `purpose` and `remedy` say why and how to get it."""

    part: str
    name: str
    state: State
    found: str = ""
    purpose: str = ""
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Yield what is found, one thing after the other: versions, libraries, models, programs, fonts, room, terminal."""
    yield from _versions()
    yield from _libraries()
    yield from _models()
    yield from _programs()
    yield _fonts()
    yield from _room()
    yield _terminal()


def _need(held: bool, needed: bool = True) -> State:
    if held:
        return State.OK
    return State.MISSING if needed else State.ABSENT


# ---- versions and libraries ----


def _versions() -> Iterator[Finding]:
    yield Finding("versions", "sanxin", State.OK, f"{__version__} in {Path(__file__).parent}")
    allowed = _about("Requires-Python") or ""
    fits = SpecifierSet(allowed).contains(platform.python_version())
    remedy = f"install Python {allowed}"
    yield Finding("versions", "Python", _need(fits), platform.python_version(), "everything", remedy)
    yield Finding("versions", "system", State.OK, f"{platform.platform()}, {os.cpu_count()} processors")


def _about(name: str) -> str | None:
    try:
        return metadata.metadata("sanxin")[name]
    except (metadata.PackageNotFoundError, KeyError):
        return None


def _libraries() -> Iterator[Finding]:
    """Yield every library that is needed, then those of the extras, by what pip was told when sanxin was installed."""
    try:
        required = [Requirement(line) for line in metadata.requires("sanxin") or ()]
    except metadata.PackageNotFoundError:
        remedy = "install it: pip install . in the repository"
        yield Finding("libraries", "sanxin", State.MISSING, "not installed", "knowing what it requires", remedy)
        return
    for requirement in required:
        if requirement.marker is None:
            yield _library(requirement, "everything", f"pip install '{requirement}'", needed=True)
    for extra, purpose in _EXTRAS.items():
        for requirement in required:
            if requirement.marker is not None and requirement.marker.evaluate({"extra": extra}):
                yield _library(requirement, purpose, f"pip install 'sanxin[{extra}]'", needed=False)


def _library(requirement: Requirement, purpose: str, remedy: str, *, needed: bool) -> Finding:
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return Finding("libraries", requirement.name, _need(False, needed), "", purpose, remedy)
    fits = requirement.specifier.contains(version, prereleases=True)
    found = version if fits else f"{version}, not {requirement.specifier}"
    return Finding("libraries", requirement.name, _need(fits, needed), found, purpose, remedy)


# ---- models ----


def _models() -> Iterator[Finding]:
    """Yield the hash of rules, lists and weights, and whether a sample speech comes through all stages."""
    remedy = "install sanxin anew: pip install --force-reinstall"
    try:
        from sanxin import analysis
        from sanxin.archive.settings import models_hash
        from sanxin.data import corpus_files
        from sanxin.reading import read_bytes

        yield Finding("models", "rules, lists and weights", State.OK, f"sha256 {models_hash()[:_SHOWN]}")
        sample = min(corpus_files().joinpath("samples").iterdir(), key=lambda file: file.name)
        speech = analysis.analyse(analysis.load(), next(iter(read_bytes(sample.read_bytes(), sample.name))))
        found = f"{len(speech.targets)} targets in {sample.name}"
        yield Finding("models", "analysis of a sample", _need(bool(speech.targets)), found, "everything", remedy)
    except (SanxinError, ImportError, OSError) as error:
        yield Finding("models", "analysis of a sample", State.MISSING, str(error), "everything", remedy)


# ---- programs and fonts ----


def _programs() -> Iterator[Finding]:
    from sanxin.reading import ocr
    from sanxin.reading.programs import PROGRAMS, TESSERACT

    for program in PROGRAMS:
        path = program.path()
        held = path is not None and (program is not TESSERACT or ocr.is_there())
        found = f"{path or ''}" if held or path is None else f"{path}, without chi_sim"
        yield Finding("programs", program.name, _need(held, needed=False), found, program.purpose, program.remedy)


def _fonts() -> Finding:
    purpose = "Chinese characters in pictures"
    if find_spec("matplotlib") is None:
        return Finding("fonts", "Chinese font", State.ABSENT, "", purpose, "pip install 'sanxin[notebook]' first")
    from sanxin.explore.pictures import FONT_REMEDY, chinese_font

    font = chinese_font()
    return Finding("fonts", "Chinese font", _need(font is not None, needed=False), font or "", purpose, FONT_REMEDY)


# ---- room and terminal ----


def _room() -> Iterator[Finding]:
    memory = _free_memory()
    if memory is not None:
        remedy = "end other programs; sanxin batch --workers 1"
        yield Finding("room", "free memory", _need(memory >= _MEMORY), _size(memory), "one process at work", remedy)
    for name, folder in (("free disk, here", Path.cwd()), ("free disk, temporary", Path(tempfile.gettempdir()))):
        free = shutil.disk_usage(folder).free
        found = f"{_size(free)} in {folder}"
        yield Finding("room", name, _need(free >= _DISK), found, "results and conversions", "make room")


def _free_memory() -> int | None:
    """Return the bytes that a new process could take; None where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")), None)


def _size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GB"


def _terminal() -> Finding:
    encoding = sys.stdout.encoding or "ascii"
    try:
        chr(0x4E2D).encode(encoding)  # any Chinese character
    except (UnicodeEncodeError, LookupError):
        held = False
    else:
        held = True
    remedy = "set a UTF-8 locale: export LC_ALL=C.UTF-8"
    return Finding("terminal", "encoding", _need(held), encoding, "Chinese characters on the terminal", remedy)
