"""The knowledge graph: built from records, cut to what is asked, written in the forms that graph programs read."""

from __future__ import annotations

from sanxin.graph.build import to_graph
from sanxin.graph.export import read_graph, write_graph
from sanxin.graph.model import EdgeKind, KnowledgeGraph, NodeKind
from sanxin.graph.select import subgraph

__all__ = ["EdgeKind", "KnowledgeGraph", "NodeKind", "read_graph", "subgraph", "to_graph", "write_graph"]
