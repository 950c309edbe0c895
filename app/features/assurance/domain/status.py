"""How an assurance stands on a day. It is worked out from the dates of its row, so it is right without the worker."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    SOUGHT = "SOUGHT"
    OVERDUE = "OVERDUE"
    GIVEN = "GIVEN"
    ACCEPTED = "ACCEPTED"
    ACCEPTED_TIME_LIMITED = "ACCEPTED_TIME_LIMITED"
    REJECTED_ACTION_NEEDED = "REJECTED_ACTION_NEEDED"
    LAPSED = "LAPSED"
    RELEASED = "RELEASED"


STATUS_NAMES = {
    Status.SOUGHT: "Asked for",
    Status.OVERDUE: "Overdue",
    Status.GIVEN: "To be judged",
    Status.ACCEPTED: "Accepted",
    Status.ACCEPTED_TIME_LIMITED: "Accepted until a date",
    Status.REJECTED_ACTION_NEEDED: "Not accepted, action needed",
    Status.LAPSED: "Lapsed",
    Status.RELEASED: "Let go when the case was closed",
}

ACCEPTING = frozenset({Status.ACCEPTED, Status.ACCEPTED_TIME_LIMITED})
OWED = frozenset({Status.SOUGHT, Status.OVERDUE, Status.LAPSED, Status.REJECTED_ACTION_NEEDED})
"""The agency asked still has to give it, or to give it again."""

RESULTS = frozenset({*ACCEPTING, Status.REJECTED_ACTION_NEEDED})
NOT_RETURNED = "NOT_RETURNED"


class AssuranceFacts(Protocol):
    """What a status follows from."""

    due_on: date
    given_on: date | None
    judged_on: date | None
    result: str | None
    review_on: date | None
    voided_on: date | None
    renewed_on: date | None
    released_on: date | None


def assurance_status(assurance: AssuranceFacts, on: date) -> Status:
    """What to show on a day. What was accepted lapses after its review date (PR-37) or when it was voided (PR-39)."""
    if assurance.released_on is not None and assurance.released_on <= on:
        return Status.RELEASED
    if assurance.result in ACCEPTING:
        over = lapses_on(assurance)
        return Status.LAPSED if over is not None and over <= on else Status(assurance.result or "")
    if assurance.result is not None:
        return Status.REJECTED_ACTION_NEEDED
    if assurance.given_on is not None:
        return Status.GIVEN
    return Status.OVERDUE if assurance.due_on < on else Status.SOUGHT


def is_current(assurance: AssuranceFacts) -> bool:
    """Whether it is the newest word on its question: it was not given again as another, nor let go."""
    return assurance.renewed_on is None and assurance.released_on is None


def is_owed(assurance: AssuranceFacts, on: date) -> bool:
    """Whether the agency asked still has to give it, or give it again (PR-37)."""
    return assurance.renewed_on is None and assurance_status(assurance, on) in OWED


def owed_since(assurance: AssuranceFacts, on: date) -> date | None:
    """The first day on which it was missing: past its due date, not accepted, or lapsed. None: it is not."""
    if assurance.renewed_on is not None:
        return None
    match assurance_status(assurance, on):
        case Status.OVERDUE:
            return assurance.due_on + timedelta(days=1)
        case Status.REJECTED_ACTION_NEEDED:
            return assurance.judged_on
        case Status.LAPSED:
            return lapses_on(assurance)
    return None


def lapses_on(assurance: AssuranceFacts) -> date | None:
    """The first day on which what was accepted does not hold: the day after its review, or when it was voided."""
    over = assurance.review_on + timedelta(days=1) if assurance.review_on is not None else None
    return min((day for day in (over, assurance.voided_on) if day is not None), default=None)
