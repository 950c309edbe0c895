"""Rules of actions: the table of steps, status, overdue, escalated, who confirms. Pure.

Source: domain reference 4.4 and 4.7. Status is never stored: it follows from the dates in the row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays


class Status(StrEnum):
    """Codes of the list `action_status`. OVERDUE is only ever computed."""

    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    DONE_VERIFIED = "DONE_VERIFIED"
    NOT_DONE_REASON = "NOT_DONE_REASON"
    SUPERSEDED = "SUPERSEDED"
    TRANSFERRED = "TRANSFERRED"
    OVERDUE = "OVERDUE"


class Step(StrEnum):
    """What can be done to an action. A step that changes the state is called as the state it leads to."""

    ACCEPT = "ACCEPTED"
    START = "IN_PROGRESS"
    COMPLETE = "DONE"
    VERIFY = "DONE_VERIFIED"
    NOT_DONE = "NOT_DONE_REASON"
    SUPERSEDE = "SUPERSEDED"
    TRANSFER = "TRANSFERRED"
    OWNER = "OWNER"
    DUE = "DUE"
    HELPER = "HELPER"
    HELPER_LEFT = "HELPER_LEFT"
    EVIDENCE = "EVIDENCE"
    NOTE = "NOTE"


class Who(StrEnum):
    """Who may take a step. Whoever runs the month is on the owner's side."""

    OWNERS_AGENCY = "OWNERS_AGENCY"
    OWNERS_SIDE = "OWNERS_SIDE"
    HELPING = "HELPING"
    """The owner's side, and the agencies that help."""
    AGREES = "AGREES"
    """Whoever agrees actions: what it does binds or tells another agency."""
    VERIFIES = "VERIFIES"


OPEN = frozenset({Status.PROPOSED, Status.ACCEPTED, Status.IN_PROGRESS})
ENDED = "Check the action: it has already ended"


