"""States of a case, levels of concern, review, closing and opening again."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from app.features.cases import domain
from app.features.cases.domain import Axis, State, case_status
from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays

DAY = date(2026, 11, 19)


@dataclass(frozen=True)
class Facts:
    accepted_on: date | None = None
    monitoring_since: date | None = None
    step_down_proposed_on: date | None = None
    closed_on: date | None = None
    closure_reason: str | None = None
    on_hold_since: date | None = None
    transferred_on: date | None = None


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(), State.PROPOSED),
        (Facts(accepted_on=DAY), State.ACTIVE),
        (Facts(accepted_on=DAY, monitoring_since=DAY), State.MONITORING),
        (Facts(accepted_on=DAY, monitoring_since=DAY, step_down_proposed_on=DAY), State.STEP_DOWN_PROPOSED),
        (Facts(step_down_proposed_on=DAY, on_hold_since=DAY), State.ON_HOLD_CRITICAL_INCIDENT),
        (Facts(accepted_on=DAY, closed_on=DAY, closure_reason="RISK_REDUCED"), State.CLOSED),
        (Facts(closed_on=DAY, closure_reason="DECEASED"), State.DECEASED),
        (Facts(closed_on=DAY, closure_reason="TRANSFERRED_EOG", transferred_on=DAY), State.TRANSFERRED),
    ],
)
def test_states_follow_from_facts(facts: Facts, state: State) -> None:
    assert case_status(facts) is state


NONE_SET: dict[Axis, str | None] = dict.fromkeys(Axis)


def refusal(call: object, *args: object, **kwargs: object) -> str | None:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)  # type: ignore[operator]
    return caught.value.field


def test_levels_need_a_reason() -> None:
    assert refusal(domain.check_bands, NONE_SET | {Axis.CAUSE: "RED"}, NONE_SET, " ") == "reason"
    domain.check_bands(NONE_SET | {Axis.CAUSE: "RED"}, NONE_SET, "Threat")


def test_at_least_one_level_and_a_known_one() -> None:
    assert refusal(domain.check_bands, NONE_SET, NONE_SET, "Threat") == "cause"
    assert refusal(domain.check_bands, NONE_SET | {Axis.HARMED: "PURPLE"}, NONE_SET, "Threat") == "harmed"


def test_the_same_levels_again_are_no_change() -> None:
    now = NONE_SET | {Axis.CAUSE: "RED"}
    assert refusal(domain.check_bands, now, now, "Threat") == "cause"
    domain.check_bands(now | {Axis.HARMED: "GREEN"}, now, "Threat")


def test_the_rank_is_the_highest_and_never_a_sum() -> None:
    assert domain.highest("AMBER", "AMBER", "AMBER") == domain.RANK["AMBER"]
    assert domain.highest(None, None, None) == 0


@pytest.mark.parametrize(
    ("on", "meetings", "day"),
    [
        (date(2026, 11, 2), 1, date(2026, 11, 19)),
        (date(2026, 11, 19), 1, date(2026, 12, 17)),
        (date(2026, 11, 19), 2, date(2027, 1, 21)),
        (date(2026, 11, 19), 3, date(2027, 2, 18)),
    ],
)
def test_review_comes_with_the_meetings(on: date, meetings: int, day: date) -> None:
    assert domain.review_day(on, meetings, week=3, weekday=4, calendar=WorkingDays(frozenset())) == day


def test_a_review_on_a_bank_holiday_moves_with_the_meeting() -> None:
    calendar = WorkingDays(frozenset({date(2026, 12, 17)}))
    assert domain.review_day(DAY, 1, week=3, weekday=4, calendar=calendar) == date(2026, 12, 18)


def test_the_chair_does_not_lead() -> None:
    assert refusal(domain.check_chair, "u1", "u1") == "chair"
    domain.check_chair("u1", "u2")
    domain.check_chair(None, None)


def close(reason: str | None, note: str | None = None, last_event: date | None = None, facts: Facts = Facts()) -> None:
    domain.check_closure(facts, reason_code=reason, note=note, last_event=last_event, quiet_days=180, on=DAY)


def test_closing_needs_a_reason() -> None:
    assert refusal(close, None) == "reason_code"


def test_age_alone_never_closes() -> None:
    assert refusal(close, "AGED_OUT_PLAN_IN_PLACE") == "note"
    close("AGED_OUT_PLAN_IN_PLACE", "Leaving care team, led by K. A.")


def test_another_plan_is_named() -> None:
    assert refusal(close, "ASSURED_OTHER_PLAN") == "note"
    close("ASSURED_OTHER_PLAN", "Child protection plan", date(2026, 10, 10))


def test_reduced_risk_needs_time_without_an_event() -> None:
    assert refusal(close, "RISK_REDUCED", None, date(2026, 10, 10)) == "reason_code"
    close("RISK_REDUCED", None, date(2026, 5, 23))
    close("RISK_REDUCED")


def test_a_closed_case_is_not_closed_again() -> None:
    closed = Facts(closed_on=DAY, closure_reason="RISK_REDUCED")
    assert refusal(close, "DUPLICATE", None, None, closed) is None


def test_opening_again() -> None:
    closed = Facts(closed_on=DAY, closure_reason="RISK_REDUCED")
    domain.check_reopening(closed, until=date(2027, 11, 19), on=date(2027, 11, 19), note="New notification")
    for facts, on, note in (
        (closed, date(2027, 11, 20), "New"),
        (closed, DAY, ""),
        (Facts(), DAY, "New"),
        (replace(closed, closure_reason="MISTAKEN_IDENTITY"), DAY, "New"),
    ):
        with pytest.raises(Refused):
            domain.check_reopening(facts, until=date(2027, 11, 19), on=on, note=note)


def test_stepping_down() -> None:
    assert refusal(domain.check_step_down, Facts(), "") == "note"
    with pytest.raises(Refused):
        domain.check_step_down(Facts(step_down_proposed_on=DAY), "Quiet")
    domain.check_step_down(Facts(accepted_on=DAY), "Quiet")
