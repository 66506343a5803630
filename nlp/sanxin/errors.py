"""The one error tree. The library raises these; only the command line turns them into a line and an exit code.

SanxinError
├── InputError          a document or folder that cannot be used (carries `source`)
│   ├── UnreadableError     missing, no permission, broken container, binary
│   ├── EmptyError          read well, but holds no text
│   └── FormatError         a table without a text column, a format nobody knows
├── OptionError         a setting the caller chose that cannot be (a date that is none, an unknown framework)
├── OutputError         the result cannot be written where it was asked for
├── DataError           a rule, lexicon, framework or weights file that breaks its schema (carries every fault)
└── MissingDependencyError   an optional package is not installed (says the pip command)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Control characters move the cursor, bidirectional ones reorder the line: a name or words of a file must do neither.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class SanxinError(Exception):
    """Base of every error this toolkit raises on purpose."""


class InputError(SanxinError):
    """`SOURCE: what is wrong; what to do`, in one line whatever words of the input it quotes."""

    def __init__(self, source: str, problem: str, remedy: str) -> None:
        self.source = source
        self.problem = UNSAFE.sub(" ", problem)
        self.remedy = UNSAFE.sub(" ", remedy)
        super().__init__(UNSAFE.sub(" ", f"{source}: {problem}; {remedy}"))

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        # Exceptions cross process borders in batch runs; the default rebuilds from the message alone.
        return type(self), (self.source, self.problem, self.remedy)


class UnreadableError(InputError):
    """The bytes cannot be had or cannot be decoded into text."""


class EmptyError(InputError):
    """The document was read, but there is no text in it."""


class FormatError(InputError):
    """The file is sound but not of a form this toolkit takes text from."""


class OptionError(SanxinError):
    """A value given by the caller is none of those allowed; the message lists them."""


class OutputError(SanxinError):
    """The result could not be written."""


class DataError(SanxinError):
    """All faults of one data file, each with its path inside the file."""

    def __init__(self, file: str, faults: Sequence[str]) -> None:
        self.file = file
        self.faults = tuple(faults)
        super().__init__(f"{file}: " + "; ".join(self.faults))

    def __reduce__(self) -> tuple[type[DataError], tuple[str, tuple[str, ...]]]:
        return type(self), (self.file, self.faults)


class MissingDependencyError(SanxinError):
    """An optional part needs a package that is not installed."""

    def __init__(self, package: str, purpose: str, extra: str) -> None:
        self.package = package
        super().__init__(f"{purpose} needs {package}; install it with: pip install 'sanxin[{extra}]'")
