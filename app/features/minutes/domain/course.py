"""The course of minutes: from draft to lock. Which step may be taken when, and what it writes down (1.4, 4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays

DRAFT = "DRAFT"
WITH_CHAIR = "WITH_CHAIR"
APPROVED = "APPROVED"
CORRECTIONS = "CORRECTIONS"
TO_SIGN = "TO_SIGN"
LOCKED = "LOCKED"
ISSUED = frozenset({CORRECTIONS, TO_SIGN, LOCKED})
"""States in which agencies read them."""


class Facts(Protocol):
    @property
    def sent_at(self) -> datetime | None: ...
    @property
    def approved_at(self) -> datetime | None: ...
    @property
    def issued_at(self) -> datetime | None: ...
    @property
    def corrections_until(self) -> date | None: ...
    @property
    def locked_at(self) -> datetime | None: ...


def minutes_state(minutes: Facts, on: date) -> str:
    """DRAFT, WITH_CHAIR, APPROVED, CORRECTIONS (issued, and open to them), TO_SIGN or LOCKED."""
    if minutes.locked_at:
        return LOCKED
    if minutes.issued_at:
        return CORRECTIONS if minutes.corrections_until and on <= minutes.corrections_until else TO_SIGN
    if minutes.approved_at:
        return APPROVED
    return WITH_CHAIR if minutes.sent_at else DRAFT


@dataclass(frozen=True)
class Step:
    """Where a step may be taken, where it has been taken already, and what is said otherwise."""

    allowed: frozenset[str]
    otherwise: str
    done: frozenset[str] = frozenset()


BEFORE = frozenset({DRAFT, WITH_CHAIR, APPROVED})
AFTER = frozenset({CORRECTIONS, TO_SIGN})
STEPS: Mapping[str, Step] = {
    "edit": Step(BEFORE | AFTER, "Check the minutes: they are signed and locked"),
    "send": Step(
        frozenset({DRAFT}), "Check the minutes: they have been issued", done=frozenset({WITH_CHAIR, APPROVED})
    ),
    "give_back": Step(
        frozenset({WITH_CHAIR}), "Check the minutes: they do not wait for approval", done=frozenset({DRAFT})
    ),
    "approve": Step(
        frozenset({WITH_CHAIR}), "Wait until the minutes are sent to you", done=frozenset({APPROVED}) | ISSUED
    ),
    "issue": Step(frozenset({APPROVED}), "Ask the chair to approve the minutes first", done=ISSUED),
    "issue_again": Step(AFTER, "Check the minutes: corrections go out once they are issued, until they are signed"),
    "propose": Step(frozenset({CORRECTIONS}), "Write to the coordinator: the time for corrections is over"),
    "answer": Step(AFTER, "Check the minutes: they are signed and locked"),
    "lock": Step(
        frozenset({TO_SIGN}), "Wait until the time for corrections is over, then sign", done=frozenset({LOCKED})
    ),
}


def is_done(step: str, minutes: Facts, on: date) -> bool:
    """Whether there is nothing left to do. Raises Refused where a step may not be taken."""
    state = minutes_state(minutes, on)
    rule = STEPS[step]
    if state in rule.done:
        return True
    if state not in rule.allowed:
        raise Refused(rule.otherwise, rule="4.1")
    return False


def changes(step: str, minutes: Facts, at: datetime, until: date | None = None) -> dict[str, datetime | date | None]:
    """What a step writes down, by column. Words changed after the chair approved them wait for the chair again."""
    match step:
        case "edit":
            return {"approved_at": None} if minutes.approved_at and not minutes.issued_at else {}
        case "send":
            return {"sent_at": at}
        case "give_back":
            return {"sent_at": None}
        case "approve":
            return {"approved_at": at}
        case "issue":
            return {"issued_at": at, "corrections_until": until}
        case "lock":
            return {"locked_at": at}
        case _:
            return {}


def corrections_until(planned: date, issued_on: date, days: WorkingDays, least: int) -> date:
    """The last day for corrections: as the month has it, and never fewer than `least` working days after issue."""
    return max(planned, days.add(issued_on, least))
