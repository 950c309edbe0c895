"""Opening, attendance, one item on one screen, closing, minutes."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.features.actions import interface as actions
from app.features.cases import interface as cases
from app.features.meetings import interface as meetings
from app.kernel.errors import Refused
from app.platform.access import Actor
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.cases import settled
from tests.factories.meetings import SEATS, Group, acting, get_case, make_case, meeting_on
from tests.factories.minutes import issue_by_pages, issue_minutes
from tests.integration.meetings.conftest import MEETING
from tests.pages import Page, Pages

DAY = date(2026, 11, 19)


def open_it(actor: Actor, group: Group) -> meetings.Meeting:
    """The agenda is built, the core agencies are there, Housing sent apologies, the meeting is open."""
    meeting = meeting_on(actor, DAY)
    meetings.build_agenda(actor=actor, meeting=meeting)
    for kind, user in group.practitioners.items():
        meetings.record_attendance(
            actor=actor,
            meeting=meeting,
            user_uid=user.uid,
            name=f"Pat {kind}",
            agency_uid=group.agencies[kind],
            attendance="IN_PERSON" if kind in SEATS else "APOLOGIES",
        )
    meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
    return meeting


def action(group: Group, kind: str = "YOT", **terms: object) -> dict[str, object]:
    usual = {
        "text": "Ring the school",
        "measure_of_done": "Rung",
        "category": "CONTACT_ENGAGE",
        "priority": "NORMAL",
        "owner_agency_uid": group.agencies[kind],
        "owner_name": "Somebody",
        "owner_accepts": True,
        "due_on": date(2026, 12, 10),
    }
    return usual | terms


def test_a_chair_and_the_statement_open_a_meeting_on_its_day(context: Flask, group: Group, clock: Clock) -> None:
    with acting(group.coordinator) as actor:
        meeting = meeting_on(actor, DAY)
        with pytest.raises(Refused):
            meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
    clock.set(MEETING)
    with acting(group.coordinator) as actor:
        meeting = meeting_on(actor, DAY)
        with pytest.raises(Refused) as refused:
            meetings.open_meeting(
                actor=actor, meeting=meeting, chair_uid=group.coordinator.uid, confidentiality_read=True
            )
        assert refused.value.field == "chair_uid"
        with pytest.raises(Refused) as refused:
            meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=False)
        assert refused.value.rule == "5.4"


def test_agencies_that_are_there_may_know_the_case_unless_shut_out(context: Flask, group: Group, clock: Clock) -> None:
    uid = make_case(group, "Robin", agency="YOT")
    visited = make_case(group, "Visited", agency="YOT")
    clock.set(MEETING)
    with acting(group.coordinator) as actor:
        cases.shut_out_agency(actor=actor, case=get_case(actor, uid), agency_uid=group.agencies["EDU_SCH"])
        meeting = open_it(actor, group)
        items = {item.case_uid: item for item in meetings.list_items(actor, meeting)}
        meetings.record_attendance(
            actor=actor,
            meeting=meeting,
            name="A visitor",
            agency_uid=group.agencies["LA_HOU"],
            attendance="REMOTE",
            item_uids=[items[visited].uid],
        )
        for item in items.values():
            assert group.agencies["POL"] not in cases.agencies_with_need(item.case_uid)
            meetings.hear_item(actor=actor, item=item, summary="Heard", voice_heard="Boxing")
        known = set(cases.agencies_with_need(uid))
        assert known == {group.agencies[kind] for kind in ("YOT", "POL", "LA_CSC")}
        assert group.agencies["LA_HOU"] in cases.agencies_with_need(visited)
    with acting(group.practitioners["POL"]) as actor:
        assert len(meetings.list_items(actor, meeting_on(actor, DAY))) == 2
    with acting(group.practitioners["EDU_SCH"]) as actor:
        assert [item.case_uid for item in meetings.list_items(actor, meeting_on(actor, DAY))] == [visited]


def test_the_chair_of_an_item_does_not_lead_it(context: Flask, group: Group, clock: Clock) -> None:
    make_case(group)
    clock.set(MEETING)
    with acting(group.coordinator) as actor:
        (item,) = meetings.list_items(actor, open_it(actor, group))
        lead = {"agency_uid": group.agencies["POL"], "user_uid": group.chair.uid}
        with pytest.raises(Refused) as refused:
            meetings.name_lead(actor=actor, item=item, **lead)
        assert (refused.value.rule, refused.value.field) == ("PR-03", "user_uid")
        with pytest.raises(Refused) as refused:
            meetings.name_lead(actor=actor, item=item, agency_uid=group.agencies["POL"], name="marianne  chair")
        assert (refused.value.rule, refused.value.field) == ("PR-03", "name")
        cases.name_lead(actor=actor, case=item.case, **lead)
        with pytest.raises(Refused) as refused:
            meetings.hear_item(actor=actor, item=item, summary="Heard", voice_heard=None)
        assert refused.value.rule == "PR-03"
        meetings.hand_chair(actor=actor, item=item, chair_uid=group.deputy.uid)
        meetings.hear_item(actor=actor, item=item, summary="Heard", voice_heard=None)
        with pytest.raises(Refused):
            meetings.hand_chair(actor=actor, item=item, chair_uid=group.chair.uid)
        decision = meetings.decide(actor=actor, item=item, code="KEEP_OPEN", detail="Until the trial")
        assert decision.decided_by_uid == group.deputy.uid


@pytest.mark.one_database
def test_what_an_item_needs_and_what_follows_from_it(context: Flask, group: Group, clock: Clock) -> None:
    make_case(group)
    clock.set(MEETING)
    with acting(group.coordinator) as actor:
        meeting = open_it(actor, group)
        (item,) = meetings.list_items(actor, meeting)
        meetings.hear_item(actor=actor, item=item, summary="Heard", voice_heard=None)
        for code, field in (("ACTIONS_AGREED", "code"), ("NO_DECISION", "detail"), ("CLOSE", "closure_reason")):
            with pytest.raises(Refused) as refused:
                meetings.decide(actor=actor, item=item, code=code)
            assert refused.value.field == field
        with pytest.raises(Refused) as refused:
            meetings.close_meeting(actor=actor, meeting=meeting)
        assert "Decide or defer" in refused.value.message
        with pytest.raises(Refused) as refused:
            meetings.agree_action(actor=actor, item=item, **action(group, "LA_HOU"))  # type: ignore[arg-type]
        assert refused.value.field == "owner_accepts"
        proposed = meetings.agree_action(
            actor=actor,
            item=item,
            **action(group, "LA_HOU", owner_accepts=False),  # type: ignore[arg-type]
        )
        accepted = meetings.agree_action(actor=actor, item=item, **action(group))  # type: ignore[arg-type]
        again = meetings.agree_action(actor=actor, item=item, **action(group))  # type: ignore[arg-type]
        assert (proposed.accepted_on, accepted.accepted_on, again.uid) == (None, DAY, accepted.uid)
        assert [one.code for one in item.decisions] == ["ACTIONS_AGREED"]
        meetings.decide(actor=actor, item=item, code="ACTIONS_AGREED", detail="Two of them")
        meetings.decide(actor=actor, item=item, code="ACTIONS_AGREED", detail="Two of them")
        assert [one.detail for one in item.decisions] == ["Two of them"]
        meetings.set_bands(actor=actor, item=item, harmed="RED", reason="Stabbed")
        meetings.set_bands(actor=actor, item=item, harmed="AMBER", reason="Safe now")
        assert [one.code for one in item.decisions] == ["ACTIONS_AGREED", "BAND_SET", "BAND_CHANGED"]
        meetings.remove_decision(actor=actor, item=item, decision_uid=item.decisions[2].uid)
        closing: dict[str, Any] = {"code": "CLOSE", "closure_reason": "MOVED_AWAY", "detail": "To Leeds"}
        with pytest.raises(Refused) as refused:
            meetings.decide(actor=actor, item=item, **closing)
        assert (refused.value.field, refused.value.rule) == ("code", "4.8"), "it has a page of its own"
        meetings.decide(actor=actor, item=item, **closing, checklist=settled(actor, item.case))
        assert (item.case.closure_reason, item.case.retention_class) == ("MOVED_AWAY", "R03")
        with pytest.raises(Refused):
            meetings.remove_decision(actor=actor, item=item, decision_uid=item.decisions[-1].uid)
        meetings.close_meeting(actor=actor, meeting=meeting)
        with pytest.raises(Refused):
            meetings.decide(actor=actor, item=item, code="KEEP_OPEN", detail="Too late")
        meeting_uid, item_uid = meeting.uid, item.uid
    issue_minutes(group, meeting_uid)
    with acting(group.coordinator) as actor:
        item = meetings.get_item(actor, item_uid)
        assert meetings.item_status(item) == "MINUTED"
        with pytest.raises(Refused):
            meetings.hear_item(actor=actor, item=item, summary="Other words", voice_heard=None)


def save(page: Page, **fields: object) -> Page:
    return page.submit("Save", fields)


def test_a_meeting_through_its_pages(app: Flask, group: Group, pages: Pages, clock: Clock) -> None:
    with app.app_context():
        robin, sam = make_case(group, "Robin"), make_case(group, "Sam")
        with acting(group.coordinator) as actor:
            meeting_uid = meeting_on(actor, DAY).uid
    clock.set(MEETING)
    pages.sign_in(group.coordinator)
    page = pages.get(f"/meetings/{meeting_uid}").submit("Build the agenda")
    page = page.follow("Write down attendance")
    listed = {f"p_{group.practitioners[kind].uid}": "IN_PERSON" for kind in SEATS}
    assert f"p_{group.practitioners['LA_HOU'].uid}" not in page.form_data(), "no seat in the group"
    page = page.submit("Save attendance", listed | {f"p_{group.chair.uid}": "IN_PERSON"})
    assert page.flash == "Attendance saved for 5 people"
    assert "Quorum met" in page.text
    page = page.follow("Write down attendance")
    page = page.submit("Save attendance", {f"p_{group.chair.uid}": "REMOTE", f"p_{group.deputy.uid}": "ABSENT"})
    assert page.flash == "Attendance saved for 2 people"
    page = page.follow("Write down attendance").submit("Save attendance", {f"p_{group.deputy.uid}": ""})
    assert page.flash == "Attendance saved for 1 person"
    page = pages.get(f"/meetings/{meeting_uid}").follow("Open the meeting")
    assert "Confidentiality statement" in page.text
    page = page.submit("Open the meeting", chair_uid=group.chair.uid)
    assert page.errors() == {"confidentiality_read": "Read the confidentiality statement and tick the box"}
    page = page.submit("Open the meeting", confidentiality_read="y")
    assert page.flash == "Meeting opened"

    page = page.follow("Robin Example")
    assert page.heading.endswith("item 1 of 2")
    assert "Strengths, and what they say" in page.text
    page = save(page, action_text="Ring the school", **{"decisions-0-detail": "Words typed"})
    assert page.errors() == {"action_owner_agency_uid": "Select the owner’s agency"}
    page = save(page, action_owner_agency_uid=group.agencies["YOT"], action_owner_name="Sorcha")
    assert page.errors() == {"action_category": "Select the kind of action"}
    page = save(page, action_category="CONTACT_ENGAGE")
    assert page.errors() == {"decisions-0-code": "Select the decision"}
    assert page.form_data("Save")["decisions-0-detail"] == "Words typed", "nothing typed is lost"
    page = page.submit("Add another decision")
    assert page.form_data("Save")["action_text"] == "Ring the school"
    page = save(
        page,
        summary="He is back at school",
        voice_heard="Rather boxing",
        action_owner_accepts="y",
        **{
            "decisions-0-code": "ACTIONS_AGREED",
            "decisions-1-code": "KEEP_OPEN",
            "decisions-1-returns_on": "21/1/2027",
        },
    )
    assert not page.errors()
    assert page.flash.endswith("saved")
    with app.app_context(), acting(group.coordinator) as actor:
        (agreed,) = actions.list_for_case(actor, robin)
        assert (agreed.due_on, agreed.accepted_on) == (date(2026, 12, 10), DAY), "five working days before the next"
        item_uid = agreed.item_uid
        assert get_case(actor, robin).review_on == date(2027, 1, 21)
    page = page.submit("Save and next item", lead_user_uid=group.practitioners["POL"].uid)
    assert page.heading.endswith("item 2 of 2")
    page = save(page, summary="Not enough is known", **{"decisions-0-code": "NO_DECISION"})
    assert page.errors() == {"decisions-0-detail": "Enter the reason"}
    page = save(page, lead_user_uid=group.chair.uid)
    assert "lead_user_uid" in page.errors()
    page = save(page, lead_user_uid="")
    page = save(page, **{"decisions-0-detail": "The school was not asked"})
    assert "back on 17 December 2026" in page.text

    page = pages.get(f"/meetings/{meeting_uid}").follow("Close the meeting").submit("Close the meeting")
    assert page.flash == "Meeting closed"
    page = pages.get(f"/meetings/items/{item_uid}")
    known, _, minuted = page.text.partition("What was said")
    assert "Rather boxing" in minuted
    assert "He is back at school" in minuted
    assert "Ring the school" in minuted
    assert "Ring the school" not in known, "agreed that day, so not from last time"
    pages.sign_in(group.practitioners["POL"])
    pages.get(f"/meetings/{meeting_uid}/minutes", status=404)
    page = issue_by_pages(pages, meeting_uid, group.coordinator, group.chair)
    assert "He is back at school" in page.text
    pages.sign_in(group.practitioners["POL"])
    page = pages.get(f"/meetings/{meeting_uid}/minutes")
    assert "Rather boxing" in page.text
    page = pages.get(f"/cases/{sam}")
    assert "No decision: The school was not asked" in page.text
    pages.sign_in(group.practitioners["LA_HOU"])
    page = pages.get(f"/meetings/{meeting_uid}/minutes")
    assert "No items for you" in page.text
    assert "Robin" not in page.text


def opened(app: Flask, group: Group, clock: Clock) -> tuple[str, str]:
    """The uids of a meeting that is open and of its one item."""
    with app.app_context():
        make_case(group)
        clock.set(MEETING)
        with acting(group.coordinator) as actor:
            meeting = open_it(actor, group)
            uids = meeting.uid, meetings.list_items(actor, meeting)[0].uid
            db.session.commit()
    return uids


def test_two_who_write_one_item_do_not_undo_each_other(app: Flask, group: Group, clock: Clock) -> None:
    _, item_uid = opened(app, group, clock)
    coordinator, chair = (Pages(app.test_client()).sign_in(user) for user in (group.coordinator, group.chair))
    first, second = (one.get(f"/meetings/items/{item_uid}") for one in (coordinator, chair))
    save(first, summary="He is back at school", voice_heard="Rather boxing")
    page = save(second, summary="Nobody has seen him")
    assert list(page.errors()) == ["summary"]
    assert "He is back at school" in page.text, "what the other wrote is shown"
    assert page.form_data("Save")["summary"] == "Nobody has seen him", "nothing typed is lost"
    page = save(page, summary="He is back at school. Nobody has seen him at home")
    assert not page.errors()
    data = coordinator.get(f"/meetings/items/{item_uid}").form_data("Save")
    assert data["summary"] == "He is back at school. Nobody has seen him at home"
    assert data["voice_heard"] == "Rather boxing", "a field left as it was takes what the other wrote"


def test_two_who_write_attendance_do_not_undo_each_other(app: Flask, group: Group, clock: Clock) -> None:
    meeting_uid, _ = opened(app, group, clock)
    coordinator, chair = (Pages(app.test_client()).sign_in(user) for user in (group.coordinator, group.chair))
    first, second = (one.get(f"/meetings/{meeting_uid}/attendance") for one in (coordinator, chair))
    first.submit("Save attendance", {f"p_{group.chair.uid}": "IN_PERSON"})
    page = second.submit("Save attendance", {f"p_{group.deputy.uid}": "REMOTE"})
    assert page.flash == "Attendance saved for 1 person"
    data = coordinator.get(f"/meetings/{meeting_uid}/attendance").form_data("Save attendance")
    assert (data[f"p_{group.chair.uid}"], data[f"p_{group.deputy.uid}"]) == ("IN_PERSON", "REMOTE")


@pytest.mark.one_database
def test_undecided_items_are_listed_before_closing(app: Flask, group: Group, pages: Pages, clock: Clock) -> None:
    with app.app_context():
        make_case(group)
        clock.set(MEETING)
        with acting(group.coordinator) as actor:
            uid = open_it(actor, group).uid
    pages.sign_in(group.coordinator)
    page = pages.get(f"/meetings/{uid}/close")
    assert "1 item still to decide" in page.text
    page = page.follow("Put off").submit("Put it off", reason="No time left")
    page = page.follow("Close the meeting").submit("Close the meeting")
    assert page.flash == "Meeting closed"


def test_a_shut_out_agency_is_asked_to_leave(app: Flask, group: Group, pages: Pages, clock: Clock) -> None:
    with app.app_context():
        uid = make_case(group)
        clock.set(MEETING)
        with acting(group.coordinator) as actor:
            cases.shut_out_agency(actor=actor, case=get_case(actor, uid), agency_uid=group.agencies["EDU_SCH"])
            (item,) = meetings.list_items(actor, open_it(actor, group))
            item_uid = item.uid
    pages.sign_in(group.chair)
    assert "Ask to leave the room: School of the town" in pages.get(f"/meetings/items/{item_uid}").text


def test_another_area_sees_nothing(app: Flask, group: Group, pages: Pages) -> None:
    from app.platform.access import Role
    from tests.factories.accounts import make_user

    with app.app_context():
        make_case(group)
        with acting(group.coordinator) as actor:
            meeting = meeting_on(actor, DAY)
            meetings.build_agenda(actor=actor, meeting=meeting)
            paths = [f"/meetings/{meeting.uid}"]
            paths += [f"/meetings/items/{item.uid}" for item in meetings.list_items(actor, meeting)]
        stranger = make_user(Role.COORD, area="BRIS")
    pages.sign_in(stranger)
    for path in paths:
        pages.get(path, status=404)
    assert "No meeting is planned" in pages.get("/meetings/").text
