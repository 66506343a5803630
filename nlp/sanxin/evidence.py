"""Why an action is linked to its pathway, in words for people: its headings, the framework's words, what weighed most.

Looks only at the actions that are put out, all at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from sanxin import classify, data
from sanxin.features import Ids, Ints, ids_of, ranges
from sanxin.frameworks.model import Framework, Pathway
from sanxin.grammar import trie_pattern
from sanxin.layers import Layers
from sanxin.records import Span
from sanxin.verbs import Kind, kinds_of

#: So many words of the clause are named, those that spoke most for the pathway.
_WORDS = 3
#: So many are looked at: one that stands twice or is no word is passed over.
_TRIED = 5
#: A word that speaks less for its pathway than this, in log-odds against the other pathways, is not worth naming.
_LEAST = 0.02
_SHORTEST = 2
#: jieba's tags of words that carry a matter.
_MATTER = ("n", "nz", "nt", "ns", "v", "vn", "a", "an", "j", "l", "i")


class Link(NamedTuple):
    """A clause with the pathway that it was linked to."""

    clause: Span
    pathway: str


@dataclass(frozen=True, slots=True)
class Wording:
    """[evidence] of models/rules/evidence.toml: how each kind of evidence is written."""

    heading: str
    framework: str
    words: str
    between_headings: str
    between_words: str


@cache
def wording() -> Wording:
    """Return models/rules/evidence.toml."""
    return Wording(**data.rules("evidence")["evidence"])


def of_headings(path: Sequence[str]) -> tuple[str, ...]:
    """Return the headings that a clause stands under as evidence: 标题：2031年工作安排＞做强产业."""
    return (wording().heading + wording().between_headings.join(path),) if path else ()


def of_clauses(
    layers: Layers, framework: Framework | None, sections: Sequence[int], links: Sequence[Link | None]
) -> list[tuple[str, ...]]:
    """Return the evidence of each clause: its headings, and what spoke for its link if it has one.

    `sections`: the innermost section of each clause; -1 outside all.
    """
    titles = layers.structure.titles
    paths = {section: of_headings(titles(section) if section >= 0 else ()) for section in set(sections)}
    linked = iter(of_links(layers, framework, [link for link in links if link is not None]))
    return [
        paths[section] if link is None else paths[section] + next(linked)
        for section, link in zip(sections, links, strict=True)
    ]


def of_links(layers: Layers, framework: Framework | None, links: Sequence[Link]) -> list[tuple[str, ...]]:
    """Return the evidence of each link besides its headings: 框架词：招商、园区 and 要词：链长、签约."""
    if not links:
        return []
    said = wording()
    named = _named(layers.text, framework, links)
    weighing = _weighing(layers, links)
    return [
        (
            *((said.framework + said.between_words.join(words),) if words else ()),
            *((said.words + said.between_words.join(weighed),) if weighed else ()),
        )
        for words, weighed in zip(named, weighing, strict=True)
    ]


def _named(text: str, framework: Framework | None, links: Sequence[Link]) -> list[list[str]]:
    """Return for each link the words of the framework for its pathway that stand in the clause."""
    by_pathway = _words_of(framework) if framework is not None else {}
    found: list[list[str]] = []
    for link in links:
        words = by_pathway.get(link.pathway)
        matches = words.findall(text, link.clause.start, link.clause.end) if words is not None else []
        found.append(list(dict.fromkeys(matches)))
    return found


@lru_cache(maxsize=16)
def _words_of(framework: Framework) -> Mapping[str, re.Pattern[str]]:
    """Return for each pathway of a framework what finds its words, the longest first."""
    words = {pathway.id: _own_words(pathway) for pathway in framework.pathways}
    return {name: re.compile(trie_pattern(own)) for name, own in words.items() if own}


def _own_words(pathway: Pathway) -> list[str]:
    return sorted({*pathway.definition_words, *pathway.seed_words, *pathway.aliases, pathway.name} - {""})


def _weighing(layers: Layers, links: Sequence[Link]) -> list[list[str]]:
    """Return for each link the words of the clause that spoke most for its pathway, the strongest first."""
    models = classify.load("pathways")
    model = models.get("first") or models["only"]
    column = {label: place for place, label in enumerate(model.labels)}
    known = [link.pathway in column for link in links]
    first = layers.words_at([link.clause.start for link in links])
    last = layers.words_at([link.clause.end for link in links])
    lengths = np.where(known, np.maximum(0, last - first), 0)
    items = np.repeat(np.arange(len(links)), lengths)
    places = ranges(first, first + lengths)
    weights = model.of_words(layers.words.words, places, items)
    columns = np.array([column.get(link.pathway, 0) for link in links], dtype=np.intp)
    for_it = weights[np.arange(len(places)), columns[items]]
    speaks = for_it - (weights.sum(axis=1) - for_it) / max(1, weights.shape[1] - 1)
    return _strongest(layers, len(links), items, places, speaks)


@cache
def _matter_tags() -> Ids:
    return ids_of(_MATTER)


def _strongest(layers: Layers, count: int, items: Ints, places: Ints, speaks: classify.Floats) -> list[list[str]]:
    lengths = np.diff(layers.starts, append=len(layers.text))
    # 加快 and 完善, 今年 and 二是 tell a person nothing
    kinds = kinds_of(layers)
    matter = (((kinds == Kind.OTHER) | (kinds == Kind.WEAK)) & layers.words.tags.among(_matter_tags()))[places]
    kept = np.flatnonzero((speaks >= _LEAST) & matter & (lengths[places] >= _SHORTEST))
    order = kept[np.lexsort((places[kept], -speaks[kept], items[kept]))]
    own = items[order]
    rank = np.arange(len(own)) - np.searchsorted(own, own)
    order = order[rank < _TRIED]
    found: list[list[str]] = [[] for _ in range(count)]
    row = layers.words.words
    for item, which in zip(items[order].tolist(), row.at[places[order]].tolist(), strict=True):
        words = found[item]
        word = row.names[which]
        if len(words) < _WORDS and word not in words and word.isalpha():
            words.append(word)
    return found
