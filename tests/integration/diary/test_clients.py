"""What two calendar programs make of a feed and of an invitation: khal reads them, vdirsyncer fetches the feed."""

import shutil
import subprocess
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.features.meetings import interface as meetings
from app.features.meetings.jobs import invite
from app.platform.access import acting_as
from app.platform.database import db
from tests.browser.stage import served
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import the_system
from tests.factories.meetings import Group, acting, make_group, make_series, meeting_on
from tests.pages import Pages

pytestmark = [
    pytest.mark.skipif(not (shutil.which("khal") and shutil.which("vdirsyncer")), reason="needs khal and vdirsyncer"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]

KHAL = """
[calendars]
[[concord]]
path = {vdir}
[locale]
local_timezone = Europe/London
default_timezone = Europe/London
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""
VDIRSYNCER = """
[general]
status_path = "{folder}/status"
[pair diary]
a = "feed"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage feed]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{vdir}"
fileext = ".ics"
"""
LINE = "{start-long} | {end-long} | {title} | {location} | {status}"
SEPTEMBER = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def group(app: Flask, clock: Clock) -> Group:
    clock.set(SEPTEMBER)
    with app.app_context():
        made = make_group()
        make_series(made)
    return made


def run(*command: str, folder: Path) -> str:
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def calendar_file(mail: EmailMessage) -> bytes:
    (attached,) = mail.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "meeting.ics")
    return bytes(attached.get_content())


def test_a_feed_is_fetched_and_read(app: Flask, pages: Pages, group: Group, tmp_path: Path) -> None:
    with app.app_context(), acting(group.coordinator) as actor:
        move: dict[str, Any] = {"starts_at": "10:00", "venue": "By video", "reason": "Snow", "sequence": 0}
        meetings.move_meeting(
            actor=actor, meeting=meeting_on(actor, date(2026, 11, 19)), held_on=date(2026, 11, 25), **move
        )
        meetings.cancel_meeting(actor=actor, meeting=meeting_on(actor, date(2026, 12, 17)), reason="Nothing to hear")
    page = pages.sign_in(group.practitioners["YOT"]).get("/diary").submit("Make a private link")
    path = page.main.select_one("#link code").get_text().removeprefix("http://localhost")  # type: ignore[union-attr]
    folder, vdir = tmp_path / "programs", tmp_path / "programs" / "diary"
    vdir.mkdir(parents=True)
    khal, vdirsyncer = folder / "khal.conf", folder / "vdirsyncer.conf"
    khal.write_text(KHAL.format(vdir=vdir, folder=folder))
    with served(app) as address:
        vdirsyncer.write_text(VDIRSYNCER.format(folder=folder, vdir=vdir, url=f"{address}{path}"))
        run("vdirsyncer", "-c", str(vdirsyncer), "discover", folder=folder)
        run("vdirsyncer", "-c", str(vdirsyncer), "sync", folder=folder)
        first = sorted(file.name for file in vdir.iterdir())
        run("vdirsyncer", "-c", str(vdirsyncer), "sync", folder=folder)
        assert sorted(file.name for file in vdir.iterdir()) == first
    listed = run(
        "khal", "-c", str(khal), "list", "--once", "-a", "concord", "-df", "", "-f", LINE, "2026-08-01", "500d",
        folder=folder,
    )  # fmt: skip
    title = "Serious Violence Operational Group meeting"
    meant = [line for line in listed.splitlines() if title in line]
    place = "Civic Centre, Keynsham"
    assert meant[:4] == [
        f"2026-09-17 14:00 | 2026-09-17 17:00 | {title} | {place} | CONFIRMED ",
        f"2026-10-15 14:00 | 2026-10-15 17:00 | {title} | {place} | CONFIRMED ",
        f"2026-11-25 10:00 | 2026-11-25 13:00 | {title} | By video | CONFIRMED ",
        f"2026-12-17 14:00 | 2026-12-17 17:00 | {title} | {place} | CANCELLED ",
    ], "two in o'clock either side of the end of summer time"
    assert len(meant) == 12
    deadlines = [line for line in listed.splitlines() if line not in meant]
    assert any("Returns due" in line and line.startswith("2026-09-11 12:00") for line in deadlines)
    assert not any("Triage" in line for line in deadlines), "the coordinator's own"


def test_an_invitation_its_change_and_its_end_are_read(
    app: Flask, group: Group, mailbox: Mailbox, tmp_path: Path
) -> None:
    def told() -> EmailMessage:
        """The newest mail to a practitioner, after the worker had its turn."""
        with app.app_context(), acting_as(the_system()):
            invite()
            db.session.commit()
        mailbox.deliver()
        return mailbox.to(group.practitioners["YOT"].email)[-1]

    def khal(mail: EmailMessage) -> str:
        file = tmp_path / "meeting.ics"
        file.write_bytes(calendar_file(mail))
        conf = tmp_path / "khal.conf"
        vdir = tmp_path / "vdir"
        vdir.mkdir(exist_ok=True)
        conf.write_text(KHAL.format(vdir=vdir, folder=tmp_path))
        return run("khal", "-c", str(conf), "printics", "-f", f"{LINE} | {{uid}}", str(file), folder=tmp_path)

    first = told()
    uid = meeting_uid(app, group, date(2026, 10, 15))
    assert "2026-10-15 14:00 | 2026-10-15 17:00" in khal(first)
    with app.app_context(), acting(group.coordinator) as actor:
        meeting = meeting_on(actor, date(2026, 10, 15))
        terms: dict[str, Any] = {
            "starts_at": "09:30",
            "venue": "Guildhall, Bath",
            "reason": "The room is taken",
            "sequence": 0,
        }
        meetings.move_meeting(actor=actor, meeting=meeting, held_on=date(2026, 10, 27), **terms)
    moved = khal(told())
    assert "2026-10-27 09:30 | 2026-10-27 12:30" in moved
    assert "Guildhall, Bath" in moved
    assert f"{uid}@concord" in moved
    with app.app_context(), acting(group.coordinator) as actor:
        meetings.cancel_meeting(actor=actor, meeting=meeting_on(actor, date(2026, 10, 27)), reason="Snow")
    ended = told()
    assert "CANCELLED" in khal(ended)
    written = calendar_file(ended).decode()
    assert "METHOD:CANCEL" in written
    assert "SEQUENCE:2" in written


def meeting_uid(app: Flask, group: Group, day: date) -> str:
    with app.app_context(), acting(group.coordinator) as actor:
        return meeting_on(actor, day).uid
