"""Texts in any encoding are exact at every length, and what is doubtful is said to be."""

from __future__ import annotations

import random

import pytest

from sanxin.errors import InputError
from sanxin.reading import read_bytes

SPEECH = "云河县——“四比四看”·再出发：新建厂房2.6万㎡，增长6.5%，各位代表，请予审议。\n"
TRADITIONAL = "雲河縣——“四比四看”·再出發：新建廠房2.6萬坪，增長6.5%，各位代表，請予審議。\n"
CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")
#: Every length up to a line or two, then by steps that keep out of the way of powers of two.
LENGTHS = [*range(8, 120), *range(131, 2000, 97), *range(2003, 20_000, 1999), 20_000]


def cut(text: str, length: int) -> str:
    """A text of that length that begins with the characters that encodings lose."""
    whole = ("—·㎡" + text) * (length // len(text) + 1)
    return whole[:length]


@pytest.mark.parametrize("codec", CODECS)
def test_every_length_is_exact(codec: str) -> None:
    wrong = []
    for length in LENGTHS:
        text = cut(SPEECH, length)
        (document,) = read_bytes(text.encode(codec), "讲话.txt")
        if (document.text, document.warnings) != (text, ()):
            wrong.append(length)
    assert len(LENGTHS) > 130
    assert wrong == []


def readings(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text and its warnings; a text that is refused has none, and a reason."""
    errors: list[InputError] = []
    found = [(document.text, document.warnings) for document in read_bytes(data, "讲话.txt", on_error=errors.append)]
    return found[0] if found else ("", (str(errors[0]),))


@pytest.mark.parametrize("codec", ["big5", "cp950", "big5hkscs"])
def test_big5_is_flagged_at_every_length(codec: str) -> None:
    silent = []
    for length in LENGTHS:
        text = TRADITIONAL.replace("㎡", "")
        text = (text * (length // len(text) + 1))[:length]
        read, warnings = readings(text.encode(codec))
        if not warnings or read not in (text, ""):
            silent.append(length)
    assert silent == []


@pytest.mark.parametrize("pair", [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "big5")], ids="-".join)
def test_mixed_bytes_are_never_silent_mojibake(pair: tuple[str, str]) -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    silent = []
    for n in range(60):
        lines = [f"第{k}項，{TRADITIONAL if 'big5' in pair else SPEECH}" for k in range(chance.randint(2, 60))]
        odd = set(chance.sample(range(len(lines)), chance.randint(1, max(1, len(lines) // 4))))
        data = b"".join(line.encode(pair[k in odd]) for k, line in enumerate(lines))
        read, warnings = readings(data)
        if read != "".join(lines) and not warnings:
            silent.append(n)
    assert silent == []
