"""Pages for a browser: one file each, nothing fetched, everything from a text escaped."""

from __future__ import annotations

from sanxin.pages.speech import render

__all__ = ["render"]
