"""The neighbourhood of a node, and how two nodes hang together."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx

from sanxin.errors import OptionError
from sanxin.explore.finding import Finding
from sanxin.graph.model import STATEMENTS, KnowledgeGraph, NodeKind
from sanxin.graph.select import called

#: What hangs on one of these hangs together by little else: a way through it says next to nothing.
_HUBS = frozenset({NodeKind.DOCUMENT, NodeKind.FRAMEWORK, NodeKind.REGION})
_DETOUR = 6.0
_STEPS = ("source", "edge", "target", "words", "sentence", "doc_id")


def node_of(graph: KnowledgeGraph, name: str) -> str:
    """Return the node that a name means: its own, or that of the most linked node which is called so.

    Raises:
        OptionError: There is none; the message lists nodes whose names hold it.
    """
    if name in graph:
        return name
    named: list[str] = [node for node in graph if name in called(graph, node)]
    if named:
        return max(named, key=lambda node: int(graph.degree(node)))
    held = [node for node in graph if name in graph.nodes[node]["label"]]
    held.sort(key=lambda node: (graph.nodes[node]["kind"] in STATEMENTS, -graph.degree(node)))
    near = [graph.nodes[node]["label"] for node in held[:6]]
    hint = f"; there is {'、'.join(map(repr, near))}" if near else "; look it up with find()"
    raise OptionError(f"{name!r} is no node of this graph{hint}")


def around(graph: KnowledgeGraph, node: str, hops: int = 1) -> KnowledgeGraph:
    """Return the part of the graph that is at most `hops` edges from a node, not by way of documents and frameworks."""
    start = node_of(graph, node)
    reached = {start}
    border = {start}
    for _ in range(hops):
        open_ends = [name for name in border if name == start or graph.nodes[name]["kind"] not in _HUBS]
        border = {other for name in open_ends for other in nx.all_neighbors(graph, name)} - reached
        reached |= border
    return graph.part(reached)


def path_between(graph: KnowledgeGraph, source: str, target: str) -> Finding:
    """Return the shortest way between two nodes, a row each step; one through a document only if there is no other.

    Raises:
        OptionError: There is no such node, or no way.
    """
    first, last = node_of(graph, source), node_of(graph, target)
    try:
        way = nx.shortest_path(graph.to_undirected(as_view=True), first, last, weight=_cost(graph))
    except nx.NetworkXNoPath:
        raise OptionError(f"nothing links {source!r} and {target!r} in this graph") from None
    rows = [_step(graph, a, b) for a, b in pairwise(way)]
    return Finding.of(rows, _STEPS, _draw_way)


def _cost(graph: KnowledgeGraph) -> Any:
    kinds = graph.nodes(data="kind")
    return lambda a, b, _edges: 1.0 + _DETOUR * ((kinds[a] in _HUBS) + (kinds[b] in _HUBS))


def _step(graph: KnowledgeGraph, a: str, b: str) -> dict[str, Any]:
    forward = graph.has_edge(a, b)
    values = next(iter((graph[a][b] if forward else graph[b][a]).values()))
    said: dict[str, Any] = next((graph.nodes[node] for node in (a, b) if "sentence" in graph.nodes[node]), {})
    return {
        "source": graph.nodes[a]["label"],
        "edge": f"{values['kind']} →" if forward else f"← {values['kind']}",
        "target": graph.nodes[b]["label"],
        "words": values.get("words"),
        "sentence": said.get("sentence"),
        "doc_id": said.get("doc_id"),
    }


def _draw_way(frame: Any, ax: Any) -> float:
    """Draw the nodes of the way from top to bottom, and beside them what links them."""
    names = [*frame["source"], *frame["target"].tail(1)]
    ax.set_axis_off()
    for n, name in enumerate(names):
        ax.annotate(name[:30], (0, -n), ha="center", va="center", bbox={"boxstyle": "round", "fc": "white"})
    for n, edge in enumerate(frame["edge"]):
        ax.annotate(f"  {edge}", (0, -n - 0.5), va="center", fontsize=8)
    ax.set_xlim(-1, 1)
    ax.set_ylim(-len(names) + 0.5, 0.5)
    return 0.7 * len(names)
