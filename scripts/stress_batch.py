"""What a batch costs and survives at size, on short documents cut anew from the texts of an archive.

python scripts/stress_batch.py cut TEXTS ARCHIVE --count 20000    documents of 300 to 1,500 characters
python scripts/stress_batch.py poison ARCHIVE                     adds one that crashes, one that hangs, one of 5 GB
python scripts/stress_batch.py fill ARCHIVE STORE --workers 2     one batch: rate, processor time, memory by files
python scripts/stress_batch.py kill ARCHIVE STORE WHOLE --times 20   killed and resumed: the bytes of store WHOLE?
python scripts/stress_batch.py guard ARCHIVE STORE                what the guard alone costs: nothing is analysed
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from sanxin import analysis
from sanxin.archive.batch import Outcome, Progress, batch
from sanxin.archive.guard import Bounds, Job, start
from sanxin.archive.pieces import Pieces
from sanxin.archive.settings import Settings
from sanxin.archive.tasks import Task, bundles, task_of
from sanxin.archive.work import Analyse, Tell, work
from sanxin.reading import inputs, read
from sanxin.reading.page import Options
from sanxin.records import Document, DocumentDate, Speech

load = analysis.load
_SHORTEST, _LONGEST = 300, 1500
_EVERY = 1000  # files between two lines of the curve of memory
_SAMPLE = 0.5  # seconds between two samples of it
_ROUNDS = 3
#: The real analysis, but a text may do the worst to it; this module is its own analyser.
SETTINGS = Settings(analyser="stress_batch", seconds=20)


def analyse(analyser: analysis.Analyser, document: Document, *, date: DocumentDate | None = None) -> Speech:
    """Analyse a document as `sanxin.analysis` does, unless its first word says what else to do."""
    if document.text.startswith("<crash>"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if document.text.startswith("<hang>"):
        time.sleep(3600)
    if document.text.startswith("<eat>"):
        bytearray(5 << 30)
    return analysis.analyse(analyser, document, date=date)


def cut(texts: Path, archive: Path, count: int) -> None:
    """Write `count` stretches of whole lines or sentences, from all texts alike, the same for every run."""
    chance = random.Random(7)  # noqa: S311 - no secret
    sources = [(file.stem, file.read_text(encoding="utf-8-sig")) for file in sorted(texts.glob("*.txt"))]
    archive.mkdir(parents=True)
    for n in range(count):
        name, text = sources[n % len(sources)]
        start = chance.randrange(max(len(text) - _SHORTEST, 1))
        start = max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1
        part = text[start : start + chance.randint(_SHORTEST, _LONGEST)]
        (archive / f"{name}_{n:05}.txt").write_text(part, encoding="utf-8")


def poison(archive: Path) -> None:
    """Add the three documents that no batch should meet."""
    for word in ("crash", "hang", "eat"):
        (archive / f"m_{word}.txt").write_text(f"<{word}>坏文件", encoding="utf-8")


class Memory(threading.Thread):
    """Samples the memory of this process and all below it, beside the files done by then."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.files = 0
        self.peaks: dict[int, tuple[int, int, int]] = {}

    def run(self) -> None:
        """Sample until the program ends."""
        while True:
            own, host, all_of_them = self._now()
            part = self.files // _EVERY
            before = self.peaks.get(part, (0, 0, 0))
            self.peaks[part] = (max(own, before[0]), max(host, before[1]), max(all_of_them, before[2]))
            time.sleep(_SAMPLE)

    def _now(self) -> tuple[int, int, int]:
        """Megabytes: resident in this process, resident in the host, and of all together (shared pages once)."""
        hosts = _children(os.getpid())
        below = [*hosts, *(child for host in hosts for child in _children(host))]
        host = max((_kilobytes(pid, "status", "VmRSS:") for pid in hosts), default=0)
        whole = sum(_kilobytes(pid, "smaps_rollup", "Pss:") for pid in (os.getpid(), *below))
        return _kilobytes(os.getpid(), "status", "VmRSS:") >> 10, host >> 10, whole >> 10


def _children(pid: int) -> list[int]:
    try:
        files = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(child) for file in files for child in file.read_text().split()]
    except OSError:
        return []


