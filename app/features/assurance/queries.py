"""Reads of assurance. Visibility is added by the session; statuses are worked out from the dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, not_, or_, select
from sqlalchemy.orm import selectinload

from app.features.assurance import domain
from app.features.assurance.models import Assurance
from app.features.cases.models import Case
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.memo import once_a_page

audit.declare("assurance.viewed")

WITH_CASE = selectinload(Assurance.case).joinedload(Case.subject)
"""The case in a statement of its own, so that the rule of cases applies to it: None when the actor may not see it."""

NEWEST = (Assurance.due_on.desc(), Assurance.reference.desc())


def accepted() -> ColumnElement[bool]:
    return Assurance.result.in_(sorted(domain.ACCEPTING))


def lapsed(on: date) -> ColumnElement[bool]:
    """Accepted, past its review date or voided, and not given again since (PR-37, PR-39)."""
    over = or_(Assurance.review_on < on, Assurance.voided_on <= on)
    return and_(accepted(), over, Assurance.renewed_on.is_(None), Assurance.released_on.is_(None))


def owed(on: date) -> ColumnElement[bool]:
    """The agency asked has to give it, or give it again."""
    never = and_(Assurance.given_on.is_(None), Assurance.result.is_(None))
    rejected = and_(Assurance.result == domain.Status.REJECTED_ACTION_NEEDED, Assurance.renewed_on.is_(None))
    return and_(Assurance.released_on.is_(None), or_(never, rejected, lapsed(on)))


def to_judge() -> ColumnElement[bool]:
    """Given, not judged, and not let go."""
    return and_(Assurance.given_on.is_not(None), Assurance.result.is_(None), Assurance.released_on.is_(None))


def get_assurance(actor: Actor, uid: str) -> Assurance:
    """With its case, where the actor may see that. Raises NotFound."""
    assurance = db.session.scalar(select(Assurance).where(Assurance.uid == uid).options(WITH_CASE))
    if assurance is None:
        raise NotFound("Assurance")
    return assurance


def view_assurance(actor: Actor, uid: str) -> Assurance:
    """For its own page; the view is recorded. Raises NotFound."""
    assurance = get_assurance(actor, uid)
    audit.record("assurance.viewed", assurance)
    return assurance


def renewed_by(assurance: Assurance) -> Assurance | None:
    """The lapsed or rejected one that this one gives again."""
    if assurance.renews_uid is None:
        return None
    return db.session.scalar(select(Assurance).where(Assurance.uid == assurance.renews_uid))


def renewal_of(assurance: Assurance) -> Assurance | None:
    """The one that gives this one again."""
    if assurance.renewed_on is None:
        return None
    return db.session.scalar(select(Assurance).where(Assurance.renews_uid == assurance.uid))


@once_a_page
def list_for_case(actor: Actor, case_uid: str) -> Sequence[Assurance]:
    """Newest due date first."""
    return db.session.scalars(_of_case(), {"case": case_uid}).all()


@cache
def _of_case() -> Select[Assurance]:
    return select(Assurance).where(Assurance.case_uid == bindparam("case")).order_by(*NEWEST)


def list_before(actor: Actor, assurance: Assurance) -> list[Assurance]:
    """What else was asked about the same kind of risk of the case, the newest first."""
    every = list_for_case(actor, assurance.case_uid)
    return [one for one in every if one.axis == assurance.axis and one.uid != assurance.uid]


def list_for_item(actor: Actor, item_uid: str) -> Sequence[Assurance]:
    """What was sought under an agenda item, in the order it was sought."""
    return db.session.scalars(
        select(Assurance).where(Assurance.item_uid == item_uid).order_by(Assurance.reference)
    ).all()


def list_asked_of_my_agency(actor: Actor) -> Sequence[Assurance]:
    """What the actor's agency owes, the longest due first: never given, not accepted, or lapsed."""
    return _list(Assurance.agency_uid == actor.agency_uid, owed(today()))


def list_owed(actor: Actor) -> Sequence[Assurance]:
    """What any agency owes, as far as the actor sees."""
    return _list(owed(today()))


def list_to_judge(actor: Actor) -> Sequence[Assurance]:
    """Given and not judged, the longest due first."""
    return _list(to_judge())


def list_lapsing(actor: Actor, within_days: int) -> Sequence[Assurance]:
    """Lapsed, or accepted until a day within the next `within_days`; the first to lapse first."""
    on = today()
    soon = and_(
        accepted(),
        Assurance.review_on <= on + timedelta(days=within_days),
        Assurance.renewed_on.is_(None),
        Assurance.released_on.is_(None),
    )
    statement = select(Assurance).where(or_(soon, lapsed(on))).order_by(Assurance.review_on, Assurance.reference)
    return db.session.scalars(statement.options(WITH_CASE)).all()


def _list(*conditions: ColumnElement[bool]) -> Sequence[Assurance]:
    statement = select(Assurance).where(*conditions).order_by(Assurance.due_on, Assurance.reference)
    return db.session.scalars(statement.options(WITH_CASE)).all()


def cases_with_assurance_due(actor: Actor, on: date) -> set[str]:
    """Uids of cases with assurance that is missing by `on`: never given by its due date, not accepted, or lapsed."""
    still_time = and_(Assurance.given_on.is_(None), Assurance.result.is_(None), Assurance.due_on >= on)
    return set(db.session.scalars(select(Assurance.case_uid).where(owed(on), not_(still_time))))


@dataclass(frozen=True)
class Standing:
    """How many assurances of a case are missing (past their day, lapsed, not accepted), owed later, to judge, held."""

    missing: int
    later: int
    to_judge: int
    held: int


def standing_by_case(actor: Actor, case_uids: Sequence[str], on: date) -> dict[str, Standing]:
    """How the assurance of each case stands on a day; cases without any are left out."""
    rows = db.session.execute(_standing_by_case(on), {"cases": list(case_uids)})
    return {uid: Standing(*(int(count) for count in counts)) for uid, *counts in rows}


@lru_cache(maxsize=2)
def _standing_by_case(on: date) -> Select[*tuple[Any, ...]]:
    later = and_(Assurance.given_on.is_(None), Assurance.result.is_(None), Assurance.due_on >= on)
    in_date = or_(Assurance.review_on.is_(None), Assurance.review_on >= on)
    held = and_(accepted(), in_date, or_(Assurance.voided_on.is_(None), Assurance.voided_on > on))
    return (
        select(
            Assurance.case_uid,
            *(func.sum(case((one, 1), else_=0)) for one in (and_(owed(on), not_(later)), later, to_judge(), held)),
        )
        .where(Assurance.case_uid.in_(bindparam("cases", expanding=True)), Assurance.released_on.is_(None))
        .group_by(Assurance.case_uid)
    )
