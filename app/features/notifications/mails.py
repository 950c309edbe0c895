"""Mails about notifications: references, dates, counts and links only."""

from collections.abc import Iterable

from app.features.accounts import interface as accounts
from app.features.notifications.links import link
from app.features.notifications.models import Notification, NotificationMessage
from app.platform.access import Role
from app.platform.mail import declare_mail, post

declare_mail(
    "notification.urgent",
    subject="Urgent notification",
    body="Notification $reference says that somebody may be in immediate danger.\n\n$link\n\n"
    "Check that 999 and the safeguarding front door have been called.\n",
)
declare_mail(
    "notification.answered",
    subject="There is an answer to your notification",
    body="There is an answer to notification $reference.\n\n$link\n",
)
declare_mail(
    "notification.outcome",
    subject="What came of your notification",
    body="The group has met. What came of notification $reference is here:\n\n$link\n",
)
declare_mail(
    "notification.added",
    subject="More information about a notification",
    body="Information was added to notification $reference.\n\n$link\n",
)


def tell_of_danger(notification: Notification) -> None:
    """The coordinator and the chair, at once. PR-05."""
    _tell("notification.urgent", notification, (Role.COORD, Role.CHAIR))


def tell_of_message(notification: Notification) -> None:
    _tell("notification.added", notification, (Role.COORD,), once=False)


def tell_notifier(notification: Notification, address: str) -> None:
    """That there is an answer; what it is stays in the system."""
    post(
        "notification.answered",
        to_uid=notification.notifier_uid,
        address=address,
        area_uid=notification.area_uid,
        once_key=f"notification.answered {notification.uid}",
        reference=notification.reference or "",
        link=link("notifications.notification", notification_uid=notification.uid),
    )


def tell_of_outcome(message: NotificationMessage, notification: Notification, address: str) -> None:
    """That there is word of what came of it; the words stay in the system."""
    post(
        "notification.outcome",
        to_uid=notification.notifier_uid,
        address=address,
        area_uid=notification.area_uid,
        once_key=f"notification.outcome {message.uid}",
        reference=notification.reference or "",
        link=link("notifications.notification", notification_uid=notification.uid),
    )


def _tell(text: str, notification: Notification, roles: Iterable[Role], *, once: bool = True) -> None:
    holders = {user.uid: user for role in roles for user in accounts.holders_of(notification.area_uid, role)}
    for user in holders.values():
        post(
            text,
            to_uid=user.uid,
            address=user.email,
            area_uid=notification.area_uid,
            once_key=f"{text} {notification.uid} {user.uid}" if once else None,
            reference=notification.reference or "",
            link=link("notifications.notification", notification_uid=notification.uid),
        )
