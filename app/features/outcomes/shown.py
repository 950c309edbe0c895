"""The measures of a referral as a page shows them: a line for each, with its picture and what changed in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.features.outcomes import tools
from app.features.outcomes.domain import change as changes
from app.features.outcomes.domain.change import Change, Reading
from app.features.outcomes.domain.picture import Picture, picture
from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import DOWN, GOAL, Expected, Tool, band, written
from app.features.outcomes.models import Measure
from app.features.outcomes.sheets import Sheet, outcome_label
from app.features.partnership import interface as partnership

COLOURS = {"BETTER": "green", "SAME": "grey", "WORSE": "orange", "NOT_COMPARED": "grey"}


@dataclass(frozen=True)
class Cell:
    """One measure in words; `missing` says why there is no score."""

    point: str
    score: str
    band: str
    missing: str
    by: str
    mode: str
    on: date


@dataclass(frozen=True)
class Line:
    outcome: str
    tool: str
    scale: str
    cells: Sequence[Cell]
    changes: Sequence[tuple[str, Change, str]]
    """To which point, what changed, the colour of its tag."""
    picture: Picture
    dropped: str | None


def lines(sheet: Sheet) -> list[Line]:
    """What was measured, by outcome; goals last."""
    by_measure: dict[Expected, dict[Point, Measure]] = {}
    for (point, one), row in sheet.found.items():
        by_measure.setdefault(one, {})[point] = row
    order = sorted(by_measure, key=lambda one: (one.outcome == GOAL, one.outcome, one.tool, one.goal_uid or ""))
    return [_line(sheet, one, by_measure[one]) for one in order]


def _line(sheet: Sheet, one: Expected, rows: dict[Point, Measure]) -> Line:
    tool = tools.find_tool(one.tool)
    assert tool is not None  # noqa: S101 - codes are never deleted
    goal = sheet.goal(one.goal_uid) if one.goal_uid else None
    readings = {point: Reading(row.score, row.completed_by) for point, row in rows.items()}
    found = []
    for point in (Point.EXIT, Point.MONTHS_3):
        if point in readings:
            change = changes.change(tool, readings.get(Point.BASELINE), readings[point])
            found.append((point_label(point), change, COLOURS[change.direction]))
    return Line(
        outcome=outcome_label(one, sheet),
        tool=tool.label,
        scale=scale(tool),
        cells=[_cell(tool, point, rows[point]) for point in Point if point in rows],
        changes=found,
        picture=picture(tool, {point: reading.score for point, reading in readings.items()}),
        dropped=goal.why_dropped if goal else None,
    )


def _cell(tool: Tool, point: Point, row: Measure) -> Cell:
    label = partnership.code_label
    return Cell(
        point=point_label(point),
        score="" if row.score is None else written(row.score),
        band="" if row.score is None else band(tool, row.score, row.completed_by) or "",
        missing=label("measure_missing", row.missing_reason) if row.missing_reason else "",
        by=label("completed_by", row.completed_by) if row.completed_by else "",
        mode=label("measure_mode", row.mode) if row.mode else "",
        on=row.measured_on,
    )


def scale(tool: Tool) -> str:
    better = "lower" if tool.better == DOWN else "higher"
    return f"{written(tool.least)} to {written(tool.most)}, {better} is better"


def point_label(point: Point) -> str:
    return partnership.code_label("outcome_point", point)
