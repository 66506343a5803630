"""Speed and memory of the whole pipeline beside bare `jieba.cut`, in one run on the same text.

    python scripts/benchmark.py [FOLDER] [--repeat N] [--json FILE]

FOLDER holds texts (default: corpus/samples). Each contender runs N times, turn by turn, so that a busy moment hits all;
the median counts. Rates are characters a second; only ratios within one run mean anything.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus" / "samples"


def main() -> None:
    """Run the benchmark and print its table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--json", type=Path, help="write the figures here too")
    chosen = options.parse_args()
    figures = {**rates(chosen.folder, chosen.repeat), **start_up(chosen.repeat)}
    print(table(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def rates(folder: Path, repeat: int) -> dict[str, dict[str, float]]:
    """Return characters a second of each contender, and what each adds to the memory of this process."""
    import jieba
    import rjieba

    from sanxin import pipeline, reading

    documents = list(reading.read(folder))
    characters = sum(len(document.text) for document in documents)
    jieba.setLogLevel(60)
    cutter = rjieba.Jieba()
    held: dict[str, float] = {}

    def noted(name: str, make: Callable[[], object]) -> object:
        before = memory()
        made = make()
        held[name] = memory() - before
        return made

    nlp = noted("sanxin, everything", lambda: warmed(pipeline.load()))
    noted("jieba.cut", jieba.initialize)
    contenders: dict[str, Callable[[str], object]] = {
        "jieba.cut": lambda text: list(jieba.cut(text)),
        "rjieba.cut": cutter.cut,
    }
    seconds: dict[str, list[float]] = {name: [] for name in (*contenders, "sanxin, everything")}
    for _ in range(repeat):
        for name, run in contenders.items():
            seconds[name].append(timed(lambda run=run: [run(document.text) for document in documents]))  # type: ignore[misc]
        seconds["sanxin, everything"].append(
            timed(lambda: [pipeline.analyse(nlp, document) for document in documents])  # type: ignore[arg-type]
        )
    base = statistics.median(seconds["jieba.cut"])
    return {
        name: {
            "characters a second": round(characters / statistics.median(runs)),
            "spread": round((max(runs) - min(runs)) / statistics.median(runs), 2),
            "times jieba.cut": round(base / statistics.median(runs), 2),
            "memory MB": round(held.get(name, 0.0)),
        }
        for name, runs in seconds.items()
    } | {"peak memory": {"memory MB": round(memory())}}


def warmed(nlp: object) -> object:
    """Return `nlp` after one text, so that rules and weights are loaded."""
    nlp("二、今年工作安排。力争全年新建幼儿园12所，“一老一小”服务覆盖率达到95%以上。")  # type: ignore[operator]
    return nlp


def timed(run: Callable[[], object]) -> float:
    """Return the seconds `run` takes, without pauses of the garbage collector."""
    gc.collect()
    gc.disable()
    begun = time.perf_counter()
    run()
    taken = time.perf_counter() - begun
    gc.enable()
    return taken


def memory() -> float:
    """Return the most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def start_up(repeat: int) -> dict[str, dict[str, float]]:
    """Return the median seconds of a fresh process for each way to start."""
    sample = next(iter(sorted(CORPUS.glob("*.txt"))))
    commands = {
        "python -c pass": ["-c", "pass"],
        "import sanxin": ["-c", "import sanxin"],
        "sanxin --help": ["-m", "sanxin", "--help"],
        "sanxin extract, one speech": ["-m", "sanxin", "extract", str(sample), "--quiet"],
    }
    return {
        name: {"seconds": round(statistics.median(process(arguments) for _ in range(repeat)), 3)}
        for name, arguments in commands.items()
    }


def process(arguments: list[str]) -> float:
    """Return the seconds a fresh Python takes over `arguments`."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def table(figures: dict[str, dict[str, float]]) -> str:
    """Return the figures as a Markdown table."""
    columns = list(dict.fromkeys(column for row in figures.values() for column in row))
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, row in figures.items():
        lines.append(f"| {name} | " + " | ".join(f"{row[c]:,}" if c in row else "" for c in columns) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
