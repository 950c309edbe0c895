"""Several actions of one's agency changed at once."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.actions import interface as actions
from app.platform.access import acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.factories.accounts import the_system
from tests.factories.actions import make_action
from tests.factories.cases import acting
from tests.integration.actions.conftest import Group
from tests.pages import Pages

Browse = Callable[[User], Pages]


def events(app: Flask, name: str) -> int:
    with app.app_context():
        return len(db.session.scalars(select(AuditEntry).where(AuditEntry.event == name)).all())


def states(app: Flask) -> dict[str, str]:
    with app.app_context(), acting_as(the_system()):
        return {one.text: actions.recorded_status(one) for one in db.session.scalars(select(actions.Action))}


def test_each_is_changed_or_says_why_not(app: Flask, group: Group, browse: Browse) -> None:
    with app.app_context():
        ring = make_action(group.coordinator, group.owner, case=group.case, text="Ring")
        walk = make_action(group.coordinator, group.colleague, text="Walk")
        write = make_action(group.coordinator, group.owner, accepted=False, text="Write")
        theirs = make_action(group.coordinator, group.outsider, text="Theirs")
    manager = browse(group.spoc)
    listed = manager.get("/actions/agency")
    assert listed.submit("Continue").errors() == {
        "chosen": "Select the actions to change",
        "step": "Select what to do with them",
    }
    page = listed.submit("Continue", chosen=[ring.uid, walk.uid, write.uid], step="DONE")
    assert page.heading == "Mark actions as done"
    assert page.submit("Change 2 actions", what_was_done="").errors() == {"what_was_done": "Enter what was done"}
    browse(group.owner).get(f"/actions/{ring.uid}/note").submit("Save", text="He answers after four")
    with app.app_context(), acting(group.colleague) as actor:
        found = actions.get_action(actor, walk.uid)
        actions.apply_step(actor=actor, action=found, step="IN_PROGRESS")
        db.session.commit()
    result = page.submit("Change 2 actions", what_was_done="All of it")
    assert result.heading == "1 of 3 actions changed"
    assert {row["Action"]: row["What happened"] for row in result.table_rows()} == {
        ring.reference: "Marked as done",
        walk.reference: "Look at it again: somebody changed it since you selected it",
        write.reference: "Accept the action before marking it as done",
    }
    again = page.submit("Change 2 actions", what_was_done="All of it")
    assert again.heading == "1 of 3 actions changed"
    assert states(app) == {"Ring": "DONE", "Walk": "IN_PROGRESS", "Write": "PROPOSED", "Theirs": "ACCEPTED"}
    assert events(app, "action.completed") == 1

    page = listed.submit("Continue", chosen=[write.uid], step="ACCEPTED").submit("Change 1 action")
    assert page.heading == "1 of 1 action changed"
    assert events(app, "action.accepted") == 1
    # Neither another agency's action nor a step of others comes in by way of the address.
    for address in (
        f"/actions/together?step=DONE&action={theirs.uid}",
        f"/actions/together?step=DUE&action={walk.uid}",
        f"/actions/together?step=SUPERSEDED&action={walk.uid}",
        "/actions/together",
    ):
        manager.get(address, status=404)


@pytest.mark.one_database
def test_who_agrees_actions_changes_due_dates_of_their_agency(app: Flask, group: Group, browse: Browse) -> None:
    with app.app_context():
        one, two = (make_action(group.coordinator, group.coordinator, text=text) for text in ("Ring", "Walk"))
    page = browse(group.coordinator).get("/actions/agency")
    assert "Change the due date" not in browse(group.spoc).get("/actions/agency").text
    page = page.submit("Continue", chosen=[one.uid, two.uid], step="DUE")
    assert page.submit("Change 2 actions", due_on="1/11/2026", text="Half term").errors().keys() == {"due_on"}
    result = page.submit("Change 2 actions", due_on="4/12/2026", text="Half term")
    assert result.heading == "2 of 2 actions changed"
    with app.app_context(), acting_as(the_system()):
        assert set(db.session.scalars(select(actions.Action.due_on))) == {date(2026, 12, 4)}
    assert browse(group.coordinator).get(f"/actions/{one.uid}").text.count("Half term") == 1
