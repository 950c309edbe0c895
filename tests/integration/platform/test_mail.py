"""Mail: in the outbox with the command, sent by the worker, tried again, once for one thing."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest

from app.kernel.clock import at, now
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.database import db
from app.platform.mail import (
    GIVEN_UP,
    MailDelivery,
    NotDeliverable,
    declare_mail,
    init_mail,
    note_returned,
    post,
    send_again,
    send_waiting,
)
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
    def __init__(self, problem: Exception | None = None) -> None:
        self.calls = 0
        self.problem = problem or OSError("the server is away")

    def send(self, *_: object, again: bool) -> None:
        assert again is (self.calls > 0)
        self.calls += 1
        raise self.problem


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
    init_mail(current_app, cast(Any, broken))
    assert send_waiting() == 0
    assert send_waiting() == 0
    assert broken.calls == 1
    init_mail(current_app, sender)
    with at(now() + timedelta(hours=1)):
        assert send_waiting() == 1


def test_a_killed_worker_loses_nothing(world: World, mailbox: Mailbox) -> None:
    from flask import current_app

    class Killed:
        def send(self, *_: object, **_more: object) -> None:
            raise KeyboardInterrupt

    sender = current_app.extensions["mail"]
    put(world)
    init_mail(current_app, cast(Any, Killed()))
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


def delivery_of(mail: Any) -> MailDelivery:
    return db.session.get_one(MailDelivery, mail.uid)


def test_a_mail_that_is_refused_for_good_is_not_tried_again_until_somebody_says_so(
    world: World, mailbox: Mailbox
) -> None:
    from flask import current_app

    sender, broken = current_app.extensions["mail"], Broken(NotDeliverable("550 5.1.1"))
    mail = put(world)
    init_mail(current_app, cast(Any, broken))
    for days in range(3):
        with at(now() + timedelta(days=days)):
            assert send_waiting() == 0
    assert broken.calls == 1
    delivery = delivery_of(mail)
    assert (delivery.problem, delivery.refused_at is None) == ("550 5.1.1", False)
    init_mail(current_app, sender)
    send_again(mail, delivery, address="new@example.org")
    send_again(mail, delivery, address="new@example.org")
    audit.record("test.happened")
    db.session.commit()
    assert send_waiting() == 1
    assert send_waiting() == 0
    assert [one["To"] for one in mailbox.mails] == ["new@example.org"]


def test_a_mail_is_given_up_in_the_end_and_stands_in_nobodys_way(world: World, mailbox: Mailbox) -> None:
    from flask import current_app

    broken = Broken(RuntimeError("a fault of ours"))
    first = put(world)
    init_mail(current_app, cast(Any, broken))
    moment = now()
    tried: list[datetime] = []
    while delivery_of(first).refused_at is None:
        moment += timedelta(minutes=1)
        with at(moment):
            send_waiting()
        if len(tried) < broken.calls:
            tried.append(moment)
            moment = max(moment, delivery_of(first).try_after)
    assert len(tried) == 20
    assert delivery_of(first).problem == GIVEN_UP
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits[0] < timedelta(minutes=4)
    assert timedelta(hours=4) < waits[-1] <= timedelta(hours=6, minutes=1)


def test_a_mail_that_came_back_later_is_noted_once(world: World, mailbox: Mailbox) -> None:
    mail = put(world)
    assert not note_returned(mail.uid, "5.1.1"), "it has not been sent"
    send_waiting()
    assert note_returned(mail.uid, "5.1.1")
    assert not note_returned(mail.uid, "5.1.1")
    assert not note_returned(new_uid(), "5.1.1"), "not ours"
    assert delivery_of(mail).problem == "5.1.1"
