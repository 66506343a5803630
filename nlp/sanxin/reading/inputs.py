"""Which files a path stands for, in one order on every machine, and what each is called in the output."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from sanxin.errors import EmptyError, InputError, UnreadableError

STDIN = "-"

# A suffix is short and Latin: `.txt`, `.docx`; `讲话.第二稿` and `report.2024` have none.
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}", re.ASCII)
# Left behind by Word, macOS and Windows beside the documents.
_LITTER = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: where it is, its id among the inputs, and its source as shown to people."""

    path: Path
    id: str
    source: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands under a path: files to read, files of unknown formats (skipped), folders that cannot be opened."""

    files: tuple[InputFile, ...]
    skipped: tuple[InputFile, ...] = ()
    failed: tuple[InputError, ...] = ()


def suffix(name: str) -> str:
    """Return the suffix of a file name, lower-case: `a.TXT` gives `.txt`, `讲话.第二稿` and `讲话` the empty string."""
    found = Path(name).suffix
    return found.lower() if _SUFFIX.fullmatch(found) else ""


def shown(path: str | os.PathLike[str]) -> str:
    """Return a path that can be printed, with / between its parts; names left in GBK by an old system are decoded."""
    text = Path(path).as_posix()
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(text)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "backslashreplace")
    return text


def find_inputs(path: str | os.PathLike[str], known: frozenset[str]) -> Listing:
    """Return the file at `path`, or the files below the folder at `path` whose suffix is in `known`, sorted by path.

    Hidden files and folders are passed over. Raises UnreadableError for a path that is not there, EmptyError for a
    folder without a readable file.
    """
    root = Path(path)
    source = shown(path)
    try:
        is_folder = root.is_dir()
        exists = is_folder or root.exists()
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from error
    if not exists:
        raise UnreadableError(source, "no such file or folder", "check the path")
    if not is_folder:
        return Listing((InputFile(root, shown(root.name), source),))
    listing = _walk(root, source, known)
    if not listing.files and not listing.failed:
        skipped = f" ({len(listing.skipped)} of other formats)" if listing.skipped else ""
        formats = " ".join(sorted(known - {""}))
        raise EmptyError(source, f"the folder holds no readable file{skipped}", f"give one with {formats}")
    return listing


def _walk(root: Path, source: str, known: frozenset[str]) -> Listing:
    files: list[InputFile] = []
    skipped: list[InputFile] = []
    failed: list[InputError] = []

    def set_aside(error: OSError) -> None:
        failed.append(_unreadable(shown(error.filename or root), error))

    for folder, folders, names in os.walk(root, onerror=set_aside):
        folders[:] = [name for name in folders if not passed_over(name)]
        for name in names:
            if passed_over(name):
                continue
            file = Path(folder, name)
            found = InputFile(
                file, shown(file.relative_to(root)), f"{source.rstrip('/')}/{shown(file.relative_to(root))}"
            )
            (files if suffix(name) in known else skipped).append(found)
    files.sort(key=lambda file: file.id)
    skipped.sort(key=lambda file: file.id)
    return Listing(tuple(files), tuple(skipped), tuple(failed))


def passed_over(name: str) -> bool:
    """Tell whether a name is hidden, a lock file of Word (`~$讲话.docx`) or litter."""
    return name.startswith((".", "~$")) or name in _LITTER


def _unreadable(source: str, error: Exception) -> UnreadableError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UnreadableError(source, f"cannot be opened ({reason})", "check its permissions and that the disk is there")


def read_file(file: InputFile, limit: int) -> bytes:
    """Return the bytes of a file, or raise UnreadableError; more than `limit` bytes are refused."""
    try:
        with file.path.open("rb") as stream:
            # Room is made for all that is asked for, before anything is read.
            data = stream.read(min(limit, os.fstat(stream.fileno()).st_size or limit) + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(file.source, error) from error
    if len(data) > limit:
        raise UnreadableError(file.source, f"is larger than {limit >> 20} MB", "split it into smaller files")
    return data
