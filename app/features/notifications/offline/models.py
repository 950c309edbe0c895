"""What is known of a form that came from an agency that cannot sign in: who sent it, when it reached the group, how."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.features.notifications.models import Notification, readable_notifications
from app.platform.access import Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base
from app.platform.vault import Sealed, sealed


class Receipt(Sealed, Base):
    """Sealed under the key of its notification, with which it lives and dies. `agency_uid` is that of the sender."""

    __tablename__ = "notification_receipt"

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    notification_uid: Mapped[str] = mapped_column(ForeignKey("notification.uid"), unique=True)
    received_at: Mapped[datetime]
    """When it reached the group: every clock of the notification runs from then."""
    told_at: Mapped[datetime | None]
    """When the agency was last told how it stands."""

    sender = sealed(str)
    how = sealed(str)
    """A code of `form_received_by`."""
    contact = sealed(str | None)
    """How to reach the sender, as the form says."""
    agency_said = sealed(str | None)
    """The agency as the form names it."""
    made_on = sealed(str | None)
    """The day of the lists in the form; None for what came without one."""
    digest = sealed(str | None)
    """Of what was typed: the same form sent twice is noticed."""
    unread = sealed(list)
    """[cell, question, words, why] of what could not be taken over."""
    cells = sealed(dict)
    """Addresses of cells by field of the web form, to ask the sender by."""


def _receipt_rule(actor: Actor) -> ColumnElement[bool]:
    readable = select(Notification.uid).where(readable_notifications(actor))
    return and_(area_rule(Receipt, actor), Receipt.notification_uid.in_(readable))


protect(Receipt, _receipt_rule)
