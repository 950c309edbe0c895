"""Meeting mode: what is typed is kept and merged, the room's screen follows, people leave the room and come back."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask

from app.features.accounts.models import WebSession
from app.features.actions import interface as actions
from app.features.cases import interface as cases
from app.features.meetings import interface as meetings
from app.features.meetings.commands import attending, drafting
from app.features.meetings.live_models import Contribution, ItemDraft
from app.kernel.clock import now
from app.platform.access import Role
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_user
from tests.factories.meetings import Group, acting, get_case, make_case, meeting_on
from tests.integration.meetings.conftest import MEETING
from tests.integration.meetings.test_sitting import DAY, open_it
from tests.pages import SAME_ORIGIN, Pages

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def opened(app: Flask, group: Group, clock: Clock, *names: str) -> tuple[str, dict[str, str]]:
    """The uids of a meeting that is open and of its items by the name of the person."""
    with app.app_context():
        by_case = {make_case(group, name): name for name in names}
        clock.set(MEETING)
        with acting(group.coordinator) as actor:
            meeting = open_it(actor, group)
            return meeting.uid, {by_case[item.case_uid]: item.uid for item in meetings.list_items(actor, meeting)}


def typed(pages: Pages, item_uid: str, body: object, status: int = 200) -> dict[str, object]:
    """Send what was typed, as the page's script does."""
    token = pages.get(f"/meetings/items/{item_uid}").soup.select_one("input[name=csrf_token]")
    assert token
    answer = pages.client.post(
        f"/meetings/items/{item_uid}/typed",
        data=body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers=SAME_ORIGIN | {"Origin": "http://localhost", "X-CSRFToken": str(token["value"])},
    )
    assert answer.status_code == status, answer.get_data(as_text=True)[:300]
    return answer.get_json() or {}


def note(base: str, text: str, name: str = "summary") -> dict[str, object]:
    return {"notes": {name: {"base": base, "text": text}}}


def test_two_note_takers_keep_each_others_words(app: Flask, group: Group, clock: Clock) -> None:
    _, items = opened(app, group, clock, "Robin")
    uid = items["Robin"]
    first, second = (Pages(app.test_client()).sign_in(user) for user in (group.coordinator, group.chair))
    typed(first, uid, "[" * 100_000, status=400)
    typed(first, uid, note("", "He is back at school."))
    answer = typed(second, uid, note("", "Mother agrees."))
    assert answer["notes"]["summary"]["text"] == "He is back at school. Mother agrees."  # type: ignore[index]
    assert answer["notes"]["summary"]["by"] == "you"  # type: ignore[index]
    answer = typed(first, uid, note("", "Rather boxing", "voice_heard"))
    assert answer["both"] == []
    base = "He is back at school. Mother agrees."
    typed(second, uid, note(base, base.replace("school", "college")))
    answer = typed(first, uid, note(base, base.replace("school", "home")))
    assert answer["both"] == ["summary"]
    kept = str(answer["notes"]["summary"]["text"])  # type: ignore[index]
    assert {"college", "home"} <= set(re.findall(r"\w+", kept))
    page = second.get(f"/meetings/items/{uid}")
    assert page.form_data("Save")["summary"] == kept, "kept across a reload"
    assert page.form_data("Save")["voice_heard"] == "Rather boxing"
    page = page.submit("Save")
    assert not page.errors()
    with app.app_context(), acting(group.coordinator) as actor:
        item = meetings.get_item(actor, uid)
        assert (item.summary, item.voice_heard) == (kept, "Rather boxing")
        assert db.session.query(ItemDraft).count() == 0, "nothing is left to keep"
        assert kept.encode() not in b"".join(row.payload for row in db.session.query(meetings.AgendaItem))


