"""The spaCy pipeline: `load()` gives a Language whose components lay one layer after the other on a Doc.

Every component calls the stage of its name; what it found goes into `doc._` (records) and `doc.spans` (spaCy spans).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from os import PathLike
from types import MappingProxyType
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from sanxin import analysis
from sanxin.actions import find_actions
from sanxin.analysis import (
    AUTO_FRAMEWORK,
    Analyser,
    blocked,
    chosen,
    followed,
    judged,
    slogans_of,
    structure_of,
    with_pathways,
)
from sanxin.codebook import codebook, read_changes
from sanxin.frameworks import DEFAULT as DEFAULT_FRAMEWORK
from sanxin.layers import Layers
from sanxin.quantities import find_quantities
from sanxin.records import Action, Document, DocumentDate, Quantity, Slogan, Speech, Status
from sanxin.structure import Structure
from sanxin.times import find_times
from sanxin.traditional import as_written, simplified
from sanxin.words import tagged

TOKENIZER = "sanxin.jieba.v1"
#: The stages that find; what they find is judged by the stages after them.
FINDERS = ("sanxin_structure", "sanxin_times", "sanxin_quantities")
COMPONENTS = (*FINDERS, "sanxin_targets", "sanxin_slogans", "sanxin_framework", "sanxin_actions")
#: Where one component leaves the layers for the next, as `doc.user_data`.
_LAYERS = "sanxin_layers"

_NO_SETTINGS: Mapping[str, dict[str, Any]] = MappingProxyType({})

#: doc._ attributes: name -> default. Set once, by `_register`.
_ATTRIBUTES: dict[str, Any] = {
    "document": None,
    "written": None,
    "date": None,
    "structure": None,
    "times": (),
    "quantities": (),
    "slogans": (),
    "framework": None,
    "actions": (),
}


@cache
def _register() -> None:
    """Declare the attributes of Doc; those that another caller declared already are left as they are."""
    for name, default in _ATTRIBUTES.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    if not Doc.has_extension("targets"):
        Doc.set_extension("targets", getter=targets)
    if not Doc.has_extension("speech"):
        Doc.set_extension("speech", getter=speech_of)


def load(
    framework: str | PathLike[str] = DEFAULT_FRAMEWORK, *, modality: str | PathLike[str] | None = None
) -> Language:
    """Return a spaCy Language with jieba's words and all of sanxin's components.

    `load()("力争全年新建幼儿园12所。")._.targets` holds one Quantity: 12 所, soft.

    Args:
        framework: Name of a shipped framework, the path of a TOML file, or `auto`: what the speech itself sets up, else
            the default.
        modality: A TSV (word, modality, place) whose rows replace or add words of models/lexicons/modality.tsv.

    Raises:
        OptionError: There is no such framework, or a file cannot be read.
        DataError: A file breaks its form.
    """
    chosen(str(framework))  # here and not in the component, so that spaCy wraps no error of ours
    settings: dict[str, dict[str, Any]] = {"sanxin_framework": {"framework": str(framework)}}
    if modality is not None:
        settings["sanxin_targets"] = {"modality": read_changes(modality)}
    return assemble(COMPONENTS, settings)


def assemble(components: Iterable[str], settings: Mapping[str, dict[str, Any]] = _NO_SETTINGS) -> Language:
    """Return a Language with jieba's words and the named components, in this order, each with its settings."""
    _register()
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.max_length = 50_000_000  # a whole archive in one file is no error: every stage is linear in the text
    for name in components:
        nlp.add_pipe(name, config=settings.get(name, {}))
    return nlp


def analyse(nlp: Language | Analyser, document: Document, *, date: DocumentDate | None = None) -> Speech:
    """Return everything extracted from `document`; `date` overrides what the document says of itself."""
    if isinstance(nlp, Analyser):
        return analysis.analyse(nlp, document, date=date)
    return speech_of(read(nlp, document, date=date))


def read(nlp: Language, document: Document, *, date: DocumentDate | None = None) -> Doc:
    """Return `document` as a Doc that went through all components of `nlp`."""
    text = simplified(document.text)
    doc = nlp.make_doc(text)
    doc._.document = document
    if text is not document.text:
        # The stages see simplified characters; what they find is given back as written.
        doc._.document, doc._.written = replace(document, text=text), document
    doc._.date = date or document.facts.date
    return nlp(doc)


def speech_of(doc: Doc) -> Speech:
    """Return what the components found in `doc` as one record."""
    structure: Structure | None = doc._.structure
    speech = Speech(
        document=_document(doc),
        framework=DEFAULT_FRAMEWORK if doc._.framework is None else doc._.framework.name,
        quantities=tuple(doc._.quantities),
        slogans=tuple(doc._.slogans),
        actions=tuple(doc._.actions),
        sections=structure.sections if structure is not None else (),
    )
    return speech if doc._.written is None else as_written(speech, doc._.written)


def targets(doc: Doc) -> tuple[Quantity, ...]:
    """Return the promised quantities of `doc`."""
    return tuple(quantity for quantity in doc._.quantities if quantity.status is Status.COMMITMENT)


