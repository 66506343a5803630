"""The recipes of docs/clusters.md: their commands run as they stand, their files are sound."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml")

RECIPES = Path(__file__).resolve().parents[2] / "docs" / "clusters.md"
TEXT = "桐溪镇203{n}年政府工作报告\n今年新建水塘1{n}个，力争整治河段30个。\n"

if not RECIPES.exists():
    pytest.skip("needs a checkout", allow_module_level=True)


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", RECIPES.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def run(tmp_path):
    """Run a recipe with /data in the test's own folder; `sanxin` is the package that is tested."""
    (tmp_path / "archive").mkdir()
    for n in range(6):
        (tmp_path / "archive" / f"{n}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "sanxin"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sanxin "$@"\n', encoding="utf-8")
    program.chmod(0o755)

    def recipe(script, **environment):
        known = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
        known["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        words = ["bash", "-c", script.replace("/data", str(tmp_path))]
        return subprocess.run(words, env=os.environ | known | environment, capture_output=True, text=True)

    return recipe


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_job_array(run, tmp_path) -> None:
    shards, end = blocks("bash")
    given = {"SLURM_CPUS_PER_TASK": "1", "SLURM_ARRAY_TASK_COUNT": "2"}
    for number in ("1", "2"):
        done = run(shards, **given, SLURM_ARRAY_TASK_ID=number)
        assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "store" / "quantities.parquet").exists()  # the last shard to end has written it
    done = run(end, **given)
    assert done.returncode == 0
    assert done.stderr.splitlines()[0] == "sanxin: 6 files in = 6 read + 0 set aside + 0 skipped"


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_indexed_job(run) -> None:
    (job,) = (found for found in map(yaml.safe_load, blocks("yaml")) if found["kind"] == "Job")
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["bash", "-c"]
    (script,) = container["args"]
    assert f"/{job['spec']['completions']} " in script
    done = run(script, JOB_COMPLETION_INDEX="15")
    assert (done.returncode, done.stderr.count("still with other parts")) == (0, 1)


@pytest.mark.parametrize("program", blocks("python"))
def test_programs_compile(program) -> None:
    assert compile(program, "docs/clusters.md", "exec") is not None
