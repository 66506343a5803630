"""The documentation builds without a warning and without the network, and says something of all that users see."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import generated
import pytest
import typer

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

OFFLINE = (
    "import socket, sys; socket.socket.connect = None; from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The pages as HTML."""
    for package in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(package)
    target = tmp_path_factory.mktemp("site")
    run = subprocess.run(
        [sys.executable, "-c", OFFLINE, "-W", "-n", "-q", "--keep-going", str(DOCS), str(target)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return target


def text_of(page: Path) -> str:
    """The words of a page, without its side bars."""
    main = page.read_text(encoding="utf-8").split('role="main"', 1)[1].split("</article>", 1)[0]
    return html.unescape(re.sub(r"<[^>]+>", "", main))


def test_it_builds_without_a_warning(site):
    assert (site / "index.html").is_file()


def test_links_inside_lead_somewhere(site):
    pages = {page: page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    anchors = {page: set(re.findall(r'\bid="([^"]+)"', words)) for page, words in pages.items()}
    broken = []
    for page, words in pages.items():
        for link in map(html.unescape, re.findall(r'(?:href|src)="([^"]+)"', words)):
            if re.match(r"(?:https|mailto|data):", link):
                continue
            path, _, anchor = unquote(link).partition("#")
            target = (page.parent / path.split("?")[0]).resolve() if path else page
            if not target.is_file() or (anchor and target in anchors and anchor not in anchors[target]):
                broken.append((page.relative_to(site).as_posix(), link))
    assert broken == []


def test_the_site_asks_for_nothing_of_the_network(site):
    loads = re.compile(
        r'<(?:script|img|iframe)[^>]+src="(?:https?:)?//|<link[^>]+rel="stylesheet"[^>]+href="(?:https?:)?//'
    )
    assert [page.name for page in site.rglob("*.html") if loads.search(page.read_text(encoding="utf-8"))] == []


# --- nothing that users see is left out ---


@pytest.mark.parametrize("path", [path for path, _ in generated.walk()])
def test_command_is_documented(site, path):
    command = dict(generated.walk())[path]
    page = site / "reference" / "commands.html"
    words = text_of(page)
    assert command.help
    assert f'id="{path.replace(" ", "-")}"' in page.read_text(encoding="utf-8")
    for parameter in command.params:
        assert parameter.help, parameter.name
        assert all(name in words for name in parameter.opts if name.startswith("-"))


@pytest.mark.parametrize("name", [name for names in generated.public().values() for name in names])
def test_public_name_is_documented(site, name):
    assert f'id="{name}"' in (site / "reference" / "api.html").read_text(encoding="utf-8")
    assert generated.named(name).__doc__


def test_an_option_without_help_fails():
    command = typer.main.get_command(silent())
    with pytest.raises(generated.UndocumentedError, match="sanxin silent --loud has no help"):
        generated._command("sanxin silent", command)


def silent() -> typer.Typer:
    app = typer.Typer()

    @app.command()
    def command(loud: bool = typer.Option(False, "--loud")) -> None:
        """Do nothing."""

    return app


def test_a_column_without_a_meaning_fails(monkeypatch):
    from sanxin.tables import Column

    monkeypatch.setattr(generated, "tables", lambda: {"panel": [Column("colour")]})
    with pytest.raises(generated.UndocumentedError, match="the column colour of panel"):
        generated.columns("panel")


def test_no_meaning_is_left_over():
    known = {(table, column.name) for table, columns in generated.tables().items() for column in columns}
    names = {name for _, name in known}
    rows = generated._rows(DOCS / "reference" / "columns.tsv")
    assert [row for row in rows if row["table"] == "*" and row["column"] not in names] == []
    assert [row for row in rows if row["table"] != "*" and (row["table"], row["column"]) not in known] == []
