"""An agency that was not at the meeting is asked to accept; what reminds is in the mail of the day (see reminders)."""

from flask import Flask

from app.features.actions import asking
from app.features.partnership.interface import every_area_uid
from app.platform.access import bind_actor, system_actor
from app.platform.database import db
from app.platform.jobs import jobs, run_once
from tests.conftest import Mailbox
from tests.factories.actions import make_action
from tests.integration.actions.conftest import Group


def work(app: Flask, name: str) -> None:
    """What the worker does when the job is due."""
    (job,) = [job for job in jobs() if job.name == name]
    with app.app_context():
        bind_actor(system_actor(job.name, every_area_uid()))
        run_once(job)
        db.session.remove()


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
