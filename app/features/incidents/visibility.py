"""Who may see an incident: whoever may see somebody, a network or the place in it; and of those only whom they may."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from app.features.cases.interface import NEED_TO_KNOW, sees_whole_area, subject_not_locked_out
from app.features.cases.models import Case, CaseAgency, CaseLockOut
from app.features.incidents.models import Incident, IncidentNetwork, IncidentPerson
from app.platform.access import SEES_AGENCY_CASES, Actor, protect
from app.platform.access.reading import area_rule

POLICE = "POL"
_CASE, _STANDING, _LOCK_OUT = Case.__table__, CaseAgency.__table__, CaseLockOut.__table__
_INCIDENT, _PERSON, _NETWORK = Incident.__table__, IncidentPerson.__table__, IncidentNetwork.__table__
"""The tables themselves: a mention of a model inside a rule would have that model's rule added to it again."""


def _known_to(actor: Actor) -> Select[Any]:
    """Subjects of the cases the actor's agency has a need to know of."""
    return (
        select(_CASE.c.subject_uid)
        .join(_STANDING, _STANDING.c.case_uid == _CASE.c.uid)
        .where(_STANDING.c.agency_uid == actor.agency_uid, _STANDING.c.standing == NEED_TO_KNOW)
    )


def _locked(actor: Actor) -> Select[Any]:
    return select(_LOCK_OUT.c.subject_uid).where(
        _LOCK_OUT.c.user_uid == actor.user_uid, _LOCK_OUT.c.lifted_at.is_(None)
    )


def _graded(actor: Actor, columns: Any) -> ColumnElement[bool]:
    """What is police-graded is for the police, those who run the month, and the agency that told it."""
    if actor.agency_type == POLICE:
        return true()
    return or_(columns.visibility == "A", columns.agency_uid == actor.agency_uid)


def readable_incidents(actor: Actor) -> Select[Any]:
    """The uids of incidents whose grading lets the actor read what they tell. A part of somebody keeps the grading of
    the incident it was told in, also when that one is joined to another."""
    return select(_INCIDENT.c.uid).where(true() if sees_whole_area(actor) else _graded(actor, _INCIDENT.c))


def _of_those_known(actor: Actor, column: Any) -> ColumnElement[bool]:
    return and_(column.in_(_known_to(actor)), column.not_in(_locked(actor)))


def _incident_rule(actor: Actor) -> ColumnElement[bool]:
    here = area_rule(Incident, actor)
    if actor.is_system:
        return here
    if sees_whole_area(actor):  # but one that has only people in it whom they are locked out of
        shut = select(_PERSON.c.incident_uid).where(_PERSON.c.subject_uid.in_(_locked(actor)))
        left = select(_PERSON.c.incident_uid).where(_PERSON.c.subject_uid.not_in(_locked(actor)))
        told_shut = select(_PERSON.c.told_in_uid).where(_PERSON.c.subject_uid.in_(_locked(actor)))
        told_left = select(_PERSON.c.told_in_uid).where(_PERSON.c.subject_uid.not_in(_locked(actor)))
        return and_(
            here,
            or_(Incident.uid.not_in(shut), Incident.uid.in_(left)),
            or_(Incident.joined_uid.is_(None), Incident.uid.not_in(told_shut), Incident.uid.in_(told_left)),
        )
    if not actor.is_any(SEES_AGENCY_CASES):
        return false()
    people = select(_PERSON.c.incident_uid).where(
        _of_those_known(actor, _PERSON.c.subject_uid), _PERSON.c.told_in_uid.in_(readable_incidents(actor))
    )
    told = select(_PERSON.c.told_in_uid).where(_of_those_known(actor, _PERSON.c.subject_uid))
    networks = select(_NETWORK.c.incident_uid).where(_of_those_known(actor, _NETWORK.c.network_uid))
    return and_(
        here,
        _graded(actor, Incident),
        or_(
            Incident.uid.in_(people),
            Incident.uid.in_(told),
            Incident.uid.in_(networks),
            _of_those_known(actor, Incident.place_uid),
        ),
    )


def _person_rule(actor: Actor) -> ColumnElement[bool]:
    here = and_(area_rule(IncidentPerson, actor), subject_not_locked_out(IncidentPerson.subject_uid, actor))
    if sees_whole_area(actor):
        return here
    if not actor.is_any(SEES_AGENCY_CASES):
        return false()
    graded = IncidentPerson.told_in_uid.in_(readable_incidents(actor))
    return and_(here, IncidentPerson.subject_uid.in_(_known_to(actor)), graded)


def _network_rule(actor: Actor) -> ColumnElement[bool]:
    here = and_(area_rule(IncidentNetwork, actor), subject_not_locked_out(IncidentNetwork.network_uid, actor))
    if sees_whole_area(actor):
        return here
    if not actor.is_any(SEES_AGENCY_CASES):
        return false()
    return and_(here, IncidentNetwork.network_uid.in_(_known_to(actor)))


protect(Incident, _incident_rule)
protect(IncidentPerson, _person_rule)
protect(IncidentNetwork, _network_rule)
