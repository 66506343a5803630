"""Questions to a knowledge graph, each answered with a pandas frame (or a graph) that also draws itself.

summary(g)                        what there is of each kind
pathway(g, "新产业")               its actions, targets, bodies and slogans
find(g, "营商环境")                every node whose words or sentence hold the text
around(g, "三新三强", hops=2)       the part of the graph near a node
path_between(g, "市工信局", "新产业")  how two nodes hang together
compare(g1, g2)                   targets added, dropped, raised, lowered between two speeches or years
timeline(g, "地区生产总值")         what was promised and reported of an indicator, over the years
responsibility(g)                 bodies × pathways: who is to do how much for which
centrality(g)                     the nodes that most hangs on

A frame is a pandas DataFrame in every respect. In a notebook its picture stands below it; `draw()` gives the picture as
a matplotlib figure (pip install 'sanxin[notebook]').
"""

from __future__ import annotations

from sanxin.explore.centrality import centrality
from sanxin.explore.finding import Finding
from sanxin.explore.questions import PathwayFrames, find, pathway, responsibility, summary
from sanxin.explore.targets import compare, timeline
from sanxin.explore.ways import around, path_between

__all__ = [
    "Finding",
    "PathwayFrames",
    "around",
    "centrality",
    "compare",
    "find",
    "path_between",
    "pathway",
    "responsibility",
    "summary",
    "timeline",
]
