"""A host loads before it forks: what a child loads, every child would load again."""

from __future__ import annotations

import subprocess
import sys

WORK = """
import sys
from pathlib import Path
from sanxin.archive import host, pieces, settings, tasks, work
from sanxin.reading import inputs
from sanxin.reading.page import Options

analyse = host._analyser(settings.Settings())
before = set(sys.modules)
for file in inputs(sys.argv[1]).files:
    work.work(tasks.task_of(file, "x"), analyse, pieces.Pieces(Path(sys.argv[2])), Options(), lambda *_: None)
print(*sorted(set(sys.modules) - before))
"""


def test_children_load_no_modules(archive, store) -> None:
    run = subprocess.run([sys.executable, "-c", WORK, archive, store], capture_output=True, text=True, check=True)
    small = ("encodings.", "_codecs_")  # as a text wants them
    assert [name for name in run.stdout.split() if not name.startswith(small)] == []
    assert len(list(store.glob("??/*.last"))) == 5
