"""Every block of code in the pages runs and prints what the page says; see scripts/blocks.py."""

from __future__ import annotations

import re

import blocks
import pytest

#: Blocks that are data, or what a reader sees elsewhere.
DATA = {"", "text", "toml", "tsv", "csv", "json", "yaml", "bibtex"}
PAGES = blocks.pages()
#: Its commands and programs are those of README.md (tests/test_readme.py).
SAME = "README.zh-CN.md"


def name(page) -> str:
    return page.relative_to(blocks.ROOT).as_posix()


def of(page) -> list[blocks.Block]:
    return blocks.blocks(page.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return blocks.make_store(tmp_path_factory.mktemp("common"))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != SAME and any(block.runs for block in of(page))], ids=name
)
def test_the_blocks_of_a_page_run(page, tmp_path, store):
    reader = blocks.prepared(tmp_path, page.read_text(encoding="utf-8"), store)
    for block in filter(lambda block: block.runs, of(page)):
        printed = reader.run(block)
        for said in filter(None, (block.printed, remark(block))):
            assert blocks.agrees(said, printed), f"line {block.line} prints (write anew: scripts/blocks.py)\n{printed}"
        for file in re.findall(r"(?:-o|>) ([\w.]+)", block.code if block.language == "bash" else ""):
            assert (tmp_path / file).stat().st_size, file


def remark(block: blocks.Block) -> str | None:
    """What a Python block says that its last line prints: `print(1 + 1)  # 2`."""
    said = re.search(r"^print\(.*\)  # (.+)\n\Z", block.code, re.MULTILINE)
    return f"{blocks.LEFT_OUT}\n{said[1]}\n" if said and block.language == "python" else None


def test_few_are_not_run():
    left_out = [(name(page), block.reason) for page in PAGES for block in of(page) if block.reason]
    assert len(left_out) <= 16
    assert all(len(reason.split()) > 1 for _, reason in left_out)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_block_runs_or_is_data(page):
    unknown = {block.language for block in of(page) if not block.runs and block.reason is None} - DATA
    assert {language for language in unknown if not language.startswith("{")} == set()
