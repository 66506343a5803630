"""Archives: every member read, set aside or skipped; names in GBK; bombs and broken members lose nothing else."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from sanxin.errors import EmptyError, InputError, UnreadableError
from sanxin.reading import InputFile, read_bytes
from sanxin.reading.bundles import safe_name
from sanxin.records import Document

SPEECH = "各位代表：现在，我代表县人民政府向大会作报告，请各位审议，也请列席的同志多提意见。\n".encode()
FILES = {"2025/云河县.txt": SPEECH, "2025/清水县.txt": SPEECH, "图.png": b"\x89PNG"}


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def taped(files: dict[str, bytes], mode: str = "w", encoding: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, encoding=encoding, format=tarfile.GNU_FORMAT) as tape:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tape.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def gbk_zipped(files: dict[str, bytes]) -> bytes:
    """A zip as old programs make it on Chinese machines: names in GBK, not marked as anything else."""
    raw = {name.encode("gb18030"): data for name, data in files.items()}
    names = {name: (b"n%03d" % n).ljust(len(name), b"_") for n, name in enumerate(raw)}
    data = zipped({names[name].decode(): content for name, content in raw.items()})
    for name, stand_in in names.items():
        data = data.replace(stand_in, name)
    return data


class Seen:
    """What a reading gave."""

    def __init__(self, data: bytes, name: str) -> None:
        self.errors: list[InputError] = []
        self.skipped: list[InputFile] = []
        found = read_bytes(data, name, on_error=self.errors.append, on_skip=self.skipped.append)
        self.documents: list[Document] = list(found)

    @property
    def ids(self) -> list[str]:
        return [document.id for document in self.documents]


ARCHIVES: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes]]] = {
    "zip": ("年.zip", zipped),
    "zip, names in GBK": ("年.zip", gbk_zipped),
    "zip without a suffix": ("年", zipped),
    "tar": ("年.tar", taped),
    "tar, names in GBK": ("年.tar", lambda files: taped(files, encoding="gb18030")),
    "tar.gz": ("年.tar.gz", lambda files: taped(files, "w:gz")),
    "tgz": ("年.tgz", lambda files: taped(files, "w:gz")),
    "tar.bz2": ("年.tar.bz2", lambda files: taped(files, "w:bz2")),
    "tar.xz": ("年.tar.xz", lambda files: taped(files, "w:xz")),
}


@pytest.mark.parametrize(("name", "pack"), ARCHIVES.values(), ids=ARCHIVES)
def test_members_are_read_or_skipped(name: str, pack: Callable[[dict[str, bytes]], bytes]) -> None:
    seen = Seen(pack(FILES), name)
    assert seen.ids == [f"{name}/2025/云河县.txt", f"{name}/2025/清水县.txt"]
    assert [file.id for file in seen.skipped] == [f"{name}/图.png"]
    assert seen.errors == []
    assert seen.documents[0].text == SPEECH.decode()
    assert str(seen.documents[0].facts.region) == "云河县"


PACKED = {"讲话.txt.gz": gzip.compress, "讲话.txt.bz2": bz2.compress, "讲话.txt.xz": lzma.compress}


@pytest.mark.parametrize(("name", "pack"), PACKED.items(), ids=PACKED)
def test_one_packed_file(name: str, pack: Callable[[bytes], bytes]) -> None:
    seen = Seen(pack(SPEECH), name)
    assert seen.ids == [f"{name}/讲话.txt"]
    assert seen.documents[0].text == SPEECH.decode()


def test_tables_and_archives_inside_an_archive() -> None:
    rows = "title,text\n" + f"云河县,{SPEECH.decode().strip()}\n" * 2
    seen = Seen(zipped({"里.zip": zipped({"表.csv": rows.encode(), "甲.txt": SPEECH})}), "外.zip")
    assert seen.ids == ["外.zip/里.zip/表.csv#1", "外.zip/里.zip/表.csv#2", "外.zip/里.zip/甲.txt"]


def test_a_broken_member_does_not_lose_the_others() -> None:
    data = bytearray(zipped({"a.txt": SPEECH, "b.txt": SPEECH, "c.docx": b"PK\x03\x04 none", "d.txt": b""}, method=0))
    data[data.index(SPEECH) + 5] ^= 255
    seen = Seen(bytes(data), "年.zip")
    assert seen.ids == ["年.zip/b.txt"]
    assert [error.source for error in seen.errors] == ["年.zip/a.txt", "年.zip/c.docx", "年.zip/d.txt"]


def test_a_locked_member_is_told_of() -> None:
    data = bytearray(zipped({"a.txt": SPEECH, "b.txt": SPEECH}))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    seen = Seen(bytes(data), "年.zip")
    assert [str(error) for error in seen.errors] == [
        "年.zip/a.txt: has a password; unpack it yourself and give the folder"
    ]
    assert seen.ids == ["年.zip/b.txt"]


def test_two_members_of_one_name_have_two_ids() -> None:
    data = zipped({"a.txt": SPEECH, "b.txt": SPEECH}).replace(b"b.txt", b"a.txt")
    assert Seen(data, "年.zip").ids == ["年.zip/a.txt", "年.zip/a.txt~"]


def test_litter_and_links_are_passed_over() -> None:
    seen = Seen(zipped({"__MACOSX/._a.txt": SPEECH, "a/.b.txt": SPEECH, "~$c.docx": b"x", "d.txt": SPEECH}), "年.zip")
    assert (seen.ids, seen.skipped, seen.errors) == (["年.zip/d.txt"], [], [])


NAMES = {
    "../../etc/a.txt": "etc/a.txt",
    "/a//b/./报告.txt": "a/b/报告.txt",
    "C:\\报告\\..\\a.txt": "报告/a.txt",
    "a\nb\x1b[2J\u202e.txt": "a_b_[2J_.txt",
    "..": "",
}


@pytest.mark.parametrize(("name", "safe"), NAMES.items(), ids=[repr(name) for name in NAMES])
def test_names_are_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_bomb_is_refused_by_its_ratio() -> None:
    seen = Seen(zipped({"a.txt": b"\0" * (11 << 20), "b.txt": SPEECH}), "弹.zip")
    assert [error.problem for error in seen.errors] == ["unpacks to more than 200 times its size"]
    assert seen.ids == ["弹.zip/b.txt"]


@pytest.mark.parametrize("pack", [zipped, taped, lambda files: taped(files, "w:gz")], ids=["zip", "tar", "tgz"])
def test_what_is_unpacked_is_bounded_over_all_members(
    pack: Callable[[dict[str, bytes]], bytes], limited: Callable[..., None]
) -> None:
    limited(members=10, unpacked_bytes=40_000)
    seen = Seen(pack({f"{n}.txt": SPEECH * 100 for n in range(9)}), "弹.zip" if pack is zipped else "弹.tar")
    assert 1 <= len(seen.documents) < 4
    assert len(seen.errors) == 1
    assert "unpacks to more than" in seen.errors[0].problem


def test_members_are_bounded(limited: Callable[..., None]) -> None:
    limited(members=2)
    assert "holds more than 2 members" in Seen(zipped(FILES), "年.zip").errors[0].problem
    seen = Seen(taped(FILES), "年.tar")
    assert len(seen.documents) == 2
    assert "holds more than 2 members; the rest was not read" in seen.errors[0].problem


def test_nesting_is_bounded() -> None:
    data = zipped({"a.txt": SPEECH})
    for _ in range(3):
        data = zipped({"里.zip": data, "b.txt": SPEECH})
    seen = Seen(data, "外.zip")
    assert [error.problem for error in seen.errors] == ["is an archive inside 3 others"]
    assert len(seen.documents) == 3


BAD = {
    "no zip": (b"PK\x03\x04 broken", "a.zip", UnreadableError, "is no sound zip archive"),
    "no tar": (b"nothing of the kind" * 99, "a.tar", UnreadableError, "is no sound archive"),
    "cut gzip": (gzip.compress(SPEECH * 99)[:60], "a.txt.gz", UnreadableError, "is no sound archive"),
    "empty zip": (zipped({}), "a.zip", EmptyError, "is an archive without files"),
}


@pytest.mark.parametrize(("data", "name", "error", "problem"), BAD.values(), ids=BAD)
def test_bad_archive_is_one_clear_line(data: bytes, name: str, error: type[InputError], problem: str) -> None:
    with pytest.raises(error, match=problem):
        list(read_bytes(data, name))
