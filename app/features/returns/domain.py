"""Rules of requests for information and what agencies return. Pure.

Source: domain reference 1.4 (RESEARCH_OUT, RESEARCH_DUE), 4.6, PR-40, PR-47. A state is never stored: it follows from
the row.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from app.kernel.errors import Refused


class State(StrEnum):
    SENT = "SENT"
    DELEGATED = "DELEGATED"
    STARTED = "STARTED"
    OVERDUE = "OVERDUE"
    RETRACTED = "RETRACTED"
    RETURNED = "RETURNED"
    LATE_RETURNED = "LATE_RETURNED"
    NOT_KNOWN = "NOT_KNOWN"
    CANNOT_SHARE = "CANNOT_SHARE"
    WITHDRAWN = "WITHDRAWN"


STATE_NAMES = {
    State.SENT: "Asked",
    State.DELEGATED: "With a colleague",
    State.STARTED: "Begun",
    State.OVERDUE: "Overdue",
    State.RETRACTED: "Taken back",
    State.RETURNED: "Returned",
    State.LATE_RETURNED: "Returned late",
    State.NOT_KNOWN: "Not known",
    State.CANNOT_SHARE: "Cannot share",
    State.WITHDRAWN: "No longer asked",
}

OWED = frozenset({State.SENT, State.DELEGATED, State.STARTED, State.OVERDUE, State.RETRACTED})
"""The agency still has to answer."""

NIL, REFUSED = "NOT_KNOWN", "CANNOT_SHARE"
"""Codes of `research_known` that are an answer without information."""

HIGHEST_RISK = 4


class Facts(Protocol):
    """What a state follows from. `returned_at`: when the agency first answered, since it last took an answer back."""

    due_at: datetime
    asked_at: datetime
    delegated_to_uid: str | None
    started_at: datetime | None
    returned_at: datetime | None
    known: str | None
    retracted_at: datetime | None
    withdrawn_at: datetime | None


def request_state(facts: Facts, now: datetime) -> State:
    """How a request stands at a moment. An answer counts above everything but that nothing is asked any more; one that
    is overdue is so whether it was begun or not."""
    if facts.withdrawn_at is not None:
        return State.WITHDRAWN
    if facts.returned_at is not None:
        if facts.known in (NIL, REFUSED):
            return State(facts.known)
        return State.LATE_RETURNED if is_late(facts) else State.RETURNED
    if facts.retracted_at is not None:
        return State.RETRACTED
    if now > facts.due_at:
        return State.OVERDUE
    if facts.started_at is not None:
        return State.STARTED
    return State.DELEGATED if facts.delegated_to_uid is not None else State.SENT


def is_late(facts: Facts) -> bool:
    """Whether it was answered after it was due. Correcting an answer does not make it late."""
    return facts.returned_at is not None and facts.returned_at > facts.due_at


def is_owed(facts: Facts, now: datetime) -> bool:
    return request_state(facts, now) in OWED


# When it is due, and who is reminded --------------------------------------------------------------------------------


def due_moment(usual: datetime, starts: datetime, now: datetime) -> datetime:
    """When a request sent now is due: at the usual moment of the month; sent later than that, when the meeting starts.

    Raises Refused when the meeting has begun.
    """
    found = next((moment for moment in (usual, starts) if moment > now), None)
    if found is None:
        raise Refused("Choose a later meeting: this one has begun", rule="1.4 RESEARCH_DUE")
    return found


class Chase(StrEnum):
    """What the worker tells an agency: before it is due, when it is due, and after it."""

    REMIND = "REMIND"
    CHASE = "CHASE"
    ESCALATE = "ESCALATE"


CHASES = (Chase.REMIND, Chase.CHASE, Chase.ESCALATE)


class Chased(Facts, Protocol):
    reminded_at: datetime | None
    chased_at: datetime | None
    escalated_at: datetime | None


def next_chase(facts: Chased, *, remind_at: datetime, escalate_at: datetime, now: datetime) -> Chase | None:
    """What is to be told now, if anything. Each is told once; where several were missed, only the last of them.

    Whoever was asked after the moment of the reminder is not reminded.
    """
    if not is_owed(facts, now):
        return None
    moments = (remind_at, facts.due_at, escalate_at)
    done = (facts.reminded_at, facts.chased_at, facts.escalated_at)
    reached = [number for number, moment in enumerate(moments) if moment <= now]
    if not reached:
        return None
    last = reached[-1]
    if any(moment is not None for moment in done[last:]):
        return None
    if CHASES[last] is Chase.REMIND and facts.asked_at >= remind_at:
        return None
    return CHASES[last]


# What a return says -------------------------------------------------------------------------------------------------


def check_return(known: str, answers: Mapping[str, Any], *, is_known: bool, gateway: str | None, on: date) -> None:
    """4.6 and PR-46: what is known is given with who knows it and by what power; a refusal with its reason."""
    if known == REFUSED and not answers.get("cannot_share_reason"):
        raise Refused("Enter why it cannot be shared", field="cannot_share_reason", rule="4.6")
    if not is_known:
        return
    if not answers.get("worker"):
        raise Refused("Enter who can be asked about this", field="worker", rule="4.6")
    last_seen = answers.get("last_seen")
    if last_seen and date.fromisoformat(str(last_seen)) > on:
        raise Refused("Enter a day that is today or in the past", field="last_seen")
    for axis, view in (answers.get("risk_view") or {}).items():
        if not str(view.get("reason") or "").strip():
            raise Refused("Enter the reason for this view", field=f"risk_{axis.lower()}_reason", rule="4.6")
        if not 0 <= int(view["score"]) <= HIGHEST_RISK:
            raise Refused("Select a view from the list", field=f"risk_{axis.lower()}")
    if not gateway:
        raise Refused("Select the power you share it by", field="gateway", rule="PR-46")


def audience_of(restrictions: Iterable[Mapping[str, Any]]) -> tuple[str, ...] | None:
    """The types of agency that may read a return, from the attributes of its restrictions; None: any on the case.

    Of several restrictions the narrowest holds. Those who run the month read everything.
    """
    found: set[str] | None = None
    for attributes in restrictions:
        if "agency_types" in attributes:
            allowed = set(attributes["agency_types"])
            found = allowed if found is None else found & allowed
    return None if found is None else tuple(sorted(found))


def keeps_limit(agency_is_health_or_care: bool, gateway: str | None) -> bool:
    """PR-47: what health or social care shares by another power than the Serious Violence Duty keeps that limit."""
    return agency_is_health_or_care and gateway is not None and not gateway.startswith("PCSC")


def forgets_identity(facts: Facts, *, over: bool) -> bool:
    """PR-40: once the meeting is over, or the question is withdrawn, who it was about is no longer shown to an agency
    that does not know them."""
    return facts.withdrawn_at is not None or (over and facts.known == NIL)


def pre_selected(
    kind: str, standing: str | None, *, core: bool, kinds_asked: Sequence[str] | None, locked: bool
) -> bool:
    """Whether an agency is asked about a case unless somebody says otherwise.

    Those with a core seat are, about the kinds of subject that agencies of their type are asked about (None: all); so
    is any that has a need to know. `locked`: somebody of the agency is shut out of the case, so a person decides.
    """
    if standing == "EXCLUDED" or locked:
        return False
    if standing is not None:
        return True
    return core and (kinds_asked is None or kind in kinds_asked)
