"""What a clause does, and to what: its verb and the object behind it.

jieba's tags are noisy (合理 and 支配 are verbs, 健全 and 落实 are none), so common words are judged by a list,
models/lexicons/verbs.tsv; the rest by tag and by whether a verb is due: where the clause begins, behind an adverb, 要.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.features import Ids, Ints, Row, ids_of, word_id
from sanxin.layers import Layers
from sanxin.records import Span

#: How sure a word is the verb, by what it is and whether a verb is due there.
_HARDLY, _MAYBE, _LIKELY, _PROBABLY, _SURELY = 1, 2, 3, 4, 5
#: jieba makes one word of an adverb and a verb of this length: 大力发展.
_JOINED = 2
#: A clause has no more verbs in a row than that: 鼓励支持引导.
_LONGEST_CHAIN = 3


class Kind(IntEnum):
    """What a word is to the search for verbs; the codes of verbs are those from DO on."""

    OTHER = 0
    NEVER = 1
    PHRASE = 2
    MANNER = 3
    SINGLE = 4
    WEAK = 5
    MOVE = 6
    DO = 7
    PIVOT = 8


@dataclass(frozen=True, slots=True)
class Deed:
    """The verb of a clause and what it is done to; None: the clause names neither."""

    verb: str
    object: str | None


@dataclass(frozen=True, slots=True)
class VerbRules:
    """The list of verbs, the ids of jieba's tags, and the words that end or join objects."""

    words: Mapping[str, Kind]
    tags: dict[str, int]
    joins: frozenset[str]
    results: frozenset[str]
    aspect: re.Pattern[str]
    numbering: re.Pattern[str]
    measured: re.Pattern[str]
    of_a_noun: re.Pattern[str]
    from_where: re.Pattern[str]
    prepositions: Ids
    resultative: re.Pattern[str]
    attributive: str
    of_nouns: Ids
    moves_object: str


@cache
def verb_rules() -> VerbRules:
    """Return models/lexicons/verbs.tsv and models/rules/verbs.toml."""
    rules = data.rules("verbs")
    return VerbRules(
        {row["word"]: Kind[row["kind"].upper()] for row in data.lexicon("verbs")},
        {tag: word_id(tag) for tag in ("v", "vn")},
        frozenset(rules["joins"]),
        frozenset(rules["results"]),
        re.compile(rules["aspect"]),
        re.compile(rules["numbering"]),
        re.compile(rules["measured"]),
        re.compile(rules["of_a_noun"]),
        re.compile(rules["from_where"]),
        ids_of(rules["prepositions"]),
        re.compile(rules["resultative"]),
        rules["attributive"],
        ids_of([rules["attributive"], *rules["suffixes"]]),
        rules["moves_object"],
    )


def find_deeds(layers: Layers, begins: Sequence[int | None], tasks: Sequence[bool]) -> list[Deed | None]:
    """Return the deed of each clause.

    积极完善监督机制 → 完善 | 监督机制; 鼓励发展企业集团 → 鼓励发展 | 企业集团; 居民收入增长6% → 增长 | 居民收入.

    Args:
        layers: The text with its words.
        begins: Where the predicate of each clause begins: behind its subject, if that is known. None: nobody asks.
        tasks: Whether the clause says what is to be done; then it begins with its verb (发展旅游), and not with a noun
            that could be one (服务贸易稳步发展).
    """
    asked = [index for index, begin in enumerate(begins) if begin is not None]
    found: list[Deed | None] = [None] * len(begins)
    if not asked:
        return found
    clauses = [layers.structure.clauses[index] for index in asked]
    starts = [begin for begin in begins if begin is not None]
    first, last = layers.words_at(starts), layers.words_at([clause.end for clause in clauses])
    kinds = kinds_of(layers)
    task = np.asarray(tasks)[asked]
    verbs = _verbs(_likelihood(layers, kinds, first, task), first, last, _led_in(layers, first))
    rules, words = verb_rules(), _words(layers, kinds)
    for index, clause, word, begin in zip(asked, clauses, verbs.tolist(), starts, strict=True):
        if word >= 0:
            found[index] = _deed(words, rules, clause, word, begin)
    return found


