"""How often a group meets: rules from plain choices, their days and their words."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.meetings.domain.recurrence import LAST, MONTHLY, WEEKLY, WEEKS, Recurrence, read, recurrence
from app.features.meetings.series import series_days
from app.kernel.errors import Refused
from app.platform.calendar import working_days

THURSDAY, FRIDAY = 3, 4
THIRD_THURSDAY = recurrence(frequency=MONTHLY, interval=1, weekday=THURSDAY, week=3)

recurrences = st.one_of(
    st.builds(Recurrence, st.just(WEEKLY), st.integers(1, 4), st.integers(0, 4), st.none()),
    st.builds(Recurrence, st.just(MONTHLY), st.integers(1, 3), st.integers(0, 4), st.sampled_from(sorted(WEEKS))),
)
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def days_of(kind: Recurrence, first: date, months: int, valid_from: date | None = None) -> list[date]:
    return series_days(kind.rule, valid_from or first, first, months, working_days())


@pytest.mark.parametrize(
    ("kind", "rule", "words"),
    [
        (THIRD_THURSDAY, "FREQ=MONTHLY;INTERVAL=1;BYDAY=3TH", "Third Thursday of every month"),
        (Recurrence(MONTHLY, 2, FRIDAY, LAST), "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "Last Friday of every two months"),
        (Recurrence(WEEKLY, 1, 0, None), "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", "Every week on Monday"),
        (Recurrence(WEEKLY, 2, 2, None), "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "Every two weeks on Wednesday"),
    ],
)
def test_a_rule_and_its_words(kind: Recurrence, rule: str, words: str) -> None:
    assert (kind.rule, kind.words) == (rule, words)


@given(kind=recurrences)
def test_a_rule_is_read_as_it_was_written(kind: Recurrence) -> None:
    assert read(kind.rule) == kind


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"frequency": "DAILY"}, "frequency"),
        ({"interval": 4}, "interval"),
        ({"interval": 0}, "interval"),
        ({"frequency": WEEKLY, "interval": 5}, "interval"),
        ({"weekday": 5}, "weekday"),
        ({"weekday": -1}, "weekday"),
        ({"week": 5}, "week_of_month"),
        ({"week": None}, "week_of_month"),
    ],
)
def test_a_rule_that_some_months_cannot_have_is_refused(terms: dict[str, object], field: str) -> None:
    usual: dict[str, object] = {"frequency": MONTHLY, "interval": 1, "weekday": THURSDAY, "week": 3}
    with pytest.raises(Refused) as refused:
        recurrence(**usual | terms)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_the_third_thursday_a_year_ahead() -> None:
    found = days_of(THIRD_THURSDAY, date(2026, 10, 1), 12)
    assert found[:3] == [date(2026, 10, 15), date(2026, 11, 19), date(2026, 12, 17)]
    assert (len(found), found[-1]) == (12, date(2027, 9, 16))


def test_a_bank_holiday_moves_the_meeting_to_the_next_working_day() -> None:
    first_monday = Recurrence(MONTHLY, 1, 0, 1)
    assert days_of(first_monday, date(2026, 5, 1), 1) == [date(2026, 5, 5)]
    third_friday = Recurrence(MONTHLY, 1, FRIDAY, 3)
    assert days_of(third_friday, date(2025, 4, 1), 1) == [date(2025, 4, 22)], "Good Friday, then Easter Monday"


def test_counting_begins_with_the_first_day_after_the_rule_does() -> None:
    every_other = Recurrence(MONTHLY, 2, THURSDAY, 3)
    assert days_of(every_other, date(2026, 11, 20), 6) == [date(2026, 12, 17), date(2027, 2, 18), date(2027, 4, 15)]
    fortnightly = Recurrence(WEEKLY, 2, 0, None)
    began = date(2026, 11, 18)
    assert days_of(fortnightly, began, 1) == [date(2026, 11, 23), date(2026, 12, 7)]
    assert days_of(fortnightly, date(2026, 12, 1), 1, began) == [date(2026, 12, 7), date(2026, 12, 21)]


@given(kind=recurrences, valid_from=days, later=st.integers(0, 300))
def test_a_series_meets_on_working_days_that_never_come_twice(kind: Recurrence, valid_from: date, later: int) -> None:
    first = valid_from + timedelta(days=later)
    calendar = working_days()
    found = days_of(kind, first, 12, valid_from)
    assert found
    assert all(one < other for one, other in pairwise(found))
    assert all(calendar.is_working_day(day) and day >= first for day in found)
    for day in found:
        moved = day.weekday() != kind.weekday
        planned = next(d for back in range(8) if (d := day - timedelta(days=back)).weekday() == kind.weekday)
        assert not moved or not any(
            calendar.is_working_day(planned + timedelta(days=n)) for n in range((day - planned).days)
        ), "only a bank holiday moves a meeting, and no further than it must"


@given(kind=recurrences, valid_from=days, later=st.integers(0, 300))
def test_the_days_do_not_depend_on_when_they_are_asked_for(kind: Recurrence, valid_from: date, later: int) -> None:
    """The worker asks every morning, and must find the days it put there before."""
    first = valid_from + timedelta(days=later)
    early, late = days_of(kind, valid_from, 24, valid_from), days_of(kind, first, 12, valid_from)
    assert late == [day for day in early if first <= day <= late[-1]]
