"""The texts that corrections are about: read again where they were read, and compared word for word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sanxin.errors import InputError, UnreadableError
from sanxin.reading import read
from sanxin.reading.metadata import names_of
from sanxin.records import Document
from sanxin.review.corrections import Correction
from sanxin.review.items import quote_hash, text_hash

Skip = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Corrected:
    """One document and what somebody said of its records."""

    document: Document
    corrections: tuple[Correction, ...]


def with_texts(corrections: Iterable[Correction], folder: Path | None, skip: Skip) -> Iterator[Corrected]:
    """Yield each corrected document with its text and those corrections that fit it.

    Args:
        corrections: Of any number of documents.
        folder: Where the texts are if they are no longer where they were read.
        skip: Told of a document whose text is not found, and of one that has changed; what fits it still is used.
    """
    by_document: dict[tuple[str, str], list[Correction]] = {}
    for each in corrections:
        by_document.setdefault((each.path, each.document), []).append(each)
    for (path, name), these in by_document.items():
        try:
            document = _found(path, name, these[0].sha256, folder)
        except InputError as error:
            skip(error)
            continue
        fitting = tuple(_fitting(document, these, skip))
        if fitting:
            yield Corrected(document, fitting)


def _found(path: str, name: str, sha256: str, folder: Path | None) -> Document:
    """Return the document that was reviewed, or what has become of it; raise UnreadableError where there is neither."""
    changed = None
    for file in _places(path, name, folder):
        # A member of an archive and a row of a table are found in the file that holds them.
        for document in read(file, on_error=lambda _: None):
            if str(Path(document.source).absolute()) == path or _same(document.id, name):
                if text_hash(document.text) == sha256:
                    return document
                changed = changed or document
    if changed is not None:
        return changed
    problem = "the text that was reviewed is not there" + (f", nor in {folder}" if folder is not None else "")
    raise UnreadableError(path, problem, "name the folder of the texts with --texts")


def _same(identity: str, name: str) -> bool:
    """Tell whether two names end in the same file and row: `a/x.csv#3` and `x.csv#3`, but not `x.csv#4`."""
    row = [one.partition("#")[2] for one in (identity, name)]
    return row[0] == row[1] and Path(identity.partition("#")[0]).name == Path(name.partition("#")[0]).name


def _places(path: str, name: str, folder: Path | None) -> Iterator[Path]:
    """Yield the files that may hold the document: where it was read, then those of its name in the folder."""
    for whole in dict.fromkeys((Path(path), Path(path.rpartition("#")[0] or path))):
        yield from (place for place in (whole, *whole.parents) if place.is_file())
    if folder is None:
        return
    for known in names_of(name):
        if known and (folder / known).is_file():
            yield folder / known
    wanted = Path(name.partition("#")[0]).name
    yield from sorted(file for file in folder.rglob("*") if file.name == wanted and file.is_file())


def _fitting(document: Document, corrections: Sequence[Correction], skip: Skip) -> Iterator[Correction]:
    """Yield the corrections whose words stand where they stood, and tell of the others in one line."""
    text = document.text
    kept = [each for each in corrections if quote_hash(text[each.start : each.end]) == each.quote]
    digest = text_hash(text)
    if any(each.sha256 != digest for each in corrections):
        lost = len(corrections) - len(kept)
        problem = f"has changed since the review: {lost} of {len(corrections)} corrections no longer fit its words" + (
            ", the others are used" if kept and lost else "" if lost else "; all are used"
        )
        skip(UnreadableError(document.source, problem, "review it anew, or give the text of then with --texts"))
    elif len(kept) < len(corrections):
        lost_places = ", ".join(each.place for each in corrections if each not in kept)
        problem = f"is not corrected by {lost_places}: the key is not that of its words"
        skip(UnreadableError(document.source, problem, "keep the column key as sanxin review wrote it"))
    yield from kept