def test_an_unfinished_form_is_kept_for_its_writer_alone(app: Flask, group: Group, clock: Clock) -> None:
    _, items = opened(app, group, clock, "Robin")
    uid = items["Robin"]
    first, second = (Pages(app.test_client()).sign_in(user) for user in (group.coordinator, group.chair))
    half = {"action_text": "Ring the school", "action_priority": "HIGH", "action_owner_accepts": ""}
    typed(first, uid, {"parts": {"action": half, "decisions": {"decisions-0-detail": "Until the trial"}}})
    data = first.get(f"/meetings/items/{uid}").form_data("Save")
    assert (data["action_text"], data["action_priority"]) == ("Ring the school", "HIGH")
    assert data["decisions-0-detail"] == "Until the trial"
    assert "action_owner_accepts" not in data, "the tick that was taken away stays away"
    assert second.get(f"/meetings/items/{uid}").form_data("Save")["action_text"] == ""
    page = first.get(f"/meetings/items/{uid}").submit(
        "Save",
        {"decisions-0-code": "KEEP_OPEN", "action_category": "CONTACT_ENGAGE"},
        action_owner_uid=group.practitioners["POL"].uid,
        summary="Heard",
    )
    assert not page.errors()
    assert "waits for its owner to accept it" in page.flash
    assert page.form_data("Save")["action_text"] == ""
    again = page.submit(
        "Save",
        action_text="Ring the school today",
        action_category="ASSESS",
        action_owner_uid=group.practitioners["POL"].uid,
    )
    assert "A-2026-0001 is open already and much like it" in again.flash
    typed(first, uid, {"parts": {"action": half}})
    typed(first, uid, {"parts": {"action": {"action_text": ""}}})
    with app.app_context(), acting(group.coordinator):
        assert db.session.query(ItemDraft).count() == 0, "an emptied form is not kept"


@ON_SQLITE
def test_what_is_not_kept_and_who_may_not_ask(app: Flask, group: Group, clock: Clock) -> None:
    meeting_uid, items = opened(app, group, clock, "Robin")
    uid = items["Robin"]
    pages = Pages(app.test_client()).sign_in(group.coordinator)
    wrong: tuple[object, ...] = (
        [],
        "x",
        {"notes": []},
        {"notes": {"chair_uid": {"base": "", "text": "x"}}},
        {"notes": {"summary": 1}},
        {"notes": {"summary": {"base": "", "text": None}}},
        {"parts": {"other": {}}},
        {"parts": {"action": {"summary": "x"}}},
        {"parts": {"action": {"action_text": 1}}},
    )
    for body in wrong:
        typed(pages, uid, body, status=400)
    answer = typed(pages, uid, note("", "x" * 4_001, "voice_heard"))
    assert answer["refused"] == {"voice_heard": "Enter 4,000 characters or fewer"}
    answer = typed(pages, uid, {"parts": {"action": {"action_text": "x" * 30_001}}})
    assert "Enter less" in answer["refused"]["action"]  # type: ignore[index]
    refused = pages.client.post(f"/meetings/items/{uid}/typed", json=note("", "x"), headers=SAME_ORIGIN)
    assert refused.status_code == 400, "without the token of forms"
    stranger = Pages(app.test_client())
    with app.app_context():
        elsewhere = make_user(Role.COORD, area="BRIS")
    for path in (
        f"/meetings/items/{uid}/live",
        *(f"/meetings/{meeting_uid}/{one}" for one in ("projector", "statement")),
    ):
        stranger.sign_in(elsewhere).get(path, status=404)
        if "statement" not in path:
            stranger.sign_in(group.practitioners["POL"]).get(path, status=403)
    pages.get(f"/meetings/items/{uid}/defer").submit("Put it off", reason="No time left")
    with app.app_context(), acting(group.coordinator) as actor:
        item = meetings.get_item(actor, uid)
        with pytest.raises(Exception, match="put off"):
            drafting.check_open(item)


@ON_SQLITE
def test_asking_by_itself_keeps_nobody_signed_in_and_typing_does(app: Flask, group: Group, clock: Clock) -> None:
    _, items = opened(app, group, clock, "Robin")
    uid = items["Robin"]
    pages = Pages(app.test_client()).sign_in(group.coordinator)
    pages.get(f"/meetings/items/{uid}")
    token = str(pages.get(f"/meetings/items/{uid}").form_data("Save")["csrf_token"])

    def seen() -> object:
        with app.app_context():
            return db.session.query(WebSession.seen_at).filter(WebSession.user_uid == group.coordinator.uid).scalar()

    before = seen()
    clock.advance(minutes=5)
    assert pages.client.get(f"/meetings/items/{uid}/live").status_code == 200
    assert seen() == before
    headers = SAME_ORIGIN | {"X-CSRFToken": token}
    assert pages.client.post(f"/meetings/items/{uid}/typed", json=note("", "x"), headers=headers).status_code == 200
    assert seen() == now()


