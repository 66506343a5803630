"""A graph for ipysigma, a notebook widget that many know: places, colours and sizes of the page as its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sanxin.graph.layout import positions
from sanxin.graph.looks import looks, pathway_colours, pathways, sizes
from sanxin.graph.model import EdgeKind, KnowledgeGraph, NodeKind
from sanxin.graph.page import strongest
from sanxin.pages.cards import labels

if TYPE_CHECKING:
    from ipysigma import Sigma

#: How much white is in the colour of a line; those from a document to all that it says are all but gone.
_LINE, _FAINT = 0.5, 0.94


def sigma(graph: KnowledgeGraph, most: int, own: dict[str, Any]) -> Sigma:
    """Return the widget of the `most` nodes with the most links; `own` settings win."""
    from ipysigma import Sigma  # what it is told can be had without it

    shown = strongest(graph, most)
    return Sigma(shown, **(settings(shown) | own))


def settings(graph: KnowledgeGraph) -> dict[str, Any]:
    """Return what ipysigma is to be told: layout, a legend of pathways and kinds with their colours, sizes, labels."""
    groups, palette = _groups(graph)
    return {
        "layout": {node: {"x": x, "y": y} for node, (x, y) in positions(graph).items()},
        "node_color": groups,
        "node_color_palette": palette,
        "max_categorical_colors": len(palette),
        "raw_node_size": sizes(graph),
        "raw_node_label": "label",
        "raw_edge_label": "kind",
        "raw_edge_color": {
            (source, target): _paler(palette[groups[source]], _FAINT if _is_quiet(graph, source, kind) else _LINE)
            for source, target, kind in graph.edges(data="kind")
        },
        "default_edge_type": "line",
        "height": 620,
    }


def _groups(graph: KnowledgeGraph) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the group of each node and the colour of each group: 构建新产业, `region 地区`, 未归路径."""
    belongs, kinds, colour = pathways(graph), looks()["kinds"], pathway_colours(graph)
    groups: dict[str, str] = {}
    palette: dict[str, str] = {}
    for node, kind in graph.nodes(data="kind"):
        if kind in kinds:
            group, shade = f"{kind} {labels('node')[kind]}", kinds[kind]
        elif node in belongs:
            group, shade = graph.nodes[belongs[node]]["label"], colour[belongs[node]]
        else:
            group, shade = labels("graph")["none"], looks()["none"]
        groups[node] = group
        palette.setdefault(group, shade)
    return groups, palette


def _paler(colour: str, white: float) -> str:
    """Return a colour with a share of white in it: `_paler("#000000", 0.5)` is `#808080`."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in parts)


def _is_quiet(graph: KnowledgeGraph, source: str, kind: str) -> bool:
    return kind == EdgeKind.MENTIONS and graph.nodes[source]["kind"] == NodeKind.DOCUMENT
