"""Keeping subjects."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.features.subjects.identity import KINDS, PREFIXES, SCALARS, Source, added_values, members, new_values
from app.features.subjects.models import Network, NetworkMember, Person, Place, Subject
from app.features.subjects.queries import members_of
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.kernel.folding import fold
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db, next_number

audit.declare("subject.created", facts={"kind", "members"})
audit.declare("subject.added_to", facts={"kind", "fields", "differing"})
audit.declare("subject.member_identified", facts={"member_uid", "person_uid"})
audit.declare("subject.member_named", facts={"member_uid", "person_uid"})

MODELS: dict[str, type[Subject]] = {"PERSON": Person, "NETWORK": Network, "PLACE": Place}
MORE = {
    "PERSON": (
        "approx_age_on",
        "aliases",
        "addresses",
        "identifiers",
        "safe_contact",
        "contact_risk_flags",
        "parents_carers",
        "household",
        "communication",
    ),
    "NETWORK": ("details",),
    "PLACE": ("details",),
}


def create_subject(
    *,
    actor: Actor,
    area_uid: str,
    kind: str,
    answers: Mapping[str, Any],
    agency_uid: str | None = None,
    source_uid: str | None = None,
    on: date | None = None,
) -> Subject:
    """A new subject from a notification's answers, with the members of a network.

    `kind` is INDIVIDUAL, NETWORK or PLACE; `agency_uid` the agency that told (the actor's own unless given), `on` the
    day it did.
    """
    if kind not in KINDS:
        raise Refused("Select whether this is about a person, a network or a place", field="subject_kind")
    sort = KINDS[kind]
    source = Source(agency_uid or actor.agency_uid, source_uid, on or today())
    uid, year = new_uid(), today().year
    prefix = PREFIXES[sort]
    subject = MODELS[sort](
        uid=uid,
        key_uid=uid,
        area_uid=area_uid,
        agency_uid=source.agency_uid,
        reference=reference(prefix, year, next_number(prefix, year)),
    )
    for name, value in new_values(sort, answers, source).items():
        setattr(subject, name, value)
    db.session.add(subject)
    db.session.flush()
    added = _add_members(subject, answers, source) if isinstance(subject, Network) else 0
    audit.record("subject.created", subject, kind=sort, members=added)
    return subject


def add_to_subject(
    *,
    actor: Actor,
    subject: Subject,
    answers: Mapping[str, Any],
    agency_uid: str | None = None,
    source_uid: str | None = None,
    on: date | None = None,
) -> Subject:
    """Add what is new in `answers`. What is there stays; what differs is kept as an alternative with its source."""
    source = Source(agency_uid or actor.agency_uid, source_uid, on or today())
    kind = subject.kind
    now = {name: getattr(subject, name) for name in (*SCALARS[kind], *MORE[kind], "alternatives")}
    changed = added_values(kind, now, answers, source)
    for name, value in changed.items():
        setattr(subject, name, value)
    added = _add_members(subject, answers, source) if isinstance(subject, Network) else 0
    if changed or added:
        audit.record(
            "subject.added_to",
            subject,
            kind=kind,
            fields=len(changed) + added,
            differing="alternatives" in changed,
        )
    return subject


def identify_member(*, actor: Actor, member: NetworkMember, person: Person) -> None:
    """Say that a member of a network is this person."""
    member.person_uid = person.uid
    audit.record("subject.member_identified", member, member_uid=member.uid, person_uid=person.uid)


def name_member(*, actor: Actor, network: Subject, name: str, person: Person | None = None) -> NetworkMember:
    """Somebody named with a network now, by the actor: a person of the area, or a name alone."""
    row = _member(network, name, Source(actor.agency_uid, None, today()), {})
    row.person_uid = person.uid if person else None
    db.session.flush()
    audit.record("subject.member_named", row, member_uid=row.uid, person_uid=row.person_uid)
    return row


def _member(network: Subject, name: str, source: Source, details: Mapping[str, Any]) -> NetworkMember:
    row = NetworkMember(
        key_uid=network.key_uid, area_uid=network.area_uid, agency_uid=source.agency_uid, network_uid=network.uid
    )
    row.name = name
    row.details = dict(details) | {"agency_uid": source.agency_uid, "on": source.on.isoformat()}
    db.session.add(row)
    return row


def _add_members(network: Network, answers: Mapping[str, Any], source: Source) -> int:
    """Rows for the members that are not there yet, by folded name. No association without a position is made up."""
    there = {fold(member.name) for member in members_of(network.uid)}
    added = 0
    for name, details in members(answers):
        if fold(name) in there:
            continue
        there.add(fold(name))
        _member(network, name, source, details)
        added += 1
    return added
