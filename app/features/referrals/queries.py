"""Reads of referrals, which follow the visibility rule of their case."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.features.cases.models import Case, CaseEntry
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.referrals import domain
from app.features.referrals.domain import Status
from app.features.referrals.holding import is_provider_of
from app.features.referrals.models import Referral, ReferralParticipant, ReferralProgress, ReferralWorker
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db
from app.platform.database.memo import once_a_page

audit.declare("intervention.viewed")
audit.declare("referral.viewed")

WITH_CASE = selectinload(Referral.case).joinedload(Case.subject)
"""The case in a statement of its own, so that the rule of cases applies to it."""


@once_a_page
def list_for_case(actor: Actor, case_uid: str) -> Sequence[Referral]:
    """Who is linked to what in a case, open ones first, then the newest."""
    rows = db.session.scalars(_of_case(), {"case": case_uid}).all()
    return sorted(rows, key=lambda row: not domain.is_open(row))


@cache
def _of_case() -> Select[Referral]:
    newest = Referral.suggested_on.desc(), Referral.uid
    return select(Referral).where(Referral.case_uid == bindparam("case")).order_by(*newest)


def get_linked(actor: Actor, uid: str) -> Referral:
    """With its case and subject, for the group; the view is recorded. Raises NotFound."""
    referral = referral_for_change(actor, uid)
    audit.record("intervention.viewed", referral)
    return referral


def referral_for_change(actor: Actor, uid: str) -> Referral:
    """With its case, where the actor may see that. Raises NotFound."""
    years = joinedload(Referral.intervention).selectinload(Intervention.years)
    referral = db.session.scalar(select(Referral).where(Referral.uid == uid).options(WITH_CASE, years))
    if referral is None:
        raise NotFound("Referral")
    return referral


def list_referrals(actor: Actor) -> Sequence[Referral]:
    """People referred to the actor's agency: who waits for an answer, then who is with them; the newest first."""
    rows = db.session.scalars(
        select(Referral)
        .where(Referral.agency_uid == actor.agency_uid, Referral.referred_on.is_not(None))
        .order_by(Referral.referred_on.desc(), Referral.uid)
    ).all()
    return sorted(rows, key=lambda row: _order(domain.referral_status(row)))


def list_current(actor: Actor) -> Sequence[Referral]:
    """The same, without those that are over for good: declined, closed, or ended before anything began."""
    return db.session.scalars(
        select(Referral).where(
            Referral.agency_uid == actor.agency_uid,
            Referral.referred_on.is_not(None),
            Referral.declined_on.is_(None),
            Referral.closed_on.is_(None),
            or_(Referral.ended_on.is_(None), Referral.started_on.is_not(None)),
        )
    ).all()


def _order(status: Status) -> int:
    if status in domain.TO_ANSWER:
        return 0
    return 1 if status is Status.WAITLIST else 2 if status in domain.WITH_US else 3


def active_referrals(actor: Actor, intervention_uid: str | None = None) -> Sequence[Referral]:
    """People whom the actor's agency has taken on and who have not ended, of one intervention or of all, by first
    name: those for whom sessions are planned."""
    of_one = [Referral.intervention_uid == intervention_uid] if intervention_uid else []
    rows = db.session.scalars(
        select(Referral).where(
            Referral.agency_uid == actor.agency_uid,
            Referral.accepted_on.is_not(None),
            Referral.declined_on.is_(None),
            Referral.ended_on.is_(None),
            *of_one,
        )
    ).all()
    return sorted(rows, key=lambda row: ((row.first_name or "").casefold(), row.uid))


def participants_of(actor: Actor, referral_uids: Iterable[str]) -> dict[str, list[ReferralParticipant]]:
    """Who else comes for the benefit of each, by first name, in one statement; who left is not in it."""
    return _by_referral(ReferralParticipant, referral_uids, ReferralParticipant.left_on.is_(None))


def workers_now(actor: Actor, referral_uids: Iterable[str]) -> dict[str, str]:
    """The uid of the user who works with each now."""
    found = _by_referral(ReferralWorker, referral_uids, ReferralWorker.until_on.is_(None))
    return {uid: rows[0].worker_uid for uid, rows in found.items()}


def list_workers(actor: Actor, referral: Referral) -> Sequence[ReferralWorker]:
    """Who has worked with somebody, the newest first."""
    query = select(ReferralWorker).where(ReferralWorker.referral_uid == referral.uid)
    return db.session.scalars(query.order_by(ReferralWorker.from_on.desc(), ReferralWorker.uid)).all()


def list_progress(actor: Actor, referral: Referral) -> Sequence[ReferralProgress]:
    """Notes of progress, the newest first."""
    query = select(ReferralProgress).where(ReferralProgress.referral_uid == referral.uid)
    return db.session.scalars(query.order_by(ReferralProgress.written_on.desc(), ReferralProgress.uid)).all()


def _by_referral(model: Any, referral_uids: Iterable[str], *conditions: ColumnElement[bool]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    wanted = sorted(set(referral_uids))
    if wanted:
        for row in db.session.scalars(select(model).where(model.referral_uid.in_(wanted), *conditions)):
            found.setdefault(row.referral_uid, []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (getattr(row, "first_name", "").casefold(), row.uid))
    return found


def get_referral(actor: Actor, uid: str) -> Referral:
    """One person referred to the actor's agency, without the case; the view is recorded. Raises NotFound."""
    referral = provided_for_change(actor, uid)
    audit.record("referral.viewed", referral)
    return referral


def provided_for_change(actor: Actor, uid: str) -> Referral:
    """One person referred to the actor's agency, for a command. Raises NotFound."""
    referral = fetch(actor, Referral, uid)
    if not is_provider_of(actor, referral):
        raise NotFound("Referral")
    return referral


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
    referral, case = Referral.__table__, Case.__table__
    found = (
        select(case.c.subject_uid)
        .join(referral, referral.c.case_uid == case.c.uid)
        .where(
            referral.c.intervention_uid == intervention_uid,
            referral.c.ended_on.is_(None),
            referral.c.declined_on.is_(None),
        )
    )
    return list(db.session.connection().execute(found).scalars())


def recorded_factors(actor: Actor, case_uid: str) -> list[str]:
    """Codes of the risk factors recorded in a case that the actor may see, in the order of the list."""
    rows = db.session.scalars(select(CaseEntry).where(CaseEntry.case_uid == case_uid, CaseEntry.kind == "RISK_FACTOR"))
    found = {row.details.get("code") for row in rows}
    return [item.code for item in partnership.code_list("risk_factor") if item.code in found]
