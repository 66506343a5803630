"""What a clause does, and to what: its verb and the object behind it.

jieba's tags are noisy (合理 and 支配 are verbs, 健全 and 落实 are none), so common words are judged by a list,
models/lexicons/verbs.tsv; the rest by tag and by whether a verb is due: where the clause begins, behind an adverb, 要.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.features import Ids, Ints
from sanxin.layers import Layers
from sanxin.records import Span

#: How sure a word is the verb, by what it is and whether a verb is due there.
_HARDLY, _MAYBE, _LIKELY, _PROBABLY, _SURELY = 1, 2, 3, 4, 5
#: Words of this length are joined with the adverb before them to one word by jieba: 大力发展.
_JOINED = 2
#: A clause has no more verbs in a row than that: 鼓励支持引导.
_LONGEST_CHAIN = 3


class Kind(IntEnum):
    """What a word is to the search for verbs; the codes of verbs are those from DO on."""

    OTHER = 0
    NEVER = 1
    MANNER = 2
    SINGLE = 3
    WEAK = 4
    MOVE = 5
    DO = 6
    PIVOT = 7


@dataclass(frozen=True, slots=True)
class Deed:
    """The verb of a clause and what it is done to; None: the clause names neither."""

    verb: Span
    object: Span | None


@dataclass(frozen=True, slots=True)
class VerbRules:
    """The list by spaCy's ids of words, sorted; jieba's tags as spaCy's ids; the words that end or join objects."""

    ids: Ids
    kinds: NDArray[np.int8]
    words: frozenset[str]
    tags: dict[str, int]
    joins: frozenset[str]
    results: frozenset[str]
    aspect: re.Pattern[str]
    numbering: re.Pattern[str]
    measured: re.Pattern[str]
    of_a_noun: re.Pattern[str]
    from_where: re.Pattern[str]
    prepositions: Ids
    attributive: str
    moves_object: str


@cache
def verb_rules() -> VerbRules:
    """Return models/lexicons/verbs.tsv with the words that jieba joins, and models/rules/verbs.toml."""
    from spacy.strings import get_string_id  # deferred: the import of spaCy takes half a second

    kinds = {row["word"]: Kind[row["kind"].upper()] for row in data.lexicon("verbs")}
    manners = [word for word, kind in kinds.items() if kind is Kind.MANNER and len(word) == _JOINED]
    verbs = {word: kind for word, kind in kinds.items() if kind > Kind.SINGLE and len(word) == _JOINED}
    joined = {manner + verb: Kind.DO for manner in manners for verb in verbs}
    coded = {get_string_id(word): kind for word, kind in (joined | kinds).items()}
    ids = np.array(sorted(coded), dtype=np.uint64)
    rules = data.rules("verbs")
    return VerbRules(
        ids,
        np.array([coded[int(key)] for key in ids], dtype=np.int8),
        frozenset(kinds),
        {tag: get_string_id(tag) for tag in ("v", "vn", "vd", "d", "ad", "x", "m")},
        frozenset(rules["joins"]),
        frozenset(rules["results"]),
        re.compile(rules["aspect"]),
        re.compile(rules["numbering"]),
        re.compile(rules["measured"]),
        re.compile(rules["of_a_noun"]),
        re.compile(rules["from_where"]),
        np.array([get_string_id(word) for word in rules["prepositions"]], dtype=np.uint64),
        rules["attributive"],
        rules["moves_object"],
    )


def find_deeds(layers: Layers, begins: Sequence[int], tasks: Sequence[bool]) -> list[Deed | None]:
    """Return the deed of each clause.

    积极完善监督机制 → 完善 | 监督机制; 鼓励发展企业集团 → 鼓励发展 | 企业集团; 居民收入增长6% → 增长 | 居民收入.

    Args:
        layers: The text with its words.
        begins: Where the predicate of each clause begins: behind its subject, if that is known.
        tasks: Whether the clause says what is to be done; then it begins with its verb (发展旅游), and not with a noun
            that could be one (服务贸易稳步发展).
    """
    clauses = layers.structure.clauses
    if not clauses:
        return []
    first, last = layers.words_at(begins), layers.words_at([clause.end for clause in clauses])
    kinds = _kinds(layers)
    verbs = _verbs(_likelihood(layers, kinds, first, np.asarray(tasks)), first, last, _led_in(layers, first))
    return [
        _deed(layers, kinds, clause, int(word), begin) if word >= 0 else None
        for clause, word, begin in zip(clauses, verbs, begins, strict=True)
    ]


