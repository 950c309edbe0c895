"""Reads of sessions. Who sees what follows from `visibility`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.features.accounts import interface as accounts
from app.features.interventions.models import Intervention, InterventionVenue
from app.features.partnership import interface as partnership
from app.features.referrals.models import Referral, ReferralParticipant
from app.features.sessions import visibility  # noqa: F401 - it says who sees what
from app.features.sessions.domain import dosage as amounts
from app.features.sessions.domain.planning import COUNTING
from app.features.sessions.models import Attendance, ContactTally, Session, SessionWorker
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.memo import once_a_page

audit.declare("session.viewed")

WITH_INTERVENTION = joinedload(Session.intervention)


@dataclass(frozen=True)
class Listed:
    """A session in a list: how many are asked or were counted, and of how many nobody said whether they came."""

    session: Session
    people: int
    unrecorded: int
    workers: tuple[str, ...] = ()
    venue: str | None = None


@dataclass(frozen=True)
class Row:
    """Somebody at a session, as the provider knows them."""

    attendance: Attendance
    name: str
    of: str | None = None
    """Whose benefit they come for; None: their own."""
    role: str | None = None


def get_session(actor: Actor, uid: str) -> Session:
    """One of the actor's own agency; the view is recorded. Raises NotFound."""
    session = session_for_change(actor, uid)
    audit.record("session.viewed", session)
    return session


def session_for_change(actor: Actor, uid: str) -> Session:
    session = db.session.scalar(select(Session).where(Session.uid == uid).options(WITH_INTERVENTION))
    if session is None or session.agency_uid != actor.agency_uid:
        raise NotFound("Session")
    return session


def mine(actor: Actor) -> ColumnElement[bool]:
    return Session.agency_uid == actor.agency_uid


def on_day(day: date) -> ColumnElement[bool]:
    return and_(Session.held_on == day, Session.cancelled_on.is_(None))


def to_come(after: date) -> ColumnElement[bool]:
    return and_(Session.held_on > after, Session.cancelled_on.is_(None))


def not_recorded(until: date) -> ColumnElement[bool]:
    """Over, and nobody said whether it happened; or it did, and of somebody nobody said whether they came."""
    unsaid = select(Attendance.session_uid).where(Attendance.code.is_(None))
    tallied = select(ContactTally.session_uid).where(ContactTally.session_uid.is_not(None))
    empty = and_(Session.mode.in_(COUNTING), Session.uid.not_in(tallied))
    return and_(
        Session.held_on <= until,
        Session.cancelled_on.is_(None),
        or_(Session.happened.is_(None), and_(Session.happened.is_(True), or_(Session.uid.in_(unsaid), empty))),
    )


def count_sessions(actor: Actor, which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(Session.uid)).where(mine(actor), which)) or 0


def list_sessions(
    actor: Actor, which: ColumnElement[bool], *, newest_first: bool = False, offset: int = 0, limit: int | None = None
) -> list[Listed]:
    """Of the actor's agency, in the order of days and hours."""
    order = (Session.held_on, Session.starts_at, Session.for_others, Session.uid)
    query = (
        select(Session)
        .where(mine(actor), which)
        .options(WITH_INTERVENTION)
        .order_by(*(one.desc() for one in order) if newest_first else order)
        .offset(offset)
        .limit(limit)
    )
    return listed(actor, db.session.scalars(query).all())


def not_recorded_yet(actor: Actor) -> Sequence[Session]:
    """Sessions with people by name that are over, and of which nobody said whether they happened."""
    over = and_(not_recorded(today()), Session.mode.not_in(COUNTING), Session.happened.is_(None))
    query = select(Session).where(mine(actor), over).order_by(Session.held_on, Session.starts_at, Session.uid)
    return db.session.scalars(query).all()


def next_of_mine(actor: Actor, after: Session) -> Session | None:
    """The oldest other session that the actor runs and that waits to be recorded."""
    run = select(SessionWorker.session_uid).where(SessionWorker.worker_uid == actor.user_uid)
    return db.session.scalar(
        select(Session)
        .where(mine(actor), not_recorded(today()), Session.uid.in_(run), Session.uid != after.uid)
        .order_by(Session.held_on, Session.starts_at, Session.uid)
        .limit(1)
    )


