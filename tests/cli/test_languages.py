"""Chinese: every line that the toolkit says is in the catalogue, and said where it should be."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import typer
from spoken import spoken

from sanxin.cli import languages, scores, terminal
from sanxin.cli.app import app
from sanxin.cli.doctor import _SHOWN
from sanxin.cli.languages import CHINESE, ENGLISH, catalogue, filled, heading, label, of_error, words
from sanxin.doctor import State, examine
from sanxin.errors import DataError, FormatError, MissingDependencyError, UnreadableError
from sanxin.pages.cards import labels

#: Lines that no source of ours holds as a whole.
OTHERS = {
    "typer and click": {
        "Missing command",
        "Missing argument '{0}'",
        "Missing option '{0}'",
        "No such command '{0}'",
        "No such option: {0}",
        "No such option: {0} Did you mean {1}?",
        "No such option: {0} (Possible options: {1})",
        "Option '{0}' requires an argument",
        "Got unexpected extra argument({0}) ({1})",
        "Got unexpected extra argument ({0})",
        "Got unexpected extra arguments ({0})",
        "Invalid value for '{0}': {1}",
        "Value error, {0} is not one of {1}",
        "{0} is not one of {1}",
        "{0} is not a valid integer",
        "{0} is not a valid float",
        "{0} is not in the range {1}",
        "Input should be a valid integer, unable to parse string as an integer",
        "Input should be a valid number, unable to parse string as a number",
        "Input should be less than or equal to {0}",
        "Input should be greater than or equal to {0}",
    },
    "counted": {
        f"{number} {noun}" for number in ("{0}", "no")
        for noun in ("targets", "quantities", "slogans", "actions")
    } | {"{0} target", "{0} quantitie", "{0} slogan", "{0} action"},
    "nouns": {"targets", "quantities", "slogans", "actions", "records", "records to review"},
    "frames": {"{0}: {1}; {2}", "; ", "{0} needs {1}; install it with: {2}"},
    "reasons": {"a page shows one"},
    "states": set(State),
}  # fmt: skip
#: What is a command in any language.
COMMANDS = ("apt install ", "pip install ")


def others() -> set[str]:
    return {str(line) for lines in OTHERS.values() for line in lines}


@pytest.fixture
def chinese(monkeypatch) -> Iterator[None]:
    languages.choose(["--lang", CHINESE])
    yield
    languages.choose(["--lang", ENGLISH])


# ---- the catalogue ----


@pytest.mark.parametrize("english", [line for line in spoken() if not line.startswith(COMMANDS)])
def test_every_message_is_translated(english) -> None:
    assert english in catalogue()["messages"], f"said by {spoken()[english]}; add it to cli/zh.toml"


def test_no_translation_is_of_what_nobody_says() -> None:
    names = {each.name for each in examine()} | {each.purpose for each in examine()} | {
        each.remedy for each in examine()
    }  # fmt: skip
    from sanxin.doctor import _EXTRAS
    from sanxin.explore.pictures import FONT_REMEDY

    names |= {*_EXTRAS.values(), FONT_REMEDY}
    assert set(catalogue()["messages"]) - set(spoken()) - others() - names == set()


def helps(command=None) -> Iterator[str]:
    command = command or typer.main.get_command(app)
    yield from (" ".join(part.split()) for part in (command.help or "").split("\n\n") if part)
    yield from (parameter.help for parameter in command.params if getattr(parameter, "help", None))
    for below in getattr(command, "commands", {}).values():
        yield from helps(below)


@pytest.mark.parametrize("english", sorted(set(helps())))
def test_every_help_is_translated(english) -> None:
    assert english in catalogue()["help"]


def test_no_help_is_left_over() -> None:
    assert set(catalogue()["help"]) - set(helps()) == set()


def heads() -> set[str]:
    """The headings of all tables for people."""
    columns = {column.head for columns in terminal._COLUMNS.values() for column in columns if column.head}
    tree = ast.parse(Path(scores.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "_grid"]
    scored = {given.value for call in calls for given in call.args if isinstance(given, ast.Constant)}
    return columns | scored | {"sentence", *_SHOWN}


@pytest.mark.parametrize("english", sorted(heads()))
def test_every_heading_is_translated(english) -> None:
    assert english in labels("field") or english in catalogue()["headings"]


def test_no_heading_is_left_over() -> None:
    assert set(catalogue()["headings"]) - heads() == set()


def fields(template: str) -> list[str]:
    return sorted({field for _, field, _, _ in Formatter().parse(template) if field is not None})


@pytest.mark.parametrize(("english", "chinese"), sorted(catalogue()["messages"].items()))
def test_what_varies_agrees(english, chinese) -> None:
    optional = ["0"] if english.startswith("Got unexpected extra argument({0})") else []
    assert [field for field in fields(english) if field not in optional] == fields(chinese)
    assert all(spec in ("", "words") or "task" in english for _, _, spec, _ in Formatter().parse(chinese) if spec)


# ---- which language ----

SPOKEN = {
    "an option": (["--lang", "zh", "extract"], {}, ["extract"], "zh"),
    "an option at the end": (["extract", "--lang=zh"], {}, ["extract"], "zh"),
    "a locale": (["extract"], {"LANG": "zh_CN.UTF-8"}, ["extract"], "zh"),
    "the first variable that is set": (["extract"], {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, ["extract"], "en"),
    "an empty one is not set": (["extract"], {"LC_ALL": "", "LANG": "zh_TW.UTF-8"}, ["extract"], "zh"),
    "messages only": (["extract"], {"LC_MESSAGES": "zh_CN", "LANG": "de_DE"}, ["extract"], "zh"),
    "an option over the locale": (["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, [], "en"),
    "no locale": (["extract"], {}, ["extract"], "en"),
    "an argument that looks like it": (["query", "--", "--lang", "zh"], {}, ["query", "--", "--lang", "zh"], "en"),
}


@pytest.mark.parametrize(("arguments", "environment", "rest", "language"), SPOKEN.values(), ids=SPOKEN)
def test_which_language(monkeypatch, arguments, environment, rest, language) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert languages.choose(arguments) == rest
    assert words("is empty") == ("is empty" if language == "en" else catalogue()["messages"]["is empty"])
    languages.choose(["--lang", ENGLISH])


def test_a_terminal_without_chinese_characters_gets_english(monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with open(os.devnull, "w", encoding="ascii") as terminal:  # noqa: PTH123 - no file, a stand-in for a terminal
        monkeypatch.setattr("sys.stderr", terminal)
        languages.choose([])
        assert words("is empty") == "is empty"
        languages.choose(["--lang", "zh"])
        assert words("is empty") != "is empty"
    languages.choose(["--lang", ENGLISH])


def test_a_language_that_is_not_there(command) -> None:
    run = command("--lang", "fr", "extract")
    assert (run.code, run.err) == (2, ["sanxin: error: --lang fr: there is en, zh"])


# ---- lines ----

LINES = {
    "nothing varies": ("is empty", "是空文件"),
    "something varies": ("is larger than 20 MB", "大于 20 MB"),
    "a part is looked up": (
        "2 documents read, 7 targets, 1 set aside, 3 skipped (no format with text)",
        "读了 2 篇文稿，7 条承诺指标，搁置 1，略过 3（不是含文字的格式）",
    ),
    "names stay": ("is empty/is empty: columns that say nothing known here, left out: targets, b",
                   "is empty/is empty：不认识的列已略去：targets, b"),
    "the words of others stay": ("something of a library", "something of a library"),
    "the order may differ": ("12 documents (2 of them duplicates) in store/", "store/ 中有 12 篇文稿（其中重复 2 篇）"),
}  # fmt: skip


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(("english", "said"), LINES.values(), ids=LINES)
def test_lines(english, said) -> None:
    assert words(english) == said


@pytest.mark.usefixtures("chinese")
def test_errors() -> None:
    assert of_error(UnreadableError("a: b; c.txt", "has a password", "split it")) == "a: b; c.txt：有密码；请拆分"
    assert of_error(FormatError("x", "has no column 'y'", "new to us")) == "x：没有 'y' 列；new to us"
    assert of_error(DataError("f.csv", ["row 3 (甲): verdict 'z' is none of right, wrong", "and 4 more faults"])) == (
        "f.csv: 第 3 行（甲）：verdict 'z' 不在 right, wrong 之中；另有 4 处错误"
    )
    needs = of_error(MissingDependencyError("polars", "polars()", "polars"))
    assert needs == "polars() 需要 polars；安装：pip install 'sanxin[polars]'"


@pytest.mark.usefixtures("chinese")
def test_long_lines_are_looked_up_in_linear_time() -> None:
    assert words("x: " * 200_000).startswith("x: ")


def test_english_is_given_as_it_is() -> None:
    assert (words("is empty"), heading("value"), label("commitment", "status")) == ("is empty", "value", "commitment")
    assert filled("error: {0}", "a {0} b") == "error: a {0} b"


# ---- commands ----


def test_a_run_in_chinese(command, speech_file) -> None:
    run = command("--lang", "zh", "extract", speech_file, "--format", "table")
    assert run.code == 0
    assert "2 条承诺指标" in run.out.splitlines()[1]
    assert run.out.splitlines()[2].split() == ["数值", "指标", "期限", "力度", "原句"]
    assert run.err == ["sanxin: 读了 1 篇文稿，2 条承诺指标，搁置 0"]


def test_files_stay_english(command, speech_file) -> None:
    english = command("extract", speech_file, "--format", "csv")
    chinese = command("extract", speech_file, "--format", "csv", "--lang", "zh")
    assert chinese.out == english.out
    record = json.loads(command("--lang", "zh", "extract", speech_file).out.splitlines()[0])
    assert record["status"] == "commitment"


USAGE = {
    "a command": (["frob"], "没有 frob 这个命令；用法见：sanxin --help"),
    "an option": (["extract", "--frob"], "没有 --frob 这个选项；用法见：sanxin extract --help"),
    "an argument": (["extract"], "缺少参数 PATH；用法见：sanxin extract --help"),
    "a value": (["extract", "--what", "frob", "x"], "--what 的值不对：'frob' 不在 'targets'"),
    "a file": (["extract", "nothing.txt"], "nothing.txt：没有这个文件或文件夹；请检查路径"),
}


@pytest.mark.parametrize(("arguments", "line"), USAGE.values(), ids=USAGE)
def test_wrong_usage(command, arguments, line) -> None:
    run = command("--lang", "zh", *arguments)
    assert (run.code, len(run.err)) == (2, 1)
    assert run.err[0].startswith(f"sanxin: 错误：{line}")


def test_help_fits_the_terminal() -> None:
    environment = os.environ | {"LC_ALL": "zh_CN.UTF-8", "COLUMNS": "80", "PYTHONUTF8": "1"}
    for arguments in ([], ["extract"], ["review"]):
        program = [sys.executable, "-m", "sanxin", *arguments, "--help"]
        run = subprocess.run(program, capture_output=True, encoding="utf-8", env=environment)
        assert run.returncode == 0
        assert " ".join(["sanxin", *arguments]) in run.stdout.splitlines()[0]
        assert "写入文件" in run.stdout or "退出码" in run.stdout or "写出记录" in run.stdout
        told = [line for line in run.stdout.splitlines() if not line.isascii()]
        assert [line for line in told if sum(1 + (ord(c) > 0x2E7F) for c in line) > 90] == []
