"""Archives that mean harm: their members go nowhere, are named as they should be, and bombs are set aside."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from pathlib import Path

import made
import pytest

from sanxin.errors import InputError, UnreadableError
from sanxin.reading import read_bytes

SPEECH = "各位代表：今年新建学校三所，请予审议。"
HIDDEN = "机密文件的内容不可外传"
#: Names as archives may have them, and the ids that their documents get.
NAMES = {
    "../../外.txt": "外.txt",
    "../" * 40 + "etc/甲.txt": "etc/甲.txt",
    "/tmp/绝对.txt": "tmp/绝对.txt",  # noqa: S108 - a name in an archive
    "乙/./../丙.txt": "乙/丙.txt",
    "C:\\丁\\戊.txt": "丁/戊.txt",
    "\\\\server\\share\\己.txt": "server/share/己.txt",
    "庚\n辛\x1b[2J.txt": "庚_辛_[2J.txt",
    "报告/云河县.txt": "报告/云河县.txt",
}


def tape(encoding: str = "utf-8", *, links: Path | None = None) -> bytes:
    """A tar of these names, and of links to a file and devices."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", encoding=encoding, format=tarfile.GNU_FORMAT) as archive:
        for name in NAMES:
            info = tarfile.TarInfo(name)
            info.size = len(SPEECH.encode())
            archive.addfile(info, io.BytesIO(SPEECH.encode()))
        for n, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE) * bool(links)):
            info = tarfile.TarInfo(f"链接{n}.txt")
            info.type, info.linkname = kind, str(links)
            archive.addfile(info)
    return buffer.getvalue()


def zipped_link(target: Path) -> bytes:
    """A zip of these names, and of a symbolic link as Unix writes it: its content is where it leads."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in NAMES:
            archive.writestr(name, SPEECH)
        link = zipfile.ZipInfo("链接.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, str(target))
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["zip", "tar", "tar in gbk"])
def test_no_member_leads_out(tmp_path, monkeypatch, form) -> None:
    inside = tmp_path / "in" / "side"
    inside.mkdir(parents=True)
    hidden = tmp_path / "hidden.txt"
    hidden.write_text(HIDDEN, encoding="utf-8")
    monkeypatch.chdir(inside)
    before = sorted(path for path in tmp_path.rglob("*"))
    names = {"zip": "年.zip", "tar": "年.tar", "tar in gbk": "年.tar"}
    data = zipped_link(hidden) if form == "zip" else tape("gb18030" if "gbk" in form else "utf-8", links=hidden)
    errors: list[InputError] = []
    found = list(read_bytes(data, names[form], on_error=errors.append, on_skip=lambda _: None))
    ids = [document.id.removeprefix(f"{names[form]}/") for document in found]
    assert [name for name in ids if not name.startswith("链接")] == list(NAMES.values())
    assert HIDDEN not in "".join(document.text for document in found)
    assert all(os.fspath(hidden) not in document.text for document in found)
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_twins_of_any_number_are_told_apart() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for n in range(4):
            text = f"{SPEECH}{n}".encode()
            info = tarfile.TarInfo("甲.txt")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    found = list(read_bytes(buffer.getvalue(), "年.tar"))
    assert [document.id for document in found] == ["年.tar/甲.txt" + "~" * n for n in range(4)]
    assert [document.text[-1] for document in found] == ["0", "1", "2", "3"]


def bomb(megabytes: int) -> bytes:
    """A zip with one member of so many megabytes of nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as member:
        for _ in range(megabytes):
            member.write(bytes(1 << 20))
    return buffer.getvalue()


def nested(depth: int) -> bytes:
    """A text in so many archives, one in the other."""
    data = SPEECH.encode()
    for n in range(depth):
        data = made.zipped({"a.zip" if n else "a.txt": data})
    return data


@pytest.mark.parametrize("depth", [4, 11, 100])
def test_deep_nests_are_set_aside(depth) -> None:
    errors: list[InputError] = []
    found = list(read_bytes(nested(depth), "a.zip", on_error=errors.append))
    assert (len(found), [error.problem for error in errors]) == (0, ["is an archive inside 3 others"])


def test_a_bomb_is_not_unpacked() -> None:
    data = bomb(64)
    assert len(data) < 100_000
    errors: list[InputError] = []
    found = list(read_bytes(data, "a.zip", on_error=errors.append))
    assert (len(found), [error.problem for error in errors]) == (0, ["unpacks to more than 200 times its size"])


def packed_tape(megabytes: int) -> bytes:
    """A TAR.GZ with one member of so many megabytes of nothing."""
    return made.taped({"a.txt": bytes(megabytes << 20)})


PACKED = {
    "gzip": (lambda: gzip.compress(bytes(64 << 20)), "a.txt.gz", r"unpacks to more than 12 MB"),
    "bzip2": (lambda: bz2.compress(bytes(64 << 20)), "a.txt.bz2", r"unpacks to more than 10 MB"),
    "xz": (lambda: lzma.compress(bytes(64 << 20), preset=0), "a.txt.xz", r"unpacks to more than 10 MB"),
    "tar.gz": (lambda: packed_tape(64), "a.tar.gz", r"unpacks to more than 200 times its size"),
}


@pytest.mark.parametrize(("make", "name", "problem"), PACKED.values(), ids=PACKED)
def test_a_packed_bomb_is_not_unpacked(make, name, problem) -> None:
    errors: list[InputError] = []
    assert list(read_bytes(make(), name, on_error=errors.append)) == []
    assert [error.problem for error in errors] == [problem]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.xml"])
def test_a_text_longer_than_any_is_refused(limited, name) -> None:
    limited(text_bytes=2 << 20)
    with pytest.raises(UnreadableError, match="is a text of more than 2 MB"):
        list(read_bytes(SPEECH.encode() * 50_000, name))
