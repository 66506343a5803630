"""What each part of a speech is for: told by its headings, and where these are silent or missing, by the words below.

The words and their weights are data: models/lexicons/section_kinds.tsv, models/rules/section_kinds.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from sanxin import data
from sanxin.errors import DataError
from sanxin.grammar import compiled, trie_pattern
from sanxin.headings import rules
from sanxin.outline import Node
from sanxin.records import SectionKind, Span

#: Words of the first weight speak in any heading and overrule the one above; of the second, in a main heading only.
ALWAYS, IN_MAIN = 3.0, 2.0
#: Main headings rank no further in than 一、. In an excerpt （一） may be the outermost, and 任务 in it says nothing of
#: its part.
MAIN_RANK = 50

#: Longer paragraphs are judged in pieces of at least so many characters, cut between sentences.
PIECE = 250
#: What a change of kind costs: from paragraph to paragraph, inside one, and where the words announce it.
_CHANGE, _CHANGE_INSIDE, _CHANGE_ANNOUNCED = 4.0, 5.0, 0.5
#: No word counts more than twice in a piece, no pattern more than four times; no piece is more review or plan
#: than this.
_TWICE, _FOUR_TIMES, _MOST = 2, 4, 6.0
#: A piece that says nothing is a little rather of no kind than of one.
_SILENT = 0.4
#: What a year before, or from, the document's own adds.
_BY_YEAR = 0.5
_IMPOSSIBLE = -1000.0
#: The words that announce a part stand so near its beginning.
_OPENING = 60

_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
#: Scores are lists in this order: an enum as a dictionary's key costs more than all the arithmetic.
_KINDS = tuple(SectionKind)
_CHANGES, _CHANGES_INSIDE = ([cost] * len(_KINDS) for cost in (_CHANGE, _CHANGE_INSIDE))
_REVIEW, _PLAN, _OTHER = (_KINDS.index(kind) for kind in (SectionKind.REVIEW, SectionKind.PLAN, SectionKind.OTHER))


@dataclass(frozen=True, slots=True)
class Cues:
    """One place's words: how to find them, and what each says: a kind's place in the order of kinds, and a weight."""

    pattern: re.Pattern[str]
    weights: dict[str, tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a stretch of a long one, with the kind it was judged to be."""

    span: Span
    paragraph: int
    kind: SectionKind = SectionKind.OTHER


@cache
def _words() -> dict[str, dict[str, tuple[int, float]]]:
    """The lexicon by place: its words, each with its kind and weight."""
    places: dict[str, dict[str, tuple[int, float]]] = {"heading": {}, "body": {}, "switch": {}}
    faults = []
    for number, row in enumerate(data.lexicon("section_kinds"), 1):
        try:
            places[row["place"]][row["words"]] = (_KINDS.index(SectionKind(row["kind"])), float(row["weight"]))
        except (KeyError, ValueError) as error:
            faults.append(f"row {number}: {error}")
    if faults:
        raise DataError("models/lexicons/section_kinds.tsv", faults)
    return places


@cache
def cues(place: str) -> Cues:
    """Return the words of `heading`, `body` or `switch`."""
    weights = _words()[place]
    return Cues(re.compile(trie_pattern(weights)), weights)


@cache
def patterns() -> tuple[tuple[re.Pattern[str], int, float], ...]:
    """Return the forms of words and numbers that speak for a kind: 6.37亿元 reports, 6%以上 plans."""
    where = "models/rules/section_kinds.toml"
    found = []
    for number, entry in enumerate(data.rules("section_kinds")["pattern"]):
        try:
            kind = _KINDS.index(SectionKind(entry["kind"]))
            found.append((compiled(entry["pattern"], {}, where), kind, float(entry["weight"])))
        except (KeyError, ValueError) as error:
            raise DataError(where, [f"$.pattern[{number}]: {error}"]) from error
    return tuple(found)


