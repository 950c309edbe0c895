"""The way of a referral: any steps that the rules allow, in any order, and none that they do not."""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.referrals.clocks import Clock, Limits, Waits, next_clock
from app.features.referrals.domain import (
    AFTERWARDS,
    FIELDS,
    NEXT,
    NO_FOLLOW_UP,
    OVER,
    WITH_US,
    Status,
    check_consent,
    is_open,
    possible_steps,
    referral_status,
    take,
)
from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays

MONDAY = date(2026, 11, 2)
DAYS = WorkingDays(frozenset())
LIMITS = Limits(answer=3, contact=5, custody=24, session=10, progress=1, outcome=10, follow_up=3)


@dataclass
class Row:
    offered_on: date | None = None
    referred_on: date | None = None
    received_on: date | None = None
    waitlisted_on: date | None = None
    accepted_on: date | None = None
    declined_on: date | None = None
    first_contact_on: date | None = None
    started_on: date | None = None
    paused_on: date | None = None
    resumed_on: date | None = None
    progress_on: date | None = None
    ended_on: date | None = None
    end_reason: str | None = None
    outcome_on: date | None = None
    followed_up_on: date | None = None
    closed_on: date | None = None
    custody: bool = False


def walked(*steps: Status, on: date = MONDAY) -> Row:
    """A row after these steps, all on one day."""
    row = Row()
    for step in steps:
        take(row, step, on)
    return row


S = Status
REFERRED = (S.OFFERED, S.REFERRED)
ACCEPTED = (*REFERRED, S.ACCEPTED)
ACTIVE = (*ACCEPTED, S.ENGAGING, S.ACTIVE)


@given(st.data())
def test_the_state_is_that_of_the_last_step(data: st.DataObject) -> None:
    """Whichever steps are taken, some on the same day: pauses and their ends again and again too."""
    row, on = Row(), MONDAY
    for _ in range(data.draw(st.integers(0, 16))):
        steps = sorted(possible_steps(row))
        if not steps:
            break
        on += timedelta(days=data.draw(st.integers(0, 3)))
        step = data.draw(st.sampled_from(steps))
        take(row, step, on)
        assert referral_status(row) is step
        assert is_open(row) is (step not in OVER)


@given(st.data())
def test_a_step_that_may_not_be_taken_changes_nothing(data: st.DataObject) -> None:
    row = Row()
    for _ in range(data.draw(st.integers(0, 12))):
        steps = sorted(possible_steps(row))
        if steps:
            take(row, data.draw(st.sampled_from(steps)), MONDAY)
    before = asdict(row)
    for step in set(Status) - possible_steps(row):
        with pytest.raises(Refused):
            take(row, step, MONDAY + timedelta(days=1))
        assert asdict(row) == before


def test_every_state_is_reached_and_every_step_writes_a_day() -> None:
    reached = {step for steps in NEXT.values() for step in steps} | {S.SUGGESTED}
    assert reached == set(Status)
    assert set(FIELDS) | {S.SUGGESTED, S.PAUSED} == set(Status)
    assert {status for status in Status if is_open(Row()) and status in WITH_US & OVER} == set()


def test_what_never_began_has_no_outcome_and_nobody_follows_up_the_dead() -> None:
    assert not possible_steps(walked(*REFERRED, S.ENDED))
    assert not possible_steps(walked(*REFERRED, S.DECLINED))
    ended = walked(*ACTIVE, S.ENDED)
    assert possible_steps(ended) == {S.OUTCOME_RECORDED}
    assert not possible_steps(replace(ended, end_reason=NO_FOLLOW_UP))


def test_it_can_stop_wherever_it_is() -> None:
    for status, steps in NEXT.items():
        if status not in OVER:
            assert S.ENDED in steps
        else:
            assert steps <= AFTERWARDS


@pytest.mark.parametrize("consent", [None, "REFUSED", "WITHDRAWN", "NOT_YET", "NOT_SOUGHT_UNSAFE"])
def test_nobody_is_referred_who_has_not_said_yes(consent: str | None) -> None:
    with pytest.raises(Refused):
        check_consent(consent)
    check_consent("GIVEN")


