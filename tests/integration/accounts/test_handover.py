"""What a leaver has in hand goes to a colleague in one step, and nothing is lost."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.assurance.models import Assurance
from app.features.cases import interface as cases
from app.features.diary import commands as diary
from app.features.notifications import interface as notifications
from app.features.returns import interface as returns
from app.features.returns.models import InformationRequest
from app.kernel.errors import Refused
from app.platform.access import Actor, Role, acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.factories.accounts import make_user, the_system
from tests.factories.actions import make_action
from tests.factories.meetings import Group, acting, get_case, make_case, meeting_on
from tests.integration.meetings.conftest import beginning, group
from tests.pages import Pages

__all__ = ["beginning", "group"]

HELD_ON = date(2026, 11, 19)


def seek(actor: Actor, case: cases.Case, leaver: User) -> Assurance:
    return assurance.seek_assurance(
        actor=actor,
        case=case,
        axis="HARMED",
        kind="PLAN_IN_PLACE",
        risk_statement="He is at risk of being hurt at the park",
        agency_uid=leaver.agency_uid or "",
        asked_user_uid=leaver.uid,
        due_on=date(2026, 12, 1),
    )


def in_hand(app: Flask, group: Group) -> tuple[str, str, str]:
    """Gives the police practitioner something of each kind; returns what each is called on the page."""
    leaver, police = group.practitioners["POL"], group.agencies["POL"]
    with app.app_context():
        case_uid = make_case(group)
        owned = make_action(group.coordinator, leaver, text="Walk past the park")
        helped = make_action(group.coordinator, group.practitioners["YOT"], text="Ring the coach")
        with acting(group.coordinator) as actor:
            found = actions.get_action(actor, helped.uid)
            actions.apply_step(actor=actor, action=found, step="HELPER", agency_uid=police, user_uid=leaver.uid)
            case = cases.case_for_change(actor, case_uid)
            cases.name_lead(actor=actor, case=case, agency_uid=police, user_uid=leaver.uid)
            seek(actor, case, leaver)
            path = f"/meetings/{meeting_on(actor, HELD_ON).uid}/requests"
            db.session.commit()
    Pages(app.test_client()).sign_in(group.coordinator).get(path).submit("Send the requests that are ticked")
    with app.app_context(), acting(leaver) as actor:
        asked = db.session.scalars(select(InformationRequest).where(InformationRequest.agency_uid == police)).one()
        returns.delegate(actor=actor, request=asked, user_uid=leaver.uid)
        notifications.start_notification(actor=actor, subject_kind="INDIVIDUAL")
        diary.create_feed(actor=actor)
        reference = asked.reference
        db.session.commit()
    return owned.reference, helped.reference, reference


def test_one_step_moves_everything_and_says_before_what(app: Flask, group: Group, pages: Pages) -> None:
    owned, helped, request = in_hand(app, group)
    with app.app_context():
        leaver, police = group.practitioners["POL"], group.agencies["POL"]
        before = leaver.name
        heir = make_user(Role.PRACTITIONER, agency_uid=police, name="Nia Colleague")
        notifier = make_user(Role.NOTIFIER, agency_uid=police, name="Only Notifies")
        stranger = group.practitioners["YOT"].uid
        sysadmin = make_user(Role.SYSADMIN)
    pages.sign_in(group.coordinator)
    page = pages.get(f"/account/people/{leaver.uid}/leave").submit("Close the account")
    assert page.heading == "Hand over what somebody has in hand"
    assert {row["What"]: row["Which"] for row in page.table_rows("What will move")} == {
        "Cases they lead": "C-2026-0001",
        "Open actions": owned,
        "Actions they help with": helped,
        "Notifications not sent": "begun on 20 October 2026",
        "Requests for information": request,
        "Assurance asked of them": "S-2026-0001",
        "Private calendar link": "stops working: the dates move to the colleague’s calendar",
    }
    assert page.submit("Hand over").errors() == {"to_uid": "Select the colleague who takes it"}
    forged = pages.post(page.path, page.form_data("Hand over") | {"to_uid": stranger})
    assert forged.errors().keys() == {"to_uid"}
    refused = page.submit("Hand over", to_uid=notifier.uid)
    assert refused.errors() == {"to_uid": "Select somebody whose roles let them take this: cases they lead"}
    blind = Pages(app.test_client()).sign_in(sysadmin).get(page.path)
    assert owned in blind.text
    assert "park" not in blind.text
    done, again = page.submit("Hand over", to_uid=heir.uid), page.submit("Hand over", to_uid=heir.uid)
    assert done.errors() == {}
    assert (done.flash, again.flash) == ("Handed over: 7 items", "Handed over: 0 items")
    assert "Nothing in hand" in pages.get(page.path).text

    theirs = Pages(app.test_client()).sign_in(heir)
    listed = theirs.get("/actions").text
    assert owned in listed
    assert helped in listed
    action = theirs.get("/actions").follow(owned)
    assert action.summary()["Owner"] == "Nia Colleague"
    assert f"From {before} to Nia Colleague" in action.text, "the name as written stays in its history"
    assert "Handed to you" in theirs.get("/returns").text
    assert "20 October 2026" in theirs.get("/notifications").text
    assert theirs.get("/cases").follow("C-2026-0001").summary()["Lead professional"] == "Nia Colleague"
    assert theirs.get("/assurance").follow("S-2026-0001").summary()["Manager"] == "Nia Colleague"
    with app.app_context(), acting_as(the_system()):
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "account.handed_over")).all()
        assert [entry.actor_uid for entry in entries] == [group.coordinator.uid]
        assert "leads=1 actions=1 helping=1 requests=1 assurance=1 drafts=1 calendar=1" in entries[0].facts
        assert {actions.recorded_status(one) for one in db.session.scalars(select(actions.Action))} == {"ACCEPTED"}


@pytest.mark.one_database
def test_others_do_not_hand_over_and_an_agency_of_one_is_told_to_invite(app: Flask, group: Group, pages: Pages) -> None:
    with app.app_context():
        leaver = group.practitioners["LA_HOU"]
        make_action(group.coordinator, leaver)
        elsewhere = make_user(Role.COORD, area="NSOM")
    path = f"/account/people/{leaver.uid}/hand-over"
    Pages(app.test_client()).sign_in(elsewhere).get(path, status=404)
    Pages(app.test_client()).sign_in(group.practitioners["YOT"]).get(path, status=403)
    page = pages.sign_in(group.coordinator).get(path)
    assert "Invite a colleague" in page.links


@pytest.mark.one_database
def test_nothing_goes_to_somebody_who_is_locked_out_of_the_case(app: Flask, group: Group, pages: Pages) -> None:
    with app.app_context():
        leaver = group.practitioners["YOT"]
        heir = make_user(Role.PRACTITIONER, name="Nia Colleague", agency_uid=leaver.agency_uid)
        case_uid = make_case(group)
        with acting(group.coordinator) as actor:
            path = f"/meetings/{meeting_on(actor, HELD_ON).uid}/requests"
            db.session.commit()
        Pages(app.test_client()).sign_in(group.coordinator).get(path).submit("Send the requests that are ticked")
        with acting(group.coordinator) as actor:
            case = get_case(actor, case_uid)
            cases.lock_out(actor=actor, case=case, user_uid=heir.uid, reason="A relative")
        action = make_action(group.coordinator, leaver, case=case)
        with acting(group.coordinator) as actor:
            found = actions.get_action(actor, action.uid)
            with pytest.raises(Refused, match="this action cannot go to them"):
                actions.apply_step(actor=actor, action=found, step="OWNER", owner_uid=heir.uid, text="On leave")
            with pytest.raises(Refused, match="this action cannot go to them"):
                actions.apply_step(
                    actor=actor, action=found, step="HELPER", agency_uid=leaver.agency_uid, user_uid=heir.uid
                )
            case = cases.case_for_change(actor, case_uid)
            with pytest.raises(Refused, match="this case cannot go to them"):
                cases.name_lead(actor=actor, case=case, agency_uid=leaver.agency_uid or "", user_uid=heir.uid)
            with pytest.raises(Refused, match="this request cannot go to them"):
                seek(actor, case, heir)
            seek(actor, case, leaver)
            cases.name_lead(actor=actor, case=case, agency_uid=leaver.agency_uid or "", user_uid=leaver.uid)
            db.session.commit()
        with acting(leaver) as actor:
            asked = db.session.scalars(
                select(InformationRequest).where(InformationRequest.agency_uid == leaver.agency_uid)
            ).one()
            with pytest.raises(Refused, match="this request cannot go to them"):
                returns.delegate(actor=actor, request=asked, user_uid=heir.uid)
            mine = actions.get_action(actor, action.uid)
            with pytest.raises(Refused, match="this action cannot go to them"):
                actions.apply_step(actor=actor, action=mine, step="OWNER", owner_uid=heir.uid, text="On leave")
            returns.delegate(actor=actor, request=asked, user_uid=leaver.uid)
            db.session.commit()
        path = f"/account/people/{leaver.uid}/hand-over"
    page = pages.sign_in(group.coordinator).get(path).submit("Hand over", to_uid=heir.uid)
    assert page.flash == "Handed over: 0 items. 4 items cannot go to this colleague: select another"
    assert "locked" not in page.text
