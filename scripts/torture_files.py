"""Bombs, full disks and read-only targets, as they are met: by the command line, on a disk of a few megabytes.

python scripts/torture_files.py bombs     300 MB in 300 kB, archives in archives: set aside, in what time and memory?
python scripts/torture_files.py disks     every command that writes, on a full disk and on one that is read-only

`disks` mounts a small file system in a name space of its own (`unshare`, no rights needed where users may have one).
Each prints what it measured and ends with 1 if something broke its promise.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

_SECONDS, _MEGABYTES = 2.0, 512
#: Six characters that say that something is newly built, a number, and what is counted.
_SPEECH = "\u4eca\u5e74\u65b0\u5efa\u5b66\u6821{}\u6240\u3002\n"
_READ = "import sys; from sanxin.reading import read; print(*read(sys.argv[1], on_error=lambda e: print(e)), sep='')"


def _zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def _nested(depth: int, data: bytes, name: str) -> bytes:
    for _ in range(depth):
        data, name = _zipped(name, data), "a.zip"
    return data


#: What each bomb is, and the name that it goes by.
_BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "300 MB in a zip": ("a.zip", lambda: _zipped("a.txt", bytes(300 << 20))),
    "300 MB in a docx": ("a.docx", lambda: _zipped("word/document.xml", bytes(300 << 20))),
    "700 MB in a workbook": ("a.xlsx", lambda: _zipped("xl/worksheets/sheet1.xml", bytes(700 << 20))),
    "300 MB in a gzip": ("a.txt.gz", lambda: gzip.compress(bytes(300 << 20))),
    "depth 11": ("a.zip", lambda: _nested(11, b"text", "a.txt")),
    "300 MB at depth 11": ("a.zip", lambda: _nested(11, bytes(300 << 20), "a.txt")),
}


def bombs() -> int:
    """Read each bomb in a process of its own and print what it took."""
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for what, (name, make) in _BOMBS.items():
            place = Path(folder) / name
            place.write_bytes(make())
            began = time.monotonic()
            run = subprocess.Popen([sys.executable, "-c", _READ, place], stdout=subprocess.PIPE)
            said = run.stdout.read().decode() if run.stdout else ""
            _, status, used = os.wait4(run.pid, 0)
            took, megabytes = time.monotonic() - began, used.ru_maxrss >> 10
            wrong = status or ": " not in said or took > _SECONDS or megabytes > _MEGABYTES
            faults += bool(wrong)
            size = place.stat().st_size >> 10
            line = said.strip().partition("\n")[0].removeprefix(folder + "/")
            verdict = "FAULT " * bool(wrong)
            print(f"{verdict}{what} ({size} kB): {took:.2f} s with the start of Python, {megabytes} MB: {line}")
    return faults


#: What each command writes; {0} is the archive, {1} the store of another, {2} the disk.
_WRITERS = (
    "extract {0} -o {2}/out.csv",
    "extract {0} -o {2}/out.jsonl",
    "extract {0} -o {2}/out.xlsx",
    "extract {0} -o {2}/out.parquet",
    "extract {0} --what all --format csv -o {2}/folder",
    "show {0}/0.txt -o {2}/page.html",
    "graph {0} -o {2}/graph.html",
    "graph {0} -o {2}/graph.gexf",
    "graph {0} -o {2}/graph.csv",
    "panel {1} -o {2}/panel.dta",
    "panel {1} -o {2}/panel.xlsx",
    "batch {0} -o {2}/store --workers 1",
)


def disks() -> int:
    """Begin this script anew where it may mount, unless it is there."""
    words = ["unshare", "--map-root-user", "--mount", sys.executable, __file__, "disks", "--inside"]
    return subprocess.run(words, check=False).returncode


def _disks() -> int:
    """Let each command write, then write again on a full disk, then on a read-only one, and compare what is there."""
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        archive, store, disk = (Path(folder) / name for name in ("archive", "store", "disk"))
        archive.mkdir()
        disk.mkdir()
        for n in range(3):
            (archive / f"{n}.txt").write_text(_SPEECH.format(n) * 9, encoding="utf-8")
        _sanxin(f"batch {archive} -o {store} --workers 1")
        _run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk))
        for words in _WRITERS:
            faults += _tried(words.format(archive, store, disk), archive, disk)
        _run("umount", str(disk))
    return faults


def _tried(command: str, archive: Path, disk: Path) -> int:
    first, _ = _sanxin(command)
    before = _contents(disk)
    (archive / "new.txt").write_text(_SPEECH.format(77) * 2000, encoding="utf-8")
    faults = int(first != 0)
    for state in ("full", "read-only"):
        if state == "full":
            _fill(disk)
        else:
            _run("mount", "-o", "remount,ro", str(disk))
        code, said = _sanxin(command)
        if state == "full":
            (disk / "filler").unlink()
        kept = {name: data for name, data in _contents(disk).items() if name in before} == before
        wrong = code == 0 or not kept or len(said) != 1 or "Traceback" in said[0]
        faults += wrong
        verdict = "FAULT " if wrong else ""
        print(
            f"{verdict}{command.split(' ')[0]} {Path(command).name} on a {state} disk: exit code {code}, old files ",
            end="",
        )
        print(f"{'intact' if kept else 'CHANGED'}; {said[-1] if said else ''}", flush=True)
    _run("mount", "-o", "remount,rw", str(disk))
    again, _ = _sanxin(command)
    left = [name for name in _contents(disk) if name not in before and (".part" in name or "tmp" in name)]
    if again or left:
        faults += 1
        print(f"FAULT with room again: exit code {again}, left over: {left}")
    (archive / "new.txt").unlink()
    for path in disk.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return faults


def _sanxin(command: str) -> tuple[int, Sequence[str]]:
    run = subprocess.run([sys.executable, "-m", "sanxin", *command.split()], capture_output=True, check=False)
    return run.returncode, run.stderr.decode().strip().splitlines()


def _run(*words: str) -> None:
    subprocess.run(words, check=True)


def _fill(disk: Path) -> None:
    """Leave no byte free."""
    with (disk / "filler").open("wb", buffering=0) as stream:
        for size in (1 << 20, 4096, 1):
            try:
                while stream.write(bytes(size)):
                    pass
            except OSError:
                continue


def _contents(disk: Path) -> dict[str, bytes]:
    return {str(path.relative_to(disk)): path.read_bytes() for path in disk.rglob("*") if path.is_file()}


def main() -> int:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["bombs", "disks"])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.what == "bombs":
        return min(bombs(), 1)
    return min(_disks(), 1) if given.inside else disks()


if __name__ == "__main__":
    sys.exit(main())
