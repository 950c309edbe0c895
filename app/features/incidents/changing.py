"""Entering an incident, putting it right, and what came of it. What it said before is kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.incidents.domain import CAUSED, INCIDENT, ROLE, changed, details_of
from app.features.incidents.models import Incident, IncidentNetwork, IncidentPerson
from app.features.incidents.people import Roles, add_person, role_details, told_in
from app.features.incidents.places import time_of
from app.features.incidents.recording import age_on, new_incident, youngest
from app.features.partnership.interface import code_item, is_code
from app.features.subjects.interface import Network, Person, Place, Subject
from app.kernel.clock import now, today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.kernel.references import is_uid
from app.platform import audit
from app.platform.access import Actor, Permission, beside, fetch, system_actor
from app.platform.database import db

audit.declare("incident.added", facts={"kind", "case_uid"})
audit.declare("incident.corrected", facts={"fields"})
audit.declare("incident.outcome_recorded", facts={"outcome", "people"})

TOLD = (
    "time", "date_precision", "place", "postcode", "home", "weapons", "crime_ref", "reported_to_police", "outcome",
    "outcome_on", "outcome_source", "source", "grade", "description",
)  # fmt: skip
"""What the form of an incident asks, besides its plain columns and networks."""


def add_incident(
    *,
    actor: Actor,
    case: Case,
    once: str,
    roles: Roles = (),
    injury: str | None = None,
    police_graded: bool = False,
    network_uids: Collection[str] = (),
    **values: Any,
) -> Incident:
    """Enter what happened, from the case of somebody in it (with their `roles`), of a network or of a place.

    `once` is its uid to be, so that a form sent twice enters it once. `values` are happened_on, kind, place_uid and
    those of `TOLD`. Refused at the field.
    """
    cases.check_open(case)
    if not is_uid(once):
        raise Refused("Open the page again: something of it is missing")
    there = db.session.scalar(select(Incident).where(Incident.uid == once))
    if there is not None:
        return there
    subject = case.subject
    place_uid = subject.uid if isinstance(subject, Place) else values.get("place_uid") or None
    plain, told = _checked(actor, values, place_uid)
    incident = new_incident(
        actor,
        uid=once,
        area_uid=case.area_uid,
        agency_uid=actor.agency_uid,
        visibility="P" if police_graded else "A",
        told=told,
        **plain,
    )
    audit.record("incident.added", incident, kind=incident.kind, case_uid=case.uid)
    own = {subject.uid} if isinstance(subject, Network) else set()
    set_networks(actor, incident, own | set(network_uids))
    if isinstance(subject, Person):
        add_person(actor=actor, incident=incident, subject_uid=subject.uid, roles=roles, injury=injury)
    return incident


def correct(
    *,
    actor: Actor,
    incident: Incident,
    ver: int,
    why: str | None,
    network_uids: Collection[str] = (),
    **values: Any,
) -> None:
    """Put right what an incident says; what it said before is kept with it, and every case that hears of it hears what
    changed. Refused at the field; Stale when somebody else has changed it since."""
    check_may_change(actor, incident)
    if ver != incident.ver:
        raise Stale(incident.reference)
    plain, told = _checked(actor, values, values.get("place_uid") or _place_not_shown(incident))
    if "home" not in values and incident.told.get("home"):  # it was not shown, so nobody took it out
        told["home"] = incident.told["home"]
    words = (why or "").strip()
    if not words:
        raise Refused("Enter why it is put right", field="why")
    networks = set_networks(actor, incident, network_uids)
    fields = sorted(changed(_whole(incident), plain | told)) + ["networks"] * networks
    if not fields:
        return
    with beside(system_actor("incident", actor.area_uids)) as system:  # also in cases this actor may not see
        _check_ages(incident, plain["happened_on"])
        _write(system, incident, by=actor, plain=plain, told=told, why=words)
    audit.record("incident.corrected", incident, reason=words, fields=len(fields))


def record_outcome(
    *,
    actor: Actor,
    incident: Incident,
    outcome: str | None,
    outcome_on: date | None,
    outcome_source: str | None,
    people: Collection[str] = (),
) -> None:
    """What came of it. `people` are those alleged to have caused it whom the outcome is about: the status of that role
    changes with it in the incident and in their case, so that no further action and acquittal are heard (PR-32)."""
    check_may_change(actor, incident)
    item = code_item("incident_outcome", outcome or "")
    if item is None:
        raise Refused("Select what came of it", field="outcome")
    if outcome_on is None or outcome_on > today():
        raise Refused("Enter the day of the outcome, today or before", field="outcome_on")
    told = {**incident.told, "outcome": outcome, "outcome_on": outcome_on, "outcome_source": outcome_source or None}
    status = item.attributes.get("role_status")
    visible = set(db.session.scalars(select(IncidentPerson.subject_uid).where(_in(incident))))
    with beside(system_actor("incident", actor.area_uids)) as system:
        _write(system, incident, by=actor, plain=_plain(incident), told=told, why=item.label)
        count = 0
        for part in db.session.scalars(select(IncidentPerson).where(_in(incident))).all():
            if status and part.subject_uid in visible.intersection(people):
                count += _new_status(system, incident, part, by=actor, status=str(status), on=outcome_on)
    audit.record("incident.outcome_recorded", incident, outcome=outcome, people=count)


def _place_not_shown(incident: Incident) -> str | None:
    """The place, when the bound actor does not see it and so did not take it out."""
    seen = db.session.scalar(select(Subject.uid).where(Subject.uid == incident.place_uid))
    return None if seen else incident.place_uid


def set_networks(actor: Actor, incident: Incident, uids: Collection[str]) -> bool:
    """Exactly these of the networks that the actor may see. Returns whether that changed anything. The caller records
    the event."""
    there = {
        row.network_uid: row
        for row in db.session.scalars(select(IncidentNetwork).where(IncidentNetwork.incident_uid == incident.uid))
    }
    for uid in set(uids) - there.keys():
        if not isinstance(fetch(actor, Subject, uid), Network):
            raise Refused("Select networks from the list", field="network_uids")
        db.session.add(IncidentNetwork(area_uid=incident.area_uid, incident_uid=incident.uid, network_uid=uid))
    for uid in there.keys() - set(uids):
        db.session.delete(there[uid])
    db.session.flush()
    return there.keys() != set(uids)


def check_may_change(actor: Actor, incident: Incident) -> None:
    if not may_change(actor, incident):
        raise NotPermitted("change the incident")


def may_change(actor: Actor, incident: Incident) -> bool:
    """Those who run the month, and the agency that told it."""
    return actor.may(Permission.CASE_MANAGE) or incident.agency_uid == actor.agency_uid


def _checked(actor: Actor, values: Mapping[str, Any], place_uid: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Plain columns, and what is sealed. Raises Refused at the field."""
    on, kind = values.get("happened_on"), values.get("kind")
    if on is None:
        raise Refused("Enter the day it happened, or the nearest you know", field="happened_on")
    if on > today():
        raise Refused("Enter a day that is today or before", field="happened_on")
    if not kind or not is_code("violence_type", kind):
        raise Refused("Select what happened", field="kind")
    if values.get("time") and time_of(values["time"]) is None:
        raise Refused("Enter a time, for example 22:15", field="time")
    if values.get("place_uid") and not isinstance(fetch(actor, Subject, values["place_uid"]), Place):
        raise Refused("Select a place from the list", field="place_uid")
    told = {name: values.get(name) for name in TOLD}
    told["weapons"] = [one for one in values.get("weapons") or () if one.get("weapon")]
    told = {name: value for name, value in told.items() if value not in (None, "", [])}
    return {"happened_on": on, "kind": kind, "place_uid": place_uid}, told


