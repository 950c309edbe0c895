"""The outbox. A mail is a row written in the command's transaction; its delivery is noted beside it.

Sending happens between two short transactions, never inside one: a slow mail server must not hold up the database.
A mail that was leased and never noted as sent (a killed worker) is tried again with the same message identifier.
"""

from datetime import datetime, timedelta

import structlog
from flask import current_app
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.clock import now
from app.platform.database.base import Base, Uid, db
from app.platform.mail.senders import NotDeliverable, Sender
from app.platform.mail.templates import compose
from app.platform.mail.waiting import Patience
from app.platform.vault import Sealed, sealed

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=4)
"""Longer than sending one mail may take."""
BATCH = 50
GIVEN_UP = "GIVEN_UP"
"""What is written beside a mail that was tried too often."""


class OutboxMail(Sealed, Base):
    """A mail to somebody with an account. `once_key` makes a reminder go out once for the same thing."""

    __tablename__ = "outbox_mail"

    to_uid: Mapped[str] = mapped_column(Uid, index=True)
    text_name: Mapped[str] = mapped_column(String(40))
    once_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    posted_at: Mapped[datetime]

    address = sealed(str)
    values = sealed(dict)
    """Sealed because a link that lets somebody in is among them."""
    calendar = sealed(str | None)
    """An event for the receiver's calendar, without anybody's address."""


class MailDelivery(Base):
    """How the sending of a mail stands. Plain: it moves without the mail being opened or re-sealed."""

    __tablename__ = "mail_delivery"

    mail_uid: Mapped[str] = mapped_column(ForeignKey("outbox_mail.uid"), primary_key=True)
    try_after: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    refused_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it became known that it does not arrive: refused for good, given up, or returned after it was sent."""
    problem: Mapped[str | None] = mapped_column(String(60))
    """The last thing that went wrong, as a code."""

    mail: Mapped[OutboxMail] = relationship(lazy="joined", innerjoin=True)


def post(
    text_name: str,
    *,
    to_uid: str,
    address: str,
    area_uid: str,
    once_key: str | None = None,
    calendar: str | None = None,
    **values: str,
) -> OutboxMail | None:
    """Put a mail into the outbox, within the caller's transaction. None when `once_key` was posted before.

    `calendar` (the text of an iCalendar object) makes it an invitation, an update or a cancellation.
    """
    compose(text_name, values)
    if once_key is not None and db.session.scalar(select(OutboxMail.uid).where(OutboxMail.once_key == once_key)):
        return None
    mail = OutboxMail(
        key_uid=to_uid,
        area_uid=area_uid,
        to_uid=to_uid,
        text_name=text_name,
        values=values,
        once_key=once_key,
        posted_at=now(),
        address=address,
        calendar=calendar,
    )
    db.session.add(mail)
    db.session.flush()
    db.session.add(MailDelivery(mail_uid=mail.uid, try_after=now(), tries=0))
    return mail


def send_waiting() -> int:
    """Send what waits, one mail at a time, committing as it goes. Returns how many were sent. A job of the worker.

    Claimed, sent, noted: killed before the note, a mail goes again after its lease as the same message: decision 0007.
    """
    sent = 0
    for _ in range(BATCH):
        delivery = _lease()
        if delivery is None:
            break
        sent += _send(delivery)
        db.session.commit()
    return sent


def _send(delivery: MailDelivery) -> bool:
    sender: Sender = current_app.extensions["mail"]
    patience: Patience = current_app.extensions["mail.patience"]
    mail, uid, tries = delivery.mail, delivery.mail_uid, delivery.tries
    try:
        address, (subject, body) = mail.address, compose(mail.text_name, dict(mail.values))
        calendar = mail.calendar.encode() if mail.calendar else None
        db.session.commit()
        sender.send(uid, address, subject, body, calendar, again=tries > 1)
    except NotDeliverable as refused:
        delivery.refused_at, delivery.problem = now(), refused.code
        log.warning("mail.refused", mail=uid, problem=refused.code)
    except Exception as problem:  # noqa: BLE001 - one mail must not stop the others
        delivery.problem = type(problem).__name__
        delivery.try_after = now() + patience.wait(uid, tries)
        log.warning("mail.not_sent", mail=uid, tries=tries, problem=delivery.problem)
        if patience.is_over(tries):
            delivery.refused_at, delivery.problem = now(), GIVEN_UP
            log.error("mail.given_up", mail=uid, tries=tries)
    else:
        delivery.sent_at, delivery.problem = now(), None
        return True
    return False


def send_again(mail: OutboxMail, delivery: MailDelivery, *, address: str) -> None:
    """Put a mail that did not arrive out once more, to the address its receiver has now. Within the caller's
    transaction; pressed twice, it goes once."""
    if delivery.refused_at is None:
        return
    if mail.address != address:
        mail.address = address
    delivery.refused_at = delivery.sent_at = delivery.problem = None
    delivery.tries, delivery.try_after = 0, now()


def _lease() -> MailDelivery | None:
    """Take the mail that has waited longest, for a while."""
    delivery = db.session.scalar(
        select(MailDelivery)
        .where(MailDelivery.sent_at.is_(None), MailDelivery.refused_at.is_(None), MailDelivery.try_after <= now())
        .order_by(MailDelivery.try_after)
        .limit(1)
        .with_for_update(of=MailDelivery, skip_locked=True)
    )
    if delivery is not None:
        delivery.tries += 1
        delivery.try_after = now() + LEASE
    return delivery
