"""Archives (.zip, .tar and what is packed with gzip, bzip2, xz): their members one by one, never written to disk.

Everything an archive says of itself may be a lie: sizes are counted while unpacking, over all archives inside it too.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from sanxin.errors import UNSAFE, InputError, UnreadableError
from sanxin.limits import limits
from sanxin.reading.detect import everyday_share
from sanxin.reading.inputs import passed_over
from sanxin.reading.parts import BROKEN, short

_BROKEN = (*BROKEN, tarfile.TarError, lzma.LZMAError)
_ENTRY = b"PK\x01\x02"  # begins each entry of a zip's directory
_BOMB = "do not trust this file, or unpack it yourself and give the folder"
_REMEDY = "unpack it yourself and give the folder"
_DRIVE = re.compile(r"[A-Za-z]:")
_CHUNK = 1 << 16
_TAR_HEAD = 512


@dataclass(slots=True)
class Budget:
    """What is left to an archive and all archives inside it."""

    members: int = field(default_factory=lambda: limits().members)
    unpacked: int = field(default_factory=lambda: limits().unpacked_bytes)

    def take_member(self, source: str) -> None:
        """Count a member, or raise UnreadableError."""
        self.members -= 1
        if self.members < 0:
            raise UnreadableError(source, f"holds more than {limits().members} members; the rest was not read", _BOMB)

    def take_bytes(self, count: int, source: str) -> None:
        """Count what was unpacked, or raise UnreadableError."""
        self.unpacked -= count
        if self.unpacked < 0:
            raise UnreadableError(
                source, f"unpacks to more than {limits().unpacked_bytes >> 30} GB; the rest was not read", _BOMB
            )


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive; its name is safe to print and to use as part of an id."""

    name: str
    data: bytes


def read_zip(data: bytes, source: str, budget: Budget) -> Iterator[Member | InputError]:
    """Yield the members of a zip in its own order; one that is broken or locked is yielded as its error."""
    if data.count(_ENTRY) > limits().members:
        raise UnreadableError(source, f"holds more than {limits().members} members", _BOMB)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise UnreadableError(source, f"is no sound zip archive ({short(error)})", "pack it again") from error
    with archive:
        for info in archive.infolist():
            name = safe_name(_zip_name(info))
            if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16) or not name or _is_litter(name):
                continue
            budget.take_member(source)
            place = f"{source}/{name}"
            try:
                yield Member(name, _unzipped(archive, info, place, budget))
            except UnreadableError as error:
                if budget.unpacked < 0:
                    raise
                yield error
            except _BROKEN as error:
                yield UnreadableError(place, f"is broken inside its archive ({short(error)})", "pack it again")


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, budget: Budget) -> bytes:
    if info.flag_bits & 1:
        raise UnreadableError(place, "has a password", _REMEDY)
    size = info.file_size
    if size > limits().file_bytes:
        raise UnreadableError(place, f"is larger than {limits().file_bytes >> 20} MB", "split it into smaller files")
    if size > _believable(info.compress_size):
        raise UnreadableError(place, f"unpacks to more than {limits().ratio} times its size", _BOMB)
    with archive.open(info) as stream:
        return _bounded(cast(io.BufferedIOBase, stream), min(limits().file_bytes, size), place, budget)


def _believable(packed: int) -> int:
    """Return what so many packed bytes may unpack to: more is a bomb."""
    return max(limits().unasked_bytes, limits().ratio * packed)


def _bounded(stream: io.BufferedIOBase, limit: int, place: str, budget: Budget) -> bytes:
    """Return what a stream unpacks to, not reading further than allowed."""
    chunks: list[bytes] = []
    total = 0
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        if total > limit:
            raise UnreadableError(place, f"unpacks to more than {limit >> 20} MB", _BOMB)
        budget.take_bytes(len(chunk), place)
        chunks.append(chunk)
    return b"".join(chunks)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name: UTF-8 where marked so, else what the bytes read as, GBK on most Chinese machines."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    return _decoded(raw)


def _decoded(raw: bytes) -> str:
    """Return a name in the encoding in which it reads as everyday Chinese: short names in GBK can be valid UTF-8."""
    names: list[str] = []
    for encoding in ("utf-8", "gb18030", "cp950"):
        with suppress(UnicodeDecodeError):
            names.append(raw.decode(encoding))
    return max(names, key=everyday_share, default=raw.decode("utf-8", "backslashreplace"))


def safe_name(name: str) -> str:
    r"""Return a member's name without what could mislead: `..\..\a\报告.txt` and `/a/报告.txt` give `a/报告.txt`."""
    parts = re.split(r"[/\\]+", UNSAFE.sub("_", name))
    return "/".join(part for part in parts if part not in ("", ".", "..") and not _DRIVE.fullmatch(part))


def _is_litter(name: str) -> bool:
    return any(passed_over(part) for part in name.split("/"))


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it, so that no tape unpacks without end, or beyond belief."""

    def __init__(self, stream: io.BufferedIOBase, packed: int, source: str, budget: Budget) -> None:
        self._stream = stream
        self._left = _believable(packed)
        self._source = source
        self._budget = budget

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        if not 0 <= size <= limits().file_bytes:
            raise UnreadableError(self._source, f"holds a part larger than {limits().file_bytes >> 20} MB", _BOMB)
        data = self._stream.read(size)
        self._budget.take_bytes(len(data), self._source)
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableError(self._source, f"unpacks to more than {limits().ratio} times its size", _BOMB)
        return data


def read_tar(data: bytes, source: str, budget: Budget) -> Iterator[Member | InputError]:
    """Yield the files of a tar archive, packed or not; of a packed file that is no tar, that file."""
    try:
        stream = _unpacker(data)
        start = stream.read(_TAR_HEAD)
        if isinstance(stream, io.BytesIO) or start[257:262] == b"ustar":
            yield from _tape(_Counted(_unpacker(data), len(data), source, budget), source, budget)
        else:
            rest = _bounded(stream, min(limits().file_bytes, _believable(len(data))), source, budget)
            yield Member(safe_name(_unpacked_name(source)), start + rest)
    except UnreadableError:
        raise
    except _BROKEN as error:
        raise UnreadableError(source, f"is no sound archive ({short(error)})", "pack it again") from error


def _tape(stream: _Counted, source: str, budget: Budget) -> Iterator[Member | InputError]:
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as tape:
        for info in tape:
            name = safe_name(_decoded(info.name.encode("utf-8", "surrogateescape")))
            # The tape remembers every member otherwise.
            cast(Any, tape).members.clear()
            # Links and devices are no documents.
            if not info.isreg() or not name or _is_litter(name):
                continue
            budget.take_member(source)
            content = tape.extractfile(info)
            if info.size > limits().file_bytes or content is None:
                problem = f"is larger than {limits().file_bytes >> 20} MB"
                yield UnreadableError(f"{source}/{name}", problem, "split it into smaller files")
            else:
                yield Member(name, content.read())


def _unpacker(data: bytes) -> io.BufferedIOBase:
    raw = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw)
    if data.startswith(b"BZh"):
        return bz2.BZ2File(raw)
    if data.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMAFile(raw)
    return raw


def _unpacked_name(source: str) -> str:
    """Return the name of what was packed: `讲话.txt.gz` gives `讲话.txt`."""
    name = source.rpartition("/")[2]
    return name.rpartition(".")[0] or name
