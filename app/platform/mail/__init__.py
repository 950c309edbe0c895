"""Mail: written to an outbox in the command's transaction, sent by the worker. No personal data but the address."""

from app.platform.mail.notify import NotifySender
from app.platform.mail.outbox import GIVEN_UP, MailDelivery, OutboxMail, post, send_again, send_waiting
from app.platform.mail.returned import note_returned, read_notice
from app.platform.mail.senders import FileSender, NotDeliverable, Sender, SmtpSender, init_mail
from app.platform.mail.templates import declare_mail, subject_of
from app.platform.mail.waiting import Patience

__all__ = [
    "GIVEN_UP",
    "FileSender",
    "MailDelivery",
    "NotDeliverable",
    "NotifySender",
    "OutboxMail",
    "Patience",
    "Sender",
    "SmtpSender",
    "declare_mail",
    "init_mail",
    "note_returned",
    "post",
    "read_notice",
    "send_again",
    "send_waiting",
    "subject_of",
]
