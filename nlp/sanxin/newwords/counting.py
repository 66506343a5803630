"""Every string of Han characters said often enough, with its numbers: exact, and in memory that does not grow.

Strings are counted length by length: only what is frequent itself is the beginning of something frequent. The pairs
(string, what stands beside it) of a length are counted by sorting, for as many strings at a time as fit into a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanxin.newwords.spool import NONE, Chunk, Flags, Labels, Numbers, Spool

Floats = NDArray[np.float64]
#: The other half of a pair, for every place of a chunk: a character or a document.
Beside = Callable[[Chunk], NDArray[np.integer]]

#: Pairs sorted at a time.
BATCH = 6_000_000
#: Strings of one length; with more the least frequent are left out.
MOST = 2_000_000
_CODE_BITS = 16
_DOCUMENT_BITS = 32


@dataclass(frozen=True, slots=True)
class Strings:
    """The frequent strings of one length, in the order of their characters.

    `keys[i]` is the number of string i without its last character, and that character; `suffixes[i]` the number of
    string i without its first. `minimum` is how often the rarest is said.
    """

    length: int
    keys: Numbers
    counts: Numbers
    suffixes: Numbers
    minimum: int

    @property
    def prefixes(self) -> Numbers:
        """The numbers of the strings without their last characters."""
        return self.keys >> _CODE_BITS

    @property
    def last(self) -> Numbers:
        """The codes of the last characters."""
        return self.keys & ((1 << _CODE_BITS) - 1)


def characters(spool: Spool, minimum: int) -> Strings:
    """Return the frequent characters, and label the spool with them."""
    codes = np.flatnonzero(spool.frequencies >= minimum)
    codes = codes[codes != 0]
    numbers = np.full(1 << _CODE_BITS, NONE, dtype=np.int32)
    numbers[codes] = np.arange(len(codes))
    spool.label_characters(numbers)
    return Strings(1, codes, spool.frequencies[codes], codes, minimum)


def longer(spool: Spool, levels: Sequence[Strings]) -> Strings:
    """Return the frequent strings that are longer by a character than the last of `levels`, and label the spool."""
    above = levels[-1]
    minimum = above.minimum
    keys, counts = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    everything = np.ones(len(above.keys), dtype=np.bool_)
    for _, pairs, times in _pairs(spool, above, everything, Chunk.behind, _CODE_BITS):
        often = (times >= minimum) & (pairs & ((1 << _CODE_BITS) - 1) != 0)
        keys.append(pairs[often])
        counts.append(times[often])
        if sum(map(len, keys)) > MOST:
            minimum, keys, counts = _fewer(minimum, keys, counts)
    found, often_said = np.concatenate(keys), np.concatenate(counts)
    prefixes, last = found >> _CODE_BITS, found & ((1 << _CODE_BITS) - 1)
    if above.length == 1:
        suffixes = np.searchsorted(above.keys, last)
    else:
        # The end of a frequent string is frequent: its beginning without the first character, and the last.
        suffixes = np.searchsorted(above.keys, above.suffixes[prefixes] << _CODE_BITS | last)
    strings = Strings(above.length + 1, found, often_said, suffixes, minimum)
    spool.relabel(_labelled(chunk, strings) for chunk in spool.chunks(above.length))
    return strings


def _fewer(minimum: int, keys: list[Numbers], counts: list[Numbers]) -> tuple[int, list[Numbers], list[Numbers]]:
    """Raise the minimum until half of MOST strings are left."""
    all_keys, all_counts = np.concatenate(keys), np.concatenate(counts)
    minimum = max(minimum + 1, int(np.partition(all_counts, -MOST // 2)[-MOST // 2]) + 1)
    often = all_counts >= minimum
    return minimum, [all_keys[often]], [all_counts[often]]


def _labelled(chunk: Chunk, strings: Strings) -> Labels:
    labels = np.full(len(chunk.labels), NONE, dtype=np.int32)
    places = np.flatnonzero(chunk.labels != NONE)
    if not len(places) or not len(strings.keys):
        return labels
    keys = chunk.labels[places].astype(np.int64) << _CODE_BITS | chunk.behind()[places]
    # Looked up in order, neighbours in the table are neighbours in memory: three times as fast.
    order = np.argsort(keys)
    numbers = np.minimum(np.searchsorted(strings.keys, keys[order]), len(strings.keys) - 1)
    numbers[strings.keys[numbers] != keys[order]] = NONE
    labels[places[order]] = numbers
    return labels


def _pairs(
    spool: Spool, strings: Strings, wanted: Flags, beside: Beside, bits: int
) -> Iterator[tuple[range, Numbers, Numbers]]:
    """Yield, for one range of strings after another, the distinct pairs of them in order and how often each is met."""
    for some in _batches(np.where(wanted, strings.counts, 0)):
        gathered = []
        for chunk in spool.chunks(strings.length):
            places = np.flatnonzero((chunk.labels >= some.start) & (chunk.labels < some.stop))
            places = places[wanted[chunk.labels[places]]]
            other = beside(chunk)[places].astype(np.int64)
            gathered.append(chunk.labels[places].astype(np.int64) << bits | other)
        pairs = np.concatenate(gathered)
        gathered.clear()
        pairs.sort()
        first = np.flatnonzero(np.concatenate([np.ones(1, dtype=np.bool_), pairs[1:] != pairs[:-1]])[: len(pairs)])
        yield some, pairs[first], np.diff(first, append=len(pairs))


def _batches(counts: Numbers) -> Iterator[range]:
    """Yield ranges of strings that are said BATCH times together; a single string may be said more often."""
    total = np.cumsum(counts)
    start = 0
    while start < len(counts):
        done = int(total[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(total, done + BATCH, side="right")))
        yield range(start, stop)
        start = stop


# ---- what is asked of the strings ----


def cohesion(levels: Sequence[Strings], total: int) -> Floats:
    """Return, for the strings of the last level, the pointwise mutual information of their parts at the best split.

    In bits: how much more often the string is said than its two parts would meet by chance, at the split where that is
    least: the way in which the string is best explained as a mere join.
    """
    strings = levels[-1]
    prefixes = _parts(levels, lambda level: level.prefixes)
    suffixes = _parts(levels, lambda level: level.suffixes)
    best: Floats = np.full(len(strings.keys), np.inf)
    for length in range(1, strings.length):
        left, right = levels[length - 1], levels[strings.length - length - 1]
        chance = left.counts[prefixes[length]] * (right.counts[suffixes[strings.length - length]] / total)
        best = np.minimum(best, np.log2(strings.counts / chance))
    return best


def _parts(levels: Sequence[Strings], shorter: Callable[[Strings], Numbers]) -> dict[int, Numbers]:
    """Return by length the numbers of the beginnings (or ends) of the strings of the last level."""
    numbers = np.arange(len(levels[-1].keys))
    found = {}
    for level in reversed(levels[1:]):
        numbers = shorter(level)[numbers]
        found[level.length - 1] = numbers
    return found


def freedom(spool: Spool, strings: Strings, wanted: Flags, beside: Beside) -> Floats:
    """Return the entropy in bits of the characters beside each string; a mark, or the end of a line, is always new.

    So that what stands between quotation marks is free, and not bound to them.
    """
    result: Floats = np.zeros(len(strings.keys))
    for some, pairs, times in _pairs(spool, strings, wanted, beside, _CODE_BITS):
        owner = (pairs >> _CODE_BITS) - some.start
        share = times / strings.counts[pairs >> _CODE_BITS]
        mark = pairs & ((1 << _CODE_BITS) - 1) == 0
        bits = share * np.where(mark, np.log2(strings.counts[pairs >> _CODE_BITS]), -np.log2(share))
        result[some.start : some.stop] = np.bincount(owner, weights=bits, minlength=len(some))
    return result


@dataclass(frozen=True, slots=True)
class Spread:
    """In how many documents each string is, and the first and last of their years; 0: no year is known."""

    documents: Numbers
    first: Numbers
    last: Numbers


def spread(spool: Spool, strings: Strings, wanted: Flags) -> Spread:
    """Return the spread of the wanted strings over the documents."""
    years = np.asarray(spool.years, dtype=np.int64)
    found = Spread(*(np.zeros(len(strings.keys), dtype=np.int64) for _ in range(3)))

    def document(chunk: Chunk) -> Numbers:
        return spool.documents(np.arange(chunk.start, chunk.start + len(chunk.labels)))

    for _, pairs, _ in _pairs(spool, strings, wanted, document, _DOCUMENT_BITS):
        owner, year = pairs >> _DOCUMENT_BITS, years[pairs & ((1 << _DOCUMENT_BITS) - 1)]
        names, at, documents = np.unique(owner, return_index=True, return_counts=True)
        if len(names):
            found.documents[names] = documents
            found.last[names] = np.maximum.reduceat(year, at)
            earliest = np.minimum.reduceat(np.where(year > 0, year, np.iinfo(np.int64).max), at)
            found.first[names] = np.where(found.last[names] > 0, earliest, 0)
    return found


def spelled(levels: Sequence[Strings], numbers: Numbers) -> list[str]:
    """Return the strings of the last level with these numbers as text."""
    codes = []
    for level in reversed(levels[1:]):
        codes.append(level.last[numbers])
        numbers = level.prefixes[numbers]
    codes.append(levels[0].keys[numbers])
    table = np.stack(codes[::-1], axis=1).astype("<u2")
    return [bytes(row).decode("utf-16-le") for row in table]