def _document(doc: Doc) -> Document:
    """Return the Document a Doc was made from; text given to `nlp` directly is named by its hash."""
    if doc._.document is None:
        text = doc.text  # put together anew at every call
        name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        doc._.document = Document(id=name, source=name, text=text)
    document: Document = doc._.document
    return document


# --- components ---------------------------------------------------------------------------------------------------


@Language.factory("sanxin_structure", assigns=["doc._.structure"])
def make_structure(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that reads headings, sentences and clauses into `doc._.structure`."""
    _register()

    def component(doc: Doc) -> Doc:
        doc._.structure = structure_of(_document(doc), doc._.date)
        return doc

    return component


@Language.factory("sanxin_times", assigns=["doc._.times"])
def make_times(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that finds times and resolves them against `doc._.date`."""
    _register()

    def component(doc: Doc) -> Doc:
        doc._.times = tuple(find_times(_document(doc).text, doc._.date))
        return doc

    return component


@Language.factory("sanxin_quantities", requires=["doc._.times"], assigns=["doc._.quantities"])
def make_quantities(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that finds quantities outside times and page furniture."""
    _register()

    def component(doc: Doc) -> Doc:
        document = _document(doc)
        doc.user_data["sanxin_measures"] = find_quantities(document.text, blocked(document, doc._.times))
        return doc

    return component


@Language.factory(
    "sanxin_targets",
    requires=["doc._.structure", "doc._.times"],
    assigns=["doc._.quantities", "doc.spans"],
    default_config={"modality": []},
)
def make_targets(nlp: Language, name: str, modality: list[dict[str, str]]) -> Callable[[Doc], Doc]:
    """Return the component that judges each quantity and fills `doc._.quantities` and `doc.spans`.

    `modality`: rows of word, modality and place that replace or add words of models/lexicons/modality.tsv.
    """
    _register()
    book = codebook(modality)

    def component(doc: Doc) -> Doc:
        layers = layers_of(doc)
        quantities = doc._.quantities = judged(layers, book)
        doc.user_data[_LAYERS] = replace(layers, quantities=doc._.quantities)  # for the judge of clauses
        _set_spans(doc, "quantities", quantities)
        _set_spans(doc, "targets", [q for q in quantities if q.status is Status.COMMITMENT])
        return doc

    return component


@Language.factory("sanxin_slogans", requires=["doc._.structure"], assigns=["doc._.slogans", "doc.spans"])
def make_slogans(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that finds slogans and what abbreviations stand for."""
    _register()

    def component(doc: Doc) -> Doc:
        slogans = doc._.slogans = slogans_of(doc.user_data.get(_LAYERS) or layers_of(doc))
        _set_spans(doc, "slogans", slogans)
        return doc

    return component


@Language.factory(
    "sanxin_framework",
    requires=["doc._.structure", "doc._.slogans"],
    assigns=["doc._.framework"],
    default_config={"framework": DEFAULT_FRAMEWORK},
)
def make_framework(nlp: Language, name: str, framework: str) -> Callable[[Doc], Doc]:
    """Return the component that says which pathways count for `doc`: those chosen, or with `auto` the speech's own."""
    _register()
    fallback = chosen(framework)
    asks = framework == AUTO_FRAMEWORK

    def component(doc: Doc) -> Doc:
        doc._.framework = followed(fallback, asks, _document(doc), doc._.structure, doc._.slogans)
        return doc

    return component


@Language.factory(
    "sanxin_actions", requires=["doc._.structure", "doc._.quantities"], assigns=["doc._.actions", "doc.spans"]
)
def make_actions(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that gives each clause its role and pathway, and each quantity its clause's pathway."""
    _register()

    def component(doc: Doc) -> Doc:
        actions = find_actions(doc.user_data.pop(_LAYERS, None) or layers_of(doc), doc._.framework)
        doc._.actions = tuple(actions)
        doc._.quantities = with_pathways(doc._.quantities, actions)
        _set_spans(doc, "actions", actions)
        return doc

    return component


def layers_of(doc: Doc) -> Layers:
    """Return the layers of a Doc that went through the components up to `sanxin_quantities`."""
    document = _document(doc)
    return Layers(
        document=document,
        date=doc._.date,
        structure=doc._.structure,
        words=tagged([token.text for token in doc], {token.text: token.tag_ for token in doc}),
        times=doc._.times,
        measures=doc.user_data.get("sanxin_measures", ()),
        quantities=doc._.quantities,
    )


def _set_spans(doc: Doc, key: str, records: Sequence[Quantity | Slogan | Action]) -> None:
    """Give the records as spaCy spans; a span that cuts through a word takes the whole word."""
    starts = doc.to_array("IDX")
    first = np.searchsorted(starts, [record.start for record in records], side="right") - 1
    last = np.searchsorted(starts, [record.end for record in records])
    spans = [Span(doc, int(a), int(b), label=_label(record)) for record, a, b in zip(records, first, last, strict=True)]
    doc.spans[key] = SpanGroup(doc, name=key, spans=spans)


def _label(record: Quantity | Slogan | Action) -> str:
    match record:
        case Quantity():
            return str(record.status)
        case Slogan():
            return str(record.kind)
        case Action():
            return str(record.role)
