"""A text with its structure → its slogans (口号、提法): every mention, its kind, what it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sanxin.records import Decoding, Furniture, Slogan, SloganKind, Span
from sanxin.slogans import rules
from sanxin.slogans.abbreviations import member_names, members_of, without_member_lists
from sanxin.slogans.candidates import Candidate, longest_first, outside
from sanxin.slogans.choice import choose
from sanxin.slogans.evidence import conventional, evidence
from sanxin.slogans.lists import Members
from sanxin.slogans.proposals import find_proposals
from sanxin.slogans.words import Words


def find_slogans(
    text: str,
    sentences: Sequence[Span],
    clauses: Sequence[Span],
    furniture: Sequence[Furniture] = (),
    words: Words | None = None,
) -> list[Slogan]:
    """Return the slogans of `text` in its order, none inside another.

    `打造“三带”，提升产业带、做强文旅带、优化生态带` → 三带, an abbreviation whose members are 产业带,
    文旅带 and 生态带. What stands on `furniture` is no slogan, but for a glossary. `words`: those of the text, if it
    was cut and tagged before.
    """
    found = find_proposals(text, sentences, clauses, furniture, words or Words.of_text(text))
    chosen = choose(found)
    members = members_of(text, sentences, chosen)
    if members:
        names = outside(member_names(text, members), found.closed)
        chosen = longest_first(without_member_lists(text, chosen, members) + names)
    return list(_records(text, chosen, members))


def _records(text: str, chosen: Sequence[Candidate], members: Mapping[str, Members]) -> Iterator[Slogan]:
    mentions: dict[str, list[Span]] = {}
    for candidate in chosen:
        name = rules.canonical(text[candidate.start : candidate.end])
        mentions.setdefault(name, []).append(Span(candidate.start, candidate.end))
    places = {name: evidence(text, mentions[name], items) for name, items in members.items() if name in mentions}
    for number, candidate in enumerate(chosen, 1):
        words = text[candidate.start : candidate.end]
        name = rules.canonical(words)
        kind = candidate.kind or SloganKind.CAMPAIGN
        told = members.get(name)
        meaning = conventional().get(name) if told is None and kind is SloganKind.ABBREVIATION else None
        yield Slogan(
            id=f"s{number}",
            start=candidate.start,
            end=candidate.end,
            text=words,
            canonical=name,
            kind=kind,
            members=told,
            score=round(candidate.score, 2),
            decoded=Decoding.DOCUMENT if told else Decoding.LEXICON if meaning else None,
            meaning=meaning,
            evidence=places.get(name),
        )


__all__ = ["find_slogans"]
