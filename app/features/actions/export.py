"""The tracker as a workbook: what it is, the actions, and the sheets of other rooms."""

from collections.abc import Iterator

from app.features.accounts.models import User
from app.features.actions import shown, tracker
from app.features.actions.domain import Status
from app.features.actions.shown import Shown
from app.features.actions.tracker import TrackerFilter
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit, workbook
from app.platform.access import Actor, fetch
from app.platform.vault import MARKING
from app.platform.workbook import Column, Unseen, Value, Workbook

audit.declare(
    "tracker.exported", facts={"actions", "hidden", "assurance", "status", "agency_uid", "due_from", "due_to"}
)

TRACKER = "action-tracker"
"""The name by which other rooms add sheets."""

MOST_ROWS = 5_000
STATUS_SHOWN = "Status today"
HANDLING = (
    "Keep this file in your agency’s own secure storage. Share it only with people who need it for this work, and "
    "delete it when that is done. The record itself stays in Concord: changes made here change nothing there."
)


def export_tracker(*, actor: Actor, chosen: TrackerFilter, reason: str) -> bytes:
    """The file. What leaves is recorded, with the reason. Raises Refused for more rows than a file should hold."""
    on = today()
    if not reason.strip():
        raise Refused("Enter why you need this file", field="reason")
    if tracker.count_tracker(actor, chosen, on) > MOST_ROWS:
        raise Refused(f"Choose filters: a file holds {MOST_ROWS:,} actions at most")
    rows = shown.show(tracker.list_tracker(actor, chosen, on), on)
    hidden = sum(row.is_hidden for row in rows)
    exporter = fetch(actor, User, actor.user_uid)
    name = exporter.name
    book = Workbook("Action tracker", marking=MARKING, exported_by=name, exported_at=now())
    book.add_table(
        "Actions",
        columns(),
        map(cells, rows),
        overdue=(STATUS_SHOWN, shown.status_label(Status.OVERDUE)),
        fold_before="Case",
    )
    others = workbook.fill_sheets(
        TRACKER, book, actor=actor, agency_uid=chosen.agency_uid, due_from=chosen.due_from, due_to=chosen.due_to, on=on
    )
    counts = {"Actions": len(rows), **others}
    book.add_facts(
        "About", [*facts(actor, chosen, name, rows), *((f"Rows on “{one}”", n) for one, n in counts.items())]
    )
    audit.record(
        "tracker.exported",
        exporter,
        reason=reason.strip(),
        actions=len(rows),
        hidden=hidden,
        assurance=others.get("Assurance", 0),
        **facts_of(chosen),
    )
    return book.to_bytes()


def facts_of(chosen: TrackerFilter) -> dict[str, str | None]:
    """The filters as codes, for the audit."""
    return {
        "status": chosen.status,
        "agency_uid": chosen.agency_uid,
        "due_from": chosen.due_from.isoformat() if chosen.due_from else None,
        "due_to": chosen.due_to.isoformat() if chosen.due_to else None,
    }


def facts(actor: Actor, chosen: TrackerFilter, name: str, rows: list[Shown]) -> Iterator[tuple[str, Value]]:
    """What stands on the first sheet."""
    (area_uid,) = actor.area_uids
    yield "Marking", MARKING
    yield "How to handle this file", HANDLING
    yield "Area", partnership.area_name(area_uid)
    yield "Exported by", name
    yield "Exported on", now()
    yield "Statuses as on", today()
    yield "Filter: status of actions", shown.status_label(chosen.status) if chosen.status else "Any status"
    yield "Filter: agency", partnership.agency_name(chosen.agency_uid) if chosen.agency_uid else "Any agency"
    yield "Filter: due from", chosen.due_from or "Any date"
    yield "Filter: due to", chosen.due_to or "Any date"
    yield "Overdue actions", sum(row.status is Status.OVERDUE for row in rows)
    yield "“Hidden”", "It is about a case that whoever exported this may not see"
    yield "“Not known”", "Nobody has said. An empty cell means that there is none"


def columns() -> list[Column]:
    statuses = [item.label for item in partnership.code_list("action_status")]
    recorded = tuple(label for label in statuses if label != shown.status_label(Status.OVERDUE))
    return [
        Column("Reference", 13),
        Column("About", 17),
        Column("Action", 40),
        Column("Owner", 16),
        Column("Agency", 26),
        Column("Due", 12),
        Column(STATUS_SHOWN, 14),
        Column("Working days overdue", 11),
        Column("Recorded status", 14, choices=recorded),
        Column("Case", 12),
        Column("How we will know", 22),
        Column("Priority", 9),
        Column("Kind of action", 13),
        Column("Accepted", 12),
        Column("Done", 12),
        Column("Confirmed", 12),
        Column("Why not done", 13),
        Column("Outcome", 33),
    ]


def cells(row: Shown) -> list[Value]:
    """One row, in the order of `columns`."""
    action = row.action
    case = action.case.reference if action.case else None
    return [
        action.reference,
        Unseen.HIDDEN if row.is_hidden else row.subject,
        action.text,
        action.owner_name or Unseen.NOT_KNOWN,
        row.agency,
        action.due_on,
        row.label,
        row.days_overdue if row.status is Status.OVERDUE else None,
        row.recorded_label,
        Unseen.HIDDEN if row.is_hidden else case,
        action.measure_of_done,
        partnership.code_label("action_priority", action.priority),
        partnership.code_label("action_category", action.category),
        action.accepted_on,
        action.done_on,
        action.verified_on,
        partnership.code_label("not_done_reason", action.not_done_reason) if action.not_done_reason else None,
        action.outcome,
    ]
