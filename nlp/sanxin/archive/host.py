"""A host: one process without threads that has the models loaded and forks guarded children, several at a time.

It is its own program (`python -m sanxin.archive.host`), so that the same code runs under the command line, in a test, a
notebook or a Dask worker, whatever threads these have. Lines of JSON go in and out:

    in   {"settings": ..., "pieces": ..., "workers": 2}     once
         [task, task, ...]                                 a bundle
         []                                                no more will come
    out  {"ready": true}
         {"key": ..., "id": ..., "documents": 1, "failures": 0}    a file, or a part of one, is done
         {"free": true}                                    a bundle is done
         {"failed": "..."}                                 the run cannot go on
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import sys
from collections import deque
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from sanxin import arrow
from sanxin.archive.guard import Bounds, Child, Job, start
from sanxin.archive.pieces import Pieces
from sanxin.archive.schema import table_columns
from sanxin.archive.settings import Settings
from sanxin.archive.tasks import Task
from sanxin.archive.work import rows_of, work
from sanxin.data import corpus_files
from sanxin.reading import read_bytes, read_metadata
from sanxin.reading.page import Options
from sanxin.records import Document, DocumentDate, Speech

_STDIN = 0
_EVENTS = 9  # where stdout leads at the start; afterwards a library that prints does so on stderr


class _Host:
    """The loop over the children and the caller's lines."""

    def __init__(self, job: Job, bounds: Bounds, workers: int, buffer: bytes) -> None:
        self._job = job
        self._bounds = bounds
        self._workers = workers
        self._waiting: deque[list[Task]] = deque()
        self._children: dict[int, Child] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(_STDIN, selectors.EVENT_READ)
        self._buffer = buffer
        self._ended = False

    def serve(self) -> None:
        """Work until the caller says that no more will come, and all is done."""
        self._take(b"")
        while not self._ended or self._children or self._waiting:
            while self._waiting and len(self._children) < self._workers:
                self._start(self._waiting.popleft())
            for key, _ in self._selector.select():
                if key.fd == _STDIN:
                    self._take(os.read(_STDIN, 1 << 16) or None)
                else:
                    self._hear(self._children[key.fd])

    def stop(self, pieces: Pieces) -> None:
        """End every child, and remove what one was about to write."""
        for child in self._children.values():
            child.kill()
            pieces.clean(child.pid)

    def _start(self, tasks: Sequence[Task]) -> None:
        child = start(tasks, self._job, self._bounds)
        self._children[child.pipe] = child
        self._selector.register(child.pipe, selectors.EVENT_READ)

    def _take(self, data: bytes | None) -> None:
        if data is None:
            raise EOFError("the caller is gone")
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            tasks = [Task.from_json(value) for value in json.loads(line)]
            if tasks:
                self._waiting.append(tasks)
            else:
                self._ended = True
                self._selector.unregister(_STDIN)

    def _hear(self, child: Child) -> None:
        alive = child.hear()
        for task, documents, failures in child.done:
            _emit({"key": task.key, "id": task.id, "documents": documents, "failures": failures})
        child.done.clear()
        if alive:
            return
        self._selector.unregister(child.pipe)
        del self._children[child.pipe]
        left = child.left(self._bounds)
        if left:
            self._waiting.appendleft(left)
        else:
            _emit({"free": True})


def _emit(event: dict[str, Any]) -> None:
    os.write(_EVENTS, json.dumps(event).encode() + b"\n")


def _first_line() -> tuple[bytes, bytes]:
    data = b""
    while b"\n" not in data:
        more = os.read(_STDIN, 1 << 16)
        if not more:
            raise EOFError("the caller is gone")
        data += more
    line, _, rest = data.partition(b"\n")
    return line, rest


def _analyser(settings: Settings) -> Callable[[Document], Speech]:
    module = import_module(settings.analyser)
    nlp = module.load(framework=settings.framework, modality=settings.modality)
    date = None if settings.date is None else DocumentDate.parse(settings.date)
    # Weights, word lists, readers and pandas, which Arrow wants, are loaded when first used; here, so that the children
    # share them.
    for document in _samples():
        for name, found in rows_of(module.analyse(nlp, document), "").items():
            arrow.table(found, table_columns()[name])

    def analyse(document: Document) -> Speech:
        speech: Speech = module.analyse(nlp, document, date=date)
        return speech

    return analyse


def _samples() -> list[Document]:
    """Return a speech of each format that the sample speeches have."""
    files = sorted(corpus_files().joinpath("samples").iterdir(), key=lambda file: file.name)
    by_format = {Path(file.name).suffix: file for file in files}
    return [next(iter(read_bytes(file.read_bytes(), file.name))) for file in by_format.values()]


def main() -> int:
    """Serve one caller."""
    os.dup2(1, _EVENTS)
    os.dup2(2, 1)
    line, rest = _first_line()
    order = json.loads(line)
    settings = Settings(**order["settings"])
    pieces = Pieces(Path(order["pieces"]))
    metadata = None if settings.metadata is None else read_metadata(settings.metadata)
    options = Options(settings.text_column, metadata)
    analyse = _analyser(settings)

    def job(task: Task, tell: Callable[[str, int], None]) -> tuple[int, int]:
        return work(task, analyse, pieces, options, tell)

    gc.collect()
    gc.freeze()  # what is shared is not copied by a collection in a child
    host = _Host(job, Bounds(settings.seconds, settings.megabytes), order["workers"], rest)
    try:
        _emit({"ready": True})
        host.serve()
    except RuntimeError as error:
        _emit({"failed": str(error)})
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        pass
    finally:
        host.stop(pieces)
    return 0


if __name__ == "__main__":
    sys.exit(main())
