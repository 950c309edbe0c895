"""Mail: written to an outbox in the command's transaction, sent by the worker. No personal data but the address."""

from app.platform.mail.outbox import MailDelivery, OutboxMail, post, send_waiting
from app.platform.mail.senders import FileSender, Sender, SmtpSender, init_mail
from app.platform.mail.templates import declare_mail

__all__ = [
    "FileSender",
    "MailDelivery",
    "OutboxMail",
    "Sender",
    "SmtpSender",
    "declare_mail",
    "init_mail",
    "post",
    "send_waiting",
]
