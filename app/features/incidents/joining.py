"""Somebody says that two incidents are one event, and may take it back: each stays as it was told."""

from collections.abc import Iterable

from sqlalchemy import select

from app.features.cases.models import CaseEntry
from app.features.incidents.models import Incident, IncidentPerson
from app.features.subjects.interface import Subject, when_erased
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission, beside, fetch, system_actor
from app.platform.database import db

audit.declare("incident.joined", facts={"into_uid", "people"})
audit.declare("incident.parted", facts={"from_uid", "people"})


def join(*, actor: Actor, incident: Incident, into: Incident, reason: str | None) -> None:
    """From now on `incident`, and what was joined to it, is shown as one event with `into`. Joined twice, joined once.
    What everybody may read is never shown with what is police-graded: then it is the other way round. Refused without
    a reason, and for an incident of another area."""
    _may(actor)
    words = (reason or "").strip()
    if not words:
        raise Refused("Enter how you know that the two are one event", field="reason")
    if incident.uid == into.uid or incident.area_uid != into.area_uid:
        raise Refused("Choose another incident of the same area", field="into")
    if into.joined_uid is not None:
        into = fetch(actor, Incident, into.joined_uid)
    if into.uid in (incident.joined_uid, incident.uid):
        return
    if incident.joined_uid is not None:
        raise Refused("Take it apart from the incident it is joined to first", field="into")
    if incident.visibility == "A" and into.visibility != "A":
        incident, into = into, incident
    # People whom this actor is locked out of go with it too: nothing of them is shown.
    with beside(system_actor("incident-join", actor.area_uids)):
        also = db.session.scalars(select(Incident).where(Incident.joined_uid == incident.uid)).all()
        parts = db.session.scalars(select(IncidentPerson).where(IncidentPerson.incident_uid == incident.uid)).all()
        for one in (incident, *also):
            one.joined_uid = into.uid
        _show_with(parts, into.uid)
    audit.record("incident.joined", incident, reason=words, into_uid=into.uid, people=len(parts))


def take_apart(*, actor: Actor, incident: Incident, reason: str | None) -> None:
    """The incident stands by itself again, as it was told. Taken apart twice, taken apart once."""
    _may(actor)
    if incident.joined_uid is None:
        return
    words = (reason or "").strip()
    if not words:
        raise Refused("Enter how you know that they are two events", field="reason")
    before = incident.joined_uid
    with beside(system_actor("incident-part", actor.area_uids)):
        parts = db.session.scalars(select(IncidentPerson).where(IncidentPerson.told_in_uid == incident.uid)).all()
        incident.joined_uid = None
        _show_with(parts, incident.uid)
    audit.record("incident.parted", incident, reason=words, from_uid=before, people=len(parts))


def let_go(subject: Subject) -> None:
    """Before somebody is erased: where an event went by what was told of them alone, it goes by the next incident that
    was joined to it, so that what was told of them can go."""
    if subject.kind != "PERSON":
        return
    part, of = IncidentPerson, Subject
    mine = select(part.told_in_uid).where(part.subject_uid == subject.uid)
    others = (
        select(part.told_in_uid)
        .join(of, of.uid == part.subject_uid)
        .where(part.subject_uid != subject.uid, part.taken_out_at.is_(None), of.erased_on.is_(None))
    )
    with beside(system_actor("incident-erase", frozenset({subject.area_uid}))):
        alone = db.session.scalars(
            select(Incident).where(Incident.joined_uid.is_(None), Incident.uid.in_(mine), Incident.uid.not_in(others))
        ).all()
        for incident in alone:
            of_it = select(Incident).where(Incident.joined_uid == incident.uid).order_by(Incident.reference)
            joined = db.session.scalars(of_it).all()
            if not joined:
                continue
            first = joined[0]
            for one in joined:
                one.joined_uid = None if one is first else first.uid
            parts = db.session.scalars(select(part).where(part.incident_uid == incident.uid)).all()
            _show_with([row for row in parts if row.told_in_uid != incident.uid], first.uid)


def _show_with(parts: Iterable[IncidentPerson], uid: str) -> None:
    """The parts, and the entries of cases that tell of them, belong to this incident."""
    entry_uids = []
    for part in parts:
        part.incident_uid = uid
        entry_uids += part.entry_uids
    for entry in db.session.scalars(select(CaseEntry).where(CaseEntry.uid.in_(entry_uids))):
        entry.event_uid = uid
    db.session.flush()


def _may(actor: Actor) -> None:
    if not actor.may(Permission.CASE_MANAGE):
        raise NotPermitted("join incidents")


when_erased("incidents", let_go)
