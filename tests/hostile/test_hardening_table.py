"""docs/hardening.md names tests and scripts that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs/hardening.md").read_text(encoding="utf-8")


def test_every_promise_has_a_row():
    assert re.findall(r"^\| (T\d+) \|", TABLE, re.M) == [f"T{n}" for n in range(1, 32)]


def test_every_test_named_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE)
    missing = [test for file, test in named if f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")]
    assert named
    assert missing == []


def test_every_script_named_exists():
    named = set(re.findall(r"`(scripts/\w+\.py)", TABLE))
    assert [script for script in named if not (ROOT / script).exists()] == []
