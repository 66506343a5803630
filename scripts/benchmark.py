"""Speed and memory of the whole pipeline beside other tools, in one run on the same texts.

    python scripts/benchmark.py [FOLDER] [--repeat N] [--longest CHARACTERS] [--peers PYTHON]
                                [--json FILE] [--markdown FILE]

FOLDER holds documents (default: corpus/samples). All that runs in this process is timed in processor seconds, turn by
turn, so that a busy moment hits all alike; the median counts, the spread (greatest less least, over the median) tells
how far to trust it. Only ratios within one run mean anything. PYTHON is an interpreter where recognizers-text-suite,
jionlp and cn2an are installed, all of them or some; they are given the first 20,000 characters, for they are slow.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sanxin import analysis, reading
from sanxin.records import Document

CORPUS = Path(__file__).parent.parent / "corpus" / "samples"
OURS = "sanxin, everything"
#: The stages as `analysis` names them, and what they are called in the table.
STAGES = {
    "words_and_tags": "words and tags",
    "tagged": "words as arrays",
    "read_structure": "structure",
    "find_times": "times",
    "find_quantities": "quantities",
    "judge_quantities": "targets",
    "find_slogans": "slogans",
    "find_actions": "actions",
}
#: Programs that peers are timed by: they read the text from stdin and define `run`.
PEERS = {
    "recognizers-text (number, unit, time)": """
from recognizers_text import Culture
from recognizers_number import recognize_number
from recognizers_number_with_unit import recognize_currency, recognize_dimension
from recognizers_date_time import recognize_datetime
tools = recognize_number, recognize_currency, recognize_dimension, recognize_datetime
run = lambda line: [tool(line, Culture.Chinese) for tool in tools]
""",
    "jionlp (time, money)": """
import jionlp
run = lambda line: (jionlp.ner.extract_time(line, time_base=0), jionlp.ner.extract_money(line))
""",
    "cn2an.transform (numerals)": """
import cn2an
run = cn2an.transform
""",
}
_TIMED = """
import sys, time
{tool}
lines = sys.stdin.buffer.read().decode().splitlines()
def attempt(line):
    try:
        run(line)
    except Exception:  # what a tool cannot read costs what it costs
        pass
attempt(lines[0])
begun = time.process_time()
for line in lines:
    attempt(line)
