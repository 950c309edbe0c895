"""Who was in an incident: added in their roles, changed, and taken out. It reaches their cases as entries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.incidents.domain import CAUSED, INCIDENT, ROLE, details_of
from app.features.incidents.models import Incident, IncidentPerson
from app.features.incidents.recording import age_on, new_part, youngest
from app.features.partnership.interface import code_item, is_code
from app.features.subjects.interface import Person, get_subject
from app.kernel.clock import now
from app.kernel.days import day_words
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission, beside, system_actor
from app.platform.database import db

audit.declare("incident.person_added", facts={"subject_uid"})
audit.declare("incident.person_changed", facts={"subject_uid"})
audit.declare("incident.person_taken_out", facts={"subject_uid", "entries"})

Roles = Sequence[dict[str, Any]]
"""Each a `role`, and its `status` where it has one."""


def add_person(
    *, actor: Actor, incident: Incident, subject_uid: str, roles: Roles, injury: str | None
) -> IncidentPerson:
    """Say in which roles somebody was in an incident; said again, it is put right. Their open case hears of it.

    Refused at roles: without any, and for a child under the age of criminal responsibility (PR-08).
    """
    person = get_subject(actor, subject_uid)
    if not isinstance(person, Person) or person.erased_on is not None:
        raise Refused("Select a person whom the group holds")
    check_roles(incident, person, roles)
    if injury and not is_code("injury", injury):
        raise Refused("Select an injury from the list", field="injury")
    part = part_of(actor, incident, person.uid)
    if part is None:
        part = new_part(actor, incident, person, roles=roles, injury=injury, agency_uid=actor.agency_uid)
        _tell(actor, incident, part, person)
        audit.record("incident.person_added", incident, subject_uid=person.uid)
    elif ([dict(one) for one in part.roles], part.injury) != ([dict(one) for one in roles], injury):
        _take_entries(actor, part)
        part.roles, part.injury = list(roles), injury
        _tell(actor, incident, part, person)
        audit.record("incident.person_changed", incident, subject_uid=person.uid)
    return part


def take_out(*, actor: Actor, incident: Incident, subject_uid: str, reason: str | None) -> None:
    """Somebody was not in it after all: what their case says of it goes, and is kept with the part alone. Refused
    without a reason. Taken out twice, taken out once."""
    parts = _all_of(incident, subject_uid)
    if not parts:
        return
    parts = _may_change(actor, parts)
    if not parts:
        raise NotPermitted("take somebody out")
    words = (reason or "").strip()
    if not words:
        raise Refused("Enter how you know that they were not in it", field="reason")
    taken = 0
    for one in parts:
        taken += _take_entries(actor, one)
        one.taken_out_at, one.taken_out_by_uid, one.taken_out_reason = now(), actor.user_uid, words
    audit.record("incident.person_taken_out", incident, reason=words, subject_uid=subject_uid, entries=taken)


def check_roles(incident: Incident, person: Person, roles: Roles) -> None:
    """Raises Refused at roles."""
    if not roles:
        raise Refused("Select at least one role", field="roles")
    for one in roles:
        item = code_item("role_in_violence", str(one["role"]))
        if item is None:
            raise Refused("Select roles from the list", field="roles")
        if one.get("status") and one["status"] not in item.attributes.get("statuses", ()):
            raise Refused("Select a status that goes with the role", field="roles")
    years = age_on(person, incident)
    if any(one["role"] == CAUSED for one in roles) and years is not None and years < youngest(incident.area_uid):
        raise Refused(
            "Select another role: a child under the age of criminal responsibility is at risk of causing harm, never "
            "alleged to have caused it",
            field="roles",
            rule="PR-08",
        )


def part_of(actor: Actor, incident: Incident, subject_uid: str) -> IncidentPerson | None:
    """Somebody's part that the actor may change, the one added last where there are several. What another agency told
    stays as it told it: what the actor tells stands beside."""
    found = _may_change(actor, _all_of(incident, subject_uid))
    return found[-1] if found else None


def _may_change(actor: Actor, parts: Sequence[IncidentPerson]) -> Sequence[IncidentPerson]:
    if actor.may(Permission.CASE_MANAGE):
        return parts
    return [part for part in parts if part.agency_uid == actor.agency_uid]


def _all_of(incident: Incident, subject_uid: str) -> Sequence[IncidentPerson]:
    return db.session.scalars(
        select(IncidentPerson)
        .where(
            IncidentPerson.incident_uid == incident.uid,
            IncidentPerson.subject_uid == subject_uid,
            IncidentPerson.taken_out_at.is_(None),
        )
        .order_by(IncidentPerson.added_at, IncidentPerson.uid)
    ).all()


def entries_of(part: IncidentPerson) -> Sequence[CaseEntry]:
    return db.session.scalars(
        select(CaseEntry).where(CaseEntry.uid.in_(part.entry_uids)).order_by(CaseEntry.recorded_at, CaseEntry.uid)
    ).all()


def _take_entries(actor: Actor, part: IncidentPerson) -> int:
    """Take what tells of their part out of their cases, and keep it with the part. Returns how many entries."""
    with beside(system_actor("incident", actor.area_uids)) as system:
        entries = entries_of(part)
        said = [dict(entry.details) for entry in entries]
        was = {"at": now(), "by_uid": actor.user_uid, "roles": part.roles, "injury": part.injury, "entries": said}
        part.before = [*part.before, was]
        for case_uid in sorted({entry.case_uid for entry in entries}):
            case = db.session.get_one(Case, case_uid)
            cases.remove_entries(actor=system, case=case, entries=[one for one in entries if one.case_uid == case_uid])
        part.entry_uids = []
    return len(entries)


def told_in(incident: Incident, part: IncidentPerson) -> Incident:
    """The incident that tells of this part: `incident`, or one that is joined to it."""
    return incident if part.told_in_uid == incident.uid else db.session.get_one(Incident, part.told_in_uid)


def _tell(actor: Actor, incident: Incident, part: IncidentPerson, person: Person) -> None:
    """Let the open case of somebody hear of their part: the incident once for each role, and a role it does not know
    of them yet, or not so."""
    incident = told_in(incident, part)
    case = cases.find_open_case(actor, person.uid)
    if case is None:
        return
    told_by = part.agency_uid if actor.is_system else actor.agency_uid
    shared = details_of(incident.told, incident.kind, incident.happened_on)
    drafts = [
        _draft(incident, told_by, INCIDENT, {**shared, "role": one["role"], "injury": part.injury})
        for one in part.roles
    ]
    drafts += [
        _draft(incident, told_by, ROLE, role_details(incident, one))
        for one in part.roles
        if one["role"] not in case.roles or one.get("status")
    ]
    entries = cases.add_entries(actor=actor, case=case, drafts=drafts)
    part.entry_uids = [*part.entry_uids, *(entry.uid for entry in entries)]
    db.session.flush()


def catch_up(_actor: Actor, case: Case) -> None:
    """A case that is opened hears of what its person was said to be in while they had none."""
    person = case.subject
    if not isinstance(person, Person):
        return
    with beside(system_actor("incident", frozenset({case.area_uid}))) as system:
        parts = db.session.scalars(
            select(IncidentPerson)
            .where(IncidentPerson.subject_uid == person.uid, IncidentPerson.taken_out_at.is_(None))
            .order_by(IncidentPerson.added_at, IncidentPerson.uid)
        ).all()
        for part in parts:
            if not part.entry_uids:
                _tell(system, db.session.get_one(Incident, part.told_in_uid), part, person)


def role_details(incident: Incident, one: dict[str, Any]) -> dict[str, Any]:
    """A role in violence as a case has it, resting on an incident."""
    on = incident.happened_on
    when = f" of {day_words(on)}" if on else ""
    return {
        "role": one["role"],
        "status": one.get("status"),
        "evidence": f"Incident {incident.reference}{when}",
        "grade": incident.told.get("grade"),
    }


def _draft(incident: Incident, agency_uid: str | None, kind: str, details: dict[str, Any]) -> cases.EntryDraft:
    return cases.EntryDraft(
        kind,
        {name: value for name, value in details.items() if value is not None},
        visibility=incident.visibility,
        happened_on=incident.happened_on,
        agency_uid=agency_uid,
        source_uid=incident.uid,
        event_uid=incident.joined_uid or incident.uid,
    )


cases.when_opened("incidents", catch_up)
