"""What a stretch that may be a slogan looks like: its characters, its form, how its phrases answer one another."""

from __future__ import annotations

import numpy as np

from sanxin.features import BITS, Features, Ids, Ints, salt, salted_columns
from sanxin.slogans.characters import Characters, looked_up
from sanxin.slogans.letters import Letters, members

#: What a candidate looks like.
PHRASES, NUMERAL, CODE, NAME = 0, 1, 2, 3
_MOST_PHRASES, _LONGEST = 6, 16
_FIRST = np.arange(8)


class Facts:
    """Collects named facts of `size` items as columns of a weight table."""

    def __init__(self, size: int) -> None:
        self.every = np.arange(size)
        self._names: list[str] = []
        self._items: list[Ints] = []
        self._values: list[Ids] = []

    def add(self, name: str, values: Ints | Ids, items: Ints | None = None) -> None:
        """Add the fact `name` with its value for each item, or for each of `items`."""
        self._names.append(name)
        self._items.append(self.every if items is None else items)
        self._values.append(np.asarray(values).astype(np.uint64))

    def features(self) -> Features:
        """Return what was collected."""
        salts = np.repeat([salt(name) for name in self._names], [len(values) for values in self._values])
        columns = salted_columns(np.concatenate(self._values), salts, BITS)
        return Features(np.concatenate(self._items), columns, len(self.every))


