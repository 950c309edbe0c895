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
    held = select(func.count(Session.uid), func.coalesce(func.sum(Session.minutes), 0)).where(
        Session.place_uid == place_uid,
        Session.mode.in_(COUNTING),
        Session.happened.is_(True),
        Session.held_on.between(since, until),
    )
    met = select(
        func.coalesce(func.sum(ContactTally.people), 0), func.coalesce(func.sum(ContactTally.conversations), 0)
    ).where(ContactTally.place_uid == place_uid, ContactTally.held_on.between(since, until))
    sessions, minutes = db.session.execute(held).one()
    people, conversations = db.session.execute(met).one()
    return Coverage(int(sessions), int(minutes), int(people), int(conversations))
