"""Patterns from rule files: named parts put together, word lists turned into fast alternations, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sanxin.errors import DataError

_PART = re.compile(r"\{([a-z_]+)\}")


def trie_pattern(words: Iterable[str], *, gated: bool = False) -> str:
    """Return a pattern that matches the longest of `words`, sharing common beginnings.

    `元`, `元/吨`, `人`, `人次` → `(?:人(?:次)?|元(?:/吨)?)`: `re` tries a branch per first character, not one per word.
    `gated`: and none unless the first character is one of `(?=[人元])`; for long lists inside a greater pattern.
    """
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    gate = f"(?=[{re.escape(''.join(sorted(root)))}])" if gated else ""
    return gate + _branch(root)


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    choices = [re.escape(character) + _branch(rest) for character, rest in sorted(node.items()) if character]
    if not choices:
        return ""
    body = choices[0] if len(choices) == 1 else "|".join(choices)
    optional = "?" if "" in node else ""
    return f"(?:{body}){optional}"


def expand(pattern: str, parts: Mapping[str, str], where: str) -> str:
    """Replace every `{name}` in `pattern` by its part, parts of parts too; unknown names and loops are DataErrors."""
    for _ in range(8):
        names = set(_PART.findall(pattern))
        if not names:
            return pattern
        unknown = names - parts.keys()
        if unknown:
            raise DataError(
                where, [f"unknown part {{{name}}}; known: {', '.join(sorted(parts))}" for name in sorted(unknown)]
            )
        pattern = _PART.sub(lambda match: parts[match[1]], pattern)
    raise DataError(where, ["parts refer to one another in a loop"])


def compiled(pattern: str, parts: Mapping[str, str], where: str) -> re.Pattern[str]:
    """Expand and compile; a pattern `re` refuses is a DataError that says where it stands."""
    try:
        return re.compile(expand(pattern, parts, where))
    except re.error as error:
        raise DataError(where, [f"pattern does not compile: {error}"]) from error
