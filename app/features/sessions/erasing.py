"""What was written of a session goes with the last of the people it was about."""

from collections.abc import Iterator

from sqlalchemy import select

from app.features.cases.models import Case
from app.features.referrals.interface import Referral
from app.features.sessions.models import Attendance
from app.features.subjects.interface import Subject, add_key_source
from app.platform.database import db


def keys_about(subject: Subject) -> Iterator[str]:
    """The keys of sessions that nobody else was expected at who is still held."""
    came, referral, case, of = Attendance.__table__, Referral.__table__, Case.__table__, Subject.__table__
    expected = (
        select(came.c.session_uid)
        .join(referral, referral.c.uid == came.c.referral_uid)
        .join(case, case.c.uid == referral.c.case_uid)
    )
    connection = db.session.connection()
    mine = set(connection.execute(expected.where(case.c.subject_uid == subject.uid)).scalars())
    others = expected.join(of, of.c.uid == case.c.subject_uid).where(
        came.c.session_uid.in_(mine), case.c.subject_uid != subject.uid, of.c.erased_on.is_(None)
    )
    yield from sorted(mine - set(connection.execute(others).scalars()))


add_key_source(keys_about)
