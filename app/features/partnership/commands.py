"""Changes to the partnership. Each takes effect from a day and leaves what was before as history (PR-01)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from sqlalchemy import select

from app.features.partnership import domain, queries
from app.features.partnership.models import (
    Agency,
    AgencyTerm,
    AgeScope,
    Agreement,
    Area,
    AreaTerm,
    Code,
    Dated,
    Forum,
    ForumTerm,
    Number,
    Seat,
)
from app.features.partnership.snapshot import Members, Reference, changed
from app.features.partnership.terms import KINDS, area_of, follow, get_term, take_back
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("age-scope.changed", facts={"min_age", "max_age_exclusive", "since"})
audit.declare("agency.added", facts={"agency_type", "since"})
audit.declare("agency.changed", facts={"since"})
audit.declare("agency.ended", facts={"last_day"})
audit.declare("agreement.ended", facts={"agency_uid", "ended_on"})
audit.declare("agreement.signed", facts={"agency_uid", "signed_on", "review_due"})
audit.declare("area.renamed", facts={"since"})
audit.declare("code.added", facts={"list", "code", "since"})
audit.declare("code.changed", facts={"list", "code", "since"})
audit.declare("code.ended", facts={"list", "code", "last_day"})
audit.declare("forum.added", facts={"code", "since"})
audit.declare("forum.renamed", facts={"code", "since"})
audit.declare("number.changed", facts={"key", "value", "since"})
audit.declare("partnership.withdrawn", facts={"kind", "since"})
audit.declare("seat.ended", facts={"agency_uid", "last_day"})
audit.declare("seat.given", facts={"agency_uid", "kind", "since"})


class Gate(Protocol):
    def __call__(self, *, actor: Actor, area_uid: str, what: str) -> None: ...


_gates: list[Gate] = []


def set_gate(gate: Gate) -> None:
    """Let `gate(actor=, area_uid=, what=)` refuse a change whose impact was not assessed (PR-27): `what` is a code of
    `assessed_matter`. Safe to call again."""
    _gates[:] = [gate]


def may_change(actor: Actor, area_uid: str | None) -> bool:
    """Whoever manages the partnership changes their own area; the system administrator changes what all areas share."""
    if actor.is_system:
        return True
    if not actor.may(Permission.PARTNERSHIP_MANAGE):
        return False
    return actor.may(Permission.HUB_MANAGE) or area_uid in actor.area_uids


def _allow(actor: Actor, area_uid: str | None) -> None:
    if not may_change(actor, area_uid):
        raise NotPermitted("this part of the partnership")


# Agencies -----------------------------------------------------------------------------------------------------------


def add_agency(
    *,
    actor: Actor,
    area_uid: str | None,
    agency_type: str,
    name: str,
    valid_from: date,
    duty_status: str | None = None,
    s16_party: bool | None = None,
    health_or_social_care: bool | None = None,
    competent_authority_part3: bool | None = None,
    dp_registration_no: str | None = None,
    controller_role: str = "JOINT",
) -> Agency:
    """Add an agency. Whatever is not said about its duties follows from its type."""
    _allow(actor, area_uid)
    kind = queries.code_item("agency_type", agency_type)
    if kind is None:
        raise Refused("Select a type of agency", field="agency_type")
    usual = kind.attributes
    agency = Agency(area_uid=area_uid, agency_type=agency_type)
    agency.terms.append(
        AgencyTerm(
            name=_named(name),
            valid_from=valid_from,
            duty_status=duty_status or usual.get("duty_status", "NONE"),
            s16_party=_or(s16_party, usual, "s16_party"),
            health_or_social_care=_or(health_or_social_care, usual, "health_or_social_care"),
            competent_authority_part3=_or(competent_authority_part3, usual, "competent_authority_part3"),
            dp_registration_no=dp_registration_no or None,
            controller_role=_code("controller_role", controller_role),
        )
    )
    db.session.add(agency)
    changed(Members)
    audit.record("agency.added", agency, agency_type=agency_type, since=valid_from.isoformat())
    return agency


def change_agency(
    *,
    actor: Actor,
    agency: Agency,
    valid_from: date,
    name: str,
    duty_status: str,
    s16_party: bool,
    health_or_social_care: bool,
    competent_authority_part3: bool,
    dp_registration_no: str | None,
    controller_role: str,
) -> AgencyTerm:
    """From `valid_from` this is true of the agency."""
    _allow(actor, agency.area_uid)
    said = AgencyTerm(
        name=_named(name),
        valid_from=valid_from,
        duty_status=_code("duty_status", duty_status),
        s16_party=s16_party,
        health_or_social_care=health_or_social_care,
        competent_authority_part3=competent_authority_part3,
        dp_registration_no=dp_registration_no or None,
        controller_role=_code("controller_role", controller_role),
    )
    term = follow(agency.terms, said)
    changed(Members)
    audit.record("agency.changed", agency, since=valid_from.isoformat())
    return term


def end_agency(*, actor: Actor, agency: Agency, last_day: date) -> None:
    """The agency leaves the partnership after `last_day`."""
    _allow(actor, agency.area_uid)
    _end(agency.terms[-1], last_day)
    changed(Members)
    audit.record("agency.ended", agency, last_day=last_day.isoformat())


def sign_agreement(*, actor: Actor, agency: Agency, signed_on: date, review_due: date) -> Agreement:
    """Record an agreement. One in force is replaced from the day the new one was signed.

    The review of the one signed that very day is put right. One that was ended from the day it was signed never held:
    it was a slip, and does not stand in the way.
    """
    _allow(actor, agency.area_uid)
    domain.check_agreement(signed_on, review_due, today())
    agreement = _put_right(agency, signed_on, review_due)
    if agreement is None:
        for before in agency.agreements:
            if before.signed_on >= signed_on and _ever_held(before):
                raise Refused("Enter a day after the last agreement was signed", field="signed_on")
            if before.ended_on is None or before.ended_on > signed_on:
                before.ended_on = signed_on
        agreement = Agreement(signed_on=signed_on, review_due=review_due)
        agency.agreements.append(agreement)
    changed(Members)
    audit.record(
        "agreement.signed",
        agreement,
        agency_uid=agency.uid,
        signed_on=signed_on.isoformat(),
        review_due=review_due.isoformat(),
    )
    return agreement


def _put_right(agency: Agency, signed_on: date, review_due: date) -> Agreement | None:
    """The agreement in force that was signed that day, with its review as it is now said."""
    same = next((one for one in agency.agreements if one.signed_on == signed_on and one.ended_on is None), None)
    if same is not None:
        same.review_due = review_due
    return same


def _ever_held(agreement: Agreement) -> bool:
    return agreement.ended_on is None or agreement.ended_on > agreement.signed_on


def end_agreement(*, actor: Actor, agreement: Agreement, ended_on: date) -> None:
    """From `ended_on` the agreement no longer holds, and nobody of the agency may sign in."""
    agency = queries.row(Agency, agreement.agency_uid)
    _allow(actor, agency.area_uid)
    if agreement.ended_on is not None:
        raise Refused("Choose an agreement that has not ended", field="ended_on")
    if ended_on < agreement.signed_on:
        raise Refused("Enter a day on or after the day it was signed", field="ended_on")
    agreement.ended_on = ended_on
    changed(Members)
    audit.record("agreement.ended", agreement, agency_uid=agency.uid, ended_on=ended_on.isoformat())


# Seats --------------------------------------------------------------------------------------------------------------


def give_seat(
    *, actor: Actor, area_uid: str, agency: Agency, kind: str, quorum_group: str | None, valid_from: date
) -> Seat:
    """From `valid_from` the agency sits in the area's group; a seat it already has there ends the day before."""
    _allow(actor, area_uid)
    if agency.area_uid not in (area_uid, None):
        raise Refused("Select an agency of this area", field="agency_uid")
    seat = Seat(
        area_uid=area_uid,
        agency_uid=agency.uid,
        kind=_code("seat_kind", kind),
        quorum_group=_code("quorum_group", quorum_group) if quorum_group else None,
        valid_from=valid_from,
    )
    before = list(db.session.scalars(select(Seat).where(Seat.area_uid == area_uid, Seat.agency_uid == agency.uid)))
    seat = follow(before, seat)
    db.session.add(seat)
    changed(Members)
    audit.record("seat.given", seat, agency_uid=agency.uid, kind=kind, since=valid_from.isoformat())
    return seat


