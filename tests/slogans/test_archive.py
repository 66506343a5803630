"""Invariants over the shared archive, and floors on the shared gold texts, where they are at hand."""

import json
from pathlib import Path

import pytest
from test_find import slogans

SHARED = Path(__file__).resolve().parents[3] / "shared"
ARCHIVE = sorted((SHARED / "archive" / "text").glob("*.txt"))
GOLD = [path for path in sorted((SHARED / "gold").glob("*/gold.json")) if "slogans" in path.read_text(encoding="utf-8")]

#: Floors, not targets: below what the rules reach now by a margin for changes that help elsewhere.
LEAST_FOUND, LEAST_RIGHT, LEAST_KIND = 0.85, 0.85, 0.92


@pytest.mark.skipif(not ARCHIVE, reason="the shared archive is not here")
@pytest.mark.parametrize("path", ARCHIVE[::8], ids=lambda path: path.stem)
def test_spans_hold(path):
    text = path.read_text(encoding="utf-8")
    end = 0
    for slogan in slogans(text):
        assert text[slogan.start : slogan.end] == slogan.text
        assert slogan.start >= end
        assert slogan.canonical
        assert slogan.members is None or all(slogan.members)
        end = slogan.end


@pytest.mark.skipif(not GOLD, reason="the shared gold texts are not here")
def test_gold_floor():
    wanted = found = matched = same_kind = 0
    for path in GOLD:
        gold = json.loads(path.read_text(encoding="utf-8"))["slogans"]
        predicted = slogans((path.parent / "text.txt").read_text(encoding="utf-8"))
        kinds = {(slogan.start, slogan.end): slogan.kind.value for slogan in predicted}
        hits = [kinds[g["start"], g["end"]] == g["kind"] for g in gold if (g["start"], g["end"]) in kinds]
        wanted, found = wanted + len(gold), found + len(predicted)
        matched, same_kind = matched + len(hits), same_kind + sum(hits)
    assert matched / wanted >= LEAST_FOUND
    assert matched / found >= LEAST_RIGHT
    assert same_kind / matched >= LEAST_KIND