print(time.process_time() - begun)
"""
_PEER_TEXT = 20_000

Figures = dict[str, dict[str, float]]


def main() -> None:
    """Run everything asked for and print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--longest", type=int, default=1_000_000, help="the longest single text, in characters")
    options.add_argument("--peers", help="an interpreter that has other tools")
    options.add_argument("--json", type=Path, help="write the figures here too")
    options.add_argument("--markdown", type=Path, help="write the tables here too")
    chosen = options.parse_args()
    documents = list(reading.read(chosen.folder))
    tables = {
        "Characters a second": rates(documents, chosen.repeat),
        "Stages": stages(documents, chosen.repeat),
        "Length of one text": lengths(documents, chosen.longest),
        "Numbers and times alone": numbers(documents, chosen.peers),
        "A fresh process": start_up(chosen.repeat),
        "Batch": batches(chosen.folder),
    }
    text = "\n\n".join(f"## {name}\n\n{table(figures)}" for name, figures in tables.items() if figures)
    print(text)
    if chosen.json:
        chosen.json.write_text(json.dumps(tables, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if chosen.markdown:
        chosen.markdown.write_text(text + "\n", encoding="utf-8")


def rates(documents: Sequence[Document], repeat: int) -> Figures:
    """Return characters a second of each contender, and how many times the rate of jieba that is."""
    import jieba
    import rjieba
    import spacy

    jieba.setLogLevel(60)
    analyser = analysis.load()
    words = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    words.max_length = 50_000_000
    contenders: dict[str, Callable[[Document], object]] = {
        "jieba.cut": lambda document: list(jieba.cut(document.text)),
        "rjieba.cut": lambda document: rjieba.cut(document.text),
        "spaCy zh with jieba, words alone": lambda document: words.make_doc(document.text),
        OURS: lambda document: analysis.analyse(analyser, document),
    }
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(repeat + 1):
        for name, run in contenders.items():
            taken = timed(lambda run=run: [run(document) for document in documents])  # type: ignore[misc]
            if turn:  # the first loads rules and weights
                seconds[name].append(taken)
    characters = sum(len(document.text) for document in documents)
    base = statistics.median(seconds["jieba.cut"])
    return {
        name: {
            "characters a second": round(characters / statistics.median(runs)),
            "spread": spread(runs),
            "times jieba.cut": round(base / statistics.median(runs), 2),
        }
        for name, runs in seconds.items()
    }


def stages(documents: Sequence[Document], repeat: int) -> Figures:
    """Return what each stage costs: seconds for a million characters, and the share of the whole."""
    analyser = analysis.load()
    characters = sum(len(document.text) for document in documents)
    runs: dict[str, list[float]] = {name: [] for name in (*STAGES, "whole")}
    for turn in range(repeat + 1):
        with clocks(STAGES) as spent:
            whole = timed(lambda: [analysis.analyse(analyser, document) for document in documents])
        for name, seconds in {**spent, "whole": whole}.items():
            if turn:
                runs[name].append(seconds / characters * 1e6)
    whole = statistics.median(runs["whole"])
    return {
        STAGES.get(name, name): {
            "seconds a million characters": round(statistics.median(several), 3),
            "spread": spread(several),
            "share": round(statistics.median(several) / whole, 3),
        }
        for name, several in runs.items()
    }


@contextmanager
def clocks(names: Sequence[str] | dict[str, str]) -> Iterator[dict[str, float]]:
    """Put a clock before each of these functions of `analysis`; give what they took."""
    spent = dict.fromkeys(names, 0.0)
    whole = {name: getattr(analysis, name) for name in names}

    def clocked(name: str) -> Callable[..., object]:
        def run(*arguments: object, **options: object) -> object:
            begun = time.process_time()
            result = whole[name](*arguments, **options)
            spent[name] += time.process_time() - begun
            return result

        return run

    for name in names:
        setattr(analysis, name, clocked(name))
    try:
        yield spent
    finally:
        for name, function in whole.items():
            setattr(analysis, name, function)


def lengths(documents: Sequence[Document], longest: int) -> Figures:
    """Return characters a second of single texts of growing length, made of all documents over and over."""
    analyser = analysis.load()
    whole = "\n".join(document.text for document in documents)
    whole *= longest // len(whole) + 1
    figures: Figures = {}
    length = 1000
    while length <= longest:
        text = Document("d", "d", whole[:length])
        runs = [timed(lambda text=text: analysis.analyse(analyser, text)) for _ in range(3 if length < 10**6 else 1)]
        figures[f"{length:,} characters"] = {
            "characters a second": round(length / statistics.median(runs)),
            "spread": spread(runs),
            "peak MB": peak(),
        }
        length *= 10
    return figures


def numbers(documents: Sequence[Document], python: str | None) -> Figures:
    """Return characters a second of quantities and times alone, here and by other tools."""
    text = "\n".join(document.text for document in documents)[:_PEER_TEXT]
    ours = Document("d", "d", text)

    def find() -> object:
        times = analysis.find_times(text, None)
        return analysis.find_quantities(text, analysis.blocked(ours, times))

    seconds = {"sanxin, quantities and times": statistics.median(timed(find) for _ in range(5))}
    for name, tool in PEERS.items() if python else ():
        run = [str(python), "-W", "ignore", "-c", _TIMED.format(tool=tool)]
        done = subprocess.run(run, input=text.encode(), capture_output=True, check=False)
        if done.returncode == 0:
            seconds[name] = float(done.stdout.split()[-1])
    first = next(iter(seconds.values()))
    return {
        name: {"characters a second": round(len(text) / taken), "times slower": round(taken / first, 1)}
        for name, taken in seconds.items()
    }


def start_up(repeat: int) -> Figures:
    """Return the median seconds and the memory of a fresh process for each way to start."""
    sample = str(sorted(CORPUS.glob("*.txt"))[0])
    commands = {
        "python -c pass": ["-c", "pass"],
        "import sanxin": ["-c", "import sanxin"],
        "import spacy": ["-c", "import spacy"],
        "sanxin --help": ["-m", "sanxin", "--help"],
        "sanxin extract, one speech": ["-m", "sanxin", "extract", sample, "--quiet"],
    }
    figures: Figures = {}
    for name, arguments in commands.items():
        runs = [process([sys.executable, *arguments]) for _ in range(repeat)]
        seconds = [run["seconds"] for run in runs]
        figures[name] = {
            "seconds": round(statistics.median(seconds), 2),
            "spread": spread(seconds),
            "processor seconds": round(statistics.median(run["processor"] for run in runs), 2),
            "MB": max(run["MB"] for run in runs),
        }
    return figures


def batches(folder: Path) -> Figures:
    """Return what `sanxin batch` takes over the folder with one worker and with two, start included."""
    figures: Figures = {}
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as store:
            command = [sys.executable, "-m", "sanxin", "batch", str(folder), "-o", f"{store}/store", "--quiet"]
            run = process([*command, "--workers", str(workers)])
            figures[f"workers: {workers}"] = {**run, "seconds": round(run["seconds"], 1)}
    figures["workers: 2"]["times one worker"] = round(
        figures["workers: 1"]["seconds"] / figures["workers: 2"]["seconds"], 2
    )
    return figures


def process(command: Sequence[str]) -> dict[str, float]:
    """Return the seconds a process takes, on the clock and of processors, and the most one of its processes held."""
    watcher = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=-3, stderr=-3);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss); sys.exit(done.returncode == 2)"
    )
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", watcher, *command], check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - begun
    processor, memory = done.stdout.split()
    return {"seconds": seconds, "processor": round(float(processor), 1), "MB": round(int(memory) / 1024)}


def timed(run: Callable[[], object]) -> float:
    """Return the processor seconds `run` takes, without pauses of the garbage collector."""
    gc.collect()
    gc.disable()
    begun = time.process_time()
    run()
    taken = time.process_time() - begun
    gc.enable()
    return taken


def spread(runs: Sequence[float]) -> float:
    """Return how far the runs are apart, measured by their median."""
    return round((max(runs) - min(runs)) / statistics.median(runs), 2)


def peak() -> float:
    """Return the most memory this process has held so far, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def table(figures: Figures) -> str:
    """Return the figures as a Markdown table."""
    columns = list(dict.fromkeys(column for row in figures.values() for column in row))
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, row in figures.items():
        lines.append(f"| {name} | " + " | ".join(f"{row[c]:,}" if c in row else "" for c in columns) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
