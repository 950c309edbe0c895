"""Rules of assurance: what may be accepted, by whom, until when. Pure.

Source: domain reference 4.5, PR-36 to PR-39. Status is never stored: it follows from the row.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused

RED = "RED"


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
NO_EVIDENCE = "NONE"


class AssuranceFacts(Protocol):
    """What a status follows from."""

    due_on: date
    given_on: date | None
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
        voided = assurance.voided_on is not None and assurance.voided_on <= on
        over = assurance.review_on is not None and assurance.review_on < on
        return Status.LAPSED if voided or over else Status(assurance.result or "")
    if assurance.result is not None:
        return Status.REJECTED_ACTION_NEEDED
    if assurance.given_on is not None:
        return Status.GIVEN
    return Status.OVERDUE if assurance.due_on < on else Status.SOUGHT


def is_owed(assurance: AssuranceFacts, on: date) -> bool:
    """Whether the agency asked still has to give it, or give it again (PR-37)."""
    return assurance.renewed_on is None and assurance_status(assurance, on) in OWED


def may_renew(assurance: AssuranceFacts, on: date) -> bool:
    """Whether it can be given again: it lapsed or was not accepted, and was not given again already."""
    renewable = {Status.LAPSED, Status.REJECTED_ACTION_NEEDED}
    return assurance.renewed_on is None and assurance_status(assurance, on) in renewable


def is_stale(newest_evidence_on: date | None, on: date, *, days: int) -> bool:
    """Whether the newest evidence is older than `days` on the day `on`. No evidence at all is not stale but absent."""
    return newest_evidence_on is not None and (on - newest_evidence_on).days > days


def latest_review(judged_on: date, band: str | None, *, red_days: int, other_days: int) -> date:
    """The last day an acceptance may run to, by the case's level of concern on that axis (4.5)."""
    return judged_on + timedelta(days=red_days if band == RED else other_days)


def check_evidence(level: str, acceptable: bool, evidence: Sequence[str], newest_on: date | None, on: date) -> None:
    """An agency that says its plan is sound says what shows it, and since when."""
    if not evidence:
        raise Refused("Select what the assurance rests on, or that there is no evidence", field="evidence")
    if NO_EVIDENCE in evidence:
        if len(evidence) > 1:
            raise Refused("Select either that there is no evidence or the kinds there are", field="evidence")
        if acceptable:
            raise Refused("Select evidence, or give a lower level: a sound plan needs evidence", field="evidence")
        return
    if newest_on is None:
        raise Refused("Enter the date of the newest evidence", field="newest_evidence_on")
    if newest_on > on:
        raise Refused("Enter a date that is today or in the past for the newest evidence", field="newest_evidence_on")


def check_acceptance(
    *, level_given: str, level_accepted: str | None, order: Sequence[str], acceptable: frozenset[str]
) -> None:
    """PR-36: limited or no assurance cannot be accepted, nor more than was given.

    `order` lists the levels from the best down; `acceptable` are those that can be accepted.
    """
    if level_given not in acceptable:
        raise Refused(
            "Choose not accepted: limited assurance, or none, cannot be accepted", field="result", rule="PR-36"
        )
    if level_accepted is None:
        raise Refused("Select the level you accept", field="level_accepted")
    if level_accepted not in acceptable:
        raise Refused(
            "Select a level that can be accepted: limited assurance, or none, cannot be",
            field="level_accepted",
            rule="PR-36",
        )
    if order.index(level_accepted) < order.index(level_given):
        raise Refused("Select a level no higher than the one given", field="level_accepted")


def check_judge(
    *, by_uid: str, by_agency_uid: str | None, given_by_uid: str | None, asked_agency_uid: str | None
) -> None:
    """PR-38: who gives assurance does not accept it. Nobody without an agency can either."""
    if by_agency_uid is None or by_agency_uid == asked_agency_uid or by_uid == given_by_uid:
        raise Refused(
            "Ask a chair of another agency to accept this: an agency cannot accept its own assurance",
            field="result",
            rule="PR-38",
        )


def check_review(review_on: date | None, judged_on: date, latest: date) -> None:
    if review_on is None:
        raise Refused("Enter a review date", field="review_on")
    if review_on <= judged_on:
        raise Refused("Enter a review date in the future", field="review_on")
    if review_on > latest:
        raise Refused(f"Enter a review date on or before {latest.day} {latest:%B %Y}", field="review_on", rule="4.5")
