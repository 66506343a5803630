"""A stand-in for the analysis in which a document may do the worst: the text says what.

Else it promises every N个, as tests/cli/stub.py does.
"""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import replace
from pathlib import Path

from speeches import target

from sanxin.records import Document, DocumentDate, Speech


def load(framework: str, modality: str | None) -> str:
    return framework


def analyse(nlp: str, document: Document, *, date: DocumentDate | None = None) -> Speech:
    if "<crash>" in document.text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "<hang>" in document.text:
        time.sleep(600)
    while "<loop>" in document.text:
        pass
    if "<eat>" in document.text:
        bytearray(5 << 30)
    if "<fail>" in document.text:
        raise ValueError(f"an odd case of {object()}")
    if "<quit>" in document.text:
        os._exit(7)
    needed = re.search(r"<needs (.+?)>", document.text)
    if needed and not Path(needed[1]).exists():
        raise ValueError("without help")
    if "<slow>" in document.text:
        time.sleep(0.2)
    if date is not None:
        document = replace(document, facts=replace(document.facts, date=date))
    found = [
        target(document.text, match.group(), float(match[1]), "个", id=f"q{n}")
        for n, match in enumerate(re.finditer(r"(\d+)个", document.text))
    ]
    return Speech(document, nlp, tuple(found))
