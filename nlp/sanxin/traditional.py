"""Texts in traditional characters: analysed in simplified ones, character for character, and given back as written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from sanxin.records import Document, Speech

# Of the Chinese characters of a text in traditional ones a quarter is not in GB 2312; of one in simplified ones next
# to none. A few quotations do not make a text traditional.
_CODE = "gb2312"
_SHARE = 0.05
_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTES = str.maketrans("「」『』", "“”‘’")


def simplified(text: str) -> str:
    """Return `text` in simplified characters if it is in traditional ones, else as it is; its length stays.

    縣長：力爭「三新三強」 gives 县长：力争“三新三强”.
    """
    lost = len(text) - len(text.encode(_CODE, "ignore").decode(_CODE))
    if lost <= _SHARE * len(text) / 2:
        return text
    letters = _HAN.findall(text)
    foreign = len(letters) - len("".join(letters).encode(_CODE, "ignore")) // 2
    if foreign <= _SHARE * len(letters):
        return text
    return "".join(_converted(line) for line in text.splitlines(keepends=True)).translate(_QUOTES)


def _converted(line: str) -> str:
    """Return a line converted by words, or by characters where that would change its length."""
    convert = _converter()
    whole = convert(line)
    if len(whole) == len(line):
        return whole
    return "".join(one if len(one := convert(char)) == 1 else char for char in line)


@cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def as_written(speech: Speech, document: Document) -> Speech:
    """Return a speech found in `simplified(document.text)` with the words of `document` itself.

    What compares between documents (canonical slogans, names of indicators, pathways) stays simplified.
    """
    found, text = speech.document.text, document.text

    def words(said: str | None, start: int, end: int) -> str | None:
        place = found.find(said, start, end) if said else -1
        return said if said is None or place < 0 else text[place : place + len(said)]

    def several(said: tuple[str, ...] | None, start: int, end: int) -> tuple[str, ...] | None:
        return None if said is None else tuple(words(word, start, end) or word for word in said)

    whole = len(text)
    return replace(
        speech,
        document=document,
        quantities=tuple(
            replace(
                one,
                text=text[one.start : one.end],
                modality_words=several(one.modality_words, one.sentence.start, one.sentence.end) or (),
            )
            for one in speech.quantities
        ),
        slogans=tuple(
            replace(one, text=text[one.start : one.end], members=several(one.members, 0, whole))
            for one in speech.slogans
        ),
        actions=tuple(
            replace(
                one,
                text=text[one.start : one.end],
                verb=words(one.verb, one.start, one.end),
                object=words(one.object, one.start, one.end),
                actor=words(one.actor, 0, whole),
            )
            for one in speech.actions
        ),
        sections=tuple(replace(one, title=words(one.title, one.start, one.end) or "") for one in speech.sections),
    )
