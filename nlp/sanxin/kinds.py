"""What each part of a speech is for: headings and the words below them speak for a kind, the best sequence wins.

The words and their weights are data: models/lexicons/section_kinds.tsv, models/rules/section_kinds.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from sanxin import data
from sanxin.errors import DataError
from sanxin.grammar import compiled, trie_pattern
from sanxin.headings import rules
from sanxin.outline import Node
from sanxin.records import SectionKind, Span
from sanxin.segment import without_surrogates

#: Words of the first weight speak in any heading and overrule the one above; of the second, where nothing above speaks;
#: of the third, in a main heading only.
ALWAYS, UNTOLD, IN_MAIN = 3.0, 2.5, 2.0
#: Main headings rank no further in than 一、. In an excerpt （一） may be the outermost, and 任务 in it says nothing of
#: its part.
MAIN_RANK = 50

#: Longer paragraphs are judged in pieces of at least so many characters, cut between sentences.
PIECE = 250
#: What a change of kind costs: from paragraph to paragraph, inside one, and where words announce it or headings say it.
_CHANGE, _CHANGE_INSIDE, _CHANGE_ANNOUNCED = 4.0, 5.0, 1.0
#: No word counts more than twice in a piece, no pattern more than four times; no piece is more review or plan
#: than this.
_TWICE, _FOUR_TIMES, _MOST = 2, 4, 6.0
#: A piece that says nothing is a little rather of no kind than of one.
_SILENT = 0.4
#: What a heading's words add for each piece under it, by their weight; the heading above a speaking one adds half. The
#: words of a piece can outweigh a main heading (为完成五年计划而奋斗, then what was done), hardly one that names it.
_OF_HEADING = {ALWAYS: 5.0, UNTOLD: 4.0, IN_MAIN: 2.0}
#: What a year adds: one before the document's own to review, its own and those after it to plan.
_PAST_YEAR, _OWN_YEAR, _LATER_YEAR = 1.0, 0.3, 2.0
#: The words that announce a part stand so near its beginning.
_OPENING = 60
#: A sentence inside a paragraph announces a part with its first words.
_AT_ONCE = 6

_YEAR = re.compile("年(?<=((?:[1１一][9９九]|[2２二][0０〇○零])[0-9０-９〇○零一二三四五六七八九]{2})年)")
_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
#: Scores are lists in this order: an enum as a dictionary's key costs more than all the arithmetic.
_KINDS = tuple(SectionKind)
_REVIEW, _PLAN, _OTHER = (_KINDS.index(kind) for kind in (SectionKind.REVIEW, SectionKind.PLAN, SectionKind.OTHER))

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]
#: Statements for kinds, in order: the piece of each, the place of the kind in the order of kinds, and the weight.
_Said = tuple[Ints, Ints, Floats]


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
            weight = float(row["weight"])
            places[row["place"]][row["words"]] = (_KINDS.index(SectionKind(row["kind"])), weight)
            if row["place"] == "heading" and weight not in _OF_HEADING:
                faults.append(f"row {number}: a heading's weight is one of {', '.join(map(str, _OF_HEADING))}")
        except (KeyError, ValueError) as error:
            faults.append(f"row {number}: {error}")
    if faults:
        raise DataError("models/lexicons/section_kinds.tsv", faults)
    return places


@cache
def cues(place: str) -> Cues:
    """Return the words of `heading` or `switch`."""
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
        years = _years(title)
        if years:
            return (SectionKind.REVIEW if max(years) < year else SectionKind.PLAN), IN_MAIN
    named = [kind for kind, weight in found.items() if weight == top]
    return (_KINDS[named[0]], top) if len(named) == 1 else (None, 0.0)


def _years(words: str) -> list[int]:
    """The years named: 2031年, ２０３１年, 一九八七年 → 1987."""
    return [int(value.translate(_DIGITS)) for value in _YEAR.findall(words)]


def judge(
    text: str,
    paragraphs: Sequence[Span],
    sentences: Sequence[Span],
    nodes: Sequence[Node],
    year: int | None,
) -> tuple[tuple[Piece, ...], tuple[SectionKind, ...]]:
    """Return the pieces of the text with their kinds, and the kind of each section of the outline."""
    switches = [match.start() for match in cues("switch").pattern.finditer(text)]
    pieces = list(_pieces(text, paragraphs, sentences, nodes, switches))
    if not pieces:
        return (), _section_kinds((), nodes)
    said = _said(nodes, year if year is not None else _latest_year(nodes))
    said.append([0.0] * len(_KINDS))  # the last: outside all sections
    above = np.array(said)[list(_innermost(pieces, nodes))]
    places = _Places(pieces)
    scores = _scores(text, places, year) + above
    kinds = _best_path(scores.tolist(), _changes(text, pieces, places, switches, above).tolist())
    judged = tuple(Piece(piece.span, piece.paragraph, kind) for piece, kind in zip(pieces, kinds, strict=True))
    return judged, _section_kinds(judged, nodes)


class _Places:
    """Where the pieces stand, to look up those of many offsets at once."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.starts = np.array([piece.span.start for piece in pieces], dtype=np.intp)
        self.ends = np.array([piece.span.end for piece in pieces], dtype=np.intp)

    def holding(self, starts: Ints, ends: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return for each stretch the piece it begins in, and whether it ends there too."""
        place = np.searchsorted(self.starts, starts, side="right") - 1
        return place, (place >= 0) & (ends <= self.ends[place])


def _latest_year(nodes: Sequence[Node]) -> int | None:
    """The latest year that headings name, if they name more than one: a report on two years plans for the second."""
    years = {value for node in nodes if node.level == 1 for value in _years(node.heading.title)}
    return max(years) if len(years) > 1 else None


def _said(nodes: Sequence[Node], year: int | None) -> list[list[float]]:
    """What each section's heading, and those above it, add for every kind."""
    said: list[list[float]] = []
    for node in nodes:
        kind, weight = heading_says(node.heading.title, year)
        main = node.parent is None and (
            node.heading.form == "line" or rules().forms[node.heading.form].rank <= MAIN_RANK
        )
        above = said[node.parent] if node.parent is not None else [0.0] * len(_KINDS)
        heard = weight >= ALWAYS or (weight >= UNTOLD and not any(above)) or (main and weight >= IN_MAIN)
        if kind is None or not heard:
            said.append(above)
            continue
        scores = [value / 2 for value in above]
        scores[_KINDS.index(kind)] += _OF_HEADING[weight]
        said.append(scores)
    return said


def _pieces(
    text: str, paragraphs: Sequence[Span], sentences: Sequence[Span], nodes: Sequence[Node], switches: Sequence[int]
) -> Iterator[Piece]:
    """Paragraphs; cut at headings inside them, at sentences that announce a part, and long ones at any sentence."""
    headings = [node.heading.start for node in nodes]
    starts = [sentence.start for sentence in sentences]
    announcing = cues("switch").pattern
    switching = {starts[bisect_right(starts, at) - 1] for at in switches}  # where looking closer is worth it
    for number, paragraph in enumerate(paragraphs):
        start, end = paragraph.start, paragraph.end
        inner = set(headings[bisect_right(headings, start) : bisect_left(headings, end)])
        steps = starts[bisect_right(starts, start) : bisect_left(starts, end)]
        inner.update(
            step for step in switching.intersection(steps) if announcing.search(text, step, min(step + _AT_ONCE, end))
        )
        if inner or end - start >= 2 * PIECE:
            for cut in sorted(inner.union(steps)):
                if (cut - start >= PIECE and end - cut >= PIECE) or cut in inner:
                    yield Piece(Span(start, cut), number)
                    start = cut
        yield Piece(Span(start, end), number)


def _innermost(pieces: Sequence[Piece], nodes: Sequence[Node]) -> Iterator[int]:
    """For each piece the section it begins in, -1 outside all."""
    stack: list[int] = []
    upcoming = 0
    for piece in pieces:
        while upcoming < len(nodes) and nodes[upcoming].heading.start <= piece.span.start:
            stack.append(upcoming)
            upcoming += 1
        while stack and nodes[stack[-1]].end <= piece.span.start:
            stack.pop()
        yield stack[-1] if stack else -1


@dataclass(frozen=True, slots=True)
class _BodyWords:
    """What finds the words of a body, the longest first; word i speaks for the kind `kinds[i]` by `weights[i]`."""

    finder: AhoCorasick
    kinds: Ints
    weights: Floats


@cache
def _body_words() -> _BodyWords:
    table = _words()["body"]
    kinds, weights = zip(*table.values(), strict=True)
    finder = AhoCorasick(list(table), matchkind=MatchKind.LeftmostLongest)
    return _BodyWords(finder, np.array(kinds), np.array(weights))


def _scores(text: str, places: _Places, year: int | None) -> Floats:
    """Return how well each kind fits each piece by its words and numbers, (pieces, kinds)."""
    count = len(places.starts)
    silent = np.arange(count), np.full(count, _OTHER), np.full(count, _SILENT)
    piece, kind, weight = (
        np.concatenate(parts)
        for parts in zip(silent, *_of_words(text, places), *_of_numbers(text, places, year), strict=True)
    )
    sums: Floats = np.bincount(piece * len(_KINDS) + kind, weight, count * len(_KINDS)).astype(np.float64, copy=False)
    scores = sums.reshape(count, -1)
    # every paragraph has words of both; what counts is how far one is ahead
    both = [_REVIEW, _PLAN]
    scores[:, both] = np.minimum(scores[:, both] - scores[:, both].min(axis=1, keepdims=True), _MOST)
    return scores


def _of_words(text: str, places: _Places) -> Iterator[_Said]:
    """Yield what the words of the pieces speak for, each piece's in their order."""
    words = _body_words()
    matches = words.finder.find_matches_as_indexes(without_surrogates(text))
    word, start, end = np.fromiter(chain.from_iterable(matches), np.intp, 3 * len(matches)).reshape(-1, 3).T
    place, held = places.holding(start, end)
    cells, first, counts = np.unique((place * len(words.kinds) + word)[held], return_index=True, return_counts=True)
    order = np.argsort(first)
    piece, word = np.divmod(cells[order], len(words.kinds))
    yield piece, words.kinds[word], words.weights[word] * np.minimum(counts[order], _TWICE)


def _of_numbers(text: str, places: _Places, year: int | None) -> Iterator[_Said]:
    """Yield what forms of words and numbers speak for, then the years."""
    for pattern, kind, weight in patterns():
        forms = np.array([match.span() for match in pattern.finditer(text)], dtype=np.intp).reshape(-1, 2)
        place, held = places.holding(forms[:, 0], forms[:, 1])
        counts = np.bincount(place[held])
        piece = np.flatnonzero(counts)
        yield piece, np.full(len(piece), kind), weight * np.minimum(counts[piece], _FOUR_TIMES)
    if year is None:
        return
    years = [(match.start(1), match.end(), int(match[1].translate(_DIGITS))) for match in _YEAR.finditer(text)]
    start, end, value = np.array(years, dtype=np.intp).reshape(-1, 3).T
    place, held = places.holding(start, end)
    value = value[held]
    weights = np.select([value < year, value == year], [_PAST_YEAR, _OWN_YEAR], _LATER_YEAR)
    yield place[held], np.where(value < year, _REVIEW, _PLAN), weights


def _changes(text: str, pieces: Sequence[Piece], places: _Places, switches: Sequence[int], above: Floats) -> Floats:
    """Return what it costs to begin each kind with each piece, (pieces, kinds).

    That is little where words announce it, or a heading above says it.
    """
    paragraphs = np.array([piece.paragraph for piece in pieces])
    inside = np.append(False, paragraphs[1:] == paragraphs[:-1])
    costs = np.repeat(np.where(inside, _CHANGE_INSIDE, _CHANGE)[:, None], len(_KINDS), axis=1)
    table = cues("switch")
    at = np.array(switches, dtype=np.intp)
    place, _ = places.holding(at, at)
    for index in np.unique(place[at < places.starts[place] + _OPENING]).tolist():
        start, end = pieces[index].span.start, pieces[index].span.end
        for words in table.pattern.findall(text, start, min(start + _OPENING, end)):
            costs[index, table.weights[words][0]] = _CHANGE_ANNOUNCED
    told = np.flatnonzero(above.any(axis=1))
    costs[told, above[told].argmax(axis=1)] = _CHANGE_ANNOUNCED
    return costs


def _best_path(scores: Sequence[list[float]], changes: Sequence[list[float]]) -> list[SectionKind]:
    """The sequence of kinds with the greatest sum of scores less costs of change (Viterbi)."""
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


def _section_kinds(pieces: Sequence[Piece], nodes: Sequence[Node]) -> tuple[SectionKind, ...]:
    """What most of each section's text is."""
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
    for node in nodes:
        first = max(bisect_right(starts, node.heading.start) - 1, 0)
        last = bisect_left(starts, node.end)
        shares = [sums[last] - sums[first] for sums in totals]
        kinds.append(_KINDS[shares.index(max(shares))])
    return tuple(kinds)
