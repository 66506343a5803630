"""Bytes to text: the ladder BOM -> UTF-16 -> strict UTF-8 -> GB18030 or Big5, whichever reads as everyday Chinese.

Nothing but the BOM and the line ends is changed, so that — · ㎡ and full-width digits stay as the author typed them.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from sanxin.errors import EmptyError, UnreadableError

SAVE_AS_UTF8 = "open it in the program that made it and save it as UTF-8 text"

# Longest first: the UTF-32 mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTAINERS = (
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"{\\rtf", "an RTF file"),
)

# Share of everyday characters: right decodings score 0.86 at worst (eight characters) and 0.97 from fifty on; Big5 or
# UTF-8 read as GB18030 scores 0.25 in the middle and 0.86 at most (eight characters).
_SURE = 0.85
_PLAUSIBLE = 0.6
_REPLACED = "�"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""Text with `\n` line ends, the encoding it was in, and what a reader of it should be warned of."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, source: str) -> Decoded:
    """Return the text of `data`, or raise UnreadableError (binary, undecodable) or EmptyError, naming `source`."""
    container = next((name for magic, name in _CONTAINERS if data.startswith(magic)), None)
    if container:
        raise UnreadableError(
            source, f"is {container}, not text", "give the file its proper suffix or convert it to text"
        )
    found = _marked(data) or _utf8(data) or _utf16(data) or _legacy(data) or _line_by_line(data)
    if found is None:
        raise UnreadableError(source, "is in no encoding known here (UTF-8, UTF-16, GB18030, Big5)", SAVE_AS_UTF8)
    controls = len(_CONTROLS.findall(found.text))
    if controls > len(found.text) // 100:
        raise UnreadableError(
            source, "is a binary file, not text", "give the file its proper suffix or convert it to text"
        )
    if not found.text.strip():
        raise EmptyError(source, "holds no text", "check that the file was saved in full")
    warnings = found.warnings
    if controls:
        warnings += (f"{controls} control characters in the text: the file may be damaged",)
    return Decoded(newlines(found.text), found.encoding, warnings)


def newlines(text: str) -> str:
    r"""Return `text` with `\r\n` and lone `\r` as `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def everyday_share(text: str) -> float:
    """Return which share of the letters beyond ASCII is everyday Chinese: 各位代表 1.0, 鍚勪綅 0.25; 1.0 if none."""
    everyday = _everyday()
    letters = common = 0
    for char, count in Counter(text).items():
        # Letters, private use and unassigned; — · ㎡ ① are in every encoding and say nothing.
        if char >= "\x80" and unicodedata.category(char)[0] in "LC":
            letters += count
            common += count if char in everyday else 0
    return common / letters if letters else 1.0


@cache
def _everyday() -> frozenset[str]:
    """Return the first-level characters of GB 2312 (3,755) and of Big5 (5,401)."""
    simplified = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    traditional = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    chars = "".join(code.decode("gb2312", "ignore") for code in simplified)
    chars += "".join(code.decode("big5", "ignore") for code in traditional)
    return frozenset(chars)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding.removesuffix("-sig"))
            return Decoded(text, encoding) if text is not None else _patched(data[len(mark) :], encoding)
    return None


def _patched(data: bytes, encoding: str) -> Decoded | None:
    """Return the text with a few undecodable places shown as U+FFFD and warned of; None if they are more than a few."""
    text = data.decode(encoding.removesuffix("-sig"), "replace")
    lost = text.count(_REPLACED)
    if lost * 50 > sum(char >= "\x80" for char in text):
        return None
    return Decoded(text, encoding, (f"{lost} places could not be decoded and show as {_REPLACED}",))


def _utf16(data: bytes) -> Decoded | None:
    """Return UTF-16 without a mark. GB18030 and UTF-8 text read so is hardly ever Chinese (0.39 everyday at most)."""
    sample = data[: 1 << 16]
    sample = sample[: len(sample) // 2 * 2]
    best: tuple[float, str] | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(sample, encoding)
        if not text or _CONTROLS.search(text):
            continue
        # Pure ASCII in UTF-16 has a NUL in every pair; pure Chinese must read as everyday.
        score = everyday_share(text)
        if (score >= _SURE and any(char >= "\x80" for char in text)) or b"\0" in sample:
            best = max(best or (0.0, ""), (score, encoding))
    if best is None or best[0] < _SURE:
        return None
    whole = _strict(data, best[1])
    return Decoded(whole, best[1]) if whole is not None else _patched(data, best[1])


def _utf8(data: bytes) -> Decoded | None:
    text = _strict(data, "utf-8")
    if text is None or (b"\0" in data and _utf16(data)):
        # ASCII in UTF-16 is valid UTF-8, with a NUL in every pair.
        return None
    if len(data) < 200 and everyday_share(text) == 0.0:
        # A few words of GB18030 can be valid UTF-8 by chance, as Latin, Greek or Arabic letters.
        other = _strict(data, "gb18030")
        if other is not None and everyday_share(other) >= _SURE:
            return Decoded(other, "gb18030")
    return Decoded(text, "utf-8")


def _legacy(data: bytes) -> Decoded | None:
    """Return GB18030 or Big5, whichever reads as everyday Chinese."""
    mainland, taiwan = _strict(data, "gb18030"), _strict(data, "cp950")
    score = everyday_share(mainland) if mainland is not None else 0.0
    other = everyday_share(taiwan) if taiwan is not None else 0.0
    if mainland is not None and score >= max(other, _PLAUSIBLE):
        if _holds_utf8_lines(data):
            return None
        if score >= _SURE:
            return Decoded(mainland, "gb18030")
        return Decoded(mainland, "gb18030", ("the encoding is not certain; read as GB18030: check the characters",))
    if taiwan is not None and other >= _SURE:
        return Decoded(taiwan, "big5", ("read as Big5 (traditional characters): check the characters",))
    return None


def _holds_utf8_lines(data: bytes) -> bool:
    """Tell whether some line that passes for GB18030 is UTF-8: a file pasted together from two sources."""
    return any(
        everyday_share(text) > everyday_share(line.decode("gb18030", "replace"))
        for line in data.splitlines()
        if not line.isascii() and (text := _strict(line, "utf-8")) is not None
    )


def _one_line(line: bytes) -> tuple[str, str]:
    """Return a line and the encoding that loses least of it."""
    text = _strict(line, "utf-8")
    if text is not None:
        return text, "utf-8"
    text = _strict(line, "gb18030")
    if text is not None and everyday_share(text) >= _PLAUSIBLE:
        return text, "gb18030"
    options = [(line.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")]
    return min(options, key=lambda option: option[0].count(_REPLACED) / len(option[0]))


def _line_by_line(data: bytes) -> Decoded | None:
    """Return a file whose lines differ in encoding, or that is damaged in places, with a warning that says so."""
    lines: list[str] = []
    used: Counter[str] = Counter()
    for line in data.splitlines(keepends=True):
        text, encoding = _one_line(line)
        lines.append(text)
        if not line.isascii():
            used[encoding] += 1
    whole = "".join(lines)
    lost_share = whole.count(_REPLACED) / (sum(char >= "\x80" for char in whole) or 1)
    if lost_share > 0.02 or everyday_share(whole) < _SURE:
        return None
    warnings = []
    if len(used) > 1:
        parts = " and ".join(f"{count} lines of {name}" for name, count in used.most_common())
        warnings.append(f"mixes encodings ({parts}): check the characters")
    if _REPLACED in whole:
        warnings.append(f"{whole.count(_REPLACED)} places could not be decoded and show as {_REPLACED}")
    return Decoded(whole, "mixed" if len(used) > 1 else used.most_common(1)[0][0], tuple(warnings))
