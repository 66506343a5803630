"""Part of a graph: what was said in a region, a year, for a pathway, about an indicator, or surely enough."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from numbers import Integral
from typing import Any, TypeAlias

from sanxin.collecting import no_collection
from sanxin.errors import OptionError
from sanxin.graph.model import STATEMENTS, EdgeKind, KnowledgeGraph, NodeKind

_OF_ANY_DOCUMENT = frozenset({NodeKind.REGION, NodeKind.FRAMEWORK})
_OF_DOCUMENTS = frozenset({NodeKind.SLOGAN})
_MEANT = frozenset({NodeKind.SLOGAN, NodeKind.GOAL})
_DEPTH = 3  # 三新三强 → 三强 → 强产争先
_Test: TypeAlias = Callable[[Mapping[str, Any]], bool]
_SCORES = ("role_score", "status_score", "score")


@no_collection()
def subgraph(
    graph: KnowledgeGraph,
    *,
    region: str | Iterable[str] | None = None,
    year: int | Iterable[int] | None = None,
    pathway: str | Iterable[str] | None = None,
    indicator: str | Iterable[str] | None = None,
    score: float = 0.0,
) -> KnowledgeGraph:
    """Return a graph of the statements that fit everything asked for, and of all that these lead to.

    `subgraph(graph, region="云河市", year=[2019, 2020], pathway="新产业")` holds what the documents of that city said
    of one pathway in two years. Names are those of nodes, their names, labels or aliases. It is a KnowledgeGraph like
    the whole, to explore, draw, export and cut again; nodes and edges may be added and removed. The attributes of what
    both hold are shared, as with networkx's own subgraphs: `subgraph(...).copy()` has its own.

    Args:
        graph: The whole.
        region: Documents about one of these.
        year: Documents of one of these.
        pathway: Actions that serve one of these, with their targets.
        indicator: Targets and results that measure one of these, with the actions that set them.
        score: Labels and `serves` edges that are at least so sure.

    Raises:
        OptionError: No node of the kind has that name; the message lists those that have the most links.
    """
    documents = _documents(graph, region, year)
    ids = {graph.nodes[document]["doc_id"] for document in documents}
    things = {node: kind for node, kind in graph.nodes(data="kind") if kind not in STATEMENTS}
    said = _Said(graph, things, ids, score, _test(None if region is None and year is None else ids, score))
    statements = said.statements()
    for kind, edges, wanted in (
        (NodeKind.PATHWAY, EdgeKind.SERVES, pathway),
        (NodeKind.INDICATOR, EdgeKind.MEASURES, indicator),
    ):
        if wanted is not None:
            statements &= _leading_to(graph, find_named(graph, kind, wanted), edges)
    whole = pathway is None and indicator is None
    nodes = statements | _context(said, statements, documents if whole else set())
    return graph.part(nodes, said.holds)


def _test(ids: Collection[str] | None, score: float) -> _Test | None:
    """Return the test that an edge is said by one of the documents (None: any), surely enough; None if all are."""
    # As little as can be is asked of each edge: there are hundreds of thousands.
    known = frozenset() if ids is None else frozenset([None, *ids])

    def is_said(edge: Mapping[str, Any]) -> bool:
        doc_id: str | None = edge.get("doc_id")
        return doc_id in known

    def is_sure(edge: Mapping[str, Any]) -> bool:
        return bool(edge.get("weight", 1.0) >= score and edge.get("score", 1.0) >= score)

    if score <= 0:
        return None if ids is None else is_said
    return is_sure if ids is None else lambda edge: is_said(edge) and is_sure(edge)


@dataclass(frozen=True, slots=True)
class _Said:
    """A graph as far as some documents say it, and surely enough; `things` are its nodes that are no statements."""

    graph: KnowledgeGraph
    things: Mapping[str, str]
    ids: Collection[str]
    score: float
    holds: _Test | None

    def statements(self) -> set[str]:
        """Return what is said in the documents, surely enough."""
        return {
            node
            for node, values in self.graph.nodes(data=True)
            if values["kind"] in STATEMENTS and values["doc_id"] in self.ids and self.is_sure(values)
        }

    def is_sure(self, values: Mapping[str, Any]) -> bool:
        """Tell whether nothing about a node is less sure than asked."""
        if self.score > 0:
            for name in _SCORES:
                if values.get(name, 1.0) < self.score:
                    return False
        return True

    def below(self, parents: Collection[str], kinds: Collection[NodeKind]) -> set[str]:
        """Return the nodes of these kinds that edges lead to from the parents."""
        return {
            child
            for child, kind in self.things.items()
            if kind in kinds and any(parent in parents and self._leads(parent, child) for parent in self._above(child))
        }

    def beside(self, statements: Collection[str]) -> set[str]:
        """Return the things that edges lead to or from the statements."""
        # From the things to the statements, as there are ten statements for a thing, and mostly the first is one.
        return {
            thing
            for thing in self.things
            if any(map(statements.__contains__, chain(self.graph.successors(thing), self._above(thing))))
        }

    def _above(self, node: str) -> Iterator[str]:
        found: Iterator[str] = self.graph.predecessors(node)
        return found

    def _leads(self, parent: str, child: str) -> bool:
        return self.holds is None or any(map(self.holds, self.graph.get_edge_data(parent, child).values()))


def find_named(graph: KnowledgeGraph, kind: NodeKind, wanted: Any) -> set[str]:
    """Return the nodes of a kind that bear one of the names: that of the node, its name, label or an alias."""
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    found: set[str] = set()
    for name in names:
        nodes = {node for node in graph.of_kind(kind) if name in called(graph, node)}
        if not nodes:
            busiest = sorted(graph.of_kind(kind), key=lambda node: -graph.degree(node))[:8]
            known = ", ".join(repr(graph.nodes[node]["label"]) for node in busiest) or "none at all"
            raise OptionError(f"{name!r} is no {kind} of this graph; it has {known}")
        found |= nodes
    return found


def called(graph: KnowledgeGraph, node: str) -> tuple[str, ...]:
    """Return everything that a node is called by."""
    values = graph.nodes[node]
    return (node, values["label"], values.get("name", ""), *values.get("aliases", ()))


def _documents(graph: KnowledgeGraph, region: Any, year: Any) -> set[str]:
    """Return the documents about a region, of a year."""
    documents = set(graph.of_kind(NodeKind.DOCUMENT))
    if region is not None:
        regions = find_named(graph, NodeKind.REGION, region)
        documents &= {document for document, _ in graph.in_edges(regions)}
    if year is not None:
        years = {year} if isinstance(year, Integral) else set(year)
        documents = {document for document in documents if graph.nodes[document].get("year") in years}
    return documents


def _leading_to(graph: KnowledgeGraph, nodes: set[str], kind: EdgeKind) -> set[str]:
    """Return the statements that edges of a kind lead from to the nodes, with those that set or are set by them."""
    core = {source for source, _, held in graph.in_edges(nodes, data="kind") if held == kind}
    return core | {node for each in core for node in _linked(graph, each) if graph.nodes[node]["kind"] in STATEMENTS}


def _linked(graph: KnowledgeGraph, node: str) -> Iterator[str]:
    return chain(graph.predecessors(node), graph.successors(node))


def _context(said: _Said, statements: set[str], documents: set[str]) -> set[str]:
    """Return what statements lead to, their documents' regions and frameworks, and all that `documents` mention."""
    kinds = said.things
    found = documents | said.beside(statements)
    of_document = _OF_DOCUMENTS | _OF_ANY_DOCUMENT if documents else _OF_ANY_DOCUMENT
    found |= said.below({node for node in found if kinds[node] == NodeKind.DOCUMENT}, of_document)
    found = {node for node in found if said.is_sure(said.graph.nodes[node])}
    # What slogans stand for, what pathways are for; all pathways of a framework only where none is asked for.
    meaning = {NodeKind.SLOGAN, NodeKind.PATHWAY, *({NodeKind.FRAMEWORK} if documents else ())}
    for _ in range(_DEPTH):
        parents = {node for node in found if kinds[node] in meaning}
        found |= said.below(parents, _MEANT | {NodeKind.PATHWAY} if documents else _MEANT)
    return found
