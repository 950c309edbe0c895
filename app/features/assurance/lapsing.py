"""What was accepted lapses by itself after its review date (PR-37). Its status says so whether the worker runs or not;
the worker records the day, once."""

from datetime import timedelta

from sqlalchemy import select

from app.features.assurance.domain import owed_since
from app.features.assurance.models import Assurance
from app.features.assurance.queries import lapsed
from app.kernel.clock import today
from app.platform import audit
from app.platform.database import db
from app.platform.jobs import job

audit.declare("assurance.lapsed", facts={"axis", "since"})


@job("assurance-lapse", every=timedelta(hours=1))
def record_lapsed() -> int:
    """Returns how many were recorded. One that was given again before the worker came is left alone."""
    on = today()
    rows = db.session.scalars(
        select(Assurance).where(lapsed(on), Assurance.lapsed_on.is_(None)).execution_options(yield_per=500)
    ).all()
    for assurance in rows:
        since = owed_since(assurance, on) or on
        assurance.lapsed_on = since
        audit.record("assurance.lapsed", assurance, axis=assurance.axis, since=since.isoformat())
    return len(rows)
