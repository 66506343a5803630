"""What our own code never does with data that it did not write, read off its syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(file for file in (ROOT / "nlp").rglob("*.py"))
#: Modules that turn data into code, and calls that do.
MODULES = frozenset(("pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "code", "imp"))
CALLS = frozenset(("eval", "exec", "compile", "__import__"))
#: Calls of a module that run a shell, or load what may run.
ATTRIBUTES = frozenset(
    ("os.system", "os.popen", "yaml.load", "yaml.unsafe_load", "numpy.load", "np.load", "pd.read_pickle", "torch.load")
)
STARTERS = frozenset(("subprocess.run", "subprocess.Popen", "subprocess.call", "subprocess.check_output"))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call by the name it goes by: `subprocess.run`, `eval`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def keyword(call: ast.Call, name: str) -> object:
    """The constant given for a keyword; None if there is none."""
    values = [each.value for each in call.keywords if each.arg == name]
    return values[0].value if values and isinstance(values[0], ast.Constant) else None


def faults(source: str) -> list[str]:
    """Name what a source does that it may not, with its line."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            found += [f"{node.lineno}: import {name}" for name in names if name.partition(".")[0] in MODULES]
    for name, call in calls(tree):
        harmless = name in ("np.load", "numpy.load") and keyword(call, "allow_pickle") is False
        if name in CALLS or (name in ATTRIBUTES and not harmless) or keyword(call, "shell"):
            found.append(f"{call.lineno}: {name}")
        if name in STARTERS and call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr):
            found.append(f"{call.lineno}: {name} of one string")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_data_stays_data(file: Path) -> None:
    assert faults(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from joblib import load",
        "eval(words)",
        "exec(words)",
        "os.system('ls ' + words)",
        "subprocess.run('ls ' + words, shell=True)",
        "subprocess.run(f'ls {words}')",
        "yaml.load(words)",
        "np.load(file)",
        "np.load(file, allow_pickle=True)",
    ],
)
def test_the_test_sees(source: str) -> None:
    assert len(faults(source)) >= 1


@pytest.mark.parametrize(
    "source", ["np.load(file, allow_pickle=False)", "subprocess.run([program, words])", "re.compile(words)"]
)
def test_the_test_lets_pass(source: str) -> None:
    assert faults(source) == []
