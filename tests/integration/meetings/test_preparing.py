"""The days before a meeting through its pages: times, what is left out, the chair's agreement, who comes, conflicts."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.interface import EntryDraft
from app.features.meetings import interface as meetings
from app.kernel.errors import Refused
from tests.conftest import Clock
from tests.factories.meetings import Group, acting, get_case, make_case, meeting_on
from tests.integration.meetings.conftest import MEETING
from tests.pages import Pages

NOVEMBER, DECEMBER = date(2026, 11, 19), date(2026, 12, 17)


def browser(app: Flask, user: User) -> Pages:
    return Pages(app.test_client()).sign_in(user)


@pytest.fixture
def november(app: Flask, group: Group) -> str:
    """A meeting with three children on its agenda and one case on hold. Returns its address."""
    with app.app_context():
        for name in ("First", "Second", "Third"):
            make_case(group, name)
        held = make_case(group, "Held")
        with acting(group.coordinator) as actor:
            cases.put_on_hold(actor=actor, case=get_case(actor, held), note="A review is under way")
            meeting = meeting_on(actor, NOVEMBER)
            meetings.build_agenda(actor=actor, meeting=meeting)
            return f"/meetings/{meeting.uid}"


def test_the_agenda_has_times_and_says_what_was_left_out(app: Flask, group: Group, november: str) -> None:
    page = browser(app, group.coordinator).get(november)
    rows = page.table_rows("Agenda")
    assert [row["Time"].split(" Change")[0] for row in rows] == [
        f"{at} 15 minutes" for at in ("14:10", "14:25", "14:40")
    ]
    assert all("New" in row["Why"] for row in rows)
    assert "Planned to end at 14:55" in page.text
    page = page.follow("Change the time of").submit("Save", minutes="999")
    assert page.errors() == {"minutes": "Enter a number from 1 to 120"} or "minutes" in page.errors()
    page = page.submit("Save", minutes="30", brief="y")
    assert [row["Time"].split(" ")[0] for row in page.table_rows("Agenda")] == ["14:10", "14:40", "14:55"]
    assert "Brief update" in page.table_rows("Agenda")[0]["Item"]
    (left,) = page.follow("Considered and left out").table_rows("Cases left out")
    assert left["Why it is not heard"] == "On hold for a critical incident since 20 October 2026"


def test_the_chair_agrees_and_later_changes_are_shown(app: Flask, group: Group, november: str, clock: Clock) -> None:
    coordinator = browser(app, group.coordinator)
    assert "The chair has not agreed this agenda yet" in coordinator.get(november).text
    chair = browser(app, group.chair)
    page = chair.get(november).submit("Agree the agenda")
    assert "Agreed by Marianne Chair on 20 October 2026" in page.text
    assert "Changed since" not in page.text
    page = coordinator.get(november)
    page = page.follow("Take off").submit("Take it off", reason="Not ready")
    page = page.follow("Change the time of").submit("Save", minutes="20")
    assert [words.split(": ")[1] for words in page.select(".concord-alert li")] == [
        "15 minutes were agreed, now 20",
        "Taken off",
    ]
    clock.advance(minutes=5)
    page = chair.get(november).submit("Agree the agenda again")
    assert "Changed since" not in page.text
    with app.app_context(), acting(group.chair) as actor:
        meeting = meeting_on(actor, NOVEMBER)
        first = meetings.agree_agenda(actor=actor, meeting=meeting)
        assert meetings.agree_agenda(actor=actor, meeting=meeting) is first, "agreed twice without a change"


def test_people_say_whether_they_come_and_the_quorum_follows(app: Flask, group: Group, november: str) -> None:
    coordinator = browser(app, group.coordinator)
    assert "Missing: police, children’s social care" in coordinator.get(november).text
    for kind, answer in (("POL", "IN_PERSON"), ("LA_CSC", "REMOTE"), ("YOT", "IN_PERSON")):
        page = browser(app, group.practitioners[kind]).get(november).follow("Will you be there?")
        page.submit("Send my answer", answer=answer)
    page = browser(app, group.practitioners["EDU_SCH"]).get(f"{november}/coming")
    page = page.submit("Send my answer", answer="DEPUTY")
    assert page.errors() == {"deputy_name": "Enter the name of the deputy"}
    page = page.submit("Send my answer", deputy_name="Mr Stand-In", note="Late by ten minutes")
    assert "Change your answer: deputy came" in page.text
    page = coordinator.get(november)
    assert "A quorum" in page.text
    rows = page.follow("Who will come").table_rows("Answers")
    assert [row["Answer"] for row in rows][:1] == ["No answer yet"]
    assert "Deputy came Mr Stand-In Late by ten minutes" in [row["Answer"] for row in rows]
    browser(app, group.practitioners["POL"]).get(f"{november}/answers", status=403)


@pytest.mark.one_database
def test_a_red_trigger_and_limited_assurance_bring_a_case_back(app: Flask, group: Group, clock: Clock) -> None:
    with app.app_context():
        uids = [make_case(group, name) for name in ("Triggered", "Quiet", "False")]
        clock.set(MEETING)
        with acting(group.coordinator) as actor:
            meeting = meeting_on(actor, NOVEMBER)
            meetings.build_agenda(actor=actor, meeting=meeting)
            meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
            for item in meetings.list_items(actor, meeting):
                cases.set_bands(actor=actor, case=item.case, harmed="GREEN", reason="As it stands")
                meetings.hear_item(actor=actor, item=item, summary="Heard", voice_heard=None)
                meetings.decide(actor=actor, item=item, code="KEEP_OPEN", detail="Nothing more")
            meetings.close_meeting(actor=actor, meeting=meeting)
        clock.set(datetime(2026, 12, 1, 9, tzinfo=UTC))
        with acting(group.coordinator) as actor:
            for uid, grade in ((uids[0], "A"), (uids[2], "E")):
                told = {"code": "EV_TTL", "present": "Y", "evidence": "A warning was read to him", "grade": grade}
                draft = EntryDraft("RISK_FACTOR", told, happened_on=date(2026, 11, 30))
                cases.add_entries(actor=actor, case=get_case(actor, uid), drafts=[draft])
            meeting = meeting_on(actor, DECEMBER)
            (item,) = meetings.build_agenda(actor=actor, meeting=meeting)
            assert item.case_uid == uids[0]
            assert list(item.why) == ["Red-trigger event on 30 November 2026"]


def test_a_conflict_is_declared_by_oneself_or_for_somebody(app: Flask, group: Group, november: str) -> None:
    with app.app_context(), acting(group.coordinator) as actor:
        first, second, _third = meetings.list_items(actor, meeting_on(actor, NOVEMBER))
        case, item, other = f"/cases/{first.case_uid}", first.uid, second.uid
    worker = browser(app, group.practitioners["YOT"])
    page = worker.get(case).follow("Declare a conflict of interest").submit("Declare it")
    assert page.errors() == {"nature": "Enter what the conflict is"}
    page = page.submit("Declare it", nature="My cousin", lock_out="y")
    assert page.flash.endswith("Conflict of interest declared")
    worker.get(case, status=404)
    worker.get(f"/meetings/items/{other}/conflicts", status=403)
    coordinator = browser(app, group.coordinator)
    page = coordinator.get(november).follow("Conflicts of interest in").submit("Declare it", nature="Knows the family")
    assert page.errors() == {"name": "Enter who has a conflict of interest"}
    page = page.submit("Declare it", name="A visitor", left_room="y")
    assert [row["What follows"] for row in page.table_rows("Declared")] == [
        "Locked out of the case",
        "Left for the decision",
    ]
    said = "Conflict of interest: Pat Youth justice, locked out of the case"
    for where in (november, case, f"/meetings/items/{item}", f"{november}/prepare".replace("/meetings/", "/packs/")):
        assert said in coordinator.get(where).text, where
    assert said not in browser(app, group.practitioners["POL"]).get(november).text
    page = (
        coordinator.get(case)
        .follow("Agencies")
        .follow("Lift the lock-out of")
        .submit("Lift the lock-out", reason="A mistake")
    )
    assert "Nobody is locked out" in page.text
    worker.get(case)
    assert item != other


def test_whoever_chairs_can_see_the_item(app: Flask, group: Group, november: str, clock: Clock) -> None:
    clock.set(MEETING)
    with app.app_context(), acting(group.coordinator) as actor:
        meeting = meeting_on(actor, NOVEMBER)
        first = meetings.list_items(actor, meeting)[0]
        meetings.declare_conflict(
            actor=actor, item=first, user_uid=group.chair.uid, nature="A neighbour", lock_out=True
        )
        meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
        with pytest.raises(Refused) as refused:
            meetings.hear_item(actor=actor, item=first, summary="Heard", voice_heard=None)
        assert refused.value.rule == "PR-03"
        meetings.hand_chair(actor=actor, item=first, chair_uid=group.deputy.uid)
        meetings.hear_item(actor=actor, item=first, summary="Heard", voice_heard=None)
        second = meetings.list_items(actor, meeting)[1].uid
    page = browser(app, group.chair).get(f"/meetings/items/{second}")
    assert page.heading.endswith("item 2 of 3"), "the number is that of the agenda for everybody"
    page = browser(app, group.chair).get(november)
    assert "Item 1: not shown to you" in page.text
    assert [row["Time"][:5] for row in page.table_rows("Agenda")] == ["14:10", "14:25", "14:40"]
