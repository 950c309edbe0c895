"""What agencies have not answered yet follows to the case that goes on, and back. PR-13, PR-47."""

from collections.abc import Collection

from sqlalchemy import select

from app.features.cases.interface import Case
from app.features.merging.changes import Changes
from app.features.returns import interface as returns
from app.features.returns.models import AgencyReturn, InformationRequest
from app.kernel.clock import now
from app.platform.database import db


def requests_follow(changes: Changes, ends: Case, goes_on: Case) -> int:
    """Ask of the case that goes on what is still to be answered about the one that ends; an agency that is asked about
    both for one meeting is asked once more than it need be, and neither is touched. Returns how many follow."""
    there = {(one.meeting_uid, one.agency_uid) for one in _about(goes_on)}
    moved = [
        one
        for one in _about(ends)
        if returns.is_owed(one, now()) and one.over_at is None and (one.meeting_uid, one.agency_uid) not in there
    ]
    for one in moved:
        with changes.to(one, "case_uid"):
            one.case_uid = goes_on.uid
    answers_follow([one.uid for one in moved])
    return len(moved)


def answers_follow(request_uids: Collection[str]) -> None:
    """Let every version of an answer be about the case of its request."""
    found = db.session.execute(
        select(AgencyReturn, InformationRequest.case_uid)
        .join(InformationRequest, InformationRequest.uid == AgencyReturn.request_uid)
        .where(AgencyReturn.request_uid.in_(request_uids))
    ).all()
    for answer, case_uid in found:
        answer.case_uid = case_uid
    db.session.flush()


def _about(case: Case) -> list[InformationRequest]:
    return list(db.session.scalars(select(InformationRequest).where(InformationRequest.case_uid == case.uid)))