# Clocks -------------------------------------------------------------------------------------------------------------


def clock(row: Row, on: date = MONDAY) -> Clock | None:
    return next_clock(row, LIMITS, DAYS, on)


@pytest.mark.parametrize(
    ("row", "waits", "due"),
    [
        (walked(*REFERRED), Waits.ANSWER, date(2026, 11, 5)),
        (walked(*REFERRED, S.RECEIVED), Waits.ANSWER, date(2026, 11, 5)),
        (walked(*REFERRED, on=date(2026, 11, 5)), Waits.ANSWER, date(2026, 11, 10)),
        (walked(*ACCEPTED), Waits.CONTACT, date(2026, 11, 9)),
        (walked(*ACCEPTED, S.ENGAGING), Waits.SESSION, date(2026, 11, 16)),
        (walked(*ACTIVE), Waits.PROGRESS, date(2026, 12, 2)),
        (replace(walked(*ACTIVE), progress_on=date(2026, 11, 30)), Waits.PROGRESS, date(2026, 12, 30)),
        (replace(walked(*ACTIVE), started_on=date(2027, 1, 31)), Waits.PROGRESS, date(2027, 2, 28)),
        (walked(*ACTIVE, S.ENDED), Waits.OUTCOME, date(2026, 11, 16)),
        (walked(*ACTIVE, S.ENDED, S.OUTCOME_RECORDED), Waits.FOLLOW_UP, date(2027, 2, 2)),
    ],
)
def test_the_next_clock(row: Row, waits: Waits, due: date) -> None:
    assert clock(row) == Clock(waits, due, late=False)
    assert clock(row, due) == Clock(waits, due, late=False)
    assert clock(row, due + timedelta(days=1)) == Clock(waits, due, late=True)


@pytest.mark.parametrize(
    "row",
    [
        Row(),
        walked(S.OFFERED),
        walked(*REFERRED, S.WAITLIST),
        walked(*REFERRED, S.DECLINED),
        walked(*REFERRED, S.ENDED),
        walked(*ACTIVE, S.PAUSED),
        walked(*ACTIVE, S.ENDED, S.OUTCOME_RECORDED, S.FOLLOW_UP),
        replace(walked(*ACTIVE, S.ENDED), end_reason=NO_FOLLOW_UP),
    ],
)
def test_nothing_is_owed(row: Row) -> None:
    assert clock(row) is None


def test_somebody_in_custody_is_reached_within_a_day_on_a_weekend_too() -> None:
    friday = date(2026, 11, 6)
    for steps in (REFERRED, ACCEPTED):
        found = clock(replace(walked(*steps, on=friday), custody=True), friday)
        assert found is not None
        assert found.due_on == date(2026, 11, 7)
    waited = replace(walked(*REFERRED, S.WAITLIST, S.ACCEPTED, on=friday), custody=True)
    assert clock(waited, friday) == Clock(Waits.CONTACT, date(2026, 11, 13), late=False)


def test_a_month_of_progress_begins_anew_after_a_pause() -> None:
    row = walked(*ACTIVE, S.PAUSED)
    take(row, S.ACTIVE, date(2026, 12, 14))
    assert clock(row) == Clock(Waits.PROGRESS, date(2027, 1, 14), late=False)


@given(st.data())
def test_a_clock_runs_exactly_where_somebody_owes_something(data: st.DataObject) -> None:
    row = Row()
    for _ in range(data.draw(st.integers(0, 12))):
        steps = sorted(possible_steps(row))
        if steps:
            take(row, data.draw(st.sampled_from(steps)), MONDAY)
    owes = {S.REFERRED, S.RECEIVED, S.ACCEPTED, S.ENGAGING, S.ACTIVE, S.OUTCOME_RECORDED}
    began = referral_status(row) is S.ENDED and row.started_on is not None
    assert (clock(row) is not None) is (referral_status(row) in owes or began)