@dataclass(frozen=True)
class Transition:
    """One line of the table: who may take a step, in which states, what must be given, what state follows."""

    who: Who
    before: frozenset[Status]
    after: Status | None = None
    """None: the state stays as it is."""
    event: str = ""
    """The event that the audit keeps."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """Fields that must be given, with what to say when one is not."""
    takes: frozenset[str] = frozenset()
    """Fields that may be given."""
    words: str | None = None
    """The field that the log of the action keeps."""
    refusal: str = ENDED
    """What to say to an open action that is not in a state for it."""


_NAMED = frozenset({"owner_uid", "owner_name"})
_WORKED_ON = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})

STEPS: Mapping[Step, Transition] = {
    Step.ACCEPT: Transition(
        Who.OWNERS_AGENCY,
        before=frozenset({Status.PROPOSED}),
        after=Status.ACCEPTED,
        event="action.accepted",
        refusal="Check the action: it can no longer be accepted",
    ),
    Step.START: Transition(
        Who.OWNERS_SIDE,
        before=frozenset({Status.ACCEPTED}),
        after=Status.IN_PROGRESS,
        event="action.started",
        takes=frozenset({"note"}),
        words="note",
        refusal="Accept the action before starting it; once it has started, add a note instead",
    ),
    Step.COMPLETE: Transition(
        Who.OWNERS_SIDE,
        before=_WORKED_ON,
        after=Status.DONE,
        event="action.completed",
        needs={"what_was_done": "Enter what was done"},
        takes=frozenset({"done_on", "evidence", "evidence_on"}),
        words="what_was_done",
        refusal="Accept the action before marking it as done",
    ),
    Step.VERIFY: Transition(
        Who.VERIFIES,
        before=frozenset({Status.DONE}),
        after=Status.DONE_VERIFIED,
        event="action.verified",
        takes=frozenset({"verifier_name"}),
        refusal="Wait until the action is marked as done before confirming it",
    ),
    Step.NOT_DONE: Transition(
        Who.OWNERS_SIDE,
        before=OPEN,
        after=Status.NOT_DONE_REASON,
        event="action.not_done",
        needs={"reason_code": "Select why it was not done", "text": "Enter what happened"},
        words="text",
    ),
    Step.SUPERSEDE: Transition(
        Who.OWNERS_SIDE,
        before=OPEN,
        after=Status.SUPERSEDED,
        event="action.superseded",
        needs={"text": "Enter what replaces this action"},
        words="text",
    ),
    Step.TRANSFER: Transition(
        Who.AGREES,
        before=OPEN,
        after=Status.TRANSFERRED,
        event="action.transferred",
        needs={"agency_uid": "Select the agency that is to own the action", "text": "Enter why it is handed on"},
        takes=_NAMED,
        words="text",
    ),
    Step.OWNER: Transition(
        Who.OWNERS_SIDE,
        before=OPEN,
        event="action.owner_changed",
        needs={"text": "Enter why it is handed on"},
        takes=_NAMED,
        words="text",
    ),
    Step.DUE: Transition(
        Who.AGREES,
        before=OPEN,
        event="action.due_changed",
        needs={"due_on": "Enter the new date", "text": "Enter why the date changes"},
        words="text",
    ),
    Step.HELPER: Transition(
        Who.OWNERS_SIDE,
        before=OPEN,
        event="action.helper_added",
        needs={"agency_uid": "Select the agency that helps"},
        takes=frozenset({"user_uid", "name"}),
    ),
    Step.HELPER_LEFT: Transition(
        Who.OWNERS_SIDE,
        before=OPEN,
        event="action.helper_left",
        needs={"helper_uid": "Select who no longer helps"},
    ),
    Step.EVIDENCE: Transition(
        Who.HELPING,
        before=OPEN | {Status.DONE},
        event="action.evidenced",
        needs={"evidence": "Enter the reference of the evidence"},
        takes=frozenset({"evidence_on"}),
    ),
    Step.NOTE: Transition(
        Who.HELPING,
        before=OPEN,
        event="action.noted",
        needs={"text": "Enter what has happened"},
        words="text",
    ),
}
"""The only ways in which an action changes. What is not here does not happen: a state that no line begins in is the
end."""


class ActionDates(Protocol):
    """The dates a status follows from. Each is the day of the step, None when it was not taken. `ended_on` is the day
    it stopped being open, whatever ended it."""

    due_on: date
    proposed_on: date
    accepted_on: date | None
    started_on: date | None
    done_on: date | None
    verified_on: date | None
    not_done_on: date | None
    superseded_on: date | None
    transferred_on: date | None
    ended_on: date | None


DATE_OF: Mapping[Status, str] = {
    Status.DONE_VERIFIED: "verified_on",
    Status.DONE: "done_on",
    Status.NOT_DONE_REASON: "not_done_on",
    Status.SUPERSEDED: "superseded_on",
    Status.TRANSFERRED: "transferred_on",
    Status.IN_PROGRESS: "started_on",
    Status.ACCEPTED: "accepted_on",
}
"""The date that each state follows from, the last state of all first."""


def recorded_status(action: ActionDates, on: date | None = None) -> Status:
    """The last step taken, by the end of the day `on` when one is given. Of steps on one day the later one counts."""
    for status, name in DATE_OF.items():
        day = getattr(action, name)
        if day is not None and (on is None or day <= on):
            return status
    return Status.PROPOSED


def enter(action: ActionDates, state: Status, on: date) -> None:
    """Write down that the action came into a state. From the first that is not open its life is over."""
    setattr(action, DATE_OF[state], on)
    if state not in OPEN and action.ended_on is None:
        action.ended_on = on


def is_overdue(action: ActionDates, on: date) -> bool:
    """Open on the day `on` and due before it. Due on the day itself is not overdue."""
    return action.due_on < on and recorded_status(action, on) in OPEN


def action_status(action: ActionDates, on: date) -> Status:
    """The status to show on a day: OVERDUE for an open action that was due before it, else the recorded one."""
    return Status.OVERDUE if is_overdue(action, on) else recorded_status(action, on)


def working_days_overdue(action: ActionDates, on: date, calendar: WorkingDays) -> int:
    """How many working days came after the due date, `on` included; 0 when it is not overdue."""
    return calendar.between(action.due_on, on) if is_overdue(action, on) else 0


def is_escalated(action: ActionDates, on: date, calendar: WorkingDays, *, after: int) -> bool:
    """Overdue for so long that it goes to the team manager: `after` working days (4.7, E1)."""
    return working_days_overdue(action, on, calendar) >= after


def check_step(action: ActionDates, step: Step) -> None:
    """Raises Refused when `step` cannot be taken in the state that the action is in now."""
    now = recorded_status(action)
    if now in STEPS[step].before:
        return
    if now not in OPEN and step is not Step.VERIFY:
        raise Refused(ENDED)
    raise Refused(STEPS[step].refusal)


def possible_steps(action: ActionDates) -> frozenset[Step]:
    """The steps that can be taken in the state that the action is in now, by somebody."""
    now = recorded_status(action)
    return frozenset(step for step, line in STEPS.items() if now in line.before)


def check_verifier(*, by_uid: str, doer_uids: frozenset[str], verifier_name: str | None, doers: frozenset[str]) -> None:
    """Done is confirmed by somebody other than whoever did it, helped with it or recorded it. `doers` are names."""
    if by_uid in doer_uids:
        raise Refused("Ask somebody else to confirm this: you did it or recorded it as done", field="verifier_name")
    if verifier_name and folded(verifier_name) in {folded(name) for name in doers}:
        raise Refused("Enter somebody other than the owner of the action and who helped", field="verifier_name")


def check_done_on(done_on: date, *, proposed_on: date, on: date) -> None:
    if done_on > on:
        raise Refused("Enter a date that is today or in the past", field="done_on")
    if done_on < proposed_on:
        raise Refused("Enter a date on or after the day it was agreed", field="done_on")


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())
