"""How mail leaves: to a folder of files, or by SMTP. `notify` has a third way."""

import re
import smtplib
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from flask import Flask

from app.platform.icalendar import addressed, method_of
from app.platform.mail.waiting import Patience

HOST = "concord"
"""What stands after the @ of every message identifier: a returned mail is known by it."""

_ENHANCED = re.compile(rb"\s*(5\.\d{1,3}\.\d{1,3})\b")


class NotDeliverable(Exception):
    """A mail was refused for good: trying again would change nothing. `code` is the server's, never its words, which
    may repeat the address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Sender(Protocol):
    def send(
        self, uid: str, address: str, subject: str, body: str, calendar: bytes | None = None, *, again: bool = False
    ) -> None:
        """Send one mail. Raises NotDeliverable when it never will go, and anything else when it did not go now.

        `uid` makes the message's own identifier; `again`: it was tried before, and may have gone.
        """

    def returned(self) -> Iterable[tuple[str, str]]:
        """The uid of each mail that was taken and came back, with the code that says why."""


def message_id(uid: str) -> str:
    return f"<{uid}@{HOST}>"


def message(
    sender: str, uid: str, address: str, subject: str, body: str, *, calendar: bytes | None = None
) -> EmailMessage:
    """With a `calendar` the mail is an invitation, an update or a cancellation: as another form of the text, which
    most programs show as such, and as a file for those that do not."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = address
    mail["Subject"] = subject
    mail["Message-ID"] = message_id(uid)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body)
    if calendar is not None:
        part = addressed(calendar, organiser=parseaddr(sender)[1], attendee=address)
        mail.add_alternative(part, maintype="text", subtype="calendar", cte="base64")
        _, written = mail.iter_parts()
        written.set_param("method", method_of(calendar))
        written.set_param("charset", "utf-8")
        mail.add_attachment(part, maintype="application", subtype="ics", filename="meeting.ics")
    return mail


class FileSender:
    """Writes each mail as a file named by its uid: sent twice is still there once."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def send(
        self, uid: str, address: str, subject: str, body: str, calendar: bytes | None = None, *, again: bool = False
    ) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.folder / f"{uid}.eml").write_bytes(
            bytes(message(self.sender, uid, address, subject, body, calendar=calendar))
        )

    def returned(self) -> Iterable[tuple[str, str]]:
        return ()


class SmtpSender:
    """Sends by SMTP over STARTTLS."""

    def __init__(self, host: str, port: int, user: str | None, password: str | None, sender: str) -> None:
        self.host, self.port, self.user, self.password, self.sender = host, port, user, password, sender

    def send(
        self, uid: str, address: str, subject: str, body: str, calendar: bytes | None = None, *, again: bool = False
    ) -> None:
        with smtplib.SMTP(self.host, self.port, timeout=20) as server:
            server.starttls()
            if self.user and self.password:
                server.login(self.user, self.password)
            try:
                server.send_message(message(self.sender, uid, address, subject, body, calendar=calendar))
            except smtplib.SMTPRecipientsRefused as refused:
                for code, words in refused.recipients.values():
                    _give_up_if_permanent(code, words)
                raise
            except smtplib.SMTPDataError as refused:
                _give_up_if_permanent(refused.smtp_code, refused.smtp_error)
                raise

    def returned(self) -> Iterable[tuple[str, str]]:
        """What comes back does so as a mail: see `returned.read_notice`."""
        return ()


def _give_up_if_permanent(code: int, words: bytes | str) -> None:
    if 500 <= code < 600:
        enhanced = _ENHANCED.match(words if isinstance(words, bytes) else words.encode())
        raise NotDeliverable(f"{code} {enhanced[1].decode()}" if enhanced else str(code))


def init_mail(app: Flask, sender: Sender, patience: Patience | None = None) -> None:
    app.extensions["mail"] = sender
    app.extensions["mail.patience"] = patience or app.extensions.get("mail.patience") or Patience()
