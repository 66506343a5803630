"""What a format gives the room: one text, and what the container (row, HTML head) says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanxin.errors import InputError
from sanxin.records import DocumentDate, Furniture

if TYPE_CHECKING:
    from sanxin.reading.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Hints:
    """Facts stated outside the text: by the columns of a table's row or the meta tags of a page.

    `date` is the speech's own date (column `date`, or `year`), `published` only when the page went out.
    """

    title: str | None = None
    date: DocumentDate | None = None
    published: DocumentDate | None = None
    region: str | None = None
    level: str | None = None
    speaker: str | None = None
    occasion: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One text as its format gave it.

    `row` is what tells it from the others of its file: its number in a table, counted from 1; None outside tables.
    """

    text: str
    encoding: str | None = None
    row: int | str | None = None
    hints: Hints = Hints()
    furniture: tuple[Furniture, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller chose for all files of one run."""

    text_column: str | None = None
    metadata: Metadata | None = None


# Bytes, the source to name in errors, options -> pages; a row that fails is yielded as its error, and the others go on.
Reader = Callable[[bytes, str, Options], Iterator[Page | InputError]]
