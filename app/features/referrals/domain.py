"""The way of a referral: what it is now, what may follow, by when. Pure.

Source: domain reference 6.2. The status is never stored: it follows from the days in the row.
"""

from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused


class Status(StrEnum):
    """Codes of the list `intervention_state`, but for ENDED: its words are those of the reason it ended."""

    SUGGESTED = "SUGGESTED"
    OFFERED = "OFFERED"
    REFERRED = "REFERRED"
    RECEIVED = "RECEIVED"
    WAITLIST = "WAITLIST"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED_PROVIDER"
    ENGAGING = "ENGAGING"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    ENDED = "ENDED"
    OUTCOME_RECORDED = "OUTCOME_RECORDED"
    FOLLOW_UP = "FOLLOW_UP_3M"
    CLOSED = "CLOSED"


S = Status

NEXT: dict[Status, frozenset[Status]] = {
    S.SUGGESTED: frozenset({S.OFFERED, S.ENDED}),
    S.OFFERED: frozenset({S.REFERRED, S.ENDED}),
    S.REFERRED: frozenset({S.RECEIVED, S.ACCEPTED, S.WAITLIST, S.DECLINED, S.ENDED}),
    S.RECEIVED: frozenset({S.ACCEPTED, S.WAITLIST, S.DECLINED, S.ENDED}),
    S.WAITLIST: frozenset({S.ACCEPTED, S.DECLINED, S.ENDED}),
    S.ACCEPTED: frozenset({S.ENGAGING, S.ACTIVE, S.ENDED}),
    S.ENGAGING: frozenset({S.ACTIVE, S.ENDED}),
    S.ACTIVE: frozenset({S.PAUSED, S.ENDED}),
    S.PAUSED: frozenset({S.ACTIVE, S.ENDED}),
    S.ENDED: frozenset({S.OUTCOME_RECORDED}),
    S.OUTCOME_RECORDED: frozenset({S.FOLLOW_UP}),
    S.FOLLOW_UP: frozenset({S.CLOSED}),
}
"""What may follow what. A status that is not here is the end."""

OVER = frozenset({S.DECLINED, S.ENDED, S.OUTCOME_RECORDED, S.FOLLOW_UP, S.CLOSED})
WITH_US = frozenset({S.ACCEPTED, S.ENGAGING, S.ACTIVE, S.PAUSED})
"""The provider took the person on, and it is not over: sessions are planned for these."""
TO_ANSWER = frozenset({S.REFERRED, S.RECEIVED})
PROVIDERS_STEPS = frozenset(Status) - {S.SUGGESTED, S.OFFERED, S.REFERRED}
"""Steps the provider takes for the people referred to it."""
AFTERWARDS = frozenset({S.OUTCOME_RECORDED, S.FOLLOW_UP, S.CLOSED})

NO_FOLLOW_UP = "DECEASED"
"""After this nothing is measured and nobody is followed up."""

CONSENTED, WITHDRAWN = "GIVEN", "WITHDRAWN"

REFUSALS = {
    S.OFFERED: "Check the referral: it was sent already",
    S.REFERRED: "Offer it to the person before referring them",
    S.ACCEPTED: "Refer the person before recording that the provider accepted",
    S.WAITLIST: "Check the referral: it can no longer go on the waiting list",
    S.DECLINED: "Check the referral: it can no longer be declined",
    S.ENGAGING: "Record that the provider accepted before the first contact",
    S.ACTIVE: "Record that the provider accepted before it starts",
    S.PAUSED: "Check the referral: only what has started can be paused",
    S.OUTCOME_RECORDED: "Record how it ended before its outcome",
    S.FOLLOW_UP: "Record the outcome before the follow-up",
    S.CLOSED: "Record the follow-up before closing the referral",
}


class Days(Protocol):
    """The days a status follows from. Each is the day of the step, None when it was not taken."""

    offered_on: date | None
    referred_on: date | None
    received_on: date | None
    waitlisted_on: date | None
    accepted_on: date | None
    declined_on: date | None
    first_contact_on: date | None
    started_on: date | None
    paused_on: date | None
    resumed_on: date | None
    ended_on: date | None
    end_reason: str | None
    outcome_on: date | None
    followed_up_on: date | None
    closed_on: date | None


def referral_status(of: Days) -> Status:
    """The last step taken."""
    steps = (
        (of.closed_on, S.CLOSED),
        (of.followed_up_on, S.FOLLOW_UP),
        (of.outcome_on, S.OUTCOME_RECORDED),
        (of.ended_on, S.ENDED),
        (of.declined_on, S.DECLINED),
        (of.paused_on if of.resumed_on is None else None, S.PAUSED),
        (of.started_on, S.ACTIVE),
        (of.first_contact_on, S.ENGAGING),
        (of.accepted_on, S.ACCEPTED),
        (of.waitlisted_on, S.WAITLIST),
        (of.received_on, S.RECEIVED),
        (of.referred_on, S.REFERRED),
        (of.offered_on, S.OFFERED),
    )
    return next((status for day, status in steps if day is not None), S.SUGGESTED)


def is_open(of: Days) -> bool:
    return referral_status(of) not in OVER


def possible_steps(of: Days) -> frozenset[Status]:
    """What never began has no outcome, and nobody follows up somebody who died."""
    status = referral_status(of)
    if status is S.ENDED and (of.started_on is None or of.end_reason == NO_FOLLOW_UP):
        return frozenset()
    return NEXT.get(status, frozenset())


def check_step(of: Days, to: Status) -> None:
    """Raises Refused when `to` may not follow what the referral is now."""
    if to in possible_steps(of):
        return
    if not is_open(of) and to not in AFTERWARDS:
        raise Refused("Check the referral: it has already ended")
    raise Refused(REFUSALS.get(to, "Check the referral: that step can no longer be taken"))


FIELDS = {
    S.OFFERED: "offered_on",
    S.REFERRED: "referred_on",
    S.RECEIVED: "received_on",
    S.WAITLIST: "waitlisted_on",
    S.ACCEPTED: "accepted_on",
    S.DECLINED: "declined_on",
    S.ENGAGING: "first_contact_on",
    S.ACTIVE: "started_on",
    S.ENDED: "ended_on",
    S.OUTCOME_RECORDED: "outcome_on",
    S.FOLLOW_UP: "followed_up_on",
    S.CLOSED: "closed_on",
}
"""The day that each step writes; a pause and its end write two."""


def take(of: Days, to: Status, on: date) -> None:
    """Take a step on a day. Raises Refused, and nothing is changed."""
    check_step(of, to)
    if to is S.PAUSED:
        of.paused_on, of.resumed_on = on, None
    elif to is S.ACTIVE and referral_status(of) is S.PAUSED:
        of.resumed_on = on
    else:
        setattr(of, FIELDS[to], on)


def check_consent(consent: str | None) -> None:
    """Nobody is referred who has not said that they want it (6.2)."""
    if consent != CONSENTED:
        raise Refused("Record that the person wants the service before referring them")
