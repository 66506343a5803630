"""Frameworks of pathways: data files (models/frameworks/*.toml), their check, and drafts made from a speech.

load_framework("sanxin")                        # a shipped one, or a file's
check_framework("mine.toml")                    # every fault, by key, with what to do
induce_framework(document, structure, slogans)  # what the speech sets up itself, or None
"""

from __future__ import annotations

from sanxin.frameworks.files import DEFAULT, check_framework, default, load_framework, shipped, to_toml
from sanxin.frameworks.induce import induce_framework, induce_from
from sanxin.frameworks.model import Framework, Goal, Keystone, Passage, Pathway

__all__ = [
    "DEFAULT",
    "Framework",
    "Goal",
    "Keystone",
    "Passage",
    "Pathway",
    "check_framework",
    "default",
    "induce_framework",
    "induce_from",
    "load_framework",
    "shipped",
    "to_toml",
]
