"""The image that a speech sets beside its framework: 勇当“顶梁柱”, 厚筑“压舱石”."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from sanxin.frameworks.model import Keystone, Passage
from sanxin.records import Document
from sanxin.slogans.rules import canonical
from sanxin.structure import Structure

_QUOTED = re.compile('[“"‘「『＂]([^“”"‘’「」『』＂\\s、，,。]{2,6})[”"’」』＂]')
_LEAST_MENTIONS = 3


def find_keystone(
    document: Document, structure: Structure, names: Sequence[str], abbreviations: Sequence[str]
) -> Keystone | None:
    """Return the quoted image of the title or a heading that keeps company with the framework's `names`.

    In one heading it stands beside them (“三筑三跃”大会战、勇当“顶梁柱”行动), or its heading stands beside theirs
    (“三筑”是路径 / 勇当“顶梁柱”是关键). It must be said three times in all and be none of the `abbreviations`; the
    section about it alone is its passage.
    """
    text = document.text
    own = {canonical(name) for name in names}
    no_images = own.union(map(canonical, abbreviations))
    beside: Counter[str] = Counter()
    for title in _titles_beside(document, structure, own):
        words = _QUOTED.findall(title)
        beside.update(word for word in words if not any(word in name or name in word for name in no_images))
    for word, _ in beside.most_common():
        mentions = sum(text.count(mark) for mark in (f"“{word}”", f'"{word}"', f"「{word}」", f"‘{word}’"))
        if mentions >= _LEAST_MENTIONS:
            return Keystone(word, passages=_passages(text, structure, word, own))
    return None


def _titles_beside(document: Document, structure: Structure, own: Set[str]) -> Iterator[str]:
    """Yield the title and the headings that hold a name of the framework, and the neighbours of such headings."""
    title = document.facts.title or ""
    if _holds(title, own):
        yield title
    families = {section.parent for section in structure.sections if _holds(section.title, own)}
    for section in structure.sections:
        if section.parent in families:
            yield section.title


def _holds(title: str, names: Set[str]) -> bool:
    words = canonical(title)
    return any(name in words for name in names)


def _passages(text: str, structure: Structure, word: str, own: Set[str]) -> tuple[Passage, ...]:
    """Return the section whose heading is about the image alone."""
    for section in structure.sections:
        if word in canonical(section.title) and not _holds(section.title, own):
            return (Passage(section.start, section.end, text[section.start : section.end]),)
    return ()
