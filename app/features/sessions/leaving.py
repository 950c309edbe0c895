"""Whoever no longer comes is asked to nothing more: a service that goes on expecting them would seek them out."""

from sqlalchemy import select

from app.features.referrals import interface as referrals
from app.features.referrals.models import Referral, ReferralParticipant
from app.features.sessions.models import Attendance, Session
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("session.left", facts={"sessions", "called_off"})


def leave(*, actor: Actor, referral: Referral, participant: ReferralParticipant | None = None) -> None:
    """They come off what is planned after today; today's may be over and unrecorded, and stay. A session to which
    nobody is left is called off. Without `participant`, everybody who came for the benefit of the person leaves too."""
    theirs = [Attendance.referral_uid == referral.uid]
    if participant is not None:
        theirs.append(Attendance.participant_uid == participant.uid)
    to_come = (Session.held_on > today(), Session.cancelled_on.is_(None), Session.happened.is_(None))
    asked = select(Attendance.session_uid).where(*theirs, Attendance.code.is_(None))
    sessions = db.session.scalars(
        select(Session).where(Session.uid.in_(asked), *to_come).order_by(Session.uid).with_for_update(of=Session)
    ).all()
    if not sessions:
        return
    uids = [session.uid for session in sessions]
    for row in db.session.scalars(select(Attendance).where(Attendance.session_uid.in_(uids), *theirs)).all():
        db.session.delete(row)
    db.session.flush()
    left = set(db.session.scalars(select(Attendance.session_uid).where(Attendance.session_uid.in_(uids))))
    empty = [session for session in sessions if session.uid not in left]
    for session in empty:
        session.cancelled_on = today()
    audit.record("session.left", referral, sessions=len(sessions), called_off=len(empty))


def _hear(actor: Actor, referral: Referral, participant: ReferralParticipant | None) -> None:
    leave(actor=actor, referral=referral, participant=participant)


referrals.when_over("sessions", _hear)
