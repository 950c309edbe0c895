"""The private link to one's diary: shown once, read without signing in, and gone with the account."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.features.accounts import commands as accounts
from app.features.accounts.models import User
from app.features.diary.models import Feed
from app.features.meetings import interface as meetings
from app.features.partnership import interface as partnership
from app.features.partnership.models import Agreement
from app.platform.access import acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from app.platform.vault import Tampered
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.meetings import Group, acting, make_group, make_series, meeting_on
from tests.pages import Page, Pages

OCTOBER = datetime(2026, 10, 20, 9, tzinfo=UTC)
LOCAL = "http://localhost"


@pytest.fixture
def group(app: Flask, clock: Clock) -> Group:
    clock.set(OCTOBER)
    with app.app_context():
        made = make_group()
        make_series(made)
    return made


def link_on(page: Page) -> str:
    return page.select("#link code")[0].removeprefix(LOCAL)


def test_a_link_is_made_read_and_taken_back(
    app: Flask, client: FlaskClient, pages: Pages, group: Group, clock: Clock
) -> None:
    pages.sign_in(group.practitioners["YOT"])
    page = pages.get("/meetings/").follow("Show meetings in your own calendar")
    assert "You have no link" in page.text
    coming = [row["What"] for row in page.table_rows("The next two months")]
    assert coming[:3] == ["Nominations close", "Returns due", "Agenda and pack"], "not the coordinator's own steps"
    page = page.submit("Make a private link")
    first = link_on(page)
    assert first.startswith("/diary/")
    page = pages.get("/diary")
    assert first not in page.response.get_data(as_text=True), "shown once"
    assert "No calendar has read it yet" in page.text

    stranger = app.test_client()
    answer = stranger.get(first)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    text = answer.get_data(as_text=True)
    assert "SUMMARY:Serious Violence Operational Group meeting" in text
    assert "SUMMARY:Nominations close" in text
    assert "SUMMARY:Triage" not in text
    assert "Set-Cookie" not in answer.headers
    assert "Last read on 20 October 2026" in pages.get("/diary").text

    again = stranger.get(first, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    clock.advance(minutes=10)
    since = {"If-Modified-Since": answer.headers["Last-Modified"]}
    assert stranger.get(first, headers=since).status_code == 304
    with app.app_context(), acting(group.coordinator) as actor:
        meeting = meeting_on(actor, OCTOBER.date().replace(month=11, day=19))
        meetings.cancel_meeting(actor=actor, meeting=meeting, reason="Nothing to hear")
    changed = stranger.get(first, headers=since)
    assert changed.status_code == 200
    assert "STATUS:CANCELLED" in changed.get_data(as_text=True)

    second = link_on(pages.get("/diary").submit("Make a new link"))
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    assert pages.get("/diary").submit("Take the link back").flash == "The link does not work any more"
    assert stranger.get(second).status_code == 404
    pages.post("/diary/link/revoke", {"csrf_token": pages.get("/diary").form_data()["csrf_token"]})
    with app.app_context():
        events = db.session.scalars(
            select(AuditEntry.event).where(AuditEntry.event.startswith("diary.")).order_by(AuditEntry.seq)
        ).all()
    assert events == ["diary.feed_created", "diary.feed_created", "diary.feed_revoked"]


def test_a_link_dies_with_the_account_and_with_the_agreement(app: Flask, pages: Pages, group: Group) -> None:
    of_police = link_on(pages.sign_in(group.practitioners["POL"]).get("/diary").submit("Make a private link"))
    of_school = link_on(pages.sign_in(group.practitioners["EDU_SCH"]).get("/diary").submit("Make a private link"))
    stranger = app.test_client()
    assert [stranger.get(path).status_code for path in (of_police, of_school)] == [200, 200]
    with app.app_context(), acting_as(the_system()) as actor:
        user = db.session.get_one(User, group.practitioners["POL"].uid)
        accounts.suspend(actor=actor, user=user, why="ASKED")
        agreement = db.session.scalars(select(Agreement).where(Agreement.agency_uid == group.agencies["EDU_SCH"])).one()
        partnership.end_agreement(actor=actor, agreement=agreement, ended_on=OCTOBER.date())
        db.session.commit()
    assert [stranger.get(path).status_code for path in (of_police, of_school)] == [404, 404]


def test_guesses_are_slowed_down_and_never_the_owner(app: Flask, pages: Pages, group: Group) -> None:
    mine = link_on(pages.sign_in(group.chair).get("/diary").submit("Make a private link"))
    stranger = app.test_client()
    answers = [stranger.get(f"/diary/{number:043}.ics").status_code for number in range(12)]
    assert answers == [404] * 10 + [429] * 2
    assert stranger.get(mine).status_code == 200
    guessed = stranger.get("/diary/x.ics").get_data(as_text=True)
    assert "diary" not in guessed.casefold()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_link_cannot_be_pointed_at_somebody_else_in_the_database(app: Flask, pages: Pages, group: Group) -> None:
    mine = link_on(pages.sign_in(group.practitioners["YOT"]).get("/diary").submit("Make a private link"))
    with app.app_context():
        table = Feed.__table__
        db.session.connection().execute(table.update().values(user_uid=group.chair.uid))  # type: ignore[attr-defined]
        db.session.commit()
    app.testing = False
    assert app.test_client().get(mine).status_code == 500, Tampered.__name__