def _led_in(layers: Layers, first: Ints) -> NDArray[np.bool_]:
    """Return which clauses begin with a preposition (为扩大就业提供支撑): their verb stands last."""
    ids = np.append(layers.ids, np.uint64(0))
    return np.isin(ids[first], verb_rules().prepositions)


def _kinds(layers: Layers) -> NDArray[np.int8]:
    """Return the kind of every word of the text."""
    rules = verb_rules()
    place = np.minimum(np.searchsorted(rules.ids, layers.ids), len(rules.ids) - 1)
    return np.where(rules.ids[place] == layers.ids, rules.kinds[place], np.int8(Kind.OTHER)).astype(np.int8)


def _verbs(likelihood: Ints, first: Ints, last: Ints, reverse: NDArray[np.bool_]) -> Ints:
    """Return for each clause the position of its verb: the first of the likeliest words, in `reverse` the last.

    -1: no word is likely. The word that ends a clause is then no verb (对企业给予支持).
    """
    count = len(likelihood)
    place = np.arange(count)
    found = np.full(len(first), -1, dtype=np.intp)
    for chosen, order in ((~reverse, place[::-1]), (reverse, place)):
        held = np.flatnonzero(chosen & (last - reverse > first))
        if not len(held):
            continue
        # likelihood weighs most, then the place; reduceat takes every other stretch, the clauses
        rank = np.append(likelihood * (count + 1) + order, 0)
        best = np.maximum.reduceat(rank, np.column_stack((first[held], (last - reverse)[held])).ravel())[::2]
        likely = best >= count + 1
        at = best[likely] % (count + 1)
        found[held[likely]] = at if order is place else count - 1 - at
    return found


def _likelihood(layers: Layers, kinds: NDArray[np.int8], first: Ints, tasks: NDArray[np.bool_]) -> Ints:
    """Return how likely each word is the verb of its clause."""
    tags = verb_rules().tags
    plain, noun = layers.tags == tags["v"], layers.tags == tags["vn"]
    manner = (kinds == Kind.MANNER) | np.isin(layers.tags, [tags[name] for name in ("d", "ad", "vd")])
    opens = _opens(layers, first)
    task = _opens(layers, first[tasks])
    due = np.zeros(len(kinds), dtype=bool)
    due[1:] = manner[:-1] & (kinds[1:] != Kind.MANNER)
    listed = kinds != Kind.OTHER
    score = np.zeros(len(kinds), dtype=np.intp)
    score[~listed & plain] = _MAYBE
    score[kinds == Kind.WEAK] = _HARDLY
    score[kinds == Kind.MOVE] = _LIKELY
    score[opens & (~listed & (plain | noun) | (kinds == Kind.WEAK) | (kinds == Kind.SINGLE))] = _LIKELY
    score[(due | task) & (~listed & (plain | noun) | (kinds == Kind.WEAK) | (kinds == Kind.SINGLE))] = _PROBABLY
    score[(kinds == Kind.DO) | (kinds == Kind.PIVOT)] = _PROBABLY
    score[(opens | due) & (kinds >= Kind.MOVE)] = _SURELY
    return score


def _opens(layers: Layers, first: Ints) -> NDArray[np.bool_]:
    """Return which words open one of the clauses that begin with the words `first`."""
    tags = verb_rules().tags
    opens = np.zeros(len(layers.starts) + 1, dtype=bool)
    opens[first] = True
    signs = np.isin(layers.tags, [tags["x"], tags["m"]])
    opens[1:] |= opens[:-1] & signs  # a number or a quotation mark before the first word
    return opens[:-1]


