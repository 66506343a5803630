"""Engines: what runs the tasks of a batch. Each yields a file's outcome as soon as its pieces are written.

`local` is one host on this machine; `dask` is a host for every chunk of files on the workers of a cluster.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from sanxin.archive.settings import Settings
from sanxin.archive.tasks import Task, bundles
from sanxin.errors import MissingDependencyError, OptionError, OutputError

#: Files in one task of Dask: its scheduler loses more with 10,000 small tasks than a worker lost in the middle costs.
CHUNK = 250
#: How long a scheduler may take to answer.
PATIENCE = "20s"


@dataclass(frozen=True, slots=True)
class Done:
    """A file, or a part of one, that has all its pieces: how many documents and failures these hold."""

    key: str
    id: str
    documents: int
    failures: int


def local(tasks: Sequence[Task], settings: Settings, pieces: Path, workers: int) -> Iterator[Done]:
    """Yield the outcome of each file, in the order in which they are done; `workers` children run at a time."""
    environment = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    process = subprocess.Popen(
        [sys.executable, "-m", "sanxin.archive.host"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # Ctrl-C on the terminal is ours to handle; the host ends when its input does
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both are pipes")
    try:
        order = {"settings": asdict(settings), "pieces": str(pieces), "workers": workers}
        _send(process.stdin, order)
        yield from _conversation(tasks, process.stdin, process.stdout, workers)
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait()


def _conversation(tasks: Sequence[Task], host: IO[bytes], events: IO[bytes], workers: int) -> Iterator[Done]:
    """Give the host as many bundles as keep it busy, and yield what it says is done."""
    waiting = bundles(tasks, workers)
    ended = False
    for line in events:
        event = json.loads(line)
        if "failed" in event:
            raise OutputError(f"the batch cannot go on: {event['failed']}; run the same command again to resume")
        if "key" in event:
            yield Done(**event)
            continue
        for _ in range(2 * workers if "ready" in event else 1):
            bundle = next(waiting, [])
            if not ended:
                _send(host, [task.to_json() for task in bundle])
            ended = ended or not bundle
    if not ended:
        raise OutputError("the batch cannot go on: its host ended; run the same command again to resume")


def _send(host: IO[bytes], value: object) -> None:
    try:
        host.write(json.dumps(value).encode() + b"\n")
        host.flush()
    except BrokenPipeError:
        pass  # what the host said before it ended tells more


def dask(
    tasks: Sequence[Task], settings: Settings, pieces: Path, workers: int, scheduler: str | None = None
) -> Iterator[Done]:
    """Yield the outcome of each file from the cluster at `scheduler`, or from one of `workers` processes made here.

    The workers must see the archive and the pieces under the same paths. A chunk whose worker is lost runs again on
    another, and passes over what the first has written.
    """
    try:
        from distributed import Client, LocalCluster, as_completed
    except ImportError as error:
        raise MissingDependencyError("distributed", "--engine dask", "dask") from error
    if scheduler is None:
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        client = Client(cluster)
    else:
        cluster = None
        try:
            client = Client(scheduler, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise OptionError(f"{scheduler}: no Dask scheduler answers; give its address (tcp://HOST:8786)") from error
    try:
        work = [
            client.submit(run_chunk, [task.to_json() for task in chunk], asdict(settings), str(pieces), pure=False)
            for chunk in _chunks(tasks, len(client.nthreads()))
        ]
        for future in as_completed(work):
            yield from (Done(*outcome) for outcome in future.result())
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


def _chunks(tasks: Sequence[Task], workers: int) -> Iterator[Sequence[Task]]:
    """Yield parts of the tasks: of `CHUNK` files, or smaller ones where that gives every worker two."""
    size = min(CHUNK, -(-len(tasks) // (2 * max(workers, 1))))
    yield from (tasks[start : start + size] for start in range(0, len(tasks), size))


def run_chunk(
    tasks: list[dict[str, object]], settings: dict[str, object], pieces: str
) -> list[tuple[str, str, int, int]]:
    """Return the outcomes of one chunk; it runs on a worker, in a host of its own (a Dask worker has threads)."""
    chunk = [Task.from_json(dict(task)) for task in tasks]
    done = local(chunk, Settings(**settings), Path(pieces), workers=1)  # type: ignore[arg-type]
    return [(outcome.key, outcome.id, outcome.documents, outcome.failures) for outcome in done]
