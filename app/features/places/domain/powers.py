"""Powers and tools in force at a place, from their days."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    COMING = "COMING"
    IN_FORCE = "IN_FORCE"
    ENDS_SOON = "ENDS_SOON"
    ENDED = "ENDED"


NAMES = {
    Status.COMING: "Not yet",
    Status.IN_FORCE: "In force",
    Status.ENDS_SOON: "Ends soon",
    Status.ENDED: "Ended",
}
COLOURS = {Status.COMING: "blue", Status.IN_FORCE: "green", Status.ENDS_SOON: "orange", Status.ENDED: "grey"}


class Days(Protocol):
    starts_on: date
    ends_on: date | None
    ended_on: date | None


def last_day(power: Days) -> date | None:
    return power.ended_on or power.ends_on


def status_of(power: Days, today: date, warn: int) -> Status:
    """`warn`: so many days before its last day it ends soon."""
    last = last_day(power)
    if last is not None and last < today:
        return Status.ENDED
    if power.starts_on > today:
        return Status.COMING
    if last is not None and last <= today + timedelta(days=warn):
        return Status.ENDS_SOON
    return Status.IN_FORCE