def _led_in(layers: Layers, first: Ints) -> NDArray[np.bool_]:
    """Return which clauses begin with a preposition (为扩大就业提供支撑): their verb stands last."""
    ids = np.append(layers.ids, np.uint64(0))
    return np.isin(ids[first], verb_rules().prepositions)


def kinds_of(layers: Layers) -> NDArray[np.int8]:
    """Return the kind of every word of the text."""
    return _kinds(layers.words.words)


@lru_cache(maxsize=1)  # asked for verbs, and again for evidence
def _kinds(words: Row) -> NDArray[np.int8]:
    kinds: NDArray[np.int8] = np.fromiter(map(_kind_of, words.names), np.int8)[words.at]
    return kinds


@lru_cache(maxsize=1 << 16)  # the same words come again in every text
def _kind_of(word: str) -> int:
    """Return the kind of a word: 大力发展 is the verb that it ends with, 总结经验 one with its object."""
    words = verb_rules().words
    kind = words.get(word, Kind.OTHER)
    if kind is Kind.OTHER and len(word) == 2 * _JOINED:
        begins, ends = (words.get(half, Kind.OTHER) for half in (word[:_JOINED], word[_JOINED:]))
        if begins is Kind.MANNER:
            kind = Kind.DO if ends > Kind.SINGLE else kind
        elif begins > Kind.SINGLE:
            kind = Kind.PHRASE
    return int(kind)


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
    manner = (kinds == Kind.MANNER) | layers.words.tags.among(_tag_ids("d", "ad", "vd"))
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
    could = ~listed & (plain | noun) | (kinds == Kind.WEAK) | (kinds == Kind.SINGLE) | (kinds == Kind.PHRASE)
    score[(due | task) & could] = _PROBABLY
    score[(kinds == Kind.DO) | (kinds == Kind.PIVOT)] = _PROBABLY
    score[(opens | due) & (kinds >= Kind.MOVE)] = _SURELY
    makes_noun = layers.words.words.among(verb_rules().of_nouns)  # 更新的形式, 获得感
    score[makes_noun] = 0
    of_a_noun = np.append(makes_noun[1:], False)
    score[of_a_noun] = np.minimum(score[of_a_noun], _HARDLY)
    return score


@cache
def _tag_ids(*tags: str) -> Ids:
    return ids_of(tags)


