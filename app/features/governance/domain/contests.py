"""Rules of contested records. Kernel and standard library only. PR-30, 5.7."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.ages import months_after
from app.kernel.errors import Refused

PERSON = "PERSON"
"""Among those who are told: whoever contested it."""


class Status(StrEnum):
    """How a contested record stands; computed, never stored."""

    OPEN = "OPEN"
    OVERDUE = "OVERDUE"
    TO_TELL = "TO_TELL"
    SETTLED = "SETTLED"


class Contest(Protocol):
    due_on: date
    decided_on: date | None
    told_on: date | None


def status(contest: Contest, on: date) -> Status:
    if contest.decided_on is None:
        return Status.OVERDUE if contest.due_on < on else Status.OPEN
    return Status.TO_TELL if contest.told_on is None else Status.SETTLED


def due_on(raised_on: date, months: int) -> date:
    """The last day of the clock, which runs from the day it was said, not from the day it was written down."""
    return months_after(raised_on, months)


def check_raised(raised_on: date, on: date) -> None:
    if raised_on > on:
        raise Refused("Enter the day it was said, which cannot be in the future", field="raised_on")


def check_decider(user_uid: str, recorded_by_uid: str | None) -> None:
    """Somebody else decides than whoever recorded what is contested."""
    if user_uid == recorded_by_uid:
        raise Refused("Ask somebody else to decide: you recorded what is contested", rule="PR-30")


def left_to_tell(everybody: Collection[str], told: Mapping[str, str]) -> list[str]:
    """Of those who have to be told, the ones who were not."""
    return [one for one in everybody if one not in told]
