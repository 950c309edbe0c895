"""Mail: in the outbox with the command, sent by the worker, tried again, once for one thing."""

from datetime import timedelta
from typing import Any

import pytest

from app.kernel.clock import at, now
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.database import db
from app.platform.mail import declare_mail, init_mail, post, send_waiting
from tests.conftest import Mailbox
from tests.integration.platform.conftest import World

declare_mail("test", subject="You have an item in Concord", body="Open $link ($reference).")


def put(world: World, once_key: str | None = None, reference: str = "N-2026-0001") -> Any:
    mail = post(
        "test", to_uid=new_uid(), address="someone@example.org", area_uid=world.area, once_key=once_key,
        link="http://localhost/x", reference=reference,
    )  # fmt: skip
    audit.record("test.happened")
    db.session.commit()
    return mail


class Broken:
    def __init__(self) -> None:
        self.calls = 0

    def send(self, uid: str, address: str, subject: str, body: str, calendar: bytes | None = None) -> None:
        self.calls += 1
        raise OSError("the server is away")


def test_a_mail_goes_out_once(world: World, mailbox: Mailbox) -> None:
    put(world)
    assert mailbox.mails == []
    assert send_waiting() == 1
    assert send_waiting() == 0
    (mail,) = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("someone@example.org", "You have an item in Concord")
    assert "Open http://localhost/x (N-2026-0001)." in mail.get_content()


def test_a_rolled_back_command_sends_nothing(world: World, mailbox: Mailbox) -> None:
    post("test", to_uid=new_uid(), address="a@example.org", area_uid=world.area, link="x", reference="y")
    db.session.rollback()
    assert send_waiting() == 0


def test_the_same_reminder_is_not_posted_twice(world: World, mailbox: Mailbox) -> None:
    assert put(world, once_key="reminder-1") is not None
    assert put(world, once_key="reminder-1") is None
    assert send_waiting() == 1


def test_a_mail_that_cannot_be_sent_is_tried_again_later(world: World, mailbox: Mailbox) -> None:
    from flask import current_app

    sender, broken = current_app.extensions["mail"], Broken()
    put(world)
    init_mail(current_app, broken)
    assert send_waiting() == 0
    assert send_waiting() == 0
    assert broken.calls == 1
    init_mail(current_app, sender)
    with at(now() + timedelta(hours=1)):
        assert send_waiting() == 1


def test_a_killed_worker_loses_nothing(world: World, mailbox: Mailbox) -> None:
    from flask import current_app

    class Killed:
        def send(self, *_: object) -> None:
            raise KeyboardInterrupt

    sender = current_app.extensions["mail"]
    put(world)
    init_mail(current_app, Killed())
    with pytest.raises(KeyboardInterrupt):
        send_waiting()
    db.session.rollback()
    init_mail(current_app, sender)
    with at(now() + timedelta(minutes=5)):
        assert send_waiting() == 1
    assert len(mailbox.mails) == 1


def test_nothing_personal_can_be_put_into_a_mail(world: World) -> None:
    with pytest.raises(ValueError, match="reference"):
        put(world, reference="Zoë O’Example")
