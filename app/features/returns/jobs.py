"""What the worker does about requests: remind, chase, tell the single point of contact; after the meeting, forget."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.returns import mails
from app.features.returns.domain import CHASES, Chase, next_chase
from app.features.returns.models import InformationRequest
from app.features.returns.settling import meetings_over, purge_not_known
from app.kernel.clock import LONDON, local, now, today
from app.platform import audit
from app.platform.access import Actor, acting_as, system_actor
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.jobs import job

audit.declare("return.chased", facts={"area_uid", "chase", "requests", "mails"})

CHASING, FORGETTING = "returns-chase", "returns-forget"
NOTED = {Chase.REMIND: "reminded_at", Chase.CHASE: "chased_at", Chase.ESCALATE: "escalated_at"}


@job(CHASING, every=timedelta(minutes=15))
def chase() -> None:
    """On working days, each request once for each step. In the transaction that notes the run: killed half-way it
    starts over."""
    if not working_days().is_working_day(today()):
        return
    for area in partnership.list_areas():
        with acting_as(system_actor(CHASING, frozenset({area.uid}))):
            _chase(area.uid, now())


def _chase(area_uid: str, moment: datetime) -> None:
    by_step: dict[Chase, list[InformationRequest]] = {}
    for row in _waiting():
        step = next_chase(
            row,
            remind_at=_moment(row, -partnership.number("returns.remind", area_uid)),
            escalate_at=_moment(row, partnership.number("returns.escalate", area_uid)),
            now=moment,
        )
        if step is not None:
            by_step.setdefault(step, []).append(row)
            setattr(row, NOTED[step], moment)
    for step in CHASES:
        rows = by_step.get(step, [])
        if rows:
            to = mails.spocs(area_uid) if step is Chase.ESCALATE else mails.contacts(area_uid)
            sent = mails.tell(f"returns.{step.lower()}", rows, to, once=_once(rows))
            audit.record("return.chased", area_uid=area_uid, chase=step, requests=len(rows), mails=sent)


def _waiting() -> Iterable[InformationRequest]:
    """Owed for meetings that are not over."""
    return db.session.scalars(
        select(InformationRequest)
        .where(
            InformationRequest.returned_at.is_(None),
            InformationRequest.withdrawn_at.is_(None),
            InformationRequest.over_at.is_(None),
        )
        .order_by(InformationRequest.reference)
    ).all()


def _moment(row: InformationRequest, days: int) -> datetime:
    """At the hour of reminders, so many working days from the day it is due."""
    day = working_days().add(local(row.due_at).date(), days)
    return datetime.combine(day, partnership.time_of_day("returns.chase.time", row.area_uid), LONDON)


def _once(rows: list[InformationRequest]) -> str:
    """What tells one telling from the next: the first request it is about, and when that is due."""
    return f"{rows[0].uid} {rows[0].due_at:%Y%m%d%H%M}"


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
