"""One mail a person and working day with everything that waits for them: references and links, and nothing else."""

import signal
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.commands import suspend
from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.reminders.models import Reminder
from app.kernel.clock import LONDON
from app.platform.access import acting_as
from app.platform.database import db
from app.platform.jobs import jobs, run_once
from app.platform.mail import OutboxMail
from config import REPOSITORY, Settings
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import the_system
from tests.factories.actions import give, make_action, make_assurance
from tests.factories.cases import acting
from tests.factories.reminders import JOB, remind_everybody
from tests.integration.actions.conftest import Group, beginning, browse, group
from tests.integration.reminders.interrupted import work
from tests.pages import Pages
from tests.processes import Process

__all__ = ["beginning", "browse", "group"]

FRIDAY = datetime(2026, 11, 27, 7, 0, tzinfo=LONDON)
OWNER, SPOC = "sorcha@example.org", "spoc@example.org"


@pytest.fixture
def due(app: Flask, group: Group, clock: Clock) -> Group:
    """Actions of the owner and of somebody without an account, and assurance asked of the owner."""
    with app.app_context():
        make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 20), text="Overdue")
        make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 27), text="Due today")
        make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 12, 2), text="Soon")
        make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 12, 3), text="Not yet")
        agency = group.owner.agency_uid
        make_action(group.coordinator, agency_uid=agency, due_on=date(2026, 11, 26), text="Nobody", accepted=False)
        make_assurance(group.coordinator, group.case, group.owner, due_on=date(2026, 11, 26))
        other = make_assurance(group.coordinator, group.case, group.colleague, axis="CAUSE", due_on=date(2026, 11, 26))
        give(group.colleague, other)
    clock.set(FRIDAY)
    return group


def references(mail: EmailMessage) -> list[str]:
    return [line[2:].split(",")[0] for line in mail.get_content().split("\n") if line.startswith("- ")]


def test_everything_that_waits_is_in_one_mail(app: Flask, due: Group, mailbox: Mailbox, clock: Clock) -> None:
    clock.set(FRIDAY - timedelta(minutes=1))
    assert remind_everybody(app) == 0, "before the time of the day"
    clock.set(FRIDAY)
    assert remind_everybody(app) == 3
    assert remind_everybody(app) == 0
    mailbox.deliver()
    (mine,) = mailbox.to(OWNER)
    assert mine["Subject"] == "What waits for you in Concord"
    assert mine.get_content().startswith("You have 4 things to do.")
    assert references(mine) == [
        "A-2026-0001: OVERDUE",
        "A-2026-0002: due 27 November 2026",
        "A-2026-0003: due 2 December 2026",
        "S-2026-0001: OVERDUE",
    ]
    assert "http://localhost/actions/" in mine.get_content()
    assert "http://localhost/reminders" in mine.get_content()
    (contact,) = mailbox.to(SPOC)
    assert references(contact) == ["A-2026-0001: OVERDUE", "A-2026-0005: OVERDUE", "S-2026-0001: OVERDUE"]
    assert "to accept or decline" in contact.get_content()
    (chair,) = mailbox.to(due.chair.email)
    assert references(chair) == ["S-2026-0002: given 19 November 2026"], "what waits to be judged"
    for mail in mailbox.mails:
        assert not [word for word in ("Robin", "Fernsby", "Nobody", "Winston", "Soon") if word in mail.as_string()]
    clock.set(FRIDAY + timedelta(days=1))
    assert remind_everybody(app) == 0, "a Saturday"
    clock.set(datetime(2026, 12, 28, 9, tzinfo=LONDON))
    assert remind_everybody(app) == 0, "a bank holiday"
    clock.set(FRIDAY + timedelta(days=3, hours=9))
    assert remind_everybody(app) == 3, "the worker was away in the morning: late, and once"


def test_the_job_runs_by_the_clock(app: Flask, due: Group, mailbox: Mailbox) -> None:
    (job,) = [job for job in jobs() if job.name == JOB]
    for _twice in range(2):
        with app.app_context(), acting_as(the_system()):
            run_once(job)
            db.session.remove()
    mailbox.deliver()
    assert len(mailbox.mails) == 3


def test_somebody_who_is_locked_out_or_gone_hears_nothing(app: Flask, due: Group, mailbox: Mailbox) -> None:
    with app.app_context():
        with acting(due.coordinator) as actor:
            case = cases.case_for_change(actor, due.case.uid)
            cases.lock_out(actor=actor, case=case, user_uid=due.owner.uid, reason="A relative")
        with acting_as(the_system()) as actor:
            suspend(actor=actor, user=db.session.get_one(User, due.spoc.uid), why="UNUSED")
            db.session.commit()
    remind_everybody(app)
    mailbox.deliver()
    assert [str(mail["To"]) for mail in mailbox.mails] == [due.chair.email]


