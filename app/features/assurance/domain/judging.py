"""What may be accepted, by whom and for how long (PR-36, PR-38, section 4.5)."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.kernel.days import day_words
from app.kernel.errors import Refused

RED = "RED"


def latest_review(judged_on: date, band: str | None, *, red_days: int, other_days: int) -> date:
    """The last day an acceptance may run to, by the case's level of concern on that axis (4.5)."""
    return judged_on + timedelta(days=red_days if band == RED else other_days)


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
        raise Refused(f"Enter a review date on or before {day_words(latest)}", field="review_on", rule="4.5")
