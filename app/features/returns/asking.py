"""Asking agencies for information before a meeting, and no longer asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.features.cases.models import Case, CaseAgency
from app.features.cases.visibility import EXCLUDED
from app.features.partnership import interface as partnership
from app.features.returns import mails
from app.features.returns.domain import is_owed
from app.features.returns.holding import hold, needed
from app.features.returns.identity import about_case
from app.features.returns.models import InformationRequest
from app.features.returns.settling import forget
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db, next_number

audit.declare("return.asked", facts={"agency_uid", "case_uid", "meeting_uid", "reason_code"})
audit.declare("return.batch_sent", facts={"area_uid", "meeting_uid", "requests", "mails"})
audit.declare("return.withdrawn", facts={"agency_uid"})
audit.declare("return.due_moved", facts={"area_uid", "meeting_uid", "requests"})

ADDED = "ADDED"


@dataclass(frozen=True)
class Asked:
    """One agency to be asked about one case. The case comes with its subject; `reason` is a code of the agenda."""

    case: Case
    agency_uid: str
    reason: str = ADDED


def ask(
    *, actor: Actor, case: Case, agency_uid: str, meeting_uid: str, due_at: datetime, reason: str = ADDED
) -> InformationRequest:
    """Ask an agency about a case for a meeting; asked already, the request that is there. Nobody is told by mail.

    Being asked lets nobody see the case. Raises Refused at `agency_uid` for an agency that has no agreement in date or
    is shut out of the case, and for a moment that is past.
    """
    db.session.scalar(select(Case.uid).where(Case.uid == case.uid).with_for_update())
    found = db.session.scalar(
        select(InformationRequest).where(
            InformationRequest.meeting_uid == meeting_uid,
            InformationRequest.case_uid == case.uid,
            InformationRequest.agency_uid == agency_uid,
        )
    )
    if found is not None and found.withdrawn_at is None:
        return found
    _check(case, agency_uid, due_at)
    if found is not None:
        return _ask_again(found, case, actor, due_at, reason)
    on = today()
    request = InformationRequest(
        uid=new_uid(),
        key_uid=case.key_uid,
        agency_uid=agency_uid,
        area_uid=case.area_uid,
        reference=reference("Q", on.year, next_number("Q", on.year)),
        case_uid=case.uid,
        meeting_uid=meeting_uid,
        reason=reason,
        asked_at=now(),
        asked_by_uid=actor.user_uid,
        due_at=due_at,
        version=0,
    )
    request.about = about_case(case)
    db.session.add(request)
    db.session.flush()
    _record(request)
    return request


def _ask_again(
    request: InformationRequest, case: Case, actor: Actor, due_at: datetime, reason: str
) -> InformationRequest:
    """A question that was withdrawn is asked anew: it begins again."""
    request.withdrawn_at = request.forgotten_at = request.delegated_to_uid = request.started_at = None
    request.reminded_at = request.chased_at = request.escalated_at = None
    request.asked_at, request.asked_by_uid = now(), actor.user_uid
    request.due_at, request.reason = due_at, reason
    request.about = about_case(case)
    _record(request)
    return request


def _record(request: InformationRequest) -> None:
    audit.record(
        "return.asked",
        request,
        agency_uid=request.agency_uid,
        case_uid=request.case_uid,
        meeting_uid=request.meeting_uid,
        reason_code=request.reason,
    )


def _check(case: Case, agency_uid: str, due_at: datetime) -> None:
    if agency_uid not in {agency.uid for agency in partnership.agencies_in(case.area_uid)}:
        raise Refused("Select an agency of this area", field="agency_uid")
    partnership.check_recipient(agency_uid, field="agency_uid")
    if not partnership.has_current_agreement(agency_uid):
        raise Refused("Choose another agency: this one has no agreement in date", field="agency_uid", rule="PR-02")
    standing = db.session.scalar(
        select(CaseAgency.standing).where(CaseAgency.case_uid == case.uid, CaseAgency.agency_uid == agency_uid)
    )
    if standing == EXCLUDED:
        raise Refused("Choose another agency: this one is shut out of the case", field="agency_uid")
    if due_at <= now():
        raise Refused("Choose a moment in the future by which it is due", field="due_at")


def send_requests(
    *, actor: Actor, meeting_uid: str, area_uid: str, asked: Sequence[Asked], due_at: datetime
) -> list[InformationRequest]:
    """Ask about all of `asked` at once, with one mail to each contact of each agency. What was asked before stays as it
    is and is not mailed again. Returns what was newly asked."""
    before = _asked_already(meeting_uid)
    fresh = [
        ask(
            actor=actor,
            case=one.case,
            agency_uid=one.agency_uid,
            meeting_uid=meeting_uid,
            due_at=due_at,
            reason=one.reason,
        )
        for one in asked
        if (one.case.uid, one.agency_uid) not in before
    ]
    if fresh:
        once = f"{meeting_uid} {fresh[0].uid}"
        sent = mails.tell("returns.asked", fresh, mails.contacts(area_uid), once=once)
        audit.record("return.batch_sent", area_uid=area_uid, meeting_uid=meeting_uid, requests=len(fresh), mails=sent)
    return fresh


def _asked_already(meeting_uid: str) -> set[tuple[str, str]]:
    rows = db.session.execute(
        select(InformationRequest.case_uid, InformationRequest.agency_uid).where(
            InformationRequest.meeting_uid == meeting_uid, InformationRequest.withdrawn_at.is_(None)
        )
    )
    return {(case_uid, agency_uid or "") for case_uid, agency_uid in rows}


def withdraw_request(*, actor: Actor, request: InformationRequest, why: str) -> None:
    """Nothing is asked any more: the agency is no longer shown whom it was about. An answer that was given stays."""
    why = needed(why, "Enter why this is no longer asked", "why")
    hold(request)
    if request.withdrawn_at is not None:
        return
    if request.returned_at is not None:
        raise Refused("Leave it as it is: the agency has answered", field="why")
    request.withdrawn_at = now()
    forget(request)
    audit.record("return.withdrawn", request, reason=why, agency_uid=request.agency_uid)


def move_due(*, actor: Actor, meeting_uid: str, due_at: datetime) -> int:
    """The meeting was moved: what is still owed for it is due at another moment, and chased anew. Returns how many."""
    rows = db.session.scalars(select(InformationRequest).where(InformationRequest.meeting_uid == meeting_uid)).all()
    moved = [row for row in rows if is_owed(row, now()) and row.due_at != due_at]
    for row in moved:
        row.due_at = due_at
        row.reminded_at = row.chased_at = row.escalated_at = None
    if moved:
        audit.record("return.due_moved", area_uid=moved[0].area_uid, meeting_uid=meeting_uid, requests=len(moved))
    return len(moved)
