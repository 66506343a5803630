"""The edges of one document's knowledge graph as rows of a store."""

from __future__ import annotations

from sanxin.graph import to_graph
from sanxin.records import Speech
from sanxin.tables import Row


def edge_rows(speech: Speech) -> list[Row]:
    """Return the edges that follow from one speech: who serves, sets, measures and mentions what."""
    graph = to_graph(speech)
    return [
        {
            "doc_id": speech.document.id,
            "kind": str(about["kind"]),
            "source": source,
            "source_kind": str(graph.nodes[source]["kind"]),
            "source_label": graph.nodes[source]["label"],
            "target": target,
            "target_kind": str(graph.nodes[target]["kind"]),
            "target_label": graph.nodes[target]["label"],
            "weight": about.get("weight"),
            "evidence": about.get("evidence"),
            "start": about.get("start"),
            "end": about.get("end"),
        }
        for source, target, about in graph.edges(data=True)
    ]
