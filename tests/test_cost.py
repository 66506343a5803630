"""What an analysis costs in calls of functions: the same in every run, so that no clock is needed to notice a slip.

Only Python is counted: what happens inside one call of numpy or `re` is not. After a change that is meant to cost more
(or less), write the new count, which the failing test tells, into CALLS.
"""

from __future__ import annotations

import cProfile
import sys
from functools import cache

import pytest

from sanxin import analysis
from sanxin.data import corpus_files
from sanxin.records import Document, DocumentDate

#: Calls for 1,000 characters of each sample, counted with Python 3.11; 3.12 makes fewer for the same code.
CALLS = {"a01_xiuchuan_district_2024": 25300, "b05_wangpu_district_2020": 22700, "c04_framework_province_2017": 24200}
TOLERANCE = 0.2


@cache
def analyser() -> analysis.Analyser:
    return analysis.load()


def document(name: str) -> Document:
    return Document(name, name, corpus_files().joinpath("samples", f"{name}.txt").read_text(encoding="utf-8"))


def calls(document: Document) -> dict[str, int]:
    """The calls of an analysis by function; everything was loaded before."""
    analysis.analyse(analyser(), document, date=DocumentDate(2031))
    profile = cProfile.Profile(builtins=True)
    profile.runcall(analysis.analyse, analyser(), document, date=DocumentDate(2031))
    counted: dict[str, int] = {}
    for entry in profile.getstats():
        code = entry.code if isinstance(entry.code, str) else f"{entry.code.co_filename}:{entry.code.co_name}"
        counted[code] = counted.get(code, 0) + entry.callcount
    return counted


@pytest.mark.parametrize("name", CALLS)
def test_cost_is_what_it_was(name):
    text = document(name)
    counted = calls(text)
    characters = len(text.text)
    cost = round(sum(counted.values()) / characters * 1000)
    most = [(name, round(n / characters * 1000)) for name, n in sorted(counted.items(), key=lambda pair: -pair[1])[:15]]
    assert cost <= CALLS[name] * (1 + TOLERANCE), f"{cost} calls for 1,000 characters; most often: {most}"
    if sys.version_info[:2] == (3, 11):
        assert cost >= CALLS[name] * (1 - TOLERANCE), f"cheaper than it was, {cost}: write that into CALLS"


def test_cost_grows_with_the_text_and_no_faster():
    once = document("a01_xiuchuan_district_2024").text
    cost = [sum(calls(Document("d", "d", once * times)).values()) for times in (4, 16)]
    assert cost[1] <= 4.2 * cost[0]
