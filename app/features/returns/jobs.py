"""By the clock: what an agency owes before a meeting is in the day's one mail of its contacts (`reminders`), and what
it was told is noted; after the meeting, what it did not know is forgotten."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.features.returns import mails
from app.features.returns.domain import Chase, next_chase
from app.features.returns.models import InformationRequest
from app.features.returns.settling import meetings_over, purge_not_known
from app.kernel.clock import LONDON, local, now, today
from app.platform import audit
from app.platform.access import Actor, Permission, Role, acting_as, system_actor
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.jobs import job
from app.web.addresses import public_link

audit.declare("return.chased", facts={"area_uid", "chase", "requests"})

CHASING, FORGETTING = "returns-chase", "returns-forget"
NOTED = {Chase.REMIND: "reminded_at", Chase.CHASE: "chased_at", Chase.ESCALATE: "escalated_at"}
GROUP = "Information asked of your organisation"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """What the actor's agency owes: told to its single points of contact, or else to everybody there who may answer,
    and to whoever it was handed on to."""
    if not actor.may(Permission.RETURN_GIVE) or actor.agency_uid is None:
        return
    area_uid = actor.area_uid
    soon = working_days().add(on, int(partnership.number("returns.remind", area_uid)))
    rows = [row for row in _waiting(InformationRequest.agency_uid == actor.agency_uid) if _due(row) <= soon]
    if not rows:
        return
    is_contact = Role.SPOC in actor.roles or not any(
        one.agency_uid == actor.agency_uid for one in accounts.holders_of(area_uid, Role.SPOC)
    )
    for row in rows:
        if is_contact or row.delegated_to_uid == actor.user_uid:
            yield reminders.Line(
                group=GROUP,
                reference=row.reference,
                words=f"due by {mails.due_words(row.due_at)}",
                due_on=_due(row),
                link=public_link("returns.request", request_uid=row.uid),
            )


def _due(row: InformationRequest) -> date:
    return local(row.due_at).date()


reminders.add_source("returns", waiting)


@job(CHASING, every=timedelta(minutes=15))
def chase() -> None:
    """On working days, note each step of the chase once: the contacts have it in their mail of the day."""
    if not working_days().is_working_day(today()):
        return
    for area in partnership.list_areas():
        with acting_as(system_actor(CHASING, frozenset({area.uid}))):
            _chase(area.uid, now())


def _chase(area_uid: str, moment: datetime) -> None:
    counted: dict[Chase, int] = {}
    for row in _waiting():
        step = next_chase(
            row,
            remind_at=_moment(row, -partnership.number("returns.remind", area_uid)),
            escalate_at=_moment(row, partnership.number("returns.escalate", area_uid)),
            now=moment,
        )
        if step is not None:
            counted[step] = counted.get(step, 0) + 1
            setattr(row, NOTED[step], moment)
    for step, number in sorted(counted.items()):
        audit.record("return.chased", area_uid=area_uid, chase=step, requests=number)


def _waiting(*which: ColumnElement[bool]) -> Iterable[InformationRequest]:
    """Owed for meetings that are not over."""
    return db.session.scalars(
        select(InformationRequest)
        .where(
            InformationRequest.returned_at.is_(None),
            InformationRequest.withdrawn_at.is_(None),
            InformationRequest.over_at.is_(None),
            *which,
        )
        .order_by(InformationRequest.reference)
    ).all()


def _moment(row: InformationRequest, days: int) -> datetime:
    """At the hour of reminders, so many working days from the day it is due."""
    day = working_days().add(local(row.due_at).date(), days)
    return datetime.combine(day, partnership.time_of_day("returns.chase.time", row.area_uid), LONDON)


@job(FORGETTING, at=time(3, 15))
def forget_after_meetings() -> int:
    """For meetings that ended without being closed here, or when closing was cut short. Returns how many forgot."""
    forgotten = 0
    for area in partnership.list_areas():
        with acting_as(system_actor(FORGETTING, frozenset({area.uid}))) as actor:
            forgotten += _forget(actor)
    return forgotten


def _forget(actor: Actor) -> int:
    waiting = set(
        db.session.scalars(select(InformationRequest.meeting_uid).where(InformationRequest.over_at.is_(None)))
    )
    return sum(purge_not_known(actor=actor, meeting_uid=uid) for uid in sorted(meetings_over(waiting)))
