"""The only reader of the files under models/ and corpus/: cached, strict, nothing read before it is asked for."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from sanxin.errors import DataError


def model_files() -> Traversable:
    """Return the folder of rules, lexicons, frameworks and weights."""
    return files("sanxin.data.models")


def corpus_files() -> Traversable:
    """Return the folder of sample speeches (gold and labels only in a checkout)."""
    return files("sanxin.data.corpus")


@cache
def rules(name: str) -> Mapping[str, Any]:
    """Return `models/rules/NAME.toml` as parsed; each stage checks its own schema."""
    file = model_files().joinpath("rules", f"{name}.toml")
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"models/rules/{name}.toml", [str(error)]) from error


@cache
def lexicon(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of `models/lexicons/NAME.tsv`, keyed by its header line; `#` lines are comments."""
    file = model_files().joinpath("lexicons", f"{name}.tsv")
    try:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    except OSError as error:
        raise DataError(f"models/lexicons/{name}.tsv", [str(error)]) from error
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    faults = [
        f"row {n}: {len(row)} cells, not those of the header"
        for n, row in enumerate(rows, 1)
        if None in row or None in row.values()
    ]
    if faults:
        raise DataError(f"models/lexicons/{name}.tsv", faults)
    return tuple(rows)
