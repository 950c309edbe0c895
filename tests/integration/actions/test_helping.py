"""Helpers, evidence, another due date, and what is nearly the same action."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.actions import interface as actions
from app.features.actions.interface import Step
from app.features.actions.models import Action, ActionHelper, ActionUpdate
from app.features.cases import interface as cases
from app.kernel.errors import NotFound, Refused, Stale
from app.platform.access import acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.actions import make_action
from tests.factories.cases import acting
from tests.integration.actions.conftest import THURSDAY, Group
from tests.pages import Pages

Browse = Callable[[User], Pages]


@pytest.fixture
def accepted(app: Flask, group: Group) -> Action:
    with app.app_context():
        return make_action(group.coordinator, group.owner, case=group.case)


def path(action: Action, step: str = "") -> str:
    return f"/actions/{action.uid}{'/' if step else ''}{step}"


def logged(app: Flask, action: Action) -> list[tuple[str, str | None]]:
    with app.app_context(), acting_as(the_system()):
        found = select(ActionUpdate).where(ActionUpdate.action_uid == action.uid).order_by(ActionUpdate.position)
        return [(one.step, one.detail) for one in db.session.scalars(found)]


def test_colleagues_help_and_other_agencies_are_added_by_who_agrees_actions(
    app: Flask, group: Group, accepted: Action, browse: Browse
) -> None:
    form = browse(group.owner).get(path(accepted)).follow("Name somebody who helps")
    colleague = {"agency_uid": group.owner.agency_uid, "user_uid": group.colleague.uid}
    page, again = form.submit("Save", colleague), form.submit("Save", colleague)
    assert page.flash == "Helper added"
    assert page.text.count("Ivo Lund, Youth Justice Service") == again.text.count("Ivo Lund, Youth Justice Service")
    alone = {"agency_uid": group.owner.agency_uid}
    assert form.submit("Save", alone).errors() == {"name": "Enter the person who helps"}
    school = {"agency_uid": group.outsider.agency_uid}
    with app.app_context(), acting(group.owner) as actor:
        action = actions.get_action(actor, accepted.uid)
        with pytest.raises(Refused, match="ask the coordinator"):
            actions.apply_step(actor=actor, action=action, step=Step.HELPER, agency_uid=school["agency_uid"])
    assert accepted.reference not in browse(group.outsider).get("/actions/agency").text
    browse(group.coordinator).get(path(accepted, "helpers/new")).submit("Save", school)
    page = browse(group.outsider).get("/actions/agency").follow(accepted.reference)
    assert "Mark as done" not in page.links
    page = page.follow("Add a note").submit("Save", text="The head of year meets him on Friday")
    assert page.flash == "Note added"
    browse(group.outsider).get(path(accepted, "helpers/new"), status=404)
    assert "Ivo Lund" in browse(group.coordinator).get("/actions/tracker").follow(accepted.reference).text
    assert accepted.reference in browse(group.colleague).get("/actions").text, "what one helps with is in one’s list"
    with app.app_context(), acting(group.outsider) as actor:
        assert cases.case_for_change(actor, group.case.uid).uid == group.case.uid
    page = browse(group.owner).get(path(accepted)).submit("Take off A school")
    assert page.flash == "Helper taken off"
    assert [step for step, _ in logged(app, accepted)][2:] == ["HELPER", "HELPER", "NOTE", "HELPER_LEFT"]


def test_who_helps_with_an_action_of_the_group_sees_it_and_nothing_else(app: Flask, group: Group) -> None:
    with app.app_context():
        action = make_action(group.coordinator, group.owner, text="Train the front desks")
        other = make_action(group.coordinator, group.owner, text="Write to every school")
        with acting(group.outsider) as actor, pytest.raises(NotFound):
            actions.get_action(actor, action.uid)
        with acting(group.coordinator) as actor:
            found = actions.get_action(actor, action.uid)
            actions.apply_step(actor=actor, action=found, step=Step.HELPER, agency_uid=group.outsider.agency_uid)
        with acting(group.outsider) as actor:
            assert actions.get_action(actor, action.uid).text == "Train the front desks"
            with pytest.raises(NotFound):
                actions.get_action(actor, other.uid)
            assert len(db.session.scalars(select(ActionHelper)).all()) == 1
        with acting(group.elsewhere):
            assert not db.session.scalars(select(ActionHelper)).all()


@pytest.mark.one_database
def test_evidence_is_a_reference_and_a_date(app: Flask, group: Group, accepted: Action, browse: Browse) -> None:
    owner = browse(group.owner)
    form = owner.get(path(accepted)).follow("Add evidence")
    assert form.submit("Save").errors().keys() == {"evidence", "evidence_on"}
    page = form.submit("Save", evidence="Contact log CL-2291", evidence_on="18/11/2026")
    assert page.flash == "Evidence added"
    form.submit("Save", evidence="Contact log CL-2291", evidence_on="18/11/2026")
    done = owner.get(path(accepted, "done"))
    assert done.submit("Save", what_was_done="Placed", done_on="18/11/2026").errors() == {
        "done_on": "Enter a date on or after the day it was agreed"
    }
    page = done.submit("Save", what_was_done="Placed", done_on="19/11/2026", evidence="Club letter 14")
    assert page.summary()["Evidence"] == "Contact log CL-2291, 18 November 2026 Club letter 14, 19 November 2026"
    assert page.summary()["Done on"] == "19 November 2026"
    assert "Add evidence" in page.links, "until somebody confirms it"
    with app.app_context(), acting(group.owner) as actor:
        action = actions.get_action(actor, accepted.uid)
        for fault, field in (
            ({"evidence": "x" * 121}, "evidence"),
            ({"evidence": "A", "evidence_on": date(2026, 12, 1)}, "evidence_on"),
            ({"evidence": " "}, "evidence"),
        ):
            with pytest.raises(Refused) as refused:
                actions.apply_step(actor=actor, action=action, step=Step.EVIDENCE, **fault)
            assert refused.value.field == field
    with app.app_context(), acting_as(the_system()):
        plain = db.session.execute(select(Action.__table__).where(Action.uid == accepted.uid)).one()
        assert not any("CL-2291" in str(value) for value in plain)


@pytest.mark.one_database
def test_who_agrees_actions_changes_the_due_date_with_a_reason(
    app: Flask, group: Group, accepted: Action, browse: Browse, clock: Clock
) -> None:
    browse(group.owner).get(path(accepted, "due"), status=403)
    with app.app_context(), acting(group.owner) as actor:
        action = actions.get_action(actor, accepted.uid)
        with pytest.raises(Refused, match="coordinator or the chair"):
            actions.apply_step(actor=actor, action=action, step=Step.DUE, due_on=date(2027, 1, 8), text="No time")
    clock.set(THURSDAY + timedelta(days=15))
    page = browse(group.coordinator).get(path(accepted))
    assert "Escalated" in page.text
    form = page.follow("Change")
    assert form.submit("Save", due_on="3/12/2026", text="The club moved").errors().keys() == {"due_on"}
    page = form.submit("Save", due_on="11/12/2026", text="The club moved")
    assert page.flash == "Due date changed"
    assert "Escalated" not in page.text
    assert logged(app, accepted)[-1] == ("DUE", "Due 11 December 2026, before that 26 November 2026")
    assert "before that 26 November 2026" in page.text


def test_what_was_changed_since_is_stale_and_a_field_of_no_step_is_a_fault(
    app: Flask, group: Group, accepted: Action
) -> None:
    with app.app_context(), acting(group.owner) as actor:
        action = actions.get_action(actor, accepted.uid)
        seen = action.ver
        actions.apply_step(actor=actor, action=action, step="IN_PROGRESS", expected_ver=seen)
        db.session.flush()
        actions.apply_step(actor=actor, action=action, step="IN_PROGRESS", expected_ver=seen)
        with pytest.raises(Stale):
            actions.apply_step(actor=actor, action=action, step="DONE", expected_ver=seen, what_was_done="All")
        with pytest.raises(TypeError):
            actions.apply_step(actor=actor, action=action, step="DONE", what_was_done="All", due_on=date(2027, 1, 1))
        with pytest.raises(Refused, match="add a note instead"):
            actions.apply_step(actor=actor, action=action, step="IN_PROGRESS", note="Again")
        assert Step.ACCEPT not in actions.possible_steps(actor, action)
        assert Step.VERIFY not in actions.possible_steps(actor, action)


@pytest.mark.one_database
def test_nearly_the_same_action_is_agreed_only_when_somebody_says_so(
    group: Group, accepted: Action, browse: Browse
) -> None:
    form = browse(group.coordinator).get(f"/actions/new/{group.case.uid}")
    assert "anyway" not in form.form_data("Agree the action")
    terms: dict[str, Any] = {
        "text": "Find him a place at the boxing club",
        "category": "YOUTHWORK",
        "priority": "HIGH",
        "owner_agency_uid": group.outsider.agency_uid,
        "owner_uid": group.outsider.uid,
    }
    warned = form.submit("Agree the action", terms)
    assert warned.errors().keys() == {"anyway"}
    assert accepted.reference in warned.links
    assert warned.form_data("Agree the action")["text"] == terms["text"], "nothing typed is lost"
    page, again = (warned.submit("Agree the action", anyway="y") for _ in range(2))
    assert page.flash == "Action agreed"
    assert page.heading == again.heading
    # Another kind in other words is no warning; of the group itself, only others of the group are compared.
    other = terms | {"text": "Ring the landlord about the locks", "category": "HOUSING_MOVE"}
    assert form.submit("Agree the action", other).flash == "Action agreed"
    of_group = browse(group.coordinator).get("/actions/agree")
    assert of_group.submit("Agree the action", terms).flash == "Action agreed"
