"""The notebooks of examples/ run from top to bottom, on the samples, without a warning or an error."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


def outputs(notebook) -> list:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def ran(request):
    """The notebook after it has run."""
    notebook = nbformat.read(request.param, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(request.param.parent)}})
    client.create_kernel_manager()
    asyncio.run(client.async_execute(env=os.environ | {"PYTHONWARNINGS": "ignore"}))
    return notebook


def test_there_are_three() -> None:
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_without_output(path) -> None:
    assert outputs(nbformat.read(path, as_version=4)) == []


def test_it_runs_to_the_end_and_shows_something(ran) -> None:
    shown = outputs(ran)
    assert [output.name for output in shown if output.output_type == "stream"] == []
    assert len([output for output in shown if "text/html" in output.get("data", {})]) >= 4


def test_graphs_are_drawn_in_frames(ran) -> None:
    pages = [
        output.data["text/html"] for output in outputs(ran) if "<iframe" in output.get("data", {}).get("text/html", "")
    ]
    assert pages
    assert all('sandbox="allow-scripts"' in page for page in pages)
