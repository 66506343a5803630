"""The same store from a Dask cluster of real processes, though a worker is killed and a document is poison."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from conftest import SETTINGS  # isort: skip
from sanxin.archive.batch import batch
from sanxin.errors import OptionError

distributed = pytest.importorskip("distributed")


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each a process of its own; gives the address and the workers."""
    file = tmp_path / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    started = [subprocess.Popen([*scheduler, "--scheduler-file", str(file)], **quiet)]
    while not file.exists():
        time.sleep(0.1)
    started += [subprocess.Popen([*worker, "--scheduler-file", str(file)], **quiet) for _ in range(2)]
    with distributed.Client(scheduler_file=str(file)) as client:
        client.wait_for_workers(2, timeout=60)
        address = client.scheduler.address
    yield address, started[1:]
    for process in started:
        process.kill()
        process.wait()


def test_a_lost_worker_and_a_poison_document(archive, store, tmp_path, contents, cluster) -> None:
    for n in range(60):
        (archive / f"慢{n:02}.txt").write_text(f"<slow> 新建渠道{n}个。", encoding="utf-8")
    (archive / "坏.txt").write_text("<crash>", encoding="utf-8")
    address, workers = cluster

    def kill_when_work_has_begun() -> None:
        while not list(store.glob(".pieces/??/*")):
            time.sleep(0.05)
        workers[0].kill()

    threading.Thread(target=kill_when_work_has_begun, daemon=True).start()
    outcome = batch(archive, store, SETTINGS, engine="dask", scheduler=address)
    assert workers[0].poll() is not None
    assert (outcome.read, outcome.set_aside, outcome.documents) == (65, 1, 67)
    batch(archive, tmp_path / "local", SETTINGS, workers=2)
    assert contents(store) == contents(tmp_path / "local")


def test_no_scheduler_there(archive, store) -> None:
    with pytest.raises(OptionError, match="no Dask scheduler answers"):
        batch(archive, store, SETTINGS, engine="dask", scheduler="tcp://127.0.0.1:9")
