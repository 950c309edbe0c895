"""What waits for whoever keeps the money, in the mail of the day: days alone, no name and no amount."""

from collections.abc import Iterator
from datetime import date

from app.features.funding.alerts import ENDS, KINDS, LATE, REPORT, list_alerts
from app.features.funding.queries import load_money
from app.features.reminders import interface as reminders
from app.platform.access import Actor, Permission
from app.web.addresses import public_link

GROUP = "Funding to look at"
TOLD = (LATE, REPORT, ENDS)


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """Confirmations that are late, reports that are overdue, and funding that ends soon."""
    if not actor.may(Permission.FUNDING_MANAGE):
        return
    for number, one in enumerate(list_alerts(load_money(actor.area_uids, on)), start=1):
        if one.kind in TOLD and one.due_on is not None:
            reference = one.reference or f"Funding {number}"
            yield reminders.Line(GROUP, reference, KINDS[one.kind][0], one.due_on, public_link("funding.alerts"))


reminders.add_source("funding", waiting)
