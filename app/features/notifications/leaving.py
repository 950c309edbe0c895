"""What a leaver has in hand: notifications that were begun and not sent. They are the agency’s record."""

from sqlalchemy import select

from app.features.accounts.interface import handover
from app.features.accounts.models import User
from app.features.notifications.models import Notification
from app.kernel.clock import local
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("notification.handed_over", facts={"to_uid"})


def drafts(user_uid: str) -> list[str]:
    return [f"begun on {(at := local(one.started_at)).day} {at:%B %Y}" for one in _drafts(user_uid)]


def move_drafts(_actor: Actor, leaver: User, heir: User) -> int:
    moving = _drafts(leaver.uid)
    for draft in moving:
        draft.notifier_uid = heir.uid
        audit.record("notification.handed_over", draft, to_uid=heir.uid)
    return len(moving)


def _drafts(user_uid: str) -> list[Notification]:
    theirs = select(Notification).where(Notification.notifier_uid == user_uid, Notification.submitted_at.is_(None))
    return list(db.session.scalars(theirs.order_by(Notification.started_at)))


handover.add_source(
    "drafts", "Notifications not sent", drafts, move_drafts, order=40, needs=Permission.NOTIFICATION_SUBMIT
)
