"""Daily: tell coordinators of notifications past their clock."""

from datetime import time

from app.features.accounts import interface as accounts
from app.features.notifications import queries
from app.features.notifications.links import link
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Role, acting_as, system_actor
from app.platform.calendar import working_days
from app.platform.jobs import job
from app.platform.mail import post

audit.declare("notification.chased", facts={"area_uid", "count"})


@job("notifications-chase", at=time(8, 30))
def chase() -> None:
    """One mail a day and coordinator, on working days, with a count and a link."""
    day = today()
    if not working_days().is_working_day(day):
        return
    for area in partnership.list_areas():
        with acting_as(system_actor("notifications-chase", frozenset({area.uid}))) as actor:
            waiting = queries.count_overdue(actor, day)
            if waiting:
                _mail(area.uid, waiting)


def _mail(area_uid: str, waiting: int) -> None:
    noun = "notification is" if waiting == 1 else "notifications are"
    for user in accounts.holders_of(area_uid, Role.COORD):
        post(
            "notification.waiting",
            to_uid=user.uid,
            address=user.email,
            area_uid=area_uid,
            once_key=f"notification.waiting {today().isoformat()} {user.uid}",
            count=f"{waiting} {noun}",
            link=link("notifications.queue"),
        )
    audit.record("notification.chased", area_uid=area_uid, count=waiting)
