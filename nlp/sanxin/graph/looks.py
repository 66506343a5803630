"""Colours and sizes of a graph's nodes: colours by pathway, sizes by how much hangs on a node."""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from sanxin.graph.model import EdgeKind, KnowledgeGraph, NodeKind


@cache
def looks() -> Mapping[str, Any]:
    """Return looks.toml."""
    return tomllib.loads(files("sanxin.graph").joinpath("looks.toml").read_text(encoding="utf-8"))


def pathways(graph: KnowledgeGraph) -> dict[str, str]:
    """Return for each node the pathway node that it has most to do with; nodes of documents and frameworks have none.

    An action's is the one it serves, a target's that of the action that sets it, an indicator's that of most of its
    targets, and so on outwards.
    """
    found: dict[str, str] = {name: name for name in graph.of_kind(NodeKind.PATHWAY)}
    for action, pathway, kind in graph.edges(data="kind"):
        if kind == EdgeKind.SERVES:
            found.setdefault(action, pathway)
    for kinds in ((EdgeKind.SETS, EdgeKind.RESPONSIBLE_FOR, EdgeKind.MENTIONS), (EdgeKind.MEASURES,)):
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for source, target, kind in graph.edges(data="kind"):
            if kind in kinds:
                for voter, elected in ((source, target), (target, source)):
                    if voter in found and elected not in found and graph.nodes[elected]["kind"] not in looks()["kinds"]:
                        votes[elected][found[voter]] += 1
        found |= {name: counter.most_common(1)[0][0] for name, counter in votes.items()}
    return found


def colours(graph: KnowledgeGraph) -> dict[str, str]:
    """Return the colour of each node."""
    palette = pathway_colours(graph)
    kinds = looks()["kinds"]
    belongs = pathways(graph)
    return {
        name: kinds.get(kind) or palette.get(belongs.get(name, ""), looks()["none"])
        for name, kind in graph.nodes(data="kind")
    }


def pathway_colours(graph: KnowledgeGraph) -> dict[str, str]:
    """Return the colour of each pathway, in a part the same as in the whole; the first of every framework share one."""
    shades = looks()["pathways"]
    seen: Counter[str] = Counter()
    found = {}
    for name in graph.pathways():
        framework = name.rpartition("/")[0]
        if name in graph:
            found[name] = shades[seen[framework] % len(shades)]
        seen[framework] += 1
    return found


def sizes(graph: KnowledgeGraph) -> dict[str, float]:
    """Return the size of each node in pixels."""
    rule = looks()["size"]
    links: Counter[str] = Counter()
    for source, target, kind in graph.edges(data="kind"):
        # A document mentions all that it says: that makes nothing in it weightier.
        if kind != EdgeKind.MENTIONS or graph.nodes[source]["kind"] != NodeKind.DOCUMENT:
            links[source] += 1
            links[target] += 1
        elif graph.nodes[target]["kind"] == NodeKind.SLOGAN:
            links[target] += 1
    return {
        name: round(min(rule["most"], rule["base"][kind] + rule["growth"] * math.sqrt(max(links[name] - 1, 0))), 2)
        for name, kind in graph.nodes(data="kind")
    }
