"""Working days count the way a coordinator counts them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.working_days import WorkingDays, nth_weekday

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
CALENDARS = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40).map(WorkingDays)
NEAR = st.dates(date(2026, 1, 1), date(2027, 12, 31))
PLAIN = WorkingDays(frozenset())


@pytest.mark.parametrize(
    ("due", "overdue"),
    [
        (date(2026, 11, 5), 16),
        (date(2026, 11, 21), 5),
        (date(2026, 11, 26), 1),
        (date(2026, 11, 27), 0),
        (date(2026, 11, 30), -1),
    ],
)
def test_working_days_overdue(due: date, overdue: int) -> None:
    assert PLAIN.between(due, date(2026, 11, 27)) == overdue


def test_a_bank_holiday_and_a_weekend_are_stepped_over() -> None:
    christmas = WorkingDays(frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
    assert christmas.add(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert christmas.add(date(2026, 12, 29), -1) == date(2026, 12, 24)
    assert christmas.next_working_day(date(2026, 12, 24)) == date(2026, 12, 29)
    assert christmas.on_or_after(date(2026, 12, 25)) == date(2026, 12, 29)
    assert christmas.on_or_before(date(2026, 12, 28)) == date(2026, 12, 24)


@given(CALENDARS, NEAR, st.integers(0, 60))
def test_adding_and_counting_agree(calendar: WorkingDays, day: date, n: int) -> None:
    assert calendar.between(day, calendar.add(day, n)) == n


@given(CALENDARS, NEAR, st.integers(1, 60))
def test_a_day_arrived_at_is_a_working_day_on_the_right_side(calendar: WorkingDays, day: date, n: int) -> None:
    assert calendar.is_working_day(calendar.add(day, n))
    assert calendar.is_working_day(calendar.add(day, -n))
    assert calendar.add(day, -n) < day < calendar.add(day, n)


@given(CALENDARS, NEAR, st.integers(1, 60))
def test_going_back_undoes_going_forward_from_a_working_day(calendar: WorkingDays, day: date, n: int) -> None:
    start = calendar.on_or_after(day)
    assert calendar.add(calendar.add(start, n), -n) == start


@given(CALENDARS, NEAR, NEAR)
def test_counting_matches_a_day_by_day_count(calendar: WorkingDays, start: date, end: date) -> None:
    start, end = min(start, end), max(start, end)
    days = (start + timedelta(days=n + 1) for n in range((end - start).days))
    assert calendar.between(start, end) == sum(calendar.is_working_day(day) for day in days)
    assert calendar.between(end, start) == -calendar.between(start, end)


@given(CALENDARS, NEAR)
def test_adding_nothing_changes_nothing(calendar: WorkingDays, day: date) -> None:
    assert calendar.add(day, 0) == day


@given(DAYS)
def test_every_day_is_the_nth_of_its_weekday(day: date) -> None:
    assert nth_weekday(day.year, day.month, day.weekday(), (day.day - 1) // 7 + 1) == day


def test_the_third_thursday() -> None:
    assert nth_weekday(2026, 11, 3, 3) == date(2026, 11, 19)


@pytest.mark.parametrize("n", [0, 5])
def test_a_weekday_that_a_month_does_not_have(n: int) -> None:
    with pytest.raises(ValueError, match="2026-11 has no weekday 3"):
        nth_weekday(2026, 11, 3, n)
