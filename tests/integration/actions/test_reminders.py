"""One mail a person and working day, with references and links and nothing else."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from app.features.actions import asking
from app.features.actions import jobs as reminders
from app.features.partnership.interface import every_area_uid
from app.kernel.clock import LONDON
from app.platform.access import bind_actor, system_actor
from app.platform.audit import verify
from app.platform.database import db
from app.platform.jobs import jobs, run_once
from app.platform.mail import post
from tests.conftest import Clock, Mailbox
from tests.factories.actions import make_action
from tests.integration.actions.conftest import Group

FRIDAY = datetime(2026, 11, 27, 7, 0, tzinfo=LONDON)


def work(app: Flask, name: str = reminders.JOB) -> None:
    """What the worker does when the job is due."""
    (job,) = [job for job in jobs() if job.name == name]
    with app.app_context():
        bind_actor(system_actor(job.name, every_area_uid()))
        run_once(job)
        db.session.remove()


@pytest.fixture
def due(app: Flask, group: Group, clock: Clock) -> Group:
    with app.app_context():
        make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 20), text="Overdue")
        make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 27), text="Due today")
        make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 30), text="Not yet")
        make_action(group.coordinator, agency_uid=group.owner.agency_uid, due_on=date(2026, 11, 26), text="Nobody")
        make_action(
            group.coordinator, agency_uid=group.outsider.agency_uid, due_on=date(2026, 11, 26), text="No contact"
        )
    clock.set(FRIDAY)
    return group


def test_owners_are_reminded_and_contacts_of_owners_without_an_account(
    app: Flask, due: Group, mailbox: Mailbox
) -> None:
    work(app)
    mailbox.deliver()
    assert len(mailbox.mails) == 2
    (mine,) = mailbox.to("sorcha@example.org")
    assert mine["Subject"] == "You have actions due"
    assert mine.get_content().split("\n")[0] == "You have 2 actions due or overdue: A-2026-0001, A-2026-0002."
    assert "http://localhost/actions" in mine.get_content()
    (contact,) = mailbox.to("spoc@example.org")
    assert "A-2026-0004" in contact.get_content()
    for mail in mailbox.mails:
        for word in ("Robin", "Fernsby", "Overdue", "Nobody", "Winston"):
            assert word not in mail.as_string().replace("due or overdue", "")


def test_once_a_day_however_often_it_runs(app: Flask, due: Group, mailbox: Mailbox, clock: Clock) -> None:
    work(app)
    work(app)
    with app.app_context():  # by hand, past the ledger
        bind_actor(system_actor(reminders.JOB, every_area_uid()))
        reminders.remind()
        db.session.commit()
    mailbox.deliver()
    mailbox.deliver()
    assert len(mailbox.mails) == 2
    clock.set(FRIDAY + timedelta(days=3))
    work(app)
    mailbox.deliver()
    assert len(mailbox.mails) == 4


def test_killed_half_way_it_starts_over_and_sends_once(
    app: Flask, due: Group, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def killed(*args: object, **kwargs: object) -> object:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return post(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(reminders, "post", killed)
    with pytest.raises(KeyboardInterrupt):
        work(app)
    mailbox.deliver()
    assert mailbox.mails == []
    monkeypatch.setattr(reminders, "post", post)
    work(app)
    mailbox.deliver()
    assert len(mailbox.mails) == 2


def test_nothing_on_days_off(app: Flask, due: Group, mailbox: Mailbox, clock: Clock) -> None:
    for day in (datetime(2026, 11, 28, 8, tzinfo=LONDON), datetime(2026, 12, 25, 8, tzinfo=LONDON)):
        clock.set(day)
        work(app)
    mailbox.deliver()
    assert mailbox.mails == []


def test_what_ended_is_not_chased(app: Flask, group: Group, mailbox: Mailbox, clock: Clock) -> None:
    clock.set(FRIDAY)
    work(app)
    mailbox.deliver()
    assert mailbox.mails == []
    with app.app_context():
        bind_actor(system_actor("test", every_area_uid()))
        assert not verify().findings


def test_many_references_are_cut_short() -> None:
    said = reminders.listed(f"A-2026-{number:04d}" for number in range(1, 31))
    assert said.endswith("A-2026-0020 and 10 more")
    assert len(said) < 400


def test_an_agency_that_was_not_there_is_asked_once_to_accept(app: Flask, group: Group, mailbox: Mailbox) -> None:
    with app.app_context():
        mine = make_action(group.coordinator, group.owner, case=group.case, accepted=False, text="Proposed")
        make_action(group.coordinator, group.owner, case=group.case, text="Accepted")
        make_action(group.coordinator, agency_uid=group.owner.agency_uid, accepted=False, text="No account")
        reference = mine.reference
    work(app, asking.JOB)
    work(app, asking.JOB)
    mailbox.deliver()
    (mail,) = mailbox.to("sorcha@example.org")
    assert reference in mail.get_content()
    assert "Proposed" not in mail.get_content()
    assert len(mailbox.to("spoc@example.org")) == 1, "the contact, where the owner has no account"
    assert len(mailbox.mails) == 2
