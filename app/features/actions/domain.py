"""Rules of actions: status, overdue, who may do what next. Pure.

Source: domain reference 4.4. Status is never stored: it follows from the dates in the row.
"""

import math
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays


class Status(StrEnum):
    """Codes of the list `action_status`. OVERDUE is only ever computed."""

    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    DONE_VERIFIED = "DONE_VERIFIED"
    NOT_DONE_REASON = "NOT_DONE_REASON"
    SUPERSEDED = "SUPERSEDED"
    TRANSFERRED = "TRANSFERRED"
    OVERDUE = "OVERDUE"


OPEN = frozenset({Status.PROPOSED, Status.ACCEPTED, Status.IN_PROGRESS})

_ENDS = frozenset({Status.NOT_DONE_REASON, Status.SUPERSEDED, Status.TRANSFERRED})
NEXT: dict[Status, frozenset[Status]] = {
    Status.PROPOSED: _ENDS | {Status.ACCEPTED},
    Status.ACCEPTED: _ENDS | {Status.IN_PROGRESS, Status.DONE},
    Status.IN_PROGRESS: _ENDS | {Status.DONE},
    Status.DONE: frozenset({Status.DONE_VERIFIED}),
}
"""What may follow what. A status that is not here is the end."""

REFUSALS = {
    Status.ACCEPTED: "Check the action: it can no longer be accepted",
    Status.IN_PROGRESS: "Accept the action before starting it",
    Status.DONE: "Accept the action before marking it as done",
    Status.DONE_VERIFIED: "Wait until the action is marked as done before confirming it",
}


class ActionDates(Protocol):
    """The dates a status follows from. Each is the day of the step, None when it was not taken."""

    due_on: date
    proposed_on: date
    accepted_on: date | None
    started_on: date | None
    done_on: date | None
    verified_on: date | None
    not_done_on: date | None
    superseded_on: date | None
    transferred_on: date | None


def recorded_status(action: ActionDates, on: date | None = None) -> Status:
    """The last step taken, by the end of the day `on` when one is given. Of steps on one day the later one counts."""
    steps = (
        (action.verified_on, Status.DONE_VERIFIED),
        (action.done_on, Status.DONE),
        (action.not_done_on, Status.NOT_DONE_REASON),
        (action.superseded_on, Status.SUPERSEDED),
        (action.transferred_on, Status.TRANSFERRED),
        (action.started_on, Status.IN_PROGRESS),
        (action.accepted_on, Status.ACCEPTED),
    )
    for day, status in steps:
        if day is not None and (on is None or day <= on):
            return status
    return Status.PROPOSED


def is_overdue(action: ActionDates, on: date) -> bool:
    """Open on the day `on` and due before it. Due on the day itself is not overdue."""
    return action.due_on < on and recorded_status(action, on) in OPEN


def action_status(action: ActionDates, on: date) -> Status:
    """The status to show on a day: OVERDUE for an open action that was due before it, else the recorded one."""
    return Status.OVERDUE if is_overdue(action, on) else recorded_status(action, on)


def working_days_overdue(action: ActionDates, on: date, calendar: WorkingDays) -> int:
    """How many working days came after the due date, `on` included; 0 when it is not overdue."""
    return calendar.between(action.due_on, on) if is_overdue(action, on) else 0


def check_step(action: ActionDates, to: Status) -> None:
    """Raises Refused when `to` may not follow what the action is now."""
    now = recorded_status(action)
    if to in NEXT.get(now, frozenset()):
        return
    if now not in OPEN and to is not Status.DONE_VERIFIED:
        raise Refused("Check the action: it has already ended")
    raise Refused(REFUSALS.get(to, "Check the action: that step can no longer be taken"))


def possible_steps(action: ActionDates) -> frozenset[Status]:
    return NEXT.get(recorded_status(action), frozenset())


def check_verifier(
    *, by_uid: str, doer_uids: frozenset[str], verifier_name: str | None, owner_name: str | None
) -> None:
    """Done is confirmed by somebody other than whoever did it or recorded it."""
    if by_uid in doer_uids:
        raise Refused("Ask somebody else to confirm this: you did it or recorded it as done", field="verifier_name")
    if verifier_name and owner_name and _folded(verifier_name) == _folded(owner_name):
        raise Refused("Enter somebody other than the owner of the action", field="verifier_name")


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def default_due(
    number: int | None, unit: str, *, agreed_on: date, next_meeting_on: date | None, calendar: WorkingDays
) -> date | None:
    """When an action of some priority is usually due.

    `number` and `unit` come from the priority: hours after it was agreed (in whole days), working days after it was
    agreed, or, when negative, working days before the next meeting. None: nobody can say without asking.
    Never before the day it was agreed.
    """
    if number is None:
        return None
    if unit == "hours":
        return agreed_on + timedelta(days=math.ceil(number / 24))
    if number >= 0:
        return calendar.add(agreed_on, number)
    if next_meeting_on is None:
        return None
    return max(agreed_on, calendar.add(next_meeting_on, number))
