"""What a knowledge graph holds: the kinds of nodes and edges, their attributes and types, and how each gets its name.

A graph is a networkx.MultiDiGraph whose attributes are plain values of the types named here, never None: what is not
known is not there. So every export can hold all of it, and reads back equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from enum import StrEnum
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import networkx as nx

from sanxin.collecting import no_collection
from sanxin.errors import MissingDependencyError

if TYPE_CHECKING:
    from ipysigma import Sigma

    from sanxin.graph.widget import GraphWidget

Attributes = dict[str, Any]


class NodeKind(StrEnum):
    """The attribute `kind` of every node.

    `result` is a reported value (a quantity of status achievement). It is there where it fulfils a target, and where
    results are asked for.
    """

    DOCUMENT = "document"
    REGION = "region"
    ORGANISATION = "organisation"
    FRAMEWORK = "framework"
    PATHWAY = "pathway"
    GOAL = "goal"
    ACTION = "action"
    TARGET = "target"
    RESULT = "result"
    INDICATOR = "indicator"
    SLOGAN = "slogan"


#: A node for each mention in a text; nodes of the other kinds stand for one thing in all texts.
STATEMENTS = frozenset({NodeKind.ACTION, NodeKind.TARGET, NodeKind.RESULT})


class EdgeKind(StrEnum):
    """The attribute `kind` of every edge, with what it leads from and to."""

    SERVES = "serves"  # action → pathway; weight is the probability, evidence the words that speak for it
    SETS = "sets"  # action → target
    MEASURES = "measures"  # target, result → indicator
    ACHIEVES = "achieves"  # pathway → goal
    EXPANDS_TO = "expands_to"  # slogan → slogan or pathway
    MENTIONS = "mentions"  # document → what it says; framework → pathway, goal; action → slogan, result; slogan → goal
    RESPONSIBLE_FOR = "responsible_for"  # organisation → action
    ABOUT = "about"  # document → region
    FULFILS = "fulfils"  # result → earlier target, across documents


class Type(StrEnum):
    """What an attribute holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    LIST = "list"  # of texts


_ATTRIBUTES: Mapping[Type, str] = MappingProxyType(
    {
        Type.TEXT: (
            "kind label name doc_id words sentence date title source region speaker framework role verb object "
            "actor pathway unit dimension comparator direction status modality deadline scope canonical slogan_kind "
            "decoded part"
        ),
        Type.INTEGER: "start end sentence_start year chars",
        Type.NUMBER: "weight low high score role_score status_score pathway_score",
        Type.LIST: "evidence aliases meaning",
    }
)
#: Every attribute that a node or an edge may have, and its type.
TYPES: Mapping[str, Type] = MappingProxyType(
    {name: kind for kind, names in _ATTRIBUTES.items() for name in names.split()}
)

#: A notebook grows with each picture that it holds; a larger graph is better written to a file.
_MOST = 3_000
_NOTHING: tuple[Any, ...] = (None, "", (), [])
_PYTHON = {Type.TEXT: str, Type.INTEGER: int, Type.NUMBER: float}


class KnowledgeGraph(nx.MultiDiGraph):  # type: ignore[misc]
    """The graph of any number of documents. A MultiDiGraph in every respect, that draws itself in a notebook."""

    def of_kind(self, kind: str) -> list[str]:
        """Return the names of all nodes of a kind, in the order of the texts."""
        return [name for name, held in self.nodes(data="kind") if held == kind]

    def pathways(self) -> list[str]:
        """Return the names of all pathways, in the order of their frameworks; of a part, those of the whole."""
        return list(dict.fromkeys([*self.graph.get("pathways", ()), *self.of_kind(NodeKind.PATHWAY)]))

    @no_collection()
    def part(self, nodes: Container[str], holds: Callable[[Mapping[str, Any]], bool] | None = None) -> KnowledgeGraph:
        """Return a graph of these nodes and the edges between them that hold, in the order of this one.

        It may be added to and taken from; the attributes it shares with this one, as a networkx subgraph does, until
        `copy()` parts them. Unlike `graph.subgraph()` it is as quick as any graph, and in the same order in every run.
        """
        part = KnowledgeGraph(pathways=self.pathways())
        part._node = {node: values for node, values in self._node.items() if node in nodes}
        back: dict[str, dict[str, Any]] = {node: {} for node in part._node}
        part._adj, part._pred = {node: {} for node in back}, back
        for source, row in part._adj.items():
            for target, edges in self._adj[source].items():
                if target in back:
                    kept = edges.copy() if holds is None else {key: edges[key] for key in edges if holds(edges[key])}
                    if kept:
                        row[target] = back[target][source] = kept
        return part

    def to_widget(self, most: int = _MOST) -> GraphWidget:
        """Return the page of the graph as a widget: a node clicked on is its `chosen`, and one set in Python is shown.

        `widget.observe(lambda change: print(graph.nodes[change.new]["sentence"]), "chosen")` follows the clicks.

        Raises:
            MissingDependencyError: anywidget is not installed.
        """
        if find_spec("anywidget") is None:
            raise MissingDependencyError("anywidget", "to_widget()", "notebook")
        from sanxin.graph.widget import widget

        return widget(self, most)

    def to_ipysigma(self, most: int = _MOST, **settings: Any) -> Sigma:
        """Return the graph as a widget of ipysigma, with the places, colours and sizes of the page.

        Args:
            most: Of a larger graph, so many nodes: those with the most links.
            settings: Those of `ipysigma.Sigma`, instead of ours.

        Raises:
            MissingDependencyError: ipysigma is not installed.
        """
        if find_spec("ipysigma") is None:
            raise MissingDependencyError("ipysigma", "to_ipysigma()", "notebook")
        from sanxin.graph.sigma import sigma

        return sigma(self, most, settings)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return the graph as a notebook shows it: its page, and how many nodes there are of each kind."""
        from sanxin.graph.page import render  # the page is made of the graph: it knows this module, not the other way
        from sanxin.pages.notebook import bundle

        kinds = Counter(kind for _, kind in self.nodes(data="kind"))
        held = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        text = f"KnowledgeGraph: {len(self)} nodes ({held}), {self.number_of_edges()} edges"
        return bundle(render(self, most=_MOST), text)


def node_name(kind: NodeKind, *parts: object) -> str:
    """Return the name of a node, the same in every run: `indicator:地区生产总值`, `pathway:sanxin/industry`."""
    return f"{kind}:{'/'.join(map(str, parts))}"


def statement_name(kind: NodeKind, doc_id: str, start: int, end: int) -> str:
    """Return the name of the node of one place in one text: `action:speech.txt#656-668`."""
    return f"{kind}:{doc_id}#{start}-{end}"


def edge_key(values: Mapping[str, Any]) -> str:
    """Return the key of an edge: its kind; of what several places or documents may say, with that place or document."""
    kind = values["kind"]
    if kind not in (EdgeKind.MENTIONS, EdgeKind.EXPANDS_TO):
        return str(kind)
    place = values.get("start") if kind == EdgeKind.MENTIONS else None
    said = values.get("doc_id") if place is None else place
    return str(kind) if said is None else f"{kind}#{said}"


def typed(values: Mapping[str, Any]) -> Attributes:
    """Return attributes as the types say, without those that are None or empty."""
    return {name: _as(TYPES[name], value) for name, value in values.items() if value not in _NOTHING}


def _as(kind: Type, value: Any) -> Any:
    if kind is Type.LIST:
        return [str(item) for item in value]
    return _PYTHON[kind](value)
