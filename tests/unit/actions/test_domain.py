"""Statuses of actions, from the dates alone."""

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.features.actions import agreeing, domain
from app.features.actions.domain import Status, Step
from app.kernel.errors import Refused
from app.platform.calendar import working_days
from config import REPOSITORY

MONTH = REPOSITORY.parent / "shared" / "data" / "month"
THURSDAY = date(2026, 11, 19)


@dataclass
class Dates:
    due_on: date = date(2026, 11, 26)
    proposed_on: date = THURSDAY
    accepted_on: date | None = None
    started_on: date | None = None
    done_on: date | None = None
    verified_on: date | None = None
    not_done_on: date | None = None
    superseded_on: date | None = None
    transferred_on: date | None = None
    ended_on: date | None = None


FIELDS = {
    "PROPOSED": "proposed_on",
    "ACCEPTED": "accepted_on",
    "IN_PROGRESS": "started_on",
    "DONE": "done_on",
    "DONE_VERIFIED": "verified_on",
    "NOT_DONE_REASON": "not_done_on",
}


def replayed(action: dict[str, Any]) -> Dates:
    """The dates that an action of the month has once its whole log has been lived through."""
    log = action["status_log"]
    dates = {FIELDS[entry["status"]]: date.fromisoformat(entry["on"]) for entry in log}
    dates.setdefault("proposed_on", date.fromisoformat(log[0]["on"]))
    return Dates(due_on=date.fromisoformat(action["due"]), **dates)


@pytest.mark.skipif(not MONTH.exists(), reason="the month is not beside this repository")
@pytest.mark.parametrize("as_at", ["2026-11-27", "2026-12-10"])
def test_the_month_replayed_gives_the_tracker_it_should(as_at: str) -> None:
    actions = json.loads((MONTH / "meeting.json").read_text())["actions"]
    truth = next(one for one in json.loads((MONTH / "truth.json").read_text())["tracker"] if one["as_at"] == as_at)
    on = date.fromisoformat(as_at)
    recorded: dict[str, Counter[str]] = {}
    shown: dict[str, Counter[str]] = {}
    overdue = []
    for action in actions:
        dates, agency = replayed(action), action["owner_agency"]["agency_type"]
        recorded.setdefault(agency, Counter())[domain.recorded_status(dates, on)] += 1
        shown.setdefault(agency, Counter())[domain.action_status(dates, on)] += 1
        if domain.is_overdue(dates, on):
            overdue.append(
                {
                    "record_id": action["record_id"],
                    "owner_agency": agency,
                    "due": action["due"],
                    "recorded_status": domain.recorded_status(dates, on),
                    "working_days_overdue": domain.working_days_overdue(dates, on, working_days()),
                }
            )
    assert len(actions) == truth["rows"]
    assert recorded == truth["by_agency_and_recorded_status"]
    assert shown == truth["by_agency_and_shown_status"]
    assert sorted(overdue, key=lambda one: (one["due"], one["record_id"])) == sorted(
        truth["overdue"], key=lambda one: (one["due"], one["record_id"])
    )


def test_due_on_the_day_is_not_overdue() -> None:
    action = Dates(accepted_on=THURSDAY)
    assert domain.action_status(action, action.due_on) is Status.ACCEPTED
    assert domain.action_status(action, action.due_on + timedelta(days=1)) is Status.OVERDUE


def test_a_proposed_action_is_overdue_too() -> None:
    assert domain.action_status(Dates(), date(2026, 11, 27)) is Status.OVERDUE


def test_what_ended_is_never_overdue() -> None:
    late = date(2027, 1, 4)
    for ended in ("done_on", "not_done_on", "superseded_on", "transferred_on"):
        assert not domain.is_overdue(replace(Dates(accepted_on=THURSDAY), **{ended: late}), late)


def test_of_steps_on_one_day_the_later_one_counts() -> None:
    action = Dates(accepted_on=THURSDAY, started_on=THURSDAY, done_on=THURSDAY)
    assert domain.recorded_status(action) is Status.DONE
    assert domain.recorded_status(action, THURSDAY) is Status.DONE
    assert domain.recorded_status(action, THURSDAY - timedelta(days=1)) is Status.PROPOSED


def test_a_weekend_due_date_counts_working_days_only() -> None:
    saturday = Dates(due_on=date(2026, 11, 21))
    assert domain.working_days_overdue(saturday, date(2026, 11, 22), working_days()) == 0
    assert domain.is_overdue(saturday, date(2026, 11, 22))
    assert domain.working_days_overdue(saturday, date(2026, 11, 23), working_days()) == 1