@pytest.mark.one_database
def test_everybody_chooses_when_and_how_often_but_not_whether(
    app: Flask, due: Group, mailbox: Mailbox, clock: Clock, browse: Callable[[User], Pages]
) -> None:
    page = browse(due.owner).get("/reminders")
    assert [row["What"] for row in page.table_rows()] == ["A-2026-0001", "S-2026-0001", "A-2026-0002", "A-2026-0003"]
    assert page.submit("Save", often=None).errors() == {"often": "Select how often"}
    page = page.submit("Save", often="OVERDUE", at="16:00")
    assert page.flash == "Saved"
    assert browse(due.owner).get("/reminders").form_data("Save")["at"] == "16:00"
    assert "Nothing waits for you" in browse(due.outsider).get("/reminders").text
    assert remind_everybody(app) == 2
    clock.set(FRIDAY.replace(hour=16))
    assert remind_everybody(app) == 1
    mailbox.deliver()
    (mine,) = mailbox.to(OWNER)
    assert references(mine) == ["A-2026-0001: OVERDUE", "S-2026-0001: OVERDUE"]


MOST_KILLS = 6


def test_killed_at_any_moment_nobody_is_missed_and_nobody_told_twice(
    app: Flask, settings: Settings, due: Group, mailbox: Mailbox, clock: Clock
) -> None:
    """Workers die one after another at random moments; the last one lives."""
    moment, died = FRIDAY, 0
    for seed in range(MOST_KILLS):
        ended = Process(app, work, settings, moment, seed).wait()
        assert ended in (0, -signal.SIGKILL)
        died += ended != 0
        moment += timedelta(minutes=5)
    assert died >= 3, "most of them were killed"
    clock.set(moment + timedelta(minutes=5))
    remind_everybody(app)
    mailbox.deliver()
    assert sorted(str(mail["To"]) for mail in mailbox.mails) == sorted([OWNER, SPOC, due.chair.email])
    with app.app_context(), acting_as(the_system()):
        assert len(db.session.scalars(select(OutboxMail.uid)).all()) == 3
        assert {row.seen_on for row in db.session.scalars(select(Reminder))} == {FRIDAY.date()}


@pytest.mark.one_database
def test_a_mail_that_did_not_arrive_is_shown_and_sent_again(
    app: Flask, due: Group, mailbox: Mailbox, browse: Callable[[User], Pages], tmp_path: Path
) -> None:
    assert "Every mail arrived" in browse(due.coordinator).get("/reminders/undelivered").text
    remind_everybody(app)
    mailbox.deliver()
    (mine,) = mailbox.to(OWNER)
    report = tmp_path / "report"
    report.write_text(
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\nStatus: 5.1.1\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {mine['Message-ID']}\n\n--b--\n"
    )
    run = app.test_cli_runner()
    assert "1 of 2 noted" in run.invoke(args=["mail", "returned", str(report), str(REPOSITORY / "README.md")]).output
    assert "0 of 1 noted" in run.invoke(args=["mail", "returned", str(report)]).output
    page = browse(due.coordinator).get("/reminders/undelivered")
    (row,) = page.table_rows()
    assert row["To"] == "Sorcha Brannigan"
    assert row["Mail"] == "What waits for you in Concord"
    assert row["Why"] == "There is no such address 5.1.1"
    assert OWNER not in page.text
    assert "Every mail arrived" in browse(due.elsewhere).get("/reminders/undelivered").text, "another area"
    path = page.form("Send again to Sorcha Brannigan").get("action")
    assert browse(due.elsewhere).post(str(path), {}, status=None).status in (400, 404)
    again = browse(due.coordinator).get("/reminders/undelivered")
    assert page.submit("Send again to Sorcha Brannigan").flash.startswith("The mail goes out again")
    assert again.submit("Send again to Sorcha Brannigan", status=None).status == 404, "the same page in another tab"
    assert browse(due.owner).get("/reminders/undelivered", status=403).status == 403
    (app.extensions["settings"].mail_dir / f"{str(mine['Message-ID'])[1:27]}.eml").unlink()
    assert mailbox.deliver() == 1
    assert len(mailbox.to(OWNER)) == 1
