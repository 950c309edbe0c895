"""What follows when somebody is erased: their cases are taken out of every count. The numbers stay true."""

from sqlalchemy import select

from app.features.cases.models import Case
from app.features.reach.models import ReachCount
from app.features.subjects.interface import Subject, keys_of, when_erased
from app.platform.database import db


def forget(subject: Subject) -> None:
    own = keys_of(subject)  # with it go the records joined to it
    gone = set(db.session.scalars(select(Case.uid).where(Case.subject_uid.in_(own))))
    for row in db.session.scalars(select(ReachCount).where(ReachCount.area_uid == subject.area_uid)):
        cases = row.people.get("cases", ())
        if not gone.isdisjoint(cases):
            row.people = {**row.people, "cases": ["" if uid in gone else uid for uid in cases]}


when_erased("reach", forget)
