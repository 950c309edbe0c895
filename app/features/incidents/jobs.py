"""What the worker does about incidents every night."""

from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case, CaseEntry
from app.features.incidents.domain import INCIDENT
from app.features.incidents.recording import take_up
from app.features.subjects.interface import Person
from app.platform.access import acting_as, system_actor
from app.platform.database import db
from app.platform.jobs import job

JOB = "incidents-taken-up"
AT_ONCE = 500


@job(JOB, at=time(4, 20))
def take_up_told() -> int:
    """Make incidents of what was told before there were any, some each night. Returns how many were made."""
    made = 0
    rows = db.session.scalars(
        select(CaseEntry)
        .join(Case, Case.uid == CaseEntry.case_uid)
        .join(Person, Person.uid == Case.subject_uid)
        .where(CaseEntry.kind == INCIDENT, CaseEntry.event_uid.is_(None), Person.erased_on.is_(None))
        .order_by(CaseEntry.recorded_at, CaseEntry.uid)
        .limit(AT_ONCE)
    ).all()
    by_case: dict[str, list[CaseEntry]] = {}
    for row in rows:
        by_case.setdefault(row.case_uid, []).append(row)
    for case in db.session.scalars(select(Case).where(Case.uid.in_(by_case)).options(joinedload(Case.subject))).all():
        with acting_as(system_actor(JOB, frozenset({case.area_uid}))) as actor:
            made += len(take_up(actor, case, by_case[case.uid]))
    return made
