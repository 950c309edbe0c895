"""Who may see what belongs to a case: the one rule that every table about a case follows."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.features.cases.models import Case, CaseAgency, CaseEntry
from app.features.subjects.models import NetworkMember, Subject
from app.platform.access import RUNS_THE_MONTH, SEES_AGENCY_CASES, SEES_RESTRICTED, Actor, protect
from app.platform.access.reading import area_rule

NEED_TO_KNOW = "NEED_TO_KNOW"
EXCLUDED = "EXCLUDED"
POLICE = "POL"


def sees_whole_area(actor: Actor) -> bool:
    return actor.is_system or actor.is_any(RUNS_THE_MONTH)


def case_uids_known_to(actor: Actor) -> Any:
    """The cases the actor's agency has a need to know of, as a sub-query of uids."""
    return select(CaseAgency.case_uid).where(
        CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == NEED_TO_KNOW
    )


def in_visible_case(model: type[Any], actor: Actor, *, also: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Rows with a `case_uid` whose case the actor may see, or that meet `also`."""
    in_area = area_rule(model, actor)
    if sees_whole_area(actor):
        return in_area
    column = model.uid if model is Case else model.case_uid
    if actor.is_any(SEES_AGENCY_CASES):
        known = column.in_(case_uids_known_to(actor))
        return and_(in_area, or_(known, also) if also is not None else known)
    return and_(in_area, also) if also is not None else false()


def _subject_rule(actor: Actor) -> ColumnElement[bool]:
    if sees_whole_area(actor):
        return area_rule(Subject, actor)
    if not actor.is_any(SEES_AGENCY_CASES):
        return false()
    known = select(Case.subject_uid).where(Case.uid.in_(case_uids_known_to(actor)))
    return and_(area_rule(Subject, actor), Subject.uid.in_(known))


def _member_rule(actor: Actor) -> ColumnElement[bool]:
    if sees_whole_area(actor):
        return area_rule(NetworkMember, actor)
    if not actor.is_any(SEES_AGENCY_CASES):
        return false()
    known = select(Case.subject_uid).where(Case.uid.in_(case_uids_known_to(actor)))
    return and_(area_rule(NetworkMember, actor), NetworkMember.network_uid.in_(known))


def _entry_rule(actor: Actor) -> ColumnElement[bool]:
    visible = in_visible_case(CaseEntry, actor)
    if actor.is_system or actor.is_any(SEES_RESTRICTED):
        return visible
    kinds = ["A", "P"] if actor.agency_type == POLICE else ["A"]
    own = CaseEntry.agency_uid == actor.agency_uid
    leads = CaseEntry.case_uid.in_(select(Case.uid).where(Case.lead_user_uid == actor.user_uid))
    restricted = and_(CaseEntry.visibility == "L", leads)
    return and_(visible, or_(CaseEntry.visibility.in_(kinds), own, restricted))


protect(Subject, _subject_rule)
protect(NetworkMember, _member_rule)
protect(Case, lambda actor: in_visible_case(Case, actor))
protect(CaseEntry, _entry_rule)
