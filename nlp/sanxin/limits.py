"""What untrusted input may cost: every limit with its default and its reason; a variable of the environment sets it.

    SANXIN_MAX_PDF_PAGES=20000 sanxin batch yearbooks/ -o store/

No limit decides what stands in a record: what goes over one is set aside, and a higher one lets it through (a batch
tries again with --retry). docs/hardening.md lists them.
"""

from __future__ import annotations

import os
from dataclasses import Field, dataclass, field, fields
from functools import cache

from sanxin.errors import OptionError

MEGABYTE = 1 << 20
#: UTF-16 units that a cell of Excel holds: no setting, but Excel's own.
EXCEL_CELL = 32_767
_PREFIX = "SANXIN_MAX_"


def _limit(default: int, reason: str) -> int:
    found: int = field(default=default, metadata={"reason": reason})
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that hold; the field `pdf_pages` is set by `SANXIN_MAX_PDF_PAGES`."""

    file_bytes: int = _limit(
        1 << 30, "one file, standard input, or one member of an archive: a table of 10,000 reports has 0.6 GB"
    )
    text_bytes: int = _limit(32 * MEGABYTE, "one plain text: the longest yearbook has 10 MB")
    html_bytes: int = _limit(32 * MEGABYTE, "one web page: the largest report with all its scripts has 1 MB")
    part_bytes: int = _limit(
        32 * MEGABYTE,
        "what one part of an Office, OFD or e-book file unpacks to: a report of 30,000 characters has 0.3 MB",
    )
    workbook_bytes: int = _limit(
        512 * MEGABYTE, "what all parts of a workbook or e-book unpack to: 10,000 reports in one sheet have 0.3 GB"
    )
    parquet_bytes: int = _limit(4 << 30, "what the columns of a Parquet file unpack to; it is read 64 rows at a time")
    field_characters: int = _limit(1 << 27, "a CSV field; Python's own limit of 131,072 cuts off a long report")
    rows: int = _limit(2_000_000, "rows of a table: Excel holds 1,048,576")
    pdf_pages: int = _limit(5_000, "pages of a PDF or OFD: a yearbook has 1,500; a small file may claim millions")
    pdf_characters: int = _limit(
        20_000_000,
        "characters of a PDF or OFD: 5,000 full pages; a page may draw the same words over and over",
    )
    ocr_pages: int = _limit(300, "pages read by OCR: ten seconds each, so that one scan takes 50 minutes")
    members: int = _limit(100_000, "members of an archive: every report of every county in ten years is 30,000")
    unpacked_bytes: int = _limit(8 << 30, "what an archive and the archives inside it unpack to, all in all")
    ratio: int = _limit(
        200, "times its packed size that a member unpacks to: Chinese text shrinks 3 times, sheets 20, bombs 1,000"
    )
    unasked_bytes: int = _limit(10 * MEGABYTE, "what a member may unpack to at any ratio: so little does no harm")
    depth: int = _limit(3, "archives inside archives: a county's inside a province's inside the year's")
    converter_seconds: int = _limit(120, "LibreOffice or antiword: a report takes 3 seconds, the first start 15")
    ocr_seconds: int = _limit(180, "OCR of one page: a page takes 5 to 50 seconds")
    document_seconds: int = _limit(
        300, "one document in a batch, if --timeout says nothing: a report takes 0.1, a scan a minute"
    )
    document_megabytes: int = _limit(
        2048, "memory for one document in a batch, if --memory says nothing: a report takes 50, a large workbook 1,500"
    )
    page_nodes: int = _limit(
        10_000, "nodes that the page of a graph draws: more are not told apart, and take a browser seconds"
    )


@cache
def limits() -> Limits:
    """Return the limits that hold in this process, read from the environment once.

    Raises:
        OptionError: A variable is set to what is no whole number from 1.
    """
    given = {each.name: (name, os.environ[name]) for name, each in settings().items() if name in os.environ}
    return Limits(**{name: _whole(*value) for name, value in given.items()})


def settings() -> dict[str, Field[int]]:
    """Return each limit by the variable that sets it."""
    return {_PREFIX + each.name.upper(): each for each in fields(Limits)}


def _whole(name: str, value: str) -> int:
    if not value.isascii() or not value.isdecimal() or not int(value):
        raise OptionError(f"{name}={value}: give a whole number from 1")
    return int(value)
