"""Where a file of street-level crime stands, from the moments in its row."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

MOST_TRIES = 3


class State(StrEnum):
    READING = "READING"
    FAILED = "FAILED"
    DIFFERS = "DIFFERS"
    SAME = "SAME"
    IN_USE = "IN_USE"
    REPLACED = "REPLACED"
    LEFT = "LEFT"


STATE_NAMES = {
    State.READING: "Being read",
    State.FAILED: "Could not be read",
    State.DIFFERS: "Waits for you: the month is there with other numbers",
    State.SAME: "The month was there with the same numbers",
    State.IN_USE: "In use",
    State.REPLACED: "Replaced by a newer file",
    State.LEFT: "Not taken over",
}
COLOURS = {
    State.READING: "yellow",
    State.FAILED: "red",
    State.DIFFERS: "orange",
    State.SAME: "grey",
    State.IN_USE: "green",
    State.REPLACED: "grey",
    State.LEFT: "grey",
}


class Moments(Protocol):
    failed_at: datetime | None
    read_at: datetime | None
    in_use_for: str | None
    replaced_at: datetime | None
    left_at: datetime | None
    same: bool


def state_of(file: Moments) -> State:
    if file.failed_at is not None:
        return State.FAILED
    if file.read_at is None:
        return State.READING
    if file.in_use_for is not None:
        return State.IN_USE
    if file.same:
        return State.SAME
    if file.replaced_at is not None:
        return State.REPLACED
    return State.LEFT if file.left_at is not None else State.DIFFERS
