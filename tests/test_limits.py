"""Limits: each with a default and a reason, set by the environment, and listed in the docs as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sanxin.archive.settings import Settings
from sanxin.errors import OptionError
from sanxin.limits import Limits, limits, settings

DOCS = Path(__file__).parents[1] / "docs/hardening.md"


def test_a_variable_sets_a_limit(limited) -> None:
    assert limits() == Limits()
    limited(depth=7, document_seconds=20)
    assert limits() == Limits(depth=7, document_seconds=20)
    assert (Settings().seconds, Settings().megabytes) == (20, 2048)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "much", "", "１"])
def test_what_is_no_limit_is_told(limited, value) -> None:
    limited(depth=value)
    with pytest.raises(OptionError, match=rf"^SANXIN_MAX_DEPTH={re.escape(value)}: give a whole number from 1$"):
        limits()


def test_the_docs_list_every_limit() -> None:
    rows = [f"| `{name}` | {each.default:,} | {each.metadata['reason']} |" for name, each in settings().items()]
    listed = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `SANXIN_MAX_")]
    assert listed == rows
