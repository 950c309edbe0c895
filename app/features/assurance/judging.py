"""Judging what was given, and voiding what no longer holds."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from app.features.assurance import domain
from app.features.assurance.domain import Step, check_step, may_take, take
from app.features.assurance.holding import hold, needed
from app.features.assurance.levels import acceptable_levels, last_review_day, level_order
from app.features.assurance.models import Assurance
from app.features.assurance.queries import list_for_case
from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

REJECTED = domain.Status.REJECTED_ACTION_NEEDED

audit.declare("assurance.judged", facts={"result", "level", "confidence", "review_on"})
audit.declare("assurance.voided", facts={"axis", "by_event"})


def judge_assurance(
    *,
    actor: Actor,
    assurance: Assurance,
    result: str,
    level_accepted: str | None,
    confidence: str | None,
    confidence_why: str | None,
    review_on: date | None,
    reason: str | None = None,
) -> Assurance:
    """Accept it until a date, or not (PR-36, PR-38). What was never given can only be rejected, once it is due.

    An acceptance says how confident the group is, and why. Raises NotPermitted for anybody but a chair.
    """
    if not actor.may(Permission.ASSURANCE_ACCEPT):
        raise NotPermitted("judge assurance")
    if result not in domain.RESULTS:
        raise Refused("Select whether the assurance is accepted", field="result")
    reason = (reason or "").strip() or None
    hold(assurance)
    step = Step.ACCEPT if result in domain.ACCEPTING else Step.REJECT
    if step is Step.REJECT:
        level_accepted = None
    said = {
        "judged_by_uid": actor.user_uid,
        "level_accepted": level_accepted,
        "confidence": confidence if partnership.is_code("confidence", confidence or "") else None,
        "confidence_why": (confidence_why or "").strip() or None,
        "judgement_reason": reason,
    }
    judged = {"result": result, "review_on": review_on, **said}
    if all(getattr(assurance, name) == value for name, value in judged.items()):
        return assurance
    on = today()
    level_given = (assurance.level_given if assurance.given_on else None) or domain.NOT_RETURNED
    check_step(step, assurance, on)
    if step is Step.ACCEPT:
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
        needed(confidence_why, "Enter why you are that confident", "confidence_why")
    elif reason is None and assurance.given_on is not None:
        raise Refused("Enter why it is not accepted", field="reason")
    if review_on is not None or step is Step.ACCEPT:
        domain.check_review(review_on, on, last_review_day(actor, assurance, on))
    take(step, assurance, on, result=result, review_on=review_on)
    assurance.level_given = level_given
    assurance.judged_by_agency_uid = actor.agency_uid
    for name, value in said.items():
        setattr(assurance, name, value)
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
    """Something happened: what was accepted on this axis no longer holds and is owed again (PR-39). Refused when
    nothing accepted holds, so that nobody believes something was changed."""
    if not actor.may(Permission.ASSURANCE_SEEK) and not actor.is_system:
        raise NotPermitted("void assurance")
    reason = needed(reason, "Enter what has happened", "reason")
    voided = void_held(actor, case, [axis], reason)
    if not voided and reason not in {one.voided_reason for one in list_for_case(actor, case.uid) if one.axis == axis}:
        raise Refused("Look at the assurance again: nothing accepted about this kind of risk holds now", field="reason")
    return voided


def void_held(
    actor: Actor, case: Case, axes: Collection[str], reason: str, *, entry_uid: str | None = None
) -> list[Assurance]:
    """Void what is accepted and in date on `axes`. `entry_uid` is the entry that told of the event, where one did."""
    on = today()
    held = db.session.scalars(
        select(Assurance)
        .where(
            Assurance.case_uid == case.uid,
            Assurance.axis.in_(sorted(axes)),
            Assurance.result.in_(sorted(domain.ACCEPTING)),
        )
        .with_for_update(of=Assurance)
    ).all()
    voided = [one for one in held if may_take(Step.VOID, one, on)]
    for assurance in voided:
        take(Step.VOID, assurance, on)
        assurance.voided_reason = reason
        assurance.voided_by_uid = entry_uid
        audit.record("assurance.voided", assurance, axis=assurance.axis, by_event=entry_uid is not None)
    return voided


def check_assured(*, actor: Actor, case: Case, item_uid: str | None = None) -> None:
    """A meeting cannot decide that a case is assured on assurance that nobody may accept (PR-36), that lapsed (PR-37)
    or that was never asked for. What is asked under the item itself may be on its way. Raises Refused."""
    on = today()
    rows = [one for one in list_for_case(actor, case.uid) if domain.is_current(one)]
    acceptable = acceptable_levels()
    weak = [one.reference for one in rows if one.level_given not in {None, *acceptable} or one.result == REJECTED]
    if weak:
        names = ", ".join(sorted(weak))
        raise Refused(
            f"Leave this decision out: what was given was not accepted, or cannot be ({names})",
            field="code",
            rule="PR-36",
        )
    lapsed = [one for one in rows if domain.assurance_status(one, on) is domain.Status.LAPSED]
    if lapsed:
        names = ", ".join(sorted(one.reference for one in lapsed))
        raise Refused(f"Ask for it again first: what was accepted has lapsed ({names})", field="code", rule="PR-37")
    holds = any(domain.assurance_status(one, on) in domain.ACCEPTING for one in rows)
    if not holds and not any(item_uid is not None and one.item_uid == item_uid for one in rows):
        raise Refused("Seek assurance first: there is none to accept", field="code", rule="4.3")
