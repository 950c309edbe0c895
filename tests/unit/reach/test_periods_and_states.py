"""Quarters of the financial year, and what may be done with a return in which state."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.reach.domain.periods import Quarter
from app.features.reach.domain.states import POSSIBLE, State, Step, check_newest, check_step, state_of
from app.kernel.errors import Refused

AT = datetime(2026, 10, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "year", "number", "since", "until"),
    [
        (date(2026, 4, 1), "2026/27", 1, date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 3, 31), "2025/26", 4, date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 12, 31), "2026/27", 3, date(2026, 10, 1), date(2026, 12, 31)),
        (date(2100, 1, 1), "2099/00", 4, date(2100, 1, 1), date(2100, 3, 31)),
    ],
)
def test_the_year_begins_in_april(day: date, year: str, number: int, since: date, until: date) -> None:
    found = Quarter.of(day)
    assert (found.year, found.number, found.span.since, found.span.until) == (year, number, since, until)
    assert found.to_date.until == until
    assert (found.to_date.since.month, found.to_date.since.day) == (4, 1)
    assert Quarter.parse(year, number) == found


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_every_day_is_in_its_quarter_and_the_one_before_ends_where_it_begins(day: date) -> None:
    found = Quarter.of(day)
    assert found.span.holds(day)
    assert (found.span.since - found.before().span.until).days == 1
    assert found.before(4).number == found.number


def test_what_is_no_quarter_is_none() -> None:
    assert [Quarter.parse(*told) for told in (("2026/28", 1), ("2026", 1), ("2026/27", 5), ("0001/02", 1))] == [
        None
    ] * 4
    assert Quarter("2026/27", 2).words == "July to September 2026"


@dataclass
class Row:
    version: int = 1
    submitted_at: datetime | None = None
    returned_at: datetime | None = None
    validated_at: datetime | None = None
    locked_at: datetime | None = None


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (Row(), State.DRAFT),
        (Row(submitted_at=AT), State.SUBMITTED),
        (Row(submitted_at=AT, validated_at=AT), State.VALIDATED),
        (Row(submitted_at=AT, validated_at=AT, returned_at=AT), State.RETURNED),
        (Row(submitted_at=AT, validated_at=AT, locked_at=AT), State.LOCKED),
    ],
)
def test_a_state_follows_from_the_moments_and_allows_its_steps_alone(row: Row, state: State) -> None:
    assert state_of(row) == state
    for step in Step:
        if step in POSSIBLE[state]:
            check_step(row, step)
        else:
            with pytest.raises(Refused):
                check_step(row, step)


def test_nothing_but_a_version_beside_it_follows_a_lock() -> None:
    assert POSSIBLE[State.LOCKED] == {Step.FOLLOW}
    with pytest.raises(Refused):
        check_newest(Row(version=1), [Row(version=2), Row(version=1)])
