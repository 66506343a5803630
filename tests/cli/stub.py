"""The program with a stand-in for the analysis, for tests of everything around it: `python stub.py extract ...`.

The stand-in promises every N个, <wait> waits (for tests of Ctrl-C), <fail> fails as a slip of ours would.
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import replace
from types import ModuleType
from typing import Any

from speeches import target

from sanxin.records import Document, Speech


def load(framework: str = "sanxin", *, modality: str | None = None) -> str:
    return framework


def analyse(nlp: Any, document: Document, *, date: Any = None) -> Speech:
    if "<wait>" in document.text:
        sys.stderr.write("waiting\n")
        sys.stderr.flush()
        time.sleep(60)
    if "<fail>" in document.text:
        raise ValueError("an odd\ncase")
    if date is not None:
        document = replace(document, facts=replace(document.facts, date=date))
    found = [
        target(document.text, match.group(), float(match[1]), "个", id=f"q{n}")
        for n, match in enumerate(re.finditer(r"(\d+)个", document.text))
    ]
    return Speech(document, nlp, tuple(found))


def module() -> ModuleType:
    stub = ModuleType("sanxin.analysis")
    vars(stub).update(load=load, analyse=analyse)
    return stub


if __name__ == "__main__":
    sys.modules["sanxin.analysis"] = module()
    from sanxin.cli import main

    sys.exit(main())
