"""Which of the frequent strings are words of the archive, and which pieces of its sentences: edges, joins, numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from sanxin import data
from sanxin.errors import DataError
from sanxin.numerals import parse_numeral
from sanxin.segment import tag

FILE = "newwords"
WORDS = "newword_edges"
_PLACES = ("couple", "first", "last", "tail", "verb")


@dataclass(frozen=True, slots=True)
class NewWord:
    """A string that behaves like a word, and the numbers that say so.

    `cohesion` is the pointwise mutual information of its parts at the split that explains it best, `left_entropy` and
    `right_entropy` the freedom of its neighbours, all in bits. `first_year` and `last_year` are those of the documents
    that say it. `known`: jieba's dictionary has it. `score` ranks.
    """

    text: str
    count: int
    documents: int
    cohesion: float
    left_entropy: float
    right_entropy: float
    first_year: int | None
    last_year: int | None
    known: bool
    score: float


@dataclass(frozen=True, slots=True)
class Settings:
    """How often, in how many documents and up to which length a string is said to count, and which words are wanted.

    `min_count` None: five times, or once in two million characters where that is more. `min_documents` is never more
    than there are. `since`: the first year in which a word may be said. `top` None: all of them. `known`: words of
    jieba's dictionary too.
    """

    min_count: int | None = None
    min_documents: int = 2
    max_length: int = 10
    since: int | None = None
    top: int | None = None
    known: bool = False

    def want(self, word: NewWord) -> bool:
        """Tell whether a word is among those wanted."""
        new = self.since is None or (word.first_year is not None and word.first_year >= self.since)
        return new and (self.known or not word.known)


@dataclass(frozen=True, slots=True)
class Limits:
    """The `limits` of models/rules/newwords.toml."""

    cohesion: float
    entropy: float
    furniture: frozenset[str]


@cache
def limits() -> Limits:
    """Return the limits of models/rules/newwords.toml."""
    table = data.rules(FILE)["limits"]
    return Limits(table["cohesion"], table["entropy"], frozenset(table["furniture"]))


@dataclass(frozen=True, slots=True)
class Edges:
    """The words and tags that tell a piece of a sentence, by place."""

    words: dict[str, frozenset[str]]
    tags: dict[str, frozenset[str]]

    def refuses(self, text: str) -> bool:
        """Tell whether no name begins, ends or goes on like this: 不断提高, 取得了, 有条件的地方."""
        words = [(word, "" if word in self.tags["except"] else name) for word, name in tag(text)]
        first, last = words[0], words[-1]
        return (
            first[0] in self.words["first"]
            or last[0] in self.words["last"]
            or first[1] in self.tags["first"]
            or last[1] in self.tags["last"]
            or any(name in self.tags["inside"] for _, name in words)
            or self._couples(words)
        )

    def _couples(self, words: Sequence[tuple[str, str]]) -> bool:
        """Tell whether two verbs are coupled: 建立和完善."""
        return (
            len(words) == 3
            and words[1][0] in self.words["couple"]
            and {words[0][1], words[2][1]} <= self.tags["coupled"]
        )

    def rests(self, text: str) -> Iterator[str]:
        """Yield what is left of a phrase without its verb or its tail: 推动高质量发展 → 高质量发展."""
        words = [word for word, _ in tag(text)]
        if len(words) > 1:
            if words[0] in self.words["verb"]:
                yield text[len(words[0]) :]
            if words[-1] in self.words["tail"]:
                yield text[: -len(words[-1])]


@cache
def edges() -> Edges:
    """Return the words of models/lexicons/newword_edges.tsv and the tags of models/rules/newwords.toml."""
    rows = data.lexicon(WORDS)
    strange = sorted({row["place"] for row in rows} - set(_PLACES))
    if strange:
        raise DataError(f"models/lexicons/{WORDS}.tsv", [f"unknown place {place!r}" for place in strange])
    words = {place: frozenset(row["word"] for row in rows if row["place"] == place) for place in _PLACES}
    return Edges(words, {place: frozenset(names) for place, names in data.rules(FILE)["tags"].items()})


def choose(candidates: Sequence[NewWord], settings: Settings) -> list[NewWord]:
    """Return the words wanted of the candidates, best first, without pieces of sentences and numbers."""
    texts = {word.text for word in candidates}
    names = texts | in_dictionary({rest for text in texts for rest in edges().rests(text)})
    ordered = sorted(candidates, key=lambda word: (-word.score, word.text))
    chosen: list[NewWord] = []
    for word in ordered:
        if len(chosen) == settings.top:
            break
        if settings.want(word) and _is_name(word.text, names):
            chosen.append(word)
    return chosen


def _is_name(text: str, names: Collection[str]) -> bool:
    from sanxin.quantities import find_quantities
    from sanxin.times import find_times

    if edges().refuses(text) or any(rest in names for rest in edges().rests(text)):
        return False
    if parse_numeral(text) is not None or any(time.end - time.start == len(text) for time in find_times(text, None)):
        return False
    return all(quantity.end < len(text) for quantity in find_quantities(text))


def in_dictionary(words: Collection[str]) -> set[str]:
    """Return those of `words` that jieba's dictionary has."""
    package = find_spec("jieba")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("jieba")  # setup.cfg requires it
    # Read as a file: importing jieba takes a second and warns.
    with Path(package.origin).with_name("dict.txt").open(encoding="utf-8") as lines:
        return {word for line in lines if (word := line.partition(" ")[0]) in words}
