"""OFD, the page format of Chinese offices (GB/T 33190): text objects with their places, made lines as in a PDF."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sanxin.errors import EmptyError, UnreadableError
from sanxin.limits import limits
from sanxin.reading.flow import flow
from sanxin.reading.page import Options, Page
from sanxin.reading.parts import BROKEN, local_name, short, unpack, xml_root
from sanxin.reading.printed import Glyph, PrintedLine, lines_of

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_POINTS = 72 / 25.4
_REMEDY = "open it in its reader and print it to a PDF"
_UNMOVED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_ofd(data: bytes, source: str, _options: Options) -> Iterator[Page]:
    """Yield the one text of an OFD: a line a paragraph, page numbers and running heads marked as furniture."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            pages = _pages(archive, source)
    except BROKEN as error:
        raise UnreadableError(source, f"is no sound OFD ({short(error)})", _REMEDY) from error
    text, furniture = flow(pages)
    if not text.strip():
        raise EmptyError(source, "is an OFD without text (perhaps a scan)", "give the text itself or run OCR first")
    yield Page(text, "utf-8", furniture=furniture)


def _pages(archive: zipfile.ZipFile, source: str) -> list[list[PrintedLine]]:
    """Return the lines of all pages of all documents in the package."""
    pages: list[list[PrintedLine]] = []
    glyphs = 0
    for document in _texts(_part(archive, "OFD.xml", source), "DocRoot"):
        place = document.lstrip("/")
        folder = posixpath.dirname(place)
        root = _part(archive, place, source)
        contents = [page.get("BaseLoc", "") for page in root.iter() if local_name(page) == "Page"]
        if len(contents) > limits().pdf_pages:
            raise UnreadableError(source, f"has {len(contents)} pages, more than {limits().pdf_pages}", "split it")
        for content in contents:
            found = list(_glyphs(_part(archive, _placed(folder, content), source)))
            glyphs += len(found)
            if glyphs > limits().pdf_characters:
                raise UnreadableError(source, f"holds more than {limits().pdf_characters} characters", "split it")
            pages.append(lines_of(found))
    return pages


def _part(archive: zipfile.ZipFile, name: str, source: str) -> _Element:
    return xml_root(unpack(archive, name, source), source)


def _texts(root: _Element, name: str) -> list[str]:
    return [(element.text or "").strip() for element in root.iter() if local_name(element) == name]


def _placed(folder: str, place: str) -> str:
    return place.lstrip("/") if place.startswith("/") else posixpath.normpath(posixpath.join(folder, place))


def _glyphs(page: _Element) -> Iterator[Glyph]:
    for thing in page.iter():
        if local_name(thing) != "TextObject":
            continue
        x, y, *_ = [*_numbers(thing.get("Boundary")), 0.0, 0.0]
        turn = tuple(_numbers(thing.get("CTM")))
        size = next(iter(_numbers(thing.get("Size"))), 0.0)
        for code in thing:
            if local_name(code) == "TextCode":
                yield from _code_glyphs(code, (x, y), turn if len(turn) == len(_UNMOVED) else _UNMOVED, size)


def _code_glyphs(code: _Element, corner: tuple[float, float], turn: tuple[float, ...], size: float) -> Iterator[Glyph]:
    """Yield the characters of one TextCode; DeltaX and DeltaY say how far the next stands from each."""
    words = (code.text or "").strip("\n\r")
    x = next(iter(_numbers(code.get("X"))), 0.0)
    y = next(iter(_numbers(code.get("Y"))), size)
    right, down = _steps(code.get("DeltaX"), len(words)), _steps(code.get("DeltaY"), len(words))
    a, b, c, d, e, f = turn
    height = size * max(abs(d), abs(b)) * _POINTS
    for n, char in enumerate(words):
        left = (corner[0] + a * x + c * y + e) * _POINTS
        base = -(corner[1] + b * x + d * y + f) * _POINTS
        yield Glyph(char, left, left + height * (0.5 if char.isascii() else 1.0), base, height)
        if n < len(right):
            x += right[n]
        elif not down:
            x += size * (0.5 if char.isascii() else 1.0)
        y += down[n] if n < len(down) else 0.0


def _steps(stated: str | None, most: int) -> list[float]:
    """Return the distances that `4.2 g 3 2.1` stands for: 4.2, 2.1, 2.1, 2.1; not more than `most`."""
    steps: list[float] = []
    words = iter((stated or "").split())
    for word in words:
        if len(steps) >= most:
            break
        if word == "g":
            count, step = next(words, "0"), _numbers(next(words, "0"))
            steps += step[:1] * min(int(count) if count.isdecimal() else 0, most)
        else:
            steps += _numbers(word)
    return steps[:most]


def _numbers(stated: str | None) -> list[float]:
    found = []
    for word in (stated or "").split():
        try:
            found.append(float(word))
        except ValueError:
            return []
    return found