def end_seat(*, actor: Actor, seat: Seat, last_day: date) -> None:
    _allow(actor, seat.area_uid)
    _end(seat, last_day)
    changed(Members)
    audit.record("seat.ended", seat, agency_uid=seat.agency_uid, last_day=last_day.isoformat())


# Names of local structures ------------------------------------------------------------------------------------------


def rename_area(*, actor: Actor, area: Area, name: str, valid_from: date) -> None:
    _allow(actor, None)
    follow(area.terms, AreaTerm(name=_named(name), valid_from=valid_from))
    changed(Reference)
    audit.record("area.renamed", area, since=valid_from.isoformat())


def add_forum(*, actor: Actor, area_uid: str, code: str, name: str, valid_from: date) -> Forum:
    """Add a forum to an area (PR-42)."""
    _allow(actor, area_uid)
    if db.session.scalar(select(Forum.uid).where(Forum.area_uid == area_uid, Forum.code == code)):
        raise Refused("Select a forum this area does not have yet", field="code")
    forum = Forum(area_uid=area_uid, code=_code("forum", code))
    forum.terms.append(ForumTerm(name=_named(name), valid_from=valid_from))
    db.session.add(forum)
    changed(Reference)
    audit.record("forum.added", forum, code=code, since=valid_from.isoformat())
    return forum


