"""Assurance as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.features.assurance.domain import STATUS_NAMES, Status, assurance_status, is_owed, is_stale
from app.features.assurance.models import Assurance
from app.features.partnership import interface as partnership

COLOURS = {
    Status.SOUGHT: "yellow",
    Status.OVERDUE: "red",
    Status.GIVEN: "purple",
    Status.ACCEPTED: "green",
    Status.ACCEPTED_TIME_LIMITED: "turquoise",
    Status.REJECTED_ACTION_NEEDED: "red",
    Status.LAPSED: "orange",
    Status.RELEASED: "grey",
}


@dataclass(frozen=True)
class Shown:
    """An assurance with what its row of a list says on a day."""

    assurance: Assurance
    status: Status
    agency: str
    axis: str
    kind: str
    is_owed: bool
    stale: bool
    """Its newest evidence was out of date when it was given."""

    @property
    def label(self) -> str:
        return STATUS_NAMES[self.status]

    @property
    def colour(self) -> str:
        return COLOURS[self.status]

    @property
    def subject(self) -> str | None:
        """The subject's title; None when the reader may not see the case."""
        case = self.assurance.case
        return case.subject.title if case is not None else None


def show(rows: Iterable[Assurance], on: date) -> list[Shown]:
    days = partnership.number("assurance.evidence.stale")
    return [
        Shown(
            assurance=row,
            status=assurance_status(row, on),
            agency=partnership.agency_name(row.agency_uid or ""),
            axis=partnership.code_label("axis", row.axis),
            kind=partnership.code_label("assurance_type", row.kind),
            is_owed=is_owed(row, on),
            stale=row.given_on is not None and is_stale(row.newest_evidence_on, row.given_on, days=days),
        )
        for row in rows
    ]
