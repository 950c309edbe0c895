"""How mail leaves: to a folder of files, or by SMTP."""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from flask import Flask


class Sender(Protocol):
    def send(self, uid: str, address: str, subject: str, body: str) -> None:
        """Send one mail. Raises OSError when it did not go; `uid` makes the message's own identifier."""


def message(sender: str, uid: str, address: str, subject: str, body: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = address
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{uid}@concord>"
    mail.set_content(body)
    return mail


class FileSender:
    """Writes each mail as a file named by its uid: sent twice is still there once."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def send(self, uid: str, address: str, subject: str, body: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.folder / f"{uid}.eml").write_bytes(bytes(message(self.sender, uid, address, subject, body)))


class SmtpSender:
    """Sends by SMTP over STARTTLS."""

    def __init__(self, host: str, port: int, user: str | None, password: str | None, sender: str) -> None:
        self.host, self.port, self.user, self.password, self.sender = host, port, user, password, sender

    def send(self, uid: str, address: str, subject: str, body: str) -> None:
        with smtplib.SMTP(self.host, self.port, timeout=20) as server:
            server.starttls()
            if self.user and self.password:
                server.login(self.user, self.password)
            server.send_message(message(self.sender, uid, address, subject, body))


def init_mail(app: Flask, sender: Sender) -> None:
    app.extensions["mail"] = sender
