"""Page furniture (menus, share bars, advertisements, page numbers, glossaries): marked as spans, never deleted.

What belongs to the page and what to the speech is decided a line at a time by models/rules/furniture.toml and
models/lexicons/furniture.tsv; this module only knows where on the page a line stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from sanxin.reading.furniturerules import Block, FurnitureRules, furniture_rules
from sanxin.records import Furniture

_LINE = re.compile(r"[^\n\f]+")
_BLANKS = " \t\r\v\u3000\xa0\u200b\u200d\ufeff"
_HAN = re.compile(r"[一-鿿]")
_ARROWS = ">＞»›→"
# Rules for the beginning or the end of a text look this far; a header of more lines than this is none.
_EDGE = 400
_LONGEST_HEADER = 400
_CAPTION = 400
_SHORT_CAPTION = 120
# A glossary's entry may be broken by links into this many lines.
_BROKEN_ENTRY = 12


@dataclass(slots=True)
class TextLine:
    """A line that holds something, without its outer blanks; `kind` names what furniture it is, None for speech."""

    start: int
    end: int
    text: str
    kind: str | None = None

    @property
    def is_paragraph(self) -> bool:
        """Tell whether this is running text, so that the speech has begun."""
        # A line without a full stop must be longer than any title to count: scans lose their stops.
        if len(self.text) < 30:
            return False
        return "。" in self.text or (len(self.text) >= 90 and len(_HAN.findall(self.text)) >= 0.7 * len(self.text))


def find_furniture(text: str) -> tuple[Furniture, ...]:
    r"""Return the stretches of `text` that are page furniture, in order: `打印\n各位代表：…` gives the span of 打印."""
    rules = furniture_rules()
    lines = list(text_lines(text))
    for line in lines:
        line.kind = rules.line_kind(line.text, edges=False)
    first, last = _body(lines)
    for line in [*lines[: first + 1], *lines[max(last, first + 1) :]]:
        line.kind = line.kind or rules.line_kind(line.text, edges=True)
    _mark_tail(lines, first, rules)
    _mark_header(lines[: min(first, _LONGEST_HEADER)], rules)
    _mark_glossary(lines, rules.glossary)
    _mark_contents(lines, rules.contents)
    _mark_values(lines, rules)
    _mark_neighbours(lines, rules)
    _mark_page_numbers(lines)
    return merge(_spans(lines), _inside(text, lines, rules))


def merge(*groups: Iterable[Furniture]) -> tuple[Furniture, ...]:
    """Return the spans of all groups without overlaps; where two meet, the one that begins first keeps its kind."""
    merged: list[Furniture] = []
    for span in sorted((span for group in groups for span in group), key=lambda span: (span.start, -span.end)):
        start = max(span.start, merged[-1].end) if merged else span.start
        if start < span.end:
            merged.append(Furniture(start, span.end, span.kind))
    return tuple(merged)


def text_lines(text: str) -> Iterator[TextLine]:
    """Yield the lines that hold something, without their outer blanks."""
    for match in _LINE.finditer(text):
        words = match[0].strip(_BLANKS)
        if words:
            start = match.start() + match[0].index(words)
            yield TextLine(start, start + len(words), words)


def _spans(lines: Sequence[TextLine]) -> Iterator[Furniture]:
    """Yield one span for each run of lines of one kind."""
    for kind, run in groupby(lines, key=lambda line: line.kind):
        if kind is not None:
            items = list(run)
            yield Furniture(items[0].start, items[-1].end, kind)


def _body(lines: Sequence[TextLine]) -> tuple[int, int]:
    """Return the numbers of the first and the last paragraph that no rule has marked; (len, len) if there is none."""
    numbers = [n for n, line in enumerate(lines) if not line.kind and line.is_paragraph]
    return (numbers[0], numbers[-1]) if numbers else (len(lines), len(lines))


def _mark_tail(lines: Sequence[TextLine], first: int, rules: FurnitureRules) -> None:
    """Mark what follows the speech, from the first line that opens a tail behind which no long paragraph stands."""
    opened = len(lines)
    kind = ""
    for number in range(len(lines) - 1, first, -1):
        line = lines[number]
        rule = rules.tail(line.text)
        if rule is not None:
            opened, kind = number, rule.kind
        elif line.kind is None and line.is_paragraph and len(line.text) >= rules.limits["long_paragraph"]:
            break
    for number in range(first + 1, opened):
        rule = rules.tail(lines[number].text)
        if rule is not None and rule.long:
            opened, kind = number, rule.kind
            break
    for line in lines[opened:]:
        line.kind = line.kind or kind


def _mark_header(head: Sequence[TextLine], rules: FurnitureRules) -> None:
    """Mark the site's header: all before the breadcrumb and its parts, or a run of menu words; titles given twice."""
    crumb = next((n for n, line in enumerate(head) if line.kind == "breadcrumb" or _opens_crumb(head, n, rules)), None)
    if crumb is not None:
        for line in head[:crumb]:
            line.kind = "header"
        _mark_crumb(head, crumb)
    else:
        _mark_menu(head, rules)
    # Of a title given twice (page title and headline) the later one stands with the speech.
    seen: set[str] = set()
    for line in reversed(head):
        if line.kind is None:
            repeated = len(line.text) >= 8 and line.text in seen
            # 讲话全文_云河市人民政府: the page's title is the headline with the site's name behind it.
            headed = line is head[0] and any(len(other) >= 8 and line.text.startswith(other) for other in seen)
            line.kind = "header" if repeated or headed else None
            seen.add(line.text)