def _kilobytes(pid: int, file: str, field: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0  # it has just ended
    return next((int(line.split()[1]) for line in lines if line.startswith(field)), 0)


def fill(archive: Path, store: Path, workers: int, engine: str) -> Outcome:
    """Run one batch and print what it cost."""
    memory = Memory()
    memory.start()

    def progress(now: Progress) -> None:
        memory.files = now.done

    begun = time.monotonic()
    outcome = batch(archive, store, SETTINGS, workers=workers, engine=engine, on_progress=progress)
    wall = time.monotonic() - begun
    for part, (own, host, whole) in sorted(memory.peaks.items()):
        print(f"files from {part * _EVERY:6}: caller {own} MB, host {host} MB, all processes {whole} MB")
    own, below = (sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    load = "/".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"{wall:.1f} s, processor {own:.1f} s (caller) + {below:.1f} s (host and children), load {load}")
    print(outcome)
    return outcome


def guard(archive: Path, store: Path) -> None:
    """Work through an archive with an analysis that does nothing, guarded and not, and print the difference.

    The models are loaded as in a batch: a fork copies the tables of their pages. `alone`: a child for each document, as
    long ones have it.
    """
    analysis.analyse(analysis.load(), next(read(archive)))
    gc.collect()
    gc.freeze()
    nothing = partial(Speech, framework=SETTINGS.framework)
    costs: dict[str, list[float]] = {"bare": [], "bundled": [], "alone": []}
    for n in range(_ROUNDS):
        tasks = [task_of(file, f"round {n}") for file in inputs(archive).files]
        for way, spent in costs.items():
            folder = store / f"{way}{n}"
            folder.mkdir(parents=True)
            began = _spent()
            if way == "bare":
                for task in tasks:
                    work(task, nothing, Pieces(folder), Options(), lambda *_: None)
            else:
                groups = bundles(tasks, 1) if way == "bundled" else ([task] for task in tasks)
                _guarded(groups, partial(_job, nothing, Pieces(folder)))
            spent.append((_spent() - began) / len(tasks) * 1000)
    bare, bundled, alone = (min(spent) for spent in costs.values())
    print(f"{len(tasks)} documents, processor time of each, the best of {_ROUNDS} rounds: {bare:.2f} ms unguarded;")
    print(f"the guard costs {bundled - bare:.2f} ms in bundles, {alone - bare:.2f} ms with a child for each document")


def _job(analyse: Analyse, pieces: Pieces, task: Task, tell: Tell) -> tuple[int, int]:
    return work(task, analyse, pieces, Options(), tell)


def _guarded(groups: Iterable[list[Task]], job: Job) -> None:
    """Give groups of tasks to guarded children, one after the other, as a host with one worker does."""
    bounds = Bounds(SETTINGS.seconds, SETTINGS.megabytes)
    for group in groups:
        child = start(group, job, bounds)
        while child.hear():
            pass
        if child.left(bounds):
            raise AssertionError("nothing here breaks")


def _spent() -> float:
    """Processor time of this process and of its ended children, user's and system's."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def kill(archive: Path, store: Path, whole: Path, times: int) -> bool:
    """Kill a batch at random moments, resume it each time, and tell whether the bytes are those of `whole`."""
    chance = random.Random()  # noqa: S311
    words = [sys.executable, __file__, "fill", str(archive), str(store)]
    for n in range(times):
        run = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 20))
        victim = chance.choice([run.pid, *_children(run.pid)])  # the command, or its host
        ended = run.poll()
        os.kill(victim, signal.SIGKILL)
        run.wait()
        print(f"{n}: {'host' if victim != run.pid else 'command'} killed, had ended: {ended}", flush=True)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    equal = all((store / file.name).read_bytes() == file.read_bytes() for file in whole.iterdir())
    print("equal" if equal else "NOT EQUAL")
    return equal


def main() -> int:
    """Run one of the five."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["cut", "poison", "fill", "kill", "guard"])
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="local")
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    if given.what == "cut":
        cut(*given.paths, given.count)
    elif given.what == "poison":
        poison(*given.paths)
    elif given.what == "fill":
        fill(*given.paths, given.workers, given.engine)
    elif given.what == "guard":
        guard(*given.paths)
    else:
        return 0 if kill(*given.paths, given.times) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
