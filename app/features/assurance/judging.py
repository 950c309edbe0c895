"""Judging what was given, and voiding what no longer holds."""

from datetime import date

from sqlalchemy import select

from app.features.assurance import domain
from app.features.assurance.holding import hold, needed
from app.features.assurance.levels import acceptable_levels, last_review_day, level_order
from app.features.assurance.models import Assurance
from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("assurance.judged", facts={"result", "level", "confidence", "review_on"})
audit.declare("assurance.voided", facts={"axis"})


def judge_assurance(
    *,
    actor: Actor,
    assurance: Assurance,
    result: str,
    level_accepted: str | None,
    confidence: str | None,
    review_on: date | None,
    reason: str | None = None,
) -> Assurance:
    """Accept it until a date, or not (PR-36, PR-38). What was never given can only be rejected, once it is due.

    Raises NotPermitted for anybody but a chair.
    """
    if not actor.may(Permission.ASSURANCE_ACCEPT):
        raise NotPermitted("judge assurance")
    if result not in domain.RESULTS:
        raise Refused("Select whether the assurance is accepted", field="result")
    reason = (reason or "").strip() or None
    hold(assurance)
    if assurance.result == result and assurance.judged_by_uid == actor.user_uid and assurance.review_on == review_on:
        return assurance
    if assurance.result is not None:
        raise Refused("Check the assurance: it has been judged already")
    if assurance.released_on is not None:
        raise Refused("Check the assurance: the group let go of it when the case was closed")
    on = today()
    level_given = _level_to_judge(assurance, result, on)
    if result in domain.ACCEPTING:
        domain.check_judge(
            by_uid=actor.user_uid,
            by_agency_uid=actor.agency_uid,
            given_by_uid=assurance.given_by_uid,
            asked_agency_uid=assurance.agency_uid,
        )
        domain.check_acceptance(
            level_given=level_given,
            level_accepted=level_accepted,
            order=level_order(),
            acceptable=acceptable_levels(),
        )
        if not confidence or not partnership.is_code("confidence", confidence):
            raise Refused("Select how confident you are", field="confidence")
    elif reason is None and assurance.given_on is not None:
        raise Refused("Enter why it is not accepted", field="reason")
    if review_on is not None or result in domain.ACCEPTING:
        domain.check_review(review_on, on, last_review_day(actor, assurance, on))
    assurance.level_given = level_given
    assurance.judged_on = on
    assurance.judged_by_uid = actor.user_uid
    assurance.judged_by_agency_uid = actor.agency_uid
    assurance.level_accepted = level_accepted or None
    assurance.confidence = confidence or None
    assurance.result = result
    assurance.review_on = review_on
    assurance.judgement_reason = reason
    audit.record(
        "assurance.judged",
        assurance,
        result=result,
        level=assurance.level_accepted,
        confidence=assurance.confidence,
        review_on=review_on.isoformat() if review_on else None,
    )
    return assurance


def void_assurance(*, actor: Actor, case: Case, axis: str, reason: str) -> list[Assurance]:
    """Something happened: what was accepted on this axis no longer holds and is owed again (PR-39)."""
    if not actor.may(Permission.ASSURANCE_SEEK) and not actor.is_system:
        raise NotPermitted("void assurance")
    reason = needed(reason, "Enter what has happened", "reason")
    on = today()
    held = db.session.scalars(
        select(Assurance).where(
            Assurance.case_uid == case.uid, Assurance.axis == axis, Assurance.result.in_(sorted(domain.ACCEPTING))
        )
    ).all()
    voided = [one for one in held if domain.assurance_status(one, on) in domain.ACCEPTING]
    for assurance in voided:
        assurance.voided_on = on
        assurance.voided_reason = reason
        audit.record("assurance.voided", assurance, axis=axis)
    return voided


def _level_to_judge(assurance: Assurance, result: str, on: date) -> str:
    """The level given; for one that never came, that it was not returned."""
    if assurance.given_on is not None and assurance.level_given is not None:
        return assurance.level_given
    if result in domain.ACCEPTING:
        raise Refused("Choose not accepted: nothing has been given yet", field="result", rule="PR-36")
    if assurance.due_on > on:
        raise Refused("Wait until it is due: nothing has been given yet", field="result")
    return domain.NOT_RETURNED
