"""The summary sheets: numbers by agency and by month, counted while the rows are written. Pure but for their words."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.platform.workbook import Column, Value

Status = actions.Status
GROUPS: dict[str, frozenset[str]] = {
    "Open, in time": frozenset({Status.PROPOSED, Status.ACCEPTED, Status.IN_PROGRESS}),
    "Overdue": frozenset({Status.OVERDUE}),
    "Done, to be confirmed": frozenset({Status.DONE}),
    "Confirmed": frozenset({Status.DONE_VERIFIED}),
    "Circumstances changed": frozenset(),
    "Not delivered": frozenset({Status.NOT_DONE_REASON}),
    "Replaced or handed on": frozenset({Status.SUPERSEDED, Status.TRANSFERRED}),
}
"""What the bars are made of: every action is in one of them. What was not done counts by its reason: after changed
circumstances nothing is owed, what was not delivered is still needed."""
_GROUP_OF: dict[str, str] = {status: name for name, statuses in GROUPS.items() for status in statuses}
OWED, ASKED = "Assurance owed", "Assurance asked for"
NO_AGENCY = "No agency"


class Summary:
    """How many there are, by agency and by the month they are due."""

    def __init__(self) -> None:
        self.agencies: dict[str, Counter[str]] = {}
        self.months: dict[date, Counter[str]] = {}

    def add_action(self, row: actions.Shown) -> None:
        settled = row.not_done is actions.NotDone.CIRCUMSTANCES
        self._count(row.agency, row.action.due_on, "Circumstances changed" if settled else _GROUP_OF[row.status])

    def add_assurance(self, row: assurance.Shown) -> None:
        self._count(row.agency, row.assurance.due_on, ASKED)
        if row.is_owed:
            self._count(row.agency, row.assurance.due_on, OWED)

    def _count(self, agency: str, due_on: date, what: str) -> None:
        self.agencies.setdefault(agency or NO_AGENCY, Counter())[what] += 1
        self.months.setdefault(due_on.replace(day=1), Counter())[what] += 1

    def overdue(self) -> int:
        return sum(counts["Overdue"] for counts in self.agencies.values())

    def by_agency(self) -> list[list[Value]]:
        return [_line(name, self.agencies[name]) for name in sorted(self.agencies, key=str.casefold)]

    def by_month(self) -> list[list[Value]]:
        return [_line(f"{month:%B %Y}", self.months[month]) for month in sorted(self.months)]


def columns(first: str) -> list[Column]:
    """Of a summary whose rows are called by the column `first`."""
    return [
        Column(first, 34),
        Column("Actions", 10),
        *(Column(name, 13, in_chart=True) for name in GROUPS),
        Column(ASKED, 13),
        Column(OWED, 13),
    ]


def _line(name: str, counts: Counter[str]) -> list[Value]:
    of_actions: Sequence[int] = [counts[group] for group in GROUPS]
    return [name, sum(of_actions), *of_actions, counts[ASKED], counts[OWED]]
