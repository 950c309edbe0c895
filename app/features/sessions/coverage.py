"""Detached and universal work as counts: at a place, between two days. Nobody is in it (PR-51)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.features.sessions.domain.planning import COUNTING
from app.features.sessions.models import ContactTally, Session
from app.platform.access import Actor
from app.platform.database import db


@dataclass(frozen=True)
class Coverage:
    """Sessions that happened, minutes they were planned for, people met and conversations: contacts, not people."""

    sessions: int
    minutes: int
    people: int
    conversations: int

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


def at(actor: Actor, place_uid: str, since: date, until: date) -> Coverage:
    """Both days included."""
    held = select(Session).where(
        Session.place_uid == place_uid,
        Session.mode.in_(COUNTING),
        Session.happened.is_(True),
        Session.held_on.between(since, until),
    )
    people, talks = func.sum(ContactTally.people), func.sum(ContactTally.conversations)
    rows = db.session.execute(
        held.with_only_columns(Session.uid, Session.minutes, people, talks)
        .outerjoin(ContactTally, ContactTally.session_uid == Session.uid)
        .group_by(Session.uid, Session.minutes)
    ).all()
    return Coverage(
        len(rows), sum(row[1] for row in rows), sum(row[2] or 0 for row in rows), sum(row[3] or 0 for row in rows)
    )
