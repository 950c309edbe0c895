"""How mail leaves: to a folder of files, or by SMTP."""

import smtplib
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from flask import Flask

from app.platform.icalendar import addressed, method_of


class Sender(Protocol):
    def send(self, uid: str, address: str, subject: str, body: str, calendar: bytes | None = None) -> None:
        """Send one mail. Raises OSError when it did not go; `uid` makes the message's own identifier."""


def message(
    sender: str, uid: str, address: str, subject: str, body: str, *, calendar: bytes | None = None
) -> EmailMessage:
    """With a `calendar` the mail is an invitation, an update or a cancellation: as another form of the text, which
    most programs show as such, and as a file for those that do not."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = address
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{uid}@concord>"
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

    def send(self, uid: str, address: str, subject: str, body: str, calendar: bytes | None = None) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.folder / f"{uid}.eml").write_bytes(
            bytes(message(self.sender, uid, address, subject, body, calendar=calendar))
        )


class SmtpSender:
    """Sends by SMTP over STARTTLS."""

    def __init__(self, host: str, port: int, user: str | None, password: str | None, sender: str) -> None:
        self.host, self.port, self.user, self.password, self.sender = host, port, user, password, sender

    def send(self, uid: str, address: str, subject: str, body: str, calendar: bytes | None = None) -> None:
        with smtplib.SMTP(self.host, self.port, timeout=20) as server:
            server.starttls()
            if self.user and self.password:
                server.login(self.user, self.password)
            server.send_message(message(self.sender, uid, address, subject, body, calendar=calendar))


def init_mail(app: Flask, sender: Sender) -> None:
    app.extensions["mail"] = sender
