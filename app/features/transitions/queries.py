"""Reading plans for an age limit, and how each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.partnership.interface import number
from app.features.transitions import domain
from app.features.transitions.domain import Facts, Stands
from app.features.transitions.models import TransitionPlan
from app.kernel.ages import months_after
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("transition.viewed", facts={"years"})


@dataclass(frozen=True)
class Shown:
    """A plan with its case, how it stands today, and what it still needs."""

    plan: TransitionPlan
    case: Case
    stands: Stands
    missing: list[str]
    due_on: date
    """The day the limit is reached, by the date of birth that is held now."""
    ready_by: date
    day_known: bool = True
    """Whether a date of birth is held: without one no limit is near."""

    @property
    def words(self) -> str:
        return domain.WORDS[self.stands][0]

    @property
    def colour(self) -> str:
        return domain.WORDS[self.stands][1]

    @property
    def is_owed(self) -> bool:
        return self.stands in (Stands.TO_DO, Stands.ON_THE_WAY, Stands.OVERDUE)


def get_plan(actor: Actor, uid: str) -> Shown:
    """For reading; the view is recorded. Raises NotFound."""
    found = plan_for_change(actor, uid)
    audit.record("transition.viewed", found.plan, years=found.plan.years)
    return found


def plan_for_change(actor: Actor, uid: str) -> Shown:
    row = db.session.scalar(_with_case().where(TransitionPlan.uid == uid))
    if row is None or row.case is None:
        raise NotFound("plan")
    return show(row)


def plans_of(actor: Actor, case: Case) -> list[Shown]:
    rows = db.session.scalars(select(TransitionPlan).where(TransitionPlan.case_uid == case.uid))
    return _next_first(_shown(row, case) for row in rows)


def open_plans(actor: Actor, *, lead_uid: str | None = None) -> list[Shown]:
    """Those of open cases, the next limit first; of those that somebody leads, when `lead_uid` is given."""
    wanted = _with_case().join(Case, Case.uid == TransitionPlan.case_uid).where(Case.closed_on.is_(None))
    if lead_uid is not None:
        wanted = wanted.where(Case.lead_user_uid == lead_uid)
    return _next_first(show(row) for row in db.session.scalars(wanted).all())


def _next_first(found: Iterable[Shown]) -> list[Shown]:
    return sorted(found, key=lambda one: (one.due_on, one.plan.uid))


def _with_case():  # type: ignore[no-untyped-def]
    return select(TransitionPlan).options(joinedload(TransitionPlan.case).joinedload(Case.subject))


def show(plan: TransitionPlan) -> Shown:
    return _shown(plan, plan.case)


def _shown(plan: TransitionPlan, case: Case) -> Shown:
    facts = Facts(plan.service, plan.leads, plan.accepted_on, plan.wants, plan.consent, domain.done_in(plan.steps))
    day = cases.limit_day(case, plan.years)
    due = day or date.max
    by = months_after(due, -int(number("age.transition_ready", plan.area_uid)))
    counts = day is not None and cases.is_limit(plan.area_uid, plan.years, day)
    how = domain.stands(facts, today(), counts=counts, ready_by=by)
    return Shown(plan, case, how, domain.missing(facts), due, by, day is not None)
