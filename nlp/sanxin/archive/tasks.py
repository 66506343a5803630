"""The unit of work: one input file, or a part of a long one, and what is known to break in it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sanxin.reading import FORMATS, Metadata
from sanxin.reading.inputs import InputFile, suffix
from sanxin.reading.metadata import names_of

#: Files that one child of a host works through at most: a fork costs as much as one or two reports.
BUNDLE = 32
#: Bundles that each worker gets at least, so that none is idle for long while the last ones are done.
_ROUNDS = 4
#: Bytes of a file with many texts that are worth a part of their own: every part reads the whole file.
PART_BYTES = 1_000_000
_TABLES = frozenset({"csv", "tsv", "json", "jsonl", "workbook", "parquet"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a document, or what is behind it in its file, has no records: `kind` is one word, for counting."""

    kind: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read and analyse; `key` is the hash of its id, its bytes and the settings.

    `aside` has the documents of the file, by position, that ended a child; `stop` is where its reading ended one;
    `killed` says that a child was killed over it, which is seldom the file's fault. `part` (k, n): only every n-th
    range of its documents, from the k-th.
    """

    path: str
    id: str
    source: str
    key: str
    size: int
    aside: tuple[tuple[int, Fault], ...] = ()
    stop: tuple[int, Fault] | None = None
    killed: bool = False
    part: tuple[int, int] = (0, 1)

    def has_range(self, number: int) -> bool:
        """Tell whether a range of the file's documents belongs to this task."""
        return number % self.part[1] == self.part[0]

    def to_json(self) -> dict[str, Any]:
        """Return the task as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Task:
        """Return the task that `to_json` gave these values for."""
        aside = tuple((position, Fault(**fault)) for position, fault in value.pop("aside"))
        stop, part = value.pop("stop"), tuple(value.pop("part"))
        return cls(**value, aside=aside, stop=None if stop is None else (stop[0], Fault(**stop[1])), part=part)


def task_of(file: InputFile, fingerprint: str, said: str = "") -> Task:
    """Return the task of one file, of which a table says `said`; the key of one that cannot be read lacks its bytes."""
    digest = hashlib.sha256(f"{fingerprint}\0{file.id}\0{said}".encode("utf-8", "surrogateescape"))
    size = 0
    try:
        with file.path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
            size = stream.tell()
    except (OSError, ValueError):
        digest.update(b"unreadable")  # the reader says why, as it does everywhere
    # Workers elsewhere have folders of their own.
    return Task(str(file.path.absolute()), file.id, file.source, digest.hexdigest()[:40], size)


def said_of(metadata: Metadata | None) -> Callable[[str], str]:
    """Return what tells for a file's id all that a table says of it: other words, and the file is new work."""
    if metadata is None:
        return lambda _: ""
    by_file: dict[str, list[str]] = defaultdict(list)
    for name, facts in metadata.rows.items():
        by_file[name.partition("#")[0]].append(f"{name}\0{facts}\0")
    whole = "".join(row for name in sorted(by_file) for row in by_file[name])

    def said(identity: str) -> str:
        # Any row may speak of what is inside an archive.
        form = FORMATS.get(suffix(identity))
        if form is not None and form.unpacker is not None:
            return whole
        return "".join(row for name in dict.fromkeys(names_of(identity)) for row in by_file.get(name, ()))

    return said


def in_shard(task: Task, shard: tuple[int, int]) -> bool:
    """Tell whether a task falls to shard i of n; it depends on its key alone."""
    number, shards = shard
    return int(task.key[:12], 16) % shards == number - 1


def parts_of(task: Task, most: int) -> list[Task]:
    """Return the task, or up to `most` parts of it where the file is long and can hold many texts."""
    form = FORMATS.get(suffix(task.id))
    many = form is not None and (form.name in _TABLES or form.unpacker is not None)
    count = max(1, min(most, task.size // PART_BYTES)) if many else 1
    return [replace(task, part=(number, count)) for number in range(count)]


def bundles(tasks: Sequence[Task], workers: int) -> Iterator[list[Task]]:
    """Yield the tasks in groups for one child each: many, but of a fair share of all bytes at most."""
    fair = sum(task.size for task in tasks) / (workers * _ROUNDS)
    group: list[Task] = []
    size = 0
    for task in tasks:
        group.append(task)
        size += task.size
        if len(group) == BUNDLE or size >= fair:
            yield group
            group, size = [], 0
    if group:
        yield group
