"""Series, meetings a year ahead, extraordinary meetings, and when nominations close."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.features.meetings import interface as meetings
from app.features.meetings.jobs import keep_a_year_ahead
from app.features.partnership import interface as partnership
from app.kernel.errors import Refused
from app.platform.access import acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.meetings import acting, make_group, make_series, meeting_on
from tests.pages import Pages

OCTOBER = datetime(2026, 10, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_october(clock: Clock) -> None:
    clock.set(OCTOBER)


def test_the_third_thursday_for_a_year_and_never_twice(context: Flask, clock: Clock) -> None:
    group = make_group()
    make_series(group)
    make_series(group)
    with acting(group.coordinator) as actor:
        days = sorted(meeting.held_on for meeting in meetings.list_meetings(actor))
    assert len(days) == 12
    assert days[:3] == [date(2026, 10, 15), date(2026, 11, 19), date(2026, 12, 17)]
    clock.set(datetime(2026, 11, 2, 9, tzinfo=UTC))
    with acting_as(the_system()):
        assert keep_a_year_ahead() == 1
        assert keep_a_year_ahead() == 0
        db.session.commit()


@pytest.mark.one_database
def test_a_meeting_called_off_is_not_put_back(context: Flask) -> None:
    group = make_group()
    make_series(group)
    with acting(group.coordinator) as actor:
        meetings.cancel_meeting(actor=actor, meeting=meeting_on(actor, date(2026, 12, 17)), reason="Snow")
    with acting_as(the_system()):
        assert keep_a_year_ahead() == 0
    with acting(group.coordinator) as actor:
        following = meetings.meeting_after(meeting_on(actor, date(2026, 11, 19)))
        assert following is not None
        assert following.held_on == date(2027, 1, 21)


def test_another_day_takes_over_from_its_date(context: Flask) -> None:
    group = make_group()
    make_series(group)
    make_series(group, weekday=1, week_of_month=2, valid_from=date(2027, 1, 1))
    with acting(group.coordinator) as actor:
        days = [meeting.held_on for meeting in meetings.list_meetings(actor) if not meeting.cancelled_at]
    assert sorted(days)[2:5] == [date(2026, 12, 17), date(2027, 1, 12), date(2027, 2, 9)]


@pytest.mark.one_database
def test_the_days_of_the_month_and_the_cut_off(context: Flask, clock: Clock) -> None:
    group = make_group()
    make_series(group)
    with acting(group.coordinator) as actor:
        meeting = meeting_on(actor, date(2026, 11, 19))
        days = meetings.cycle(meeting)
        assert (days["OPEN"], days["CUTOFF"], days["ASSURE_DUE"]) == (
            date(2026, 10, 29),
            date(2026, 11, 5),
            date(2026, 12, 8),
        )
        assert "PREP" not in days
        noon = datetime(2026, 11, 5, 12, tzinfo=UTC)
        assert meetings.cutoff_at(meeting) == noon
        (area_uid,) = actor.area_uids
        assert meetings.next_cutoff(area_uid, datetime(2026, 11, 10, tzinfo=UTC)) == noon
        assert meetings.next_cutoff(area_uid, datetime(2026, 11, 20, tzinfo=UTC)) == datetime(
            2026, 12, 3, 12, tzinfo=UTC
        )


def test_nominations_close_by_the_clock_on_the_wall_in_summer(context: Flask) -> None:
    group = make_group()
    make_series(group)
    with acting(group.coordinator) as actor:
        june = meeting_on(actor, date(2027, 6, 17))
        assert meetings.cutoff_at(june) == datetime(2027, 6, 3, 11, tzinfo=UTC)


def test_an_extraordinary_meeting_within_two_working_days(context: Flask) -> None:
    group = make_group()
    terms = {"starts_at": "10:30", "venue": "By video", "reason": "A threat to life"}
    with acting(group.coordinator) as actor:
        with pytest.raises(Refused):
            meetings.convene_extraordinary(actor=actor, held_on=date(2026, 10, 6), **terms)
        first = meetings.convene_extraordinary(actor=actor, held_on=date(2026, 10, 2), **terms)
        assert meetings.convene_extraordinary(actor=actor, held_on=date(2026, 10, 2), **terms).uid == first.uid
        assert meetings.next_meeting(actor) is None, "only monthly meetings"


@pytest.mark.one_database
def test_pages_of_the_calendar(app: Flask, pages: Pages) -> None:
    with app.app_context():
        group = make_group()
        area_uid = partnership.area_by_code("BNES").uid
        forum = next(one.uid for one in partnership.list_forums(area_uid) if one.code == "SVOG")
    pages.sign_in(group.coordinator)
    page = pages.get("/meetings/")
    assert "No meeting is planned" in page.text
    page = page.follow("Say when the group meets")
    page = page.submit("Save and add the meetings", forum_uid=forum, venue="", starts_at="2pm")
    assert set(page.errors()) == {"venue"}
    page = page.submit("Save and add the meetings", venue="Civic Centre")
    assert page.errors() == {"starts_at": "Enter a time, like 14:00"}
    page = page.submit("Save and add the meetings", starts_at="14:00")
    assert page.flash == "12 meetings added to the calendar"
    assert page.table_rows("To come")[0]["Day"] == "15 October 2026"
    page = page.follow("Call an extraordinary meeting")
    page = page.submit(
        "Call the meeting", held_on="9/10/2026", starts_at="10:30", venue="By video", reason="A threat to life"
    )
    assert "within 2 working days" in page.errors()["held_on"]
    page = page.submit("Call the meeting", held_on="2/10/2026")
    assert page.heading == "Extraordinary meeting of 2 October 2026"
    page = page.follow("Call off this meeting").submit("Call it off", reason="The person is safe in hospital")
    assert "Meeting called off" in page.flash


def test_those_who_do_not_run_the_month_change_nothing(app: Flask, pages: Pages) -> None:
    with app.app_context():
        group = make_group()
        make_series(group)
        with acting(group.coordinator) as actor:
            uid = meeting_on(actor, date(2026, 10, 15)).uid
    pages.sign_in(group.practitioners["YOT"])
    page = pages.get("/meetings/")
    assert "Change when the group meets" not in page.links
    for path in ("series", "extraordinary", f"{uid}/call-off", f"{uid}/attendance", f"{uid}/open", f"{uid}/close"):
        pages.get(f"/meetings/{path}", status=403)
    assert pages.get(f"/meetings/{uid}").heading == "Meeting of 15 October 2026"
    pages.get(f"/meetings/{uid}/minutes", status=404)
