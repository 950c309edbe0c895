"""Saying who belongs to a network, on what basis and until when: confirmed, renewed, ended, or left out. PR-29."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.networks import domain
from app.features.networks.domain import Standing
from app.features.networks.models import NetworkMembership
from app.features.networks.terms import ends_on, list_terms
from app.features.partnership import interface as partnership
from app.features.subjects.interface import NetworkMember, Person, identify_member, list_members, name_member
from app.kernel.ages import age
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform import audit
from app.platform.access import Actor, Role, fetch
from app.platform.database import db

audit.declare("network.member_decided", facts={"member_uid", "standing", "expires_on"})
audit.declare("network.member_renewed", facts={"member_uid", "expires_on"})
audit.declare("network.member_ended", facts={"member_uid"})
audit.declare("network.member_named", facts={"member_uid", "standing", "expires_on"})


def membership_of(member: NetworkMember) -> NetworkMembership | None:
    return db.session.scalar(select(NetworkMembership).where(NetworkMembership.member_uid == member.uid))


def latest_expiry(case: Case, actor: Actor, key: str = "network.member_expiry") -> date:
    """The last day something of a network may be kept until unrenewed; what forms offer. PR-29."""
    months = int(partnership.number(key, case.area_uid))
    return domain.latest_expiry(ends_on(case, list_terms(actor, case.subject_uid)), today(), months)


def add_member(
    *,
    actor: Actor,
    case: Case,
    standing: str,
    person: Person | None = None,
    name: str = "",
    **said: Any,
) -> NetworkMember:
    """Somebody who was not named yet: a person of the area, or, when only mentioned, a name. The same person again is
    refused: what is known of them is renewed instead."""
    cases.check_open(case)
    if standing == Standing.MEMBER and person is None:
        raise Refused(
            "Find the person first: only somebody with a record can be a member, others are mentioned",
            field="person_uid",
            rule="PR-29",
        )
    called = person.title if person else name.strip()
    if not called:
        raise Refused("Enter the name of whoever was mentioned", field="words")
    there = [row for row in list_members(actor, case.subject_uid) if person and row.person_uid == person.uid]
    if there:
        raise Refused("Renew what is known of this person: they are in the network already", field="person_uid")
    check_said(actor, case, person, standing=standing, **said)
    member = name_member(actor=actor, network=case.subject, name=called, person=person)
    row = _decide(actor, case, member, standing, **said)
    audit.record("network.member_named", row, **_facts(member, row))
    return member


def decide_member(*, actor: Actor, case: Case, member: NetworkMember, standing: str, **said: Any) -> NetworkMembership:
    """What to make of somebody a notification named: a member, only mentioned, or to be left out. Decided again, the
    latest counts."""
    cases.check_open(case)
    _check_of(case, member)
    if standing not in set(Standing):
        raise Refused("Select what to make of this person", field="standing")
    known = fetch(actor, Person, member.person_uid) if member.person_uid else None
    if standing != Standing.LEFT_OUT:
        check_said(actor, case, known or member, standing=standing, **said)
    row = _decide(actor, case, member, standing, **said)
    audit.record("network.member_decided", row, **_facts(member, row))
    return row


def say_who(*, actor: Actor, case: Case, member: NetworkMember, person: Person) -> None:
    """Somebody who was named is a person of the area. Said twice, nothing changes; said once, it stands."""
    cases.check_open(case)
    _check_of(case, member)
    if member.person_uid == person.uid:
        return
    if member.person_uid is not None:
        raise Refused("Choose somebody who is not identified yet: it was said already who this is", field="person_uid")
    if any(row.person_uid == person.uid for row in list_members(actor, case.subject_uid)):
        raise Refused("Choose another person: this one is in the network already", field="person_uid")
    identify_member(actor=actor, member=member, person=person)


def take_over(*, actor: Actor, case: Case, chosen: Mapping[str, str], expires_on: date | None) -> int:
    """Decide several that were told, each with the position, grade and basis it was told with. `chosen`: uid of the
    member to its standing. Returns how many."""
    rows = {row.uid: row for row in list_members(actor, case.subject_uid)}
    for uid, standing in chosen.items():
        member = rows.get(uid)
        if member is None:
            raise NotFound("NetworkMember")
        told = member.details
        try:
            decide_member(
                actor=actor,
                case=case,
                member=member,
                standing=standing,
                position=told.get("position"),
                grade=told.get("grade"),
                basis=list(told.get("basis") or ()),
                evidence="As it was told",
                evidenced_on=_day(told.get("on")),
                since=_day(told.get("from")),
                expires_on=expires_on,
                reason="Left out of what was told" if standing == Standing.LEFT_OUT else None,
            )
        except Refused as no:
            field = "expires_on" if no.field == "expires_on" else f"m_{uid}"
            raise Refused(no.message, field=field, rule=no.rule) from no
    return len(chosen)


def renew_member(
    *,
    actor: Actor,
    case: Case,
    member: NetworkMember,
    grade: str | None,
    basis: Sequence[str],
    evidence: str,
    evidenced_on: date | None,
    expires_on: date | None,
    position: str | None = None,
) -> NetworkMembership:
    """Keep somebody for longer, on evidence later than what they were kept for."""
    cases.check_open(case)
    row = _decided(case, member)
    person = fetch(actor, Person, member.person_uid) if member.person_uid else None
    domain.check_fresh(evidenced_on, row.evidenced_on, today())
    check_said(
        actor,
        case,
        person or member,
        standing=row.standing,
        position=position or row.position,
        grade=grade,
        basis=basis,
        evidence=evidence,
        expires_on=expires_on,
    )
    before = {
        "on": today().isoformat(),
        "evidenced_on": row.evidenced_on.isoformat() if row.evidenced_on else None,
        "grade": row.grade,
        "basis": list(row.basis),
        "evidence": row.evidence,
    }
    row.renewals = [*row.renewals, before]
    row.grade, row.basis, row.evidence = grade, list(basis), evidence.strip()
    row.position = position or row.position
    row.evidenced_on, row.expires_on, row.ended_on = evidenced_on, expires_on, None
    audit.record(
        "network.member_renewed", row, member_uid=member.uid, expires_on=expires_on.isoformat() if expires_on else None
    )
    return row


def end_member(*, actor: Actor, case: Case, member: NetworkMember, reason: str) -> None:
    """Somebody is part of it no longer. Ended twice, nothing changes."""
    row = _decided(case, member)
    if row.ended_on is not None:
        return
    if not reason.strip():
        raise Refused("Enter why this person is part of it no longer", field="reason")
    row.ended_on, row.reason = today(), reason.strip()
    audit.record("network.member_ended", row, member_uid=member.uid)


def check_said(
    actor: Actor,
    case: Case,
    who: Person | NetworkMember | None,
    *,
    standing: str,
    position: str | None = None,
    grade: str | None = None,
    basis: Sequence[str] = (),
    evidence: str = "",
    expires_on: date | None = None,
    **_more: Any,
) -> None:
    """The rules for whoever is kept, a member or mentioned. PR-29, PR-08."""
    if standing == Standing.MEMBER and not partnership.is_code("network_position", position or ""):
        raise Refused("Select their position in the network", field="position")
    if not all(partnership.is_code("evidence_basis", code) for code in basis):
        raise Refused("Select how this is known from the list", field="basis", rule="PR-29")
    domain.check_basis(basis, grade, evidence)
    domain.check_expiry(expires_on, latest_expiry(case, actor), today())
    domain.check_position(
        position,
        _years(who),
        youngest=int(partnership.number("age.criminal_responsibility", case.area_uid)),
        adult=int(partnership.number("age.adult", case.area_uid)),
        by_chair=Role.CHAIR in actor.roles,
    )


def _years(who: Person | NetworkMember | None) -> int | None:
    if isinstance(who, Person):
        return age(who.dob, who.dob_precision, who.approx_age, who.approx_age_on, today()).years
    told = who.details if who else {}
    return age(_day(told.get("dob")), None, told.get("approx_age"), _day(told.get("on")), today()).years


def _decide(actor: Actor, case: Case, member: NetworkMember, standing: str, **said: Any) -> NetworkMembership:
    row = membership_of(member)
    if row is None:
        row = NetworkMembership(
            key_uid=case.key_uid,
            area_uid=case.area_uid,
            agency_uid=actor.agency_uid,
            network_uid=case.subject_uid,
            member_uid=member.uid,
        )
        db.session.add(row)
    keeps = standing != Standing.LEFT_OUT
    row.standing, row.decided_on, row.ended_on = standing, today(), None
    row.position = said.get("position") if keeps else None
    row.grade = said.get("grade") if keeps else None
    row.basis = list(said.get("basis") or ()) if keeps else []
    row.evidence = (said.get("evidence") or "").strip() or None
    row.since, row.reason = said.get("since"), said.get("reason")
    row.evidenced_on = said.get("evidenced_on") if keeps else None
    row.expires_on = said.get("expires_on") if keeps else None
    db.session.flush()
    return row


def _decided(case: Case, member: NetworkMember) -> NetworkMembership:
    _check_of(case, member)
    row = membership_of(member)
    if row is None or row.standing == Standing.LEFT_OUT:
        raise Refused("Say first whether this person belongs to the network")
    return row


def _check_of(case: Case, member: NetworkMember) -> None:
    if member.network_uid != case.subject_uid:
        raise NotFound("NetworkMember")


def _facts(member: NetworkMember, row: NetworkMembership) -> dict[str, Any]:
    until = row.expires_on.isoformat() if row.expires_on else None
    return {"member_uid": member.uid, "standing": row.standing, "expires_on": until}


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
