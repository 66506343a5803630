"""Shared by all tests. That this file stands here lets every folder below import tests/speeches.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from sanxin.limits import limits


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Limits set as users set them, by the environment: `limited(pdf_pages=1)`."""

    def limit(**values: int) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"SANXIN_MAX_{name.upper()}", str(value))
        limits.cache_clear()

    yield limit
    monkeypatch.undo()
    limits.cache_clear()


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are English, whatever the locale of the machine that runs the tests."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
