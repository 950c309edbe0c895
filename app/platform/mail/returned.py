"""Mails that came back: what a mail server reports later (RFC 3464), noted beside the mail it is about."""

from email import message_from_bytes, policy
from email.message import Message

from sqlalchemy import select

from app.kernel.clock import now
from app.platform.database.base import db
from app.platform.mail.outbox import MailDelivery
from app.platform.mail.senders import HOST

HEADERS = frozenset({"message/rfc822", "text/rfc822-headers"})


def read_notice(raw: bytes) -> tuple[str, str] | None:
    """The uid of the mail that a delivery report is about, with the code that says why it failed for good.

    None for anything else: a report of a delay, of a mail that arrived, of somebody else's mail, or no report.
    """
    report = message_from_bytes(raw, policy=policy.default)
    if report.get_content_type() != "multipart/report":
        return None
    uid = code = None
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            code = code or _failed(part)
        elif part.get_content_type() in HEADERS:
            uid = uid or _own_uid(part)
    return (uid, code) if uid and code else None


def _failed(part: Message) -> str | None:
    """The status of the first recipient whose delivery failed for good."""
    for block in _parts(part):
        status = str(block.get("Status", "")).split(" ", 1)[0].strip()
        if str(block.get("Action", "")).strip().lower() == "failed" and status.startswith("5."):
            return status[:20]
    return None


def _own_uid(part: Message) -> str | None:
    inner = _parts(part)
    headers = inner[0] if inner else message_from_bytes(str(part.get_payload()).encode(), policy=policy.default)
    name, _at, host = str(headers.get("Message-ID", "")).strip().strip("<>").partition("@")
    return name if host == HOST and name else None


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def note_returned(uid: str, code: str) -> bool:
    """Note that a mail came back. False when it is not ours, was noted before, or was put out again since."""
    delivery = db.session.scalar(
        select(MailDelivery).where(
            MailDelivery.mail_uid == uid, MailDelivery.sent_at.is_not(None), MailDelivery.refused_at.is_(None)
        )
    )
    if delivery is None:
        return False
    delivery.refused_at, delivery.problem = now(), code
    return True
