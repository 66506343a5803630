"""Where clauses, sentences and paragraphs begin and end: spans of the text as read, told from punctuation alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sanxin.records import Span

#: Marks that part clauses (annotation guide §4), those among them that end a sentence, and the line breaks of
#: `str.splitlines`; all written as they stand inside a character class.
_MARKS = "。！？；，,;!?：:"
_STOPS = "。！？!?"
_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_OPEN, _CLOSE = "“‘（(【\\[《「『", "”’）)】\\]》」』"
#: What `str.isdigit` takes for a digit: `\d` and ²①⒈ and their like.
_DIGIT = (
    "\\d\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490"
    "\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\U00010a40-\U00010a43\U00010e60-\U00010e68"
    "\U00011052-\U0001105a\U0001f100-\U0001f10a"
)

#: A run between two marks, from its first to its last character that is not blank; 1,200 and 9:30 part nothing.
_CLAUSE = re.compile(
    rf"[^\s{_MARKS}]"
    rf"(?:[^{_MARKS}{_BREAKS}]*(?:(?<=[{_DIGIT}])[,:：，](?=[{_DIGIT}])[^{_MARKS}{_BREAKS}]*)*[^\s{_MARKS}])?"
)
_WORDLIKE = re.compile(r"[^\W_]")
_LINE = re.compile(rf"[^{_BREAKS}]+")
_SENTENCE = re.compile(rf"[^{_STOPS}{_BREAKS}]+(?:[{_STOPS}]+[{_CLOSE}]*)?|[{_STOPS}]+[{_CLOSE}]*")

#: Marks are protected only in a line where an opening sign is not followed by a closing one at once, or where straight
#: quotation marks stand. Such lines are one in thirty; the others need no look at single signs.
_RISKY = re.compile(rf"[{_OPEN}][^{_OPEN}{_CLOSE}{_MARKS}{_BREAKS}]*[{_OPEN}{_MARKS}]|\"")
_SIGN = re.compile(rf"[\"{_OPEN}{_CLOSE}{_MARKS}]")
_STAND_IN = "·"


@dataclass(frozen=True, slots=True)
class Segments:
    """The three divisions of one text, each in order."""

    clauses: tuple[Span, ...]
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]


def divide(text: str) -> Segments:
    """Return clauses, sentences and paragraphs of `text`.

    `要当好“店小二”，抓项目、促投产。一是招商。` has the clauses 要当好“店小二”, 抓项目、促投产 and 一是招商, and two
    sentences. Marks inside quotation marks and brackets part nothing: `实行“一月一调度，一季一比武”` is one clause.
    """
    visible = _mask_protected(text)
    return Segments(_clauses(text, visible), _sentences(text, visible), paragraph_spans(text))


def _clauses(text: str, visible: str) -> tuple[Span, ...]:
    spans = [match.span() for match in _CLAUSE.finditer(visible)]
    return tuple(
        [Span(*span) for span in spans if text[span[0]].isalnum() or _WORDLIKE.search(text, *span) is not None]
    )


def _sentences(text: str, visible: str) -> tuple[Span, ...]:
    """Runs up to 。！？!? or a line break, each with the closing signs that follow its stop."""
    return _trimmed(text, _SENTENCE.finditer(visible))


def paragraph_spans(text: str) -> tuple[Span, ...]:
    """Return the lines of `text` that are not blank, trimmed."""
    return _trimmed(text, _LINE.finditer(text))


def _trimmed(text: str, matches: Iterable[re.Match[str]]) -> tuple[Span, ...]:
    """The matches without the blanks around them, where anything is left."""
    spans = []
    for start, end in [match.span() for match in matches]:
        if text[start].isspace() or text[end - 1].isspace():
            piece = text[start:end].lstrip()
            start = end - len(piece)
            end = start + len(piece.rstrip())
        if start < end:
            spans.append(Span(start, end))
    return tuple(spans)


def _mask_protected(text: str) -> str:
    """Return the text with the marks overwritten that stand inside quotation marks or brackets."""
    protected: list[int] = []
    for line in _LINE.finditer(text):
        if _RISKY.search(text, *line.span()):
            protected += _protected_marks(text, *line.span())
    if not protected:
        return text
    parts: list[str] = []
    done = 0
    for position in protected:
        parts += (text[done:position], _STAND_IN)
        done = position + 1
    return "".join((*parts, text[done:]))


def _protected_marks(text: str, start: int, end: int) -> list[int]:
    """Follow quotation marks and brackets through one line, as the annotation tools do.

    Straight quotation marks count only where they are even in number, the others only where as many close as open.
    """
    signs = [(match.start(), match[0]) for match in _SIGN.finditer(text, start, end)]
    paired = sum(sign == '"' for _, sign in signs) % 2 == 0
    balanced = sum(sign in _OPEN for _, sign in signs) == sum(sign in _CLOSE for _, sign in signs)
    depth, quoted = 0, False
    protected = []
    for position, sign in signs:
        if sign == '"':
            quoted = paired and not quoted
        elif sign in _OPEN:
            depth += balanced
        elif sign in _CLOSE:
            depth -= balanced and depth > 0
        elif depth or quoted:
            protected.append(position)
    return protected
