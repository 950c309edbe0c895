"""The register of documents in force, through its pages. PR-26, PR-27, PR-50."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.reminders.interface import lines_for
from app.kernel.clock import today
from app.platform.access import Role, current_actor
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting
from tests.pages import Pages

DAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


def people(app: Flask, *roles: Role) -> list[User]:
    """Somebody with each role, of one agency."""
    with app.app_context():
        agency = make_agency()
        return [make_user(role, agency_uid=agency) for role in roles]


@pytest.mark.one_database
def test_an_assessment_is_recorded_approved_by_another_and_opens_the_way_for_the_ages(app: Flask, clock: Clock) -> None:
    """PR-27, from the refusal to the change, with each by whoever may."""
    clock.set(DAY)
    coordinator, dpo = people(app, Role.COORD, Role.DPO)
    mine, theirs = Pages(app.test_client()), Pages(app.test_client())
    mine.sign_in(coordinator)
    theirs.sign_in(dpo)
    home = mine.get("/")
    assert "No data protection impact assessment and no equality impact assessment is in date" in home.text
    ages = mine.get("/partnership").follow("Bath and North East Somerset").follow("Change the ages")
    refused = ages.submit("Save", min_age="0", max_age_exclusive="", valid_from="1/4/2027")
    assert "Propose the change to the ages the group covers first" in refused.text
    propose = mine.get("/governance").follow("Propose a change")
    assert "Enter what is to change, and why" in propose.submit("Propose", what="AGE_SCOPE").text
    shown = propose.submit("Propose", what="AGE_SCOPE", words="Every age, as the board asked")
    assert "Every age, as the board asked" in shown.text
    for kind, words in (("DPIA", "Data protection"), ("EIA", "Equality")):
        form = mine.get("/governance").follow("Record a document")
        draft = form.submit(
            "Record", kind=kind, title=f"{words} of every age", version="2.0", covers=["AGE_SCOPE"],
            owner="Head of service", kept_at="Shared drive",
        )  # fmt: skip
        approval: dict[str, Any] = {"approved_by": "Board", "approved_on": "2/11/2026", "review_due": "1/11/2027"}
        own = draft.follow("Record its approval").submit("Save", **approval)
        assert "Ask somebody else to record the approval" in own.text
        approve = theirs.get("/governance").follow(f"{words} of every age").follow("Record its approval")
        late = approve.submit("Save", **approval | {"review_due": "3/11/2027"})
        assert "Enter a review day within 12 months of the approval" in late.text
        assert "In force" in approve.submit("Save", **approval).text
    changed = ages.submit("Save", min_age="0", max_age_exclusive="", valid_from="1/4/2027")
    assert "Ages changed" in changed.text
    assert "Made 2 Nov 2026" in mine.get("/governance").text
    assert "Data protection impact assessment: none" not in mine.get("/governance").text


@pytest.mark.one_database
def test_a_review_is_reminded_and_a_new_version_takes_the_place_of_the_old(app: Flask, clock: Clock) -> None:
    """PR-50."""
    clock.set(DAY)
    coordinator, auditor = people(app, Role.COORD, Role.AUDITOR)
    mine, seen = Pages(app.test_client()), Pages(app.test_client())
    mine.sign_in(coordinator)
    terms: dict[str, Any] = {"kind": "TOR", "title": "Terms", "owner": "Chair of the board", "kept_at": "Shared drive"}
    page = mine.get("/governance/documents/new").submit("Record", **terms, version="one")
    assert "Enter the version as a number, like 2.1" in page.text
    first = page.submit("Record", **terms, version="1.0").follow("Record its approval")
    first = first.submit("Save", approved_by="Board", approved_on="1/11/2026", review_due="1/12/2026")
    assert "In force" in first.text
    clock.set(datetime(2026, 12, 2, 10, tzinfo=UTC))
    mine.sign_in(coordinator)
    with app.app_context(), acting(coordinator):
        (line,) = lines_for(current_actor(), today())
        assert (line.reference, line.is_overdue(today())) == ("TOR 1.0", True)
    assert "Terms of reference: review overdue" in mine.get("/governance").text
    second = mine.get("/governance").follow("Terms").follow("Record a new version").submit("Record", version="2.0")
    second = second.follow("Record its approval")
    second.submit("Save", approved_by="Board", approved_on="2/12/2026", review_due="1/6/2027")
    seen.sign_in(auditor)
    register = seen.get("/governance")
    assert "No longer in force (1)" in register.text
    assert "Record a document" not in register.text
    assert "No longer in force from" in register.follow("Terms").text
    with app.app_context(), acting(coordinator):
        assert lines_for(current_actor(), today()) == []
    seen.get("/governance/documents/new", status=403)
