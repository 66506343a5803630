"""Features of many items at once, as columns of a weight table: the words of stretches, and named facts.

A word's column comes from its 64-bit id (MurmurHash of its characters, the same on every machine), so that a whole
document is a few numpy operations and no word is touched in Python.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import count
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sanxin.structure import Structure

if TYPE_CHECKING:
    from sanxin.blocks import Blocks

Ints = NDArray[np.intp]
Ids = NDArray[np.uint64]
Numbers = NDArray[np.float32]

#: 2**16 columns: few features share one, and the weights of one judge stay under 1 MB.
BITS = 16
BUCKETS = 1 << BITS
#: Fibonacci hashing: 2**64 over the golden ratio, odd (Knuth, The Art of Computer Programming, vol. 3, 6.4).
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
#: The factor of MurmurHash64A (Appleby), which keeps to 64 bits.
_MURMUR, _MASK = 0xC6A4A7935BD1E995, (1 << 64) - 1
_MOST_KNOWN = 1 << 18
#: Words of no more bytes are hashed together; a character has up to four.
_SHORT, _LONGEST_CODE = 24, 4


def word_id(word: str) -> int:
    """Return the id of a word or tag: MurmurHash64A of its characters, spaCy's for all but a few names of its own."""
    code = word.encode("utf-8", "surrogatepass")
    whole = len(code) & ~7
    state = (1 ^ len(code) * _MURMUR) & _MASK
    for at in range(0, whole, 8):
        part = int.from_bytes(code[at : at + 8], "little") * _MURMUR & _MASK
        state = (state ^ (part ^ part >> 47) * _MURMUR & _MASK) * _MURMUR & _MASK
    if whole < len(code):
        state = (state ^ int.from_bytes(code[whole:], "little")) * _MURMUR & _MASK
    state = (state ^ state >> 47) * _MURMUR & _MASK
    return state ^ state >> 47


def _word_ids(words: Sequence[str]) -> Ids:
    """Return the same of many words of up to _SHORT bytes, block by block for all of them at once."""
    codes = [word.encode("utf-8", "surrogatepass") for word in words]
    lengths = np.array([len(code) for code in codes], dtype=np.uint64)
    blocks = np.frombuffer(b"".join(code.ljust(_SHORT, b"\0") for code in codes), dtype="<u8").reshape(len(words), -1)
    factor, shift = np.uint64(_MURMUR), np.uint64(47)
    states = np.uint64(1) ^ lengths * factor
    for number, block in enumerate(blocks.T):
        part = block * factor
        whole = (states ^ (part ^ part >> shift) * factor) * factor
        rest = (states ^ block) * factor
        left = lengths.astype(np.intp) - 8 * number  # bytes from here on
        states = np.where(left >= 8, whole, np.where(left > 0, rest, states))
    states = (states ^ states >> shift) * factor
    return states ^ states >> shift


#: The ids of the words met so far, so that each is hashed once.
_known_ids: dict[str, int] = {}


