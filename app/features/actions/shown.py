"""Actions as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.features.actions.domain import Status, action_status, recorded_status, working_days_overdue
from app.features.actions.models import Action, ActionUpdate
from app.features.partnership import interface as partnership
from app.platform.calendar import working_days

COLOURS = {
    Status.OVERDUE: "red",
    Status.PROPOSED: "yellow",
    Status.ACCEPTED: "blue",
    Status.IN_PROGRESS: "teal",
    Status.DONE: "turquoise",
    Status.DONE_VERIFIED: "green",
}
STEPS = {
    Status.PROPOSED: "Proposed",
    Status.ACCEPTED: "Accepted",
    Status.IN_PROGRESS: "Started",
    Status.DONE: "Marked as done",
    Status.DONE_VERIFIED: "Confirmed as done",
    Status.NOT_DONE_REASON: "Marked as not done",
    Status.SUPERSEDED: "Replaced",
    Status.TRANSFERRED: "Given to another agency",
    "OWNER": "Given to a colleague",
    "NOTE": "Note",
}


@dataclass(frozen=True)
class Shown:
    """An action with what its row of a list says on a day."""

    action: Action
    status: Status
    recorded: Status
    days_overdue: int
    days_left: int
    due_today: bool
    agency: str

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
    def when(self) -> str:
        """How it stands with its date, in words."""
        if self.days_overdue:
            return f"{_days(self.days_overdue)} overdue"
        if self.status is Status.OVERDUE:
            return "Overdue"
        if not self.is_open:
            return ""
        if self.due_today:
            return "Due today"
        return f"Due in {_days(self.days_left)}" if self.days_left else "Due before the next working day"


def _days(number: int) -> str:
    return f"{number} working day{'' if number == 1 else 's'}"


def show(actions: Iterable[Action], on: date) -> list[Shown]:
    calendar = working_days()
    return [
        Shown(
            action=action,
            status=action_status(action, on),
            recorded=recorded_status(action, on),
            days_overdue=working_days_overdue(action, on, calendar),
            days_left=max(0, calendar.between(on, action.due_on)),
            due_today=action.due_on == on,
            agency=partnership.agency_name(action.agency_uid or ""),
        )
        for action in actions
    ]


def status_label(status: str) -> str:
    return partnership.code_label("action_status", status)


def step_label(update: ActionUpdate) -> str:
    return STEPS.get(update.step, update.step)