class Shapes:
    """Stretches of one text in canonical form: `first`, `last` in canonical characters, `size`, `id` and `form`."""

    def __init__(self, letters: Letters, start: Ints, end: Ints) -> None:
        self.told: Characters = letters.told
        self.first, self.last = letters.place[start], letters.place[end]
        self.size = self.last - self.first
        self.id = self.told.ids(self.first, self.last)
        self._parts = letters.parts
        self._part_first = np.searchsorted(self._parts, self.first)
        self._part_last = np.searchsorted(self._parts, self.last)
        self.phrases = self._part_last - self._part_first + 1
        signs = letters.signs
        self.form = np.select(
            [self.phrases > 1, looked_up(members("numeral"), self.code(0)) > 0, signs[self.last] > signs[self.first]],
            [PHRASES, NUMERAL, CODE],
            NAME,
        )

    def code(self, at: int) -> Ints:
        """Return character `at` of each stretch; counted from its end if negative; 0 where it is too short."""
        place = (self.first if at >= 0 else self.last) + at
        held = (place >= self.first) & (place < self.last)
        return self.told.ended.take(np.where(held, place, -1))

    def edge(self, size: int, *, end: bool = False) -> Ids:
        """Return the id of the first, or last, `size` characters of each stretch."""
        if end:
            return self.told.ids(np.maximum(self.first, self.last - size), self.last)
        return self.told.ids(self.first, np.minimum(self.last, self.first + size))

    def phrase_edges(self, kept: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the phrases of the stretches `kept`: the number in `kept`, where it begins and where it ends."""
        number = self.phrases[kept]
        owner, nth = runs_of(number)
        parts = np.append(self._parts, 0)
        part = self._part_first[kept][owner] + nth
        start = np.where(nth > 0, parts[part - 1] + 1, self.first[kept][owner])
        end = np.where(nth + 1 < number[owner], parts[np.minimum(part, len(self._parts))], self.last[kept][owner])
        return owner, start, end


def runs_of(lengths: Ints) -> tuple[Ints, Ints]:
    """Return for items repeated `lengths` times the item and how often it came before: 2, 1 → 0 0 1 and 0 1 0."""
    owner = np.repeat(np.arange(len(lengths)), lengths)
    begins = np.cumsum(lengths) - lengths
    return owner, np.arange(len(owner)) - begins[owner]


def of_shape(facts: Facts, shapes: Shapes) -> None:
    """Add what stretches look like: their length, their edges, the pairs of characters in them, and by form."""
    size, form = shapes.size, shapes.form
    facts.add("form", form)
    facts.add("length", np.minimum(size, 16) * 4 + form)
    for count in (1, 2, 3):
        facts.add(f"begins{count}", shapes.edge(count))
        facts.add(f"ends{count}", shapes.edge(count, end=True))
    owner, nth = runs_of(np.maximum(0, size - 1))
    start = shapes.first[owner] + nth
    facts.add("pair", shapes.told.ids(start, start + 2), owner)
    _of_numerals(facts, shapes, np.flatnonzero(form == NUMERAL))
    _of_names(facts, shapes, np.flatnonzero(form == NAME))
    of_phrases(facts, shapes, np.flatnonzero(form == PHRASES))


def _of_numerals(facts: Facts, shapes: Shapes, kept: Ints) -> None:
    numeral = members("numeral")
    places = [looked_up(numeral, shapes.code(at)[kept]) << at for at in range(8)]
    facts.add("numerals", sum(places, np.minimum(8, shapes.size[kept]) << 8), kept)
    facts.add("numeral", shapes.code(0)[kept] * 16 + np.minimum(15, shapes.size[kept]), kept)


def _of_names(facts: Facts, shapes: Shapes, kept: Ints) -> None:
    """Add whether a name says characters twice: 周周清, 一站一景."""
    size = shapes.size[kept]
    codes = np.stack([shapes.code(at)[kept] for at in range(8)], axis=1)
    held = size[:, None] > _FIRST
    earlier = (codes[:, :, None] == codes[:, None, :]) & (_FIRST[:, None] > _FIRST)
    repeated = (earlier.any(axis=2) & held).sum(axis=1)
    facts.add("repeated", np.minimum(repeated, 3) * 16 + np.minimum(size, 8), kept)
    four = (size == 4) & ((codes[:, 0] == codes[:, 2]) | (codes[:, 1] == codes[:, 3]))
    facts.add("four-repeated", four[four], kept[four])


def of_phrases(facts: Facts, shapes: Shapes, kept: Ints, *, brief: bool = False) -> None:
    """Add how the phrases of the stretches `kept` answer one another; `brief`: only what costs little."""
    if not len(kept):
        return
    owner, start, end = shapes.phrase_edges(kept)
    length = end - start
    first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    fewest = np.minimum.reduceat(length, first)
    even = fewest == np.maximum.reduceat(length, first)
    number = np.minimum(shapes.phrases[kept], _MOST_PHRASES)
    many = (number > 2).astype(np.intp)
    facts.add("phrases", number, kept)
    facts.add("phrases+sizes", (number * 64 + np.minimum(fewest, 63)) * 2 + even, kept)
    facts.add("size", fewest * 2 + even, kept)
    codes = shapes.told.ended
    begins, ends = np.where(length > 0, codes[start], 0), np.where(length > 0, codes[end - 1], 0)
    mobilising = looked_up(members("mobilising_verb"), begins)
    share = np.add.reduceat(mobilising, first)
    verbs = (share == shapes.phrases[kept]) * 2 + (share > 0)
    facts.add("verbs-first", (verbs * 2 + many) * 8 + np.minimum(fewest, 5), kept)
    second = np.minimum(first + 1, len(begins) - 1)
    facts.add("crossed", (begins[first] == ends[second]) & (begins[first] > 0), kept)
    facts.add("phrase-begins", begins, kept[owner])
    facts.add("phrase-ends", ends, kept[owner])
    _of_shared(facts, codes, (kept, owner, start, end), even)
    if not brief:
        _of_marks(facts, shapes, kept, number)
        _of_common(facts, codes, (kept, owner, start, end), many)


def _of_marks(facts: Facts, shapes: Shapes, kept: Ints, number: Ints) -> None:
    codes = shapes.told.codes
    first, last = shapes.first[kept], shapes.last[kept]

    def held(flags: Ints) -> Ints:
        tally = np.append(0, np.cumsum(flags))
        count: Ints = tally[last] - tally[first]
        return count

    listed, comma = held(codes == ord("、")) > 0, held(codes == ord("，")) > 0
    facts.add("commas", (listed * 2 + comma) * 8 + number, kept)
    numerals = np.minimum(4, held(looked_up(members("numeral"), codes)))
    facts.add("numerals+phrases", numerals * 8 + number, kept)


def _of_common(facts: Facts, codes: Ints, phrases: tuple[Ints, Ints, Ints, Ints], many: Ints) -> None:
    """Add how many characters all phrases have in common, and whether each has a framing one inside."""
    kept, owner, start, end = phrases
    phrase, nth = runs_of(end - start)
    code = codes[start[phrase] + nth]
    number = np.bincount(owner, minlength=len(kept))
    inside = (nth > 0) & (nth + 1 < (end - start)[phrase]) & (looked_up(members("frame"), code) > 0)
    framed = np.bincount(phrase, inside, minlength=len(owner)) > 0
    facts.add("frames", np.bincount(owner, framed, minlength=len(kept)) == number, kept)
    said = np.unique(phrase << 21 | code)
    held, times = np.unique(owner[said >> 21] << 21 | (said & 0x1FFFFF), return_counts=True)
    common = np.bincount(held >> 21, times == number[held >> 21], minlength=len(kept)).astype(np.intp)
    facts.add("common", np.minimum(common, 4) * 2 + many, kept)


def _of_shared(facts: Facts, codes: Ints, phrases: tuple[Ints, Ints, Ints, Ints], even: Ints) -> None:
    """Add of phrases of one length at which places they have the same character, and which."""
    kept, owner, start, end = phrases
    first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    size = (end - start)[first]
    number = np.bincount(owner, minlength=len(kept))
    width = min(_LONGEST, int(size[even].max(initial=0)))
    window = np.arange(width)
    most = len(codes) - 1
    same = (
        codes[np.minimum(start[:, None] + window, most)]
        == codes[np.minimum(start[first][owner][:, None] + window, most)]
    )
    every = np.add.reduceat(same.astype(np.intp), first, axis=0) == number[:, None]
    every &= even[:, None] & (window < size[:, None])
    shared = every.sum(axis=1)
    evenly = np.flatnonzero(even)
    facts.add(
        "shared", (np.minimum(shared, 9) * 32 + np.minimum(size, 31))[evenly] * 2 + (number[evenly] > 2), kept[evenly]
    )
    item, at = np.nonzero(every & (np.cumsum(every, axis=1) <= 3))
    from_edge = np.where(at < 3, at, at - size[item]) + 64
    facts.add("shared-at", from_edge * 16 + np.minimum(size[item], 9), kept[item])
    edge = np.where(at == 0, 1, np.where(at + 1 == size[item], 2, 0))
    facts.add("shared-character", codes[start[first][item] + at] * 4 + edge, kept[item])