def test_bank_holidays_are_not_working_days() -> None:
    action = Dates(due_on=date(2026, 12, 24))
    assert domain.working_days_overdue(action, date(2026, 12, 29), working_days()) == 1


ACCEPTED = Dates(accepted_on=THURSDAY)
DONE = replace(ACCEPTED, done_on=THURSDAY)
ALWAYS_WHILE_OPEN = {
    Step.NOT_DONE,
    Step.SUPERSEDE,
    Step.TRANSFER,
    Step.OWNER,
    Step.DUE,
    Step.HELPER,
    Step.HELPER_LEFT,
    Step.EVIDENCE,
    Step.NOTE,
}


@pytest.mark.parametrize(
    ("action", "steps"),
    [
        (Dates(), {Step.ACCEPT} | ALWAYS_WHILE_OPEN),
        (ACCEPTED, {Step.START, Step.COMPLETE} | ALWAYS_WHILE_OPEN),
        (replace(ACCEPTED, started_on=THURSDAY), {Step.COMPLETE} | ALWAYS_WHILE_OPEN),
        (DONE, {Step.VERIFY, Step.EVIDENCE}),
        (replace(DONE, verified_on=THURSDAY), set()),
        (replace(ACCEPTED, not_done_on=THURSDAY), set()),
        (replace(ACCEPTED, superseded_on=THURSDAY), set()),
        (replace(ACCEPTED, transferred_on=THURSDAY), set()),
    ],
)
def test_which_step_may_follow(action: Dates, steps: set[Step]) -> None:
    assert domain.possible_steps(action) == steps
    for step in Step:
        if step in steps:
            domain.check_step(action, step)
        else:
            with pytest.raises(Refused):
                domain.check_step(action, step)


def test_a_proposed_action_says_that_it_must_be_accepted_first() -> None:
    with pytest.raises(Refused, match="Accept the action before marking it as done"):
        domain.check_step(Dates(), Step.COMPLETE)


def test_the_doer_does_not_confirm() -> None:
    doer_uids, doers = frozenset({"owner", "recorder", "helper"}), frozenset({"Dev Chauhan", "Ivo Lund"})
    for uid in doer_uids:
        with pytest.raises(Refused, match="somebody else"):
            domain.check_verifier(by_uid=uid, doer_uids=doer_uids, verifier_name=None, doers=doers)
    for name in (" dev  CHAUHAN", "Ivo Lund"):
        with pytest.raises(Refused, match="other than the owner"):
            domain.check_verifier(by_uid="chair", doer_uids=doer_uids, verifier_name=name, doers=doers)
    domain.check_verifier(by_uid="chair", doer_uids=doer_uids, verifier_name="Petra Vance", doers=doers)


def test_what_is_overdue_for_long_enough_is_escalated() -> None:
    friday = Dates(due_on=date(2026, 12, 18), accepted_on=THURSDAY)
    escalated = [
        day
        for day in (date(2026, 12, 18) + timedelta(days=number) for number in range(12))
        if domain.is_escalated(friday, day, working_days(), after=5)
    ]
    # Christmas Day, and Monday 28 December for Boxing Day, are no working days.
    assert escalated == [date(2026, 12, 29)]
    assert not domain.is_escalated(replace(friday, done_on=THURSDAY), date(2027, 2, 1), working_days(), after=5)


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (48, "hours", date(2026, 11, 21)),
        (5, "working days", date(2026, 11, 26)),
        (-5, "working days", date(2026, 12, 10)),
        (None, "", None),
    ],
)
def test_when_an_action_is_usually_due(number: int | None, unit: str, expected: date | None) -> None:
    assert (
        agreeing.default_due(
            number, unit, agreed_on=THURSDAY, next_meeting_on=date(2026, 12, 17), calendar=working_days()
        )
        == expected
    )


def test_without_a_next_meeting_somebody_has_to_say_and_nothing_is_due_before_it_was_agreed() -> None:
    calendar = working_days()
    assert agreeing.default_due(-5, "working days", agreed_on=THURSDAY, next_meeting_on=None, calendar=calendar) is None
    soon = agreeing.default_due(
        -5, "working days", agreed_on=THURSDAY, next_meeting_on=date(2026, 11, 23), calendar=calendar
    )
    assert soon == THURSDAY
