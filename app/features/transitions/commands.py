"""Making plans for age limits, and working on them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.partnership.interface import is_code
from app.features.transitions.domain import STEPS, done_in
from app.features.transitions.models import TransitionPlan
from app.kernel.clock import today
from app.kernel.days import last_of_month
from app.kernel.errors import NotPermitted, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("transition.planned", facts={"years"})
audit.declare("transition.changed", facts={"consent", "accepted"})
audit.declare("transition.step_done", facts={"step"})
audit.declare("transition.step_undone", facts={"step"})


def plan_near(actor: Actor, area_uid: str) -> int:
    """A task for everybody of an open case of an area who comes near an age limit. Returns how many were made.

    Those of a whole month are made together: the day a task was made, which stands in clear, tells no birthday.
    """
    open_cases = select(Case).where(Case.area_uid == area_uid, Case.closed_on.is_(None), Case.subject_kind == "PERSON")
    rows = db.session.scalars(open_cases.options(joinedload(Case.subject)).execution_options(yield_per=500))
    near = [
        (case, found) for case in rows for found in cases.transitions(case, today(), seen_from=last_of_month(today()))
    ]
    return sum(plan_for(actor=actor, case=case, transition=found) is not None for case, found in near)


def plan_for(*, actor: Actor, case: Case, transition: cases.Transition) -> TransitionPlan | None:
    """The task for a limit the person of a case comes near, once; None when it is there. Nothing is closed. PR-41."""
    there = select(TransitionPlan.uid).where(
        TransitionPlan.case_uid == case.uid, TransitionPlan.years == transition.years
    )
    if db.session.scalar(there) is not None:
        return None
    plan = TransitionPlan(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=case.lead_agency_uid,
        case_uid=case.uid,
        years=transition.years,
        made_on=today(),
    )
    plan.steps = []
    db.session.add(plan)
    db.session.flush()
    audit.record("transition.planned", plan, years=plan.years)
    return plan


def may_plan(actor: Actor, case: Case) -> bool:
    """Those who run the month, and the agency that leads."""
    return actor.may(Permission.CASE_MANAGE) or (
        case.lead_agency_uid is not None and case.lead_agency_uid == actor.agency_uid
    )


def change_plan(
    *,
    actor: Actor,
    plan: TransitionPlan,
    ver: int,
    service: str | None,
    leads: str | None,
    accepted_on: date | None,
    wants: str | None,
    consent: str | None,
) -> None:
    """Which service comes after, who leads there, the day it accepted, what the person wants and said. Refused at the
    field; Stale when somebody else changed it since `ver`."""
    _check(actor, plan)
    if ver != plan.ver:
        raise Stale("plan")
    service, leads, wants = ((text or "").strip() or None for text in (service, leads, wants))
    if accepted_on is not None and accepted_on > today():
        raise Refused("Enter a day that is today or before", field="accepted_on")
    if accepted_on is not None and not service:
        raise Refused("Enter which service accepted", field="service")
    if consent and not is_code("consent_to_service", consent):
        raise Refused("Select what the person said", field="consent")
    told = (service, leads, accepted_on, wants, consent or None)
    if told == (plan.service, plan.leads, plan.accepted_on, plan.wants, plan.consent):
        return
    plan.service, plan.leads, plan.accepted_on, plan.wants, plan.consent = told
    audit.record("transition.changed", plan, consent=plan.consent, accepted=accepted_on is not None)


def do_step(*, actor: Actor, plan: TransitionPlan, code: str) -> None:
    """A step is done today. Done twice, done once."""
    _check(actor, plan)
    if code not in STEPS:
        raise Refused("Select a step from the list")
    if code in done_in(plan.steps):
        return
    plan.steps = [*plan.steps, {"code": code, "on": today(), "by_uid": actor.user_uid}]
    audit.record("transition.step_done", plan, step=code)


def undo_step(*, actor: Actor, plan: TransitionPlan, code: str) -> None:
    """A step is not done after all."""
    _check(actor, plan)
    left = [dict(one) for one in plan.steps if one["code"] != code]
    if len(left) < len(plan.steps):
        plan.steps = left
        audit.record("transition.step_undone", plan, step=code)


def _check(actor: Actor, plan: TransitionPlan) -> None:
    if not may_plan(actor, plan.case):
        raise NotPermitted("plan for an age limit")
    cases.check_open(plan.case)
