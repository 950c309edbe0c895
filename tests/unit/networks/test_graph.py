"""The graph of a network: places, ways, bridges."""

import random
from itertools import combinations

import pytest

from app.features.networks import graph

KITE = (("a", "b", "c", "d", "e", "f"), [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e")])


def test_the_same_network_is_always_the_same_picture() -> None:
    nodes, edges = graph.canonical(*KITE)
    again = graph.canonical(KITE[0], [(b, a) for a, b in reversed(KITE[1])])
    assert (nodes, edges) == again
    first = graph.layout(nodes, edges)
    graph.layout.cache_clear()
    assert graph.layout(nodes, edges) == first
    assert first.at.keys() == set(nodes)
    assert all(0 < x < first.width and 0 < y < first.height for x, y in first.at.values())
    assert len({first.at[node] for node in nodes}) == len(nodes)


def test_what_holds_it_together() -> None:
    """Connecting people come in the order given, not by how many they connect: PR-59."""
    found = graph.holds(*graph.canonical(*KITE))
    assert found.parts == (("a", "b", "c", "d", "e"),)
    assert found.alone == ("f",)
    assert found.connecting == ("c", "d")
    assert found.bridges == (("c", "d"),)  # the way to somebody who has one link alone is no bridge between groups


def test_the_shortest_way() -> None:
    network = graph.canonical(*KITE)
    assert graph.shortest_path(*network, "a", "e") == ("a", "c", "d", "e")
    assert graph.shortest_path(*network, "a", "f") is None
    assert graph.shortest_path(*network, "a", "nobody") is None


def test_nobody_and_many() -> None:
    assert graph.layout((), ()).at == {}
    assert graph.holds((), ()).parts == ()
    chance = random.Random(3)
    nodes = tuple(f"n{number:03d}" for number in range(520))
    edges = [(nodes[number], nodes[chance.randrange(number)]) for number in range(1, 520)]
    found = graph.layout(*graph.canonical(nodes, edges))
    assert len(found.at) == 520


@pytest.mark.parametrize(
    ("people", "links"),
    [
        (5, [(0, 1)]),
        (6, [(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)]),
        (5, [(a, b) for a in range(5) for b in range(a)]),
        (9, [(0, 1), (2, 3), (4, 5), (5, 6)]),
        (12, [(number, number + 1) for number in range(11)]),
    ],
)
def test_names_of_few_people_do_not_lie_over_each_other(people: int, links: list[tuple[int, int]]) -> None:
    nodes = [f"n{number:02d}" for number in range(people)]
    found = graph.layout(*graph.canonical(nodes, [(nodes[a], nodes[b]) for a, b in links])).at
    close = [
        (a, b)
        for a, b in combinations(nodes, 2)
        if abs(found[a][0] - found[b][0]) < graph.ROOM - 1 and abs(found[a][1] - found[b][1]) < graph.LINES - 1
    ]
    assert close == []
