"""Reads of referrals, which follow the visibility rule of their case."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.features.cases.models import Case, CaseEntry
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.referrals import domain
from app.features.referrals.domain import Suits, Who, link_status
from app.features.referrals.models import Referral
from app.features.subjects import interface as subjects
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.database.memo import once_a_page

audit.declare("intervention.viewed")
audit.declare("referral.viewed")

WITH_CASE = selectinload(Referral.case).joinedload(Case.subject)
"""The case in a statement of its own, so that the rule of cases applies to it."""


@once_a_page
def list_for_case(actor: Actor, case_uid: str) -> Sequence[Referral]:
    """Who is linked to what in a case, open ones first, then the newest."""
    rows = db.session.scalars(_links_of(), {"case": case_uid}).all()
    return sorted(rows, key=lambda link: not domain.is_open(link))


@cache
def _links_of() -> Select[Referral]:
    newest = Referral.suggested_on.desc(), Referral.uid
    return select(Referral).where(Referral.case_uid == bindparam("case")).order_by(*newest)


def get_link(actor: Actor, uid: str) -> Referral:
    """With its case and subject; the view is recorded. Raises NotFound."""
    link = link_for_change(actor, uid)
    audit.record("intervention.viewed", link)
    return link


def link_for_change(actor: Actor, uid: str) -> Referral:
    """With its case, where the actor may see that. Raises NotFound."""
    years = joinedload(Referral.intervention).selectinload(Intervention.years)
    link = db.session.scalar(select(Referral).where(Referral.uid == uid).options(WITH_CASE, years))
    if link is None:
        raise NotFound("Referral")
    return link


def list_referrals(actor: Actor) -> Sequence[Referral]:
    """People referred to the actor's agency: what waits for an answer first, then the newest."""
    rows = db.session.scalars(
        select(Referral)
        .where(Referral.agency_uid == actor.agency_uid, Referral.referred_on.is_not(None))
        .order_by(Referral.referred_on.desc(), Referral.uid)
    ).all()
    return sorted(rows, key=lambda link: REFERRALS_ORDER.get(link_status(link), 3))


REFERRALS_ORDER = {domain.Status.REFERRED: 0, domain.Status.ACCEPTED: 1, domain.Status.ACTIVE: 2}


def get_referral(actor: Actor, uid: str) -> Referral:
    """One person referred to the actor's agency, without the case; the view is recorded. Raises NotFound."""
    link = fetch(actor, Referral, uid)
    if link.agency_uid is None or link.agency_uid != actor.agency_uid or link.referred_on is None:
        raise NotFound("Referral")
    audit.record("referral.viewed", link)
    return link


def answer_by(link: Referral) -> date | None:
    """The day by which the provider accepts or declines (6.2); None before it was referred."""
    if link.referred_on is None:
        return None
    days = partnership.number("intervention.accept", link.area_uid, link.referred_on)
    return working_days().add(link.referred_on, days)


def count_open_by_intervention(actor: Actor) -> dict[str, int]:
    """How many people the actor sees are linked to each intervention now."""
    rows = db.session.execute(
        select(Referral.intervention_uid, func.count(Referral.uid))
        .where(Referral.ended_on.is_(None), Referral.declined_on.is_(None))
        .group_by(Referral.intervention_uid)
    )
    return {uid: count for uid, count in rows}  # noqa: C416 - rows are not pairs to the type checker


def open_case_by_reference(actor: Actor, reference: str) -> str | None:
    """The uid of an open case the actor sees, by the reference people write."""
    return db.session.scalar(select(Case.uid).where(Case.reference == reference, Case.closed_on.is_(None)))


def people_in(intervention_uid: str) -> list[str]:
    """The subjects of all who are linked to an intervention now, whoever may see them: only to ask who must not meet
    whom, which tells each reader what they may know."""
    link, case = Referral.__table__, Case.__table__
    found = (
        select(case.c.subject_uid)
        .join(link, link.c.case_uid == case.c.uid)
        .where(link.c.intervention_uid == intervention_uid, link.c.ended_on.is_(None), link.c.declined_on.is_(None))
    )
    return list(db.session.connection().execute(found).scalars())


def recorded_factors(actor: Actor, case_uid: str) -> list[str]:
    """Codes of the risk factors recorded in a case that the actor may see, in the order of the list."""
    rows = db.session.scalars(select(CaseEntry).where(CaseEntry.case_uid == case_uid, CaseEntry.kind == "RISK_FACTOR"))
    found = {row.details.get("code") for row in rows}
    return [item.code for item in partnership.code_list("risk_factor") if item.code in found]


def warnings_for(case: Case, intervention: Intervention) -> tuple[str, ...]:
    """What to check before offering `intervention` to the subject of `case`, each with its reason."""
    area = partnership.get_area(case.area_uid)
    subject = case.subject
    if isinstance(subject, subjects.Person):
        age = subjects.identity(subject, restricted=False, on=today()).age
        who = Who(age.years, age.certain, age.words, area.code, area.name)
        found = domain.eligibility(_suits(intervention), who)
    else:
        who = Who(None, False, "", area.code, area.name)
        unaged = Suits(None, None, intervention.area_code, interventions.place_name(intervention.area_code))
        found = domain.eligibility(unaged, who)
    return found + _availability(intervention)


def _suits(intervention: Intervention) -> Suits:
    code = intervention.area_code
    return Suits(intervention.min_age, intervention.max_age, code, interventions.place_name(code))


def _availability(intervention: Intervention) -> tuple[str, ...]:
    found = []
    if intervention.years:
        last = intervention.years[-1]
        status = partnership.code_item("intervention_year_status", last.status)
        if status and status.attributes.get("running") is False:
            found.append(f"It was {status.label.lower()} in {last.year}, the last year recorded.")
    if not interventions.takes_named_people(intervention):
        found.append("It is for everybody, not for named people: it needs no referral.")
    return tuple(found)
