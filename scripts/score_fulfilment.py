"""Promise against result, scored by the key of corpus/labels/fulfilment.tsv: `score_fulfilment.py STORE`."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from sanxin.archive.fulfilment import joined

KEY = Path(__file__).resolve().parent.parent / "corpus" / "labels" / "fulfilment.tsv"


def key() -> dict[tuple[str, str, str], tuple[float | None, str]]:
    """Return what was reached and the verdict, by document, indicator and unit of the target."""
    lines = [line for line in KEY.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {
        (row["document"], row["indicator"], row["unit"]): (
            None if row["reached"] == "-" else float(row["reached"]),
            row["verdict"],
        )
        for row in csv.DictReader(lines, delimiter="\t")
    }


def score(store: Path) -> Counter[str]:
    """Count targets of the key, those paired with the right value (or rightly with none), those judged right."""
    counts: Counter[str] = Counter()
    found = {
        (row["doc_id"].removesuffix(".txt"), row["indicator"], row["unit"]): row for row in reversed(joined(store))
    }
    for target, (reached, verdict) in key().items():
        row = found.get(target)
        counts["targets"] += 1
        right = row is not None and row["reached_low"] == reached
        judged = row is not None and row["verdict"] == verdict
        counts.update(found=row is not None, paired=right, judged=judged)
        if not (right and judged):
            print(*target, "key:", reached, verdict, "found:", row and (row["reached_low"], row["verdict"]))
    return counts


if __name__ == "__main__":
    print(dict(score(Path(sys.argv[1]))))