def _opens_crumb(head: Sequence[TextLine], number: int, rules: FurnitureRules) -> bool:
    """Tell whether a line is the 首页 of a breadcrumb that the page broke at every `>`."""
    return head[number].text in rules.crumb_words and number + 1 < len(head) and head[number + 1].text in _ARROWS


def _mark_crumb(head: Sequence[TextLine], crumb: int) -> None:
    """Mark the parts of a breadcrumb broken over several lines, and the column's heading that repeats its last part."""
    parts: set[str] = set()
    awaits = True
    for number in range(crumb, len(head)):
        line = head[number]
        arrow = line.text[-1] in _ARROWS
        if not (awaits or arrow or line.text in parts):
            return
        line.kind = line.kind or "breadcrumb"
        parts.add(line.text.rstrip(_ARROWS + " "))
        # After an arrow or a bare "当前位置：" one more part comes.
        awaits = arrow or line.text[-1] in ":：" or (number + 1 < len(head) and head[number + 1].text in _ARROWS)


def _mark_menu(head: Sequence[TextLine], rules: FurnitureRules) -> None:
    """Mark runs of short lines that hold several words of menus."""
    run: list[TextLine] = []
    for line in [*head, None]:
        if line is not None and len(line.text) <= rules.limits["longest_menu_line"] and not rules.is_speech(line.text):
            run.append(line)
            continue
        known = sum(rules.is_menu_word(item.text) for item in run)
        if len(run) >= rules.limits["shortest_menu"] and known >= 2:
            for item in run:
                item.kind = item.kind or "menu"
        run = []


def _mark_glossary(lines: Sequence[TextLine], block: Block) -> None:
    """Mark lists that explain the words of the speech, with the heading 名词解释 above them."""
    heading: int | None = None
    entries: list[int] = []
    for number, line in enumerate([*lines, None]):
        ends = line is None or line.kind is not None or (heading is not None and block.stop.fullmatch(line.text))
        if heading is not None and (ends or number - (entries[-1] if entries else heading) > _BROKEN_ENTRY):
            if len(entries) >= 2:
                for item in lines[heading : entries[-1] + 1]:
                    item.kind = block.kind
            heading, entries = None, []
        elif heading is not None and line is not None and block.entry and block.entry.match(line.text):
            entries.append(number)
        if line is not None and line.kind is None and len(line.text) <= 40 and block.pattern.fullmatch(line.text):
            heading, entries = number, []


