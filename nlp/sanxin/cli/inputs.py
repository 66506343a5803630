"""From the paths on the command line to speeches: read, analyse, and set aside what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import typer

from sanxin.cli.messages import Reporter
from sanxin.errors import DataError, EmptyError, InputError, MissingDependencyError, OptionError, UnreadableError
from sanxin.records import Document, DocumentDate, Speech

if TYPE_CHECKING:
    from sanxin.analysis import Analyser
    from sanxin.archive.store import Store
    from sanxin.reading import Metadata

T = TypeVar("T")
#: How many of many names a message lists.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """What the caller knows better than the documents."""

    date: DocumentDate | None = None
    framework: str = "sanxin"
    text_column: str | None = None
    modality: str | None = None
    metadata: Metadata | None = None


def only(found: Iterator[T], path: str, reporter: Reporter, wants: str) -> T:
    """Return the one thing that `path` gives; `wants` says why it must be one: "a page shows one"."""
    first = next(found, None)
    if first is None:
        if reporter.set_aside:
            raise typer.Exit(2)  # the input has said why
        raise EmptyError(path, "no document in it", "give a file with text in it")
    if next(found, None) is not None:
        raise OptionError(f"{path}: holds several documents and {wants}; name one file")
    return first


def not_empty(found: Iterator[T], reporter: Reporter, paths: Iterable[str]) -> Iterator[T]:
    """Yield what the paths give; if that is nothing, exit with 2 and leave no output."""
    yield from found
    if not reporter.documents:
        if reporter.set_aside:
            raise typer.Exit(2)  # each input has said why
        raise EmptyError(", ".join(paths), "no document in it", "give files with text in them")


def stores(paths: Iterable[str]) -> list[Store]:
    """Return those of the paths that are stores, opened."""
    from sanxin.archive.store import open_store

    held = []
    for path in paths:
        try:
            held.append(open_store(path))
        except UnreadableError:
            continue  # texts; reading them will tell what is wrong with them
    return held


def speeches(paths: Iterable[str], settings: Settings, reporter: Reporter) -> Iterator[Speech]:
    """Yield each document analysed, in the order of the paths; one that fails is reported and left out."""
    from sanxin import analysis

    analyser: Analyser | None = None
    for document in documents(paths, settings, reporter):
        # Only now: a wrong path is told at once, without waiting for the models.
        analyser = analyser or _loaded(settings)
        try:
            speech = analysis.analyse(analyser, document, date=settings.date)
        except (OptionError, DataError, MissingDependencyError):
            raise  # no fault of this document: every other would meet it too
        except InputError as error:
            reporter.skip(error)
        except Exception as error:  # a slip of ours over one document must not lose the others
            problem = f"the analysis failed ({type(error).__name__}: {error})"
            reporter.skip(UnreadableError(document.source, problem, "please report it with this file"))
        else:
            reporter.read(document.source, document.warnings)
            yield speech


def _loaded(settings: Settings) -> Analyser:
    from sanxin import analysis

    return analysis.load(framework=settings.framework, modality=settings.modality)


def documents(paths: Iterable[str], settings: Settings, reporter: Reporter) -> Iterator[Document]:
    """Yield the documents of every path; ids that two folders share are told apart by their sources."""
    from sanxin import reading

    if settings.metadata is not None:
        warn_of_columns(settings.metadata, reporter.warn)
    seen: set[str] = set()
    for path in dict.fromkeys(paths):
        try:
            found = reading.read(
                path,
                text_column=settings.text_column,
                metadata=settings.metadata,
                on_error=reporter.skip,
                on_skip=reporter.pass_over,
            )
            for document in found:
                unique = _unique(document, seen)
                seen.add(unique.id)
                yield unique
        except InputError as error:
            reporter.skip(error)
        except Exception as error:  # a slip of ours in one path must not lose the other paths
            problem = f"reading stopped ({type(error).__name__}: {error})"
            reporter.skip(UnreadableError(path, problem, "please report it; what follows in this path was not read"))
    if settings.metadata is not None:
        warn_of_files(settings.metadata, settings.metadata.unmatched, reporter.warn)


def warn_of_columns(metadata: Metadata, warn: Callable[[str], None]) -> None:
    """Name the columns of a table of metadata that are left out."""
    if metadata.unused:
        columns = ", ".join(metadata.unused)
        warn(f"{metadata.source}: columns that say nothing known here, left out: {columns}")


def warn_of_files(metadata: Metadata, unmatched: Sequence[str], warn: Callable[[str], None]) -> None:
    """Name the files of a table of metadata for which there was no document."""
    if unmatched:
        shown = ", ".join(unmatched[:_NAMED]) + (", ..." if len(unmatched) > _NAMED else "")
        warn(f"{metadata.source}: {len(unmatched)} of its files were not among the documents: {shown}")


def _unique(document: Document, seen: set[str]) -> Document:
    if document.id not in seen:
        return document
    twin, n = document.source, 2
    while twin in seen:
        twin, n = f"{document.source} ({n})", n + 1
    return replace(document, id=twin)
