"""Series by rule, meetings moved, added and called off, who is told of it, and the timetable that moves with them."""

from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.features.accounts.commands import suspend
from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.forums import interface as forums
from app.features.meetings import interface as meetings
from app.features.meetings.jobs import invite, keep_a_year_ahead
from app.features.meetings.models import Invitation, Series
from app.features.partnership import interface as partnership
from app.platform.access import acting_as
from app.platform.database import db
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_user, the_system
from tests.factories.meetings import Group, acting, get_case, make_case, meeting_on
from tests.pages import Pages

NOVEMBER = date(2026, 11, 19)


def work(app: Flask, mailbox: Mailbox) -> list[EmailMessage]:
    """What the worker does now. Returns the mails it sent."""
    before = len(mailbox.mails)
    with app.app_context(), acting_as(the_system()):
        keep_a_year_ahead()
        invite()
        db.session.commit()
    mailbox.deliver()
    return mailbox.mails[before:]


def methods(mails: list[EmailMessage]) -> set[object]:
    parts = [part for mail in mails for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == len(mails)
    return {part.get_param("method") for part in parts}


def test_a_meeting_is_moved_with_its_timetable_and_everybody_is_told_once(
    app: Flask, pages: Pages, group: Group, mailbox: Mailbox, clock: Clock
) -> None:
    invited = work(app, mailbox)
    assert methods(invited) == {"REQUEST"}
    people = {str(mail["To"]) for mail in invited}
    members = [group.coordinator, group.chair, group.deputy, *group.practitioners.values()]
    assert people == {one.email for one in members} - {group.practitioners["LA_HOU"].email}, "housing has no seat"
    assert len(invited) == 2 * len(people), "the meetings of the next sixty days"
    for mail in invited:
        calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
        written = calendar.get_payload(decode=True).decode().replace("\r\n ", "")  # type: ignore[union-attr]
        assert [address for address in people if address in written] == [mail["To"]], "nobody reads who else was told"
    assert work(app, mailbox) == []

    pages.sign_in(group.coordinator)
    page = pages.get("/meetings/").follow("19 November 2026").follow("Move this meeting")
    for day, words in (
        ("1/10/2026", "Enter a date that is today or in the future"),
        ("21/11/2026", "Enter a working day: this is a weekend or a bank holiday"),
        ("17/12/2026", "Enter another day: the group has a meeting that day already"),
        ("19/11/2028", "Enter a date within a year from today"),
    ):
        page = page.submit("Continue", held_on=day, venue="Guildhall", reason="The room is taken")
        assert page.errors() == {"held_on": words}
        assert page.form_data()["venue"] == "Guildhall", "nothing typed is lost"
    page = page.submit("Continue", held_on="26/11/2026", starts_at="2pm")
    assert page.errors() == {"starts_at": "Enter a time, like 14:00"}
    check = page.submit("Continue", starts_at="10:00")
    rows = {row["Step"]: (row["Now"], row["Then"]) for row in check.table_rows("The timetable moves")}
    assert rows["Nominations close"] == ("5 Nov 2026", "12 Nov 2026")
    assert rows["Minutes issued"] == ("26 Nov 2026", "3 Dec 2026")
    assert "7 people of 6 agencies were invited and will be told" in check.text
    assert "School of the town" in check.text
    page = check.submit("Move the meeting")
    assert (page.heading, page.flash) == ("Timetable", "Meeting moved")
    assert "It was moved from 19 November 2026" in page.text
    assert check.submit("Move the meeting").flash == "Meeting moved", "pressed twice"
    told = work(app, mailbox)
    assert methods(told) == {"REQUEST"}
    assert len(told) == len(people)
    with app.app_context():
        robin = make_case(group)
    assert {mail["Subject"] for mail in told} == {"A meeting has changed"}
    body = told[0].get_body(("plain",))
    assert body is not None
    assert "Thursday 26 November 2026 at 10:00" in body.get_content()
    assert work(app, mailbox) == []
    with app.app_context(), acting(group.coordinator) as actor:
        meeting = meeting_on(actor, date(2026, 11, 26))
        assert (meeting.sequence, meeting.moved_from) == (1, NOVEMBER)
        assert NOVEMBER not in {one.held_on for one in meetings.list_meetings(actor)}, "not put back by the worker"
        case = get_case(actor, robin)
        cases.set_bands(actor=actor, case=case, harmed="RED", reason="Hurt again")
        assert case.review_on == meeting.held_on, "a case comes back with the meeting as it was moved"

    page = pages.get(f"/meetings/{meeting.uid}/call-off")
    assert "7 people of 6 agencies were invited and will be told" in page.text
    page.submit("Call it off", reason="Snow")
    gone = group.practitioners["POL"]
    with app.app_context(), acting_as(the_system()) as actor:
        suspend(actor=actor, user=db.session.get_one(User, gone.uid))
        db.session.commit()
    told = work(app, mailbox)
    assert methods(told) == {"CANCEL"}
    assert gone.email in {str(mail["To"]) for mail in told}, "it stands in their calendar, though they may not sign in"
    assert work(app, mailbox) == []
    refused = pages.get(f"/meetings/{meeting.uid}/move", status=409)
    assert "this one was called off" in refused.text


def test_two_who_move_the_same_meeting(app: Flask, pages: Pages, group: Group) -> None:
    pages.sign_in(group.coordinator)
    with app.app_context(), acting(group.coordinator) as actor:
        uid = meeting_on(actor, NOVEMBER).uid
    check = pages.get(f"/meetings/{uid}/move").submit("Continue", held_on="20/11/2026", reason="Chair away")
    with app.app_context(), acting(group.chair) as actor:
        meeting = meetings.get_meeting(actor, uid)
        terms: dict[str, Any] = {"starts_at": "14:00", "venue": meeting.venue, "reason": "Room taken", "sequence": 0}
        meetings.move_meeting(actor=actor, meeting=meeting, held_on=date(2026, 11, 24), **terms)
    page = check.submit("Move the meeting")
    assert page.select(".govuk-error-summary"), "somebody else was first"
    with app.app_context(), acting(group.coordinator) as actor:
        assert meetings.get_meeting(actor, uid).held_on == date(2026, 11, 24)


def test_a_series_of_another_kind_and_a_meeting_beside_it(
    app: Flask, pages: Pages, group: Group, mailbox: Mailbox, clock: Clock
) -> None:
    pages.sign_in(group.coordinator)
    page = pages.get("/meetings/")
    assert "Third Thursday of every month at 14:00" in page.text
    page = page.follow("Change when the group meets")
    with app.app_context():
        area = partnership.area_by_code("BNES").uid
        forum = next(one.uid for one in partnership.list_forums(area) if one.code == "SVOG")
    terms = {"forum_uid": forum, "starts_at": "09:30", "venue": "By video", "valid_from": "1/1/2027"}
    page = page.submit("Save and add the meetings", terms | {"week_of_month": None})
    assert page.errors() == {"week_of_month": "Select a week"}
    page = page.submit("Save and add the meetings", frequency="WEEKLY", interval="5")
    assert set(page.errors()) == {"interval"}
    page = page.submit("Save and add the meetings", interval="2", weekday="0")
    assert "26 meetings added" in page.flash
    assert "Every two weeks on Monday at 09:30" in page.text
    with app.app_context(), acting(group.coordinator) as actor:
        held = sorted(one.held_on for one in meetings.list_meetings(actor) if not one.cancelled_at)
    assert held[:5] == [NOVEMBER, date(2026, 12, 17), date(2027, 1, 4), date(2027, 1, 18), date(2027, 2, 1)]
    assert date(2027, 3, 30) in held, "Easter Monday moved to Tuesday"

    page = pages.get("/meetings/").follow("Add a meeting")
    page = page.submit("Add the meeting", held_on="19/11/2026", starts_at="10:00", venue="", reason="Many new cases")
    assert set(page.errors()) == {"venue"}
    page = page.submit("Add the meeting", venue="Town hall")
    assert page.errors() == {"held_on": "Enter another day: the group has a meeting that day already"}
    page = page.submit("Add the meeting", held_on="2/12/2026")
    assert page.flash == "Meeting added"
    assert any(
        "Nominations close" in words and "18 November 2026 at 12:00" in words for words in page.select("#steps li")
    )
    told = work(app, mailbox)
    assert methods(told) == {"REQUEST"}
    assert len(told) == 3 * 7, "November, the added one, December"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_time_of_a_series_changes_without_calling_anything_off(app: Flask, group: Group, mailbox: Mailbox) -> None:
    work(app, mailbox)
    with app.app_context(), acting(group.coordinator) as actor:
        before = meeting_on(actor, NOVEMBER).uid
        (series,) = meetings.list_series(actor)
        later = meetings.create_series(
            actor=actor, forum_uid=series.forum_uid, weekday=3, week_of_month=3, starts_at="15:00",
            venue=series.venue, valid_from=date(2026, 11, 1),
        )  # fmt: skip
        meetings.schedule_meetings(actor=actor, series=later)
        assert meeting_on(actor, NOVEMBER).uid == before
    told = work(app, mailbox)
    assert methods(told) == {"REQUEST"}
    assert {mail["Subject"] for mail in told} == {"A meeting has changed"}


def test_who_joins_later_is_invited_and_who_left_is_not_told(
    app: Flask, group: Group, mailbox: Mailbox, clock: Clock
) -> None:
    work(app, mailbox)
    with app.app_context():
        new = make_user(agency_uid=group.agencies["POL"])
    assert {str(mail["To"]) for mail in work(app, mailbox)} == {new.email}
    with app.app_context(), acting_as(the_system()):
        counted = db.session.scalar(select(func.count(Invitation.uid)))
        assert counted == 2 * 8, "each once for each meeting"
        assert db.session.scalar(select(func.count(Series.uid))) == 1


def test_where_today_is_in_the_month(app: Flask, pages: Pages, group: Group, mailbox: Mailbox, clock: Clock) -> None:
    work(app, mailbox)
    pages.sign_in(group.coordinator)
    with app.app_context(), acting(group.coordinator) as actor:
        uid = meeting_on(actor, NOVEMBER).uid

    def state(label: str) -> str:
        every = pages.get(f"/meetings/{uid}/timetable").select("#steps li")
        (words,) = [words for words in every if words.startswith(label)]
        return words

    assert state("Month opens").endswith("Done"), "everybody was invited"
    assert state("Nominations close").endswith("To come")
    clock.set(datetime(2026, 11, 17, 9, tzinfo=UTC))
    pages.sign_in(group.coordinator)
    assert state("Nominations close").endswith("Done")
    assert state("Agenda and pack").endswith("Late")
    assert "4 core seats to do" in state("Preparation")
    assert "0 notifications from the police this month" in state("Police list imported")
    assert state("Police list imported").endswith("Passed"), "nothing says whether they had something to send"
    with app.app_context(), acting(group.coordinator) as actor:
        (area_uid,) = actor.area_uids
        lists = b"record_id,ref,name,dob,lead_worker_role\nE1,EOG-7,Somebody Else,02/02/2009,Nurse\n"
        forums.load_list(actor=actor, area_uid=area_uid, forum_code="EOG", content=lists, list_for=date(2026, 11, 24))
    synced = state("Joint list")
    assert "17 November 2026 to 1 December 2026. That group meets about 24 Nov 2026" in synced
    assert synced.endswith("Done")
    home = pages.get("/")
    (late,) = [words for words in home.select("#cycle li") if words.startswith("Agenda and pack")]
    assert late.endswith("16 November 2026 Late")
    home.follow("Agenda and pack")

    pages.sign_in(group.practitioners["YOT"])
    page = pages.get(f"/meetings/{uid}/timetable")
    assert "Move this meeting" not in page.links
    assert not any("to do" in words for words in page.select("#steps li")), "counts are for those who run the month"
    assert not page.select("#steps a")
    pages.get(f"/meetings/{uid}/move", status=403)
    pages.get("/meetings/new", status=403)
