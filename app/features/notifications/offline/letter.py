"""The words for an agency that cannot sign in: how its notification stands, and what came of it. They name nobody the
notification is about: what is passed on leaves Concord."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.features.notifications import domain
from app.features.notifications.domain import Status, notification_status
from app.features.notifications.models import Notification, NotificationMessage
from app.features.notifications.offline.models import Receipt
from app.features.partnership import interface as partnership
from app.kernel.clock import local
from app.web.rendering import day

LATE = (
    "Nominations for the next meeting had closed when it reached us. It comes to that meeting only if the chair "
    "agrees, and otherwise to the one after it."
)
DANGER = (
    "If anybody is in immediate danger, call 999 and the safeguarding front door. This answer is no reason to wait. "
    "If you know more, or something changes, tell us and quote the reference."
)


@dataclass(frozen=True)
class Letter:
    """`paragraphs` may hold line breaks."""

    to: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]


def letter_of(notification: Notification, receipt: Receipt, said: Sequence[NotificationMessage], again: str) -> Letter:
    """`said` is what the group told since; `again` the day by which a returned one is asked for, or nothing."""
    reached = day(local(receipt.received_at).date())
    found = [f"Thank you for telling the Serious Violence Operational Group of your concern: we had it on {reached}."]
    status = notification_status(notification)
    if status is Status.WITHDRAWN:
        found.append("You asked for it to be taken back, and it was. Nothing further is done with it.")
    elif notification.triaged_at is None:
        found.append(
            f"The coordinator decides by {day(notification.triage_by)} what happens with it, and you are told by "
            f"{day(notification.answer_by)}."
        )
        if notification.late:
            found.append(LATE)
    else:
        found.append(f"It was decided on {day(local(notification.triaged_at).date())}.")
        if notification.answer:
            found.append(notification.answer)
    if again:
        found.append(f"Please send it again by {again}, in a new form or by telling us what was missing.")
    found += [one.text for one in said]
    found.append(DANGER)
    agency = partnership.agency_name(receipt.agency_uid or "")
    return Letter((receipt.sender, agency), f"Your notification {notification.reference}", tuple(found))


def news_at(notification: Notification, said: Sequence[NotificationMessage]) -> datetime | None:
    """When there was last something to tell the agency."""
    moments = [
        notification.submitted_at,
        notification.withdrawn_at,
        notification.answered_at,
        *(one.at for one in said),
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def waits_to_be_told(notification: Notification, receipt: Receipt, said: Sequence[NotificationMessage]) -> bool:
    latest = news_at(notification, said)
    return latest is not None and (receipt.told_at is None or receipt.told_at < latest)


def send_again_by(notification: Notification) -> str:
    """The last day on which a returned notification is asked for again; nothing when it is not."""
    if notification.answered_at is None or notification_status(notification) is not Status.MORE_INFO:
        return ""
    days = partnership.number("notification.insufficient_return", notification.area_uid)
    return day(domain.days_after(local(notification.answered_at).date(), days))