def rename_forum(*, actor: Actor, forum: Forum, name: str, valid_from: date) -> None:
    _allow(actor, forum.area_uid)
    follow(forum.terms, ForumTerm(name=_named(name), valid_from=valid_from))
    changed(Reference)
    audit.record("forum.renamed", forum, code=forum.code, since=valid_from.isoformat())


# Ages, numbers, codes -----------------------------------------------------------------------------------------------


def change_age_scope(
    *, actor: Actor, area_uid: str, min_age: int, max_age_exclusive: int | None, valid_from: date, note: str = ""
) -> AgeScope:
    """From `valid_from` the area's group covers these ages. The impact was assessed before (PR-27): see `set_gate`."""
    _allow(actor, area_uid)
    domain.check_ages(min_age, max_age_exclusive)
    for gate in _gates:
        gate(actor=actor, area_uid=area_uid, what="AGE_SCOPE")
    scope = AgeScope(
        area_uid=area_uid, min_age=min_age, max_age_exclusive=max_age_exclusive, valid_from=valid_from, note=note
    )
    scope = follow(list(db.session.scalars(select(AgeScope).where(AgeScope.area_uid == area_uid))), scope)
    db.session.add(scope)
    changed(Reference)
    audit.record(
        "age-scope.changed",
        scope,
        min_age=min_age,
        max_age_exclusive=max_age_exclusive,
        since=valid_from.isoformat(),
    )
    return scope


