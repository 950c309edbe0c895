"""The month around a meeting, over every day a meeting can be held on in 2024 to 2028."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest

from app.features.meetings.domain import cycle
from app.features.meetings.domain.cycle import COMING, DONE, DUE, LATE, PASSED, OtherGroup, Planned, plan, standing
from app.features.meetings.domain.dates import moment_on
from app.kernel.working_days import nth_weekday
from app.platform.calendar import working_days
from tests.unit.meetings.test_dates import OFFSETS

CALENDAR = working_days()
COUNTED = OFFSETS | {"PREP": -2, "QTR": 15}
TIMES = {"CUTOFF": time(12), "RESEARCH_DUE": time(12), "MEETING": time(14)}
FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)


def every_meeting_day() -> list[date]:
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    return [day for day in days if CALENDAR.is_working_day(day)]


@cache
def working_days_until(day: date) -> int:
    """Counted day by day, the slow way, as a check on the quick one."""
    if day < FIRST - timedelta(days=60):
        return 0
    return working_days_until(day - timedelta(days=1)) + (day.weekday() < 5 and day not in CALENDAR.bank_holidays)


def test_every_meeting_of_five_years_has_its_steps_on_the_right_working_days() -> None:
    for day in (FIRST + timedelta(days=n) for n in range(-59, (LAST - FIRST).days + 60)):
        working_days_until(day)
    meetings = every_meeting_day()
    assert len(meetings) > 1_250
    for held_on in meetings:
        steps = {step.code: step for step in plan(held_on, COUNTED, TIMES, CALENDAR, following=None)}
        for code, offset in OFFSETS.items():
            day = steps[code].day
            assert CALENDAR.is_working_day(day), (held_on, code)
            assert working_days_until(day) - working_days_until(held_on) == offset, (held_on, code)
        assert [step.day for step in steps.values()] == sorted(step.day for step in steps.values())
        prep = steps["PREP"]
        assert steps["PACK"].day < prep.begins < prep.day < held_on
        freeze, quarter = steps["FREEZE"].day, steps["QTR"].day
        assert (freeze + timedelta(days=1)).day == 1
        assert (freeze.year, freeze.month) == (held_on.year, held_on.month)
        end = date(held_on.year, (held_on.month + 2) // 3 * 3, 1)
        assert working_days_until(quarter) - working_days_until(cycle.month_end(end.year, end.month)) == 15


def test_the_month_end_and_the_quarter_go_with_the_last_meeting_before_them() -> None:
    def codes(held_on: date, following: date) -> set[str]:
        return {step.code for step in plan(held_on, COUNTED, TIMES, CALENDAR, following=following)} & {"FREEZE", "QTR"}

    assert codes(date(2026, 11, 19), date(2026, 12, 17)) == {"FREEZE"}
    assert codes(date(2026, 12, 17), date(2027, 1, 21)) == {"FREEZE", "QTR"}
    assert codes(date(2026, 11, 19), date(2026, 11, 26)) == set()
    assert codes(date(2026, 11, 19), date(2027, 1, 21)) == {"FREEZE", "QTR"}, "every second month"


def test_an_extraordinary_meeting_waits_for_no_step() -> None:
    steps = plan(date(2026, 11, 19), COUNTED, TIMES, CALENDAR, following=None, extraordinary=True)
    assert [step.code for step in steps][:3] == ["MEETING", "URGENT_OUT", "DRAFT_MIN"]
    assert {step.code for step in steps}.isdisjoint({"FREEZE", "QTR"})


@pytest.mark.parametrize(
    ("met_on", "held_on", "following", "window"),
    [
        (date(2026, 11, 24), date(2026, 11, 19), date(2026, 12, 17), (date(2026, 11, 17), date(2026, 12, 1))),
        (date(2026, 9, 24), date(2026, 11, 19), date(2026, 12, 17), (date(2026, 11, 17), date(2026, 12, 1))),
        (date(2027, 1, 26), date(2026, 11, 19), date(2026, 12, 17), (date(2026, 11, 19), date(2026, 12, 3))),
        (date(2026, 11, 24), date(2026, 12, 17), date(2027, 1, 21), None),
        (None, date(2026, 11, 19), date(2026, 12, 17), (date(2026, 11, 19), date(2026, 11, 30))),
    ],
)
def test_the_joint_list_is_made_round_the_day_the_other_group_meets(
    met_on: date | None, held_on: date, following: date, window: tuple[date, date] | None
) -> None:
    other = OtherGroup(met_on, months=2, days=5)
    steps = plan(held_on, COUNTED, TIMES, CALENDAR, following=following, other=other)
    found = [(step.begins, step.day) for step in steps if step.code == "EOG_SYNC"]
    assert found == ([window] if window else [])


def test_every_meeting_of_the_other_group_has_one_joint_list() -> None:
    """Over five years of third Thursdays, each meeting of a group of every second month goes with one of ours."""
    days = [nth_weekday(year, month, 3, 3) for year in range(2024, 2029) for month in range(1, 13)]
    other = OtherGroup(date(2026, 9, 22), months=2, days=5)
    windows = [
        step.begins
        for held_on, following in pairwise(days)
        for step in plan(held_on, COUNTED, TIMES, CALENDAR, following=following, other=other)
        if step.code == "EOG_SYNC"
    ]
    assert len(windows) == len(set(windows))
    assert len(windows) in {29, 30}, "every second month of five years"


def test_noon_is_noon_on_both_sides_of_the_clock_change() -> None:
    summer = 0
    for held_on in every_meeting_day():
        for step in plan(held_on, COUNTED, TIMES, CALENDAR, following=None):
            if step.at is not None:
                moment = moment_on(step.day, step.at)
                begins, ends = (last_sunday(step.day.year, month) for month in (3, 10))
                hours = 1 if begins <= step.day < ends else 0
                assert moment.astimezone(UTC).hour == step.at.hour - hours, step
                summer += hours
                assert standing(step, moment, done=False) == DUE
                assert standing(step, moment + timedelta(minutes=1), done=False) == LATE
    assert summer


def last_sunday(year: int, month: int) -> date:
    """When the clocks change in England: in March and in October."""
    end = cycle.month_end(year, month)
    return end - timedelta(days=(end.weekday() + 1) % 7)


NOON = Planned("CUTOFF", date(2026, 11, 5), date(2026, 11, 5), time(12))
PREP = Planned("PREP", date(2026, 11, 17), date(2026, 11, 18))


@pytest.mark.parametrize(
    ("step", "at", "done", "state"),
    [
        (NOON, datetime(2026, 11, 4, 23, tzinfo=UTC), False, COMING),
        (NOON, datetime(2026, 11, 5, 12, tzinfo=UTC), False, DUE),
        (NOON, datetime(2026, 11, 5, 12, 1, tzinfo=UTC), False, LATE),
        (NOON, datetime(2026, 11, 5, 12, 1, tzinfo=UTC), None, PASSED),
        (NOON, datetime(2026, 11, 1, tzinfo=UTC), True, DONE),
        (PREP, datetime(2026, 11, 17, 9, tzinfo=UTC), False, DUE),
        (PREP, datetime(2026, 11, 18, 23, tzinfo=UTC), None, DUE),
        (PREP, datetime(2026, 11, 19, 0, tzinfo=UTC), False, LATE),
    ],
)
def test_how_a_step_stands(step: Planned, at: datetime, done: bool | None, state: str) -> None:
    assert standing(step, at, done=done) == state


def test_nobody_catches_up_on_a_meeting_that_is_over() -> None:
    after = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert standing(PREP, after, done=False, over=True) == PASSED
    assert standing(PREP, after, done=True, over=True) == DONE
