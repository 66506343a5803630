"""What people read, in their language: messages, headings of tables and help, by the catalogue `zh.toml`.

The library writes English, and so do files: whatever programs read stays as it is. Only here, at the door, a line is
looked up by its template, so that no module need know of languages:

    "{0} records reviewed" = "已复核 {0} 条记录"

The English is a line with numbers in the place of what varies. `{1:words}` in the Chinese: what stands there is looked
up in its turn. What is not in the catalogue stays English.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from sanxin.errors import DataError, InputError, OptionError, SanxinError

ENGLISH, CHINESE = "en", "zh"
#: The variables that name a locale; the first that is set counts, as for every program.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
#: Cells of a line of help, of that of an option, and of a command among others.
_HELP, _OPTION, _SHORT = 78, 48, 64

#: What no line ends inside: a Latin word, a character; with the marks that no line begins with.
_PIECE = re.compile(r"(?:[!-~]+|.)[，。；：、！？）”]*", re.DOTALL)

_spoken = ENGLISH


def choose(arguments: Sequence[str]) -> list[str]:
    """Take `--lang LANGUAGE` out of the arguments, wherever it stands; without it the locale says."""
    global _spoken
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    wanted = None
    for place, word in enumerate(rest[:end]):
        if word == "--lang" and place + 1 < end:
            wanted = rest[place + 1]
            del rest[place : place + 2]
            break
        if word.startswith("--lang="):
            wanted = word.partition("=")[2]
            del rest[place]
            break
    if wanted is not None and wanted not in (ENGLISH, CHINESE):
        raise OptionError(f"--lang {wanted}: there is {ENGLISH}, {CHINESE}")
    _spoken = wanted or _of_locale()
    return rest


def _of_locale() -> str:
    locale = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return CHINESE if locale.lower().startswith(CHINESE) and _can_be_shown() else ENGLISH


def _can_be_shown() -> bool:
    """Tell whether stderr has Chinese characters: a terminal in ASCII would show escapes."""
    try:
        catalogue()["messages"]["error: {0}"].encode(sys.stderr.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def words(line: str) -> str:
    """Return a line in the language spoken: `3 documents` and, in Chinese, `3 篇文稿`."""
    return line if _spoken == ENGLISH else _looked_up(line)


def filled(template: str, *values: object) -> str:
    """Return a template in the language spoken with these values: `filled("error: {0}", "no such file")`."""
    if _spoken == ENGLISH:
        return template.format(*values)
    return _Filling().vformat(_fixed().get(template, template), values, {})


def heading(name: str) -> str:
    """Return the heading of a column in the language spoken; fields have the names that pages give them."""
    if _spoken == ENGLISH:
        return name
    from sanxin.pages.cards import labels

    return labels("field").get(name) or catalogue()["headings"].get(name, name)


def label(name: str, group: str) -> str:
    """Return a label (commitment) in the language spoken, by the names that pages give them."""
    if _spoken == ENGLISH:
        return name
    from sanxin.pages.cards import labels

    return labels(group).get(name, name) if group else name


def of_error(error: SanxinError) -> str:
    """Return the line of an error in the language spoken: names of files and values stay."""
    match error:
        case InputError():
            return filled("{0}: {1}; {2}", error.source, error.problem, error.remedy)
        case DataError():
            return f"{error.file}: " + words("; ").join(map(words, error.faults))
    return words(str(error))


# ---- the catalogue ----


@dataclass(frozen=True, slots=True)
class _Template:
    """An English line as the pieces between what varies, and its Chinese."""

    pieces: tuple[str, ...]
    chinese: str

    def match(self, line: str) -> tuple[str, ...] | None:
        """Return what stands between the pieces, each where it comes first; None if the line is another."""
        first, *rest = self.pieces
        if not line.startswith(first) or not line.endswith(self.pieces[-1]):
            return None
        at = len(first)
        found = []
        for n, piece in enumerate(rest):
            last = n == len(rest) - 1
            next_at = len(line) - len(piece) if last else line.find(piece, at)
            if next_at < at:
                return None
            found.append(line[at:next_at])
            at = next_at + len(piece)
        return tuple(found) if at == len(line) else None


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return zh.toml: English to Chinese, for each of messages, headings and help."""
    return tomllib.loads(files("sanxin.cli").joinpath("zh.toml").read_text(encoding="utf-8"))


@cache
def _fixed() -> Mapping[str, str]:
    return {**catalogue()["help"], **catalogue()["messages"]}


@cache
def _templates() -> Sequence[_Template]:
    """Return the messages in which something varies, those that say the most first."""
    found = []
    for english, chinese in catalogue()["messages"].items():
        pieces = [""]
        for literal, field, _, _ in Formatter().parse(english):
            pieces[-1] += literal
            if field is not None:
                pieces.append("")
        if len(pieces) > 1:
            found.append(_Template(tuple(pieces), chinese))
    return sorted(found, key=lambda template: -sum(map(len, template.pieces)))


def _looked_up(line: str) -> str:
    exact = _fixed().get(line)
    if exact is not None:
        return exact
    for template in _templates():
        values = template.match(line)
        if values is not None:
            return _Filling().vformat(template.chinese, values, {})
    return line


class _Filling(Formatter):
    """Puts values in the place of their numbers; `{1:words}` looks the value up first."""

    def format_field(self, value: Any, spec: str) -> str:
        return _looked_up(str(value)) if spec == "words" else str(value)


# ---- help ----


def translate_help(command: Any) -> None:
    """Put the help of a command, of its options and of the commands below it into the language spoken."""
    if _spoken == ENGLISH:
        return
    if command.help:
        paragraphs = [words(" ".join(part.split())) for part in command.help.split("\n\n")]
        command.short_help = _wrapped(paragraphs[0], _SHORT)
        command.help = "\n\n".join(_wrapped(part, _HELP) for part in paragraphs)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _wrapped(words(parameter.help), _OPTION)
    for below in getattr(command, "commands", {}).values():
        translate_help(below)


def _wrapped(text: str, cells: int) -> str:
    r"""Return a paragraph in lines of so many cells; after `\b` no program breaks them again (it would at blanks)."""
    lines, used = [""], 0
    for piece in _PIECE.findall(text):
        width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in piece)
        if used + width > cells:
            lines, used = [*lines, ""], 0
        lines[-1] += piece
        used += width
    return "\b\n" + "\n".join(line.strip() for line in lines)
