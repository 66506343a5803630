"""Administrative divisions by name: the code of GB/T 2260, and the province above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sanxin.data import lexicon

_CODES_OF_PROVINCE = 10_000


@dataclass(frozen=True, slots=True)
class Division:
    """A province or a prefecture: its name of today, its code, and those of its province."""

    name: str
    code: int
    province: str
    prov_code: int


@cache
def _divisions() -> Mapping[str, Division]:
    rows = lexicon("divisions")
    names = {int(row["code"]): row["name"] for row in rows if row["now"] == "-"}
    found = {}
    for row in rows:
        code = int(row["code"])
        prov_code = code - code % _CODES_OF_PROVINCE
        name = row["name"] if row["now"] == "-" else row["now"]
        found[row["name"]] = Division(name, code, names[prov_code], prov_code)
    return found


def division(region: str | None) -> Division | None:
    """Return the division of this full name: 襄樊市 gives 襄阳市, 420600, 湖北省, 420000; a county None."""
    return None if region is None else _divisions().get(region)
