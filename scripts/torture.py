"""What a text or file may do to the toolkit that takes minutes to find out; tests/hostile holds what runs in seconds.

python scripts/torture.py repeats            200,000 times each character that opens a pattern, and their pairs
python scripts/torture.py mutations TEXTS    500 texts cut, shuffled and with flipped bits, read and analysed
python scripts/torture.py files ORIGINALS    500 files with flipped bytes or cut short, read
python scripts/torture.py offsets TEXTS      text[start:end] == surface, for every record of every text

Each prints what it measured and ends with 1 if something broke its promise.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sanxin import analysis
from sanxin.errors import SanxinError
from sanxin.quantities import find_quantities
from sanxin.reading import read
from sanxin.reading.furniture import find_furniture
from sanxin.records import Document, Speech
from sanxin.slogans.quotes import read_quotations
from sanxin.slogans.rules import quoted_rules
from sanxin.structure import read_structure
from sanxin.times import find_times

_OPENERS = "一1、(“第%—"
_TIMES = 200_000
_SECONDS = 1.0
_TRIES = 4
#: Twice the text may cost so many times as much.
_GROWTH = 2.6
#: What costs less says nothing about growth.
_MEASURABLE = 0.2
_MUTATIONS = 500
#: Seconds that one rule may take over one quotation.
_ONE_RULE = 0.02
_STAGES: dict[str, Callable[[str], object]] = {
    "times": lambda text: find_times(text, None),
    "quantities": find_quantities,
    "quotations": lambda text: read_quotations(text, 90),
    "furniture": find_furniture,
    "structure": lambda text: read_structure(text, ()),
}


def repeats() -> int:
    """Print every stage and repeat that costs more than a second, or grows faster than the text."""
    _warm()
    units = [*_OPENERS, *(a + b for a in _OPENERS for b in _OPENERS if a != b)]
    faults = 0
    for name, stage in _STAGES.items():
        worst = (0.0, "")
        for unit in units:
            half, whole = _cost(stage, unit)
            worst = max(worst, (whole, unit))
            if _too_much(half, whole):
                faults += 1
                print(f"{name}: {unit} x {_TIMES:,}: {whole:.2f} s, half of it {half:.2f} s")
        print(f"{name}: {len(units)} repeats, the worst {worst[1]} with {worst[0]:.2f} s of processor time")
    return faults + quotations()


def _cost(stage: Callable[[str], object], unit: str) -> tuple[float, float]:
    """Seconds for half the repeats and for all; what is too much is measured anew: others use this machine too."""
    half = whole = float("inf")
    for _ in range(_TRIES):
        half = min(half, _seconds(stage, unit * (_TIMES // 2)))
        whole = min(whole, _seconds(stage, unit * _TIMES))
        if not _too_much(half, whole):
            break
    return half, whole


def _too_much(half: float, whole: float) -> bool:
    return whole > _SECONDS or (whole > _MEASURABLE and whole > _GROWTH * half)


def quotations() -> int:
    """Print every rule on quoted strings that takes long over one of 90 characters."""
    faults = 0
    worst = (0.0, "", "")
    starts, fillers = "一双百2核大", "核一、大+X"
    for rule in quoted_rules():
        for inner in (a + b * 44 + c * 44 for a in starts for b in fillers for c in fillers):
            took = _seconds(rule.inner.fullmatch, inner)
            worst = max(worst, (took, rule.id, inner))
            faults += took > _ONE_RULE
    print(f"rules on quotations: {faults} slow, the worst {worst[1]} with {worst[0] * 1000:.1f} ms on {worst[2]}")
    return faults


def _warm() -> None:
    analysis.analyse(analysis.load(), _document("新建5个“云湖”项目，2026年增长5%。"))
    gc.set_threshold(100_000, 50, 100)  # as the command line does


def _document(text: str) -> Document:
    return Document("torture.txt", "torture.txt", text, furniture=find_furniture(text))


def _seconds(stage: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    stage(text)
    return time.process_time() - began


def mutations(texts: Path) -> int:
    """Analyse texts that were cut, shuffled or corrupted; only the toolkit's own errors may come out."""
    analyser = analysis.load()
    chance = random.Random(11)  # noqa: S311 - no secret
    sources = [file.read_text(encoding="utf-8-sig") for file in sorted(texts.glob("*.txt"))]
    faults = 0
    slowest = 0.0
    for n in range(_MUTATIONS):
        text = mutated(chance.choice(sources), chance)
        began = time.process_time()
        try:
            speech = analysis.analyse(analyser, _document(text))
            wrong = list(misplaced(speech))
        except SanxinError:
            wrong = []
        except Exception as error:
            wrong = [f"{type(error).__name__}: {error}"]
        slowest = max(slowest, time.process_time() - began)
        faults += bool(wrong)
        for fault in wrong[:1]:
            print(f"mutation {n}: {fault}")
    print(f"{_MUTATIONS} mutations, {faults} with faults, the slowest {slowest:.1f} s")
    return faults


