"""Rules of a case: its state from the facts in it, levels of concern, review, step-down, closing and opening again.

State is never stored. The three axes are never summed, netted or put in the place of one another. PR-16.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays, nth_weekday


class State(StrEnum):
    """Code list `case_state`."""

    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    MONITORING = "MONITORING"
    STEP_DOWN_PROPOSED = "STEP_DOWN_PROPOSED"
    CLOSED = "CLOSED"
    ON_HOLD_CRITICAL_INCIDENT = "ON_HOLD_CRITICAL_INCIDENT"
    TRANSFERRED = "TRANSFERRED"
    DECEASED = "DECEASED"


class Axis(StrEnum):
    """Code list `axis`."""

    CAUSE = "CAUSE"
    HARMED = "HARMED"
    EXPLOITED = "EXPLOITED"


RANK = {"GREEN": 1, "AMBER": 2, "RED": 3}
"""Bands in order; 0 is a level nobody has set."""
ENDED = frozenset({State.CLOSED, State.TRANSFERRED, State.DECEASED})
NEEDS_NOTE = {
    "ASSURED_OTHER_PLAN": "Enter which plan holds the risk now, and who leads it",
    "TRANSFERRED_EOG": "Enter who accepted the transfer, and when",
    "TRANSFERRED_FORUM": "Enter which forum accepted the transfer, and when",
    "TRANSFERRED_AREA": "Enter who accepted the transfer in the other area, and when",
    "AGED_OUT_PLAN_IN_PLACE": "Enter which plan is in place and who leads it: age alone never closes a case",
    "DECLINED_NO_STATUTORY_BASIS": "Enter what was offered and what they said",
    "CUSTODY_LONG": "Enter when resettlement planning starts, and who leads it",
}
"""Reasons for closing that say where the risk is held, so that nothing is closed into a void. PR-41, PR-43."""
NEEDS_QUIET = frozenset({"RISK_REDUCED"})
NEVER_OPENED_AGAIN = frozenset({"DECEASED", "MISTAKEN_IDENTITY", "DUPLICATE"})


class Facts(Protocol):
    """The facts of a case that its state follows from."""

    @property
    def accepted_on(self) -> date | None: ...
    @property
    def monitoring_since(self) -> date | None: ...
    @property
    def step_down_proposed_on(self) -> date | None: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def closure_reason(self) -> str | None: ...
    @property
    def on_hold_since(self) -> date | None: ...
    @property
    def transferred_on(self) -> date | None: ...


def case_status(case: Facts) -> State:
    """The state of a case. Section 4.1."""
    if case.closed_on is not None:
        if case.closure_reason == "DECEASED":
            return State.DECEASED
        return State.TRANSFERRED if case.transferred_on is not None else State.CLOSED
    if case.on_hold_since is not None:
        return State.ON_HOLD_CRITICAL_INCIDENT
    if case.step_down_proposed_on is not None:
        return State.STEP_DOWN_PROPOSED
    if case.monitoring_since is not None:
        return State.MONITORING
    return State.ACTIVE if case.accepted_on is not None else State.PROPOSED


def is_open(case: Facts) -> bool:
    return case_status(case) not in ENDED


def check_open(case: Facts) -> None:
    if not is_open(case):
        raise Refused("Open the case again before changing it")


# Levels of concern --------------------------------------------------------------------------------------------------


def check_bands(chosen: Mapping[Axis, str | None], now: Mapping[Axis, str | None], reason: str | None) -> None:
    """A person sets a level, axis by axis, and says why. PR-15, PR-16."""
    for axis, band in chosen.items():
        if band is not None and band not in RANK:
            raise Refused("Select green, amber or red", field=axis.lower(), rule="PR-16")
    if not any(chosen.values()):
        raise Refused("Select at least one level of concern", field=Axis.CAUSE.lower(), rule="PR-16")
    if not (reason or "").strip():
        raise Refused("Enter the reason for the levels of concern", field="reason", rule="PR-15")
    if all(band in (None, now[axis]) for axis, band in chosen.items()):
        raise Refused("Select a level that differs from the one there is now", field=Axis.CAUSE.lower())


def highest(*bands: str | None) -> int:
    """The rank of the highest band, for ordering a list only: it is no level of its own. 0 when none is set."""
    return max((RANK[band] for band in bands if band), default=0)


def review_day(on: date, meetings: int, *, week: int, weekday: int, calendar: WorkingDays) -> date:
    """The day of the `meetings`th meeting after `on`: the `week`th `weekday` (Monday is 1) of a month, moved to the
    working day after when it is a bank holiday, as the meeting itself is. Section 3.3."""
    year, month, left = on.year, on.month, meetings
    while True:
        day = calendar.on_or_after(nth_weekday(year, month, weekday - 1, week))
        if day > on:
            left -= 1
            if left <= 0:
                return day
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


# Who leads ----------------------------------------------------------------------------------------------------------


def check_chair(chair_uid: str | None, lead_user_uid: str | None) -> None:
    """Whoever leads the work with a person does not chair the discussion of it. PR-03."""
    if chair_uid is not None and chair_uid == lead_user_uid:
        raise Refused(
            "Choose another chair for this item: the chair is the lead professional", field="chair", rule="PR-03"
        )


# Step-down, closing, opening again ----------------------------------------------------------------------------------


def check_step_down(case: Facts, note: str | None) -> None:
    check_open(case)
    if case_status(case) is State.STEP_DOWN_PROPOSED:
        raise Refused("Decide the step-down that is proposed already")
    if not (note or "").strip():
        raise Refused("Enter why a step-down is proposed", field="note")


def check_closure(
    case: Facts, *, reason_code: str | None, note: str | None, last_event: date | None, quiet_days: int, on: date
) -> None:
    """Whether a case may be closed for `reason_code`. Section 4.8, PR-41, PR-43.

    `last_event` is the newest event of violence recorded; RISK_REDUCED needs `quiet_days` without one. With another
    reason the risk is held elsewhere, and the note says where.
    """
    check_open(case)
    if not reason_code:
        raise Refused("Select the reason for closing", field="reason_code")
    if reason_code in NEEDS_NOTE and not (note or "").strip():
        raise Refused(NEEDS_NOTE[reason_code], field="note", rule="PR-41")
    if reason_code in NEEDS_QUIET and last_event is not None and (on - last_event).days < quiet_days:
        raise Refused(
            f"Select another reason: the last event was {(on - last_event).days} days ago, and this reason needs "
            f"{quiet_days} days without one",
            field="reason_code",
            rule="4.8",
        )


def check_reopening(case: Facts, *, until: date, on: date, note: str | None) -> None:
    """A closed case opens again within its time; after that a new notification opens a new one. Section 4.1."""
    if is_open(case):
        raise Refused("Continue with the case: it is open")
    if case.closure_reason in NEVER_OPENED_AGAIN:
        raise Refused("Leave this case closed: the reason it was closed for does not change")
    if on > until:
        raise Refused("Start a new notification: it is too long since this case was closed")
    if not (note or "").strip():
        raise Refused("Enter why the case is opened again", field="note")
