"""A link for feedback: how it stands. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


WORDS = {
    State.OPEN: "Waiting for an answer",
    State.ANSWERED: "Answered",
    State.WITHDRAWN: "Taken back",
    State.EXPIRED: "Not answered in time",
}


class Asked(Protocol):
    expires_at: datetime
    answered_at: datetime | None
    withdrawn_at: datetime | None


def state(asked: Asked, moment: datetime) -> State:
    if asked.answered_at is not None:
        return State.ANSWERED
    if asked.withdrawn_at is not None:
        return State.WITHDRAWN
    return State.OPEN if moment < asked.expires_at else State.EXPIRED
