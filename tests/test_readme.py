"""What README, CONTRIBUTING, constraints and CI promise is what is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from sanxin.about import __version__

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "CODE_OF_CONDUCT.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    """The shell commands of a document, without their comments."""
    lines = "".join(blocks(text, "bash")).splitlines()
    return [re.sub(r"\s+#.*", "", line) for line in lines]


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", text)


README = read("README.md")


# --- the two languages ---


def test_both_languages_give_the_same_commands():
    assert commands(README) == commands(read("README.zh-CN.md"))


def test_both_languages_give_the_same_code():
    english, chinese = (re.sub(r"#.*", "", "".join(blocks(read(name), "python"))) for name in READMES)
    assert english == chinese


def test_both_languages_have_the_same_shape():
    def shape(text: str) -> list[str]:
        return re.findall(r"^(?:#+ |\| `[^`]+`|- |!\[)", text, re.MULTILINE)

    english, chinese = map(read, READMES)
    assert shape(english) == shape(chinese)
    assert [link for link in links(english) if link not in READMES] == [
        link for link in links(chinese) if link not in READMES
    ]
    assert "README.zh-CN.md" in links(english)
    assert "README.md" in links(chinese)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document):
    for link in links(read(document)):
        assert link.startswith("https://") or (ROOT / link).exists(), link


# --- what it says is there; its commands run in tests/docs/test_docs_blocks.py ---


def test_every_command_is_told_of():
    from sanxin.cli.app import app

    known = {command.name for command in (*app.registered_commands, *app.registered_groups)}
    for document in READMES:
        assert set(re.findall(r"^\| `sanxin (\w+)", read(document), re.MULTILINE)) == known


def test_pictures_are_drawn_by_the_script():
    pictures = {link for link in links(README) if link.startswith("docs/images/")}
    assert pictures == {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "images").iterdir()}
    script = read("scripts/pictures.py")
    assert all(Path(picture).name in script for picture in pictures)
    svg = read("docs/images/extract.svg")
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", ""), "a picture asks nothing of the network"


# --- set-up: README, CI, CONTRIBUTING and constraints ---


def test_set_up_is_two_commands():
    first, second = (line for line in commands(README) if line.startswith("python3 -m venv"))
    assert first.endswith("sanxin extract corpus/samples")
    assert second.endswith("pytest")


def test_ci_runs_the_test_command(tmp_path):
    """With a python3 that fails, CI has printed the command of the README and fails as well."""
    (tmp_path / "python3").write_text("#!/bin/sh\necho python3 $@\nexit 3\n")
    (tmp_path / "python3").chmod(0o755)
    clone = tmp_path / "clone"
    (clone / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", clone / ".ci" / "run")
    shutil.copy(ROOT / "README.md", clone)
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    run = subprocess.run(
        ["bash", ".ci/run"], cwd=clone, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    second = [line for line in commands(README) if line.startswith("python3 -m venv")][1]
    assert run.stdout.splitlines() == [f"+ {second}", "python3 -m venv .venv"]
    assert run.returncode == 3


def test_ci_needs_a_command(tmp_path):
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    (tmp_path / "README.md").write_text("nothing to run\n")
    run = subprocess.run(["bash", ".ci/run"], cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert run.returncode == 2
    assert "README.md holds no line" in run.stderr


def test_contributing_names_the_checks():
    text = read("CONTRIBUTING.md")
    for tool in ("pytest", "ruff check", "ruff format --check", "mypy"):
        assert f".venv/bin/{tool}" in text


def pins() -> dict[str, Version]:
    lines = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    return {canonicalize_name(name): Version(version) for name, version in (line.split("==") for line in lines)}


def test_constraints_hold_what_setup_requires():
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"] + "\n" + setup["options.extras_require"]["test"]
    pinned = pins()
    for requirement in map(Requirement, filter(None, lines.split("\n"))):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_pre_commit_has_the_same_ruff():
    versions = set(re.findall(r"ruff==([\w.]+)", read(".pre-commit-config.yaml")))
    assert versions == {str(pins()["ruff"])}


def test_changelog_has_an_unreleased_part():
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert Version(__version__).is_devrelease or __version__ in headings[1]


def test_licence():
    assert read("LICENSE").startswith("MIT License\n")
