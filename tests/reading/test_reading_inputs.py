"""Files, folders and standard input; and every bad input as one clear line."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from sanxin.errors import EmptyError, FormatError, InputError, UnreadableError
from sanxin.reading import FORMATS, inputs, read, read_bytes
from sanxin.reading.inputs import InputFile, find_inputs, read_file, shown, suffix

SPEECH = "各位代表：现在，我代表县人民政府向大会作报告，请各位审议，也请列席的同志多提意见。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as people keep them."""
    for name in (
        "b.txt",
        "a/2.md",
        "a/1.html",
        "讲话.第二稿",
        "C.TXT",
        "z.png",
        "a/y.exe",
        ".hidden.txt",
        ".git/x.txt",
        "~$b.docx",
    ):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(SPEECH, encoding="utf-8")
    (tmp_path / "rows.csv").write_text(f"title,text\n甲,{SPEECH.strip()}\n乙,\n丙,{SPEECH.strip()}\n", encoding="utf-8")
    return tmp_path


def test_folder_is_read_in_order_of_paths(folder: Path) -> None:
    errors: list[InputError] = []
    skipped: list[InputFile] = []
    documents = list(read(folder, on_error=errors.append, on_skip=skipped.append))
    assert [document.id for document in documents] == [
        "C.TXT",
        "a/1.html",
        "a/2.md",
        "b.txt",
        "rows.csv#1",
        "rows.csv#3",
        "讲话.第二稿",
    ]
    assert [error.source for error in errors] == [f"{folder.as_posix()}/rows.csv#2"]
    assert [file.id for file in skipped] == ["a/y.exe", "z.png"]
    assert documents[2].source == f"{folder.as_posix()}/a/2.md"


def test_every_file_is_read_set_aside_or_skipped(folder: Path) -> None:
    (folder / "broken.docx").write_bytes(b"no zip")
    errors: list[InputError] = []
    documents = list(read(folder, on_error=errors.append))
    listing = inputs(folder)
    done = {document.source.split("#")[0] for document in documents}
    failed = {error.source.split("#")[0] for error in errors}
    assert done | failed == {file.source for file in listing.files}
    assert len(listing.skipped) == 2


def test_single_file_is_called_by_its_name(folder: Path) -> None:
    (document,) = read(folder / "a/2.md")
    assert (document.id, document.source) == ("2.md", (folder / "a/2.md").as_posix())
    assert (document.text, document.format, document.encoding, document.warnings) == (SPEECH, "markdown", "utf-8", ())


def test_errors_are_raised_without_a_handler(folder: Path) -> None:
    with pytest.raises(EmptyError, match=r"rows\.csv#2"):
        list(read(folder / "rows.csv"))


STDIN = {
    "text": (SPEECH.encode(), "text"),
    "gb18030": (SPEECH.encode("gb18030"), "text"),
    "html": ("<!DOCTYPE html><p>各位代表：报告工作。</p>".encode(), "html"),
    "csv": (f"title,text\n甲,{SPEECH}".encode("utf-8-sig"), "csv"),
    "jsonl": ('{"text": "各位代表：报告工作。"}\n'.encode(), "jsonl"),
}


@pytest.mark.parametrize(("data", "form"), STDIN.values(), ids=STDIN)
def test_standard_input_is_read_by_its_content(data: bytes, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (document,) = read("-")
    assert document.id == ("stdin#1" if form in ("csv", "jsonl") else "stdin")
    assert document.format == form
    assert document.text.startswith("各位代表：")


def test_text_column_is_passed_on() -> None:
    data = f"甲,乙\n一,{SPEECH.strip()}\n".encode()
    (document,) = read_bytes(data, "-", text_column="乙")
    assert document.text == SPEECH.strip()


LINES = [
    "在云河县2024年“四比四看”推进大会上的讲话",
    "（2024年3月5日）",
    "同志们：",
    "　　今天我们召开推进大会——动员全县上下真抓实干，新建厂房2.6万㎡，地区生产总值增长6%左右·再出发。",
    "　　一、抓产业",
    "　　“四比四看”就是比项目看投资、比招商看落地、比服务看口碑、比作风看实绩，一项一项落到实处，请大家抓好落实。",
]


def as_docx(lines: list[str]) -> bytes:
    import docx

    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


WRITTEN = {
    "讲话.txt": "\r\n".join(LINES).encode("gb18030"),
    "讲话.md": "\n".join(LINES).encode("utf-16"),
    "讲话.html": ("<html><body>" + "".join(f"<p>{line}</p>\n" for line in LINES) + "</body></html>").encode("gb18030"),
    "讲话.docx": as_docx(LINES),
    "讲话.csv": ('id,text\r\n1,"' + "\n".join(LINES) + '"\r\n').encode("utf-8-sig"),
    "讲话.jsonl": json.dumps({"text": "\n".join(LINES)}).encode(),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_one_speech_is_the_same_in_every_format(name: str) -> None:
    (document,) = read_bytes(WRITTEN[name], name)
    assert document.text == "\n".join(LINES)
    assert document.furniture == ()
    assert str(document.facts.date) == "2024-03-05"
    assert (document.facts.region, document.facts.level) == ("云河县", "county")


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.TXT", ".txt"),
        ("讲话", ""),
        ("讲话.第二稿", ""),
        ("2024.03.18", ""),
        ("a.tar.gz", ".gz"),
        ("x.docx", ".docx"),
        (".txt", ""),
    ],
)
def test_suffix(name: str, ending: str) -> None:
    assert suffix(name) == ending


