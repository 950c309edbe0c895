"""What waits for impact assessments, and what the mail of the day says of documents."""

from collections.abc import Iterator
from datetime import date

from app.features.governance import gates, queries
from app.features.governance.domain.documents import Status
from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.platform.access import Actor, Permission
from app.web.addresses import public_link

DOCUMENTS = "Documents of the group to review"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """Whoever keeps the register: documents whose review comes up or is overdue."""
    if not actor.may(Permission.GOVERNANCE_MANAGE) or len(actor.area_uids) != 1:
        return
    (area_uid,) = actor.area_uids
    for row in queries.list_documents(area_uid):
        if queries.document_status(row, on) in (Status.REVIEW_SOON, Status.OVERDUE) and row.review_due is not None:
            kind = partnership.code_label("governed_document", row.kind)
            yield reminders.Line(
                group=DOCUMENTS,
                reference=f"{row.kind} {row.version}",
                words=kind,
                due_on=row.review_due,
                link=public_link("governance.document", document_uid=row.uid),
            )


partnership.set_gate(gates.pass_gate)
reminders.add_source("governance.documents", waiting)
