"""From what was told about a case to incidents: each entry that tells of one becomes an incident with one part.

A person joins two that are one event; nothing is joined by itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.incidents import visibility  # noqa: F401 - whose rules hold for every read
from app.features.incidents.domain import INCIDENT, for_age, told_of
from app.features.incidents.models import Incident, IncidentNetwork, IncidentPerson
from app.features.partnership.interface import is_code, number
from app.features.subjects.interface import Person, Subject, add_key_source
from app.kernel.ages import age
from app.kernel.clock import now, today
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db, next_number

audit.declare("incident.recorded", facts={"kind", "source_uid", "case_uid"})
audit.declare("incident.forgotten", facts={"subject_uid"})


def take_up(actor: Actor, case: Case, entries: Sequence[CaseEntry]) -> list[Incident]:
    """Make an incident of each entry about a person that tells of one and belongs to none yet."""
    person = case.subject
    if not isinstance(person, Person):
        return []
    told = [entry for entry in entries if entry.kind == INCIDENT and entry.event_uid is None and entry.details]
    return [record_told(actor=actor, case=case, person=person, entry=entry) for entry in told]


def record_told(*, actor: Actor, case: Case, person: Person, entry: CaseEntry) -> Incident:
    """The incident that an entry of a person's case tells of, with their part in it."""
    details = entry.details
    kind = str(details.get("type") or "")
    incident = new_incident(
        actor,
        area_uid=case.area_uid,
        agency_uid=entry.agency_uid,
        kind=kind if is_code("violence_type", kind) else None,
        happened_on=entry.happened_on,
        visibility="P" if entry.visibility == "P" else "A",
        told=told_of(details),
    )
    audit.record("incident.recorded", incident, kind=incident.kind, source_uid=entry.source_uid, case_uid=case.uid)
    role = str(details.get("role") or "")
    roles = [{"role": for_age(role, age_on(person, incident), youngest(case.area_uid))}] if role else []
    part = new_part(actor, incident, person, roles=roles, injury=details.get("injury"), agency_uid=entry.agency_uid)
    part.entry_uids = [entry.uid]
    entry.event_uid = incident.uid
    db.session.flush()
    return incident


def new_incident(
    actor: Actor, *, uid: str | None = None, area_uid: str, agency_uid: str | None, told: dict[str, Any], **plain: Any
) -> Incident:
    """An incident under a key of its own. The caller records the audit event."""
    uid, year = uid or new_uid(), today().year
    incident = Incident(
        uid=uid,
        key_uid=uid,
        area_uid=area_uid,
        agency_uid=agency_uid,
        reference=reference("I", year, next_number("I", year)),
        recorded_at=now(),
        recorded_by_uid=actor.user_uid,
        **plain,
    )
    incident.told = told
    db.session.add(incident)
    db.session.flush()
    return incident


def new_part(
    actor: Actor,
    incident: Incident,
    person: Person,
    *,
    roles: Sequence[dict[str, Any]],
    injury: str | None,
    agency_uid: str | None,
) -> IncidentPerson:
    """Somebody's part in an incident, sealed under their key. The caller records the audit event."""
    part = IncidentPerson(
        key_uid=person.key_uid,
        area_uid=incident.area_uid,
        agency_uid=agency_uid,
        incident_uid=incident.uid,
        told_in_uid=incident.uid,
        subject_uid=person.uid,
        added_at=now(),
        added_by_uid=actor.user_uid,
    )
    part.roles, part.injury, part.entry_uids = list(roles), injury, []
    db.session.add(part)
    db.session.flush()
    return part


def age_on(person: Person, incident: Incident) -> int | None:
    """How old somebody was on the day, as far as that is sure."""
    years = age(
        person.dob, person.dob_precision, person.approx_age, person.approx_age_on, incident.happened_on or today()
    )
    return years.years if years.certain else None


def youngest(area_uid: str) -> int:
    """The age under which nobody is alleged to have caused harm. PR-08."""
    return int(number("age.criminal_responsibility", area_uid))


def entries_given(rows: Iterable[CaseEntry], person: Person) -> None:
    """What was made of entries goes with them to another person: two records that were joined were taken apart."""
    uids = {row.uid for row in rows if row.event_uid is not None}
    events = {row.event_uid for row in rows if row.event_uid is not None}
    for part in db.session.scalars(select(IncidentPerson).where(IncidentPerson.incident_uid.in_(events))).all():
        if uids.issuperset(part.entry_uids) and part.entry_uids and part.subject_uid != person.uid:
            part.subject_uid, part.key_uid = person.uid, person.key_uid
    db.session.flush()


def keys_about(subject: Subject) -> Iterator[str]:
    """The keys of incidents that nobody else is in: what they say goes with the last of those they are about."""
    person, network, incident = IncidentPerson.__table__, IncidentNetwork.__table__, Incident.__table__
    if subject.kind == "PERSON":
        mine = select(person.c.incident_uid, person.c.told_in_uid).where(person.c.subject_uid == subject.uid)
        uids = {uid for row in db.session.connection().execute(mine) for uid in row}
    else:
        linked = select(network.c.incident_uid).where(network.c.network_uid == subject.uid)
        there = select(incident.c.uid).where(incident.c.place_uid == subject.uid)
        uids = {uid for (uid,) in db.session.connection().execute(linked.union(there))}
        about = select(person.c.incident_uid).where(person.c.incident_uid.in_(uids))
        uids -= {uid for (uid,) in db.session.connection().execute(about)}
    of = Subject.__table__
    others = (
        select(person.c.incident_uid, person.c.told_in_uid)
        .join(of, of.c.uid == person.c.subject_uid)
        .where(
            or_(person.c.incident_uid.in_(uids), person.c.told_in_uid.in_(uids)),
            person.c.subject_uid != subject.uid,
            person.c.taken_out_at.is_(None),
            of.c.erased_on.is_(None),
        )
    )
    yield from sorted(uids - {uid for row in db.session.connection().execute(others) for uid in row})


def forget(actor: Actor, case: Case, entries: Iterable[CaseEntry]) -> None:
    """What was made of entries that are taken back goes with them; an incident nobody else is in goes too."""
    uids = {entry.uid for entry in entries if entry.event_uid is not None}
    if not uids:
        return
    for part in db.session.scalars(select(IncidentPerson).where(IncidentPerson.subject_uid == case.subject_uid)).all():
        left = [uid for uid in part.entry_uids if uid not in uids]
        if len(left) == len(part.entry_uids):
            continue
        if left:
            part.entry_uids = left
            continue
        incident = db.session.get_one(Incident, part.told_in_uid)
        audit.record("incident.forgotten", incident, subject_uid=part.subject_uid)
        db.session.delete(part)
        db.session.flush()
        _drop_if_empty(incident)


def _drop_if_empty(incident: Incident) -> None:
    """Nobody else is told to be in it, nobody joined another to it, and it was never put right."""
    person = IncidentPerson.__table__
    others = select(person.c.uid).where(
        (person.c.told_in_uid == incident.uid) | (person.c.incident_uid == incident.uid)
    )
    joined = select(Incident.__table__.c.uid).where(Incident.__table__.c.joined_uid == incident.uid)
    if db.session.execute(others.limit(1)).first() or db.session.execute(joined.limit(1)).first() or incident.before:
        return
    db.session.delete(incident)
    db.session.flush()


add_key_source(keys_about)
cases.when_told("incidents", take_up)
cases.when_taken_back("incidents", forget)
