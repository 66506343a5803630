"""The same store from a Dask cluster of real processes, though a worker is killed and a document is poison."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest
from villages import IMPATIENT, SETTINGS

from sanxin.archive import engines
from sanxin.archive.batch import batch
from sanxin.errors import OptionError

distributed = pytest.importorskip("distributed")


#: Only this machine: tests reach nothing else.
HERE = ("--host", "127.0.0.1")


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each a process of its own; gives the address and the workers."""
    file = tmp_path / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", *HERE]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
        *HERE,
    ]
    started = [subprocess.Popen([*scheduler, "--scheduler-file", str(file)], **quiet)]
    try:
        while not file.exists():
            time.sleep(0.1)
        started += [subprocess.Popen([*worker, "--scheduler-file", str(file)], **quiet) for _ in range(2)]
        with distributed.Client(scheduler_file=str(file)) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_a_lost_worker_and_poison_documents(troubled, store, contents, cluster) -> None:
    archive, local, _ = troubled
    address, workers = cluster

    def kill_when_work_has_begun() -> None:
        while not list(store.glob(".pieces/??/*")):
            time.sleep(0.05)
        workers[0].kill()

    threading.Thread(target=kill_when_work_has_begun, daemon=True).start()
    outcome = batch(archive, store, IMPATIENT, engine="dask", scheduler=address)
    assert workers[0].poll() is not None
    assert (outcome.read, outcome.set_aside, outcome.documents) == (29, 6, 31)
    assert contents(store) == contents(local)


def test_no_scheduler_there(archive, store, monkeypatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE", "1s")
    with pytest.raises(OptionError, match="no Dask scheduler answers"):
        batch(archive, store, SETTINGS, engine="dask", scheduler="tcp://127.0.0.1:9")
