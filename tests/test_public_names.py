"""What users import, and what importing costs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

import sanxin

PUBLIC = [
    "__version__",
    "analyse",
    "batch",
    "explore",
    "induce_framework",
    "load",
    "load_framework",
    "new_words",
    "open_store",
    "parse_quantity",
    "parse_time",
    "read",
    "read_graph",
    "slogan_diffusion",
    "to_frame",
    "to_graph",
    "write_graph",
]

# Slow to import, and not needed before there is a text.
HEAVY = {
    "duckdb",
    "jieba",
    "lxml",
    "networkx",
    "numpy",
    "openpyxl",
    "pandas",
    "pyarrow",
    "rjieba",
    "scipy",
    "sklearn",
    "spacy",
}


def imported(code: str) -> set[str]:
    """The top-level modules that a fresh Python holds after running `code`."""
    ending = "\nimport sys; print('modules:', *{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", code + ending], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].removeprefix("modules: ").split())


def test_analysis_needs_no_spacy():
    code = "from sanxin import analysis as a, records as r; a.analyse(a.load(), r.Document('d', 'd', '力争新建12所。'))"
    assert imported(code) & {"jieba", "pandas", "scipy", "sklearn", "spacy"} == set()


def test_public_names():
    assert sanxin.__all__ == PUBLIC
    assert dir(sanxin) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_public_name_is_there(name):
    assert getattr(sanxin, name) is not None


def test_unknown_name_lists_the_known():
    with pytest.raises(AttributeError, match=r"has no attribute 'parse'; it has .*load"):
        _ = sanxin.parse


def test_import_loads_nothing_heavy():
    assert imported("import sanxin") & HEAVY == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["extract", "--help"],
        ["show", "--help"],
        ["graph", "--help"],
        ["batch", "--help"],
        ["query", "--help"],
        ["framework", "induce", "--help"],
    ],
    ids=" ".join,
)
def test_help_loads_nothing_heavy(arguments):
    assert imported(f"from sanxin.cli import main\nassert main({arguments!r}) == 0") & HEAVY == set()
