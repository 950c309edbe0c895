"""What the worker does about cases every night."""

from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases.commands import is_under_18
from app.features.cases.models import Case
from app.kernel.clock import today
from app.platform import audit
from app.platform.database import db
from app.platform.jobs import job

audit.declare("case.came_of_age")


@job("cases-ages", at=time(4, 0))
def keep_ages() -> int:
    """Put those who have turned 18 among the adults in lists. Nothing else follows: age closes no case. PR-41."""
    changed = 0
    for case in db.session.scalars(
        select(Case)
        .where(Case.closed_on.is_(None), Case.under_18.is_(True))
        .options(joinedload(Case.subject))
        .execution_options(yield_per=500)
    ):
        if not is_under_18(case.subject, today()):
            case.under_18 = False
            audit.record("case.came_of_age", case)
            changed += 1
    return changed
