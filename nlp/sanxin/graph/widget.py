"""The page of a graph as a notebook widget: what is chosen in the page, Python knows, and the other way round."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from sanxin.graph.model import KnowledgeGraph
from sanxin.graph.page import render, strongest
from sanxin.pages.shell import asset

#: The number of no node.
_NONE = -1


class GraphWidget(anywidget.AnyWidget):
    """A frame like that of every notebook, with no way out but the number of the node that is chosen in it."""

    _esm = traitlets.Unicode().tag(sync=True)
    page = traitlets.Unicode().tag(sync=True)
    number = traitlets.Int(_NONE).tag(sync=True)
    #: The name of the node that is chosen, or None.
    chosen = traitlets.Unicode(None, allow_none=True)
    #: The names of all nodes that are drawn, by their numbers.
    nodes = traitlets.List(traitlets.Unicode())

    @traitlets.observe("number")
    def _clicked(self, change: Any) -> None:
        self.chosen = self.nodes[change.new] if 0 <= change.new < len(self.nodes) else None

    @traitlets.observe("chosen")
    def _set(self, change: Any) -> None:
        self.number = _NONE if change.new is None else self.nodes.index(change.new)

    @traitlets.validate("chosen")
    def _drawn(self, proposal: Any) -> str | None:
        name: str | None = proposal.value
        if name is not None and name not in self.nodes:
            raise traitlets.TraitError(f"{name!r} is no node of this picture; .nodes are {len(self.nodes)} names")
        return name


def widget(graph: KnowledgeGraph, most: int) -> GraphWidget:
    """Return the widget of the `most` nodes with the most links."""
    page = render(graph, most=most)
    return GraphWidget(_esm=asset("widget.js"), page=page, nodes=list(strongest(graph, most)))
