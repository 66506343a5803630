"""How long until a graph is seen: `python scripts/torture_pages.py TEXTS`.

TEXTS is a folder of some hundred speeches. Their graph is cut to 300, 3,000 and 10,000 nodes; of each it prints what
the page took to make (layout included, processor time) and to draw in a Chromium that runs (the best of three), with
WebGL and without; exit code 1 if both together took longer than 2, 5 or 10 seconds.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from sanxin import analysis
from sanxin.graph import to_graph
from sanxin.graph.page import render, strongest
from sanxin.reading import read

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import browser as browsers  # the tests' own

_BOUNDS = {300: 2.0, 3000: 5.0, 10_000: 10.0}


def _drawn(browser: browsers.Browser, file: Path) -> float:
    browser.load(file.with_name("blank.html"))
    began = time.monotonic()
    browser.open(file)
    return time.monotonic() - began


def main() -> int:
    """Make the graph, then draw its parts."""
    analyser = analysis.load()
    graph = to_graph([analysis.analyse(analyser, document) for document in read(sys.argv[1])], results=True)
    print(f"{graph.number_of_nodes():,} nodes of {sys.argv[1]}; load {os.getloadavg()[0]:.1f}", flush=True)
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "blank.html").write_text("<!doctype html>", encoding="utf-8")
        for nodes, bound in _BOUNDS.items():
            part, file = strongest(graph, nodes), Path(folder) / f"{nodes}.html"
            began = time.process_time()
            file.write_text(render(part), encoding="utf-8")
            made = time.process_time() - began
            for webgl in (True, False):
                with browsers.browser(webgl) as browser:
                    drawn = min(_drawn(browser, file) for _ in range(3))
                slow = made + drawn > bound
                faults += slow
                way = "WebGL" if webgl else "SVG"
                verdict = "FAULT " * slow
                print(f"{verdict}{nodes:,} nodes, {way}: page made in {made:.1f} s, drawn in {drawn:.1f} s", flush=True)
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
