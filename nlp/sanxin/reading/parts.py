"""What formats made of zipped XML have in common: parts unpacked within bounds, XML parsed without entities."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from sanxin.errors import UnreadableError
from sanxin.limits import limits

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What zipfile raises over damaged data."""

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def unpack(archive: zipfile.ZipFile, name: str, source: str) -> bytes:
    """Return a part of a zip; what the archive says of its size may be a lie, so it is counted either way."""
    limit = limits().part_bytes
    with archive.open(name) as part:
        unpacked = part.read(limit + 1) if archive.getinfo(name).file_size <= limit else None
    if unpacked is None or len(unpacked) > limit:
        raise UnreadableError(source, f"unpacks to more than {limit >> 20} MB", "do not trust it, or split it")
    return unpacked


def xml_root(data: bytes, source: str, encoding: str | None = None) -> _Element:
    """Return the root of an XML part; entities of its own are refused, nothing outside is fetched."""
    from lxml import etree  # type: ignore[import-untyped]

    # Without its NULs UTF-16 reads as ASCII here.
    if _ENTITY.search(data[: 1 << 16].replace(b"\0", b"")):
        raise UnreadableError(source, "declares XML entities, which no document needs", "do not trust this file")
    parser = etree.XMLParser(
        encoding=encoding, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, huge_tree=True
    )
    try:
        root = etree.parse(io.BytesIO(data), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise UnreadableError(
            source, f"holds broken XML ({short(error)})", "save it again, or give its text"
        ) from error
    return root


def local_name(element: _Element) -> str:
    """Return the tag without its name space; the empty string for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def short(error: BaseException) -> str:
    """Return the first line of the error's message, or its kind."""
    return (str(error).splitlines() or [""])[0][:120] or type(error).__name__
