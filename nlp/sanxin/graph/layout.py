"""Places for the nodes of a graph: a force layout in numpy, the same in every run, linear in nodes and edges.

Neighbours pull each other, all push each other away. Pathways begin on a circle and everything else near the pathway
it has most to do with, so that few rounds are enough.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.spatial import cKDTree

from sanxin.graph.looks import looks, pathways, sizes
from sanxin.graph.model import EdgeKind, KnowledgeGraph, NodeKind

Floats = NDArray[np.float64]

#: The work of a layout, in nodes times rounds: what keeps ten thousand nodes below a few seconds.
_WORK = 600_000
_ROUNDS = (60, 300)
#: The strength of the push and of the pull to the middle, and the distance that any two nodes keep.
_PUSH, _GRAVITY, _ROOM = 0.3, 0.02, 0.8
#: Beyond this distance hardly a push is felt, so that the discs of two hubs stay round side by side.
_REACH = 9.0
#: The radius of a disc of n leaves at rest is this times the root of n.
_SPREAD = 0.6
_GOLDEN = math.pi * (3 - math.sqrt(5))
#: A mention says little about where a node belongs; that of a document least.
_PULL = {EdgeKind.MENTIONS: 0.35, EdgeKind.ACHIEVES: 0.2, EdgeKind.FULFILS: 0.2}
_DOCUMENT_PULL = 0.05


def positions(graph: KnowledgeGraph) -> dict[str, tuple[float, float]]:
    """Return a place for each node, in units of the distance that neighbours would like to have."""
    names = list(graph)
    if not names:
        return {}
    index = {name: n for n, name in enumerate(names)}
    ends, pull = _edges(graph, index)
    size = sizes(graph)
    weight = np.array([size[name] for name in names]) / looks()["size"]["base"][NodeKind.ACTION]
    places = _settle(_begin(graph, index), ends, pull, weight)
    return {name: (round(float(x), 3), round(float(y), 3)) for name, (x, y) in zip(names, places, strict=True)}


def _edges(graph: KnowledgeGraph, index: Mapping[str, int]) -> tuple[NDArray[np.intp], Floats]:
    """Return the pairs of linked nodes and how strongly each is pulled together."""
    pulls: dict[tuple[int, int], float] = {}
    for source, target, kind in graph.edges(data="kind"):
        a, b = sorted((index[source], index[target]))
        own = kind == EdgeKind.MENTIONS and graph.nodes[source]["kind"] == NodeKind.DOCUMENT
        pull = _DOCUMENT_PULL if own else _PULL.get(EdgeKind(kind), 1.0)
        pulls[a, b] = max(pull, pulls.get((a, b), 0.0))
    pairs = np.array(list(pulls), dtype=np.intp).reshape(-1, 2)
    return pairs, np.array(list(pulls.values()), dtype=np.float64)


def _begin(graph: KnowledgeGraph, index: Mapping[str, int]) -> Floats:
    """Return where each node begins: on a spiral around its pathway, all else around the middle."""
    belongs = pathways(graph)
    centres = graph.of_kind(NodeKind.PATHWAY)
    crowd = Counter(belongs.get(name, "") for name in graph)
    discs = {name: _SPREAD * math.sqrt(crowd[name]) for name in ["", *centres]}
    widest = max((discs[name] for name in centres), default=0.0)
    radius = max(discs[""] + widest, widest / math.sin(math.pi / max(len(centres), 2)))
    angle = {name: math.pi * (0.5 - 2 * n / max(len(centres), 1)) for n, name in enumerate(centres)}
    held = dict.fromkeys(discs, 0)
    places = np.zeros((len(index), 2))
    for name, n in index.items():
        centre = belongs.get(name, "")
        turn, out = held[centre] * _GOLDEN, _SPREAD * math.sqrt(held[centre])
        held[centre] += 1
        if centre:
            places[n] = radius * math.cos(angle[centre]), radius * math.sin(angle[centre])
        places[n] += out * math.cos(turn), out * math.sin(turn)
    return places


def _settle(places: Floats, ends: NDArray[np.intp], pull: Floats, weight: Floats) -> Floats:
    count = len(places)
    degree = np.bincount(ends.ravel(), minlength=count).astype(np.float64)
    # What is drawn large needs room, even if little hangs on it: a pathway of one action lay hidden under its goals.
    mass = np.maximum(1.0 + 0.5 * np.sqrt(degree), weight)
    inertia = np.maximum(np.bincount(ends.ravel(), np.repeat(pull, 2), minlength=count), 1.0)
    mesh = _Mesh(count)
    for step in np.geomspace(1.5, 0.05, int(np.clip(_WORK / count, *_ROUNDS))):
        force = _PUSH * mesh.push(places, mass) * mass[:, None] - _GRAVITY * places
        drawn = (places[ends[:, 1]] - places[ends[:, 0]]) * pull[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(ends[:, 0], drawn[:, axis], minlength=count)
            force[:, axis] -= np.bincount(ends[:, 1], drawn[:, axis], minlength=count)
        # A hub moves as the mean of its leaves would have it; else it would overshoot with every round.
        force = 0.5 * force / inertia[:, None] + _part(places)
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        places = places + force * (np.minimum(length, step) / length)[:, None]
    return places


def _part(places: Floats) -> Floats:
    """Return how nodes that lie on each other part."""
    force = np.zeros_like(places)
    pairs = cKDTree(places).query_pairs(_ROOM, output_type="ndarray")
    one, two = pairs[:, 0], pairs[:, 1]
    apart = places[one] - places[two]
    # Nodes at the same place part in the direction that their numbers say.
    same = np.abs(apart).sum(axis=1) < 1e-6
    apart[same] = np.column_stack([np.cos(one[same]), np.sin(one[same])]) * 1e-3
    distance = np.hypot(apart[:, 0], apart[:, 1])
    push = apart * (0.3 * (_ROOM - distance) / distance)[:, None]
    for axis in (0, 1):
        force[:, axis] += np.bincount(one, push[:, axis], minlength=len(places))
        force[:, axis] -= np.bincount(two, push[:, axis], minlength=len(places))
    return force


class _Mesh:
    """How every node pushes every other with a force of 1 / distance that fades: on a grid, by Fourier transforms.

    With springs that pull as much as they are long, leaves so pushed fill a disc around their hub evenly.
    """

    def __init__(self, count: int) -> None:
        self._cells = int(np.clip(2 * math.sqrt(count), 32, 128))
        self._wide = fft.next_fast_len(2 * self._cells, real=True)
        offset = np.fft.fftfreq(self._wide, 1 / self._wide)
        self._offsets = np.meshgrid(offset, offset, indexing="ij")
        self._square = self._offsets[0] ** 2 + self._offsets[1] ** 2
        self._square[0, 0] = 1.0
        self._size = 0.0
        self._kernels: list[NDArray[np.complex128]] = []

    def push(self, places: Floats, mass: Floats) -> Floats:
        """Return the force on each node."""
        cells = self._cells
        low = places.min(axis=0)
        size = max(float((places.max(axis=0) - low).max()), 1e-6) / (cells - 2)
        at = (places - low) / size
        corner = at.astype(np.intp)
        part = at - corner
        # Each node lies on four corners of the grid, on the nearer more.
        corners = [
            ((corner[:, 0] + x) * cells + corner[:, 1] + y, np.abs(1 - x - part[:, 0]) * np.abs(1 - y - part[:, 1]))
            for x in (0, 1)
            for y in (0, 1)
        ]
        density = np.zeros(cells * cells)
        for number, share in corners:
            density += np.bincount(number, share * mass, minlength=cells * cells)
        held = fft.rfft2(density.reshape(cells, cells), s=(self._wide, self._wide))
        force = np.zeros_like(places)
        for axis, kernel in enumerate(self._kernels_for(size)):
            field = fft.irfft2(held * kernel, s=(self._wide, self._wide))[:cells, :cells].ravel()
            for number, share in corners:
                force[:, axis] += field[number] * share
        return force / size

    def _kernels_for(self, size: float) -> list[NDArray[np.complex128]]:
        """Return how one node pushes along each axis, transformed; made anew when the picture has grown or shrunk."""
        if not 0.9 < size / max(self._size, 1e-9) < 1.1:
            self._size = size
            fading = np.exp(-np.sqrt(self._square) * size / _REACH) / self._square
            self._kernels = [fft.rfft2(offset * fading) for offset in self._offsets]
        return self._kernels
