"""A whole archive into a store: what is still to do is worked through, then the tables are put together.

Running the same again does nothing, or what is missing; a file that has changed, or other settings, are new work.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from sanxin.about import __version__
from sanxin.archive import engines
from sanxin.archive.assembly import assemble, finish
from sanxin.archive.pieces import FOLDER, Pieces
from sanxin.archive.schema import ABOUT, DOCUMENTS, FAILURES, path_of
from sanxin.archive.settings import Settings
from sanxin.archive.tasks import Task, in_shard, parts_of, said_of, task_of
from sanxin.archive.work import UNKNOWN_FORMAT, failure_row, fault_of
from sanxin.errors import OptionError, OutputError
from sanxin.reading import Listing, Metadata, inputs, read_metadata
from sanxin.reading.inputs import shown
from sanxin.records import Facts
from sanxin.tables import Row

WHOLE = (1, 1)
_LOCK = ".lock"
#: Parts of a long file on a cluster.
_MOST_PARTS = 32


class Engine(StrEnum):
    """Where the documents are worked through."""

    LOCAL = "local"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: files done (`found` of them before this run), files in all, what this run's files gave."""

    done: int
    found: int
    files: int
    documents: int
    failures: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch ended with. `complete` is False while other shards still have work: then no table was written.

    Every file of the archive is counted once: `files` = `read` + `set_aside` + `skipped`. Of the files read come
    `documents`; `parts_set_aside` are rows and members of them that could not be. `unmatched` are files that the
    table of metadata names and the archive has not.
    """

    complete: bool
    files: int
    read: int = 0
    set_aside: int = 0
    skipped: int = 0
    documents: int = 0
    duplicates: int = 0
    parts_set_aside: int = 0
    missing: int = 0
    unmatched: tuple[str, ...] = ()


def batch(
    archive: str | os.PathLike[str],
    store: str | os.PathLike[str],
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    engine: str = Engine.LOCAL,
    scheduler: str | None = None,
    shard: tuple[int, int] = WHOLE,
    retry: bool = False,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Outcome:
    """Read and analyse every file of an archive into the Parquet tables of a store; return the account.

    Args:
        archive: A folder, or one file with many documents.
        store: The folder of the tables; it is made if it is not there.
        settings: What decides the records, and the bounds of a document.
        workers: Documents at a time; as many as there are processors if None.
        engine: `local` or `dask`.
        scheduler: Address of a Dask scheduler; a cluster on this machine if None.
        shard: (i, n): only the i-th of n parts of the archive; the last part to end writes the tables.
        retry: Whether files with something set aside are tried again.
        on_progress: Called when files are done.

    Raises:
        SanxinError: The archive, the settings or the store cannot be; a bad document raises nothing.
    """
    chosen = settings or Settings()
    fingerprint = chosen.fingerprint()
    metadata = None
    if chosen.metadata is not None:
        metadata = read_metadata(chosen.metadata)
        chosen = replace(chosen, metadata=str(metadata.path))  # workers elsewhere have folders of their own
    listing, said = _listing(archive, metadata), said_of(metadata)
    name = shown(Path(archive).resolve().name)
    folder = _made(Path(store))
    with _alone(folder, shard):
        pieces = Pieces(folder / FOLDER)
        tasks = [task_of(file, fingerprint, said(file.id)) for file in listing.files]
        with _locked(folder / _LOCK):
            finish(folder)
            _is_ours(folder, name)
            done = _done(folder, pieces, retry)
        work = [task for task in tasks if task.key not in done and in_shard(task, shard)]
        _work(work, chosen, pieces, workers or os.cpu_count() or 1, Engine(engine), scheduler, len(tasks), on_progress)
        with _locked(folder / _LOCK):
            finish(folder)
            missing = {task.key for task in tasks} - _done(folder, pieces, retry=False)
            if missing:
                return Outcome(False, len(tasks) + len(listing.skipped) + len(listing.failed), missing=len(missing))
            about = {"sanxin": __version__, "archive": name, "framework": chosen.framework, "settings": fingerprint}
            passed = _passed(listing)
            about["inputs"] = hashlib.sha256(json.dumps([[task.key for task in tasks], passed]).encode()).hexdigest()
            if work or retry or about != _about(folder):
                _assembled(folder, pieces, tasks, passed, about)
            pieces.remove()
            return _account(folder, listing, metadata)


def _listing(archive: str | os.PathLike[str], metadata: Metadata | None) -> Listing:
    """Return what there is to read; a table of metadata that stands beside its files is none of them."""
    found = inputs(archive)
    if metadata is None:
        return found
    return replace(found, files=tuple(file for file in found.files if file.path.resolve() != metadata.path))


def _work(
    tasks: list[Task],
    settings: Settings,
    pieces: Pieces,
    workers: int,
    engine: Engine,
    scheduler: str | None,
    files: int,
    on_progress: Callable[[Progress], None],
) -> None:
    found = files - len(tasks)
    done = documents = failures = 0
    on_progress(Progress(found, found, files, 0, 0))
    if not tasks:
        return
    # How many workers a cluster has, or will have, is not known.
    most = _MOST_PARTS if engine is Engine.DASK else workers
    parts = [part for task in tasks for part in parts_of(task, most)]
    left = Counter(part.key for part in parts)
    # No more workers than there is work: each costs memory.
    workers = min(workers, len(parts))
    if engine is Engine.DASK:
        outcomes = engines.dask(parts, settings, pieces.folder, workers, scheduler)
    else:
        outcomes = engines.local(parts, settings, pieces.folder, workers)
    for outcome in outcomes:
        left[outcome.key] -= 1
        done += not left[outcome.key]
        documents, failures = documents + outcome.documents, failures + outcome.failures
        on_progress(Progress(found + done, found, files, documents, failures))


def _made(store: Path) -> Path:
    try:
        store.mkdir(parents=True, exist_ok=True)
        (store / FOLDER).mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{store}: {error.strerror or error}; give a folder that can be written") from error
    return store.resolve()


def _assembled(store: Path, pieces: Pieces, tasks: list[Task], passed: list[Row], about: dict[str, str]) -> None:
    try:
        assemble(store, pieces, tasks, passed, about)
    except OSError as error:
        remedy = "make room, or give it rights, and run the same command again"
        raise OutputError(f"{store}: {error.strerror or error}; {remedy}") from error


@contextmanager
def _alone(store: Path, shard: tuple[int, int]) -> Iterator[None]:
    """Hold the part of a store that a run fills; a second run of the same part is refused, another part is not."""
    number, parts = shard
    with ExitStack() as held:
        try:
            held.enter_context(_locked(store / f".running-{number}-{parts}", wait=False))
        except BlockingIOError as error:
            which = "" if shard == WHOLE else f"part {number} of {parts} of "
            raise OutputError(f"{store}: another run is filling {which}this store; wait for its end") from error
        yield


@contextmanager
def _locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock: shards that end at the same time write the tables of their store one after the other.

    Raises:
        BlockingIOError: Somebody else holds it, and `wait` is False.
    """
    handle = _taken(path, wait)
    while not _is_still(handle, path):  # who held it before has removed it
        os.close(handle)
        handle = _taken(path, wait)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _taken(path: Path, wait: bool) -> int:
    """Take the lock; a file of its own that is open for writing, as NFS wants it."""
    handle = None
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT)
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if handle is not None:
            os.close(handle)
        if isinstance(error, BlockingIOError):
            raise
        remedy = "put the store on a file system that can be written and has locks"
        raise OutputError(f"{path}: cannot be locked ({error.strerror or error}); {remedy}") from error
    return handle