def listed(actor: Actor, sessions: Sequence[Session]) -> list[Listed]:
    uids = [one.uid for one in sessions]
    asked = {
        uid: (people, people - said)
        for uid, people, said in db.session.execute(
            select(Attendance.session_uid, func.count(Attendance.uid), func.count(Attendance.code))
            .where(Attendance.session_uid.in_(uids))
            .group_by(Attendance.session_uid)
        )
    }
    people_met = (
        select(ContactTally.session_uid, func.sum(ContactTally.people))
        .where(ContactTally.session_uid.in_(uids))
        .group_by(ContactTally.session_uid)
    )
    met = {str(row[0]): int(row[1]) for row in db.session.execute(people_met)}
    names, venues = workers_of(actor, uids), venue_names({one.venue_uid for one in sessions})
    return [
        Listed(
            one,
            met.get(one.uid, 0) if one.counts else asked.get(one.uid, (0, 0))[0],
            asked.get(one.uid, (0, 0))[1],
            tuple(names.get(one.uid, ())),
            venues.get(one.venue_uid or ""),
        )
        for one in sessions
    ]


def workers_of(actor: Actor, session_uids: Iterable[str]) -> dict[str, list[str]]:
    """Names of who runs each, by session."""
    rows = db.session.execute(
        select(SessionWorker.session_uid, SessionWorker.worker_uid).where(
            SessionWorker.session_uid.in_(list(session_uids))
        )
    ).all()
    names = accounts.user_names(actor, {worker for _session, worker in rows})
    found: dict[str, list[str]] = {}
    for session_uid, worker_uid in rows:
        found.setdefault(session_uid, []).append(names.get(worker_uid, "Somebody who left"))
    return {uid: sorted(there, key=str.casefold) for uid, there in found.items()}


def worker_uids_of(session: Session) -> list[str]:
    return list(
        db.session.scalars(select(SessionWorker.worker_uid).where(SessionWorker.session_uid == session.uid)).all()
    )


def venue_names(uids: Iterable[str | None]) -> dict[str, str]:
    rows = select(InterventionVenue).where(InterventionVenue.uid.in_({uid for uid in uids if uid}))
    return {row.uid: row.name for row in db.session.scalars(rows)}


def rows_at(session_uids: Iterable[str]) -> dict[str, list[Row]]:
    """Who is asked to each session, by first name, who comes for somebody's benefit after them."""
    found = db.session.execute(
        select(Attendance, Referral, ReferralParticipant)
        .join(Referral, Referral.uid == Attendance.referral_uid)
        .outerjoin(ReferralParticipant, ReferralParticipant.uid == Attendance.participant_uid)
        .where(Attendance.session_uid.in_(list(session_uids)))
    ).all()
    by_session: dict[str, list[Row]] = {}
    for attendance, referral, participant in found:
        first = str(referral.first_name)
        row = Row(attendance, first)
        if attendance.participant_uid is not None:
            role = partnership.code_label("participant_role", participant.role)
            row = Row(attendance, str(participant.first_name), first, role)
        by_session.setdefault(attendance.session_uid, []).append(row)
    for rows in by_session.values():
        rows.sort(key=lambda row: ((row.of or row.name).casefold(), row.attendance.referral_uid, row.of is not None))
    return by_session


def interventions_of(actor: Actor) -> Sequence[Intervention]:
    """In which the actor's agency may plan sessions: it provides them, or took people on for them."""
    taken = select(Referral.intervention_uid).where(
        Referral.agency_uid == actor.agency_uid, Referral.accepted_on.is_not(None), Referral.ended_on.is_(None)
    )
    return db.session.scalars(
        select(Intervention)
        .where(or_(Intervention.provider_agency_uid == actor.agency_uid, Intervention.uid.in_(taken)))
        .order_by(Intervention.name)
    ).all()


# What somebody was offered ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """One session of somebody: the session, and the row of who was asked to it."""

    session: Session
    attendance: Attendance

    @property
    def part(self) -> amounts.Part:
        return amounts.Part(
            self.session.minutes,
            self.attendance.minutes,
            self.attendance.code,
            self.session.cancelled_on is not None,
        )


@once_a_page
def given_to(actor: Actor, referral_uid: str) -> list[Given]:
    """Every session somebody, or who comes for their benefit, was asked to, in the order of days."""
    rows = db.session.execute(
        select(Session, Attendance)
        .join(Attendance, Attendance.session_uid == Session.uid)
        .where(Attendance.referral_uid == referral_uid)
        .order_by(Session.held_on, Session.starts_at, Session.uid)
    ).all()
    return [Given(session, attendance) for session, attendance in rows]


def dosage_of(given: Iterable[Given], on: date) -> amounts.Dosage:
    """Up to and including a day: what is still to come is neither planned nor missed yet."""
    return amounts.dosage(one.part for one in given if one.session.held_on <= on)


def band_of(found: amounts.Dosage) -> str | None:
    """The words of the exposure band."""
    bands = [(int(item.attributes["from"]), item.code) for item in partnership.code_list("exposure_band")]
    code = amounts.band(found.percent, bands)
    return partnership.code_label("exposure_band", code) if code else None
