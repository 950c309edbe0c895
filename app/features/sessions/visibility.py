"""Who sees sessions: the provider its own, the group those of people it knows of; who counts reach sees nobody."""

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.features.cases.visibility import sees_whole_area
from app.features.referrals.visibility import of_visible_referral
from app.features.sessions.domain.planning import COUNTING
from app.features.sessions.models import Attendance, ContactLink, ContactTally, Session
from app.platform.access import PROVIDES, SEES_AGENCY_CASES, Actor, Role, protect
from app.platform.access.reading import area_rule

COUNTS_REACH = frozenset({Role.COMMISSIONER, Role.ANALYST, Role.HUB})
"""Roles that count sessions and contacts, and see nobody in them."""


def _own(model: type[Session] | type[ContactTally], actor: Actor) -> ColumnElement[bool]:
    return and_(area_rule(model, actor), model.agency_uid == actor.agency_uid)


def _attendance_rule(actor: Actor) -> ColumnElement[bool]:
    """Whoever sees the referral, the provider at its own sessions alone."""
    seen = of_visible_referral(Attendance, actor)
    return and_(seen, Attendance.agency_uid == actor.agency_uid) if actor.is_any(PROVIDES) else seen


def _session_rule(actor: Actor) -> ColumnElement[bool]:
    if sees_whole_area(actor) or actor.is_any(COUNTS_REACH):
        return area_rule(Session, actor)
    ways = []
    if actor.is_any(PROVIDES):
        ways.append(_own(Session, actor))
    if actor.is_any(SEES_AGENCY_CASES):
        ways.append(Session.uid.in_(select(Attendance.session_uid).where(_attendance_rule(actor))))
        ways.append(and_(area_rule(Session, actor), Session.mode.in_(COUNTING)))  # nobody is named in it
    return or_(*ways) if ways else false()


def _tally_rule(actor: Actor) -> ColumnElement[bool]:
    if actor.is_any(PROVIDES) and not (sees_whole_area(actor) or actor.is_any(COUNTS_REACH)):
        return _own(ContactTally, actor)
    return area_rule(ContactTally, actor)


protect(Session, _session_rule)
protect(Attendance, _attendance_rule)
protect(ContactTally, _tally_rule)
protect(ContactLink, lambda actor: of_visible_referral(ContactLink, actor))