def _opens(layers: Layers, first: Ints) -> NDArray[np.bool_]:
    """Return which words open one of the clauses that begin with the words `first`."""
    opens = np.zeros(len(layers.starts) + 1, dtype=bool)
    opens[first] = True
    signs = layers.words.tags.among(_tag_ids("x", "m"))
    opens[1:] |= opens[:-1] & signs  # a number or a quotation mark before the first word
    return opens[:-1]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text as plain lists: word i is text[edges[i]:edges[i + 1]].

    `manner`: it is an adverb; `goes_on`: the one behind it could be of one chain with it.
    """

    text: str
    edges: list[int]
    kinds: list[int]
    manner: list[bool]
    goes_on: list[bool]

    def word(self, index: int) -> str:
        """Return a word; an empty one behind the last."""
        return self.text[self.edges[index] : self.edges[index + 1]] if index + 1 < len(self.edges) else ""


def _words(layers: Layers, kinds: NDArray[np.int8]) -> _Words:
    adverbs = layers.words.tags.among(_tag_ids("d", "ad", "vd"))
    edges = [*layers.starts.tolist(), len(layers.text)]
    joins = layers.words.words.among(_chain_ids())[1:]
    goes_on = joins | (kinds[1:] >= Kind.MOVE) | ((kinds[:-1] == Kind.PIVOT) & (kinds[1:] == Kind.WEAK))
    goes_on = np.append(goes_on, False)
    return _Words(layers.text, edges, kinds.tolist(), ((kinds == Kind.MANNER) | adverbs).tolist(), goes_on.tolist())


@cache
def _chain_ids() -> Ids:
    rules = verb_rules()
    return ids_of(sorted(rules.joins | rules.results))


def _deed(words: _Words, rules: VerbRules, clause: Span, word: int, begin: int) -> Deed:
    """Return the deed whose verb begins with `word`."""
    text, kind = words.text, words.kinds[word]
    start = _verb_start(words, rules, word)
    end = words.edges[_chain(words, rules, clause, word) if words.goes_on[word] else word + 1]
    if kind == Kind.PHRASE and not (end < clause.end and _kind_of(text[start + _JOINED : end]) > Kind.WEAK):
        end = start + _JOINED  # 总结经验; but of 建成投产六座泵站 the whole is the verb
    cut_otherwise = rules.resultative.match(text, start, clause.end) if kind == Kind.SINGLE else None
    end = max(end, cut_otherwise.end()) if cut_otherwise is not None else end
    verb = text[start:end]
    moved = text.rfind(rules.moves_object, begin, start)
    if moved >= 0:  # 把群众冷暖放在心头
        object_end = words.edges[_before(words, word) + 1]
        return Deed(verb, text[moved + len(rules.moves_object) : object_end].strip() or None)
    aspect = rules.aspect.match(text, end, clause.end)
    rest = text[aspect.end() if aspect is not None else end : clause.end].partition("\t")[0].strip()
    if not rest or (kind == Kind.MOVE and rules.measured.match(rest)):
        return Deed(verb, _theme(words, rules, begin, word) if kind != Kind.OTHER else None)
    return Deed(verb, rest)


def _verb_start(words: _Words, rules: VerbRules, word: int) -> int:
    """Return where the verb begins in its word: of 大力发展, which jieba keeps whole, the verb is 发展."""
    start, end = words.edges[word], words.edges[word + 1]
    whole = end - start <= _JOINED or words.kinds[word] != Kind.DO or words.text[start:end] in rules.words
    return start if whole else end - _JOINED


def _chain(words: _Words, rules: VerbRules, clause: Span, word: int) -> int:
    """Return the word behind the verbs that follow one another from `word` on: 巩固提高, 开发和保护.

    Verbs of a noun behind them (实施培育新优势的措施) are not of the chain, unless the first carries a second.
    """
    behind = word + 1
    if words.word(behind) in rules.results:
        behind += 1
    for _ in range(_LONGEST_CHAIN - 1):
        joint = words.word(behind) in rules.joins
        following = behind + joint
        carries = words.kinds[word] == Kind.PIVOT and not joint
        least = Kind.WEAK if carries or joint else Kind.MOVE
        if not words.word(following) or words.edges[following] >= clause.end or words.kinds[following] < least:
            break
        rest = words.text[words.edges[following + 1] : clause.end]
        no_object = not rest and (joint or _theme(words, rules, clause.start, word) is None)
        if no_object or rules.of_a_noun.match(rest) or (not carries and rules.attributive in rest):
            break
        behind = following + 1
    return behind


def _before(words: _Words, word: int) -> int:
    """Return the last word before `word` that is no adverb."""
    last = word - 1
    while last > 0 and words.manner[last]:
        last -= 1
    return last


def _theme(words: _Words, rules: VerbRules, begin: int, word: int) -> str | None:
    """Return what a verb without an object tells of, what stands before it: 对外开放 of 对外开放进一步扩大."""
    if words.edges[word] <= begin:
        return None
    end = max(begin, words.edges[_before(words, word) + 1])
    numbering = rules.numbering.match(words.text, begin, end)
    start = numbering.end() if numbering is not None else begin
    from_where = rules.from_where.search(words.text, start, end)
    return words.text[start : from_where.start() if from_where is not None else end].strip() or None
