"""Scores of one tool over time as a small picture. Pure: numbers to points on a canvas, better always upwards."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import DOWN, Tool, written

WIDTH, HEIGHT = 260, 96
LEFT, RIGHT, TOP, BOTTOM = 22, 238, 22, 70
COLUMNS = {point: LEFT + round(place * (RIGHT - LEFT) / (len(Point) - 1)) for place, point in enumerate(Point)}


@dataclass(frozen=True)
class Dot:
    """`x` and `y` in the units of the canvas; `words` is the score."""

    x: int
    y: int
    words: str
    point: Point


@dataclass(frozen=True)
class Picture:
    dots: tuple[Dot, ...]

    @property
    def line(self) -> str:
        """As the `points` of a polyline."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def picture(tool: Tool, scores: Mapping[Point, float | None]) -> Picture:
    """A dot for each score there is, in the order of the points."""
    dots = []
    for point in Point:
        score = scores.get(point)
        if score is not None:
            dots.append(Dot(COLUMNS[point], _height(tool, score), written(score), point))
    return Picture(tuple(dots))


def _height(tool: Tool, score: float) -> int:
    part = (score - tool.least) / ((tool.most - tool.least) or 1)
    good = 1 - part if tool.better == DOWN else part
    return round(BOTTOM - good * (BOTTOM - TOP))
