"""A graph as a page for any browser: one file with its libraries inside, that fetches nothing and needs no network.

Layout, colours and sizes are reckoned here; the page draws, searches and filters (pages/graph.js, graph_stage.js).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import networkx as nx

from sanxin.graph.layout import positions
from sanxin.graph.looks import colours, looks, pathway_colours, pathways, sizes
from sanxin.graph.model import STATEMENTS, TYPES, EdgeKind, KnowledgeGraph, NodeKind, Type
from sanxin.limits import limits
from sanxin.pages.cards import bilingual, labels, safe
from sanxin.pages.shell import asset, page

#: What every part of a graph hangs on.
_FRAME = frozenset({NodeKind.DOCUMENT, NodeKind.REGION, NodeKind.FRAMEWORK, NodeKind.PATHWAY, NodeKind.GOAL})
#: Up to so many nodes have their full size; those of a handful are drawn larger, so that their names are written.
_ROOMY, _HANDFUL = 2_500, 150

#: The attributes told of a node, in this order.
_FACTS = (
    *("date", "region", "speaker", "role", "verb", "object", "actor", "modality", "deadline", "scope", "slogan_kind"),
    *("meaning", "aliases", "role_score", "status_score", "score", "source"),
)
_SCORES = ("role_score", "status_score", "score")
_LICENCES = ("sigma", "graphology", "events")
# Characters that would end the data, turn the reading direction of what follows, or that no file can hold.
_ESCAPED = (*map(ord, "<>&"), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))
_ESCAPES = {code: f"\\u{code:04x}" for code in _ESCAPED}


def render(graph: KnowledgeGraph, *, most: int | None = None) -> str:
    """Return the page. Of a graph with more than `most` nodes it shows those with the most links, and says so.

    `most` is `limits().page_nodes` if None.
    """
    shown = strongest(graph, most or limits().page_nodes)
    scripts = {
        "graphology": asset("vendor/graphology.umd.min.js"),
        # Without WebGL sigma would fail while it is read.
        "sigma": f"if (Stages.webgl) {{\n{asset('vendor/sigma.min.js')}\n}}",
        "stage": asset("graph_stage.js"),
        "script": asset("graph.js"),
    }
    return page(
        "graph",
        _title(graph),
        scripts,
        facts=_facts(graph),
        cut=_cut(shown, graph),
        filters="\n".join(_filters(shown)),
        licences=safe("\n\n".join(f"{name}\n{asset(f'vendor/{name}.LICENSE.txt')}" for name in _LICENCES)),
        data=json.dumps(_data(shown), ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES),
    )


def strongest(graph: KnowledgeGraph, most: int) -> KnowledgeGraph:
    """Return the graph, or a part of it: its frame, and the actions that most hangs on with all that hangs on them."""
    if len(graph) <= most:
        return graph
    size, kinds = sizes(graph), graph.nodes(data="kind")
    frame = sorted((node for node in graph if kinds[node] in _FRAME), key=lambda node: (-size[node], node))
    chosen = set(frame[: most // 2])
    actions = sorted(graph.of_kind(NodeKind.ACTION), key=lambda node: -size[node])
    for action in actions:
        held = {node for node in nx.all_neighbors(graph, action) if kinds[node] not in _FRAME}
        held |= {thing for node in held for thing in graph.successors(node) if kinds[node] in STATEMENTS}
        if len(chosen) + len(held) >= most:
            break
        chosen |= {action, *held}
    return graph.part(chosen)


# ---- head and filters ----


def _words(name: str) -> str:
    return f'<span lang="zh-Hans">{safe(labels("graph")[name])}</span>'


def _title(graph: KnowledgeGraph) -> str:
    documents = graph.of_kind(NodeKind.DOCUMENT)
    if len(documents) == 1:
        return safe(graph.nodes[documents[0]]["label"])
    regions = [graph.nodes[region]["label"] for region in graph.of_kind(NodeKind.REGION)]
    named = "、".join(regions[:3]) + ("…" if len(regions) > 3 else "")
    return safe(f"{named} {labels('graph')['untitled']}".strip())


def _facts(graph: KnowledgeGraph) -> str:
    counts = {
        "documents": len(graph.of_kind(NodeKind.DOCUMENT)),
        "nodes": len(graph),
        "edges": graph.number_of_edges(),
    }
    return " · ".join(f"{count:,} {name} {_words(name)}" for name, count in counts.items())


def _cut(shown: KnowledgeGraph, graph: KnowledgeGraph) -> str:
    if len(shown) == len(graph):
        return ""
    return f'<p class="faint">Drawn are the most linked {_words("cut")}: {len(shown):,} / {len(graph):,}</p>'


def _filters(graph: KnowledgeGraph) -> Iterator[str]:
    held = [kind for _, kind in graph.nodes(data="kind")]
    boxes = [
        _box("kind", n, _swatch("#8d8983", looks()["shapes"][kind]) + bilingual(kind, "node"), held.count(kind))
        for n, kind in enumerate(NodeKind)
        if kind in held
    ]
    yield _fieldset("Kinds", "kinds", boxes)
    belongs = list(pathways(graph).values())
    colour = pathway_colours(graph)
    boxes = [
        _box("pathway", n, _swatch(colour[name], "solid") + safe(graph.nodes[name]["label"]), belongs.count(name))
        for n, name in enumerate(colour)
    ]
    none = _box("pathway", -1, _swatch(looks()["none"], "solid") + _words("none"), len(graph) - len(belongs))
    yield _fieldset("Pathways", "pathways", [*boxes, none])
    slider = '<input id="score" type="range" min="0" max="1" step="0.05" value="0" aria-label="Score">'
    yield _fieldset("Sure at least", "score", [slider, '<output id="sure" for="score">0.00</output>'])
    years = sorted({year for _, year in graph.nodes(data="year") if year is not None})
    if len(years) > 1:
        choices = [_choice("from", years, years[0]), "–", _choice("to", years, years[-1])]
        yield _fieldset("Years", "years", choices)


def _fieldset(english: str, name: str, content: Iterable[str]) -> str:
    return f"<fieldset><legend>{english} {_words(name)}</legend>{''.join(content)}</fieldset>"


def _box(name: str, value: int, words: str, count: int) -> str:
    return (
        f'<label><input type="checkbox" name="{name}" value="{value}" checked>{words}'
        f' <span class="count">{count}</span></label>'
    )


def _choice(name: str, years: Sequence[int], chosen: int) -> str:
    options = "".join(f"<option{' selected' if year == chosen else ''}>{year}</option>" for year in years)
    return f'<select id="{name}" aria-label="{name}">{options}</select>'


#: The same as SHAPES in graph_stage.js: share of the radius from outside in, and whether in the node's colour.
_RINGS: Mapping[str, Sequence[tuple[float, bool]]] = {
    "solid": ((1.0, True),),
    "soft": ((1.0, True), (0.78, False)),
    "ring": ((1.0, True), (0.64, False)),
    "target": ((1.0, True), (0.68, False), (0.38, True)),
    "core": ((1.0, True), (0.45, False)),
}


def _swatch(colour: str, shape: str) -> str:
    circles = "".join(
        f'<circle r="{6 * share:g}" fill="{colour if inked else "Canvas"}"/>' for share, inked in _RINGS[shape]
    )
    return f'<svg class="dot" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">{circles}</svg>'


# ---- data ----


def _data(graph: KnowledgeGraph) -> dict[str, Any]:
    """Return what the script needs, in columns: `nodes.label[3]` is the label of the fourth node."""
    documents = {graph.nodes[name]["doc_id"]: n for n, name in enumerate(graph.of_kind(NodeKind.DOCUMENT))}
    sentences: dict[str, int] = {}
    return {
        "kinds": [
            {
                "name": kind,
                "chinese": labels("node")[kind],
                "shape": looks()["shapes"][kind],
                "statement": kind in STATEMENTS,
            }
            for kind in NodeKind
        ],
        "edgeKinds": [f"{kind} {labels('edge')[kind]}" for kind in EdgeKind],
        "mentions": list(EdgeKind).index(EdgeKind.MENTIONS),
        "fields": {name: f"{name} {labels('field').get(name, '')}".strip() for name in _FACTS},
        "nodes": _nodes(graph, documents, sentences),
        "edges": _edges(graph),
        "documents": [graph.nodes[name]["label"] for name in graph.of_kind(NodeKind.DOCUMENT)],
        "sentences": list(sentences),
    }


def _nodes(graph: KnowledgeGraph, documents: Mapping[str, int], sentences: dict[str, int]) -> dict[str, list[Any]]:
    place, colour, size, belongs = positions(graph), colours(graph), sizes(graph), pathways(graph)
    numbers = {name: n for n, name in enumerate(pathway_colours(graph))}
    scale = _scale(len(graph))
    kinds = {kind: n for n, kind in enumerate(NodeKind)}
    columns: dict[str, list[Any]] = {}
    for name, values in graph.nodes(data=True):
        sentence = values.get("sentence")
        row = {
            "x": place[name][0],
            "y": place[name][1],
            "size": round(size[name] * scale, 2),
            "color": colour[name],
            "kind": kinds[NodeKind(values["kind"])],
            # What belongs to no pathway by its nature (a document, a region) no filter of pathways hides.
            "pathway": None if values["kind"] in looks()["kinds"] else numbers.get(belongs.get(name, ""), -1),
            "label": values["label"],
            "year": values.get("year"),
            "score": next((values[score] for score in _SCORES if score in values), None),
            "doc": documents.get(values.get("doc_id", ""), -1),
            "start": values.get("start"),
            "end": values.get("end"),
            "words": values.get("words", ""),
            "sentence": -1 if sentence is None else sentences.setdefault(sentence, len(sentences)),
            "at": None if sentence is None else values["start"] - values["sentence_start"],
            "facts": [[fact, _shown(fact, values[fact])] for fact in _FACTS if fact in values],
        }
        for column, value in row.items():
            columns.setdefault(column, []).append(value)
    return columns or {"label": [], "size": [], "x": [], "y": [], "sentence": []}


def _scale(count: int) -> float:
    """Return how much larger than life so many nodes are drawn: 2 for a handful, 1 for hundreds, 0.5 for thousands."""
    room = max(0.5, min(1.0, math.sqrt(_ROOMY / max(count, 1))))
    return room * max(1.0, min(2.0, math.sqrt(_HANDFUL / max(count, 1))))


def _shown(name: str, value: Any) -> str:
    match TYPES[name]:
        case Type.LIST:
            return "、".join(value)
        case Type.NUMBER:
            return f"{value:.2f}"
    return str(value)


def _edges(graph: KnowledgeGraph) -> dict[str, list[Any]]:
    """Return the edges; several mentions of one thing in one document are one line."""
    index = {name: n for n, name in enumerate(graph)}
    kinds = {str(kind): n for n, kind in enumerate(EdgeKind)}
    found = {
        (index[source], index[target], kinds[values["kind"]]): values.get("weight")
        for source, target, values in graph.edges(data=True)
    }
    return {
        "source": [source for source, _, _ in found],
        "target": [target for _, target, _ in found],
        "kind": [kind for _, _, kind in found],
        "weight": list(found.values()),
    }