def change_number(
    *, actor: Actor, key: str, value: str | int | float, valid_from: date, area_uid: str | None = None
) -> Number:
    """From `valid_from` the number is `value`, for everybody or for one area. Raises Refused at `value` when it is
    beyond what the number may be."""
    _allow(actor, area_uid)
    like = queries.number_item(key)
    kept = domain.check_number(key, str(value), like.unit)
    changed_number = Number(
        key=key,
        area_uid=area_uid,
        value=kept,
        unit=like.unit,
        label=like.label,
        source=like.source,
        valid_from=valid_from,
    )
    before = select(Number).where(
        Number.key == key, Number.area_uid.is_(None) if area_uid is None else Number.area_uid == area_uid
    )
    changed_number = follow(list(db.session.scalars(before)), changed_number)
    db.session.add(changed_number)
    changed(Reference)
    audit.record("number.changed", changed_number, key=key, value=kept, since=valid_from.isoformat())
    return changed_number


def add_code(
    *,
    actor: Actor,
    list_name: str,
    code: str,
    label: str,
    valid_from: date,
    hint: str = "",
    attributes: Mapping[str, Any] | None = None,
) -> Code:
    """Add a choice at the end of a list."""
    _allow(actor, None)
    domain.check_code(code, label)
    known = queries.code_history(list_name)
    if any(item.code == code for item in known):
        raise Refused("Enter a code this list does not have yet", field="code")
    added = Code(
        list=list_name,
        code=code,
        label=label.strip(),
        hint=hint.strip(),
        position=max(item.position for item in known) + 1,
        valid_from=valid_from,
        attributes=dict(attributes or {}),
    )
    db.session.add(added)
    changed(Reference)
    audit.record("code.added", added, list=list_name, code=code, since=valid_from.isoformat())
    return added


def change_code(
    *, actor: Actor, list_name: str, code: str, label: str, hint: str, position: int, valid_from: date
) -> Code:
    """From `valid_from` the choice is worded like this. Records made before keep the code, and its words of then."""
    _allow(actor, None)
    domain.check_code(code, label)
    before = _code_rows(list_name, code)
    latest = before[-1]
    term = Code(
        list=list_name,
        code=code,
        label=label.strip(),
        hint=hint.strip(),
        position=position,
        valid_from=valid_from,
        attributes=dict(latest.attributes),
    )
    term = follow(before, term)
    db.session.add(term)
    changed(Reference)
    audit.record("code.changed", term, list=list_name, code=code, since=valid_from.isoformat())
    return term


def end_code(*, actor: Actor, list_name: str, code: str, last_day: date) -> None:
    """After `last_day` the choice is no longer offered; records that hold it still show its words."""
    _allow(actor, None)
    latest = _code_rows(list_name, code)[-1]
    _end(latest, last_day)
    changed(Reference)
    audit.record("code.ended", latest, list=list_name, code=code, last_day=last_day.isoformat())


def withdraw(*, actor: Actor, kind: str, uid: str) -> None:
    """Take back a change that begins today or later; what it was to follow goes on. `kind` is one of `terms.KINDS`."""
    term = get_term(kind, uid)
    _allow(actor, area_of(kind, term))
    take_back(kind, term)
    changed(Members if KINDS[kind].model in (AgencyTerm, Seat) else Reference)
    audit.record("partnership.withdrawn", term, kind=kind, since=term.valid_from.isoformat())


# Shared -------------------------------------------------------------------------------------------------------------


def _code_rows(list_name: str, code: str) -> list[Code]:
    found = list(
        db.session.scalars(select(Code).where(Code.list == list_name, Code.code == code).order_by(Code.valid_from))
    )
    if not found:
        raise Refused("Select a code of this list", field="code")
    return found


def _end(term: Dated, last_day: date) -> None:
    domain.check_term(term.valid_from, last_day, field="last_day")
    term.valid_to = last_day


def _named(name: str) -> str:
    if not name.strip():
        raise Refused("Enter a name", field="name")
    return name.strip()


def _code(list_name: str, code: str) -> str:
    if not queries.is_code(list_name, code):
        raise Refused("Select one of the choices", field=list_name)
    return code


def _or(said: bool | None, usual: Mapping[str, Any], name: str) -> bool:
    return bool(usual.get(name)) if said is None else said