def heading_says(title: str, year: int | None) -> tuple[SectionKind | None, float]:
    """Return the kind that a heading's words name, and how loudly; its years speak where its words do not.

    `2030年工作回顾` → review, 3; `怎样推进` → plan, 2; with `year` 2031 `2030年工作` → review, 2. A heading that names
    two kinds alike (`2030年回顾和2031年安排`) names none.
    """
    table = cues("heading")
    found: dict[int, float] = {}
    for words in table.pattern.findall(title):
        kind, weight = table.weights[words]
        found[kind] = max(weight, found.get(kind, 0.0))
    top = max(found.values(), default=0.0)
    if top < IN_MAIN and year is not None:
        years = [int(value) for value in _YEAR.findall(title.translate(_FULL_WIDTH))]
        if years:
            return (SectionKind.REVIEW if max(years) < year else SectionKind.PLAN), IN_MAIN
    named = [kind for kind, weight in found.items() if weight == top]
    return (_KINDS[named[0]], top) if len(named) == 1 else (None, 0.0)


def judge(
    text: str,
    paragraphs: Sequence[Span],
    sentences: Sequence[Span],
    nodes: Sequence[Node],
    year: int | None,
) -> tuple[tuple[Piece, ...], tuple[SectionKind, ...]]:
    """Return the pieces of the text with their kinds, and the kind of each section of the outline."""
    said = _said(nodes, year if year is not None else _latest_year(nodes))
    pieces = list(_pieces(paragraphs, sentences, nodes))
    scores = [
        _score(text, piece, said[inner] if inner is not None else None, year)
        for piece, inner in zip(pieces, _innermost(pieces, nodes), strict=True)
    ]
    changes = [_change(text, pieces, index) for index in range(len(pieces))]
    kinds = _best_path(scores, changes)
    judged = tuple(Piece(piece.span, piece.paragraph, kind) for piece, kind in zip(pieces, kinds, strict=True))
    return judged, _section_kinds(judged, nodes, said)


def _latest_year(nodes: Sequence[Node]) -> int | None:
    """The latest year that headings name, if they name more than one: a report on two years plans for the second."""
    titles = (node.heading.title.translate(_FULL_WIDTH) for node in nodes if node.level == 1)
    years = {int(value) for title in titles for value in _YEAR.findall(title)}
    return max(years) if len(years) > 1 else None


def _said(nodes: Sequence[Node], year: int | None) -> list[SectionKind | None]:
    """The kind that each section's heading, or else the one above it, names."""
    said: list[SectionKind | None] = []
    for node in nodes:
        kind, weight = heading_says(node.heading.title, year)
        main = node.parent is None and (
            node.heading.form == "line" or rules().forms[node.heading.form].rank <= MAIN_RANK
        )
        above = said[node.parent] if node.parent is not None else None
        said.append(kind if weight >= ALWAYS or (main and weight >= IN_MAIN) else above)
    return said


def _pieces(paragraphs: Sequence[Span], sentences: Sequence[Span], nodes: Sequence[Node]) -> Iterator[Piece]:
    """Paragraphs; long ones cut at headings inside them and, between these, at sentences."""
    headings = [node.heading.start for node in nodes]
    starts = [sentence.start for sentence in sentences]
    for number, paragraph in enumerate(paragraphs):
        start, end = paragraph.start, paragraph.end
        if end - start < 2 * PIECE:
            yield Piece(paragraph, number)
            continue
        inner = set(headings[bisect_right(headings, start) : bisect_left(headings, end)])
        steps = starts[bisect_right(starts, start) : bisect_left(starts, end)]
        for cut in sorted(inner.union(steps)):
            if (cut - start >= PIECE and end - cut >= PIECE) or cut in inner:
                yield Piece(Span(start, cut), number)
                start = cut
        yield Piece(Span(start, end), number)


