"""From a document to its speech: all stages one after the other, over one set of layers.

`pipeline` runs the same stages as components of a spaCy Language, for those who want Docs; the records are the same.
Here spaCy is not even imported: that is most of the start-up, and half of the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from os import PathLike

from sanxin.actions import find_actions
from sanxin.codebook import Codebook, codebook, read_changes
from sanxin.collecting import no_collection
from sanxin.frameworks import DEFAULT as DEFAULT_FRAMEWORK
from sanxin.frameworks import Framework, induce_from, load_framework
from sanxin.layers import Layers
from sanxin.no_targets import with_no_targets
from sanxin.quantities import find_quantities
from sanxin.records import Action, Document, DocumentDate, Period, Quantity, Slogan, Speech
from sanxin.segment import words_and_tags
from sanxin.slogans import find_slogans
from sanxin.slogans.words import Words
from sanxin.structure import Structure, read_structure
from sanxin.targets import judge_quantities
from sanxin.times import find_times
from sanxin.traditional import as_written, simplified
from sanxin.words import tagged

#: The framework that a speech sets up itself, else the default.
AUTO_FRAMEWORK = "auto"


@dataclass(frozen=True, slots=True)
class Analyser:
    """What `load` returns and `analyse` takes: the framework that counts, and which words are hard and which soft.

    `own_first`: a framework that the speech sets up itself comes before `framework`.
    """

    framework: Framework
    own_first: bool
    book: Codebook


def load(
    framework: str | PathLike[str] = DEFAULT_FRAMEWORK, *, modality: str | PathLike[str] | None = None
) -> Analyser:
    """Return what `analyse` needs.

    Args:
        framework: Name of a shipped framework, the path of a TOML file, or `auto`: what the speech itself sets up, else
            the default.
        modality: A TSV (word, modality, place) whose rows replace or add words of models/lexicons/modality.tsv.

    Raises:
        OptionError: There is no such framework, or a file cannot be read.
        DataError: A file breaks its form.
    """
    changes = read_changes(modality) if modality is not None else []
    return Analyser(chosen(str(framework)), str(framework) == AUTO_FRAMEWORK, codebook(changes))


def chosen(framework: str) -> Framework:
    """Return the framework of that name or file; of `auto` the one for speeches that set up none."""
    return load_framework(DEFAULT_FRAMEWORK if framework == AUTO_FRAMEWORK else framework)


@no_collection()
def analyse(analyser: Analyser, document: Document, *, date: DocumentDate | None = None) -> Speech:
    """Return everything extracted from `document`; `date` overrides what the document says of itself."""
    text = simplified(document.text)
    # The stages see simplified characters; what they find is given back as written.
    seen = document if text is document.text else replace(document, text=text)
    layers = find_layers(seen, date or document.facts.date)
    layers = replace(layers, quantities=judged(layers, analyser.book))
    structure = layers.structure
    slogans = slogans_of(layers)
    framework = followed(analyser.framework, analyser.own_first, seen, structure, slogans)
    actions = tuple(find_actions(layers, framework))
    speech = Speech(
        document=seen,
        framework=framework.name,
        quantities=with_pathways(layers.quantities, actions),
        slogans=slogans,
        actions=actions,
        sections=structure.sections,
    )
    return speech if seen is document else as_written(speech, document)


def find_layers(document: Document, date: DocumentDate | None) -> Layers:
    """Return the layers of a text that are found and not judged: structure, words, times and measures."""
    text = document.text
    times = tuple(find_times(text, date))
    return Layers(
        document=document,
        date=date,
        structure=structure_of(document, date),
        words=tagged(*words_and_tags(text)),
        times=times,
        measures=find_quantities(text, blocked(document, times)),
    )


def structure_of(document: Document, date: DocumentDate | None) -> Structure:
    """Return the headings, sentences and clauses of a text."""
    return read_structure(document.text, document.furniture, date.year if date is not None else None)


def judged(layers: Layers, book: Codebook) -> tuple[Quantity, ...]:
    """Return the quantities with everything that is said of them, and what the text says to set no target for."""
    return tuple(with_no_targets(layers, judge_quantities(layers, book)))


def slogans_of(layers: Layers) -> tuple[Slogan, ...]:
    """Return the slogans of a text."""
    document, structure = layers.document, layers.structure
    words = Words.of_tagged(document.text, layers.words)
    return tuple(find_slogans(document.text, structure.sentences, structure.clauses, document.furniture, words))


def followed(
    framework: Framework, own_first: bool, document: Document, structure: Structure, slogans: Sequence[Slogan]
) -> Framework:
    """Return the framework whose pathways count: that which the speech sets up, if it comes first, else `framework`."""
    own = induce_from(document, structure, slogans) if own_first else None
    return own or framework


def blocked(document: Document, times: Iterable[Period]) -> list[Period]:
    """Return the stretches where no quantity may stand: times and page furniture, in order, none overlapping."""
    chrome = [
        Period(piece.start, piece.end, "", None, None, piece.kind)
        for piece in document.furniture
        if piece.kind != "glossary"
    ]
    merged: list[Period] = []
    for period in sorted([*times, *chrome], key=lambda period: (period.start, -period.end)):
        if not merged or period.start >= merged[-1].end:
            merged.append(period)
    return merged


def with_pathways(quantities: Iterable[Quantity], actions: Sequence[Action]) -> tuple[Quantity, ...]:
    """Return the quantities with the pathways of the actions that they stand in."""
    pathway = {quantity: action.pathway for action in actions for quantity in action.quantities}
    return tuple(
        quantity if quantity.pathway == (way := pathway.get(quantity.id)) else replace(quantity, pathway=way)
        for quantity in quantities
    )