def mutated(text: str, chance: random.Random) -> str:
    """Return a stretch of a text with characters changed, doubled, dropped and swapped."""
    start = chance.randrange(max(1, len(text) - 4000))
    characters = list(text[start : start + chance.randint(10, 4000)])
    for _ in range(chance.randint(1, 60)):
        at = chance.randrange(len(characters))
        way = chance.randrange(5)
        if way == 0:
            characters[at] = chr(chance.choice((chance.randrange(0x20, 0x3000), chance.randrange(0x110000), 10)))
        elif way == 1:
            characters[at] = characters[at][:1] * chance.randint(2, 500)
        elif way == 2 and len(characters) > 1:
            del characters[at]
        elif way == 3:
            characters.insert(at, chance.choice("“”（）()、，。；：%0123456789一二三第年月亿\n\x00\ud800"))
        else:
            other = chance.randrange(len(characters))
            characters[at], characters[other] = characters[other], characters[at]
    return "".join(characters)


def misplaced(speech: Speech) -> Iterator[str]:
    """Yield what of a speech does not stand at its offsets."""
    text = speech.document.text
    for quantity in speech.quantities:
        if text[quantity.start : quantity.end] != quantity.text:
            yield f"quantity {quantity.id} is not at {quantity.start}"
    for slogan in speech.slogans:
        if text[slogan.start : slogan.end] != slogan.text:
            yield f"slogan {slogan.id} is not at {slogan.start}"
    for action in speech.actions:
        if text[action.start : action.end] != action.text:
            yield f"action {action.id} is not at {action.start}"


def files(originals: Path) -> int:
    """Read files with flipped bytes or cut short; only the toolkit's own errors may come out."""
    chance = random.Random(13)  # noqa: S311 - no secret
    sources = [file for file in sorted(originals.rglob("*")) if file.is_file() and file.stat().st_size < 5_000_000]
    faults = set_aside = 0
    with tempfile.TemporaryDirectory() as folder:
        for n in range(_MUTATIONS):
            source = chance.choice(sources)
            broken = Path(folder) / f"{n}{source.suffix}"
            broken.write_bytes(_broken(source.read_bytes(), chance))
            try:
                for _ in read(broken):
                    pass
            except SanxinError:
                set_aside += 1
            except Exception as error:
                faults += 1
                print(f"{source.name}: {type(error).__name__}: {error}")
            broken.unlink()
    print(f"{_MUTATIONS} broken files, {set_aside} set aside, {faults} with faults")
    return faults


def _broken(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 1 / 3:
        return data[: chance.randrange(len(data) + 1)]
    changed = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def offsets(texts: Path) -> int:
    """Analyse every text of a folder and compare every record with the text at its offsets."""
    analyser = analysis.load()
    faults = records = documents = 0
    for document in read(texts):
        speech = analysis.analyse(analyser, document)
        documents += 1
        records += len(speech.quantities) + len(speech.slogans) + len(speech.actions)
        for fault in misplaced(speech):
            faults += 1
            print(f"{document.id}: {fault}")
    print(f"{records:,} records of {documents} documents, {faults} misplaced")
    return faults


def main() -> int:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("repeats")
    for name in ("mutations", "files", "offsets"):
        commands.add_parser(name).add_argument("folder", type=Path)
    given = parser.parse_args()
    ways = {"mutations": mutations, "files": files, "offsets": offsets}
    faults = ways[given.command](given.folder) if given.command in ways else repeats()
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
