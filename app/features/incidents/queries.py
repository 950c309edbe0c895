"""Reading incidents. Who may see one, and whom in it, is added to every one of these by the session."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from app.features.cases.interface import EXCLUDED
from app.features.cases.models import Case, CaseAgency, CaseLockOut
from app.features.incidents.domain import DAYS_APART, Likeness, alike, together
from app.features.incidents.models import Incident, IncidentNetwork, IncidentPerson
from app.features.incidents.visibility import readable_incidents
from app.features.subjects.interface import Network, Place, Subject
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db

audit.declare("incident.viewed")


NO_INJURY = frozenset({"NONE", "UNKNOWN"})
"""What one tells who knows of none takes nothing from what another tells."""


@dataclass(frozen=True)
class Filter:
    """What a list shows: of one code of `violence_type`, from one day to another."""

    kind: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class InIt:
    """Somebody in an incident, as the reader sees them: every role they were told to have, each with its status."""

    subject: Subject
    case_uid: str | None
    roles: list[dict[str, Any]]
    injury: str | None
    parts: tuple[IncidentPerson, ...]


def get_incident(actor: Actor, uid: str) -> Incident:
    """The incident, or the one it is joined to; the view is recorded. Raises NotFound."""
    incident = incident_for_change(actor, uid)
    audit.record("incident.viewed", incident)
    return incident


def incident_for_change(actor: Actor, uid: str) -> Incident:
    """The same for a command; nothing is recorded."""
    incident = fetch(actor, Incident, uid)
    return fetch(actor, Incident, incident.joined_uid) if incident.joined_uid else incident


def list_incidents(actor: Actor, chosen: Filter, *, limit: int, offset: int) -> Sequence[Incident]:
    """The latest first."""
    newest = Incident.happened_on.desc().nulls_last(), Incident.uid.desc()
    return db.session.scalars(_chosen(select(Incident), chosen).order_by(*newest).limit(limit).offset(offset)).all()


def count_incidents(actor: Actor, chosen: Filter, *, at_most: int | None = None) -> int:
    found = _chosen(select(Incident.uid), chosen).limit(at_most)
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _chosen(statement: Select[Any], chosen: Filter) -> Select[Any]:
    statement = statement.where(Incident.joined_uid.is_(None))
    if chosen.kind:
        statement = statement.where(Incident.kind == chosen.kind)
    if chosen.since:
        statement = statement.where(Incident.happened_on >= chosen.since)
    if chosen.until:
        statement = statement.where(Incident.happened_on <= chosen.until)
    return statement


def people_in(actor: Actor, uids: Collection[str]) -> dict[str, list[InIt]]:
    """Whom the actor may see of those in each incident, in the order they were added."""
    rows = db.session.execute(
        select(IncidentPerson, Subject)
        .join(Subject, Subject.uid == IncidentPerson.subject_uid)
        .where(
            IncidentPerson.incident_uid.in_(uids), IncidentPerson.taken_out_at.is_(None), Subject.erased_on.is_(None)
        )
        .order_by(IncidentPerson.added_at, IncidentPerson.uid)
    ).all()
    cases = _open_cases({subject.uid for _part, subject in rows})
    found: dict[str, dict[str, list[tuple[IncidentPerson, Subject]]]] = {}
    for part, subject in rows:
        found.setdefault(part.incident_uid, {}).setdefault(subject.uid, []).append((part, subject))
    return {
        uid: [_in_it([one[0] for one in told], told[0][1], cases) for told in by_person.values()]
        for uid, by_person in found.items()
    }


def _in_it(parts: Sequence[IncidentPerson], subject: Subject, cases: Mapping[str, str]) -> InIt:
    told = [part.injury for part in reversed(parts) if part.injury]
    injury = next((code for code in told if code not in NO_INJURY), told[0] if told else None)
    return InIt(subject, cases.get(subject.uid), together(part.roles for part in parts), injury, tuple(parts))


def _open_cases(subject_uids: Collection[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(Case.subject_uid, Case.uid)
        .where(Case.subject_uid.in_(subject_uids))
        .order_by(Case.closed_on.is_(None), Case.opened_on)
    )
    return {subject: case for subject, case in rows}  # noqa: C416 - rows are not pairs to the type checker


def others_in(actor: Actor, people: Mapping[str, list[InIt]], uids: Collection[str]) -> dict[str, int]:
    """How many other people are in each incident than `people` whom the actor sees, but may know to be there: not those
    they are locked out of, nor those of whose case their agency is shut out, nor anybody erased."""
    part, subject, lock, case, standing = (
        IncidentPerson.__table__,
        Subject.__table__,
        CaseLockOut.__table__,
        Case.__table__,
        CaseAgency.__table__,
    )
    seen = {one.subject.uid for found in people.values() for one in found}
    locked = select(lock.c.subject_uid).where(lock.c.user_uid == actor.user_uid, lock.c.lifted_at.is_(None))
    shut = (
        select(case.c.subject_uid)
        .join(standing, standing.c.case_uid == case.c.uid)
        .where(standing.c.agency_uid == actor.agency_uid, standing.c.standing == EXCLUDED)
    )
    counted = (
        select(part.c.incident_uid, func.count(part.c.subject_uid.distinct()))
        .where(
            part.c.incident_uid.in_(uids),
            part.c.told_in_uid.in_(readable_incidents(actor)),
            part.c.taken_out_at.is_(None),
            part.c.subject_uid.not_in(seen),
            part.c.subject_uid.in_(select(subject.c.uid).where(subject.c.erased_on.is_(None))),
            part.c.subject_uid.not_in(locked),
            part.c.subject_uid.not_in(shut),
        )
        .group_by(part.c.incident_uid)
    )
    return {uid: count for uid, count in db.session.connection().execute(counted)}  # noqa: C416


def incidents_of(actor: Actor, subject: Subject) -> Sequence[Incident]:
    """Those of a network or a place, the latest first."""
    if isinstance(subject, Place):
        condition = Incident.place_uid == subject.uid
    else:
        linked = select(IncidentNetwork.incident_uid).where(IncidentNetwork.network_uid == subject.uid)
        condition = Incident.uid.in_(linked)
    newest = Incident.happened_on.desc().nulls_last(), Incident.uid.desc()
    return db.session.scalars(select(Incident).where(condition, Incident.joined_uid.is_(None)).order_by(*newest)).all()


def by_uid(actor: Actor, uids: Collection[str]) -> dict[str, Incident]:
    rows = db.session.scalars(select(Incident).where(Incident.uid.in_(uids)))
    return {row.uid: row for row in rows}


def joined_to(actor: Actor, incident: Incident) -> Sequence[Incident]:
    """What else tells of the same event, by reference."""
    rows = select(Incident).where(Incident.joined_uid == incident.uid).order_by(Incident.reference)
    return db.session.scalars(rows).all()


def networks_in(actor: Actor, incident: Incident, joined: Sequence[Incident] = ()) -> Sequence[Network]:
    """With those of incidents `joined` to it."""
    every = [incident.uid, *(one.uid for one in joined)]
    linked = select(IncidentNetwork.network_uid).where(IncidentNetwork.incident_uid.in_(every))
    return db.session.scalars(select(Network).where(Network.uid.in_(linked)).order_by(Network.reference)).all()


def open_subjects(actor: Actor, kind: str) -> Sequence[Subject]:
    """Networks or places with an open case, by name: what an incident may be linked to."""
    held = select(Case.subject_uid).where(Case.closed_on.is_(None), Case.subject_kind == kind)
    rows = db.session.scalars(select(Subject).where(Subject.uid.in_(held), Subject.kind == kind)).all()
    return sorted(rows, key=lambda one: one.title.casefold())


def may_be_same(actor: Actor, incident: Incident) -> list[tuple[Incident, list[str]]]:
    """Incidents within two days that may be the same event, with what speaks for it; the most alike first."""
    if incident.happened_on is None:
        return []
    near = timedelta(days=DAYS_APART)
    rows = db.session.scalars(
        select(Incident).where(
            Incident.area_uid == incident.area_uid,
            Incident.happened_on.between(incident.happened_on - near, incident.happened_on + near),
            Incident.uid != incident.uid,
            Incident.joined_uid.is_(None),
        )
    )
    found = [(row, words) for row in rows if (words := alike(_likeness(incident), _likeness(row)))]
    return sorted(found, key=lambda one: (-len(one[1]), one[0].reference))


def find_by_reference(actor: Actor, reference: str) -> Incident | None:
    return db.session.scalar(select(Incident).where(Incident.reference == reference.strip().upper()))


def _likeness(incident: Incident) -> Likeness:
    told = incident.told
    return Likeness(
        incident.uid,
        incident.happened_on,
        incident.kind,
        incident.place_uid,
        told.get("place"),
        told.get("crime_ref"),
    )