def test_formats_are_lower_case_suffixes() -> None:
    assert all(ending == suffix(f"a{ending}") for ending in FORMATS)


def test_name_left_in_gbk_is_shown_right() -> None:
    assert shown(os.fsdecode("讲话.txt".encode("gb18030"))) == "讲话.txt"
    assert shown(os.fsdecode(b"\xff\xfe.txt")) == "\\xff\\xfe.txt"


def bad(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


BAD = {
    "missing": (None, "没有.txt", UnreadableError, "no such file or folder"),
    "empty": (b"", "空.txt", EmptyError, "is empty"),
    "blank": (b"\n \n", "空.txt", EmptyError, "is empty"),
    "mark only": (b"\xef\xbb\xbf", "空.txt", EmptyError, "holds no text"),
    "binary under a text name": (b"\x89PNG\r\n", "报告.txt", UnreadableError, "is a picture, not text"),
    "noise": (bytes(range(128, 256)) * 9, "报告.txt", UnreadableError, "is in no encoding known here"),
    "page without text": (b"<html><body><img src=a></body></html>", "页.html", EmptyError, "is a page without text"),
    "broken docx": (b"PK\x03\x04 broken", "报告.docx", UnreadableError, "is no sound DOCX"),
    "table without texts": (b"a,b\n1,2\n", "表.csv", FormatError, "has no column of Chinese texts"),
    "unknown format": (b"x", "报告.psd", FormatError, "is of a format not known here (.psd)"),
}


@pytest.mark.parametrize(("data", "name", "error", "problem"), BAD.values(), ids=BAD)
def test_bad_input_is_one_clear_line(
    data: bytes | None, name: str, error: type[InputError], problem: str, tmp_path: Path
) -> None:
    file = tmp_path / name if data is None else bad(tmp_path, name, data)
    with pytest.raises(error) as caught:
        list(read(file))
    line = str(caught.value)
    assert line.startswith(f"{file.as_posix()}: {problem}")
    assert "\n" not in line
    assert caught.value.remedy
    collected: list[InputError] = []
    assert list(read(file, on_error=collected.append)) == []
    assert [str(found) for found in collected] == [line]


@pytest.mark.parametrize(
    ("names", "problem"), [((), "no readable file"), (("a.png", "b.exe"), r"no readable file \(2 of other formats\)")]
)
def test_folder_without_readable_files(names: tuple[str, ...], problem: str, tmp_path: Path) -> None:
    for name in names:
        bad(tmp_path, name, b"x")
    with pytest.raises(EmptyError, match=problem):
        list(read(tmp_path))


def test_folder_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad(tmp_path, "a.txt", SPEECH.encode())
    (tmp_path / "locked").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    errors: list[InputError] = []
    assert [document.id for document in read(tmp_path, on_error=errors.append)] == ["a.txt"]
    (error,) = errors
    assert isinstance(error, UnreadableError)
    assert str(error).startswith(f"{tmp_path.as_posix()}/locked: cannot be opened (Permission denied); ")


def test_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = bad(tmp_path, "a.txt", SPEECH.encode())

    def refuse(*_: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableError, match="cannot be opened"):
        list(read(file))


def test_file_larger_than_the_limit(tmp_path: Path) -> None:
    file = bad(tmp_path, "a.txt", bytes(100))
    with pytest.raises(UnreadableError, match="is larger than"):
        read_file(InputFile(file, "a.txt", "a.txt"), 99)


def test_links_in_circles_are_not_followed(tmp_path: Path) -> None:
    bad(tmp_path, "a.txt", SPEECH.encode())
    (tmp_path / "again").symlink_to(tmp_path)
    assert [file.id for file in find_inputs(tmp_path, frozenset({".txt"})).files] == ["a.txt"]


def test_reading_imports_nothing_heavy(tmp_path: Path) -> None:
    import subprocess

    heavy = ("lxml", "pandas", "docx", "spacy", "numpy", "trafilatura", "sklearn")
    code = f"import sys, sanxin.reading; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert run.stdout.strip() == "[]"


def test_a_slip_over_one_file_does_not_lose_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise RecursionError("too deep\nby far")

    for name in ("a.html", "b.txt"):
        bad(tmp_path, name, f"<html><p>{SPEECH}</p></html>".encode() if name == "a.html" else SPEECH.encode())
    monkeypatch.setattr("sanxin.reading.web._Walker", stumble)
    errors: list[InputError] = []
    assert [document.id for document in read(tmp_path, on_error=errors.append)] == ["b.txt"]
    assert [error.problem for error in errors] == ["could not be read (RecursionError: too deep)"]
