"""Targets against each other: between two graphs, and over the years."""

from __future__ import annotations

from typing import Any

from sanxin.explore.finding import Finding
from sanxin.graph.model import EdgeKind, KnowledgeGraph, NodeKind
from sanxin.graph.select import find_named

_COMPARED = ("region", "indicator", "unit", "direction", "before", "after", "change", "deadline_before",
             "deadline_after", "sentence_before", "sentence_after")  # fmt: skip
_TIMELINE = ("indicator", "kind", "year", "for_year", "region", "low", "high", "unit", "direction", "comparator",
             "modality", "deadline", "words", "doc_id", "start", "end", "sentence")  # fmt: skip
_ORDER = {"raised": 0, "lowered": 1, "added": 2, "dropped": 3, "kept": 4}

Row = dict[str, Any]


def compare(before: KnowledgeGraph, after: KnowledgeGraph) -> Finding:
    """Return what became of each target: raised, lowered, kept, added or dropped.

    Targets are the same where indicator, unit and direction are: 6%的增长 and 6%的占比 are two. Of several for one
    indicator the nearest deadline counts, then the surest. Raised means that the number grew. Where a graph holds
    several regions, each is compared with itself; two of one region each are compared whichever these are.
    """
    several = max(len(before.of_kind(NodeKind.REGION)), len(after.of_kind(NodeKind.REGION))) > 1
    one, two = _targets(before, several), _targets(after, several)
    rows: list[Row] = []
    for key in dict.fromkeys([*one, *two]):
        old, new = one.get(key), two.get(key)
        rows.append(
            dict(zip(("region", "indicator", "unit", "direction"), key, strict=True))
            | {
                "before": old and old.get("low"),
                "after": new and new.get("low"),
                "change": _change(old, new),
                "deadline_before": old and old.get("deadline"),
                "deadline_after": new and new.get("deadline"),
                "sentence_before": old and old.get("sentence"),
                "sentence_after": new and new.get("sentence"),
            }
        )
    rows.sort(key=lambda row: _ORDER[str(row["change"])])
    return Finding.of(rows, _COMPARED, _draw_changes)


def _targets(graph: KnowledgeGraph, several: bool) -> dict[tuple[str, str, str, str], Row]:
    """Return the target that counts for each indicator, unit and direction, and with `several` for each region."""
    region = _regions(graph) if several else {}
    found: dict[tuple[str, str, str, str], Row] = {}
    for target, indicator, kind in graph.edges(data="kind"):
        values = graph.nodes[target]
        if kind != EdgeKind.MEASURES or values["kind"] != NodeKind.TARGET or "low" not in values:
            continue
        said = region.get(values["doc_id"], "")
        key = said, graph.nodes[indicator]["label"], values.get("unit", ""), values.get("direction", "")
        if key not in found or _rank(values) < _rank(found[key]):
            found[key] = values
    return found


def _regions(graph: KnowledgeGraph) -> dict[str, str]:
    """Return the region of each document that has one."""
    documents = (graph.nodes[document] for document in graph.of_kind(NodeKind.DOCUMENT))
    return {values["doc_id"]: values["region"] for values in documents if "region" in values}


def _rank(values: Row) -> tuple[str, float]:
    return values.get("deadline", "9999"), -values["status_score"]


def _change(old: Row | None, new: Row | None) -> str:
    if old is None or new is None:
        return "added" if old is None else "dropped"
    if (old["low"], old.get("high")) == (new["low"], new.get("high")):
        return "kept"
    return "raised" if (new["low"], new.get("high", 0)) > (old["low"], old.get("high", 0)) else "lowered"


def _draw_changes(frame: Any, ax: Any) -> float:
    from sanxin.explore.pictures import changes  # matplotlib, which not everybody has

    return changes(frame, ax)


def timeline(graph: KnowledgeGraph, indicator: str) -> Finding:
    """Return every target and every result that measures an indicator, by the year it is for.

    Results are there if the graph was made with them: to_graph(..., results=True).

    Raises:
        OptionError: The graph has no such indicator.
    """
    nodes = find_named(graph, NodeKind.INDICATOR, indicator)
    region = _regions(graph)
    rows = []
    for value, node, kind in graph.in_edges(nodes, data="kind"):
        if kind == EdgeKind.MEASURES:
            values = graph.nodes[value]
            deadline = values.get("deadline")
            row = {name: values.get(name) for name in _TIMELINE}
            for_year = values.get("year") if deadline is None else int(deadline[:4])
            named = {"indicator": graph.nodes[node]["label"], "region": region.get(values["doc_id"])}
            rows.append(row | named | {"for_year": for_year})
    rows.sort(key=lambda row: (row["for_year"] or 0, row["kind"], row["doc_id"], row["start"]))
    return Finding.of(rows, _TIMELINE, _draw_years)


def _draw_years(frame: Any, ax: Any) -> float:
    from sanxin.explore.pictures import years

    return years(frame, ax)
