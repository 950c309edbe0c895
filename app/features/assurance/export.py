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
    book.add_table(name, columns(), map(cells, rows), overdue=(STATUS_SHOWN, domain.STATUS_NAMES[Status.OVERDUE]))
    return len(rows)


def columns() -> list[Column]:
    return [
        Column("Reference", 13),
        Column("Case", 13),
        Column("About", 20),
        Column("Risk", 40),
        Column("Kind of risk", 16),
        Column("What is assured", 22),
        Column("Agency asked", 26),
        Column("Manager asked", 18),
        Column("Asked for", 12),
        Column("Due", 12),
        Column("Given", 12),
        Column("Level given", 14),
        Column("Evidence", 26),
        Column("Newest evidence", 12),
        Column("Evidence out of date", 12),
        Column("Judged", 12),
        Column("Result", 20),
        Column("Level accepted", 14),
        Column("Confidence", 12),
        Column("Review on", 12),
        Column(STATUS_SHOWN, 20, choices=tuple(domain.STATUS_NAMES.values())),
        Column("What would change our mind", 36),
    ]


def cells(row: Shown) -> list[Value]:
    """One row, in the order of `columns`."""
    assurance = row.assurance
    return [
        assurance.reference,
        Unseen.HIDDEN if assurance.case is None else assurance.case.reference,
        Unseen.HIDDEN if assurance.case is None else row.subject,
        assurance.risk_statement,
        row.axis,
        row.kind,
        row.agency,
        assurance.asked_name or Unseen.NOT_KNOWN,
        assurance.sought_on,
        assurance.due_on,
        assurance.given_on,
        _label("assurance_level", assurance.level_given),
        ", ".join(partnership.code_labels("assurance_evidence", assurance.evidence)),
        assurance.newest_evidence_on,
        None if assurance.newest_evidence_on is None else "Yes" if row.stale else "No",
        assurance.judged_on,
        _label("assurance_result", assurance.result),
        _label("assurance_level", assurance.level_accepted),
        _label("confidence", assurance.confidence),
        assurance.review_on,
        row.label,
        assurance.would_change_our_mind,
    ]


def _label(name: str, code: str | None) -> str | None:
    return partnership.code_label(name, code) if code else None


workbook.register(TRACKER, 20, "Assurance", fill)
