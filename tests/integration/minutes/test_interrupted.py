"""The worker or the web process is killed in the middle: nobody is told twice, nobody is missed."""

import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.features.meetings import interface as meetings
from app.features.minutes import interface as minutes
from app.features.minutes.models import MinutesNotice, MinutesVersion
from app.platform.access import acting_as
from app.platform.database import db
from app.platform.mail import OutboxMail
from config import Settings
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.meetings import Group, acting
from tests.integration.minutes.conftest import ISSUED, Held
from tests.integration.minutes.interrupted import issue, tell
from tests.integration.minutes.test_issuing import work
from tests.processes import Process


def kill_half_way(app: Flask, settings: Settings, do: Callable[..., None], *arguments: Any) -> None:
    """Start a process, wait until it stands in the middle, and kill it."""
    process = Process(app, do, settings, ISSUED, *arguments)
    said = process.heard.recv()
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert said == "now"


def approve(group: Group, held: Held) -> None:
    with acting(group.coordinator) as actor:
        meeting = meetings.get_meeting(actor, held.meeting)
        minutes.send_to_chair(actor=actor, minutes=minutes.get_minutes(actor, held.meeting), meeting=meeting)
    with acting(group.chair) as actor:
        minutes.approve(actor=actor, minutes=minutes.get_minutes(actor, held.meeting))


def test_killed_at_any_moment(app: Flask, settings: Settings, group: Group, held: Held, clock: Clock) -> None:
    clock.set(ISSUED)
    with app.app_context():
        approve(group, held)
        db.session.remove()
    kill_half_way(app, settings, issue, held.meeting, group.coordinator.uid)
    with app.app_context(), acting_as(the_system()) as actor:
        found = minutes.get_minutes(actor, held.meeting)
        assert found.issued_at is None
        assert db.session.scalars(select(MinutesNotice)).all() == []
        issued = select(MinutesVersion).where(MinutesVersion.issued_round.is_not(None))
        assert db.session.scalars(issued).all() == []
        db.session.remove()
    with app.app_context():
        with acting(group.coordinator) as actor:
            meeting = meetings.get_meeting(actor, held.meeting)
            minutes.issue(actor=actor, minutes=minutes.get_minutes(actor, held.meeting), meeting=meeting)
        db.session.remove()
    kill_half_way(app, settings, tell, 2)
    assert told(app) == 2, "who was in the middle counts as not told"
    assert work(app) == 5
    assert work(app) == 0
    with app.app_context(), acting_as(the_system()):
        notices = db.session.scalars(select(MinutesNotice)).all()
        mails = db.session.scalars(select(OutboxMail)).all()
        sent = Counter((mail.text_name, mail.to_uid) for mail in mails)
        everybody = [user.uid for user in group.practitioners.values()] + [held.contact.uid]
        assert {uid for (name, uid) in sent if name == "minutes.issued"} == set(everybody)
        assert sent["notification.outcome", held.notifier.uid] == 1
        assert all(
            number == 1 for (name, _), number in sent.items() if name.startswith(("minutes.", "notification.out"))
        )
        own = {notice.user_uid: notice for notice in notices if notice.kind == "MINUTES"}
        assert own[held.contact.uid].parts.keys() >= {held.items[held.robin]}
        assert held.items[held.sam] not in own[held.contact.uid].parts


def told(app: Flask) -> int:
    with app.app_context(), acting_as(the_system()):
        number = len(db.session.scalars(select(MinutesNotice).where(MinutesNotice.told_at.is_not(None))).all())
        db.session.remove()
        return number