def _is_still(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _column(store: Path, table: str, *names: str) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    path = path_of(store, table)
    if path.exists():
        with pq.ParquetFile(path) as file:
            for found in file.iter_batches(columns=list(names)):
                yield from found.to_pylist()


def _about(store: Path) -> dict[str, str]:
    """Return what store.json says of the tables that are there."""
    file = store / ABOUT
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _is_ours(store: Path, name: str) -> None:
    """Refuse a store that was made from another archive: its tables would be lost."""
    known = _about(store).get("archive", name)
    if known != name:
        raise OptionError(f"{store}: holds the tables of {known!r}; choose another folder, or remove this one")


def _done(store: Path, pieces: Pieces, retry: bool) -> set[str]:
    """Return the keys of the files that are done; with `retry`, not of those with something set aside."""
    complete = pieces.complete()
    tables = {row["input_key"] for row in _column(store, DOCUMENTS, "input_key")}
    failed = {row["input_key"] for row in _column(store, FAILURES, "input_key")}
    if not retry:
        return complete | tables | failed
    broken = {key for key in complete if any(found[FAILURES].num_rows for found in pieces.read(key))}
    pieces.drop(broken)
    return (complete | tables) - failed - broken


def _passed(listing: Listing) -> list[Row]:
    """Return the rows of `failures` of what was never read: files of no known format, folders that cannot be opened."""
    failed = [failure_row(error.source, error.source, fault_of(error), None) for error in listing.failed]
    return failed + [failure_row(file.id, file.source, UNKNOWN_FORMAT, None) for file in listing.skipped]


def _account(store: Path, listing: Listing, metadata: Metadata | None) -> Outcome:
    """Count what the tables hold; a file that is in none of them is a fault of ours, and said so."""
    documents = list(_column(store, DOCUMENTS, "doc_id", "input_key", "duplicate_of"))
    failures = list(_column(store, FAILURES, "input_key", "outcome"))
    read = {row["input_key"] for row in documents}
    failed = {row["input_key"] for row in failures if row["input_key"] is not None}
    if len(read | failed) != len(listing.files):
        raise OutputError(
            f"{store}: {len(listing.files)} files went in and {len(read | failed)} came out; please report it"
        )
    return Outcome(
        complete=True,
        files=len(listing.files) + len(listing.skipped) + len(listing.failed),
        read=len(read),
        set_aside=len(failed - read) + len(listing.failed),
        skipped=len(listing.skipped),
        documents=len(documents),
        duplicates=sum(1 for row in documents if row["duplicate_of"] is not None),
        parts_set_aside=sum(1 for row in failures if row["input_key"] in read and row["outcome"] == "set aside"),
        unmatched=_unmatched(metadata, [row["doc_id"] for row in documents]),
    )


def _unmatched(metadata: Metadata | None, documents: list[str]) -> tuple[str, ...]:
    if metadata is None:
        return ()
    for name in documents:
        metadata.over(Facts(), name)
    return metadata.unmatched