def _mark_contents(lines: Sequence[TextLine], block: Block) -> None:
    """Mark the lines under 目录 that come again as headings."""
    for number, line in enumerate(lines):
        if line.kind is not None or len(line.text) > 12 or not block.pattern.fullmatch(line.text):
            continue
        later = Counter(item.text for item in lines[number + 1 :])
        entries: list[TextLine] = []
        misses = 0
        for item in lines[number + 1 :]:
            if block.stop.fullmatch(item.text) or misses > 2 or item.text in {entry.text for entry in entries[:1]}:
                break
            if later[item.text] > 1 or item.kind == block.kind:
                entries.append(item)
                misses = 0
            else:
                misses += 1
        if len(entries) >= 2:
            for item in [line, *entries]:
                item.kind = block.kind
        return


def _mark_values(lines: Sequence[TextLine], rules: FurnitureRules) -> None:
    """Mark the line after a bare label as its value: `来源：` and below it `云河日报`."""
    for line, following in pairwise(lines):
        bare = line.kind in ("meta", "source") and line.text[-1] in ":："
        short = following.kind is None and len(following.text) <= rules.limits["longest_value"]
        if bare and short and not following.is_paragraph and not rules.is_speech(following.text):
            following.kind = line.kind


def _mark_neighbours(lines: Sequence[TextLine], rules: FurnitureRules) -> None:
    """Mark what is furniture only beside furniture: 大 after 【字号：, a lone 】 or |."""
    for ordered in (lines, lines[::-1]):
        for line, following in pairwise(ordered):
            if line.kind and line.kind not in ("contents", "glossary") and following.kind is None:
                near = rules.near_kind(following.text)
                if near:
                    following.kind = line.kind if near in ("separator", "number") else near


def _mark_page_numbers(lines: Sequence[TextLine]) -> None:
    """Mark bare numbers that count the pages: each a little more than the one before, with text between them."""
    bare = [
        (n, int(line.text))
        for n, line in enumerate(lines)
        if line.kind is None and line.text.isdecimal() and len(line.text) <= 4
    ]
    run: list[tuple[int, int]] = []
    for number, value in [*bare, (len(lines), -1)]:
        if run and run[-1][1] < value <= run[-1][1] + 5 and number - run[-1][0] > 3:
            run.append((number, value))
            continue
        if len(run) >= 3:
            for item, _ in run:
                lines[item].kind = "page_number"
        run = [(number, value)]


def _inside(text: str, lines: Sequence[TextLine], rules: FurnitureRules) -> Iterator[Furniture]:
    """Yield the furniture that shares a line with the speech."""
    for line in lines:
        if line.kind:
            continue
        for rule in rules.inside:
            if rule.start and line.start > _EDGE:
                continue
            for match in rule.pattern.finditer(line.text):
                start, end = line.start + match.start(), line.start + match.end()
                if (rule.start and start > _EDGE) or (rule.end and end < len(text.rstrip()) - _EDGE):
                    continue
                if rule.kind == rules.caption.kind:
                    start = _caption_start(text, line, start, rules.caption.pattern)
                yield Furniture(start, end, rule.kind)


def _caption_start(text: str, line: TextLine, credit: int, date: re.Pattern[str]) -> int:
    """Return where the words under a picture begin that end with the photographer's name."""
    if line.end - line.start <= _SHORT_CAPTION:
        return line.start
    window_start = max(line.start, credit - _CAPTION)
    # Paragraphs joined into one line are still set off by two full-width blanks.
    paragraph = text.rfind("\u3000\u3000", window_start, credit)
    window_start = paragraph + 2 if paragraph >= 0 else window_start
    starts = [match.start() for match in date.finditer(text, window_start, credit)]
    if paragraph >= 0 or not starts:
        return starts[0] if starts else credit
    return starts[-1]
