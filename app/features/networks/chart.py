"""The chart of a network as its page draws it: every person with a number, every link, and what the lists say.

People stay where they are whatever is filtered: filters take links away, not people. Numbers follow names, so that they
rank nobody (PR-59).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.features.networks import graph
from app.features.networks.domain import MemberState
from app.features.networks.seeing import Seen, Someone, Tie
from app.features.networks.shown import link_row, person_row
from app.features.partnership import interface as partnership

SHAPES = {
    "HARMED": "circle",
    "AT_RISK": "circle",
    "ALLEGED_CAUSE": "square",
    "EXPLOITED": "diamond",
    "EXPLOITER_SUSPECTED": "triangle",
    "PERIPHERAL": "small",
    "PROTECTIVE": "hexagon",
}
"""By code of `network_position`, what has none is a circle."""
RESTRICTED_SHAPE = "hidden"
NAMED = 40
"""Up to so many people have their names on the picture; more have their numbers alone, and the list says who is who."""
WIDE = 1_100.0
RADIUS = 17.0
GRADES = ("A", "B", "C")
"""The surest first."""


@dataclass(frozen=True)
class Filters:
    """None: everything. `grade`: links at least so sure."""

    kind: str | None = None
    grade: str | None = None
    since: date | None = None

    def lets(self, tie: Tie) -> bool:
        """Of a link with somebody restricted nothing is told, so only no filter lets it through."""
        if tie.restricted:
            return self == Filters()
        link = tie.link
        sure = GRADES[: GRADES.index(self.grade) + 1] if self.grade in GRADES else None
        return (
            (self.kind is None or link.kind == self.kind)
            and (sure is None or link.grade in sure)
            and (self.since is None or (link.evidenced_on is not None and link.evidenced_on >= self.since))
        )


@dataclass(frozen=True)
class Node:
    uid: str
    number: int
    name: str
    lines: tuple[str, ...]
    words: str
    shape: str
    mentioned: bool
    x: float
    y: float
    on_path: bool


@dataclass(frozen=True)
class Line:
    uid: str
    a: Node
    b: Node
    kind: str
    """Code of `link_type` in small letters, or `hidden`."""
    strength: int
    forward: bool
    backward: bool
    words: str
    on_path: bool


@dataclass
class Chart:
    width: float = 0
    height: float = 0
    radius: float = RADIUS
    font: float = 14
    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    named: bool = True
    parts: list[int] = field(default_factory=list)
    """How many people each group of linked people has."""
    alone: list[Node] = field(default_factory=list)
    connecting: list[Node] = field(default_factory=list)
    bridges: list[tuple[Node, Node]] = field(default_factory=list)
    path: list[Node] | None = None
    """From one chosen person to another; None when none was asked for, empty when nothing links them."""


def draw(seen: Seen, ties: Sequence[Tie], start: str | None = None, end: str | None = None) -> Chart:
    """The chart of everybody in `seen` with the links in `ties`, and the shortest way between two where asked."""
    everybody = [one.uid for one in seen.people]
    whole = graph.canonical(everybody, _pairs(seen.ties))
    placed = graph.layout(*whole)
    held = graph.canonical(everybody, _pairs(ties))
    way = graph.shortest_path(*held, start, end) if start and end and start != end else None
    scale = max(1.0, placed.width / WIDE)
    nodes = {
        one.uid: _node(one, number, placed.at[one.uid], way or ()) for number, one in enumerate(seen.people, start=1)
    }
    steps = {frozenset(pair) for pair in zip(way or (), (way or ())[1:], strict=False)}
    holds = graph.holds(*held)
    asked = bool(start and end and start != end)
    return Chart(
        width=placed.width,
        height=placed.height,
        radius=RADIUS * (1 if scale == 1.0 else 0.6 * scale),
        font=round(14 * (1 if scale == 1.0 else 0.62 * scale), 1),
        nodes=list(nodes.values()),
        lines=[_line(tie, nodes, steps) for tie in ties],
        named=len(nodes) <= NAMED,
        parts=[len(part) for part in holds.parts],
        alone=[nodes[uid] for uid in holds.alone],
        connecting=[nodes[uid] for uid in holds.connecting],
        bridges=[(nodes[a], nodes[b]) for a, b in holds.bridges],
        path=[nodes[uid] for uid in way or ()] if asked else None,
    )


def _pairs(ties: Sequence[Tie]) -> list[tuple[str, str]]:
    return [(tie.a.uid, tie.b.uid) for tie in ties]


def _node(one: Someone, number: int, at: tuple[float, float], way: Sequence[str]) -> Node:
    row = person_row(one)
    said = [row.state] if one.restricted else [row.state, row.position, f"age {row.age}" if row.age else ""]
    return Node(
        one.uid,
        number,
        one.name,
        tuple(one.name.rsplit(" ", 1)),
        ", ".join(part for part in said if part),
        RESTRICTED_SHAPE if one.restricted else SHAPES.get(one.position or "", "circle"),
        one.state is MemberState.MENTIONED,
        at[0],
        at[1],
        one.uid in way,
    )


def _line(tie: Tie, nodes: dict[str, Node], steps: set[frozenset[str]]) -> Line:
    row, link = link_row(tie, sees_police=False), tie.link
    directed = not tie.restricted
    return Line(
        link.uid,
        nodes[tie.a.uid],
        nodes[tie.b.uid],
        "hidden" if tie.restricted else str(link.kind or "").lower(),
        1 if tie.restricted else int(link.strength or 1),
        directed and link.direction == "A_TO_B",
        directed and link.direction == "B_TO_A",
        ", ".join(part for part in (row.kind, row.direction, row.strength.lower(), row.grade.lower()) if part),
        frozenset((tie.a.uid, tie.b.uid)) in steps,
    )


def legend(chart: Chart) -> list[tuple[str, str]]:
    """The shapes that are on this chart, with what they mean."""
    shapes = {node.shape for node in chart.nodes}
    meant: dict[str, list[str]] = {}
    for code, shape in SHAPES.items():
        meant.setdefault(shape, []).append(partnership.code_label("network_position", code))
    meant["circle"].append("or not recorded")
    meant[RESTRICTED_SHAPE] = ["A restricted person: that somebody is there, and no more"]
    return [(shape, ", ".join(words)) for shape, words in meant.items() if shape in shapes]


def line_legend(chart: Chart) -> list[tuple[str, str]]:
    """The kinds of link that are on this chart."""
    kinds = {line.kind for line in chart.lines}
    named = [(item.code.lower(), item.label) for item in partnership.code_list("link_type")]
    return [(code, words) for code, words in [*named, ("hidden", "Kind not shown")] if code in kinds]