def ids_of(words: Iterable[str]) -> Ids:
    """Return the id of each word or tag, as `Layers.ids` and `Layers.tags` hold them."""
    words = list(words)
    new = list(set(words).difference(_known_ids))
    if len(_known_ids) + len(new) > _MOST_KNOWN:  # an archive has no end of new words
        _known_ids.clear()
        new = list(set(words))
    if short := [word for word in new if len(word) <= _SHORT // _LONGEST_CODE]:
        _known_ids.update(zip(short, _word_ids(short).tolist(), strict=True))
    _known_ids.update((word, word_id(word)) for word in new if len(word) > _SHORT // _LONGEST_CODE)
    return np.fromiter(map(_known_ids.__getitem__, words), dtype=np.uint64, count=len(words))


@lru_cache(maxsize=2)  # several stages ask for those of the text at hand
def codes_of(text: str) -> Ints:
    """Return the characters of `text` as numbers, not to be written to."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.intp)
    codes.flags.writeable = False
    return codes


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Words or tags in a row, most of which come again: what is asked of each is looked up once for all its places.

    `names` are the different ones and `ids` theirs; `at[i]` is which of them stands at place i.
    """

    names: tuple[str, ...]
    ids: Ids
    at: Ints

    @classmethod
    def of(cls, names: Sequence[str]) -> Row:
        """Return `names` as a row."""
        number: defaultdict[str, int] = defaultdict(count().__next__)  # a new name gets the next number
        at = np.fromiter(map(number.__getitem__, names), np.intp, len(names))
        return cls(tuple(number), ids_of(number), at)

    def among(self, ids: Ids) -> NDArray[np.bool_]:
        """Return for each place whether its word is one of `ids`."""
        held: NDArray[np.bool_] = np.isin(self.ids, ids)[self.at]
        return held


@lru_cache(maxsize=1 << 17)  # the same facts come again and again; bounded, for an archive has no end of them
def bucket(feature: str) -> int:
    """Return the column of a named fact: the same on every machine and in every run."""
    return crc32(feature.encode("utf-8", "surrogatepass")) & (BUCKETS - 1)


@cache
def salt(namespace: str) -> np.uint64:
    """Return what is mixed into the codes of words that are read in the role `namespace`."""
    code = namespace.encode()
    return np.uint64(crc32(code) << 32 | crc32(code[::-1]))


def word_columns(ids: Ids, namespace: str, bits: int = BITS) -> Ints:
    """Return the column, of 2**bits, of each word in the role `namespace`; any 64-bit code can stand for a word."""
    return salted_columns(ids, salt(namespace), bits)


def salted_columns(ids: Ids, salts: np.uint64 | Ids, bits: int) -> Ints:
    """Return the same for several roles at once, given by their salts."""
    columns: Ids = ids ^ salts
    columns *= _SPREAD
    columns >>= np.uint64(64 - bits)
    return columns.view(np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Stretches of the words of one text by the role in which they are read, for judges over word vectors.

    Each role has for every item its first word and the word behind its last; `words` are those of the text. `inside`:
    the roles whose stretches begin or end where no other does.
    """

    words: Row
    by_role: Mapping[str, tuple[Ints, Ints]]
    inside: frozenset[str] = frozenset()

    def only(self, kept: Sequence[int]) -> Stretches:
        """Return the stretches of the items `kept`."""
        chosen = np.asarray(kept, dtype=np.intp)
        return Stretches(
            self.words, {role: (first[chosen], last[chosen]) for role, (first, last) in self.by_role.items()}
        )


@dataclass(frozen=True, slots=True)
class Sets:
    """Columns that many items share: item i has the columns `sets[which[i]]`."""

    sets: Sequence[Ints]
    which: Ints

    def entries(self) -> tuple[Ints, Ints]:
        """Return items and columns as `Features` has them."""
        lengths, columns = self._laid_out()
        first = (np.cumsum(lengths) - lengths)[self.which]
        items = np.repeat(np.arange(len(self.which)), lengths[self.which])
        return items, columns[ranges(first, first + lengths[self.which])]

    def scores(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum of the weights of each item's columns, (items, labels): each set is added up once."""
        lengths, columns = self._laid_out()
        owner = np.repeat(np.arange(len(lengths)), lengths)
        by_label = weights.take(columns, axis=0).T
        sums = np.stack([np.bincount(owner, row, len(lengths)) for row in by_label], axis=1)
        return sums.astype(np.float64, copy=False).take(self.which, axis=0)

    def _laid_out(self) -> tuple[Ints, Ints]:
        lengths = np.array([len(columns) for columns in self.sets], dtype=np.intp)
        return lengths, np.concatenate([np.zeros(0, dtype=np.intp), *self.sets])


@dataclass(frozen=True, slots=True)
class Features:
    """Which columns hold for which item: entry k says that column `columns[k]` holds for item `items[k]`.

    An entry that comes twice counts twice. `size` is the number of items. `shared`: columns that many items share.
    `stretches`: what a judge over word vectors reads besides; `only` and `stacked` leave it behind. `counted`: of these
    roles of `stretches` every word is a feature, by the name given. What is more or less so are the `blocks`, or for
    training the table of `numbers` that they make, (items, columns).
    """

    items: Ints
    columns: Ints
    size: int
    stretches: Stretches | None = None
    numbers: Numbers | None = None
    blocks: Blocks | None = None
    shared: Sequence[Sets] = ()
    counted: Mapping[str, str] = field(default_factory=dict)

    def laid_out(self) -> Features:
        """Return the same with every entry by itself, and the blocks as a table."""
        parts = [(self.items, self.columns), *(sets.entries() for sets in self.shared)]
        if self.stretches is not None:
            words = Gatherer(self.stretches.words.ids[self.stretches.words.at], self.size)
            for role, name in self.counted.items():
                words.words(name, *self.stretches.by_role[role])
            counted = words.features()
            parts.append((counted.items, counted.columns))
        items, columns = (np.concatenate(side) for side in zip(*parts, strict=True))
        numbers = self.numbers if self.blocks is None else self.blocks.table()
        return Features(items, columns, self.size, self.stretches, numbers)

    def only(self, kept: Sequence[int]) -> Features:
        """Return the features of the items `kept`, numbered anew in that order."""
        place = np.full(self.size, -1, dtype=np.intp)
        place[np.asarray(kept, dtype=np.intp)] = np.arange(len(kept))
        items = place[self.items]
        held = items >= 0
        numbers = self.numbers[np.asarray(kept, dtype=np.intp)] if self.numbers is not None else None
        return Features(items[held], self.columns[held], len(kept), numbers=numbers)


def stacked(parts: Sequence[Features]) -> Features:
    """Return the items of all `parts` as one, in order."""
    starts = np.concatenate(([0], np.cumsum([part.size for part in parts]))).astype(np.intp)
    items = [part.items + start for part, start in zip(parts, starts[:-1], strict=True)]
    numbers = [part.numbers for part in parts if part.numbers is not None]
    return Features(
        np.concatenate(items),
        np.concatenate([part.columns for part in parts]),
        int(starts[-1]),
        numbers=np.vstack(numbers) if numbers else None,
    )


def ranges(first: Ints, last: Ints) -> Ints:
    """Return the numbers from first[i] to last[i] - 1 for each i, one after the other."""
    lengths = last - first
    numbers: Ints = np.arange(int(lengths.sum())) + np.repeat(first - (np.cumsum(lengths) - lengths), lengths)
    return numbers


class Gatherer:
    """Collects the features of `size` items of one text, whose words have the ids `ids`."""

    def __init__(self, ids: Ids, size: int) -> None:
        self.ids = ids
        self.size = size
        self._items: list[Ints] = [np.zeros(0, dtype=np.intp)]
        self._columns: list[Ints] = [np.zeros(0, dtype=np.intp)]
        self._fact_items: list[int] = []
        self._fact_columns: list[int] = []
        self._shared: list[Sets] = []

    def words(self, namespace: str, first: Ints, last: Ints, ids: Ids | None = None) -> None:
        """Add for each item i the words first[i] to last[i] - 1, all in the role `namespace`."""
        ids = self.ids if ids is None else ids
        lengths = np.maximum(0, np.minimum(last, len(ids)) - first)
        if not lengths.any():
            return
        self._items.append(np.repeat(np.arange(self.size), lengths))
        self._columns.append(word_columns(ids[ranges(first, first + lengths)], namespace))

    def word(self, namespace: str, positions: Ints, held: NDArray[np.bool_]) -> None:
        """Add for each item i where held[i] the one word at positions[i]."""
        items = np.flatnonzero(held)
        self._items.append(items)
        self._columns.append(word_columns(self.ids[positions[items]], namespace))

    def runs(self, columns: Ints, first: Ints, last: Ints) -> None:
        """Add for each item i the columns first[i] to last[i] - 1 of `columns`."""
        lengths = np.maximum(0, last - first)
        self._items.append(np.repeat(np.arange(self.size), lengths))
        self._columns.append(columns[ranges(first, first + lengths)])

    def facts(self, item: int, facts: Iterable[str]) -> None:
        """Add named facts of one item."""
        self.known(item, [bucket(fact) for fact in facts])

    def known(self, item: int, columns: Sequence[int]) -> None:
        """Add columns of one item."""
        self._fact_columns += columns
        self._fact_items += [item] * len(columns)

    def table(self, columns: Ints, held: NDArray[np.bool_]) -> None:
        """Add for each item i the columns columns[i, k] where held[i, k]."""
        items, places = np.nonzero(held)
        self._items.append(items)
        self._columns.append(columns[items, places])

    def shared(self, sets: Sequence[Ints], which: Ints) -> None:
        """Add for each item i the columns sets[which[i]]."""
        self._shared.append(Sets(sets, which))

    def features(
        self, *, once: bool = False, stretches: Stretches | None = None, blocks: Blocks | None = None
    ) -> Features:
        """Return what was collected; `once`: an entry that came several times counts once (costs a sort)."""
        items = np.concatenate([*self._items, np.asarray(self._fact_items, dtype=np.intp)])
        columns = np.concatenate([*self._columns, np.asarray(self._fact_columns, dtype=np.intp)])
        if once:
            entries = np.sort(items * BUCKETS + columns)
            entries = entries[
                np.append(True, entries[1:] != entries[:-1])[: len(entries)]
            ]  # np.unique: 3 times as long
            items, columns = entries >> BITS, entries & (BUCKETS - 1)
        return Features(items, columns, self.size, stretches, blocks=blocks, shared=tuple(self._shared))


def heading_columns(structure: Structure, size: int) -> list[Ints]:
    """Return for each section the columns of the character n-grams of the headings down to it; last those of none."""
    found: list[dict[str, int]] = []
    for section in structure.sections:  # a section stands behind the one it is part of
        title = section.title
        columns = {} if section.parent is None else found[section.parent].copy()
        for at in range(len(title) - size + 1):
            gram = title[at : at + size]
            if gram not in columns:
                columns[gram] = bucket(f"heading={gram}")
        found.append(columns)
    return [np.fromiter(columns.values(), np.intp, len(columns)) for columns in [*found, dict[str, int]()]]
