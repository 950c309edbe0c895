"""Another group's list, the lead, a transfer and a joint item, as the people who do it see them."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.forums import interface as forums
from app.features.forums.jobs import forget
from app.features.forums.models import ListedPerson, Membership
from app.features.meetings import interface as meetings
from app.features.meetings.models import AgendaItem, Decision
from app.kernel.errors import NotPermitted, Refused
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_user, the_system
from tests.factories.cases import settled
from tests.factories.meetings import Group, acting, get_case, make_case, make_group, make_series, meeting_on
from tests.factories.minutes import issue_minutes
from tests.factories.reminders import remind_everybody
from tests.pages import Page, Pages

OCTOBER = datetime(2026, 10, 20, 9, tzinfo=UTC)
MEETING = datetime(2026, 11, 19, 14, tzinfo=UTC)
HEAD = "record_id,ref,name,dob,lead_worker_role\n"
LIST = HEAD + 'E1,EOG-7,"EXAMPLE, Robyn",01/05/2010,Social worker\nE2,EOG-8,Somebody Else,02/02/2009,Nurse\n'


@pytest.fixture
def group(app: Flask, clock: Clock) -> Group:
    clock.set(OCTOBER)
    with app.app_context():
        made = make_group()
        make_series(made)
    return made


def upload(pages: Pages, text: str, **fields: Any) -> Page:
    form = pages.get("/forums/list/load").form_data()
    data = form | {"forum_code": "EOG", **fields, "file": (BytesIO(text.encode()), "list.csv")}
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    answer = pages.client.post("/forums/list/load", data=data, headers=headers, follow_redirects=True)
    return pages._page(answer, 200)


def test_the_list_of_another_group(app: Flask, pages: Pages, group: Group, clock: Clock) -> None:
    with app.app_context():
        robin = make_case(group)
        make_case(group, "Brook", dob="2009-09-09")
    pages.sign_in(group.coordinator)
    page = upload(pages, "nothing of the kind")
    assert "Choose a file whose first line" in page.errors()["file"]
    page = upload(pages, LIST + "E3,EOG-9,,01/01/2010,\n", list_for="1/10/2026")
    assert "Line 4: Enter a name" in page.text
    assert "2 people could be read" in page.text
    page = upload(pages, LIST, list_for="1/10/2026")
    assert page.flash == "List loaded: 0 new, 0 changed, 0 gone", "the same file again changes nothing"
    rows = {row["Name"]: row["With us"] for row in page.table_rows()}
    assert rows["Somebody Else"] == "Not held"
    assert rows["EXAMPLE, Robyn"].startswith("To decide")
    page = page.follow("Say who").submit("Save")
    assert list(page.errors()) == ["same_as"]
    chosen = next(str(box["value"]) for box in page.soup.select("input[name=same_as]") if box["value"] != "nobody")
    page = page.submit("Save", same_as=chosen)
    assert {row["With us"] for row in page.table_rows()} == {"Held by this group", "Not held"}
    case = pages.get(f"/cases/{robin}")
    assert "Held by Exploitation Operational Group: EOG-7" in case.text
    with app.app_context():
        with acting(group.practitioners["YOT"]) as actor:
            assert not db.session.scalars(select(ListedPerson)).all(), "matching is for those who run the month"
            assert [row.reference for row in db.session.scalars(select(Membership))] == ["EOG-7"]
            subject_uid = get_case(actor, robin).subject_uid
        with acting(group.coordinator) as actor:
            rows_now = forums.every_listed(get_case(actor, robin).area_uid, "EOG")
            matched = next(row for row in rows_now if row.subject_uid)
            assert matched.key_uid == subject_uid, "erasing the person erases the row"
            told = forums.told_overlaps(actor, {"given_names": "Somebody", "family_name": "Else", "dob": "2009-02-02"})
            assert [one.how for one in told] == ["LISTED"]
    page = upload(pages, HEAD + 'E1,EOG-7,"EXAMPLE, Robyn",01/05/2010,Social worker\n')
    assert page.flash.endswith("1 gone")
    clock.advance(days=40)
    with app.app_context():
        forget()
        with acting(group.coordinator) as actor:
            kept = forums.every_listed(get_case(actor, robin).area_uid, "EOG")
            assert [row.name for row in kept] == ["EXAMPLE, Robyn"]
    pages.sign_in(group.practitioners["POL"])
    assert pages.get("/forums", status=403).status == 403


def test_a_change_of_lead_needs_both_groups(app: Flask, pages: Pages, group: Group) -> None:
    with app.app_context():
        uid = make_case(group)
        with acting(group.coordinator) as actor:
            cases.set_bands(actor=actor, case=get_case(actor, uid), exploited="RED", harmed="GREEN", reason="Debt")
    pages.sign_in(group.chair)
    page = pages.get(f"/cases/{uid}").follow("Change who leads")
    assert "Usual lead: Exploitation Operational Group. Being exploited stands out." in page.text
    page = page.submit("Propose the change", forum_code="EOG", to_code="OTHER", reason="Exploitation drives it")
    assert "The coordinator records what they say" in page.text
    with app.app_context(), acting(group.coordinator) as actor:
        assert forums.lead_forum(actor, get_case(actor, uid).subject_uid) == "SVOG", "not yet"
    pages.sign_in(group.coordinator)
    page = pages.get("/forums").follow("C-2026-0001: Exploitation Operational Group to lead")
    page = page.submit("Record the acknowledgement")
    assert list(page.errors()) == ["name"]
    page = page.submit("Record the acknowledgement", name="Ada Other")
    assert "Leads: Exploitation Operational Group" in page.text
    with app.app_context(), acting(group.coordinator) as actor:
        case = get_case(actor, uid)
        assert forums.lead_forum(actor, case.subject_uid) == "EOG"
        forums.propose_lead(actor=actor, case=case, forum_code="MARAC", to_code="MARAC", reason="Violence at home")
        (change,) = [one for one in db.session.scalars(select(forums.LeadChange)) if one.theirs_on is None]
        forums.acknowledge_lead(actor=actor, change=change, case=case, name="Somebody")
        roles = {row.forum_code: row.role for row in db.session.scalars(select(Membership))}
        assert roles == {"EOG": "COPY", "MARAC": "LEAD"}, "exactly one leads"
        with pytest.raises(Refused):
            forums.set_membership(actor=actor, case=case, forum_code="MARAC", role="NONE")


def test_a_case_stays_ours_until_the_other_group_accepts_it(
    app: Flask, pages: Pages, group: Group, clock: Clock, mailbox: Mailbox
) -> None:
    with app.app_context():
        uid = make_case(group)
        with acting(group.coordinator) as actor:
            cases.set_bands(actor=actor, case=get_case(actor, uid), harmed="RED", reason="Stabbed")
    pages.sign_in(group.coordinator)
    page = pages.get(f"/cases/{uid}").follow("Transfer to another group").submit("Begin the transfer")
    assert list(page.errors()) == ["forum_code", "kind", "reason"]
    page = page.submit("Begin the transfer", forum_code="EOG", kind="TRANSFER", reason="Exploitation leads")
    transfer = page.path
    assert "Packet to be handed over" in page.text
    page = page.follow("Fill in the packet").submit("Freeze the packet", contact="Ada Other, 01632 960000")
    assert list(page.errors()) == ["gateway", "wanted", "safety_plan", "not_shared"]
    gateway = page.soup.select("select[name=gateway] option")[1]["value"]
    page = page.submit(
        "Freeze the packet", gateway=gateway, wanted="Lead it", safety_plan="Safe routes", not_shared="The address"
    )
    assert "Robin Example" in page.text
    assert page.summary()["Acknowledge by"] == "23 October 2026", "three working days for a red level"
    assert "Never attach it to a mail" in page.text
    clock.set(datetime(2026, 10, 26, 8, tzinfo=UTC))
    remind_everybody(app)
    mailbox.deliver()
    (mail,) = mailbox.to(group.coordinator.email)
    assert "T-2026-0001: OVERDUE, due 23 October 2026" in mail.get_content()
    assert "Robin" not in mail.get_content()
    page = pages.sign_in(group.coordinator).get(transfer)
    assert "Acknowledgement overdue" in page.text
    assert "The case stays with this group" in page.text
    page = page.follow("Record the acknowledgement").submit("Save", name="Ada Other")
    assert "Acknowledged, not accepted yet" in page.text
    page = page.follow("Record their answer").submit("Save", accepted="N", name="Ada Other")
    assert list(page.errors()) == ["answer"]
    page = page.submit("Save", accepted="Y")
    assert page.summary()["Answered"].startswith("26 October 2026, by Ada Other")
    with app.app_context(), acting(group.coordinator) as actor:
        case = get_case(actor, uid)
        assert (cases.case_status(case), case.closure_reason) == (cases.State.TRANSFERRED, "TRANSFERRED_EOG")
        assert forums.lead_forum(actor, case.subject_uid) == "EOG"
        (row,) = forums.transfers_of(actor, uid)
        assert forums.answer_transfer(actor=actor, transfer=row, case=case, accepted=True, name="x", answer=None) is row
        with pytest.raises(Refused):
            forums.answer_transfer(actor=actor, transfer=row, case=case, accepted=False, name="x", answer="No")


def test_a_joint_item_and_what_a_decision_does(app: Flask, pages: Pages, group: Group, clock: Clock) -> None:
    with app.app_context():
        uid = make_case(group)
        other = make_user(Role.NOTIFIER, name="Ada Other")
    clock.set(MEETING)
    with app.app_context(), acting(group.coordinator) as actor:
        meeting = meeting_on(actor, MEETING.date())
        meetings.build_agenda(actor=actor, meeting=meeting)
        meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
        (item,) = meetings.list_items(actor, meeting)
        item_uid, meeting_uid = item.uid, meeting.uid
        meetings.hear_item(actor=actor, item=item, summary="Debt and a knife", voice_heard="Leave me")
    at = f"/meetings/items/{item_uid}"
    pages.sign_in(group.coordinator)
    page = pages.get(f"{at}/joint").submit("Make it joint", forum_code="EOG")
    assert "Joint with Exploitation Operational Group" in page.text
    members = pages.get("/forums/members").submit("Add", forum_code="EOG", user_uid=other.uid)
    assert "Ada Other" in members.table_rows()[0]["Name"]
    decided = {"decisions-0-code": "REFER_FORUM", "decisions-0-detail": "Exploiter"}
    page = pages.get(at).submit("Save", decided)
    assert list(page.errors()) == ["decisions-0-forum_code"]
    page = page.submit("Save", decided | {"decisions-0-forum_code": "EOG"})
    assert list(page.errors()) == ["decisions-0-forum_kind"]
    page = page.submit("Save", decided | {"decisions-0-forum_code": "EOG", "decisions-0-forum_kind": "JOINT"})
    assert "T-2026-0001" in pages.get(f"/cases/{uid}").text, "the transfer is proposed at once"
    page = pages.get(at).submit("Save", {"decisions-0-code": "ESCALATE", "decisions-0-detail": "No bed"})
    assert page.errors() == {"decisions-0-level": "Select how far it is escalated"}
    page = pages.get(at).submit("Save", {"decisions-0-code": "KEEP_OPEN", "decisions-0-forum_code": "EOG"})
    assert list(page.errors()) == ["decisions-0-forum_code"]
    further = pages.get(f"{at}/further")
    page = further.follow("Statutory referral").submit("Decide", detail="Enquiry asked for")
    assert list(page.errors()) == ["referral"]
    page = page.submit(
        "Decide", referral="S47", owner_agency_uid=group.agencies["LA_CSC"], owner_name="Bernadette", due_on="1/12/2026"
    )
    assert "Child protection enquiry" in page.text
    page = further.follow("Escalate").submit("Decide", level="E3", detail="No bed, to the steering group")
    assert "Escalate to steering group" in page.text
    page = further.follow("Consider a review").submit("Decide", detail="Offensive weapons review", on_hold="y")
    page = further.follow("Transfer, joint").submit("Decide", forum_code="EOG", kind="JOINT", detail="Exploiter")
    page = further.follow("Send detached" if "Send detached" in further.links else "Statutory referral")
    assert "An action of this kind is open already" in page.text
    with app.app_context(), acting(group.coordinator) as actor:
        item = meetings.get_item(actor, item_uid)
        case = item.case
        assert cases.case_status(case) is cases.State.ON_HOLD_CRITICAL_INCIDENT
        by_code = {one.code: one for one in item.decisions}
        assert by_code["ESCALATE"].level == "E3"
        with pytest.raises(Refused) as refused:
            meetings.decide(actor=actor, item=item, code="CLOSE", closure_reason="MOVED_AWAY", detail="To Leeds")
        assert "Take out “Consider a review" in refused.value.message
        left = meetings.remove_decision(actor=actor, item=item, decision_uid=by_code["REVIEW_CRITICAL_INCIDENT"].uid)
        assert (left, case.on_hold_since) == ((), None), "undone, because it is honest"
        transfer = forums.open_transfer(actor, uid)
        assert meetings.remove_decision(actor=actor, item=item, decision_uid=by_code["REFER_FORUM"].uid) == ()
        assert transfer is not None
        assert forums.transfer_status(transfer, MEETING.date()) == "WITHDRAWN"
        assert meetings.remove_decision(actor=actor, item=item, decision_uid=by_code["REFER_STATUTORY"].uid) == ()
    pages.sign_in(other)
    page = pages.get("/").follow("See the joint items").follow("C-2026-0001")
    assert "when the minutes are issued" in page.text
    pages.get(f"/cases/{uid}", status=403)
    with app.app_context():
        with acting(group.coordinator) as actor:
            item = meetings.get_item(actor, item_uid)
            meetings.agree_action(
                actor=actor,
                item=item,
                text="See him at school",
                measure_of_done=None,
                category="CONTACT_ENGAGE",
                priority="NORMAL",
                owner_agency_uid=group.agencies["EDU_SCH"],
                owner_name="Denise",
                owner_accepts=False,
                due_on=date(2026, 12, 1),
            )
            works = cases.closing.open_work(actor, item.case)
            assert [work.what.split(" ")[0] for work in works] == ["Action", "Escalation"]
            meetings.decide(
                actor=actor,
                item=item,
                code="CLOSE",
                closure_reason="ASSURED_OTHER_PLAN",
                detail="The other group leads",
                checklist=settled(actor, item.case),
            )
            left_open = cases.closing.open_work(actor, item.case)
            assert [work.what.split(" ")[0] for work in left_open] == ["Escalation"], "it goes on without the case"
            closing = next(one for one in item.decisions if one.code == "CLOSE")
            with pytest.raises(Refused) as refused:
                meetings.remove_decision(actor=actor, item=item, decision_uid=closing.uid)
            assert "Open the case again first" in refused.value.message
            meetings.close_meeting(actor=actor, meeting=item.meeting)
        with acting(group.chair) as actor, pytest.raises(Refused):
            meetings.sign_meeting(actor=actor, meeting=meetings.get_meeting(actor, meeting_uid))
    with app.app_context():
        issue_minutes(group, meeting_uid)
        with acting(group.coordinator) as actor, pytest.raises(NotPermitted):
            meetings.sign_meeting(actor=actor, meeting=meetings.get_meeting(actor, meeting_uid))
        with acting(group.deputy) as actor, pytest.raises(Refused) as refused:
            meetings.sign_meeting(actor=actor, meeting=meetings.get_meeting(actor, meeting_uid))
        assert refused.value.field == "reason", "in place of the chair, and why"
        with acting(group.chair) as actor:
            meeting = meetings.get_meeting(actor, meeting_uid)
            meetings.sign_meeting(actor=actor, meeting=meeting)
            meetings.sign_meeting(actor=actor, meeting=meeting)
            item = meetings.get_item(actor, item_uid)
            assert (meetings.meeting_status(meeting, MEETING.date()), meetings.item_status(item)) == (
                "SIGNED_OFF",
                "SIGNED",
            )
            with pytest.raises(Refused):
                meetings.hear_item(actor=actor, item=item, summary="Something else", voice_heard=None)
    page = pages.get(f"/meetings/shared/{item_uid}")
    assert "Debt and a knife" in page.text
    assert "The other group leads" in page.text
    assert "Robin" not in page.text
    with app.app_context(), acting_as(the_system()):
        assert len(db.session.scalars(select(AgendaItem)).all()) == 1
        assert db.session.scalars(select(Decision)).all()
