"""How many documents of the training archive say a formulation, and how many quote it; kept as hashes, not words."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sanxin import data
from sanxin.errors import DataError

FILE = "slogans_heard"
_MOST = 255


@dataclass(frozen=True, slots=True)
class Heard:
    """A table of formulations: `keys` in order, `said[i]` documents say one, `quoted[i]` quote it."""

    keys: NDArray[np.uint64]
    said: NDArray[np.uint8]
    quoted: NDArray[np.uint8]

    def counts(self, canonical: str) -> tuple[int, int]:
        """Return how many documents say a formulation in canonical form and how many quote it; (0, 0): never heard."""
        wanted = key(canonical)
        place = int(np.searchsorted(self.keys, wanted))
        if place < len(self.keys) and self.keys[place] == wanted:
            return int(self.said[place]), int(self.quoted[place])
        return 0, 0


def key(canonical: str) -> np.uint64:
    """Return the 64-bit id of a formulation, the same on every machine."""
    digest = blake2b(canonical.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def table(counts: Mapping[str, tuple[int, int]]) -> Heard:
    """Return the table of formulations that two documents say or one quotes."""
    kept = {key(name): pair for name, pair in counts.items() if pair[0] > 1 or pair[1]}
    keys = sorted(kept)
    return Heard(
        np.array(keys, dtype=np.uint64),
        np.array([min(kept[name][0], _MOST) for name in keys], dtype=np.uint8),
        np.array([min(kept[name][1], _MOST) for name in keys], dtype=np.uint8),
    )


def counted(documents: Iterable[tuple[set[str], set[str]]]) -> dict[str, tuple[int, int]]:
    """Return the counts of every formulation; a document gives what it says and what of it it quotes."""
    found: dict[str, list[int]] = {}
    for said, quoted in documents:
        for name in said | quoted:
            pair = found.setdefault(name, [0, 0])
            pair[0] += 1
            pair[1] += name in quoted
    return {name: (pair[0], pair[1]) for name, pair in found.items()}


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
