"""The graph of a network: where its people stand on the chart, the way between two, what holds it together.

The one home of networkx. Nodes are uids, edges pairs of them: nothing personal is kept in memory between pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import cos, pi, sin, sqrt

import networkx as nx

ROOM = 108.0
"""Of one person on the chart, in its own units."""
GAP = ROOM
LINES = 0.5 * ROOM
"""How far below somebody the next one may stand, so that names of two lines do not run into each other."""
FEW, STRETCH = 40, 3.0
"""Up to so many people of one part are drawn up to so much wider, until everybody has room for a name."""
STEPS = 40
MOST = 499
"""People of one part laid out by springs: from 500 on networkx needs another library for it."""
KEPT = 64
"""How many layouts are remembered: one of 500 people takes a second or so."""

Nodes = tuple[str, ...]
Edges = tuple[tuple[str, str], ...]
Place = tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """Where each node stands, within a box of `width` by `height`."""

    at: dict[str, Place]
    width: float
    height: float


@dataclass(frozen=True)
class Holds:
    """What holds a network together. Each in the order the nodes were given: nobody is ranked."""

    parts: tuple[Nodes, ...]
    """People who are linked to each other, directly or through others; the largest part first."""
    alone: Nodes
    connecting: Nodes
    """Without one of these, a part would fall apart."""
    bridges: Edges
    """Links without which a part would fall apart into two."""


def canonical(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> tuple[Nodes, Edges]:
    """The same graph always as the same value, whatever order it was read in."""
    return tuple(nodes), tuple(sorted({(min(a, b), max(a, b)) for a, b in edges}))


@lru_cache(maxsize=KEPT)
def layout(nodes: Nodes, edges: Edges) -> Layout:
    """The same picture for the same people and links, always. Each part is laid out by itself, then they are set side
    by side, the largest first; those without a link stand in rows below."""
    graph = _graph(nodes, edges)
    boxes = [_part(graph.subgraph(part)) for part in _parts(graph, nodes) if len(part) > 1]
    alone = [node for node in nodes if graph.degree(node) == 0]
    if alone:
        boxes.append(_rows(alone))
    return _packed(boxes)


@lru_cache(maxsize=KEPT)
def holds(nodes: Nodes, edges: Edges) -> Holds:
    graph = _graph(nodes, edges)
    order = {node: number for number, node in enumerate(nodes)}
    parts = _parts(graph, nodes)
    bridges = sorted(
        (tuple(sorted(pair, key=order.__getitem__)) for pair in nx.bridges(graph)),
        key=lambda pair: (order[pair[0]], order[pair[1]]),
    )
    return Holds(
        parts=tuple(part for part in parts if len(part) > 1),
        alone=tuple(part[0] for part in parts if len(part) == 1),
        connecting=tuple(sorted(nx.articulation_points(graph), key=order.__getitem__)),
        bridges=tuple((a, b) for a, b in bridges if graph.degree(a) > 1 and graph.degree(b) > 1),
    )


def shortest_path(nodes: Nodes, edges: Edges, start: str, end: str) -> Nodes | None:
    """The people on the shortest way from one to another; None when nothing links them."""
    graph = _graph(nodes, edges)
    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return None
    return tuple(nx.shortest_path(graph, start, end))


def _graph(nodes: Nodes, edges: Edges) -> "nx.Graph":
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    return graph


def _parts(graph: "nx.Graph", nodes: Nodes) -> list[Nodes]:
    order = {node: number for number, node in enumerate(nodes)}
    found = [tuple(sorted(part, key=order.__getitem__)) for part in nx.connected_components(graph)]
    return sorted(found, key=lambda part: (-len(part), order[part[0]]))


Box = tuple[dict[str, Place], float, float]


def _part(graph: "nx.Graph") -> Box:
    """One part by springs, from a circle in the order of the links, so that chance has no say. Whoever is beyond the
    first `MOST` is set beside those they are linked to."""
    first = next(iter(graph.nodes))
    nodes = [first, *(node for _from, node in nx.bfs_edges(graph, first))]
    core, late = nodes[:MOST], nodes[MOST:]
    turn = 2 * pi / len(core)
    start = {node: (cos(turn * number), sin(turn * number)) for number, node in enumerate(core)}
    steps = STEPS if len(core) > 100 else 6 * STEPS
    found = nx.spring_layout(graph.subgraph(core), pos=start, iterations=steps, method="force", k=2.4 / sqrt(len(core)))
    at = {node: (float(x), float(y)) for node, (x, y) in found.items()}
    for number, node in enumerate(late):
        beside = [at[other] for other in sorted(graph[node]) if other in at]
        x, y = (sum(place[axis] for place in beside) / len(beside) for axis in (0, 1))
        at[node] = (x + 0.03 * cos(number * turn), y + 0.03 * sin(number * turn))
    return _boxed(at)


def _boxed(at: dict[str, Place]) -> Box:
    """With room for everybody, as wide as many people need and as high as they stand."""
    left, top = min(x for x, _y in at.values()), min(y for _x, y in at.values())
    wide = max(x for x, _y in at.values()) - left or 1.0
    high = max(y for _x, y in at.values()) - top or 1.0
    size = ROOM * (sqrt(len(at)) + 1)
    across, down = size * 1.25, size * min(1.0, max(0.35, high / wide))
    wider = _stretch([((x - left) / wide * across, (y - top) / high * down) for x, y in at.values()])
    across, down = across * wider, down * wider
    placed = {
        node: (round((x - left) / wide * across, 1), round((y - top) / high * down, 1)) for node, (x, y) in at.items()
    }
    return placed, across, down


def _stretch(places: Sequence[Place]) -> float:
    """By how much few people are drawn apart, so that no two names lie over each other."""
    if len(places) > FEW:
        return 1.0
    needed = (
        min(ROOM / max(abs(a[0] - b[0]), 1.0), LINES / max(abs(a[1] - b[1]), 1.0)) for a, b in combinations(places, 2)
    )
    return min(STRETCH, max([1.0, *needed]))


def _rows(nodes: Sequence[str]) -> Box:
    columns = max(1, round(sqrt(len(nodes) * 2.5)))
    at = {node: ((number % columns) * ROOM, (number // columns) * ROOM) for number, node in enumerate(nodes)}
    return at, (min(columns, len(nodes)) - 1) * ROOM, ((len(nodes) - 1) // columns) * ROOM


def _packed(boxes: Sequence[Box]) -> Layout:
    """Boxes on shelves, none wider than the largest or than a square of them all."""
    widest = max([*(width for _at, width, _height in boxes), 6 * ROOM])
    together = sum((width + GAP) * (height + GAP) for _at, width, height in boxes)
    shelf = max(widest, sqrt(together * 1.5))
    found: dict[str, Place] = {}
    x = y = GAP
    deepest = across = 0.0
    for at, width, height in boxes:
        if x > GAP and x + width > shelf + GAP:
            x, y, deepest = GAP, y + deepest + GAP, 0.0
        found |= {node: (round(x + left, 1), round(y + top, 1)) for node, (left, top) in at.items()}
        across = max(across, x + width)
        x, deepest = x + width + GAP, max(deepest, height)
    return Layout(found, round(across + GAP, 1), round(y + deepest + GAP, 1))
