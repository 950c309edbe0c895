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
_CASE, _LOCK_OUT, _STANDING = Case.__table__, CaseLockOut.__table__, CaseAgency.__table__
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


def of_visible_subject(model: type[Any], subject_uid: Any, actor: Actor) -> ColumnElement[bool]:
    """Rows of `model` whose subject, named by a column, the actor may see: the rule of subjects, and of what belongs to
    one whether it has a case or not."""
    here = and_(area_rule(model, actor), subject_not_locked_out(subject_uid, actor))
    if sees_whole_area(actor):
        return here
    if not actor.is_any(SEES_AGENCY_CASES):
        return false()
    known = select(Case.subject_uid).where(Case.uid.in_(case_uids_known_to(actor)))
    return and_(here, subject_uid.in_(known))


def _member_rule(actor: Actor) -> ColumnElement[bool]:
    """Of a network the actor may see; never somebody they are locked out of, or whose case their agency is shut out of:
    that would tell that there is one."""
    seen = of_visible_subject(NetworkMember, NetworkMember.network_uid, actor)
    seen = and_(seen, subject_not_locked_out(NetworkMember.person_uid, actor))
    if sees_whole_area(actor):
        return seen
    shut = (
        select(_CASE.c.subject_uid)
        .join(_STANDING, _STANDING.c.case_uid == _CASE.c.uid)
        .where(_STANDING.c.agency_uid == actor.agency_uid, _STANDING.c.standing == EXCLUDED)
    )
    return and_(seen, _none_of(NetworkMember.person_uid, shut))


def sees_police_graded(actor: Actor) -> bool:
    """Whether the actor reads what is police-graded (visibility P) of every case they may see."""
    return actor.is_system or actor.is_any(SEES_RESTRICTED) or actor.agency_type == POLICE


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


protect(Subject, lambda actor: of_visible_subject(Subject, Subject.uid, actor))
protect(NetworkMember, _member_rule)
protect(Case, lambda actor: in_visible_case(Case, actor))
protect(CaseEntry, _entry_rule)
protect(CaseLockOut, _lock_out_rule)
