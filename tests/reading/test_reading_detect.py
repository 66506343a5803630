"""Encodings: right text at every length, and a flag wherever it is not certain."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.errors import EmptyError, UnreadableError
from sanxin.reading.detect import decode, everyday_share

SPEECH = "各位代表：今年云河县地区生产总值增长6.5%——比上年提高0.3个百分点，新建厂房2.6万㎡，“四比四看”·再出发。\n"
TRADITIONAL = "各位代表：今年雲河縣地區生產總值增長6.5%——比上年提高0.3個百分點，新建廠房2.6萬㎡，人民滿意。\n"
MARKED = {
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
}


@pytest.mark.parametrize("length", [8, 20, 100, 1000, 20_000])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_unmarked_text_is_exact_at_every_length(encoding: str, length: int) -> None:
    text = (SPEECH * (length // len(SPEECH) + 1))[:length]
    found = decode(text.encode(encoding), "讲话.txt")
    assert (found.text, found.encoding, found.warnings) == (text, encoding, ())


@pytest.mark.parametrize("encoding", MARKED, ids=str)
def test_mark_is_dropped_and_named(encoding: str) -> None:
    found = decode(MARKED[encoding] + SPEECH.encode(encoding.removesuffix("-sig")), "讲话.txt")
    assert (found.text, found.encoding) == (SPEECH, encoding)


@pytest.mark.parametrize("chars", ["—", "·", "㎡", "２０２４", "　　", "\u200b", "“”", "\x0c"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_nothing_but_mark_and_line_ends_is_changed(encoding: str, chars: str) -> None:
    text = f"{SPEECH}{chars}云河{chars}"
    assert decode(text.encode(encoding), "x").text == text


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"], ids=["windows", "old-mac", "unix"])
def test_line_ends_become_newlines(ends: str) -> None:
    assert decode(f"一、回顾{ends}{ends}二、安排{ends}".encode(), "x").text == "一、回顾\n\n二、安排\n"


@pytest.mark.parametrize("length", [8, 50, 1000])
def test_big5_is_read_right_and_flagged(length: int) -> None:
    text = (TRADITIONAL * 20)[:length]
    found = decode(text.encode("big5"), "x")
    assert found.text == text
    assert found.encoding == "big5"
    assert "Big5" in found.warnings[0]


def test_traditional_text_in_gb18030_is_not_taken_for_big5() -> None:
    found = decode(TRADITIONAL.encode("gb18030"), "x")
    assert (found.text, found.encoding) == (TRADITIONAL, "gb18030")


def test_lines_of_two_encodings_are_each_read_right_and_flagged() -> None:
    lines = [f"第{n}条，建设幸福云河，推动高质量发展。\n" for n in range(40)]
    data = b"".join(line.encode("gb18030" if n % 7 == 0 else "utf-8") for n, line in enumerate(lines))
    found = decode(data, "x")
    assert found.text == "".join(lines)
    assert found.encoding == "mixed"
    assert "mixes encodings" in found.warnings[0]


def test_a_few_utf8_lines_in_a_gb18030_file_are_no_mojibake() -> None:
    lines = [f"第{n}条，建设幸福云河，推动高质量发展。\n" for n in range(200)]
    data = b"".join(line.encode("utf-8" if n == 150 else "gb18030") for n, line in enumerate(lines))
    found = decode(data, "x")
    assert found.text == "".join(lines)
    assert found.warnings


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_inside_a_character_is_read_and_flagged(encoding: str) -> None:
    found = decode((SPEECH * 5).rstrip().encode(encoding)[:-1], "x")
    assert found.text.startswith(SPEECH * 4)
    assert "could not be decoded" in found.warnings[0]


BINARY = {
    "pdf": b"%PDF-1.7\n\xe2\xe3\xcf\xd3",
    "zip": b"PK\x03\x04" + bytes(40),
    "old-office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "nuls": bytes(1000),
    "noise": bytes((n * n * 31 + 7 * n) % 251 for n in range(5000)),
}


@pytest.mark.parametrize("data", BINARY.values(), ids=BINARY)
def test_binary_under_a_text_name_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"^讲话\.txt: is [^\n]+; [^\n]+$"):
        decode(data, "讲话.txt")


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", b" \r\n\t\n", "　\n".encode()], ids=["none", "mark", "blank", "wide"]
)
def test_no_text_is_an_empty_error(data: bytes) -> None:
    with pytest.raises(EmptyError, match="holds no text"):
        decode(data, "空.txt")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("各位代表", 1.0, 1.0), ("GDP 6.5%", 1.0, 1.0), ("鍚勪綅浠ｈ〃", 0.0, 0.6), ("云河县、稊秝", 0.5, 0.7)],
)
def test_everyday_share(text: str, low: float, high: float) -> None:
    assert low <= everyday_share(text) <= high


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_declared_error(data: bytes) -> None:
    try:
        found = decode(data, "x")
    except (UnreadableError, EmptyError):
        return
    assert "\r" not in found.text
    assert found.text.strip()
