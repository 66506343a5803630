"""Plain text: .txt, .md and files without a suffix."""

from __future__ import annotations

from collections.abc import Iterator

from sanxin.reading.detect import decode
from sanxin.reading.page import Options, Page


def read_plain(data: bytes, source: str, _options: Options) -> Iterator[Page]:
    """Yield the one text of a plain file, changed in nothing but BOM and line ends."""
    found = decode(data, source)
    yield Page(found.text, found.encoding, warnings=found.warnings)
