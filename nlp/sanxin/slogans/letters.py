"""The characters of a text as numbers, as written and in the form that all variants of a slogan share."""

from __future__ import annotations

from functools import cache

import numpy as np

from sanxin.features import Ints, codes_of
from sanxin.slogans import rules
from sanxin.slogans.characters import LARGEST, Characters, character_table, looked_up

_PARTS, _SIGNS = "、，,；;", "0123456789０１２３４５６７８９ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Solid:
    """Where characters that are no blanks stand."""

    def __init__(self, codes: Ints) -> None:
        solid = looked_up(_blanks(), codes) == 0
        self._before = np.append(0, np.cumsum(solid))
        self._at = np.append(np.flatnonzero(solid), len(codes))

    def later(self, offsets: Ints) -> Ints:
        """Return the first such character at each offset or behind it."""
        found: Ints = self._at[self._before[offsets]]
        return found

    def earlier(self, offsets: Ints) -> Ints:
        """Return the end of the last such character before each offset."""
        found: Ints = self._at[np.maximum(1, self._before[offsets]) - 1] + 1
        return found


class Letters:
    """One text: `written` are its characters, `told` those of its folded form (`rules.folded`).

    `place[i]`: how many folded characters stand before character i. `at[k]`: where folded character k stands.
    `solid` finds the edges of stretches without blanks. `parts`: which folded characters part phrases; `signs[k]`: how
    many digits and Latin letters stand before folded character k.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        codes = codes_of(text)
        self.written = Characters(codes, ord("\n"))
        folded = rules.folded_codes()[self.written.codes]
        folded[codes > LARGEST] = codes[codes > LARGEST]
        kept = folded > 0
        self.told = Characters(folded[kept])
        self.place = np.append(0, np.cumsum(kept))
        self.at = np.append(np.flatnonzero(kept), len(codes))
        self.solid = Solid(self.written.codes)
        self.parts = np.flatnonzero(looked_up(_parts(), self.told.codes))
        self.signs = np.append(0, np.cumsum(looked_up(_signs(), self.told.codes)))


@cache
def _parts() -> Ints:
    return character_table((mark, 1) for mark in _PARTS)


@cache
def _signs() -> Ints:
    return character_table((sign, 1) for sign in _SIGNS)


@cache
def _blanks() -> Ints:
    return character_table((chr(code), 1) for code in range(LARGEST + 1) if chr(code).isspace())


@cache
def members(name: str) -> Ints:
    """Return a table of 65,536 entries: 1 for a character that is a word of the class `name`, else 0."""
    return character_table((character, 1) for character in rules.words(name) if len(character) == 1)
