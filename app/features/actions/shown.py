"""Actions as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.features.actions.domain import (
    Status,
    Step,
    action_status,
    is_escalated,
    is_overdue,
    recorded_status,
    working_days_overdue,
)
from app.features.actions.models import Action, ActionHelper, ActionUpdate
from app.features.actions.queries import helpers_of
from app.features.actions.reasons import GROUPS, NotDone, not_done_group
from app.features.actions.steps import evidence_words, helper_words
from app.features.actions.taking_back import TAKEN_BACK
from app.features.partnership import interface as partnership
from app.kernel.working_days import WorkingDays
from app.platform.calendar import working_days

ESCALATED = "escalation.e1.overdue"
"""The number of working days overdue after which an action goes to the team manager."""
COLOURS = {
    Status.OVERDUE: "red",
    Status.PROPOSED: "yellow",
    Status.ACCEPTED: "blue",
    Status.IN_PROGRESS: "teal",
    Status.DONE: "turquoise",
    Status.DONE_VERIFIED: "green",
}
DID: dict[str, str] = {
    Status.PROPOSED: "Proposed",
    Step.ACCEPT: "Accepted",
    Step.START: "Started",
    Step.COMPLETE: "Marked as done",
    Step.VERIFY: "Confirmed as done",
    Step.NOT_DONE: "Marked as not done",
    Step.SUPERSEDE: "Replaced",
    Step.TRANSFER: "Given to another agency",
    Step.OWNER: "Given to a colleague",
    Step.DUE: "Due date changed",
    Step.HELPER: "Helper added",
    Step.HELPER_LEFT: "Helper taken off",
    Step.EVIDENCE: "Evidence added",
    Step.NOTE: "Note",
    "TAKEN_BACK": "Taken back",
    TAKEN_BACK: "Taken back, from a sheet",
}


@dataclass(frozen=True)
class Shown:
    """An action with what its row of a list says on a day."""

    action: Action
    status: Status
    recorded: Status
    days_overdue: int
    due: "WhenDue"
    agency: str
    escalated: bool
    """Overdue for so long that it goes to the team manager (4.7). Like overdue it is worked out, never kept."""
    helpers: tuple[ActionHelper, ...] = ()

    @property
    def label(self) -> str:
        return status_label(self.status)

    @property
    def recorded_label(self) -> str:
        return status_label(self.recorded)

    @property
    def colour(self) -> str:
        return COLOURS.get(self.status, "grey")

    @property
    def is_open(self) -> bool:
        return self.action.ended_on is None

    @property
    def is_hidden(self) -> bool:
        """Whether it belongs to a case that the reader may not see."""
        return self.action.case_uid is not None and self.action.case is None

    @property
    def subject(self) -> str | None:
        """The subject's title; None when there is no case or it is hidden."""
        case = self.action.case
        return case.subject.title if case is not None else None

    @property
    def not_done(self) -> NotDone | None:
        """Whether nothing is owed any more or the need is still there; None unless it was not done."""
        code = self.action.not_done_reason
        return not_done_group(code) if code else None

    @property
    def why_not(self) -> str | None:
        """Why it was not done, and whether the need is still there; None unless it was not done."""
        code = self.action.not_done_reason
        if code is None:
            return None
        return f"{partnership.code_label('not_done_reason', code)} ({GROUPS[not_done_group(code)].lower()})"

    @property
    def helping(self) -> list[str]:
        """Who helps, in words."""
        return [helper_words(one.name, one.agency_uid) for one in self.helpers]

    @property
    def evidence(self) -> list[str]:
        """References of evidence with their dates, in words."""
        return [evidence_words(one["reference"], date.fromisoformat(one["on"])) for one in self.action.evidence]

    @property
    def when(self) -> str:
        """How it stands with its date, in words; nothing once it has ended."""
        return self.due.words if self.is_open else ""


@dataclass(frozen=True)
class WhenDue:
    """How an open action stands with its date."""

    overdue: bool
    words: str


def when_due(action: Action, on: date, calendar: WorkingDays) -> WhenDue:
    """In working days, which is how people plan."""
    if is_overdue(action, on):
        late = working_days_overdue(action, on, calendar)
        return WhenDue(overdue=True, words=f"{_days(late)} overdue" if late else "Overdue")
    if action.due_on == on:
        return WhenDue(overdue=False, words="Due today")
    left = calendar.between(on, action.due_on)
    return WhenDue(overdue=False, words=f"Due in {_days(left)}" if left > 0 else "Due before the next working day")


def _days(number: int) -> str:
    return f"{number} working day{'' if number == 1 else 's'}"


def show(actions: Sequence[Action], on: date) -> list[Shown]:
    """Rows of a list. Who helps is read for all of them at once."""
    calendar, helpers = working_days(), helpers_of([action.uid for action in actions])
    after = {uid: int(partnership.number(ESCALATED, uid, on)) for uid in {action.area_uid for action in actions}}
    return [
        Shown(
            action=action,
            status=action_status(action, on),
            recorded=recorded_status(action, on),
            days_overdue=working_days_overdue(action, on, calendar),
            due=when_due(action, on, calendar),
            agency=partnership.agency_name(action.agency_uid or ""),
            escalated=is_escalated(action, on, calendar, after=after[action.area_uid]),
            helpers=tuple(helpers.get(action.uid, ())),
        )
        for action in actions
    ]


def status_label(status: str) -> str:
    return partnership.code_label("action_status", status)


def step_label(update: ActionUpdate) -> str:
    return DID.get(update.step, update.step)