def _in(incident: Incident) -> Any:
    return (IncidentPerson.incident_uid == incident.uid) & IncidentPerson.taken_out_at.is_(None)


def _plain(incident: Incident) -> dict[str, Any]:
    return {"happened_on": incident.happened_on, "kind": incident.kind, "place_uid": incident.place_uid}


def _whole(incident: Incident) -> dict[str, Any]:
    return _plain(incident) | dict(incident.told)


def _check_ages(incident: Incident, on: date) -> None:
    """On the day it is put right to, nobody alleged to have caused it may have been too young. PR-08."""
    before, incident.happened_on = incident.happened_on, on
    parts = db.session.scalars(select(IncidentPerson).where(_in(incident))).all()
    causing = [part.subject_uid for part in parts if any(one["role"] == CAUSED for one in part.roles)]
    people = db.session.scalars(select(Person).where(Person.uid.in_(causing))).all()
    young = [one for one in people if (years := age_on(one, incident)) is not None and years < youngest(one.area_uid)]
    incident.happened_on = before
    if young:
        raise Refused(
            "Change the role first: on this day a person was under the age of criminal responsibility",
            field="happened_on",
            rule="PR-08",
        )


def _write(
    system: Actor, incident: Incident, *, by: Actor, plain: Mapping[str, Any], told: Mapping[str, Any], why: str
) -> None:
    """Keep what it said, say it anew, and let every case that tells of it hear what changed."""
    was = details_of(incident.told, incident.kind, incident.happened_on)
    incident.before = [*incident.before, {"at": now(), "by_uid": by.user_uid, "why": why, **_whole(incident)}]
    for name, value in plain.items():
        setattr(incident, name, value)
    incident.told = dict(told)
    changes = changed(was, details_of(incident.told, incident.kind, incident.happened_on))
    # What an incident joined to this one told stays as it was told.
    parts = db.session.scalars(select(IncidentPerson).where(IncidentPerson.told_in_uid == incident.uid))
    mine = [uid for part in parts for uid in part.entry_uids]
    entries = db.session.scalars(select(CaseEntry).where(CaseEntry.uid.in_(mine), CaseEntry.kind == INCIDENT)).all()
    told_in = select(Case).where(Case.uid.in_({entry.case_uid for entry in entries}))
    for case in db.session.scalars(told_in.options(joinedload(Case.subject))).all():
        of_case = [entry for entry in entries if entry.case_uid == case.uid]
        cases.correct_entries(
            actor=system, case=case, entries=of_case, changes=changes, happened_on=incident.happened_on
        )
    db.session.flush()


def _new_status(system: Actor, incident: Incident, part: IncidentPerson, *, by: Actor, status: str, on: date) -> bool:
    """The status of somebody's alleged role follows the outcome. Returns whether it changed."""
    if not any(one["role"] == CAUSED and one.get("status") != status for one in part.roles):
        return False
    part.roles = [{**one, "status": status} if one["role"] == CAUSED else dict(one) for one in part.roles]
    case = cases.find_open_case(system, part.subject_uid)
    if case is not None:
        draft = cases.EntryDraft(
            ROLE,
            role_details(incident, {"role": CAUSED, "status": status}),
            visibility=told_in(incident, part).visibility,
            happened_on=on,
            agency_uid=by.agency_uid,
            source_uid=incident.uid,
            event_uid=incident.uid,
        )
        entries: Sequence[CaseEntry] = cases.add_entries(actor=system, case=case, drafts=[draft])
        part.entry_uids = [*part.entry_uids, *(entry.uid for entry in entries)]
    return True
