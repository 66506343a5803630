"""Part of a graph: what was said in a region, a year, for a pathway, about an indicator, or surely enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sanxin.errors import OptionError
from sanxin.graph.model import STATEMENTS, EdgeKind, KnowledgeGraph, NodeKind

_OF_ANY_DOCUMENT = frozenset({NodeKind.REGION, NodeKind.FRAMEWORK})
_OF_DOCUMENTS = frozenset({NodeKind.SLOGAN})
_MEANT = frozenset({NodeKind.SLOGAN, NodeKind.GOAL})
_DEPTH = 3  # 三新三强 → 三强 → 强产争先
_SCORES = ("role_score", "status_score", "score")


def subgraph(
    graph: KnowledgeGraph,
    *,
    region: str | Iterable[str] | None = None,
    year: int | Iterable[int] | None = None,
    pathway: str | Iterable[str] | None = None,
    indicator: str | Iterable[str] | None = None,
    score: float = 0.0,
) -> KnowledgeGraph:
    """Return a copy with the statements that fit everything asked for, and all that these lead to.

    `subgraph(graph, region="云河市", year=[2019, 2020], pathway="新产业")` holds what the documents of that city said
    of one pathway in two years. Names are those of nodes, their names, labels or aliases.

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
    statements = {
        node
        for node, values in graph.nodes(data=True)
        if values["kind"] in STATEMENTS and values["doc_id"] in ids and _is_sure(values, score)
    }
    for kind, edges, wanted in (
        (NodeKind.PATHWAY, EdgeKind.SERVES, pathway),
        (NodeKind.INDICATOR, EdgeKind.MEASURES, indicator),
    ):
        if wanted is not None:
            statements &= _leading_to(graph, find_named(graph, kind, wanted), edges)
    whole = pathway is None and indicator is None
    said = _Said(graph, ids, score)
    return said.part(statements | _context(said, statements, documents if whole else set()))


def part(graph: KnowledgeGraph, nodes: Collection[str]) -> KnowledgeGraph:
    """Return a copy with these nodes and the edges between them, in the order of the graph."""
    return _Said(graph, None, 0.0).part(nodes)


@dataclass(frozen=True, slots=True)
class _Said:
    """A graph as far as some documents say it, and surely enough; `ids` None: all documents."""

    graph: KnowledgeGraph
    ids: Collection[str] | None
    score: float

    def holds(self, edge: Mapping[str, Any]) -> bool:
        """Tell whether an edge is said by one of the documents."""
        doc_id = edge.get("doc_id")
        told = self.ids is None or doc_id is None or doc_id in self.ids
        return told and edge.get("weight", 1.0) >= self.score and _is_sure(edge, self.score)

    def below(self, parents: Iterable[str], kinds: Collection[NodeKind]) -> set[str]:
        """Return the nodes of these kinds that edges lead to from the parents."""
        return {
            child
            for _, child, edge in self.graph.out_edges(parents, data=True)
            if self.graph.nodes[child]["kind"] in kinds and self.holds(edge)
        }

    def part(self, nodes: Collection[str]) -> KnowledgeGraph:
        """Return a copy with these nodes and the edges between them that hold, in the order of the graph."""
        # Not graph.subgraph(): its nodes come in the order of a set, another in every run.
        copy = KnowledgeGraph()
        copy.add_nodes_from((node, values.copy()) for node, values in self.graph.nodes(data=True) if node in nodes)
        copy.add_edges_from(
            (source, target, key, values.copy())
            for source, target, key, values in self.graph.edges(keys=True, data=True)
            if source in nodes and target in nodes and self.holds(values)
        )
        return copy


def _is_sure(values: Mapping[str, Any], score: float) -> bool:
    return all(values.get(name, 1.0) >= score for name in _SCORES)


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
        years = {year} if isinstance(year, int) else set(year)
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
    graph = said.graph
    found = documents | {other for node in statements for other in _linked(graph, node)}
    found |= said.below(documents, _OF_DOCUMENTS)
    found |= said.below([node for node in found if graph.nodes[node]["kind"] == NodeKind.DOCUMENT], _OF_ANY_DOCUMENT)
    found = {node for node in found if _is_sure(graph.nodes[node], said.score)}
    # What slogans stand for, what pathways are for; all pathways of a framework only where none is asked for.
    meaning = {NodeKind.SLOGAN, NodeKind.PATHWAY, *({NodeKind.FRAMEWORK} if documents else ())}
    for _ in range(_DEPTH):
        parents = [node for node in found if graph.nodes[node]["kind"] in meaning]
        found |= said.below(parents, _MEANT | {NodeKind.PATHWAY} if documents else _MEANT)
    return {node for node in found if graph.nodes[node]["kind"] not in STATEMENTS}
