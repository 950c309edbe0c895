"""By the clock: chase acknowledgements of transfers that are owed, and forget who is no longer on a list."""

from datetime import date, time, timedelta

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.forums.models import ListedPerson, Transfer
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Role, acting_as, system_actor
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.jobs import job
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

audit.declare("transfer.chased", facts={"area_uid", "count"})
audit.declare("forum.list_forgotten", facts={"area_uid", "count"})

declare_mail(
    "transfer.owed",
    subject="Another group owes an acknowledgement",
    body="$count owed: $references.\n\nAsk the contact of the other group, then record what they say:\n$link\n",
)

CHASE, FORGET = "transfers-chase", "forum-lists-forget"


@job(CHASE, at=time(8, 0))
def chase() -> None:
    """Working days: one mail to each coordinator with every transfer whose acknowledgement is late."""
    on = today()
    if not working_days().is_working_day(on):
        return
    for area in partnership.list_areas():
        with acting_as(system_actor(CHASE, frozenset({area.uid}))):
            _chase(area.uid, on)


def _chase(area_uid: str, on: date) -> None:
    late = db.session.scalars(
        select(Transfer)
        .where(Transfer.ended_on.is_(None), Transfer.acknowledged_on.is_(None), Transfer.acknowledge_by < on)
        .order_by(Transfer.acknowledge_by, Transfer.reference)
    ).all()
    if not late:
        return
    noun = "acknowledgement is" if len(late) == 1 else "acknowledgements are"
    for user in accounts.holders_of(area_uid, Role.COORD):
        post(
            "transfer.owed",
            to_uid=user.uid,
            address=user.email,
            area_uid=area_uid,
            once_key=f"transfer.owed {on.isoformat()} {user.uid}",
            count=f"{len(late)} {noun}",
            references=", ".join(one.reference for one in late),
            link=public_link("forums.overview"),
        )
    for one in late:
        one.chased_on = on
    audit.record("transfer.chased", area_uid=area_uid, count=len(late))


@job(FORGET, at=time(2, 40))
def forget() -> None:
    """Somebody nobody matched, and who is no longer on the list, is kept no longer than rows that were not accepted."""
    for area in partnership.list_areas():
        with acting_as(system_actor(FORGET, frozenset({area.uid}))):
            before = today() - timedelta(days=partnership.number("import.raw_keep", area.uid))
            rows = db.session.scalars(
                select(ListedPerson).where(ListedPerson.subject_uid.is_(None), ListedPerson.gone_on < before)
            ).all()
            for row in rows:
                db.session.delete(row)
            if rows:
                audit.record("forum.list_forgotten", area_uid=area.uid, count=len(rows))
