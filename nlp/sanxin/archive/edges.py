"""The edges of the knowledge graph as rows of a store: those of one document, and those between documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sanxin.archive.fulfilment import kept
from sanxin.graph import EdgeKind, NodeKind, to_graph
from sanxin.graph.model import statement_name
from sanxin.records import Comparator, Quantity, Speech
from sanxin.tables import Row, human

#: The edges that follow from several documents.
ACROSS = frozenset({EdgeKind.FULFILS.value})


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


def edge_rows_across(store: Path) -> Iterator[Row]:
    """Yield the edges from reported values to the earlier targets that they meet; `doc_id` is the later document."""
    for target, result in kept(store):
        yield {
            "doc_id": result["doc_id"],
            "kind": EdgeKind.FULFILS.value,
            "source": _node(NodeKind.RESULT, result),
            "source_kind": NodeKind.RESULT.value,
            "source_label": _label(result),
            "target": _node(NodeKind.TARGET, target),
            "target_kind": NodeKind.TARGET.value,
            "target_label": _label(target),
            **dict.fromkeys(("weight", "evidence", "start", "end")),
        }


def _node(kind: NodeKind, row: Row) -> str:
    return statement_name(kind, row["doc_id"], row["start"], row["end"])


def _label(row: Row) -> str:
    value = Quantity(
        row["id"], row["start"], row["end"], row["text"], row["low"], row["high"], row["unit"] or "", "",
        Comparator(row["comparator"]),
    )  # fmt: skip
    return f"{row['indicator']} {human(value)}"
