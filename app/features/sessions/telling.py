"""Telling the referral that somebody was met: the first contact, and the first session, from which it is under way."""

from collections.abc import Sequence

from sqlalchemy import select

from app.features.referrals import interface as referrals
from app.features.referrals.models import Referral
from app.features.sessions.models import Attendance, Session
from app.platform.access import Actor
from app.platform.database import db


def tell(actor: Actor, session: Session, came: Sequence[Attendance]) -> None:
    """Of everybody who came themselves, and of those for whose benefit somebody else did."""
    for link in db.session.scalars(select(Referral).where(Referral.uid.in_({row.referral_uid for row in came}))).all():
        if link.accepted_on is not None and link.ended_on is None and link.started_on is None:
            referrals.start(actor=actor, referral=link, on=max(session.held_on, link.accepted_on))
