"""Versions of the scoring model on their pages: drafted, changed at the field, tried, approved by two, in force."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.risk import queries
from app.features.risk.loading import load_models
from app.features.risk.waiting import waiting
from app.kernel.clock import today
from app.kernel.errors import NotPermitted
from app.platform.access import Role, acting_as
from tests.conftest import Clock
from tests.factories.accounts import make_user, the_system
from tests.factories.cases import acting, make_case
from tests.factories.governance import assess
from tests.pages import Pages

MOMENT = datetime(2026, 11, 19, 9, tzinfo=UTC)
ROBBED = {"code": "EV_ROBBED", "present": "Y", "grade": "A", "evidence": "Told us", "last_seen": "2026-11-10"}


@pytest.fixture
def people(app: Flask, clock: Clock) -> dict[str, User]:
    clock.set(MOMENT)
    with app.app_context():
        return {role.name: make_user(role) for role in (Role.COORD, Role.CHAIR, Role.DPO, Role.NOTIFIER)}


def browser(app: Flask, user: User) -> Pages:
    return Pages(app.test_client()).sign_in(user)


def test_a_version_from_draft_to_force(app: Flask, people: dict[str, User], clock: Clock) -> None:
    """PR-18: values changed at the field, tried on today's cases, approved by chair and data protection officer."""
    with app.app_context():
        touched, untouched = make_case(risk_factors=[ROBBED]), make_case(risk_factors=[])
    coordinator, chair, officer = (browser(app, people[name]) for name in ("COORD", "CHAIR", "DPO"))
    page = coordinator.get("/risk/models").follow("Draft a new version")
    assert page.submit("Make the draft").errors() == {
        "why": "Enter why the model is to change",
        "valid_from": "Enter a day after today",
    }
    draft = page.submit("Make the draft", why="Robbery hurts more", valid_from="1/12/2026")
    assert "Version 2 of the scoring model" in draft.heading
    again = coordinator.get("/risk/models/new").submit("Make the draft", why="Another", valid_from="1/12/2026")
    assert "one version waits already" in again.text

    weight = coordinator.get(f"{draft.path}/weights/EV_ROBBED")
    assert weight.form_data("Save")["harmed"] == "8"
    assert weight.submit("Save", harmed="many").errors()["harmed"]
    assert weight.submit("Save", harmed="").errors() == {"harmed": "Enter a number"}
    weight.submit("Save", harmed="25.5")
    cap = coordinator.get(f"{draft.path}/values/background.cap")
    assert "background alone never makes amber" in cap.submit("Save", value="20").errors()["value"], "PR-19"
    assert "Somebody else changed this" in weight.submit("Save", harmed="30").errors()[""], "the page is an old one"
    chair.get(f"{draft.path}/approve").submit("Approve it")
    assert "Has not approved it" in chair.get(draft.path).text, "it was not tried yet"

    tried = coordinator.get(draft.path).submit("Try it on today’s cases")
    assert "1 case would have another suggestion" in tried.text
    assert touched.reference in tried.links
    assert untouched.reference not in tried.text
    rows = {row["Kind of risk"]: (row["Go up"], row["Go down"]) for row in tried.table_rows("Suggestions that change")}
    assert rows == {
        "May cause harm": ("0", "0"),
        "May be harmed": ("1", "0"),
        "May be being exploited": ("0", "0"),
    }
    refused = officer.get(f"{draft.path}/approve").submit("Approve it")
    assert "assessment" in refused.errors()[""], "PR-27: its impact is assessed first"
    with app.app_context():
        assess()
    seen = officer.get(draft.path)
    assert "1 case would have another suggestion" in seen.text
    assert touched.reference not in seen.text, "the officer sees counts, and no case"

    assert waits_for(app, people["DPO"]) == ["Version 2"]
    officer.get(f"{draft.path}/approve").submit("Approve it")
    assert (waits_for(app, people["DPO"]), waits_for(app, people["CHAIR"])) == ([], ["Version 2"])
    assert "Waits for the second approval" in officer.get("/risk/models").text
    assert "Approve it" not in officer.get(draft.path).links
    coordinator.get(f"{draft.path}/weights/EV_ROBBED").submit("Save", harmed="26")
    assert "Waits for the second approval" not in officer.get("/risk/models").text, "another value, no approval"
    coordinator.get(draft.path).submit("Try it on today’s cases")
    chair.get(f"{draft.path}/approve").submit("Approve it")
    assert "you have approved it already" in chair.get(f"{draft.path}/approve").submit("Approve it").text
    officer.get(f"{draft.path}/approve").submit("Approve it")
    assert "Approved, not in force yet" in officer.get("/risk/models").text
    coordinator.get(f"{draft.path}/weights/EV_ROBBED", status=409)
    with app.app_context(), acting(people["COORD"]) as actor:
        (area,) = actor.area_uids
        before = queries.model_in_force(actor, area)
        after = queries.model_in_force(actor, area, datetime(2026, 12, 1, tzinfo=UTC).date())
        assert before is not None
        assert after is not None
        assert (before.number, after.number) == (1, 2)
        assert after.amounts["weight.EV_ROBBED.HARMED"] == "26"
    clock.set(datetime(2026, 12, 1, 9, tzinfo=UTC))
    method = browser(app, people["NOTIFIER"]).get("/risk/method")
    assert "Version 2" in method.links
    assert any(
        row["Factor"] == "Robbed, or held in debt" and row["May be harmed"] == "26"
        for row in method.table_rows("Event or behaviour: fades with time")
    )


