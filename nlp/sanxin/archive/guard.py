"""A guarded child: a fork that works through a few files, and what its end says of the document it was at.

The child sets its own bounds before each document: an alarm that ends it (the clock), an address space it cannot leave
(the memory). Python, C or a program it started: whatever goes over the bound or crashes ends that child alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sanxin.archive.tasks import Fault, Task
from sanxin.archive.work import ANALYSING, READING, WRITING

#: Called in the child with a task and a function that says where it stands; returns what the file gave.
Job = Callable[[Task, Callable[[str, int], None]], tuple[int, int]]

_FAILED = 3  # exit code of a child that cannot go on for a reason that is no document's
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may take."""

    seconds: float
    megabytes: int


@dataclass(slots=True)
class Child:
    """A running child: its tasks, and where it said last that it stands."""

    pid: int
    pipe: int
    tasks: Sequence[Task]
    at: int = 0
    state: str = READING
    position: int = 0
    message: str = ""
    buffer: bytes = b""
    done: list[tuple[Task, int, int]] = field(default_factory=list)

    def hear(self) -> bool:
        """Take in what the child says; False when it has ended."""
        data = os.read(self.pipe, 1 << 16)
        *lines, self.buffer = (self.buffer + data).split(b"\n")
        for line in lines:
            self._told(*json.loads(line))
        return bool(data)

    def _told(self, state: str, *facts: Any) -> None:
        if state == "done":
            self.done.append((self.tasks[self.at], *facts))
            self.at += 1
            self.state, self.position = READING, 0
        elif state == "failed":
            self.message = facts[0]
        else:
            self.state, self.position = state, facts[0]

    def left(self, bounds: Bounds) -> list[Task]:
        """Wait for the end and return what is still to do: nothing, or the tasks from the one that ended the child.

        Raises:
            RuntimeError: The child could not go on, and no document is to blame (the disk is full).
        """
        os.close(self.pipe)
        _, status = os.waitpid(self.pid, 0)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # programs that it started (a converter) go with it
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _FAILED:
            raise RuntimeError(self.message)
        if self.at == len(self.tasks):
            return []
        fault = _fault(status, bounds)
        task, *rest = self.tasks[self.at :]
        if fault.kind == "killed" and not task.killed:
            return [replace(task, killed=True), *rest]
        if self.state == WRITING:
            raise RuntimeError(f"{fault.problem} while it wrote what {task.source} gave")
        if self.state == ANALYSING:
            return [replace(task, aside=(*task.aside, (self.position, fault))), *rest]
        return [replace(task, stop=(self.position, fault)), *rest]

    def kill(self) -> None:
        """End the child and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self.pipe)


def start(tasks: Sequence[Task], job: Job, bounds: Bounds) -> Child:
    """Fork a child that works through the tasks."""
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid:
        with contextlib.suppress(PermissionError, ProcessLookupError):  # the child has done it already, or is gone
            os.setpgid(pid, pid)
        os.close(sending)
        return Child(pid, receiving, tasks)
    code = _FAILED
    try:
        os.close(receiving)
        os.setpgid(0, 0)
        _loosen()
        _run(tasks, job, bounds, sending)
        code = 0
    except BaseException as error:  # nothing may pass back into the code of the parent
        reason = "".join(traceback.format_exception_only(error)).strip()
        with contextlib.suppress(OSError):
            _say(sending, "failed", reason)
    finally:
        os._exit(code)


def _loosen() -> None:
    """Cut the ties to the host: its signals, its streams."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(name, signal.SIG_DFL)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # a library that prints must not speak into the host's messages
        os.dup2(silence, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(tasks: Sequence[Task], job: Job, bounds: Bounds, pipe: int) -> None:
    def tell(state: str, position: int) -> None:
        # What is written is no document's own doing, and must not be lost to its bounds.
        free = state == WRITING
        most = resource.RLIM_INFINITY if free else _address_space() + bounds.megabytes * _MEGABYTE
        signal.setitimer(signal.ITIMER_REAL, 0 if free else bounds.seconds)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
        _say(pipe, state, position)

    for task in tasks:
        _say(pipe, "done", *job(task, tell))


def _address_space() -> int:
    """Return the bytes of address space that this process has now; where that cannot be told, none."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize() if statm.exists() else 0


def _say(pipe: int, *what: Any) -> None:
    os.write(pipe, json.dumps(what).encode() + b"\n")


def _fault(status: int, bounds: Bounds) -> Fault:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGALRM:
            remedy = "raise --timeout, or look what is odd about it"
            return Fault("timeout", f"took longer than {bounds.seconds:g} seconds", remedy)
        name = signal.Signals(number).name
        if number == signal.SIGKILL:
            return Fault("killed", f"its process was killed ({name})", "see whether the machine ran out of memory")
        return Fault("crash", f"its process crashed ({name})", "please report it with this file")
    return Fault("crash", f"its process ended (exit code {os.WEXITSTATUS(status)})", "please report it with this file")
