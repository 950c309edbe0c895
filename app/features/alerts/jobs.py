"""An alert that nobody heard is said again, by the clock."""

from datetime import timedelta

from sqlalchemy import select

from app.features.alerts.domain import times_due
from app.features.alerts.mails import tell_again
from app.features.alerts.models import Alert
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import acting_as, system_actor
from app.platform.database import db
from app.platform.jobs import job

audit.declare("alert.escalated", facts={"time", "mails"})

JOB = "alerts-unheard"


@job(JOB, every=timedelta(minutes=5))
def say_again() -> None:
    """Each alert that waits too long, once for each time it should have been said again."""
    for area in partnership.list_areas():
        with acting_as(system_actor(JOB, frozenset({area.uid}))):
            waiting = select(Alert).where(Alert.area_uid == area.uid, Alert.heard_at.is_(None))
            for alert in db.session.scalars(waiting).all():
                key = "alert.unheard.urgent" if alert.urgent else "alert.unheard"
                every = timedelta(minutes=partnership.number(key, area.uid))
                time = times_due(alert.raised_at, now(), every)
                mails = tell_again(alert, time) if time else 0
                if mails:
                    audit.record("alert.escalated", alert, time=time, mails=mails)
