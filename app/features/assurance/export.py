"""Assurance as a sheet of the tracker's workbook."""

from datetime import date

from app.features.assurance import domain, queries, shown
from app.features.assurance.domain import Status
from app.features.assurance.shown import Shown
from app.features.partnership import interface as partnership
from app.platform import workbook
from app.platform.access import Actor
from app.platform.workbook import Column, Unseen, Value, Workbook

TRACKER = "action-tracker"
STATUS_SHOWN = "Status today"


def fill(
    book: Workbook,
    name: str,
    *,
    actor: Actor,
    agency_uid: str | None,
    due_from: date | None,
    due_to: date | None,
    on: date,
) -> int:
    """Add the sheet `name`. Returns how many rows it has."""
    found = queries.list_for_tracker(actor, agency_uid=agency_uid, due_from=due_from, due_to=due_to)
    rows = shown.show(found, on)
    book.add_table(
        name,
        columns(),
        map(cells, rows),
        overdue=(STATUS_SHOWN, domain.STATUS_NAMES[Status.OVERDUE]),
        fold_before="Case",
    )
    return len(rows)


def columns() -> list[Column]:
    return [
        Column("Reference", 13),
        Column("About", 17),
        Column("Risk", 36),
        Column("Kind of risk", 15),
        Column("Agency asked", 26),
        Column("Manager asked", 16),
        Column("Due", 12),
        Column(STATUS_SHOWN, 18, choices=tuple(domain.STATUS_NAMES.values())),
        Column("Review on", 12),
        Column("Case", 12),
        Column("What is assured", 13),
        Column("Asked for", 12),
        Column("Given", 12),
        Column("Level given", 11),
        Column("Evidence", 16),
        Column("Newest evidence", 12),
        Column("Evidence out of date", 10),
        Column("Judged", 12),
        Column("Result", 13),
        Column("Level accepted", 11),
        Column("Confidence", 10),
        Column("What would change our mind", 18),
    ]


def cells(row: Shown) -> list[Value]:
    """One row, in the order of `columns`."""
    assurance = row.assurance
    case = assurance.case
    return [
        assurance.reference,
        Unseen.HIDDEN if case is None else row.subject,
        assurance.risk_statement,
        row.axis,
        row.agency,
        assurance.asked_name or Unseen.NOT_KNOWN,
        assurance.due_on,
        row.label,
        assurance.review_on,
        Unseen.HIDDEN if case is None else case.reference,
        row.kind,
        assurance.sought_on,
        assurance.given_on,
        _label("assurance_level", assurance.level_given),
        ", ".join(partnership.code_labels("assurance_evidence", assurance.evidence)),
        assurance.newest_evidence_on,
        None if assurance.newest_evidence_on is None else "Yes" if row.stale else "No",
        assurance.judged_on,
        _label("assurance_result", assurance.result),
        _label("assurance_level", assurance.level_accepted),
        _label("confidence", assurance.confidence),
        assurance.would_change_our_mind,
    ]


def _label(name: str, code: str | None) -> str | None:
    return partnership.code_label(name, code) if code else None


workbook.register(TRACKER, 20, "Assurance", fill)
