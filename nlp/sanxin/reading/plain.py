"""Plain text: .txt and files without a suffix; what Markdown begins with, too."""

from __future__ import annotations

from collections.abc import Iterator

from sanxin.errors import UnreadableError
from sanxin.limits import limits
from sanxin.reading.detect import Decoded, decode
from sanxin.reading.page import Options, Page


def read_plain(data: bytes, source: str, _options: Options) -> Iterator[Page]:
    """Yield the one text of a plain file, changed in nothing but BOM and line ends."""
    found = decoded(data, source)
    yield Page(found.text, found.encoding, warnings=found.warnings)


def decoded(data: bytes, source: str) -> Decoded:
    """Return the one text of a file, or raise UnreadableError for one that is longer than any text."""
    if len(data) > limits().text_bytes:
        problem = f"is a text of more than {limits().text_bytes >> 20} MB"
        raise UnreadableError(source, problem, "split it, or make a table of it with a text a row")
    return decode(data, source)
