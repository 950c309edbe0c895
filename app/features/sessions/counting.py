"""Counting people met without asking who they are, and saying later that somebody referred was one of them.

PR-51: a tally takes numbers and codes and nothing else. A link lies with the person, sealed; the tally does not change
and knows nothing of it.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.referrals.models import Referral
from app.features.sessions.changing import hold
from app.features.sessions.domain.counting import MOST, Counted, Kind
from app.features.sessions.domain.planning import COUNTING
from app.features.sessions.models import ContactLink, ContactTally, Session, SessionWorker
from app.features.sessions.planning import may_record
from app.kernel.clock import now, today
from app.kernel.errors import NotFound, Refused
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db

audit.declare("contacts.counted", facts={"people", "conversations", "lines"})
audit.declare("contact.linked")

LISTS = {"age_band": "contact_age_band", "sex": "contact_sex", "known": "contact_known"}
LINKED_FOR = timedelta(days=365)
"""How long after a day in the street somebody may be said to have been met on it."""


def count(*, actor: Actor, session: Session, lines: Sequence[Counted]) -> Sequence[ContactTally]:
    """How many were met at a session that counts: these lines and no others. Sent twice, the same.

    Raises Refused at `lines-<place>-<field>`.
    """
    hold(actor, session)
    if session.mode not in COUNTING:
        raise Refused("Record who came instead: this session has people by name")
    if session.happened is not True:
        raise Refused("Record that the session happened first")
    for place, line in enumerate(lines):
        _check(line, f"lines-{place}")
    if len({line.kind for line in lines}) < len(lines):
        raise Refused("Count the same people in one line")
    there = {row_kind(row): row for row in tallies_of(session)}
    changed = 0
    for kind in there.keys() - {line.kind for line in lines if line.people}:
        db.session.delete(there[kind])
        changed += 1
    for line in lines:
        changed += bool(line.people) and _set(session, there.get(line.kind), line)
    db.session.flush()
    rows = tallies_of(session)
    if changed:
        people, conversations = sum(row.people for row in rows), sum(row.conversations for row in rows)
        audit.record("contacts.counted", session, people=people, conversations=conversations, lines=len(rows))
    return rows


def row_kind(row: ContactTally) -> Kind:
    return Kind(row.age_band, row.sex, row.known)


def tallies_of(session: Session) -> Sequence[ContactTally]:
    """In the order of the lists, by age first."""
    rows = db.session.scalars(select(ContactTally).where(ContactTally.session_uid == session.uid)).all()
    order = {
        name: {item.code: place for place, item in enumerate(partnership.code_list(of))} for name, of in LISTS.items()
    }
    return sorted(rows, key=lambda row: tuple(order[name].get(getattr(row, name), 99) for name in LISTS))


def _check(line: Counted, field: str) -> None:
    for name, of in LISTS.items():
        if not partnership.is_code(of, getattr(line.kind, name) or ""):
            raise Refused("Select from the list", field=f"{field}-{name}")
    for name in ("people", "conversations"):
        if not 0 <= getattr(line, name) <= MOST:
            raise Refused(f"Enter a whole number from 0 to {MOST}", field=f"{field}-{name}")
    if line.conversations and not line.people:
        raise Refused("Enter how many people the conversations were with", field=f"{field}-people")


def _set(session: Session, row: ContactTally | None, line: Counted) -> bool:
    if row is None:
        row = ContactTally(
            area_uid=session.area_uid,
            agency_uid=session.agency_uid,
            intervention_uid=session.intervention_uid,
            session_uid=session.uid,
            held_on=session.held_on,
            place_uid=session.place_uid,
            age_band=line.kind.age_band,
            sex=line.kind.sex,
            known=line.kind.known,
        )
        db.session.add(row)
    changed = (row.people, row.conversations) != (line.people, line.conversations)
    row.people, row.conversations = line.people, line.conversations
    return changed


# Somebody met without a name, and known since ----------------------------------------------------------------------


def days_out(actor: Actor) -> Sequence[Session]:
    """Sessions at which the actor counted contacts, within the last year, the newest first."""
    mine = select(SessionWorker.session_uid).where(SessionWorker.worker_uid == actor.user_uid)
    return db.session.scalars(
        select(Session)
        .where(
            Session.uid.in_(mine),
            Session.mode.in_(COUNTING),
            Session.happened.is_(True),
            Session.held_on >= today() - LINKED_FOR,
        )
        .order_by(Session.held_on.desc(), Session.starts_at.desc())
    ).all()


def link_contact(*, actor: Actor, referral_uid: str, session_uid: str, reason: str | None) -> ContactLink:
    """The worker who met somebody without a name says who it was. Once for a person and a session. Raises Refused with
    the field, NotFound for a referral of another provider."""
    may_record(actor)
    referral = fetch(actor, Referral, referral_uid)
    if referral.agency_uid != actor.agency_uid:
        raise NotFound("Referral")
    session = next((one for one in days_out(actor) if one.uid == session_uid), None)
    if session is None:
        raise Refused("Select a session that you worked at yourself", field="session_uid", rule="PR-51")
    words = (reason or "").strip()
    if not words:
        raise Refused("Enter how you know, and why it helps to say so", field="reason")
    db.session.scalar(select(Referral.uid).where(Referral.uid == referral.uid).with_for_update(of=Referral))
    for row in links_of(actor, referral.uid):
        if row.met["session_uid"] == session.uid:
            return row
    row = ContactLink(
        key_uid=referral.key_uid,
        agency_uid=referral.agency_uid,
        area_uid=referral.area_uid,
        referral_uid=referral.uid,
        linked_at=now(),
        linked_by_uid=actor.user_uid,
        met={"session_uid": session.uid, "held_on": session.held_on},
        reason=words,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("contact.linked", row)
    return row


def links_of(actor: Actor, referral_uid: str) -> Sequence[ContactLink]:
    """When somebody was met before, without a name then."""
    return db.session.scalars(
        select(ContactLink).where(ContactLink.referral_uid == referral_uid).order_by(ContactLink.linked_at)
    ).all()
