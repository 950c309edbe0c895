"""What is late with a provider: its lead is reminded, then the coordinator hears of it, each once for each clock."""

from datetime import date, time, timedelta

from sqlalchemy import Select, or_, select

from app.features.partnership import interface as partnership
from app.features.referrals.clocks import Clock
from app.features.referrals.mails import remind_coordinators, remind_leads
from app.features.referrals.models import Referral
from app.features.referrals.standing import clock_of
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import acting_as, system_actor
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.jobs import job

audit.declare("referral.chased", facts={"waits", "mails"})

JOB = "referrals-chase"
LATEST = timedelta(days=60)
"""What was due longer ago was chased long since."""


@job(JOB, at=time(7, 15))
def chase() -> None:
    """Every working morning, in every area."""
    on = today()
    if not working_days().is_working_day(on):
        return
    for area in partnership.list_areas():
        with acting_as(system_actor(JOB, frozenset({area.uid}))):
            for referral in db.session.scalars(_running(area.uid)).all():
                clock = clock_of(referral, on)
                if clock is not None and clock.late and on - clock.due_on <= LATEST:
                    _chase(referral, clock, on)


def _running(area_uid: str) -> Select[Referral]:
    return select(Referral).where(
        Referral.area_uid == area_uid,
        Referral.referred_on.is_not(None),
        Referral.declined_on.is_(None),
        Referral.closed_on.is_(None),
        or_(Referral.ended_on.is_(None), Referral.started_on.is_not(None)),
    )


def _chase(referral: Referral, clock: Clock, on: date) -> None:
    late = working_days().between(clock.due_on, on)
    mails = 0
    if late >= partnership.number("intervention.chase.lead", referral.area_uid):
        mails += remind_leads(referral, clock)
    if late >= partnership.number("intervention.chase.coordinator", referral.area_uid):
        mails += remind_coordinators(referral, clock)
    if mails:
        audit.record("referral.chased", referral, waits=str(clock.waits), mails=mails)
