"""What a framework is: the pathways that a speech or a user sets up, the goals they serve, and its keystone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Where a speech says what a pathway, a goal or the keystone means: half-open offsets and the words there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """What the pathways are for: 强产争先."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    definition_words: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Pathway:
    """One way of the framework: 构建新产业.

    `definition_words` come from what defines it; `seed_words` are those by which it is known in other texts. `goals`
    are ids of the goals it serves.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    definition_words: tuple[str, ...] = ()
    seed_words: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Keystone:
    """The image that the whole framework is to build or hold up: 压舱石."""

    name: str
    aliases: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """Pathways with what belongs to them; `name` is what records carry, `source` says where it was set up."""

    name: str
    pathways: tuple[Pathway, ...]
    aliases: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    keystone: Keystone | None = None
    source: str = ""
