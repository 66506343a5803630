"""Large plain files come in parts that end with a line."""

from __future__ import annotations

import pytest

from sanxin.errors import InputError
from sanxin.newwords import parts

LINES = [f"第{n}行说的是星链共育，云溪区上下都知道。" for n in range(200)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_parts_hold_the_whole_text(tmp_path, monkeypatch, encoding):
    monkeypatch.setattr(parts, "PART", 1000)
    file = tmp_path / "long.txt"
    file.write_text("\n".join(LINES), encoding=encoding)
    failed: list[InputError] = []
    found = list(parts.read_parts(file, failed.append))
    assert "".join(document.text for document in found) == "\n".join(LINES)
    assert len(found) > 5
    assert {document.id for document in found} == {found[0].id}
    assert all(document.text.endswith("\n") for document in found[:-1])
    assert failed == []


def test_a_text_without_line_ends_is_one_part(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "PART", 100)
    file = tmp_path / "long.txt"
    file.write_text("".join(LINES), encoding="utf-8")
    assert [document.text for document in parts.read_parts(file, pytest.fail)] == ["".join(LINES)]


def test_blank_parts_are_no_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "PART", 50)
    file = tmp_path / "long.txt"
    file.write_text("\n" * 200 + LINES[0], encoding="utf-8")
    assert [document.text.strip() for document in parts.read_parts(file, pytest.fail)] == [LINES[0]]


@pytest.mark.parametrize(
    ("name", "data", "large"),
    [
        ("a.txt", "云".encode() * 100, True),
        ("a", "云".encode() * 100, True),
        ("a.txt", "云".encode() * 10, False),
        ("a.txt", ("\ufeff" + "云" * 200).encode("utf-16-le"), False),
        ("a.csv", "云".encode() * 100, False),
        ("a.docx", b"PK\x03\x04" + bytes(200), False),
    ],
    ids=["text", "no suffix", "small", "two bytes a character", "table", "Word"],
)
def test_which_files_are_large(tmp_path, monkeypatch, name, data, large):
    monkeypatch.setattr(parts, "LARGE", 200)
    file = tmp_path / name
    file.write_bytes(data)
    assert parts.is_large(file) is large


def test_a_file_that_goes_is_reported(tmp_path):
    failed: list[InputError] = []
    assert list(parts.read_parts(tmp_path / "gone.txt", failed.append)) == []
    assert "gone.txt" in str(failed[0])
