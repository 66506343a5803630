"""The vocabulary: what passes between the stages and what comes out.

Every `start`/`end` is a half-open code-point offset into `Document.text`, the text as read. Records are frozen; a stage
that learns more about one makes a new one with `dataclasses.replace`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from sanxin.errors import OptionError


class Status(StrEnum):
    """Is a quantity promised, reached, or merely named (annotation guide §2)?"""

    COMMITMENT = "commitment"
    ACHIEVEMENT = "achievement"
    REFERENCE = "reference"


class Comparator(StrEnum):
    """How the value bounds what it measures."""

    EQ = "eq"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    APPROX = "approx"
    RANGE = "range"


class Direction(StrEnum):
    """What the number measures, if it measures a change. None: it measures a level."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Modality(StrEnum):
    """How firmly a commitment is worded."""

    STRETCH = "stretch"
    SOFT = "soft"
    HARD = "hard"
    PLAIN = "plain"


class SloganKind(StrEnum):
    """What form a formulation has."""

    ABBREVIATION = "abbreviation"
    CAMPAIGN = "campaign"
    PARALLEL = "parallel"
    METAPHOR = "metaphor"


class Decoding(StrEnum):
    """Who says what an abbreviation stands for: the document itself, or the lexicon of conventional ones."""

    DOCUMENT = "document"
    LEXICON = "lexicon"


class Role(StrEnum):
    """What a clause does in the speech."""

    ACTION = "action"
    GOAL = "goal"
    ACHIEVEMENT = "achievement"
    OTHER = "other"


class Part(StrEnum):
    """What a body has to do with an action: it leads, it shares the charge, or it helps."""

    LEAD = "lead"
    SHARED = "shared"
    HELPER = "helper"


class SectionKind(StrEnum):
    """What a section is for: looking back, planning, or setting out what a formulation means."""

    REVIEW = "review"
    PLAN = "plan"
    DEFINE = "define"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the text as read."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words this span covers in `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, order=True)
class DocumentDate:
    """A date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, value: str) -> DocumentDate:
        """Read `2024`, `2024-03` or `2024-03-18`; raise OptionError for anything else."""
        parts = value.strip().split("-")
        shape = [len(part) for part in parts]
        digits = all(part.isascii() and part.isdigit() for part in parts)
        if digits and shape in ([4], [4, 2], [4, 2, 2]):
            numbers = [int(part) for part in parts]
            try:
                dt.date(*([*numbers, 1, 1])[:3])
            except ValueError:
                pass
            else:
                return cls(*numbers)
        raise OptionError(f"{value!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, for example 2024-03")

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text


@dataclass(frozen=True, slots=True)
class Facts:
    """What the text, its file name or its table row says about itself. None: it does not say.

    `level` is one of national, provincial, prefecture, county, township, unit.
    """

    title: str | None = None
    date: DocumentDate | None = None
    region: str | None = None
    level: str | None = None
    speaker: str | None = None
    occasion: str | None = None

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return None if self.date is None else self.date.year


@dataclass(frozen=True, slots=True, order=True)
class Furniture:
    """A stretch that belongs to the page and not to the speech; `kind` names what it is (header, glossary, ...)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    r"""One text as read, before any analysis.

    `id` is unique among the inputs of one run: the file's path below the folder that was given (or its name), with
    `#n` for row n of a table. `source` is what a person needs to find it again. `text` has no BOM and, for line ends,
    only `\n`.
    """

    id: str
    source: str
    text: str
    facts: Facts = Facts()
    furniture: tuple[Furniture, ...] = ()
    format: str = "text"
    encoding: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of its level or above.

    `level` counts from 1; `title` is the heading's words without its number's punctuation; `kind` is inherited from
    the section above where the heading itself does not say.
    """

    start: int
    end: int
    level: int
    title: str
    kind: SectionKind = SectionKind.OTHER
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression resolved to its first and last day; None where the text gives nothing to resolve it against.

    `rule` names the rule that read it. `open_start`: only the end is meant (年底前, 到2035年).
    """

    start: int
    end: int
    text: str
    first: dt.date | None
    last: dt.date | None
    rule: str
    open_start: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that measures or counts something, and all that the text says of it (annotation guide §1, §2).

    `low` and `high` are in `unit`, multipliers taken out; equal for a single value. `status_score` is the calibrated
    probability of `status`. `modality` is None unless the status is commitment; `modality_words` are the surface words
    that decided it. `rule` names the grammar rule that found it.
    """

    id: str
    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    unit: str
    dimension: str
    comparator: Comparator
    direction: Direction | None = None
    status: Status = Status.REFERENCE
    status_score: float = 0.0
    modality: Modality | None = None
    modality_words: tuple[str, ...] = ()
    deadline: dt.date | None = None
    indicator: Span | None = None
    indicator_name: str | None = None
    scope: str | None = None
    pathway: str | None = None
    sentence: Span = Span(0, 0)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Slogan:
    """A fixed formulation; its variants share `canonical`. `members` is None if the document does not say.

    `score` is the judge's probability that it is a slogan at all. `decoded` says who tells what an abbreviation stands
    for: the document, then `evidence` is the stretch that says so; else the lexicon, then `meaning` is what it
    conventionally stands for, which need not be what this document means.
    """

    id: str
    start: int
    end: int
    text: str
    canonical: str
    kind: SloganKind
    members: tuple[str, ...] | None = None
    score: float = 0.0
    decoded: Decoding | None = None
    meaning: tuple[str, ...] | None = None
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A body that the text makes responsible for something, where it is named."""

    start: int
    end: int
    text: str
    part: Part


@dataclass(frozen=True, slots=True)
class Action:
    """A clause of role action, goal or achievement, with what it does and the pathway it serves.

    `bodies` are all that the text makes responsible for it, the heaviest first; `actor` is the name of that one.
    """

    id: str
    start: int
    end: int
    text: str
    role: Role
    role_score: float = 0.0
    verb: str | None = None
    object: str | None = None
    actor: str | None = None
    pathway: str | None = None
    pathway_score: float = 0.0
    evidence: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    bodies: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """Everything extracted from one document: what `sanxin extract --what all` prints."""

    document: Document
    framework: str
    quantities: tuple[Quantity, ...] = ()
    slogans: tuple[Slogan, ...] = ()
    actions: tuple[Action, ...] = ()
    sections: tuple[Section, ...] = field(default=())

    @property
    def targets(self) -> tuple[Quantity, ...]:
        """The quantities that are promised."""
        return tuple(q for q in self.quantities if q.status is Status.COMMITMENT)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return the speech as a notebook shows it: the page of `sanxin show`, and what was found in it in a line."""
        from sanxin.pages import render  # the page is made of records: it knows this module, not the other way
        from sanxin.pages.notebook import bundle

        counts = f"{len(self.targets)} targets, {len(self.slogans)} slogans, {len(self.actions)} actions"
        return bundle(render(self), f"Speech: {self.document.facts.title or self.document.id}: {counts}")
