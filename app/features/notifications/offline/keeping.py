"""Receipts: made, found, listed. What each actor may see is in `models`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from app.features.notifications.models import Notification, NotificationMessage
from app.features.notifications.offline.models import Receipt
from app.kernel.clock import today
from app.kernel.references import reference
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.numbering import next_number

PREFIX = "F"


def receive(
    notification: Notification,
    *,
    sender: str,
    how: str,
    received_at: datetime,
    **sealed: Any,
) -> Receipt:
    """Keep where a draft came from. `sealed`: as in the model."""
    receipt = Receipt(
        key_uid=notification.key_uid,
        area_uid=notification.area_uid,
        agency_uid=notification.agency_uid,
        reference=reference(PREFIX, today().year, next_number(PREFIX, today().year)),
        notification_uid=notification.uid,
        received_at=received_at,
        sender=sender,
        how=how,
        unread=sealed.pop("unread", ()),
        **sealed,
    )
    db.session.add(receipt)
    db.session.flush()
    return receipt


def find_receipt(actor: Actor, notification: Notification) -> Receipt | None:
    """Of a notification that came as a form; None for one that was typed here by the agency itself."""
    return db.session.scalar(select(Receipt).where(Receipt.notification_uid == notification.uid))


def came_as_form() -> ColumnElement[bool]:
    """Of a notification in a query."""
    return exists().where(Receipt.notification_uid == Notification.uid)


def receipts_of(actor: Actor, notifications: Iterable[Notification]) -> Mapping[str, Receipt]:
    """By uid of the notification, those that there are."""
    uids = [one.uid for one in notifications]
    if not uids:
        return {}
    found = db.session.scalars(select(Receipt).where(Receipt.notification_uid.in_(uids)))
    return {one.notification_uid: one for one in found}


def count_receipts(actor: Actor) -> int:
    return db.session.scalar(select(func.count(Receipt.uid))) or 0


def list_receipts(actor: Actor, *, limit: int = 25, offset: int = 0) -> Sequence[tuple[Receipt, Notification]]:
    """With their notifications, the newest first."""
    rows = db.session.execute(
        select(Receipt, Notification)
        .join(Notification, Notification.uid == Receipt.notification_uid)
        .order_by(Receipt.received_at.desc(), Receipt.uid)
        .limit(limit)
        .offset(offset)
    )
    return [(receipt, notification) for receipt, notification in rows]


def answers_to_pass_on(actor: Actor) -> Sequence[Notification]:
    """What has been decided and not yet been told to the agency that sent the form."""
    return db.session.scalars(
        select(Notification)
        .join(Receipt, Receipt.notification_uid == Notification.uid)
        .where(
            Notification.answered_at.is_not(None),
            or_(Receipt.told_at.is_(None), Receipt.told_at < Notification.answered_at),
        )
        .order_by(Notification.answer_by, Notification.uid)
    ).all()


def said_since(actor: Actor, uids: Iterable[str]) -> Mapping[str, Sequence[NotificationMessage]]:
    """What the group told of each notification after it was decided, by uid, oldest first."""
    found: dict[str, list[NotificationMessage]] = {}
    said = select(NotificationMessage).where(
        NotificationMessage.notification_uid.in_(list(uids)),
        NotificationMessage.agency_uid.is_(None),  # in the name of the group, not of somebody's agency
    )
    for message in db.session.scalars(said.order_by(NotificationMessage.at)):
        found.setdefault(message.notification_uid, []).append(message)
    return found
