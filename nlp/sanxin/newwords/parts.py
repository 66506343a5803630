"""Plain files of hundreds of megabytes, read a part at a time: whole, one such takes four times its size in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sanxin import reading
from sanxin.errors import EmptyError, InputError, UnreadableError
from sanxin.reading.formats import format_of
from sanxin.reading.page import Options
from sanxin.records import Document

#: Bytes from which on a plain file comes in parts, and the most of a part.
LARGE = 32 << 20
PART = 8 << 20
#: In these encodings a line end is more than the byte of that name, so that a part could begin inside a character.
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_PLAIN = "text"
_HEAD = 4096


def is_large(path: Path) -> bool:
    """Tell whether a file is plain text in an encoding with single-byte line ends, and large."""
    try:
        if not path.is_file() or path.stat().st_size < LARGE:
            return False
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        return not head.startswith(_WIDE_MARKS) and format_of(head, path.name, str(path), Options()).name == _PLAIN
    except (OSError, InputError):
        return False  # reading it will tell what is wrong with it


def read_parts(path: Path, on_error: Callable[[InputError], None]) -> Iterator[Document]:
    """Yield a plain file as documents that share its id, each ending with a line."""
    try:
        with path.open("rb") as stream:
            rest = b""
            while block := stream.read(PART):
                block = rest + block
                end = block.rfind(b"\n") + 1  # 0: no line ends here, the part grows
                rest = block[end:]
                yield from _documents(block[:end], path, on_error)
            yield from _documents(rest, path, on_error)
    except OSError as error:
        on_error(UnreadableError(str(path), f"cannot be read ({error.strerror})", "check the disk it is on"))


def _documents(block: bytes, path: Path, on_error: Callable[[InputError], None]) -> Iterator[Document]:
    def report(error: InputError) -> None:
        if not isinstance(error, EmptyError):  # a part of blank lines is no fault of the file
            on_error(error)

    if block:
        yield from reading.read_bytes(block, str(path), on_error=report)
