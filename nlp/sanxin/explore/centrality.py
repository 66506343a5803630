"""What most hangs on: links, PageRank and shortest ways, on sparse matrices: seconds for 100,000 nodes."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sanxin.explore.drawings import bars_of
from sanxin.explore.finding import Finding
from sanxin.graph.model import KnowledgeGraph

Floats = NDArray[np.float64]

#: Shortest ways are counted from so many nodes: enough to rank.
_SAMPLE = 24
_DAMPING, _ROUNDS, _ENOUGH = 0.85, 100, 1e-9
_COLUMNS = ("label", "kind", "links", "documents", "pagerank", "betweenness")


def centrality(graph: KnowledgeGraph, kind: str | None = None, most: int = 50) -> Finding:
    """Return the nodes that most hangs on: by links, documents, PageRank and the share of shortest ways through them.

    Args:
        graph: The graph.
        kind: Only nodes of this kind.
        most: How many.
    """
    if not len(graph):
        return Finding.of([], _COLUMNS, bars_of("label", "pagerank"))
    matrix = _adjacency(graph)
    rank = pagerank(matrix)
    through = betweenness(matrix, random.Random(0).sample(range(len(graph)), min(_SAMPLE, len(graph))))  # noqa: S311
    rows = [
        {
            "label": values["label"],
            "kind": values["kind"],
            "links": graph.degree(node),
            "documents": len({edge["doc_id"] for *_, edge in graph.in_edges(node, data=True) if "doc_id" in edge}),
            "pagerank": rank[n],
            "betweenness": through[n],
        }
        for n, (node, values) in enumerate(graph.nodes(data=True))
        if kind in (None, values["kind"])
    ]
    rows.sort(key=lambda row: -row["pagerank"])
    return Finding.of(rows[:most], _COLUMNS, bars_of("label", "pagerank"))


def _adjacency(graph: KnowledgeGraph) -> sparse.csr_array:
    """Return which nodes are linked, whichever way and however often."""
    index = {node: n for n, node in enumerate(graph)}
    pairs = np.array([(index[a], index[b]) for a, b in graph.edges() if a != b], dtype=np.int64).reshape(-1, 2)
    ones = np.ones(2 * len(pairs))
    both = (np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([pairs[:, 1], pairs[:, 0]]))
    matrix = sparse.csr_array((ones, both), shape=(len(graph), len(graph)))
    matrix.data[:] = 1.0  # several edges between two nodes are one link
    return matrix


def pagerank(matrix: sparse.csr_array) -> Floats:
    """Return the share of its time that a walker who follows links, and now and then begins anew, is at each node."""
    count = matrix.shape[0]
    degree = matrix.sum(axis=1)
    lost = degree == 0
    share = 1.0 / np.where(lost, 1.0, degree)
    rank = np.full(count, 1.0 / count)
    for _ in range(_ROUNDS):
        moved = _DAMPING * (matrix @ (rank * share) + rank[lost].sum() / count) + (1 - _DAMPING) / count
        change = np.abs(moved - rank).sum()
        rank = moved
        if change < _ENOUGH:
            break
    return rank


def betweenness(matrix: sparse.csr_array, starts: list[int]) -> Floats:
    """Return for each node the share of all shortest ways that lead through it, reckoned from those from `starts`.

    Brandes' algorithm, a whole ring of nodes at the same distance at a time.
    """
    count = matrix.shape[0]
    total = np.zeros(count)
    for start in starts:
        ways, rings = _rings(matrix, start)
        hangs = np.zeros(count)
        for inner, outer in zip(rings[-2::-1], rings[:0:-1], strict=True):
            passed = np.zeros(count)
            passed[outer] = (1 + hangs[outer]) / ways[outer]
            hangs[inner] = ways[inner] * (matrix @ passed)[inner]
        hangs[start] = 0
        total += hangs
    pairs = (count - 1) * (count - 2)
    return total * (count / len(starts) / pairs if pairs > 0 else 0.0)


def _rings(matrix: sparse.csr_array, start: int) -> tuple[Floats, list[NDArray[np.intp]]]:
    """Return how many shortest ways lead from a node to each other, and the nodes by their distance from it."""
    ways = np.zeros(matrix.shape[0])
    ways[start] = 1
    rings = [np.array([start])]
    while True:
        border = np.zeros_like(ways)
        border[rings[-1]] = ways[rings[-1]]
        reached = matrix @ border
        ring = np.flatnonzero((reached > 0) & (ways == 0))
        if not len(ring):
            return ways, rings
        ways[ring] = reached[ring]
        rings.append(ring)
