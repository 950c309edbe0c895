"""What a version of a return is now, and who may do what to it. Pure: states follow from the moments in the row."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused


class State(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    VALIDATED = "VALIDATED"
    LOCKED = "LOCKED"


class Step(StrEnum):
    CHANGE = "CHANGE"
    """Count again, or write what stands beside the figures."""
    SUBMIT = "SUBMIT"
    SEND_BACK = "SEND_BACK"
    VALIDATE = "VALIDATE"
    LOCK = "LOCK"
    FOLLOW = "FOLLOW"
    """Begin the next version beside it."""


class Moments(Protocol):
    version: int
    submitted_at: datetime | None
    returned_at: datetime | None
    validated_at: datetime | None
    locked_at: datetime | None


POSSIBLE: dict[State, frozenset[Step]] = {
    State.DRAFT: frozenset({Step.CHANGE, Step.SUBMIT}),
    State.SUBMITTED: frozenset({Step.SEND_BACK, Step.VALIDATE}),
    State.RETURNED: frozenset({Step.FOLLOW}),
    State.VALIDATED: frozenset({Step.SEND_BACK, Step.LOCK}),
    State.LOCKED: frozenset({Step.FOLLOW}),
}

REFUSALS = {
    Step.CHANGE: "Begin a new version: this one was sent and stays as it is",
    Step.SUBMIT: "Check the return: this version was sent already",
    Step.SEND_BACK: "Check the return: it cannot be sent back as it stands",
    Step.VALIDATE: "Check the return: it does not wait to be validated",
    Step.LOCK: "Validate the return before it is locked",
    Step.FOLLOW: "Check the return: a new version follows one that was sent back or locked",
}


def state_of(row: Moments) -> State:
    """The last step taken. What was sent back is over, even if it had been validated."""
    if row.locked_at is not None:
        return State.LOCKED
    if row.returned_at is not None:
        return State.RETURNED
    if row.validated_at is not None:
        return State.VALIDATED
    return State.DRAFT if row.submitted_at is None else State.SUBMITTED


def check_step(row: Moments, step: Step) -> None:
    """Raises Refused when the step may not be taken now."""
    if step not in POSSIBLE[state_of(row)]:
        raise Refused(REFUSALS[step])


def check_newest(row: Moments, versions: Sequence[Moments]) -> None:
    """A version follows the newest alone. Raises Refused."""
    if any(one.version > row.version for one in versions):
        raise Refused("Open the newest version: one follows this already")