def waits_for(app: Flask, user: User) -> list[str]:
    """What the mail of the day says of it."""
    with app.app_context(), acting(user) as actor:
        return [line.reference for line in waiting(actor, today())]


def test_a_draft_is_withdrawn_and_one_approved_late_counts_from_then(
    app: Flask, people: dict[str, User], clock: Clock
) -> None:
    coordinator = browser(app, people["COORD"])
    draft = coordinator.get("/risk/models/new").submit("Make the draft", why="To see", valid_from="20/11/2026")
    other = coordinator.get(f"{draft.path}/terms")
    coordinator.get(f"{draft.path}/terms").submit("Save", why="To see better", valid_from="21/11/2026")
    assert "Somebody else changed this" in other.submit("Save", why="Stale").errors()[""]
    coordinator.get(f"{draft.path}/withdraw").submit("Withdraw the draft")
    assert "Withdrawn" in coordinator.get("/risk/models").text
    late = coordinator.get("/risk/models/new").submit("Make the draft", why="Later", valid_from="20/11/2026")
    coordinator.get(late.path).submit("Try it on today’s cases")
    with app.app_context():
        assess()
    clock.advance(days=30)
    for name in ("CHAIR", "DPO"):
        browser(app, people[name]).get(f"{late.path}/approve").submit("Approve it")
    with app.app_context(), acting_as(the_system()) as actor:
        row = queries.get_model(actor, late.path.rsplit("/", 1)[-1])
        assert (row.number, row.valid_from) == (3, today())


@pytest.mark.one_database
def test_a_draft_follows_a_version_that_is_still_to_come(app: Flask, people: dict[str, User]) -> None:
    """PR-18: nothing that was approved is lost because the next version is drafted before it counts."""
    coordinator = browser(app, people["COORD"])
    first = coordinator.get("/risk/models/new").submit("Make the draft", why="More", valid_from="1/12/2026")
    coordinator.get(f"{first.path}/weights/EV_ROBBED").submit("Save", harmed="25")
    coordinator.get(first.path).submit("Try it on today’s cases")
    with app.app_context():
        assess()
    for name in ("CHAIR", "DPO"):
        browser(app, people[name]).get(f"{first.path}/approve").submit("Approve it")
    new = coordinator.get("/risk/models/new")
    refused = new.submit("Make the draft", why="Again", valid_from="1/12/2026")
    assert "Enter a day after 1 December 2026, when version 2 begins" in refused.errors()["valid_from"]
    second = new.submit("Make the draft", why="Again", valid_from="2/12/2026")
    refused = coordinator.get(f"{second.path}/terms").submit("Save", why="Again", valid_from="30/11/2026")
    assert "version 2 begins" in refused.errors()["valid_from"]
    with app.app_context(), acting_as(the_system()) as actor:
        row = queries.get_model(actor, second.path.rsplit("/", 1)[-1])
        assert (row.number, row.amounts["weight.EV_ROBBED.HARMED"]) == (3, "25")


def test_every_area_begins_with_version_one(app: Flask, people: dict[str, User]) -> None:
    with app.app_context():
        with acting_as(the_system()) as actor:
            assert load_models(actor=actor) == 0, "again adds nothing"
            assert {(row.number, len(row.amounts) > 150) for row in queries.list_models(actor)} == {(1, True)}
        with acting(people["COORD"]) as actor, pytest.raises(NotPermitted):
            load_models(actor=actor)
    method = browser(app, people["NOTIFIER"]).get("/risk/method")
    assert "machine learning" in method.text, "PR-33"
    assert "Religion" in method.text, "PR-10"
    browser(app, people["NOTIFIER"]).get("/risk/models/new", status=403)
