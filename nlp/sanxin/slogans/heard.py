"""How many documents of the training archive say a formulation, and how many quote it; kept as hashes, not words."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.errors import DataError
from sanxin.features import Ids, Ints
from sanxin.slogans.characters import places_in

FILE = "slogans_heard"
_MOST = 255


@dataclass(frozen=True, slots=True)
class Heard:
    """A table of formulations: `keys` in order, `said[i]` documents say one, `quoted[i]` quote it."""

    keys: Ids
    said: NDArray[np.uint8]
    quoted: NDArray[np.uint8]

    def counts(self, ids: Ids) -> tuple[Ints, Ints]:
        """Return how many documents say each formulation and how many quote it; 0: never heard."""
        if not len(self.keys):
            return np.zeros(len(ids), dtype=np.intp), np.zeros(len(ids), dtype=np.intp)
        place = places_in(self.keys, ids)
        held = place >= 0
        said = np.where(held, self.said[place], 0).astype(np.intp)
        return said, np.where(held, self.quoted[place], 0).astype(np.intp)

    def without(self, said: Ids, quoted: Ids) -> Heard:
        """Return the table without one document, which says `said` and quotes `quoted`."""
        times = self.said - np.isin(self.keys, said)
        marked = self.quoted - np.isin(self.keys, quoted)
        return Heard(self.keys, times, marked).common()

    def common(self) -> Heard:
        """Return the formulations that two documents say or one quotes."""
        kept = (self.said > 1) | (self.quoted > 0)
        return Heard(self.keys[kept], self.said[kept], self.quoted[kept])


def counted(documents: Iterable[tuple[Ids, Ids]]) -> Heard:
    """Return the counts of every formulation; a document gives what it says and what of it it quotes, each once."""
    every = [(np.union1d(said, quoted), quoted) for said, quoted in documents]
    if not every:
        return Heard(np.zeros(0, np.uint64), np.zeros(0, np.uint8), np.zeros(0, np.uint8))
    keys, times = np.unique(np.concatenate([said for said, _ in every]), return_counts=True)
    marked, times_marked = np.unique(np.concatenate([quoted for _, quoted in every]), return_counts=True)
    quoted = np.zeros(len(keys), dtype=np.uint8)
    quoted[np.searchsorted(keys, marked)] = np.minimum(times_marked, _MOST)
    return Heard(keys, np.minimum(times, _MOST).astype(np.uint8), quoted)


def save(heard: Heard) -> bytes:
    """Return the table as an npz archive without pickle."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, keys=heard.keys, said=heard.said, quoted=heard.quoted)
    return buffer.getvalue()


@cache
def load() -> Heard:
    """Return the shipped table, models/weights/slogans_heard.npz."""
    file = data.model_files().joinpath("weights", f"{FILE}.npz")
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
            return Heard(arrays["keys"], arrays["said"], arrays["quoted"])
    except (OSError, ValueError, KeyError) as error:
        fault = f"cannot be loaded ({error}); run: sanxin train slogans"
        raise DataError(f"models/weights/{FILE}.npz", [fault]) from error
