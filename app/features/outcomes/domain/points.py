"""When somebody is measured: at the start, in the middle, at the end and three months after. Pure.

Source: domain reference 6.2 and 6.4. Whether something is due follows from the days of the referral, never from a list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.ages import months_after


class Point(StrEnum):
    """Code list `outcome_point`."""

    BASELINE = "BASELINE"
    MIDDLE = "MIDDLE"
    EXIT = "EXIT"
    MONTHS_3 = "MONTHS_3"


class Standing(StrEnum):
    LATER = "LATER"
    OPEN = "OPEN"
    OVERDUE = "OVERDUE"
    DONE = "DONE"


@dataclass(frozen=True)
class Course:
    """The days of a referral. `weeks_planned` None: not planned in weeks; `measured` False: it ended in a way after
    which nobody is asked anything."""

    accepted_on: date | None
    started_on: date | None
    ended_on: date | None
    weeks_planned: int | None = None
    measured: bool = True


@dataclass(frozen=True)
class Clocks:
    """Working days, but for `middle_weeks` and `follow_up_months`."""

    baseline: int
    middle_weeks: int
    middle: int
    exit: int
    follow_up_months: int
    follow_up: int


@dataclass(frozen=True)
class Window:
    """From `opens_on` somebody is measured, at the latest on `due_on`; None: nobody can say yet."""

    point: Point
    opens_on: date
    due_on: date | None


Add = Callable[[date, int], date]
"""A day so many working days on."""


def windows(course: Course, clocks: Clocks, add: Add) -> tuple[Window, ...]:
    """When each point comes for this referral, in the order of `Point`; none before it was accepted, nor where it ended
    before it began. What is not known yet, such as three months after an end that has not come, is left out."""
    first = min((day for day in (course.accepted_on, course.started_on) if day), default=None)
    start, end = course.started_on, course.ended_on
    if first is None or not course.measured or (end and not start):
        return ()
    found = [Window(Point.BASELINE, first, add(start, clocks.baseline) if start else None)]
    if start and course.weeks_planned and course.weeks_planned >= clocks.middle_weeks:
        half = start + timedelta(days=course.weeks_planned * 7 // 2)
        if end is None or half < end:
            found.append(Window(Point.MIDDLE, half, add(half, clocks.middle)))
    if end:
        after = months_after(end, clocks.follow_up_months)
        found.append(Window(Point.EXIT, end, add(end, clocks.exit)))
        found.append(Window(Point.MONTHS_3, after, add(after, clocks.follow_up)))
    return tuple(found)


def standing(window: Window, *, complete: bool, on: date) -> Standing:
    """How a point stands on a day. It is overdue from the day after it was due."""
    if complete:
        return Standing.DONE
    if on < window.opens_on:
        return Standing.LATER
    return Standing.OVERDUE if window.due_on and window.due_on < on else Standing.OPEN


def find(found: Sequence[Window], point: Point) -> Window | None:
    return next((window for window in found if window.point is point), None)
