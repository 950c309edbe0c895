"""When somebody is measured: from the days of the referral alone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.features.outcomes.domain.points import Clocks, Course, Point, Standing, find, standing, windows
from app.kernel.ages import months_after
from app.kernel.working_days import WorkingDays

CLOCKS = Clocks(baseline=10, middle_weeks=12, middle=10, exit=10, follow_up_months=3, follow_up=20)
CALENDAR = WorkingDays(frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
DAYS = st.dates(date(2019, 1, 1), date(2030, 1, 1))


def points_of(course: Course) -> list[Point]:
    return [window.point for window in windows(course, CLOCKS, CALENDAR.add)]


def test_the_outcome_is_due_ten_working_days_after_the_end_and_again_three_months_on() -> None:
    course = Course(accepted_on=date(2026, 9, 1), started_on=date(2026, 9, 7), ended_on=date(2026, 12, 18))
    found = windows(course, CLOCKS, CALENDAR.add)
    end, after = find(found, Point.EXIT), find(found, Point.MONTHS_3)
    assert end is not None
    assert after is not None
    assert (end.opens_on, end.due_on) == (date(2026, 12, 18), date(2027, 1, 5))
    assert (after.opens_on, after.due_on) == (date(2027, 3, 18), date(2027, 4, 15))


def test_the_start_can_be_measured_once_accepted_and_is_due_once_it_began() -> None:
    (start,) = windows(Course(date(2026, 9, 1), None, None), CLOCKS, CALENDAR.add)
    assert (start.opens_on, start.due_on) == (date(2026, 9, 1), None)
    assert points_of(Course(None, None, None)) == []


def test_the_middle_is_measured_of_what_is_planned_for_long_enough_and_reached_it() -> None:
    start = date(2026, 9, 7)
    assert Point.MIDDLE not in points_of(Course(start, start, None, weeks_planned=11))
    assert Point.MIDDLE in points_of(Course(start, start, None, weeks_planned=12))
    assert Point.MIDDLE not in points_of(Course(start, start, start + timedelta(days=42), weeks_planned=12))


def test_nobody_is_measured_who_never_began_or_of_whom_nothing_is_asked_after() -> None:
    day = date(2026, 9, 7)
    assert points_of(Course(day, None, day)) == []
    assert points_of(Course(day, day, day, measured=False)) == []


@given(started=DAYS, length=st.integers(0, 500), weeks=st.none() | st.integers(1, 60))
def test_points_come_in_their_order_and_each_is_due_after_it_opens(
    started: date, length: int, weeks: int | None
) -> None:
    course = Course(started, started, started + timedelta(days=length), weeks)
    found = windows(course, CLOCKS, CALENDAR.add)
    assert [window.point for window in found] == sorted((w.point for w in found), key=list(Point).index)
    assert {Point.BASELINE, Point.EXIT, Point.MONTHS_3} <= {window.point for window in found}
    assert all(window.due_on is not None and window.due_on > window.opens_on for window in found)
    assert found[-1].opens_on == months_after(started + timedelta(days=length), 3)


@given(started=DAYS, on=st.integers(-30, 60))
def test_something_is_overdue_from_the_day_after_it_was_due(started: date, on: int) -> None:
    (window, *_) = windows(Course(started, started, None), CLOCKS, CALENDAR.add)
    assert window.due_on is not None
    day = window.due_on + timedelta(days=on)
    assert standing(window, complete=True, on=day) is Standing.DONE
    stands = standing(window, complete=False, on=day)
    assert (stands is Standing.OVERDUE) == (on > 0)
    assert (stands is Standing.LATER) == (day < window.opens_on)
