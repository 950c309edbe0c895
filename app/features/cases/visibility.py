"""Who may see what belongs to a case: the one rule that every table about a case follows."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from app.features.cases.models import Case, CaseAgency, CaseEntry, CaseLockOut
from app.features.subjects.models import NetworkMember, Subject
from app.platform.access import RUNS_THE_MONTH, SEES_AGENCY_CASES, SEES_RESTRICTED, Actor, protect
from app.platform.access.reading import area_rule

NEED_TO_KNOW = "NEED_TO_KNOW"
EXCLUDED = "EXCLUDED"
POLICE = "POL"
_CASE, _LOCK_OUT = Case.__table__, CaseLockOut.__table__
"""Lock-outs are looked up in the tables themselves: a statement that reads cases adds its own rule to every mention of
the model, this one too, and then nothing would be left to exclude."""


def sees_whole_area(actor: Actor) -> bool:
    return actor.is_system or actor.is_any(RUNS_THE_MONTH)


def case_uids_known_to(actor: Actor) -> Any:
    """The cases the actor's agency has a need to know of, as a sub-query of uids."""
    return select(CaseAgency.case_uid).where(
        CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == NEED_TO_KNOW
    )


def in_visible_case(model: type[Any], actor: Actor, *, also: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Rows with a `case_uid` whose case the actor may see, or that meet `also`; never of one they are locked out of."""
    column = model.uid if model is Case else model.case_uid
    here = and_(area_rule(model, actor), not_locked_out(column, actor))
    if sees_whole_area(actor):
        return here
    if actor.is_any(SEES_AGENCY_CASES):
        known = column.in_(case_uids_known_to(actor))
        return and_(here, or_(known, also) if also is not None else known)
    return and_(here, also) if also is not None else false()


def not_locked_out(case_uid: Any, actor: Actor) -> ColumnElement[bool]:
    """Rows whose case, if they have one, is not about a subject that the actor is locked out of. Every rule about what
    belongs to a case has this, whatever the role and whatever else would let somebody in; the system alone has not.
    """
    if actor.is_system:
        return true()
    of_subject = select(_CASE.c.uid).join(_LOCK_OUT, _LOCK_OUT.c.subject_uid == _CASE.c.subject_uid)
    return _none_of(case_uid, of_subject.where(*_locked(actor)))


def subject_not_locked_out(subject_uid: Any, actor: Actor) -> ColumnElement[bool]:
    """The same for rows that name a subject: its column, as `Subject.uid`."""
    if actor.is_system:
        return true()
    return _none_of(subject_uid, select(_LOCK_OUT.c.subject_uid).where(*_locked(actor)))


def _locked(actor: Actor) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _LOCK_OUT.c.user_uid == actor.user_uid, _LOCK_OUT.c.lifted_at.is_(None)


def _none_of(column: Any, shut: Any) -> ColumnElement[bool]:
    """Nothing is none of them: a row without a case stays."""
    outside: ColumnElement[bool] = column.not_in(shut)
    return or_(column.is_(None), outside) if column.property.columns[0].nullable else outside


def _subject_rule(actor: Actor) -> ColumnElement[bool]:
    here = and_(area_rule(Subject, actor), subject_not_locked_out(Subject.uid, actor))
    if sees_whole_area(actor):
        return here
    if not actor.is_any(SEES_AGENCY_CASES):
        return false()
    known = select(Case.subject_uid).where(Case.uid.in_(case_uids_known_to(actor)))
    return and_(here, Subject.uid.in_(known))


def _member_rule(actor: Actor) -> ColumnElement[bool]:
    here = and_(
        area_rule(NetworkMember, actor),
        subject_not_locked_out(NetworkMember.network_uid, actor),
        subject_not_locked_out(NetworkMember.person_uid, actor),
    )
    if sees_whole_area(actor):
        return here
    if not actor.is_any(SEES_AGENCY_CASES):
        return false()
    known = select(Case.subject_uid).where(Case.uid.in_(case_uids_known_to(actor)))
    return and_(here, NetworkMember.network_uid.in_(known))


def _entry_rule(actor: Actor) -> ColumnElement[bool]:
    visible = in_visible_case(CaseEntry, actor)
    if actor.is_system or actor.is_any(SEES_RESTRICTED):
        return visible
    kinds = ["A", "P"] if actor.agency_type == POLICE else ["A"]
    own = CaseEntry.agency_uid == actor.agency_uid
    leads = CaseEntry.case_uid.in_(select(Case.uid).where(Case.lead_user_uid == actor.user_uid))
    restricted = and_(CaseEntry.visibility == "L", leads)
    return and_(visible, or_(CaseEntry.visibility.in_(kinds), own, restricted))


def _lock_out_rule(actor: Actor) -> ColumnElement[bool]:
    """One's own; those who run the month, everybody's. It asks for no case: the rule of a case asks for it."""
    in_area = area_rule(CaseLockOut, actor)
    if sees_whole_area(actor):
        return in_area
    return and_(in_area, CaseLockOut.user_uid == actor.user_uid)


protect(Subject, _subject_rule)
protect(NetworkMember, _member_rule)
protect(Case, lambda actor: in_visible_case(Case, actor))
protect(CaseEntry, _entry_rule)
protect(CaseLockOut, _lock_out_rule)
