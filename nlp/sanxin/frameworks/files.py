"""Framework files: which ship, one by its name or path, one as TOML."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any

from sanxin import data
from sanxin.errors import DataError, OptionError
from sanxin.frameworks.model import Framework
from sanxin.frameworks.schema import faults_of, framework_of

#: The framework of a text that none is chosen for.
DEFAULT = "sanxin"
_FOLDER = "frameworks"
_SUFFIX = ".toml"


@cache
def shipped() -> Mapping[str, Framework]:
    """Return the frameworks of models/frameworks/ by name, the default first."""
    files = [file for file in data.model_files().joinpath(_FOLDER).iterdir() if file.name.endswith(_SUFFIX)]
    found = {}
    for file in sorted(files, key=lambda file: (file.name != DEFAULT + _SUFFIX, file.name)):
        framework = _parsed(f"models/{_FOLDER}/{file.name}", file.read_bytes())
        found[framework.name] = framework
    return found


@cache
def default() -> Framework:
    """Return the default framework; the others stay unread."""
    file = data.model_files().joinpath(_FOLDER, DEFAULT + _SUFFIX)
    return _parsed(f"models/{_FOLDER}/{DEFAULT}{_SUFFIX}", file.read_bytes())


def load_framework(name: str | PathLike[str] = DEFAULT) -> Framework:
    """Return a shipped framework by its name or an alias (sanxin, 三新三强), or that of a TOML file by its path.

    Raises:
        OptionError: There is no such name, or the file cannot be read.
        DataError: The file breaks the form of a framework; all faults at once.
    """
    wanted = str(name)
    if wanted == DEFAULT:
        return default()
    if wanted.endswith(_SUFFIX) or Path(wanted).is_file():
        return _parsed(wanted, _bytes(wanted))
    for framework in shipped().values():
        if wanted in (framework.name, *framework.aliases):
            return framework
    known = ", ".join(map(repr, shipped()))
    raise OptionError(f"{wanted!r} is no framework; there is {known}, or give a file that ends in .toml")


def check_framework(path: str | PathLike[str]) -> list[str]:
    """Return every fault of a framework file as `KEY: what is wrong; what to do`, none if it is sound.

    Raises:
        OptionError: The file cannot be read.
    """
    return _table_or_faults(_bytes(str(path)))[1]


def to_toml(framework: Framework) -> str:
    """Return a framework as a TOML file that `load_framework` reads back."""
    table = asdict(framework)
    lines = [*_values(table, ("name", "aliases", "source")), ""]
    if framework.keystone is not None:
        lines += _section("keystone", "[keystone]", table["keystone"])
    for key in ("goals", "pathways"):
        for row in table[key]:
            lines += _section(key, f"[[{key}]]", row)
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(key: str, head: str, row: Mapping[str, Any]) -> list[str]:
    lines = [head, *_values(row, [name for name in row if name != "passages"]), ""]
    for passage in row["passages"]:
        lines += [f"[[{key}.passages]]", *_values(passage, passage), ""]
    return lines


def _values(table: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    """Return a line for each key; an empty list is left out, but for the seed words, which wait to be filled."""
    lines = []
    for key in keys:
        value = table[key]
        if value in ((), "") and key != "seed_words":
            continue
        # A JSON text is a TOML text, but for DEL.
        lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f"))
    return lines


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise OptionError(f"{path}: {error.strerror or error}; give the path of a framework file (.toml)") from error


def _parsed(where: str, content: bytes) -> Framework:
    table, faults = _table_or_faults(content)
    if faults:
        raise DataError(where, faults)
    return framework_of(table)


def _table_or_faults(content: bytes) -> tuple[dict[str, Any], list[str]]:
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return {}, [f"byte {error.start}: is not UTF-8; save the file as UTF-8"]
    except tomllib.TOMLDecodeError as error:
        return {}, [f"TOML: {error}; mend it there"]
    except RecursionError:
        return {}, ["TOML: is nested too deeply; a framework has tables of lists of texts"]
    return table, faults_of(table)