def _deed(layers: Layers, kinds: NDArray[np.int8], clause: Span, word: int, begin: int) -> Deed:
    """Return the deed whose verb begins with `word`."""
    rules, text = verb_rules(), layers.text
    behind = _chain(layers, kinds, clause, word)
    verb = Span(_verb_start(layers, kinds, word), _end_of(layers, behind - 1))
    moved = text.rfind(rules.moves_object, begin, verb.start)
    if moved >= 0:  # 把群众冷暖放在心头
        return Deed(
            verb, _trimmed(text, moved + len(rules.moves_object), _end_of(layers, _before(layers, kinds, word)))
        )
    aspect = rules.aspect.match(text, verb.end, clause.end)
    start = aspect.end() if aspect is not None else verb.end
    cell = text.find("\t", start, clause.end)
    rest = _trimmed(text, start, cell if cell >= 0 else clause.end)
    if rest is None or (kinds[word] == Kind.MOVE and rules.measured.match(text, rest.start, rest.end)):
        return Deed(verb, _theme(layers, kinds, begin, word) if kinds[word] != Kind.OTHER else None)
    return Deed(verb, rest)


def _end_of(layers: Layers, word: int) -> int:
    return int(layers.starts[word + 1]) if word + 1 < len(layers.starts) else len(layers.text)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    words = piece.strip()
    at = start + len(piece) - len(piece.lstrip())
    return Span(at, at + len(words)) if words else None


def _verb_start(layers: Layers, kinds: NDArray[np.int8], word: int) -> int:
    """Return where the verb begins in its word: of 大力发展, which jieba keeps whole, the verb is 发展."""
    start, end = int(layers.starts[word]), _end_of(layers, word)
    whole = kinds[word] != Kind.DO or end - start <= _JOINED or layers.text[start:end] in verb_rules().words
    return start if whole else end - _JOINED


def _chain(layers: Layers, kinds: NDArray[np.int8], clause: Span, word: int) -> int:
    """Return the word behind the verbs that follow one another from `word` on: 巩固提高, 开发和保护.

    Verbs of a noun behind them (实施培育新优势的措施) are not of the chain, unless the first carries a second.
    """
    rules, text, edges = verb_rules(), layers.text, layers.starts
    behind = word + 1
    if behind < len(edges) and text[edges[behind] : _end_of(layers, behind)] in rules.results:
        behind += 1
    for _ in range(_LONGEST_CHAIN - 1):
        joint = int(behind < len(edges) and text[edges[behind] : _end_of(layers, behind)] in rules.joins)
        following = behind + joint
        if following >= len(edges) or edges[following] >= clause.end:
            break
        rest = text[_end_of(layers, following) : clause.end]
        carries = kinds[word] == Kind.PIVOT and not joint
        least = Kind.WEAK if carries or joint else Kind.MOVE
        no_object = not rest and (joint or _theme(layers, kinds, clause.start, word) is None)
        of_a_noun = rules.of_a_noun.match(rest) is not None or (not carries and rules.attributive in rest)
        if kinds[following] < least or no_object or of_a_noun:
            break
        behind = following + 1
    return behind


def _before(layers: Layers, kinds: NDArray[np.int8], word: int) -> int:
    """Return the last word before `word` that is no adverb."""
    tags = verb_rules().tags
    manner = {tags[name] for name in ("d", "ad", "vd")}
    last = word - 1
    while last > 0 and (kinds[last] == Kind.MANNER or int(layers.tags[last]) in manner):
        last -= 1
    return last


def _theme(layers: Layers, kinds: NDArray[np.int8], begin: int, word: int) -> Span | None:
    """Return what a verb without an object tells of, what stands before it: 对外开放 of 对外开放进一步扩大."""
    if layers.starts[word] <= begin:
        return None
    end = _end_of(layers, _before(layers, kinds, word))
    numbering = verb_rules().numbering.match(layers.text, begin, max(begin, end))
    start = numbering.end() if numbering is not None else begin
    from_where = verb_rules().from_where.search(layers.text, start, max(start, end))
    return _trimmed(layers.text, start, from_where.start() if from_where is not None else max(start, end))
