"""The life of an action through its commands and pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.actions import interface as actions
from app.features.actions.interface import Step
from app.features.actions.models import Action, ActionUpdate
from app.features.cases import interface as cases
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform.access import acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.actions import make_action
from tests.factories.cases import acting, shut_out
from tests.integration.actions.conftest import Group
from tests.pages import Pages

Browse = Callable[[User], Pages]


def path(action: Action, step: str = "") -> str:
    return f"/actions/{action.uid}{'/' if step else ''}{step}"


def steps(app: Flask, action: Action) -> list[str]:
    with app.app_context(), acting_as(the_system()):
        found = select(ActionUpdate.step).where(ActionUpdate.action_uid == action.uid).order_by(ActionUpdate.position)
        return list(db.session.scalars(found))


def events(app: Flask, name: str) -> int:
    with app.app_context():
        return len(db.session.scalars(select(AuditEntry).where(AuditEntry.event == name)).all())


@pytest.fixture
def proposed(app: Flask, group: Group) -> Action:
    with app.app_context():
        return make_action(group.coordinator, group.owner, case=group.case, accepted=False)


@pytest.fixture
def accepted(app: Flask, group: Group) -> Action:
    with app.app_context():
        return make_action(group.coordinator, group.owner, case=group.case)


def test_from_proposed_to_confirmed(app: Flask, group: Group, proposed: Action, browse: Browse) -> None:
    owner = browse(group.owner)
    page = owner.get(path(proposed))
    assert page.heading == f"Action {proposed.reference}"
    assert "Robin Fernsby" in page.text
    assert "Fernsby" not in page.title
    page = page.submit("Accept")
    assert page.flash == "Action accepted"
    page = page.follow("Start").submit("Save", note="Rang the club")
    assert page.flash == "Action started"
    page = page.follow("Mark as done").submit("Save", what_was_done="")
    assert page.errors() == {"what_was_done": "Enter what was done"}
    page = page.submit("Save", what_was_done="He has a place from Monday")
    assert page.flash == "Action marked as done"
    assert page.summary()["Outcome"] == "He has a place from Monday"
    page = browse(group.coordinator).get(path(proposed)).follow("Confirm as done").submit("Save")
    assert page.flash == "Action confirmed as done"
    assert page.summary()["Confirmed by"] == "Priya Nandakumar"
    assert steps(app, proposed) == ["PROPOSED", "ACCEPTED", "IN_PROGRESS", "DONE", "DONE_VERIFIED"]


@pytest.mark.one_database
def test_only_the_owners_agency_accepts(app: Flask, group: Group, proposed: Action, browse: Browse) -> None:
    coordinator = browse(group.coordinator)
    page = coordinator.get(path(proposed))
    assert "Not accepted yet" in page.text
    assert "Accept" not in page.select("button")
    form = page.form_data("Sign out")
    answer = coordinator.post(path(proposed, "accept"), {"csrf_token": form["csrf_token"]}, status=409)
    assert "Ask the owner’s agency" in answer.text
    assert steps(app, proposed) == ["PROPOSED"]
    assert browse(group.colleague).get(path(proposed)).submit("Accept").flash == "Action accepted"


def test_a_proposed_action_cannot_be_done(app: Flask, group: Group, proposed: Action, browse: Browse) -> None:
    page = browse(group.owner).get(path(proposed, "done")).submit("Save", what_was_done="All of it")
    assert page.errors() == {"": "Accept the action before marking it as done"}
    assert page.form_data("Save")["what_was_done"] == "All of it"


def test_the_owners_agency_learns_of_the_case(app: Flask, group: Group, proposed: Action) -> None:
    with app.app_context(), acting(group.owner) as actor:
        assert cases.case_for_change(actor, group.case.uid).uid == group.case.uid


def test_an_agency_that_is_shut_out_gets_no_action(app: Flask, group: Group) -> None:
    with app.app_context():
        shut_out(group.case, group.owner.agency_uid or "")
        with pytest.raises(Refused) as refused:
            make_action(group.coordinator, group.owner, case=group.case)
    assert refused.value.field == "owner_agency_uid"


def test_an_agency_shut_out_later_no_longer_sees_its_action(
    app: Flask, group: Group, accepted: Action, browse: Browse
) -> None:
    browse(group.owner).get(path(accepted))
    with app.app_context():
        shut_out(group.case, group.owner.agency_uid or "")
    browse(group.owner).get(path(accepted), status=404)
    browse(group.coordinator).get(path(accepted))


@pytest.mark.parametrize("step", ["", "start", "note", "done", "not-done", "replace", "colleague"])
def test_others_find_nothing(group: Group, accepted: Action, browse: Browse, step: str) -> None:
    for user in (group.outsider, group.elsewhere):
        browse(user).get(path(accepted, step), status=404)
    for user in (group.provider, group.notifier):
        browse(user).get(path(accepted, step), status=403)


def test_an_agency_on_the_case_sees_the_action_but_cannot_change_it(
    app: Flask, group: Group, accepted: Action, browse: Browse
) -> None:
    with app.app_context():
        make_action(group.coordinator, group.outsider, case=group.case, text="Write to the parents")
    browser = browse(group.outsider)
    assert "Mark as done" not in browser.get(path(accepted)).links
    browser.get(path(accepted, "done"), status=404)
    with app.app_context(), acting(group.outsider) as actor:
        action = actions.get_action(actor, accepted.uid)
        with pytest.raises(NotFound):
            actions.apply_step(actor=actor, action=action, step=Step.COMPLETE, what_was_done="I did it for them")


def test_pressing_twice_does_it_once(app: Flask, group: Group, accepted: Action, browse: Browse) -> None:
    browser = browse(group.owner)
    for step, fields in (
        ("note", {"text": "Rang twice"}),
        ("start", {"note": "Begun"}),
        ("done", {"what_was_done": "Placed"}),
    ):
        page = browser.get(path(accepted, step))
        first, second = page.submit("Save", fields), page.submit("Save", fields)
        assert first.heading == second.heading == f"Action {accepted.reference}"
    assert steps(app, accepted) == ["PROPOSED", "ACCEPTED", "NOTE", "IN_PROGRESS", "DONE"]
    assert events(app, "action.completed") == 1


def test_two_people_at_once_the_second_is_told(group: Group, accepted: Action, browse: Browse, app: Flask) -> None:
    page = browse(group.owner).get(path(accepted, "done"))
    browse(group.colleague).get(path(accepted, "not-done")).submit("Save", reason_code="CAPACITY", text="No time")
    page = page.submit("Save", what_was_done="Done after all")
    assert page.errors() == {"": "Check the action: it has already ended"}
    assert page.form_data("Save")["what_was_done"] == "Done after all"


def test_the_same_action_agreed_twice_is_there_once(app: Flask, group: Group) -> None:
    with app.app_context():
        one = make_action(group.coordinator, group.owner, case=group.case)
        two = make_action(group.coordinator, group.owner, case=group.case)
        other = make_action(group.coordinator, group.owner, case=group.case, text="Something else")
    assert one.uid == two.uid != other.uid
    assert (one.reference, other.reference) == ("A-2026-0001", "A-2026-0002")


@pytest.mark.one_database
def test_not_done_needs_a_reason_and_words(app: Flask, group: Group, accepted: Action, browse: Browse) -> None:
    page = browse(group.owner).get(path(accepted, "not-done")).submit("Save", text="")
    assert page.errors() == {"reason_code": "Select why it was not done", "text": "Enter what happened"}
    with app.app_context(), acting(group.owner) as actor:
        action = actions.get_action(actor, accepted.uid)
        with pytest.raises(Refused) as refused:
            actions.apply_step(actor=actor, action=action, step=Step.NOT_DONE, reason_code="BECAUSE", text="No")
    assert refused.value.field == "reason_code"
    page = page.submit("Save", reason_code="PERSON_DECLINED", text="He said no")
    assert page.flash == "Action marked as not done"
    assert page.summary()["Reason"] == "The person declined (not delivered, the need is still there)"


@pytest.mark.one_database
def test_who_recorded_it_does_not_confirm_it(app: Flask, group: Group, accepted: Action, browse: Browse) -> None:
    coordinator = browse(group.coordinator)
    coordinator.get(path(accepted, "done")).submit("Save", what_was_done="They rang to say so")
    page = coordinator.get(path(accepted, "confirm")).submit("Save")
    assert page.errors() == {"verifier_name": "Ask somebody else to confirm this: you did it or recorded it as done"}
    page = browse(group.chair).get(path(accepted, "confirm")).submit("Save", verifier_name="Sorcha Brannigan")
    assert page.errors() == {"verifier_name": "Enter somebody other than the owner of the action and who helped"}
    page = page.submit("Save", verifier_name="Petra Vance")
    assert page.summary()["Confirmed by"] == "Petra Vance"
    browse(group.owner).get(path(accepted, "confirm"), status=403)


def test_a_colleague_takes_over(app: Flask, group: Group, accepted: Action, browse: Browse) -> None:
    page = browse(group.owner).get(path(accepted, "colleague"))
    page = page.submit("Save", owner_uid=group.colleague.uid, text="On leave")
    assert page.summary()["Owner"] == "Ivo Lund"
    assert steps(app, accepted)[-1] == "OWNER"
    assert accepted.reference in browse(group.colleague).get("/actions").text
    assert accepted.reference not in browse(group.owner).get("/actions").text


def test_another_agency_has_to_accept(app: Flask, group: Group, accepted: Action, browse: Browse) -> None:
    browse(group.owner).get(path(accepted, "transfer"), status=403)
    with app.app_context(), acting(group.owner) as actor, pytest.raises(Refused):
        actions.apply_step(
            actor=actor,
            action=actions.get_action(actor, accepted.uid),
            step=Step.TRANSFER,
            agency_uid=group.outsider.agency_uid or "",
            owner_uid=group.outsider.uid,
            text="Not ours",
        )
    form = browse(group.coordinator).get(path(accepted, "transfer"))
    fields = {"agency_uid": group.outsider.agency_uid, "owner_uid": group.outsider.uid, "text": "The school does this"}
    page, again = form.submit("Save", fields), form.submit("Save", fields)
    assert page.path == again.path
    assert page.summary()["Came from"] == accepted.reference
    assert "Proposed" in page.text
    with app.app_context(), acting(group.coordinator) as actor:
        assert actions.recorded_status(actions.get_action(actor, accepted.uid)) == "TRANSFERRED"
        assert len(actions.list_for_case(actor, group.case.uid)) == 2
    school = browse(group.outsider)
    school.get(page.path).submit("Accept")
    assert page.heading.removeprefix("Action ") in school.get("/actions").text


@pytest.mark.one_database
def test_replaced(app: Flask, group: Group, accepted: Action, browse: Browse) -> None:
    page = browse(group.owner).get(path(accepted, "replace")).submit("Save", text="The plan of 1 December")
    assert page.flash == "Action replaced"
    assert page.summary()["Outcome"] == "The plan of 1 December"


@pytest.mark.one_database
def test_agreed_from_the_case(app: Flask, group: Group, browse: Browse) -> None:
    form = browse(group.coordinator).get(f"/actions/new/{group.case.uid}")
    fields: dict[str, Any] = {
        "text": "Walk him to school",
        "category": "SAFETY_PLAN",
        "priority": "HIGH",
        "owner_agency_uid": group.owner.agency_uid,
        "owner_uid": group.owner.uid,
    }
    assert form.submit("Agree the action", fields | {"priority": "NORMAL"}).errors() == {
        "due_on": "Enter a date by which it is due"
    }
    page = form.submit("Agree the action", fields)
    assert page.flash == "Action agreed"
    assert page.summary()["Due"] == "26 November 2026"
    assert "Proposed" in page.text
    browse(group.owner).get(f"/actions/new/{group.case.uid}", status=403)
    browse(group.elsewhere).get(f"/actions/new/{group.case.uid}", status=404)


def test_owner_must_work_for_the_agency(app: Flask, group: Group) -> None:
    with app.app_context():
        for fault, field in (
            ({"owner_uid": group.outsider.uid}, "owner_uid"),
            ({"owner_agency_uid": group.elsewhere.agency_uid}, "owner_agency_uid"),
            ({"owner_uid": None, "owner_name": " "}, "owner_name"),
            ({"category": "TEA"}, "category"),
            ({"priority": "SOON"}, "priority"),
            ({"risk_factor": "TEA"}, "risk_factor"),
            ({"text": "  "}, "text"),
        ):
            asked: dict[str, Any] = {
                "text": "Do it",
                "measure_of_done": None,
                "category": "MENTOR",
                "priority": "HIGH",
                "owner_agency_uid": group.owner.agency_uid,
                "owner_uid": group.owner.uid,
                "owner_accepts": False,
                "due_on": today(),
            }
            with acting(group.coordinator) as actor, pytest.raises(Refused) as refused:
                actions.agree_action(actor=actor, **(asked | fault))
            assert refused.value.field == field


def test_lists_put_the_longest_overdue_first(app: Flask, group: Group, browse: Browse, clock: Clock) -> None:
    with app.app_context():
        late = make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 20), text="Late")
        soon = make_action(group.coordinator, group.owner, due_on=date(2026, 11, 27), text="Without a case")
        next_week = make_action(group.coordinator, group.colleague, case=group.case, due_on=date(2026, 12, 4))
    clock.set(clock_at(date(2026, 11, 26)))
    rows = browse(group.owner).get("/actions").table_rows()
    assert [row["Action"].split()[0] for row in rows] == [late.reference, soon.reference]
    assert rows[0]["Status"] == "Overdue"
    assert rows[0]["Due"] == "20 Nov 2026 4 working days overdue"
    assert rows[1]["Due"] == "27 Nov 2026 Due in 1 working day"
    assert (rows[0]["About"], rows[1]["About"]) == ("Robin Fernsby", "The group itself")
    rows = browse(group.colleague).get("/actions/agency").table_rows()
    assert [row["Action"].split()[0] for row in rows] == [late.reference, soon.reference, next_week.reference]
    with app.app_context(), acting(group.coordinator) as actor:
        assert actions.cases_with_overdue_actions(actor, today()) == {group.case.uid}
        assert actions.count_overdue(actor, today()) == 1
        assert actions.count_overdue(actor, date(2026, 11, 20)) == 0
    with app.app_context(), acting(group.outsider) as actor:
        assert actions.count_overdue(actor, today()) == 0


def clock_at(day: date) -> Any:
    from tests.integration.actions.conftest import THURSDAY

    return THURSDAY + timedelta(days=(day - THURSDAY.date()).days)


def test_empty_lists_say_what_would_be_there(group: Group, browse: Browse) -> None:
    browser = browse(group.outsider)
    for page in ("/actions", "/actions/agency", "/actions/tracker"):
        assert "will be listed here" in browser.get(page).text


def test_who_runs_the_month_and_has_none_looks_at_everybodys(group: Group, accepted: Action, browse: Browse) -> None:
    page = browse(group.coordinator).get("/actions")
    assert page.heading == "Action tracker"
    assert accepted.reference in page.text
    assert page.follow("My actions").heading == "My actions"


def test_the_list_of_cases_counts_open_and_overdue_ones(
    clock: Clock, group: Group, accepted: Action, browse: Browse
) -> None:
    assert browse(group.coordinator).get("/cases").table_rows()[0]["Actions"] == "1 open"
    clock.set(clock_at(accepted.due_on + timedelta(days=1)))
    assert browse(group.coordinator).get("/cases").table_rows()[0]["Actions"] == "1 open 1 overdue"


@pytest.mark.one_database
def test_the_case_page_lists_open_ones_first(app: Flask, group: Group, accepted: Action, browse: Browse) -> None:
    with app.app_context():
        done = make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 20), text="First")
        with acting(group.owner) as actor:
            action = actions.get_action(actor, done.uid)
            actions.apply_step(actor=actor, action=action, step=Step.COMPLETE, what_was_done="Finished quickly")
    page = browse(group.coordinator).get(f"/cases/{group.case.uid}")
    rows = page.table_rows("Actions of this case")
    assert [row["Action"].split()[0] for row in rows] == [accepted.reference, done.reference]
    assert "Agree an action" in page.links
    assert "Agree an action" not in browse(group.owner).get(f"/cases/{group.case.uid}").links


def test_an_action_of_the_group_itself(app: Flask, group: Group, browse: Browse) -> None:
    """About no case: sealed under the area, seen by its owner's agency and whoever runs the month."""
    page = browse(group.coordinator).get("/actions/tracker").follow("Agree an action of the group")
    assert page.submit("Agree the action", priority="NORMAL").errors().keys() >= {"text", "category"}
    terms = {
        "text": "Train the front desks of the partnership",
        "category": "SAFETY_PLAN",
        "priority": "URGENT",
        "owner_agency_uid": group.owner.agency_uid,
        "owner_uid": group.owner.uid,
    }
    once = page.submit("Agree the action", terms)
    assert once.flash == "Action agreed", once.errors()
    assert once.summary()["About"] == "The group itself"
    assert page.submit("Agree the action", terms).heading == once.heading, "sent twice, it is there once"
    with app.app_context(), acting_as(the_system()):
        (action,) = db.session.scalars(select(Action))
        assert (action.key_uid, action.case_uid) == (action.area_uid, None)
    assert browse(group.colleague).get(path(action)).submit("Accept").flash == "Action accepted"
    browse(group.chair).get(path(action))
    for user in (group.outsider, group.elsewhere):
        browse(user).get(path(action), status=404)
    assert "Agree an action of the group" not in browse(group.owner).get("/actions/tracker").links
    browse(group.owner).get("/actions/agree", status=403)
