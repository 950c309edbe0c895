"""Rules of plans for an age limit: what each needs, and how it stands. PR-41.

A limit never closes anything. A plan that is not ready in time is overdue, and is chased until it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

STEPS = {
    "SERVICE_FOUND": "Find the service that takes over, and who leads there",
    "PERSON_ASKED": "Ask the person what they want, in their own words",
    "CONSENT": "Ask for their consent to be handed on",
    "RISK_SHARED": "Share the risk and what protects them, with the power it is shared by",
    "MET": "Let the person meet the new worker with somebody they know",
    "HANDED_ON": "Hand on, and say from when who leads",
}
"""What every plan needs, in this order."""
NOT_ASKED_YET = "NOT_YET"
"""Of the code list `consent_to_service`: no answer, so the plan still needs one."""


class Stands(StrEnum):
    NOT_NEEDED = "NOT_NEEDED"
    READY = "READY"
    OVERDUE = "OVERDUE"
    TO_DO = "TO_DO"
    ON_THE_WAY = "ON_THE_WAY"


WORDS = {
    Stands.NOT_NEEDED: ("Not needed by the scope in force", "grey"),
    Stands.READY: ("Plan in place", "green"),
    Stands.OVERDUE: ("Overdue", "red"),
    Stands.TO_DO: ("To plan", "yellow"),
    Stands.ON_THE_WAY: ("On the way", "blue"),
}


@dataclass(frozen=True)
class Facts:
    """What of a plan its standing follows from."""

    service: str | None
    leads: str | None
    accepted_on: date | None
    wants: str | None
    consent: str | None
    done: frozenset[str]
    """Codes of `STEPS` that are done."""


def stands(plan: Facts, on: date, *, counts: bool, ready_by: date) -> Stands:
    """How a plan stands on a day. `counts`: the scope in force on the day of the limit has it. `ready_by` is the last
    day on which it is not overdue."""
    if not counts:
        return Stands.NOT_NEEDED
    if not missing(plan):
        return Stands.READY
    if ready_by < on:
        return Stands.OVERDUE
    begun = plan.done or plan.service or plan.leads or plan.wants
    return Stands.ON_THE_WAY if begun else Stands.TO_DO


def missing(plan: Facts) -> list[str]:
    """What the plan still needs, in words."""
    needed = (
        ("which service takes over", plan.service),
        ("who leads there", plan.leads),
        ("the day they accepted", plan.accepted_on),
        ("what the person wants", plan.wants),
        ("what they said to being handed on", plan.consent if plan.consent != NOT_ASKED_YET else None),
    )
    left = [words for words, value in needed if not value]
    steps = [words for code, words in STEPS.items() if code not in plan.done]
    return [*left, *(f"{words[0].lower()}{words[1:]}" for words in steps)]


def done_in(steps: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(str(one["code"]) for one in steps)