def test_what_was_written_before_a_refusal_is_undone_and_its_form_shown(app: Flask, group: Group, clock: Clock) -> None:
    _, items = opened(app, group, clock, "Robin")
    form = (
        Pages(app.test_client()).sign_in(group.coordinator).get(f"/meetings/items/{items['Robin']}/decide/PLACE_PLAN")
    )
    given = {"detail": "Ask for light", "owner_agency_uid": group.agencies["POL"]}
    page = form.submit("Decide", given)
    assert page.errors() == {"owner_name": "Enter the person who owns the action"}
    assert page.form_data("Decide")["detail"] == "Ask for light"


def test_the_rooms_screen_follows_who_leads(app: Flask, group: Group, clock: Clock) -> None:
    meeting_uid, items = opened(app, group, clock, "Robin", "Sam")
    chair, coordinator = (Pages(app.test_client()).sign_in(user) for user in (group.chair, group.coordinator))
    screen = coordinator.get(f"/meetings/{meeting_uid}/projector")
    assert "Between items" in screen.text
    assert "Robin" not in screen.text
    page = chair.get(f"/meetings/items/{items['Robin']}")
    first_is_robin = "item 1 of 2" in page.heading
    first, other = ("Robin", "Sam") if first_is_robin else ("Sam", "Robin")
    page = chair.get(f"/meetings/items/{items[first]}").submit("Start this item")
    assert "goes where you go" in page.text
    assert f"{first} Example" in coordinator.get(f"/meetings/{meeting_uid}/projector").text
    recorded = {"decisions-0-code": "KEEP_OPEN", "action_text": "Ring the school", "action_category": "CONTACT_ENGAGE"}
    recorded |= {"action_owner_agency_uid": group.agencies["POL"], "action_owner_name": "Una Worker"}
    recorded |= {"assurance_axis": "HARMED", "assurance_kind": "PLAN_IN_PLACE"}
    recorded |= {"assurance_risk_statement": "They wait for him", "assurance_agency_uid": group.agencies["POL"]}
    page = page.submit("Save", recorded | {"assurance_asked_name": "Una Manager"})
    assert page.errors() == {}
    shown = coordinator.get(f"/meetings/{meeting_uid}/projector").text
    for words in ("Keep open", "Ring the school", "They wait for him", "Assurance sought"):
        assert words in shown
    live = f"/meetings/items/{items[first]}/live"
    version = coordinator.client.get(live).get_json()["recorded"]["version"]
    clock.advance(seconds=4)
    assert coordinator.client.get(f"{live}?recorded={version}").get_json()["recorded"] == {
        "version": version,
        "html": None,
    }
    now_path = f"/meetings/{meeting_uid}/projector/now"
    answer = coordinator.client.get(now_path)
    again = coordinator.client.get(now_path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (answer.status_code, again.status_code) == (200, 304)
    for minutes in (8, 8):
        clock.advance(minutes=minutes)
        page = chair.get(f"/meetings/items/{items[first]}")
        assert coordinator.client.get(now_path).status_code == 200, "the screen itself stays signed in"
    page = coordinator.get(f"/meetings/items/{items[first]}")
    assert "The planned time of this item is over" in page.text
    state = coordinator.client.get(f"/meetings/items/{items[first]}/live").get_json()
    assert state["timer"] == {"seconds": 16 * 60 + 4, "runs": True}, "the same for everybody"
    page = chair.get(f"/meetings/items/{items[first]}").submit("Blank B")
    assert coordinator.client.get(now_path).get_data(as_text=True).count("Example") == 0
    page = page.submit("Show the screen again B")
    page = page.submit("Next N")
    assert page.path.endswith(items[other])
    assert f"{other} Example" in coordinator.get(f"/meetings/{meeting_uid}/projector").text
    assert "The room’s screen shows item 2" in coordinator.get(f"/meetings/items/{items[first]}").text
    clock.advance(minutes=4)
    page = page.submit("Between items")
    assert "Between items" in coordinator.get(f"/meetings/{meeting_uid}/projector").text
    clock.advance(minutes=9)
    page = chair.get(f"/meetings/items/{items[other]}").submit("Start this item")
    state = coordinator.client.get(f"/meetings/items/{items[other]}/live").get_json()
    assert state["timer"]["seconds"] == 4 * 60, "no time runs between items"


def test_who_leaves_the_room_is_not_told_and_accepts_nothing(app: Flask, group: Group, clock: Clock) -> None:
    with app.app_context():
        robin = make_case(group, "Robin")
        clock.set(MEETING)
        with acting(group.coordinator) as actor:
            cases.shut_out_agency(actor=actor, case=get_case(actor, robin), agency_uid=group.agencies["EDU_SCH"])
            meeting = open_it(actor, group)
            meeting_uid, uid = meeting.uid, meetings.list_items(actor, meeting)[0].uid
    pages = Pages(app.test_client()).sign_in(group.coordinator)
    page = pages.get(f"/meetings/items/{uid}").submit("Start this item")
    screen = pages.get(f"/meetings/{meeting_uid}/projector").text
    assert "please leave the room: School of the town" in screen
    assert "Robin" not in screen, "nothing is shown while somebody is here who must not see it"
    path = f"/meetings/items/{uid}/room"
    token = page.form_data("Save")["csrf_token"]
    page = pages.post(path, {"csrf_token": token, "agency": group.agencies["EDU_SCH"], "to": "leave"})
    assert page.flash == "1 person left the room for this item"
    assert "Ask to leave the room" not in page.text
    assert "Robin Example" in pages.get(f"/meetings/{meeting_uid}/projector").text
    pages.post(path, {"csrf_token": token, "agency": group.agencies["POL"], "to": "leave"})
    page = pages.get(f"/meetings/items/{uid}").submit(
        "Save",
        summary="Heard",
        action_text="Ring",
        action_category="CONTACT_ENGAGE",
        action_owner_uid=group.practitioners["POL"].uid,
    )
    assert "waits for its owner to accept it" in page.flash
    with app.app_context(), acting(group.coordinator) as actor:
        (agreed,) = actions.list_for_case(actor, robin)
        assert agreed.accepted_on is None
        assert group.agencies["LA_CSC"] in cases.agencies_with_need(robin)
    page = pages.post(path, {"csrf_token": token, "agency": group.agencies["POL"], "to": "back"})
    assert page.flash == "1 person came back"
    pages.post(path, {"csrf_token": token, "agency": group.agencies["LA_HOU"], "to": "leave"})
    pages.post(path, {"csrf_token": token, "person": "0" * 26, "to": "leave"}, status=404)


def test_each_acknowledges_the_statement_and_the_absent_write(app: Flask, group: Group, clock: Clock) -> None:
    with app.app_context():
        robin = make_case(group, "Robin")
        clock.set(MEETING)
        with acting(group.coordinator) as actor:
            meeting = open_it(actor, group)
            cases.give_need_to_know(
                actor=actor, case=get_case(actor, robin), agency_uid=group.agencies["LA_HOU"], why="SHARED"
            )
            meeting_uid, uid = meeting.uid, meetings.list_items(actor, meeting)[0].uid
    police, housing, coordinator = (
        Pages(app.test_client()).sign_in(user)
        for user in (group.practitioners["POL"], group.practitioners["LA_HOU"], group.coordinator)
    )
    path = f"/meetings/{meeting_uid}/statement"
    page = police.get(path).submit("I acknowledge it")
    assert page.flash == "Acknowledged by 1 person"
    assert "Who acknowledged it" not in page.text, "others are not theirs to see"
    assert "not written down as here yet" in housing.get(path).text
    page = coordinator.get(path)
    page = page.submit("They acknowledged it")
    assert page.errors() == {"people": "Select who acknowledged the statement"}
    with app.app_context(), acting(group.coordinator) as actor:
        rows = {row.agency_uid: row for row in meetings.list_attendance(actor, meeting_on(actor, DAY))}
        yot = rows[group.agencies["YOT"]].uid
        first = rows[group.agencies["POL"]].acknowledged_at
        attending.acknowledge_statement(actor=actor, meeting=meeting_on(actor, DAY), rows=[rows[group.agencies["POL"]]])
        assert rows[group.agencies["POL"]].acknowledged_at == first == now()
    page = page.submit("They acknowledged it", people=[yot])
    assert "ticked by Cora Coordinator" in page.text

    page = housing.get(f"/meetings/{meeting_uid}/contributions").follow("Write")
    page = page.submit("Save", text="")
    assert page.errors() == {"text": "Enter what you would have said"}
    page = page.submit("Save", text="They are two months behind with the rent")
    assert "two months behind" in page.text
    housing.get(f"/meetings/items/{uid}/contribution").submit("Save", text="They are three months behind")
    assert "Sent in writing: They are three months behind" in coordinator.get(f"/meetings/items/{uid}").text
    with app.app_context(), acting(group.coordinator):
        assert db.session.query(Contribution).count() == 1
    page = coordinator.get(f"/meetings/items/{uid}/contribution").submit(
        "Save", text="She is well", agency_uid=group.agencies["LA_CSC"], name="Una Underhill"
    )
    assert page.flash == "Contribution saved"
    assert "She is well" not in housing.get(f"/meetings/{meeting_uid}/contributions").text


@ON_SQLITE
def test_single_keys_are_turned_off_for_a_session(app: Flask, group: Group, clock: Clock) -> None:
    _, items = opened(app, group, clock, "Robin")
    pages = Pages(app.test_client()).sign_in(group.coordinator)
    page = pages.get(f"/meetings/items/{items['Robin']}").submit("Turn single keys off")
    assert page.soup.select_one("[data-keys-off]")
    page = page.submit("Turn single keys on")
    assert not page.soup.select_one("[data-keys-off]")


@ON_SQLITE
def test_what_is_new_since_last_time(app: Flask, group: Group, clock: Clock) -> None:
    _, items = opened(app, group, clock, "Robin")
    pages = Pages(app.test_client()).sign_in(group.coordinator)
    page = pages.get(f"/meetings/items/{items['Robin']}")
    assert "Not heard before" in page.text
    page.submit("Save", {"decisions-0-code": "NO_DECISION", "decisions-0-detail": "Ask the school"}, summary="Heard")
    with app.app_context(), acting(group.coordinator) as actor:
        meetings.close_meeting(actor=actor, meeting=meeting_on(actor, DAY))
    clock.set(MEETING + timedelta(days=10))
    with app.app_context(), acting(group.coordinator) as actor:
        case = meetings.get_item(actor, items["Robin"]).case
        cases.add_note(actor=actor, case=case, text="Seen at home")
        following = next(one for one in meetings.list_meetings(actor) if one.held_on > DAY and one.held_on.month == 12)
        following_uid = following.uid
    clock.set(MEETING + timedelta(days=28))
    with app.app_context(), acting(group.coordinator) as actor:
        meeting = meetings.get_meeting(actor, following_uid)
        meetings.build_agenda(actor=actor, meeting=meeting)
        (item,) = meetings.list_items(actor, meeting)
        uid = item.uid
    text = pages.sign_in(group.coordinator).get(f"/meetings/items/{uid}").text
    assert "No decision: Ask the school" in text
    assert re.search(r"New since then.* recorded 1 note", text)


@ON_SQLITE
def test_what_is_begun_when_the_meeting_closes(app: Flask, group: Group, clock: Clock) -> None:
    """Notes of what was heard are saved as they stand; forms that were begun are shown, and go."""
    meeting_uid, items = opened(app, group, clock, "Robin")
    uid = items["Robin"]
    coordinator, chair = (Pages(app.test_client()).sign_in(user) for user in (group.coordinator, group.chair))
    page = coordinator.get(f"/meetings/items/{uid}").submit(
        "Save", {"decisions-0-code": "NO_DECISION", "decisions-0-detail": "Ask the school"}, summary="Heard."
    )
    assert not page.errors()
    typed(chair, uid, note("Heard.", "Heard. He came himself."))
    typed(chair, uid, {"parts": {"action": {"action_text": "Ring"}}})
    page = coordinator.get(f"/meetings/{meeting_uid}/close")
    assert re.search(r"Begun and not saved.*Robin Example an action, notes", page.text)
    assert page.submit("Close the meeting").flash == "Meeting closed"
    with app.app_context(), acting(group.coordinator) as actor:
        assert meetings.get_item(actor, uid).summary == "Heard. He came himself."
        assert db.session.query(ItemDraft).count() == 0
    typed(chair, uid, note("Heard. He came himself.", "Later"), status=409)


@ON_SQLITE
def test_whom_a_deputy_came_for(app: Flask, group: Group, clock: Clock) -> None:
    meeting_uid, _ = opened(app, group, clock, "Robin")
    pages = Pages(app.test_client()).sign_in(group.coordinator)
    key = group.practitioners["POL"].uid
    page = pages.get(f"/meetings/{meeting_uid}/attendance").submit("Save attendance", {f"p_{key}": "DEPUTY"})
    assert page.flash == "Attendance saved for 1 person. Enter whom the deputies came for"
    page = page.submit("Save attendance", {f"d_{key}": "Inspector Oak"})
    assert page.flash == "Attendance saved for 1 person"
    assert "for Inspector Oak" in page.text
    page = pages.get(f"/meetings/{meeting_uid}/attendance").submit("Save attendance", {f"p_{key}": "REMOTE"})
    assert "Inspector Oak" not in page.text
