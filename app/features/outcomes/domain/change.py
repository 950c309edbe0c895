"""What changed between two points, in words. Pure.

A change is associated with an intervention. Nothing here says more than that (6.4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import DOWN, Expected, Tool, written

ASSOCIATED = (
    "What changed is associated with the intervention. It does not show that the intervention made the change: other "
    "things in somebody’s life change too."
)
"""The fixed phrase. It stands wherever a change is shown."""

ROUNDED = 6
"""Scores have few decimals; what a float adds to a difference is cut off."""


class Direction(StrEnum):
    BETTER = "BETTER"
    SAME = "SAME"
    WORSE = "WORSE"
    NOT_COMPARED = "NOT_COMPARED"


WORDS = {
    Direction.BETTER: "Better",
    Direction.SAME: "About the same",
    Direction.WORSE: "Worse",
    Direction.NOT_COMPARED: "Not compared",
}


@dataclass(frozen=True)
class Reading:
    """A score, and who completed it; `score` None: it is missing."""

    score: float | None
    completed_by: str | None


@dataclass(frozen=True)
class Change:
    """`by` is the later score less the first, None where they are not compared; `why` says what limits it."""

    direction: Direction
    by: float | None
    why: str = ""

    @property
    def words(self) -> str:
        return WORDS[self.direction]


def change(tool: Tool, first: Reading | None, later: Reading | None) -> Change:
    """What changed by the tool's own direction, and by its threshold where that is known."""
    if first is None or later is None:
        return Change(Direction.NOT_COMPARED, None, "Measured once only")
    if first.score is None or later.score is None:
        return Change(Direction.NOT_COMPARED, None, "A score is missing")
    if first.completed_by != later.completed_by:
        return Change(Direction.NOT_COMPARED, None, "Different people completed it")
    by = round(later.score - first.score, ROUNDED)
    if by == 0 or (tool.threshold is not None and abs(by) < tool.threshold):
        return Change(Direction.SAME, by, _small(tool) if by else "")
    improved = (by < 0) is (tool.better == DOWN)
    unknown = (
        "" if tool.threshold is not None else "Any difference is shown: how much counts is not known for this tool"
    )
    return Change(Direction.BETTER if improved else Direction.WORSE, by, unknown)


def _small(tool: Tool) -> str:
    return f"A difference below {written(tool.threshold or 0)} is not counted for this tool"


# Over many people ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scored:
    """One reading of one person: `of` says of what."""

    referral_uid: str
    of: Expected
    point: Point
    reading: Reading


@dataclass(frozen=True)
class Counted:
    """Over the people of one intervention, one outcome by one tool. `started` and `later` count people with a score at
    that point, `both` those that are compared; `mean` is their mean change, None below `smallest` of them."""

    outcome: str
    tool: str
    started: int
    later: int
    both: int
    better: int
    same: int
    worse: int
    mean: float | None


def count(rows: Iterable[Scored], tools: dict[str, Tool], *, later: Point, smallest: int) -> list[Counted]:
    """What changed from the start to `later`, by outcome and tool. Goals are counted by goal: each is a reading."""
    readings: dict[tuple[str, str], dict[tuple[str, str | None], dict[Point, Reading]]] = {}
    for row in rows:
        by_tool = readings.setdefault((row.of.outcome, row.of.tool), {})
        by_tool.setdefault((row.referral_uid, row.of.goal_uid), {})[row.point] = row.reading
    return [
        _counted(outcome, tools[tool], list(found.values()), later, smallest)
        for (outcome, tool), found in sorted(readings.items())
        if tool in tools
    ]


def _counted(
    outcome: str, tool: Tool, readings: Sequence[dict[Point, Reading]], later: Point, smallest: int
) -> Counted:
    changes = [change(tool, one.get(Point.BASELINE), one.get(later)) for one in readings]
    compared = [one for one in changes if one.by is not None]
    directions = [one.direction for one in compared]
    return Counted(
        outcome=outcome,
        tool=tool.code,
        started=_scored(readings, Point.BASELINE),
        later=_scored(readings, later),
        both=len(compared),
        better=directions.count(Direction.BETTER),
        same=directions.count(Direction.SAME),
        worse=directions.count(Direction.WORSE),
        mean=fmean(one.by or 0 for one in compared) if compared and len(compared) >= smallest else None,
    )


def _scored(readings: Sequence[dict[Point, Reading]], point: Point) -> int:
    return sum(1 for one in readings if point in one and one[point].score is not None)
