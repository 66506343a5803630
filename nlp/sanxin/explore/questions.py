"""What there is, what belongs to a pathway, where words stand, and who is to do what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd  # type: ignore[import-untyped]

from sanxin.explore.drawings import bars_of, heat
from sanxin.explore.finding import Drawing, Finding, as_image, can_draw, side_by_side
from sanxin.graph.model import STATEMENTS, EdgeKind, KnowledgeGraph, NodeKind
from sanxin.graph.select import find_named
from sanxin.pages.cards import labels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PLACE = ("doc_id", "start", "end", "sentence")
_ACTION = ("label", "role", "actor", "verb", "object", "pathway_score", "year", *_PLACE)
_TARGET = ("label", "low", "high", "unit", "comparator", "direction", "modality", "deadline", "year", *_PLACE)
_FOUND = ("node", "kind", "label", "links", "words", *_PLACE)


def summary(graph: KnowledgeGraph) -> Finding:
    """Return how many nodes there are of each kind, and which of them have the most links."""
    rows = []
    for kind in NodeKind:
        held = graph.of_kind(kind)
        if held:
            busiest = sorted(held, key=lambda node: -graph.degree(node))[:3]
            names = "、".join(graph.nodes[node]["label"][:16] for node in busiest)
            rows.append({"kind": kind.value, "chinese": labels("node")[kind], "nodes": len(held), "most_linked": names})
    return Finding.of(rows, ["kind", "chinese", "nodes", "most_linked"], bars_of("kind", "nodes"))


@dataclass(frozen=True, slots=True)
class PathwayFrames:
    """What belongs to a pathway, a frame each."""

    name: str
    actions: Finding
    targets: Finding
    bodies: Finding
    slogans: Finding

    def draw(self) -> Figure:
        """Return one picture of who is to act for the pathway, and by which slogans.

        Raises:
            MissingDependencyError: matplotlib is not installed.
        """
        return side_by_side([self.bodies, self.slogans])

    def _repr_html_(self) -> str:
        frames = {"actions": self.actions, "targets": self.targets, "bodies": self.bodies, "slogans": self.slogans}
        tables = (f"<h4>{name} ({len(frame)})</h4>{frame.head(10).to_html()}" for name, frame in frames.items())
        return "".join(tables) + (as_image(self.draw()) if can_draw() else "")


def pathway(graph: KnowledgeGraph, name: str) -> PathwayFrames:
    """Return the actions that serve a pathway, the targets they set, who is to do them and the slogans in them.

    Raises:
        OptionError: The graph has no pathway of that name.
    """
    nodes = find_named(graph, NodeKind.PATHWAY, name)
    actions = [a for a, b, kind in graph.edges(data="kind") if kind == EdgeKind.SERVES and b in nodes]
    weight = {
        a: values["weight"] for a, b, values in graph.edges(data=True) if values["kind"] == "serves" and b in nodes
    }
    targets = dict.fromkeys(_ends(graph, actions, EdgeKind.SETS))
    bodies = Counter(_ends(graph, actions, EdgeKind.RESPONSIBLE_FOR, back=True))
    slogans = Counter(
        node for node in _ends(graph, actions, EdgeKind.MENTIONS) if graph.nodes[node]["kind"] == NodeKind.SLOGAN
    )
    ranked = sorted(actions, key=lambda node: -weight[node])
    return PathwayFrames(
        name=graph.nodes[min(nodes)]["label"],
        actions=_frame(graph, ranked, _ACTION, bars_of("label", "pathway_score")),
        targets=_frame(graph, targets, _TARGET, bars_of("label", "low", "unit")),
        bodies=_counted(graph, bodies, "body"),
        slogans=_counted(graph, slogans, "slogan"),
    )


def _ends(graph: KnowledgeGraph, nodes: Iterable[str], kind: EdgeKind, back: bool = False) -> list[str]:
    """Return where the edges of a kind lead from the nodes, or with `back` whence they come."""
    edges = graph.in_edges if back else graph.out_edges
    return [edge[0 if back else 1] for node in nodes for edge in edges(node, data="kind") if edge[2] == kind]


def _frame(graph: KnowledgeGraph, nodes: Iterable[str], columns: tuple[str, ...], drawing: Drawing) -> Finding:
    rows = ({name: graph.nodes[node].get(name) for name in columns} for node in nodes)
    return Finding.of(rows, columns, drawing)


def _counted(graph: KnowledgeGraph, counts: Mapping[str, int], name: str) -> Finding:
    rows = [{name: graph.nodes[node]["label"], "actions": count} for node, count in counts.items()]
    rows.sort(key=lambda row: -row["actions"])
    return Finding.of(rows, [name, "actions"], bars_of(name, "actions"))


def find(graph: KnowledgeGraph, text: str, kind: str | None = None) -> Finding:
    """Return the nodes whose label, words or sentence hold a text: first what is called so, things before claims."""
    wanted = text.casefold()
    rows = []
    for node, values in graph.nodes(data=True):
        called = wanted in values["label"].casefold()
        said = any(wanted in values.get(name, "").casefold() for name in ("words", "sentence", "name"))
        if (called or said) and kind in (None, values["kind"]):
            known = {name: values.get(name) for name in _FOUND}
            rows.append(known | {"node": node, "links": graph.degree(node), "called": called})
    rows.sort(key=lambda row: (not row["called"], row["kind"] in STATEMENTS, -row["links"]))
    return Finding.of(rows, _FOUND, bars_of("label", "links"))


def responsibility(graph: KnowledgeGraph) -> Finding:
    """Return bodies × pathways: how many actions each body is to do for each pathway, the busiest body first."""
    serves = {a: graph.nodes[b]["label"] for a, b, kind in graph.edges(data="kind") if kind == EdgeKind.SERVES}
    pairs = [
        (graph.nodes[body]["label"], serves[action])
        for body, action, kind in graph.edges(data="kind")
        if kind == EdgeKind.RESPONSIBLE_FOR and action in serves
    ]
    columns = [graph.nodes[node]["label"] for node in graph.of_kind(NodeKind.PATHWAY)]
    frame = pd.DataFrame(pairs, columns=["body", "pathway"])
    matrix = pd.crosstab(frame["body"], frame["pathway"]).reindex(columns=dict.fromkeys(columns), fill_value=0)
    order = matrix.sum(axis=1).sort_values(ascending=False, kind="stable").index
    return Finding.framed(matrix.loc[order], heat)
