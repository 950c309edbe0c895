"""What a leaver has in hand: requests for information that were handed to them and are not answered."""

from sqlalchemy import select

from app.features.accounts.interface import handover
from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.returns import domain, mails
from app.features.returns.models import InformationRequest
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db


def requests(user_uid: str) -> list[str]:
    return [one.reference for one in _delegated(user_uid)]


def move_requests(actor: Actor, leaver: User, heir: User) -> int:
    """Each is handed to the colleague, who is told as if a colleague had handed it on. What would not reach them
    stays."""
    asked = _delegated(leaver.uid)
    locked = cases.locked_out_of(actor, [one.case_uid for one in asked])
    moving = [one for one in asked if heir.uid not in locked.get(one.case_uid, ())]
    for request in moving:
        request.delegated_to_uid = heir.uid
        mails.tell_delegate(request, heir)
        audit.record("return.delegated", request, user_uid=heir.uid)
    return len(moving)


def _delegated(user_uid: str) -> list[InformationRequest]:
    theirs = select(InformationRequest).where(InformationRequest.delegated_to_uid == user_uid)
    found = db.session.scalars(theirs.order_by(InformationRequest.reference))
    return [request for request in found if domain.is_owed(request, now())]


handover.add_source(
    "requests", "Requests for information", requests, move_requests, order=30, needs=Permission.RETURN_GIVE
)
