"""Changing and calling off what is planned: one session, or it and the rest of its series."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.partnership import interface as partnership
from app.features.sessions import people as whom
from app.features.sessions.domain import planning as rules
from app.features.sessions.models import Attendance, Session, SessionWorker
from app.features.sessions.people import Key, Somebody
from app.features.sessions.planning import (
    add_workers,
    check_workers,
    chosen,
    expected,
    may_record,
    venue_of,
)
from app.features.sessions.warning import go_on, warned
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused, Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("session.changed", facts={"sessions", "days"})
audit.declare("session.cancelled", facts={"sessions", "reason"})


def change(
    *,
    actor: Actor,
    session: Session,
    ver: int,
    held_on: date,
    starts_at: str,
    minutes: int,
    venue_uid: str | None,
    worker_uids: Collection[str],
    people: Collection[Key],
    rest: bool = False,
    reason: str | None = None,
) -> Sequence[Session]:
    """Move it, and say anew who runs it and who is asked; with `rest`, the later ones of its series too, moved by as
    many days. A second group at the same time moves along. Raises Refused with the field, Stale after another change.
    """
    hold(actor, session, ver=ver)
    _check_open(session)
    starts_at = rules.read_time(starts_at)
    rules.check_minutes(minutes)
    rules.check_people(session.mode, people, parallel=False)
    check_workers(actor, worker_uids)
    venue = venue_of(actor, session.intervention_uid, venue_uid)
    somebody = chosen(actor, session.intervention_uid, people)
    if not all(may_be_in(session, one) for one in somebody):
        raise Refused("Select people of this group", field="people")
    moved = held_on - session.held_on
    targets = [session, *(_rest_of(session) if rest else ())]
    for one in targets:
        one.held_on += moved
        one.starts_at, one.minutes = starts_at, minutes
        one.venue_uid, one.place_uid = venue_uid, venue.place_uid if venue else None
        _set_workers(one, worker_uids)
        for other in beside_it(one):
            other.held_on, other.starts_at, other.minutes = one.held_on, starts_at, minutes
    db.session.flush()
    _set_people(actor, targets, somebody)
    found = warned(actor, {one.referral.uid for one in somebody}, venue_uid)
    go_on(actor=actor, found=found, session=session, reason=reason)
    audit.record("session.changed", session, sessions=len(targets), days=moved.days)
    return targets


def cancel(*, actor: Actor, session: Session, reason: str, rest: bool = False) -> Sequence[Session]:
    """Call it off beforehand, with `rest` the later ones of its series too. It never counts. Pressed twice, called off
    once. `reason` is a code of `session_not_held`."""
    if not partnership.is_code("session_not_held", reason or ""):
        raise Refused("Select why it is called off", field="reason")
    hold(actor, session)
    if session.cancelled_on is not None and not rest:
        return []
    if session.happened is not None:
        raise Refused("Change what was recorded instead: somebody recorded this session already")
    targets = [one for one in (session, *(_rest_of(session) if rest else ())) if one.cancelled_on is None]
    for one in targets:
        one.cancelled_on = today()
        one.not_held_reason = reason
    audit.record("session.cancelled", session, sessions=len(targets), reason=reason)
    return targets


def hold(actor: Actor, session: Session, *, ver: int | None = None) -> None:
    """The session until the end of the transaction, as it is now. Raises NotFound for another provider's, Stale where
    it is no longer what the page showed."""
    may_record(actor)
    if session.agency_uid != actor.agency_uid:
        raise NotFound("Session")
    db.session.scalar(
        select(Session)
        .where(Session.uid == session.uid)
        .options(joinedload(Session.intervention))
        .with_for_update(of=Session)
        .execution_options(populate_existing=True)
    )
    if ver is not None and session.ver != ver:
        raise Stale("session")


def _check_open(session: Session) -> None:
    if session.cancelled_on is not None:
        raise Refused("Plan a new session: this one was called off")
    if session.happened is not None:
        raise Refused("Change what was recorded instead: somebody recorded this session already")


def _rest_of(session: Session) -> Sequence[Session]:
    """The later ones of its series that are still to come, of the same group of two."""
    if session.series_uid is None:
        return []
    return db.session.scalars(
        select(Session)
        .where(
            Session.series_uid == session.series_uid,
            Session.for_others.is_(session.for_others),
            Session.held_on > session.held_on,
            Session.cancelled_on.is_(None),
            Session.happened.is_(None),
        )
        .order_by(Session.held_on)
        .with_for_update(of=Session)
    ).all()


def beside_it(session: Session) -> Sequence[Session]:
    """The group at the same time, where there is one."""
    if session.parallel_uid is None:
        return []
    return db.session.scalars(
        select(Session).where(Session.parallel_uid == session.parallel_uid, Session.uid != session.uid)
    ).all()


def keys_of(session: Session) -> list[Key]:
    """Who is asked to it."""
    rows = select(Attendance).where(Attendance.session_uid == session.uid)
    return [(row.referral_uid, row.participant_uid) for row in db.session.scalars(rows)]


def _set_workers(session: Session, worker_uids: Collection[str]) -> None:
    there = {
        row.worker_uid: row
        for row in db.session.scalars(select(SessionWorker).where(SessionWorker.session_uid == session.uid))
    }
    for uid in there.keys() - set(worker_uids):
        db.session.delete(there[uid])
    add_workers(session, set(worker_uids) - there.keys())


def may_be_in(session: Session, somebody: Somebody) -> bool:
    """Of two groups at the same time, one is for the people referred and the other for who comes for their benefit."""
    return session.parallel_uid is None or session.for_others == (somebody.participant is not None)


def _set_people(actor: Actor, targets: Sequence[Session], somebody: list[Somebody]) -> None:
    """Of somebody who is no longer asked the row goes, as nothing was said in it."""
    adults = whom.adults_on(actor, {one.referral.uid for one in somebody}, {one.held_on for one in targets})
    rows: dict[str, list[Attendance]] = {}
    for row in db.session.scalars(select(Attendance).where(Attendance.session_uid.in_([one.uid for one in targets]))):
        rows.setdefault(row.session_uid, []).append(row)
    for session in targets:
        there = {(row.referral_uid, row.participant_uid): row for row in rows.get(session.uid, [])}
        wanted = {one.key: one for one in somebody}
        for key in there.keys() - wanted.keys():
            db.session.delete(there[key])
        for key, one in wanted.items():
            adult = whom.is_adult(one, adults[session.held_on])
            if key in there:
                there[key].adult = adult
            else:
                db.session.add(expected(session, one, adult=adult))
    db.session.flush()