def _innermost(pieces: Sequence[Piece], nodes: Sequence[Node]) -> Iterator[int | None]:
    """For each piece the section it begins in, None outside all."""
    stack: list[int] = []
    upcoming = 0
    for piece in pieces:
        while upcoming < len(nodes) and nodes[upcoming].heading.start <= piece.span.start:
            stack.append(upcoming)
            upcoming += 1
        while stack and nodes[stack[-1]].end <= piece.span.start:
            stack.pop()
        yield stack[-1] if stack else None


def _score(text: str, piece: Piece, said: SectionKind | None, year: int | None) -> list[float]:
    """How well each kind fits the piece."""
    if said is not None:
        return [0.0 if kind is said else _IMPOSSIBLE for kind in _KINDS]
    scores = [0.0] * len(_KINDS)
    scores[_OTHER] = _SILENT
    body = text[piece.span.start : piece.span.end]
    table = cues("body")
    found = table.pattern.findall(body)
    if found:
        for words, count in Counter(found).items():
            kind, weight = table.weights[words]
            scores[kind] += weight * min(count, _TWICE)
    for pattern, kind, weight in patterns():
        if forms := pattern.findall(body):
            scores[kind] += weight * min(len(forms), _FOUR_TIMES)
    if year is not None:
        for value in map(int, _YEAR.findall(body)):
            scores[_REVIEW if value < year else _PLAN] += _BY_YEAR
    # every paragraph has words of both; what counts is how far one is ahead
    least = min(scores[_REVIEW], scores[_PLAN])
    scores[_REVIEW] = min(scores[_REVIEW] - least, _MOST)
    scores[_PLAN] = min(scores[_PLAN] - least, _MOST)
    return scores


def _change(text: str, pieces: Sequence[Piece], index: int) -> list[float]:
    """What it costs to begin each kind with this piece."""
    piece = pieces[index]
    inside = index > 0 and pieces[index - 1].paragraph == piece.paragraph
    usual = _CHANGES_INSIDE if inside else _CHANGES
    table = cues("switch")
    start = piece.span.start
    announced = table.pattern.findall(text, start, min(start + _OPENING, piece.span.end))
    if not announced:
        return usual
    costs = [*usual]
    for words in announced:
        costs[table.weights[words][0]] = _CHANGE_ANNOUNCED
    return costs


def _best_path(scores: Sequence[list[float]], changes: Sequence[list[float]]) -> list[SectionKind]:
    """The sequence of kinds with the greatest sum of scores less costs of change (Viterbi)."""
    if not scores:
        return []
    best = scores[0]
    back: list[list[int]] = []
    for score, change in zip(scores[1:], changes[1:], strict=True):
        top = max(best)
        leader = best.index(top)
        came = [
            kind if own >= top - cost else leader for kind, (own, cost) in enumerate(zip(best, change, strict=True))
        ]
        best = [max(own, top - cost) + gain for own, cost, gain in zip(best, change, score, strict=True)]
        back.append(came)
    path = [best.index(max(best))]
    for came in reversed(back):
        path.append(came[path[-1]])
    return [_KINDS[kind] for kind in reversed(path)]


def _section_kinds(
    pieces: Sequence[Piece], nodes: Sequence[Node], said: Sequence[SectionKind | None]
) -> tuple[SectionKind, ...]:
    """What the headings say; where they say nothing, what most of the section's text is."""
    if not nodes:
        return ()
    starts = [piece.span.start for piece in pieces]
    totals = [
        list(
            accumulate((piece.span.end - piece.span.start if piece.kind is kind else 0 for piece in pieces), initial=0)
        )
        for kind in _KINDS
    ]
    kinds = []
    for node, fixed in zip(nodes, said, strict=True):
        first = max(bisect_right(starts, node.heading.start) - 1, 0)
        last = bisect_left(starts, node.end)
        shares = [sums[last] - sums[first] for sums in totals]
        kinds.append(fixed or _KINDS[shares.index(max(shares))])
    return tuple(kinds)
