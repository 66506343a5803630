"""How a speech is built: clauses, sentences, paragraphs, the tree of its sections, and what each part is for.

Takes the text as read and its page furniture; gives one `Structure`, in which every place of the text can be looked up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from sanxin.clauses import divide
from sanxin.headings import Heading, find_headings
from sanxin.kinds import Piece, judge
from sanxin.outline import Node, outline
from sanxin.records import Furniture, Section, SectionKind, Span

_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Starts:
    """Where each division begins, as plain numbers: looking up a place is the commonest thing done with a structure."""

    clauses: list[int]
    sentences: list[int]
    paragraphs: list[int]
    sections: list[int]
    pieces: list[int]


@dataclass(frozen=True, slots=True)
class Structure:
    """The divisions of one text, each in order of place; look-ups take O(log n).

    `clauses` follow the annotation guide (§4); `sentences` end with 。！？ or a line; `paragraphs` are lines. All are
    trimmed of blanks. `headings` and `sections` run in parallel: what a heading looks like, and what stands under it.
    `paragraph_kinds` runs parallel to `paragraphs`; `pieces` are the finer stretches `kind_at` looks up.
    """

    clauses: tuple[Span, ...]
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    sections: tuple[Section, ...]
    headings: tuple[Heading, ...]
    paragraph_kinds: tuple[SectionKind, ...]
    pieces: tuple[Piece, ...]
    _starts: Starts

    def clause_at(self, offset: int) -> int:
        """Return the index of the clause that holds `offset`, else of the last one before it (of the first; 0)."""
        return max(0, bisect_right(self._starts.clauses, offset) - 1)

    def clauses_in(self, start: int, end: int) -> tuple[int, int]:
        """Return the index of the first clause that begins in text[start:end], and the one behind the last."""
        return bisect_left(self._starts.clauses, start), bisect_left(self._starts.clauses, end)

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence that holds `offset`, else the last one before it; an empty span if there are none."""
        if not self.sentences:
            return Span(offset, offset)
        return self.sentences[max(0, bisect_right(self._starts.sentences, offset) - 1)]

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the paragraph that holds `offset`, else of the last one before it (of the first; 0)."""
        return max(0, bisect_right(self._starts.paragraphs, offset) - 1)

    def section_at(self, offset: int) -> int | None:
        """Return the index of the innermost section that holds `offset`; None outside all sections."""
        index: int | None = bisect_right(self._starts.sections, offset) - 1
        if index == -1:
            return None
        while index is not None and self.sections[index].end <= offset:
            index = self.sections[index].parent
        return index

    def heading_path(self, offset: int) -> tuple[str, ...]:
        """Return the titles of all sections that hold `offset`, outermost first: (2031年工作安排, 聚力招商引资)."""
        index = self.section_at(offset)
        return () if index is None else self.titles(index)

    def titles(self, section: int) -> tuple[str, ...]:
        """Return the titles of the sections down to the one of index `section`, outermost first."""
        titles = []
        index: int | None = section
        while index is not None:
            titles.append(self.sections[index].title)
            index = self.sections[index].parent
        return tuple(reversed(titles))

    def kind_at(self, offset: int) -> SectionKind:
        """Return what the text at `offset` is for: by its headings, and where they are silent by its own words."""
        if not self.pieces:
            return SectionKind.OTHER
        index = bisect_right(self._starts.pieces, offset) - 1
        return self.pieces[max(index, 0)].kind


def read_structure(text: str, furniture: Sequence[Furniture] = (), year: int | None = None) -> Structure:
    """Return the structure of `text`.

    Headings are never taken from `furniture`; clauses and sentences inside it exist all the same. `year` is that of the
    document: with 2031, `一、2030年工作` looks back and `二、2031年工作` plans.
    """
    segments = divide(text)
    nodes = outline(text, find_headings(text, furniture), segments.paragraphs)
    pieces, kinds = judge(text, segments.paragraphs, segments.sentences, nodes, year)
    sections = _sections(nodes, kinds, segments.paragraphs)
    return Structure(
        clauses=segments.clauses,
        sentences=segments.sentences,
        paragraphs=segments.paragraphs,
        sections=sections,
        headings=tuple(node.heading for node in nodes),
        paragraph_kinds=_paragraph_kinds(pieces, len(segments.paragraphs)),
        pieces=pieces,
        _starts=Starts(
            clauses=[clause.start for clause in segments.clauses],
            sentences=[sentence.start for sentence in segments.sentences],
            paragraphs=[paragraph.start for paragraph in segments.paragraphs],
            sections=[section.start for section in sections],
            pieces=[piece.span.start for piece in pieces],
        ),
    )


def _sections(nodes: Sequence[Node], kinds: Sequence[SectionKind], paragraphs: Sequence[Span]) -> tuple[Section, ...]:
    sections = []
    for node, kind in zip(nodes, kinds, strict=True):
        last = paragraphs[bisect_left(paragraphs, node.end, key=_start) - 1]
        heading = node.heading
        end = max(min(node.end, last.end), heading.end)
        sections.append(Section(heading.start, end, node.level, heading.title, kind, node.parent))
    return tuple(sections)


def _paragraph_kinds(pieces: Sequence[Piece], count: int) -> tuple[SectionKind, ...]:
    """The kind of most of each paragraph."""
    if len(pieces) == count:  # none is cut up
        return tuple(piece.kind for piece in pieces)
    lengths: list[dict[SectionKind, int]] = [{} for _ in range(count)]
    for piece in pieces:
        shares = lengths[piece.paragraph]
        shares[piece.kind] = shares.get(piece.kind, 0) + piece.span.end - piece.span.start
    return tuple(max(shares, key=shares.__getitem__) for shares in lengths)
