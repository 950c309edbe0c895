"""Who is reminded when, and of what."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.reminders.domain import Line, Often, is_day, is_time, is_weekly_day, to_tell, written
from app.kernel.working_days import WorkingDays

EASTER_MONDAY = date(2027, 3, 29)
CALENDAR = WorkingDays(frozenset({date(2027, 3, 26), EASTER_MONDAY}))
TUESDAY = date(2027, 3, 30)


def line(reference: str, due_on: date, group: str = "Your actions") -> Line:
    return Line(group, reference, f"due {due_on}", due_on, f"https://example.org/{reference}")


def test_reminders_go_on_working_days_and_the_weekly_ones_on_the_first_of_the_week() -> None:
    assert [is_day(EASTER_MONDAY + timedelta(days=days), CALENDAR) for days in (-3, -2, 0, 1)] == [False] * 3 + [True]
    week = [EASTER_MONDAY + timedelta(days=days) for days in range(7)]
    assert [day for day in week if is_weekly_day(day, CALENDAR)] == [TUESDAY]
    assert is_weekly_day(date(2027, 4, 5), CALENDAR)


@pytest.mark.parametrize(
    ("seen_on", "chosen", "at", "now"),
    [
        (None, time(7), time(6, 59), False),
        (None, time(7), time(7), True),
        (TUESDAY, time(7), time(9), False),
        (TUESDAY - timedelta(days=1), time(7), time(23), True),
        (TUESDAY - timedelta(days=1), time(18), time(9), False),
    ],
)
def test_once_a_day_from_the_time_they_chose(seen_on: date | None, chosen: time, at: time, now: bool) -> None:
    assert is_time(seen_on, chosen, on=TUESDAY, at=at) is now


LATE, TODAY, SOON = (line(name, TUESDAY + timedelta(days=days)) for name, days in (("L", -1), ("T", 0), ("S", 1)))


def test_what_is_overdue_comes_whatever_was_chosen() -> None:
    lines = [SOON, TODAY, LATE, LATE]
    wednesday = TUESDAY + timedelta(days=1)
    assert to_tell(lines, Often.DAILY, TUESDAY, CALENDAR) == [LATE, TODAY, SOON]
    assert to_tell(lines, Often.WEEKLY, TUESDAY, CALENDAR) == [LATE, TODAY, SOON]
    assert to_tell(lines, Often.WEEKLY, wednesday, CALENDAR) == [LATE, TODAY]
    assert to_tell(lines, Often.OVERDUE, TUESDAY, CALENDAR) == [LATE]
    assert to_tell([SOON], Often.OVERDUE, TUESDAY, CALENDAR) == []


@given(
    days=st.lists(st.integers(-30, 30), max_size=12),
    often=st.sampled_from(Often),
    on=st.dates(date(2027, 1, 1), date(2027, 12, 31)),
)
def test_nothing_overdue_is_ever_left_out_or_told_twice(days: list[int], often: Often, on: date) -> None:
    lines = [line(f"A-{number}", on + timedelta(days=late)) for number, late in enumerate(days)]
    told = to_tell([*lines, *lines], often, on, CALENDAR)
    assert len(told) == len(set(told))
    assert {one for one in lines if one.is_overdue(on)} <= set(told) <= set(lines)


def test_the_mail_is_grouped_and_a_long_group_is_cut_short() -> None:
    many = [line(f"A-{number}", TUESDAY - timedelta(days=9 - number)) for number in range(4)]
    said = written([*many, line("Q-1", TUESDAY, "Information asked")], TUESDAY, most=2)
    assert said.split("\n") == [
        "Your actions",
        "- A-0: OVERDUE, due 2027-03-21",
        "  https://example.org/A-0",
        "- A-1: OVERDUE, due 2027-03-22",
        "  https://example.org/A-1",
        "- and 2 more",
        "",
        "Information asked",
        "- Q-1: due 2027-03-30",
        "  https://example.org/Q-1",
    ]
