"""What a batch is run with: what decides the records of a document, and what a document may cost."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from sanxin.about import __version__
from sanxin.codebook import read_changes
from sanxin.data import model_files
from sanxin.frameworks import DEFAULT, load_framework
from sanxin.limits import limits
from sanxin.records import DocumentDate


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a batch. Values are plain, so that they cross the border of a process as JSON.

    `metadata` is the path of a table of facts by file name: what it says of a file is part of that file's key.
    `seconds` and `megabytes` bound what one document may take; they decide no record, and are not in the fingerprint.
    `analyser` names the module that has `load` and `analyse`.
    """

    framework: str = DEFAULT
    modality: str | None = None
    date: str | None = None
    text_column: str | None = None
    metadata: str | None = None
    seconds: float = field(default_factory=lambda: limits().document_seconds)
    megabytes: int = field(default_factory=lambda: limits().document_megabytes)
    analyser: str = "sanxin.analysis"

    def fingerprint(self) -> str:
        """Return the hash of all that decides the records: two runs with the same give the same records.

        Raises:
            OptionError, DataError: The framework, the codebook or the date cannot be.
        """
        from sanxin.analysis import AUTO_FRAMEWORK

        own = None if self.framework == AUTO_FRAMEWORK else asdict(load_framework(self.framework))
        parts: dict[str, Any] = {
            "version": __version__,
            "models": models_hash(),
            "framework": own,
            "modality": None if self.modality is None else read_changes(self.modality),
            "date": None if self.date is None else str(DocumentDate.parse(self.date)),
            "text_column": self.text_column,
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


@cache
def models_hash() -> str:
    """Return the hash of all rules, lexicons, frameworks and weights."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(model_files())):
        digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _files(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith((".py", ".pyc")):
            found.append((prefix + entry.name, entry))
    return found
