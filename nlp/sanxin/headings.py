"""The headings of a speech, found by their marks (第一章, 一、, （一）, 一是, ——) or, without one, by how they stand.

How headings are written is data: models/rules/headings.toml. What encloses what is told in `sanxin.outline`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sanxin import data
from sanxin.clauses import paragraph_spans
from sanxin.errors import DataError
from sanxin.grammar import expand, trie_pattern
from sanxin.numerals import parse_numeral
from sanxin.records import Furniture

RULES = "models/rules/headings.toml"

#: The words of a heading are no longer; what goes on without a stop is cut at a comma or here.
MAX_WORDS = 60
#: Lengths of headings without a number: run into a paragraph, on a line of their own.
LEAD_WORDS = range(4, 31)
LINE_WORDS = range(4, 31)
#: Each line of a heading that goes over two.
WRAPPED = 16
#: So many entries in a row make a table of contents.
CONTENTS = 3
#: What may stand between two entries of a table of contents beside dots and page numbers.
CONTENTS_REST = 4
#: A run-in heading without a number has so much text behind it.
LEAD_REST = 20
#: So many run-in headings without a number show that the speech uses them.
LEADS_IN_USE = 5
#: From this rank on forms mark items of a list, not parts of the speech.
LIST_RANK = 80
#: A paragraph of running text under a heading line has at least so many characters.
BODY = 40
#: Two neighbours in a count stand no further apart, unless the rule says otherwise.
NEAR = 6000

_BLANKS = " \\t\\u3000\\xa0"
#: What furniture is overwritten with: blank, yet neither an indent nor a line break.
_HOLE = "\x1f"
_STOP = re.compile(rf"[。！？!?；;：:]|[{_BLANKS}]{{2}}")
_COMMA = re.compile(r"[，,]")
_SEPARATORS = re.compile(rf"[{_BLANKS}{_HOLE}、，,：:．.]*")
_AFTER_STOP = re.compile(rf"[{_BLANKS}{_HOLE}。！？!?；;：:”’\"）)…]*")
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百]+|[0-9０-９]+")
_ENDS = '。！？!?；;：:…”’"）)'
_TAIL = " \t\u3000\xa0\x1f，,、"
_INNER_BLANK = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_VISIBLE = re.compile(r"[^\W_]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: A paragraph that begins with another sign goes on with a sentence that a link or a page broke off.
_OPENING = re.compile(r"[\w“‘\"《〈「『【—―-]")
_LEAD = re.compile(r"([\u4e00-\u9fff“‘\"][^。！？!?；;：:\d％%]{3,29})。")
_CIRCLES = "①⑴"
_DATE = r"[（(]?\d{4}年\d{1,2}月\d{1,2}日[）)]?"
_LEADERS = re.compile(r"[\s\d.．…·•（）()—-]+")
#: A line with such signs is no heading but an item, a caption, a date, a menu.
_NOT_IN_LINE = re.compile(r"[。！？!?；;：:|｜>@#=]|[—―]{2}|\d{4}[-/.年]\d{1,2}[-/.月]|^[【\[（(<]")
_OUTER = ("volume", "chapter", "section")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading as written: `start` is where its mark begins, `end` where its last word ends.

    `title` is its words alone, without mark, inner blanks and page furniture. `form` is the id of the rule; `number`
    its place in the count, None for forms without one. `run_in`: running text follows it in the same line. `in_line`:
    it does not even begin its line.
    """

    start: int
    end: int
    title: str
    form: str
    number: int | None = None
    run_in: bool = False
    in_line: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One way to mark a heading: an entry of the rule file."""

    id: str
    rank: int
    inline: str
    counted: bool
    near: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rule file, compiled."""

    forms: dict[str, Form]
    at_line: re.Pattern[str]
    after_gap: re.Pattern[str]
    in_line: re.Pattern[str]
    outer: re.Pattern[str]
    address: re.Pattern[str]
    lead_not_first: re.Pattern[str]
    lead_not_within: re.Pattern[str]
    line_not_first: re.Pattern[str]
    line_not_last: re.Pattern[str]
    cover: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark found: where, of which form, which number; `in_line`: in the middle of a line."""

    start: int
    end: int
    form: str
    number: int | None
    in_line: bool


@cache
def rules() -> Rules:
    """Return the heading rules."""
    table = data.rules("headings")
    needed = {"id", "rank", "examples", "counterexamples"}
    entries: list[dict[str, Any]] = table["form"]
    faults = [
        f"$.form[{n}]: needs {', '.join(sorted(needed))}"
        for n, entry in enumerate(entries)
        if not needed <= entry.keys()
    ]
    if faults:
        raise DataError(RULES, faults)
    marks = {entry["id"]: expand(entry["pattern"], table["parts"], RULES) for entry in entries if "pattern" in entry}
    forms = {
        entry["id"]: Form(
            entry["id"],
            entry["rank"],
            entry.get("inline", ""),
            entry.get("counted", False),
            entry.get("near", NEAR),
            tuple(entry.get("steps", ())),
        )
        for entry in entries
    }

    def any_of(ids: Sequence[str]) -> str:
        return "|".join(f"(?P<{form}>{marks[form]})" for form in ids)

    def after_comma() -> str:
        return "|".join(marks[form.id] for form in forms.values() if form.inline == "mark")

    def words(section: str, key: str) -> str:
        return trie_pattern(table[section][key])

    in_line = any_of([form.id for form in forms.values() if form.inline])
    return Rules(
        forms=forms,
        at_line=re.compile(any_of(list(marks))),
        # both begin with one set of characters, which `re` skips to fast
        after_gap=re.compile(f"[{_BLANKS}][{_BLANKS}](?:{any_of(list(marks))})"),
        in_line=re.compile(
            f"[。！？!?；;：:”）)，,](?:(?<![，,])[{_BLANKS}]{{0,4}}|(?<=[，,])(?={after_comma()}))(?:{in_line})"
        ),
        outer=re.compile(any_of(_OUTER)),
        address=re.compile(words("address", "words")),
        lead_not_first=re.compile(words("lead", "not_first")),
        lead_not_within=re.compile(words("lead", "not_within")),
        line_not_first=re.compile(words("line", "not_first")),
        line_not_last=re.compile(words("line", "not_last") + "$"),
        cover=re.compile(rf"{words('cover', 'words')}[{_BLANKS}\d一二三四五六七八九十：:]{{0,4}}$|{_DATE}$"),
    )


def find_headings(text: str, furniture: Sequence[Furniture] = ()) -> tuple[Heading, ...]:
    """Return every heading of `text` in order.

    `一、2031年工作安排` on a line of its own, `（一）强化招商。全年…` with text behind it, `二是抓项目；` inside a
    paragraph. None is taken from page furniture or from a table of contents.
    """
    page = _Page(text, furniture)
    marks = _counted(_inner_marks(page) | _line_marks(page))
    limits = [*(mark.start for mark in marks[1:]), len(text)][: len(marks)]
    numbered = [heading for mark, limit in zip(marks, limits, strict=True) if (heading := _words(page, mark, limit))]
    numbered = _without_agenda(_without_contents(page, numbered))
    return tuple(sorted([*numbered, *_unnumbered(page, numbered)], key=lambda heading: heading.start))


class _Page:
    """The text with its furniture blanked out, and its paragraphs."""

    def __init__(self, text: str, furniture: Sequence[Furniture]) -> None:
        self.text = _blank_out(text, furniture)
        self.paragraphs = [p for p in paragraph_spans(self.text) if _VISIBLE.search(self.text, p.start, p.end)]
        self.starts = [paragraph.start for paragraph in self.paragraphs]
        self.body = self._body_start()

    def _body_start(self) -> int:
        """Where the speech begins: behind its address (各位代表：); 0 if there is none in the first half."""
        address = rules().address
        for paragraph in self.paragraphs:
            if paragraph.start > len(self.text) // 2:
                break
            short = paragraph.end - paragraph.start < BODY and self.text[paragraph.end - 1] in "：:"
            if short and address.match(self.text, paragraph.start, paragraph.end):
                return paragraph.end
        return 0

    def is_running(self, place: int) -> bool:
        """Is this paragraph running text, from its beginning on?"""
        if place >= len(self.paragraphs):
            return False
        start, end = self.paragraphs[place].start, self.paragraphs[place].end
        return (
            end - start >= BODY and bool(_STOP.search(self.text, start, end)) and bool(_OPENING.match(self.text, start))
        )

    def is_address(self, place: int) -> bool:
        """Is this paragraph an address to the hearers and no more: 各位代表！?"""
        if place < 0:
            return False
        paragraph = self.paragraphs[place]
        match = rules().address.match(self.text, paragraph.start, paragraph.end)
        return match is not None and paragraph.end - match.end() <= 1

    def ended(self, place: int) -> bool:
        """Does this paragraph end with a stop? One that does not is a heading, or broken off in mid-sentence."""
        return place < 0 or self.text[self.paragraphs[place].end - 1] in _ENDS

    def paragraph_of(self, offset: int) -> int:
        """Return the index of the paragraph that holds `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)


def _blank_out(text: str, furniture: Sequence[Furniture]) -> str:
    if not furniture:
        return text
    parts: list[str] = []
    done = 0
    for span in sorted(furniture):
        if span.end > done:
            start = max(span.start, done)
            parts += (text[done:start], re.sub(r"[^\n]", _HOLE, text[start : span.end]))
            done = span.end
    return "".join((*parts, text[done:]))


def _line_marks(page: _Page) -> dict[int, _Mark]:
    """Marks at the head of a line, behind a gap wide as an indent, or glued to an outer one (第三篇…第十三章…)."""
    found = [rules().at_line.match(page.text, paragraph.start, paragraph.end) for paragraph in page.paragraphs]
    found += rules().after_gap.finditer(page.text)
    marks = [_mark(match, in_line=False) for match in found if match]
    for mark in marks[:]:
        if mark.form in _OUTER:
            line = page.paragraphs[page.paragraph_of(mark.start)]
            marks += (_mark(match, in_line=False) for match in rules().outer.finditer(page.text, mark.end, line.end))
    return {mark.start: mark for mark in marks}


def _inner_marks(page: _Page) -> dict[int, _Mark]:
    marks = (_mark(match, in_line=True) for match in rules().in_line.finditer(page.text))
    return {mark.start: mark for mark in marks}


def _mark(match: re.Match[str], *, in_line: bool) -> _Mark:
    form = rules().forms[match.lastgroup or ""]
    start, end = match.span(form.id)
    return _Mark(start, end, form.id, _number(form, match[form.id]), in_line)


def _number(form: Form, mark: str) -> int | None:
    """The count a mark gives: 第十二章 → 12, （３） → 3, ② → 2, 其次 → 2, —— → None."""
    for place, step in enumerate(form.steps, 1):
        if mark.startswith(step):
            return place
    for first in _CIRCLES:
        if 0 <= ord(mark[0]) - ord(first) < 20:
            return ord(mark[0]) - ord(first) + 1
    numeral = _NUMERAL.search(mark)
    value = parse_numeral(numeral[0]) if numeral else None
    return int(value) if value is not None else None


def _counted(found: dict[int, _Mark]) -> list[_Mark]:
    """Keep the marks that may stand alone, and of the others those with a neighbour in their count nearby."""
    marks = [found[start] for start in sorted(found)]
    forms = rules().forms
    places: dict[tuple[str, int], list[int]] = {}
    for mark in marks:
        if mark.number is not None:
            places.setdefault((mark.form, mark.number), []).append(mark.start)

    def has_neighbour(mark: _Mark) -> bool:
        before = places.get((mark.form, (mark.number or 0) - 1), [])
        after = places.get((mark.form, (mark.number or 0) + 1), [])
        last, following = bisect_left(before, mark.start), bisect_left(after, mark.start)
        close = before[last - 1 : last] + after[following : following + 1]
        return any(abs(start - mark.start) <= forms[mark.form].near for start in close)

    return [mark for mark in marks if not (mark.in_line or forms[mark.form].counted) or has_neighbour(mark)]


def _words(page: _Page, mark: _Mark, limit: int) -> Heading | None:
    """Read the words behind a mark, up to a stop or to the next mark; None if there are none."""
    text = page.text
    place = page.paragraph_of(mark.start)
    line = page.paragraphs[place]
    start = _skip(_SEPARATORS, text, mark.end, min(line.end, limit))
    if start >= line.end:
        # the number stands alone; its words follow on the next line, or behind a page's foot
        place += 1
        if place >= len(page.paragraphs) or not _is_short(page, place):
            return None
        line = page.paragraphs[place]
        start = line.start
    last = min(line.end, limit)
    end = _words_end(text, start, last)
    # an item that ends with a semicolon is one of a list, like those with text behind them
    run_in = _skip(_AFTER_STOP, text, end, line.end) < line.end or text[line.end - 1] in "；;"
    if not run_in and limit >= line.end:
        end = _wrapped_end(page, place, start, end)
    title = _title(text[start:end])
    if not _HAN.search(title):
        return None
    return Heading(mark.start, end, title, mark.form, mark.number, run_in, mark.in_line)


def _words_end(text: str, start: int, last: int) -> int:
    stop = _STOP.search(text, start, min(last, start + MAX_WORDS + 1))
    if stop:
        return stop.start()
    if last - start <= MAX_WORDS:
        return start + len(text[start:last].rstrip(_TAIL))
    comma = _COMMA.search(text, start, start + MAX_WORDS)
    return comma.start() if comma else start + MAX_WORDS


def _wrapped_end(page: _Page, place: int, start: int, end: int) -> int:
    """A short heading line may go on in a second one: `三、不断提高政务` / `服务效率和办事质量`."""
    line = page.paragraphs[place]
    if end < line.end or line.end - start > WRAPPED or not _is_short(page, place + 1):
        return end
    second = page.paragraphs[place + 1]
    under = place + 2 < len(page.paragraphs) and not _is_short(page, place + 2)
    if second.end - second.start > WRAPPED or page.ended(place + 1) or not under:
        return end
    return second.end


def _is_short(page: _Page, place: int) -> bool:
    """Is this a line that could be a heading's words: short, and with no mark of its own?"""
    if place >= len(page.paragraphs):
        return False
    line = page.paragraphs[place]
    return line.end - line.start < BODY and not rules().at_line.match(page.text, line.start, line.end)


def _title(words: str) -> str:
    return _INNER_BLANK.sub("", words.replace(_HOLE, "").strip())


def _skip(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return match.end() if match else start


def _without_contents(page: _Page, headings: list[Heading]) -> list[Heading]:
    """Drop the entries of a table of contents: headings with nothing under them that come again further on."""
    last = {(heading.form, heading.number, heading.title[:8]): heading.start for heading in headings}
    ends = [*(heading.start for heading in headings[1:]), len(page.text)][: len(headings)]
    kept: list[Heading] = []
    entries: list[Heading] = []
    for heading, end in zip(headings, ends, strict=True):
        again = last[heading.form, heading.number, heading.title[:8]] > heading.start
        bare = len(_LEADERS.sub("", page.text[heading.end : min(end, heading.end + BODY)])) <= CONTENTS_REST
        # the last entry of a table is not bare: it has the speech itself behind it
        is_entry = again and (bare or len(entries) >= CONTENTS)
        if is_entry:
            entries.append(heading)
        if not is_entry or not bare:
            kept += entries if len(entries) < CONTENTS else []
            entries = []
        if not is_entry:
            kept.append(heading)
    return kept


def _without_agenda(headings: list[Heading]) -> list[Heading]:
    """Drop the speaker's agenda (讲三点：一是回顾，二是…), in mid-line before the first heading of all."""
    forms = rules().forms
    first = next((heading for heading in headings if forms[heading.form].rank < LIST_RANK), None)
    if first is None or first.number not in (1, None):
        return headings
    return [heading for heading in headings if not (heading.in_line and heading.start < first.start)]


def _unnumbered(page: _Page, numbered: list[Heading]) -> Iterator[Heading]:
    """Yield heading lines and run-in headings without a number."""
    marked = {heading.start: heading for heading in numbered}
    leads = _Leads()
    done = page.body
    for place, paragraph in enumerate(page.paragraphs):
        heading = marked.get(paragraph.start)
        if heading is not None:
            done = heading.end
            if rules().forms[heading.form].rank < LIST_RANK:
                leads.part()
        elif page.is_address(place):
            leads.part()
        elif paragraph.start >= done:
            if lead := _lead(page, place, done):
                leads.add(lead, under_heading=place > 0 and page.paragraphs[place - 1].end <= done)
            elif line := _line(page, place, marked):
                done = line.end
                yield line
    leads.part()
    yield from leads.kept()


class _Leads:
    """Run-in headings without a number are sure in company only, or right under a heading where others are in use."""

    def __init__(self) -> None:
        self.company: list[tuple[Heading, bool]] = []
        self.sure: list[Heading] = []
        self.unsure: list[Heading] = []

    def add(self, lead: Heading, *, under_heading: bool) -> None:
        self.company.append((lead, under_heading))

    def part(self) -> None:
        """A new part of the speech begins."""
        if len(self.company) > 1:
            self.sure += (lead for lead, _ in self.company)
        else:
            self.unsure += (lead for lead, under_heading in self.company if under_heading)
        self.company = []

    def kept(self) -> list[Heading]:
        return self.sure + (self.unsure if len(self.sure) >= LEADS_IN_USE else [])


def _lead(page: _Page, place: int, done: int) -> Heading | None:
    """The short first sentence of a paragraph, if it is a deed or a state of things: `加快提升城市能级。实施48个…`."""
    paragraph = page.paragraphs[place]
    match = _LEAD.match(page.text, paragraph.start, paragraph.end)
    if not match or page.is_address(place - 1) or rules().at_line.match(page.text, paragraph.start):
        return None
    rest = paragraph.end - match.end()
    if not (rest >= LEAD_REST or (rest == 0 and page.is_running(place + 1))):
        return None
    # what comes before is a heading or ends with a stop: the line is no broken-off half of a sentence
    if place and page.paragraphs[place - 1].end > done and not page.ended(place - 1):
        return None
    words = match[1]
    if rules().lead_not_first.match(words) or rules().lead_not_within.search(words) or len(_COMMA.findall(words)) > 2:
        return None
    return Heading(match.start(1), match.end(1), _title(words), "lead", None, run_in=rest > 0)


def _line(page: _Page, place: int, marked: dict[int, Heading]) -> Heading | None:
    """A short line between running text and more of it, or over a numbered heading: `2031年工作安排`."""
    line = page.paragraphs[place]
    words = page.text[line.start : line.end]
    if len(words) not in LINE_WORDS or _NOT_IN_LINE.search(words) or len(_HAN.findall(words)) < LINE_WORDS[0]:
        return None
    refusals = (rules().line_not_first.match(words), rules().line_not_last.search(words), rules().address.match(words))
    if any(refusals) or rules().lead_not_within.search(words) or rules().at_line.match(words):
        return None
    if place == 0 or place + 1 == len(page.paragraphs):
        return None
    before, after = page.paragraphs[place - 1], page.paragraphs[place + 1]
    ended = page.ended(place - 1) or bool(rules().cover.match(page.text, before.start, before.end))
    opening = after.start in marked and (marked[after.start].number == 1 or ended)
    if not (ended or before.start in marked) or not (page.is_running(place + 1) or opening):
        return None
    return Heading(line.start, line.end, _title(words), "line")
