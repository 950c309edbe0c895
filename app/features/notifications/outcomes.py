"""What came of a notification after its case was heard."""

from app.features.accounts import interface as accounts
from app.features.notifications import mails
from app.features.notifications.models import Notification, NotificationMessage
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("notification.outcome_told")


def tell_outcome(*, actor: Actor, notification: Notification, text: str, by_uid: str) -> NotificationMessage:
    """Tell the notifier what came of it, in the name of `by_uid`: the words stay in the system, the mail has a link.
    Whoever calls sees to it that it is done once. PR-35."""
    message = NotificationMessage(
        key_uid=notification.key_uid,
        area_uid=notification.area_uid,
        notification_uid=notification.uid,
        at=now(),
        by_uid=by_uid,
    )
    message.text = text
    db.session.add(message)
    db.session.flush()
    audit.record("notification.outcome_told", notification)
    mails.tell_of_outcome(message, notification, accounts.get_user(actor, notification.notifier_uid).email)
    return message
