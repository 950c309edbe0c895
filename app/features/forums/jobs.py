"""Acknowledgements that other groups owe, in the day's mail of coordinators (`reminders`); and by the clock: forget who
is no longer on a list."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from sqlalchemy import select

from app.features.forums.models import ListedPerson, Transfer
from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.kernel.clock import today
from app.kernel.days import day_words
from app.platform import audit
from app.platform.access import Actor, Role, acting_as, system_actor
from app.platform.database import db
from app.platform.jobs import job
from app.web.addresses import public_link

audit.declare("forum.list_forgotten", facts={"area_uid", "count"})

FORGET = "forum-lists-forget"
GROUP = "Acknowledgements that other groups owe"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """Coordinators hear of every transfer whose acknowledgement is late: to ask the contact, and record what they say
    (PR-43)."""
    if Role.COORD not in actor.roles:
        return
    late = (
        select(Transfer.uid, Transfer.reference, Transfer.acknowledge_by)
        .where(Transfer.ended_on.is_(None), Transfer.acknowledged_on.is_(None), Transfer.acknowledge_by < on)
        .order_by(Transfer.acknowledge_by, Transfer.reference)
    )
    for uid, reference, by in db.session.execute(late):
        link = public_link("forums.transfer", transfer_uid=uid)
        if by is not None:
            yield reminders.Line(GROUP, reference, f"due {day_words(by)}", by, link)


reminders.add_source("forums", waiting)


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
