"""A graph as JSON-LD: the same attributes as linked data, with PROV for what was quoted from which document.

Every edge is there twice: as a triple, for queries, and as an rdf:Statement, for its weight, evidence and place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from sanxin.about import __version__
from sanxin.graph.model import TYPES, Attributes, EdgeKind, KnowledgeGraph, NodeKind, Type, node_name

Row = dict[str, Any]

_NODE, _EDGE, _TERMS = "urn:sanxin:node:", "urn:sanxin:edge:", "urn:sanxin:terms:"
_RUN, _PROGRAM = "urn:sanxin:extraction", "urn:sanxin:program"
_COERCED = {
    Type.INTEGER: {"@type": "xsd:integer"},
    Type.NUMBER: {"@type": "xsd:double"},
    Type.LIST: {"@container": "@list"},
}


def context() -> Row:
    """Return what the names in a file stand for: attributes by their types, edges as links, labels as rdfs:label."""
    prefixes = {
        "@vocab": _TERMS,
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
    attributes = {name: {"@id": _TERMS + name, **_COERCED[kind]} for name, kind in TYPES.items() if kind in _COERCED}
    edges = {str(kind): {"@id": _TERMS + kind, "@type": "@id"} for kind in EdgeKind}
    return prefixes | attributes | edges | {"label": "rdfs:label"}


def to_jsonld(graph: KnowledgeGraph) -> str:
    """Return the file."""
    rows = [*_program(), *_nodes(graph), *_edges(graph)]
    return json.dumps({"@context": context(), "@graph": rows}, ensure_ascii=False, indent=1) + "\n"


def _program() -> Iterator[Row]:
    yield {"@id": _PROGRAM, "@type": "prov:SoftwareAgent", "label": f"sanxin {__version__}"}
    yield {"@id": _RUN, "@type": "prov:Activity", "prov:wasAssociatedWith": _link(_PROGRAM)}


def _link(address: str) -> Row:
    return {"@id": address}


def _address(node: str) -> str:
    return _NODE + quote(node, safe="")


def _nodes(graph: KnowledgeGraph) -> Iterator[Row]:
    for node, values in graph.nodes(data=True):
        row: Row = {"@id": _address(node), "@type": ["prov:Entity", values["kind"]], **values}
        document = node_name(NodeKind.DOCUMENT, values.get("doc_id", ""))
        if document != node and document in graph:
            row["prov:wasQuotedFrom"] = _link(_address(document))
            row["prov:wasGeneratedBy"] = _link(_RUN)
        for kind in dict.fromkeys(kind for _, _, kind in graph.out_edges(node, data="kind")):
            row[kind] = [_address(other) for _, other, held in graph.out_edges(node, data="kind") if held == kind]
        yield row


def _edges(graph: KnowledgeGraph) -> Iterator[Row]:
    for n, (source, target, values) in enumerate(graph.edges(data=True)):
        yield {
            "@id": f"{_EDGE}{n}",
            "@type": "rdf:Statement",
            "rdf:subject": _link(_address(source)),
            "rdf:predicate": _link(_TERMS + values["kind"]),
            "rdf:object": _link(_address(target)),
            **values,
        }


def from_jsonld(content: str) -> tuple[list[tuple[str, Attributes]], list[tuple[str, str, Attributes]]]:
    """Return the nodes and the edges of a file that `to_jsonld` wrote."""
    rows = json.loads(content)["@graph"]
    nodes = [(_name(row), _attributes(row)) for row in rows if row["@id"].startswith(_NODE)]
    edges = [
        (_name(row["rdf:subject"]), _name(row["rdf:object"]), _attributes(row))
        for row in rows
        if row["@id"].startswith(_EDGE)
    ]
    return nodes, edges


def _name(row: Mapping[str, Any]) -> str:
    return unquote(row["@id"].removeprefix(_NODE))


def _attributes(row: Mapping[str, Any]) -> Attributes:
    return {name: value for name, value in row.items() if name in TYPES}
