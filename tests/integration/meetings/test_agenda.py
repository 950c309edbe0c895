"""What is put on an agenda, in what order, and what stays as somebody left it."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.features.actions import interface as actions
from app.features.cases import interface as cases
from app.features.meetings import interface as meetings
from app.features.notifications.models import Notification
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.cases import settled
from tests.factories.meetings import Group, acting, get_case, make_case, meeting_on
from tests.integration.meetings.conftest import MEETING
from tests.pages import Pages

NOVEMBER, DECEMBER = date(2026, 11, 19), date(2026, 12, 17)


def agenda(actor: Actor, day: date = NOVEMBER) -> list[str]:
    return [item.case.subject.title.split()[0] for item in meetings.list_items(actor, meeting_on(actor, day))]


def build(actor: Actor, day: date = NOVEMBER) -> list[str]:
    meetings.build_agenda(actor=actor, meeting=meeting_on(actor, day))
    return agenda(actor, day)


def notified(actor: Actor, case_uid: str, at: datetime, *, urgent: bool = False) -> None:
    """A notification of the case as it would stand after triage."""
    case = get_case(actor, case_uid)
    row = Notification(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=case.agency_uid,
        subject_kind="INDIVIDUAL",
        notifier_uid=actor.user_uid,
        started_at=at,
        saved_at=at,
        submitted_at=at,
        case_uid=case_uid,
        urgent=urgent,
    )
    row.answers = {}
    db.session.add(row)
    audit.record("case.viewed", case)


def hear(actor: Actor, group: Group, day: date = NOVEMBER, code: str = "KEEP_OPEN") -> None:
    """Open, hear everything and close."""
    meeting = meeting_on(actor, day)
    meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
    for item in meetings.list_items(actor, meeting):
        meetings.hear_item(actor=actor, item=item, summary="Heard", voice_heard=None)
        meetings.decide(actor=actor, item=item, code=code, detail="Nothing more until the next meeting")
    meetings.close_meeting(actor=actor, meeting=meeting)


def test_new_cases_in_the_order_of_hearing(context: Flask, group: Group) -> None:
    make_case(group, "Place", kind="PLACE")
    make_case(group, "Adult", dob="2003-01-01")
    red = make_case(group, "Red")
    make_case(group, "Child")
    make_case(group, "Network", kind="NETWORK")
    adult_red = make_case(group, "Older", dob="2003-01-01")
    closed = make_case(group, "Closed")
    with acting(group.coordinator) as actor:
        for uid in (red, adult_red):
            cases.set_bands(actor=actor, case=get_case(actor, uid), harmed="RED", reason="Stabbed")
        gone = get_case(actor, closed)
        cases.close_case(actor=actor, case=gone, reason_code="MOVED_AWAY", note="Moved", checklist=settled(actor, gone))
        assert build(actor) == ["Red", "Child", "Older", "Adult", "Network", "Place"]
        items = meetings.list_items(actor, meeting_on(actor, NOVEMBER))
        assert {tuple(item.reasons) for item in items} == {("NEW",)}


def test_building_again_adds_and_disturbs_nothing(context: Flask, group: Group) -> None:
    for name in ("First", "Second", "Third"):
        make_case(group, name)
    with acting(group.coordinator) as actor:
        assert build(actor) == ["First", "Second", "Third"]
        items = meetings.list_items(actor, meeting_on(actor, NOVEMBER))
        meetings.move_item(actor=actor, item=items[2], places=-2)
        meetings.withdraw_item(actor=actor, item=items[0], reason="Not ready")
    red = make_case(group, "Red")
    with acting(group.coordinator) as actor:
        cases.set_bands(actor=actor, case=get_case(actor, red), harmed="RED", reason="Stabbed")
        assert build(actor) == ["Third", "Red", "Second"]
        assert build(actor) == ["Third", "Red", "Second"]


def test_what_was_withdrawn_comes_back_by_hand(context: Flask, group: Group) -> None:
    uid = make_case(group)
    with acting(group.coordinator) as actor:
        build(actor)
        meeting = meeting_on(actor, NOVEMBER)
        (item,) = meetings.list_items(actor, meeting)
        meetings.withdraw_item(actor=actor, item=item, reason="Not ready")
        assert agenda(actor) == []
        meetings.add_item(actor=actor, meeting=meeting, case=get_case(actor, uid), reason="Ready after all")
        (item,) = meetings.list_items(actor, meeting)
        assert (item.reason, item.added_reason) == ("ADDED", "Ready after all")


def test_what_somebody_took_off_meanwhile_is_neither_moved_nor_changed(context: Flask, group: Group) -> None:
    make_case(group, "First"), make_case(group, "Second")
    with acting(group.coordinator) as actor:
        build(actor)
        first, second = meetings.list_items(actor, meeting_on(actor, NOVEMBER))
        meetings.withdraw_item(actor=actor, item=first, reason="Not ready")
        with pytest.raises(Refused, match="took this item off"):
            meetings.move_item(actor=actor, item=first, places=1)
        meetings.defer_item(actor=actor, item=second, reason="The worker is away")
        with pytest.raises(Refused, match="put off meanwhile"):
            meetings.withdraw_item(actor=actor, item=second, reason="Closed soon")


@pytest.mark.one_database
def test_a_late_case_waits_unless_the_chair_agrees(context: Flask, group: Group) -> None:
    late, in_time = make_case(group, "Late"), make_case(group, "Early")
    with acting(group.coordinator) as actor:
        notified(actor, late, datetime(2026, 11, 5, 12, 0, 1, tzinfo=UTC))
        notified(actor, in_time, datetime(2026, 11, 5, 12, 0, 0, tzinfo=UTC))
        assert build(actor) == ["Early"]
        meeting = meeting_on(actor, NOVEMBER)
        with pytest.raises(Refused):
            meetings.add_item(actor=actor, meeting=meeting, case=get_case(actor, late), reason="It matters")
        with pytest.raises(NotPermitted):
            meetings.agree_late_item(actor=actor, meeting=meeting, case=get_case(actor, late), reason="It matters")
    with acting(group.chair) as actor:
        meeting = meeting_on(actor, NOVEMBER)
        with pytest.raises(Refused):
            meetings.agree_late_item(actor=actor, meeting=meeting, case=get_case(actor, late), reason=" ")
        item = meetings.agree_late_item(actor=actor, meeting=meeting, case=get_case(actor, late), reason="A weapon")
        assert item.late_agreed_by_uid == group.chair.uid
        assert agenda(actor) == ["Early", "Late"]


@pytest.mark.one_database
def test_a_late_case_comes_the_month_after(context: Flask, group: Group) -> None:
    late = make_case(group, "Late")
    with acting(group.coordinator) as actor:
        notified(actor, late, datetime(2026, 11, 6, tzinfo=UTC))
        assert build(actor) == []
        assert build(actor, DECEMBER) == ["Late"]


@pytest.mark.one_database
def test_cases_return_by_band_decision_and_deferral(context: Flask, group: Group, clock: Clock) -> None:
    bands = {"Red": "RED", "Amber": "AMBER", "Green": "GREEN"}
    for name, band in bands.items():
        uid = make_case(group, name)
        with acting(group.coordinator) as actor:
            cases.set_bands(actor=actor, case=get_case(actor, uid), harmed=band, reason="As it stands")
    undecided, put_off = make_case(group, "Undecided"), make_case(group, "Later")
    clock.set(MEETING)
    with acting(group.coordinator) as actor:
        for uid in (undecided, put_off):
            cases.set_bands(actor=actor, case=get_case(actor, uid), harmed="GREEN", reason="As it stands")
        build(actor)
        meeting = meeting_on(actor, NOVEMBER)
        meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
        for item in meetings.list_items(actor, meeting):
            if item.case_uid == put_off:
                meetings.defer_item(actor=actor, item=item, reason="The school could not come")
                continue
            meetings.hear_item(actor=actor, item=item, summary="Heard", voice_heard=None)
            code = "NO_DECISION" if item.case_uid == undecided else "KEEP_OPEN"
            decision = meetings.decide(actor=actor, item=item, code=code, detail="Adult social care absent")
            assert decision.returns_on == (DECEMBER if item.case_uid == undecided else None)
            if item.case_uid != undecided:
                band = bands[item.case.subject.title.split()[0]]
                cases.set_bands(actor=actor, case=item.case, cause=band, reason="As it stands")
        meetings.close_meeting(actor=actor, meeting=meeting)
        assert sorted(build(actor, DECEMBER)) == ["Later", "Red", "Undecided"]
        assert {tuple(item.reasons) for item in meetings.list_items(actor, meeting_on(actor, DECEMBER))} == {
            ("DUE_BACK",),
            ("DEFERRED",),
        }


@pytest.mark.one_database
def test_overdue_actions_and_owed_assurance_bring_a_case_back(context: Flask, group: Group, clock: Clock) -> None:
    uid, quiet = make_case(group, "Busy"), make_case(group, "Quiet")
    clock.set(MEETING)
    with acting(group.coordinator) as actor:
        build(actor)
        hear(actor, group)
        for one in (uid, quiet):
            cases.set_bands(actor=actor, case=get_case(actor, one), harmed="GREEN", reason="As it stands")
        from app.features.assurance import interface as assurance

        actions.agree_action(
            actor=actor,
            case=get_case(actor, uid),
            text="Ring the school",
            measure_of_done=None,
            category="CONTACT_ENGAGE",
            priority="HIGH",
            owner_agency_uid=group.agencies["YOT"],
            owner_name="Sorcha",
            owner_accepts=True,
            due_on=date(2026, 12, 1),
        )
        assurance.seek_assurance(
            actor=actor,
            case=get_case(actor, uid),
            axis="HARMED",
            kind="PLAN_IN_PLACE",
            risk_statement="They are hurt again",
            agency_uid=group.agencies["POL"],
            asked_name="Inspector",
            due_on=date(2026, 12, 1),
        )
        assert build(actor, DECEMBER) == ["Busy"]
        (item,) = meetings.list_items(actor, meeting_on(actor, DECEMBER))
        assert list(item.reasons) == ["ASSURANCE", "OVERDUE_ACTION"]


def test_what_waits_in_a_joined_case_is_heard_in_the_one_that_goes_on(
    context: Flask, group: Group, clock: Clock
) -> None:
    on = {name: make_case(group, name) for name in ("Busy", "Later", "Newer", "Quiet")}
    ended = {name: make_case(group, f"Other {name}") for name in ("Busy", "Later", "Quiet")}
    clock.set(MEETING)
    with acting(group.coordinator) as actor:
        for uid in (*on.values(), *ended.values()):
            cases.set_bands(actor=actor, case=get_case(actor, uid), harmed="GREEN", reason="As it stands")
        build(actor)
        (put_off,) = (
            one for one in meetings.list_items(actor, meeting_on(actor, NOVEMBER)) if one.case_uid == ended["Later"]
        )
        actions.agree_action(
            actor=actor,
            case=get_case(actor, ended["Busy"]),
            text="Ring the school",
            measure_of_done=None,
            category="CONTACT_ENGAGE",
            priority="HIGH",
            owner_agency_uid=group.agencies["YOT"],
            owner_name="Sorcha",
            owner_accepts=True,
            due_on=date(2026, 12, 1),
        )
        meeting = meeting_on(actor, NOVEMBER)
        meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
        for item in meetings.list_items(actor, meeting):
            if item.uid == put_off.uid:
                meetings.defer_item(actor=actor, item=item, reason="The school could not come")
                continue
            meetings.hear_item(actor=actor, item=item, summary="Heard", voice_heard=None)
            meetings.decide(actor=actor, item=item, code="KEEP_OPEN", detail="Nothing more")
            cases.set_bands(actor=actor, case=item.case, cause="GREEN", reason="As it stands")
        meetings.close_meeting(actor=actor, meeting=meeting)
        ended["Newer"] = make_case(group, "Other Newer")
        for name, uid in ended.items():
            with acting_as(the_system()) as system:
                case, into = get_case(system, uid), get_case(system, on[name])
                case.subject_uid = into.subject_uid
                cases.end_as_joined(actor=system, case=case, into=into)
        db.session.flush()
        assert sorted(build(actor, DECEMBER)) == ["Busy", "Later", "Newer"]
        reasons = {
            item.case_uid: list(item.reasons) for item in meetings.list_items(actor, meeting_on(actor, DECEMBER))
        }
        assert reasons == {on["Busy"]: ["OVERDUE_ACTION"], on["Later"]: ["DEFERRED"], on["Newer"]: ["NEW"]}


def test_an_extraordinary_meeting_hears_what_is_urgent(context: Flask, group: Group) -> None:
    urgent, other = make_case(group, "Urgent"), make_case(group, "Other")
    with acting(group.coordinator) as actor:
        notified(actor, urgent, datetime(2026, 10, 19, tzinfo=UTC), urgent=True)
        notified(actor, other, datetime(2026, 10, 19, tzinfo=UTC))
        meeting = meetings.convene_extraordinary(
            actor=actor, held_on=date(2026, 10, 21), starts_at="10:30", venue="By video", reason="A threat to life"
        )
        meetings.build_agenda(actor=actor, meeting=meeting)
        assert agenda(actor, date(2026, 10, 21)) == ["Urgent"]


def test_the_agenda_by_its_pages(app: Flask, group: Group, pages: Pages) -> None:
    with app.app_context():
        for name in ("First", "Second"):
            make_case(group, name)
        late = make_case(group, "Late")
        with acting(group.coordinator) as actor:
            notified(actor, late, datetime(2026, 11, 6, tzinfo=UTC))
            uid = meeting_on(actor, NOVEMBER).uid
            late_reference = get_case(actor, late).reference
    pages.sign_in(group.coordinator)
    page = pages.get(f"/meetings/{uid}")
    assert "Nothing is on the agenda yet" in page.text
    page = page.submit("Build the agenda")
    assert page.flash == "Agenda built: 2 items added"
    assert "Only the chair may agree" in page.text
    rows = [row["Item"] for row in page.table_rows("Agenda")]
    assert "First" in rows[0]
    down = next(name for name in page.select("button") if name.startswith("Down"))
    page = page.submit(down)
    rows = [row["Item"] for row in page.table_rows("Agenda")]
    assert "Second" in rows[0]
    page = page.follow("Put off").submit("Put it off", reason="")
    assert page.errors() == {"reason": "Enter the reason"}
    page = page.submit("Put it off", reason="The worker is away")
    assert "The worker is away" in page.text
    page = page.follow("Take off").submit("Take it off", reason="Closed soon")
    page = page.follow("Add an item").submit("Add to the agenda", case="C-1999-0001", reason="Needed")
    assert set(page.errors()) == {"case"}
    page = page.submit("Add to the agenda", case=late_reference.lower())
    assert "Ask the chair" in page.errors()["reason"]
    pages.get(f"/meetings/{uid}/late/{late}", status=404)
    pages.sign_in(group.chair)
    page = pages.get(f"/meetings/{uid}").follow("Agree to hear it")
    page = page.submit("Agree to hear it", reason="A weapon was seen")
    assert "came late, the chair agreed" in page.text


def test_the_agenda_of_others_shows_only_what_they_know(app: Flask, group: Group, pages: Pages) -> None:
    with app.app_context():
        make_case(group, "Known", agency="YOT")
        make_case(group, "Unknown", agency="POL")
        with acting(group.coordinator) as actor:
            build(actor)
            meeting = meeting_on(actor, NOVEMBER)
            uid, items = meeting.uid, [item.uid for item in meetings.list_items(actor, meeting)]
    pages.sign_in(group.practitioners["YOT"])
    page = pages.get(f"/meetings/{uid}")
    assert "Known" in page.text
    assert "Unknown" not in page.text
    assert page.select(".concord-card__head .concord-count")[0] == "1"
    for item in items:
        pages.get(f"/meetings/items/{item}", status=403)
    pages.sign_in(group.practitioners["LA_HOU"])
    assert "Nothing for you on this agenda" in pages.get(f"/meetings/{uid}").text
