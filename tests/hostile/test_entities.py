"""Files that ask to be expanded or to fetch something: nothing is, whatever the format."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import made
import pytest

from sanxin.errors import InputError
from sanxin.reading import read_bytes

HIDDEN = "机密文件的内容不可外传"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
TEXT = "各位代表：今年新建学校三所，请予审议。"


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            line.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    opened = Listener()
    yield opened
    opened.close()


def doctype(secret: Path, address: str) -> str:
    """Entities that laugh, read a file and call a server; and a DTD that is elsewhere."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE d SYSTEM "{address}/a.dtd" [<!ENTITY l0 "哈哈哈哈哈哈哈哈哈哈">{LAUGHS}'
        f'<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY n SYSTEM "{address}/b">'
        f'<!ENTITY % p SYSTEM "{address}/c.dtd">%p;]>'
    )


ALL = "&l9;&f;&n;"


def replaced(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A zip with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        assert part in old.namelist()
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return buffer.getvalue()


def with_entities(kind: str, head: str) -> Callable[[str], str]:
    """Put the head before the root of a part, and the entities into its words or an attribute."""

    def change(xml: str) -> str:
        body = xml.partition("?>")[2].strip() or xml
        return head + (
            body.replace("各位", f"各位{ALL}", 1) if kind == "words" else body.replace('Target="', 'Target="&f;', 1)
        )

    return change


PARTS = {
    "docx": (lambda: made.word(TEXT), "word/document.xml", "words", "a.docx"),
    "docx .rels": (lambda: made.word(TEXT), "_rels/.rels", "target", "a.docx"),
    "docx document .rels": (lambda: made.word(TEXT), "word/_rels/document.xml.rels", "target", "a.docx"),
    "xlsx": (lambda: made.workbook(TEXT * 3), "xl/worksheets/sheet1.xml", "words", "a.xlsx"),
    "xlsx .rels": (lambda: made.workbook(TEXT * 3), "_rels/.rels", "target", "a.xlsx"),
    "xlsx workbook .rels": (lambda: made.workbook(TEXT * 3), "xl/_rels/workbook.xml.rels", "target", "a.xlsx"),
}


def answers(data: bytes, name: str) -> str:
    """All words that came of a file: its texts, warnings and errors."""
    errors: list[InputError] = []
    found = [document.text for document in read_bytes(data, name, on_error=errors.append, on_skip=lambda _: None)]
    return "\n".join([*found, *map(str, errors)])


def check(words: str, listener: Listener, told: bool) -> None:
    assert HIDDEN not in words
    assert words.count("哈") < 100
    assert len(words) < 10_000
    assert listener.calls == 0
    assert bool(words) is told


@pytest.mark.parametrize(("make", "part", "kind", "name"), PARTS.values(), ids=PARTS)
def test_parts_of_office_files(tmp_path, listener, make, part, kind, name) -> None:
    (tmp_path / "secret").write_text(HIDDEN, encoding="utf-8")
    head = doctype(tmp_path / "secret", listener.address)
    check(answers(replaced(make(), part, with_entities(kind, head)), name), listener, told=True)


MARKUP = {
    "html": (
        "a.html",
        "{head}<html><body><p>{text}{all}</p><img src='{address}/i.png'><iframe src='{secret}'></body></html>",
    ),
    "html with svg": (
        "a.html",
        "<html><body><svg>{head}<image href='{secret}'/><text>{text}{all}</text></svg></body></html>",
    ),
    "svg": ("a.svg", "{head}<svg xmlns='http://www.w3.org/2000/svg'><text>{text}{all}</text></svg>"),
    "svg named html": ("a.html", "{head}<svg xmlns='http://www.w3.org/2000/svg'><text>{text}{all}</text></svg>"),
    "xhtml": ("a.xhtml", "{head}<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{text}{all}</p></body></html>"),
    "xml": (
        "a.xml",
        "{head}<d xmlns:xi='http://www.w3.org/2001/XInclude'><p>{text}{all}</p><xi:include href='{secret}'/></d>",
    ),
    "tmx": ("a.tmx", "{head}<tmx><body><tu><tuv><seg>{text}{all}</seg></tuv></tu></body></tmx>"),
    "markdown": ("a.md", "{text}\n\n![x]({secret})\n\n<img src='{address}/i.png'>{all}\n"),
}


@pytest.mark.parametrize(("name", "template"), MARKUP.values(), ids=MARKUP)
def test_markup(tmp_path, listener, name, template) -> None:
    secret = tmp_path / "secret"
    secret.write_text(HIDDEN, encoding="utf-8")
    head = doctype(secret, listener.address)
    data = template.format(head=head, text=TEXT, all=ALL, address=listener.address, secret=secret.as_uri())
    check(answers(data.encode(), name), listener, told=True)
