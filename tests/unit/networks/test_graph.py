"""The graph of a network: places, ways, bridges."""

import random

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
